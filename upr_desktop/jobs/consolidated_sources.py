"""Say of what agencies reported from which cell of which file it came, or that it was typed in the program."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from upr_desktop.register.changes import Origin, RecordId
from upr_desktop.register.connection import Connection
from upr_desktop.register.history import files_named
from upr_desktop.register.plan_rows import ProgressRow
from upr_desktop.register.value_sources import cells_behind
from upr_desktop.words import say


@dataclass(frozen=True, slots=True)
class Sources:
    """The cells behind fields of reports, and the names of the files by sha256."""

    language: str
    cells: Mapping[tuple[RecordId, str], Origin | None] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def of(self, report: ProgressRow) -> tuple[str, str]:
        """Return file and cell of what a report says: of its text, else of "no change" or of its status.

        The file is told in words where a person typed it; both are empty where it says nothing.
        """
        _, code = report.narrative(self.language)
        said = [f"narrative_{code}"] if report.narratives else []
        said += ["no_change"] if report.mark.no_change else []
        said += ["claimed_status"] if report.mark.status else []
        if not said:
            return "", ""
        cell = self.cells.get((report.id, said[0]))
        if cell is None:
            return say("consolidated.typed_in", self.language), ""
        return self.files.get(cell.file, ""), f"{cell.sheet}!{cell.address}"


def sources_of(connection: Connection, reports: Collection[ProgressRow], language: str) -> Sources:
    """Return where what these reports say came from."""
    cells = cells_behind(connection, [report.id for report in reports])
    files = files_named(connection, {cell.file for cell in cells.values() if cell})
    return Sources(language, cells, {sha256: file.name for sha256, file in files.items()})
