"""Show the documents that prove a report: those its text names, to be taken with one tick, and those there are."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from upr_desktop.grammar.evidence_words import Suggestion, suggest_evidence
from upr_desktop.jobs.edit_progress import attach_to_report, link_documents
from upr_desktop.register.changes import ChangeSet, RecordId, Value, Values
from upr_desktop.register.queries import children, records
from upr_desktop.register.report_entries import Entry
from upr_desktop.ui.inputs import TickBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_form import EvidenceCard, kind_word
from upr_desktop.ui.screens.evidence_page import EvidenceButtons
from upr_desktop.ui.screens.parts import line
from upr_desktop.ui.session import Session
from upr_desktop.ui.tab_order import focus_in_view, reach_before, stops_in
from upr_desktop.ui.theme import GRID

Write = Callable[[ChangeSet], bool]
LONGEST_TITLE, BOX_ROOM = 200, 44


class SuggestedDocument(TickBox):
    """A document to take with one tick; in little room its name is cut, and shows whole on hover."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - BOX_ROOM
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))


class ReportDocuments(QWidget):
    """Suggestions to tick, and the cards of the documents of one report; `edit_asked` carries the id of one."""

    edit_asked = Signal(str)

    def __init__(self, look: Look, session: Session, write: Write) -> None:
        super().__init__()
        self._look, self._session, self._write = look, session, write
        self._entry: Entry | None = None
        self._documents: Mapping[RecordId, Values] = {}
        self._named = ""
        self._writable = True
        self._shown: object = None
        self.ticks: list[SuggestedDocument] = []
        self.cards: list[EvidenceCard] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GRID)
        self.buttons = EvidenceButtons(look)
        for one, key in (
            (self.buttons.add, "progress.documents.add"),
            (self.buttons.link, "progress.documents.link"),
        ):
            one.setProperty("role", "link")
            look.text(one, one.setText, key)
        self._line = line(self.buttons.add, self.buttons.link)
        self._box.addWidget(self._line)
        look.language.follow(self, self._fill)

    def show_entry(self, entry: Entry | None) -> None:
        """Show the documents of an entry's report."""
        self._entry = entry
        ids = entry.report.evidence if entry and entry.report else ()
        self._documents = (
            self._session.read(lambda connection: records(connection, "evidence", ids)) if ids else {}
        )
        self._fill()

    def suggest(self, text: str) -> None:
        """Offer the documents that a text names and that are not there yet."""
        if text != self._named:
            self._named = text
            self._fill()

    def set_writable(self, writable: bool) -> None:
        """Offer to add, edit and take away, or not."""
        self._writable = writable
        self._fill()

    def _fill(self) -> None:
        """Show what there is now; where nothing changed, the widgets stay, and the keyboard with them."""
        present = {(values["act_number"], values["act_date"]) for values in self._documents.values()}
        found = suggest_evidence(self._named) if self._writable and self._entry else []
        fresh = [one for one in found if (one.act_number, one.act_date) not in present]
        shown = (self._look.language.code, self._writable, fresh, dict(self._documents))
        if shown != self._shown:
            self._shown = shown
            self._replace(fresh)

    def _replace(self, fresh: Sequence[Suggestion]) -> None:
        had_focus = any(stop.hasFocus() for stop in self._stops())
        for old in (*self.ticks, *self.cards):
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.ticks = [self._tick(one) for one in fresh]
        self.cards = [self._card(id) for id in self._documents]
        for place, part in enumerate((*self.ticks, *self.cards)):
            self._box.insertWidget(place, part)
            part.show()
        reach_before(self.buttons.add, self._stops())
        self._line.setVisible(self._writable)
        if had_focus:
            focus_in_view(self.ticks[0] if self.ticks else self.buttons.add)

    def _stops(self) -> list[QWidget]:
        """Return where Tab stops at what is suggested and at what is there."""
        return [*self.ticks, *(stop for card in self.cards for stop in stops_in(card))]

    def _tick(self, one: Suggestion) -> SuggestedDocument:
        tick = SuggestedDocument(self._look.t("progress.documents.take", document=self.title(one)))
        tick.clicked.connect(lambda: self._take(one))
        return tick

    def _card(self, id: RecordId) -> EvidenceCard:
        card = EvidenceCard(self._look, id, self._documents[id], self._session.is_writable)
        card.edit_asked.connect(self.edit_asked)
        card.remove_asked.connect(self._remove)
        return card

    def title(self, one: Suggestion) -> str:
        """Return what a suggested document is called: its title, else kind, number and date."""
        if one.title:
            return one.title[:LONGEST_TITLE]
        t = self._look.t
        parts = [t("progress.documents.document") if one.kind == "other" else kind_word(self._look, one.kind)]
        if one.act_number:
            parts.append(t("progress.documents.number", number=one.act_number))
        if one.act_date:
            parts.append(t("progress.documents.date", date=self._look.language.date(one.act_date)))
        return " ".join(parts)

    def _take(self, one: Suggestion) -> None:
        entry = self._entry
        if entry is None:
            return
        values: dict[str, Value] = {
            "title": self.title(one),
            "kind": one.kind,
            "act_number": one.act_number,
            "act_date": one.act_date,
            "url": one.title if one.kind == "publication" and one.act_number is None else None,
        }
        report = entry.report.id if entry.report else None
        self._write(attach_to_report(entry.body.id, entry.period.id, report, values))

    def _remove(self, id: str) -> None:
        report = self._entry.report if self._entry else None
        if report is None:
            return
        links = self._session.read(
            lambda connection: children(connection, "evidence_link", "record_id", [report.id])
        )
        self._write(
            link_documents("progress", report.id, [one for one in report.evidence if one != id], links)
        )
