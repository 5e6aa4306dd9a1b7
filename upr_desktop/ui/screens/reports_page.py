"""Show what agencies reported, newest period first: status, wording, documents, problems, the coordinator's remarks."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upr_desktop.register.plan_rows import ProgressRow
from upr_desktop.register.register import Connection
from upr_desktop.ui.buttons import PlainButton
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.parts import plain_label, scrolling
from upr_desktop.ui.screens.seen_page import SeenPage
from upr_desktop.ui.session import Session
from upr_desktop.ui.status_pills import report_pill, status_pill
from upr_desktop.ui.theme import FIELD_SPACE, GRID, TARGET
from upr_desktop.ui.widgets import Card, button, label

FIRST_SHOWN = 12
Read = Callable[[Connection, Any], Sequence[ProgressRow]]


class ReportCard(Card):
    """One report under its heading, read-only; `open_button` leads to where it is written and looked over."""

    def __init__(self, look: Look, heading: str, report: ProgressRow) -> None:
        super().__init__()
        self._look = look
        self.box.setContentsMargins(*[12] * 4)
        self.box.setSpacing(GRID)
        self.open_button = button(look, "measures.report.open", "link")
        self.open_button.setAccessibleName(f"{self.open_button.text()}: {heading}")
        top = QHBoxLayout()
        top.addWidget(plain_label(heading, "heading"), 1)
        top.addWidget(self.open_button)
        self.box.addLayout(top)
        self.box.addWidget(self._pills(report))
        for text, role in self._lines(report):
            self.box.addWidget(plain_label(text, role))
        self.setAccessibleName(heading)

    def _pills(self, report: ProgressRow) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        language = report.narrative(self._look.language.code)[1]
        shown = [status_pill(self._look, report.mark.status), report_pill(self._look, report.mark.state)]
        if report.narratives and language != self._look.language.code:
            shown.append(Pill(language.upper(), "idle", "none"))
        if report.confidential:
            shown.append(Pill(self._look.t("field.progress.confidential"), "warn", "alert"))
        for pill in shown:
            if pill is not None:
                flow.addWidget(PillLabel(self._look, pill))
        return holder

    def _lines(self, report: ProgressRow) -> list[tuple[str, str]]:
        t, mark = self._look.t, report.mark
        found = [(report.narrative(self._look.language.code)[0], "")]
        if mark.no_change:
            found.append((t("field.progress.no_change"), "soft"))
        for key, text in (
            ("field.progress.done_on", self._look.language.date(mark.done_on)),
            ("field.progress.evidence_text", report.evidence_told(self._look.language.code)),
            ("field.progress.problems_text", report.problems_told(self._look.language.code)),
        ):
            if text:
                found.append((t("measures.report.line", name=t(key), text=text), ""))
        if report.evidence:
            found.append((t("measures.report.documents", count=len(report.evidence)), "soft"))
        found += [
            (t("measures.report.line", name=t("record.remark.one"), text=one), "") for one in report.remarks
        ]
        return [line for line in found if line[0]]


class ReportsPage(SeenPage):
    """The reports of one record; `read` gives them, `heading` says whose and for which period one is.

    `record_asked` carries what to open where reports are written: "progress" and a report's id, or "entry" and
    ASSIGNMENT/PERIOD of one that is still owed.
    """

    record_asked = Signal(str, str)

    def __init__(
        self, look: Look, session: Session, read: Read, heading: Callable[[Any, ProgressRow], str], empty: str
    ) -> None:
        super().__init__()
        self._look, self._session, self._read, self._heading = look, session, read, heading
        self._most = FIRST_SHOWN
        self.cards: list[ReportCard] = []
        self.owed_buttons: list[PlainButton] = []
        self._owed = QWidget()
        self._owed_flow = FlowLayout(self._owed)
        self.empty = label(look, empty, "soft")
        self.more_button = button(look, "measures.report.show_all", "link")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(FIELD_SPACE)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, GRID, 0)
        self.read_button = button(look, "reading.open", "link")
        look.text(self.read_button, self.read_button.setToolTip, "reading.open_tip")
        self.read_button.hide()
        outer.addWidget(self.read_button, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self._owed)
        outer.addWidget(self.empty)
        outer.addLayout(self._cards)
        outer.addWidget(self.more_button)
        outer.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolling(inner))
        self.more_button.clicked.connect(self._show_all)
        look.language.follow(self, self._render)

    def show_row(self, row: Any) -> None:
        """Show the reports of a record, read when they are looked at."""
        if row is None or self._row is None or row.id != self._row.id:
            self._most = FIRST_SHOWN
        super().show_row(row)

    def still_owed(self, connection: Connection, row: Any) -> Sequence[tuple[str, str]]:
        """Return ASSIGNMENT/PERIOD and the words (whose, for when) of each report that is still to be handed in."""
        return ()

    def _show_all(self) -> None:
        self._most = 10_000
        self._render()

    def _render(self) -> None:
        self._is_stale = False
        for card in self.cards:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        row = self._row
        found = self._session.read(lambda connection: self._read(connection, row)) if row is not None else ()
        self.cards = [ReportCard(self._look, self._heading(row, one), one) for one in found[: self._most]]
        for card, report in zip(self.cards, found, strict=False):
            self._cards.addWidget(card)
            card.open_button.clicked.connect(
                lambda _=False, id=report.id: self.record_asked.emit("progress", id)
            )
        self._offer_owed()
        self.empty.setVisible(not found)
        self.more_button.setVisible(len(found) > self._most)
        self.more_button.setText(self._look.t("measures.report.all", count=len(found)))

    def _offer_owed(self) -> None:
        row = self._row
        owed = (
            self._session.read(lambda connection: self.still_owed(connection, row)) if row is not None else ()
        )
        for old in self.owed_buttons:
            self._owed_flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.owed_buttons = [self._owed_button(id, whose) for id, whose in owed]
        for made in self.owed_buttons:
            self._owed_flow.addWidget(made)
        self._owed.setVisible(bool(owed))

    def _owed_button(self, id: str, whose: str) -> PlainButton:
        made = PlainButton(self._look.t("measures.report.write", whose=whose))
        made.setMinimumHeight(self._look.theme.px(TARGET))
        made.clicked.connect(lambda: self.record_asked.emit("entry", id))
        return made
