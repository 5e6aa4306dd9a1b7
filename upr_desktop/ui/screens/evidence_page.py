"""List the supporting documents of a record; add, edit, link and take away."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.jobs.edit_evidence import RECOMMENDATION, add_evidence, edit_evidence, link_evidence
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import Added, RecordId, Value, Values
from upr_desktop.register.kinds import kinds
from upr_desktop.register.queries import children, record, records
from upr_desktop.register.rules import value_problems
from upr_desktop.ui.choice_popup import ChoicePopup, Option
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_file import DocumentFile
from upr_desktop.ui.screens.evidence_form import EvidenceCard, EvidenceForm, evidence_line
from upr_desktop.ui.screens.parts import column, line, scrolling
from upr_desktop.ui.session import Session
from upr_desktop.ui.session import Write as Write
from upr_desktop.ui.tab_order import focus_in_view, reach_before, stops_in
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import button, label

NEW = "new"


class Documented(Protocol):
    """A record that documents and notes belong to."""

    @property
    def id(self) -> RecordId:
        """Return its id."""

    @property
    def number(self) -> str | None:
        """Return the number that people call it by."""

    @property
    def evidence(self) -> tuple[RecordId, ...]:
        """Return the documents that are its own."""


class EvidenceButtons:
    """What is pressed to add a document and to choose one there is; they may stand outside the page."""

    def __init__(self, look: Look) -> None:
        self.add = button(look, "recommendations.evidence.add", "primary", "Ctrl+Shift+N")
        self.link = button(look, "recommendations.evidence.link", "link")


class EvidencePage(QStackedWidget):
    """A list of cards, and a form in its place while one document is written; `kind` is that of the record."""

    def __init__(
        self,
        look: Look,
        session: Session,
        write: Write,
        buttons: EvidenceButtons,
        kind: str = RECOMMENDATION,
    ) -> None:
        super().__init__()
        self._look, self._session, self._write, self._kind = look, session, write, kind
        self.are_elsewhere = False
        self._row: Documented | None = None
        self._drafts: dict[RecordId, dict[str, Value]] = {}
        self._documents: Mapping[RecordId, Values] = {}
        self.cards: list[EvidenceCard] = []
        self.file = DocumentFile(look, session)
        self.form = EvidenceForm(look, self.file)
        self.form.field_edited.connect(self._take)
        self.form.left.connect(self.close_form)
        self.add_button, self.link_button = buttons.add, buttons.link
        self.back_button = button(look, "recommendations.evidence.back", "link")
        self.save_button = button(look, "recommendations.evidence.save", "primary")
        self.draft_button = button(look, "recommendations.evidence.draft", "link")
        self.popup = ChoicePopup(look, self)
        self.empty = label(look, "recommendations.evidence.empty", "soft")
        self.addWidget(self._list_page())
        self.addWidget(self._form_page())
        self._connect()

    def show_row(self, row: Documented | None) -> None:
        """Show the documents of a record; what was typed for another one is saved first, if it has a title."""
        if row is None or self._row is None or row.id != self._row.id:
            self.leave()
            self._row = row
            self._documents = {}
            self.setCurrentIndex(0)
            if row is not None and row.id in self._drafts:
                self.open_new()
        self._row = row
        self._fill()

    def leave(self) -> None:
        """Save what a field still holds; a new document that has a title is added."""
        self.form.commit()
        if self._is_new() and self._row is not None and self._drafts.get(self._row.id, {}).get("title"):
            self._save_new()

    def set_writable(self, writable: bool) -> None:
        """Offer to add, edit and take away, or not."""
        self.save_button.setVisible(writable)
        self.form.set_read_only(not writable)
        self.file.reload()
        self._fill()

    def open_form(self, id: str) -> None:
        """Show one document to be edited."""
        stored = self._session.read(lambda connection: record(connection, "evidence", RecordId(id)))
        if stored is not None:
            self.form.show_record(id, {**stored, "confidential": bool(stored["confidential"])})
            self.file.show_document(id)
            self.save_button.hide()
            self.setCurrentIndex(1)
            self.form.focus_field("title")

    def close_form(self) -> None:
        """Go back to the list; what was typed is saved, a new document that has no title yet is offered there."""
        self.leave()
        if self._row is not None and not self._drafts.get(self._row.id):
            self._drafts.pop(self._row.id, None)
        self.form.show_record(None, {})
        self.setCurrentIndex(0)
        self._fill()
        begun = self.draft_button
        focus_in_view(self.add_button if begun.isHidden() else begun)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.close_form)
        self.save_button.clicked.connect(self._add)
        self.file.document_needed.connect(self._save_for_file)
        self.file.told.connect(lambda: QTimer.singleShot(0, self.form, self._show_file))
        self.draft_button.clicked.connect(self.open_new)
        self.link_button.clicked.connect(self._open_links)
        self.popup.closed.connect(self._take_links)
        self._look.language.follow(self, self._fill)

    def _list_page(self) -> QWidget:
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(0, 0, GRID, 0)
        self._cards.setSpacing(FIELD_SPACE)
        inner = QWidget()
        self._above = outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.empty)
        outer.addLayout(self._cards)
        outer.addWidget(line(self.draft_button))
        outer.addStretch(1)
        return scrolling(inner)

    def _form_page(self) -> QWidget:
        return column(line(self.back_button), self.form, line(self.save_button, self.file.attach_button))

    def _fill(self) -> None:
        for card in self.cards:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        ids = self._row.evidence if self._row else ()
        self._documents = (
            self._session.read(lambda connection: records(connection, "evidence", ids)) if ids else {}
        )
        self.cards = [self._card(id) for id in ids if id in self._documents]
        stops = [stop for card in self.cards for stop in stops_in(card)]
        reach_before(self.back_button, [*stops, self.draft_button])
        is_begun = bool(self._row and self._drafts.get(self._row.id)) and self._session.is_writable
        self.draft_button.setVisible(is_begun)
        self.empty.setVisible(not self.cards and not is_begun and not self.are_elsewhere)

    def _card(self, id: RecordId) -> EvidenceCard:
        card = EvidenceCard(self._look, id, self._documents[id], self._session.is_writable)
        card.edit_asked.connect(self.open_form)
        card.remove_asked.connect(self._remove)
        self._cards.addWidget(card)
        return card

    def _is_new(self) -> bool:
        return self.form.record_id == NEW

    def open_new(self) -> None:
        """Show an empty form for a new document, or the one begun before."""
        if self._row is None:
            return
        draft = self._drafts.setdefault(self._row.id, {})
        self.form.show_record(None, {})
        self.form.show_record(NEW, {"confidential": False, **draft})
        self.file.show_document(None)
        self.save_button.setVisible(self._session.is_writable)
        self.setCurrentIndex(1)
        self.form.focus_field("title")

    def _add(self) -> None:
        self.form.commit()
        if self._is_new() and self._row is not None:
            if self._drafts.get(self._row.id, {}).get("title"):
                self._save_new()
                self.close_form()
            else:
                self.form.show_problem("title", self._look.t("recommendations.evidence.title_missing"))
                self.form.focus_field("title")

    def _save_for_file(self, title: str) -> None:
        """Save a new document before its file, called after the file where it has no title, and go on with it."""
        self.form.commit()
        if self._is_new() and self._row is not None:
            draft = self._drafts.setdefault(self._row.id, {})
            draft["title"] = draft.get("title") or title
            if id := self._save_new():
                self.open_form(id)
            else:
                self.open_new()

    def _show_file(self) -> None:
        """Bring into view what is told of the file."""
        self.form.ensureWidgetVisible(self.file)

    def _save_new(self) -> RecordId | None:
        """Save the document begun; return its id, None where it could not be saved."""
        assert self._row is not None
        draft = self._drafts.pop(self._row.id, {})
        self.form.show_record(None, {})
        changes = add_evidence([(self._row.id, self._row.number)], draft, self._kind)
        if self._write(changes):
            return next(
                one.id for one in changes.changes if isinstance(one, Added) and one.kind == "evidence"
            )
        self._drafts[self._row.id] = draft
        return None

    def _take(self, field: str, value: Value) -> None:
        problems = value_problems(kinds()["evidence"], field, value)
        if problems:
            language = self._look.language.code
            self.form.show_problem(
                field, f"{what(problems[0], language)} {how_to_fix(problems[0], language)}"
            )
            return
        self.form.show_problem(field, "")
        if self._is_new():
            if self._row is not None:
                self._drafts.setdefault(self._row.id, {})[field] = value
            return
        id = RecordId(str(self.form.record_id))
        stored = self._session.read(lambda connection: record(connection, "evidence", id))
        if stored is not None:
            self._write(edit_evidence(id, stored, field, value))

    def _remove(self, id: str) -> None:
        if self._row is not None:
            self._link([one for one in self._row.evidence if one != id])

    def _link(self, wished: Sequence[RecordId]) -> None:
        row = self._row
        if row is not None:
            links = self._session.read(
                lambda connection: children(connection, "evidence_link", "record_id", [row.id])
            )
            changes = link_evidence(row.id, row.number, wished, links, self._kind)
            if changes.changes:
                self._write(changes)

    def _open_links(self) -> None:
        if self._row is None:
            return
        everything = self._session.read(lambda connection: records(connection, "evidence"))
        options = [
            Option(
                id, " · ".join(part for part in (str(one["title"]), evidence_line(self._look, one)) if part)
            )
            for id, one in everything.items()
            if not one["archived"]
        ]
        self.popup.open_below(self.link_button, options, self._row.evidence)

    def _take_links(self) -> None:
        if self._row is not None:
            chosen = [RecordId(code) for code in self.popup.chosen()]
            kept = [id for id in self._row.evidence if id in chosen]
            self._link(kept + [id for id in chosen if id not in kept])
            focus_in_view(self.link_button)
