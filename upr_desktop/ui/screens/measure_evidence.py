"""List the documents of a measure itself: those of its reports stand with the reports."""

from dataclasses import dataclass
from typing import Any

from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import children
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import EvidenceButtons, EvidencePage, Write
from upr_desktop.ui.session import Session

MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class OwnDocuments:
    """A measure with the documents that are linked to it and not to one of its reports."""

    id: RecordId
    number: str | None
    evidence: tuple[RecordId, ...]


class MeasureEvidence(EvidencePage):
    """The page of documents for a measure."""

    def __init__(self, look: Look, session: Session, write: Write, buttons: EvidenceButtons) -> None:
        super().__init__(look, session, write, buttons, MEASURE)

    def show_row(self, row: Any) -> None:
        """Show the documents of a measure."""
        super().show_row(self._own(row) if row is not None and row.evidence else row)

    def _own(self, row: Any) -> OwnDocuments:
        links = self._session.read(
            lambda connection: children(connection, "evidence_link", "record_id", [row.id])
        )
        found = {RecordId(str(one["evidence_id"])) for one in links.values() if not one["archived"]}
        return OwnDocuments(row.id, row.number, tuple(id for id in row.evidence if id in found))
