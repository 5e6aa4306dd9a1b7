"""List the documents of a measure itself, and say how many stand with its reports."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal

from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import children
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import EvidenceButtons, EvidencePage, Write
from upr_desktop.ui.screens.parts import line
from upr_desktop.ui.session import Session
from upr_desktop.ui.widgets import button

MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class OwnDocuments:
    """A measure with the documents that are linked to it and not to one of its reports."""

    id: RecordId
    number: str | None
    evidence: tuple[RecordId, ...]


class MeasureEvidence(EvidencePage):
    """The page of documents for a measure; `reports_asked` leads to those of its reports."""

    reports_asked = Signal()

    def __init__(self, look: Look, session: Session, write: Write, buttons: EvidenceButtons) -> None:
        self.in_reports = 0
        self.elsewhere = button(look, "measures.tab.progress", "link")
        super().__init__(look, session, write, buttons, MEASURE)
        self._above.insertWidget(0, line(self.elsewhere))
        self.elsewhere.clicked.connect(self.reports_asked)
        look.language.follow(self.elsewhere, self._say_elsewhere)

    def show_row(self, row: Any) -> None:
        """Show the documents of a measure."""
        own = self._own(row) if row is not None and row.evidence else row
        self.in_reports = len(row.evidence) - len(own.evidence) if row is not None else 0
        self.are_elsewhere = bool(self.in_reports)
        super().show_row(own)
        self._say_elsewhere()

    def _say_elsewhere(self) -> None:
        self.elsewhere.setText(self._look.t("measures.evidence.in_reports", count=self.in_reports))
        self.elsewhere.setVisible(bool(self.in_reports))

    def _own(self, row: Any) -> OwnDocuments:
        links = self._session.read(
            lambda connection: children(connection, "evidence_link", "record_id", [row.id])
        )
        found = {RecordId(str(one["evidence_id"])) for one in links.values() if not one["archived"]}
        return OwnDocuments(row.id, row.number, tuple(id for id in row.evidence if id in found))
