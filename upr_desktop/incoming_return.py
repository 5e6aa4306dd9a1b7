"""Hold what a return says, row by row, and by what it is known: nothing of it is judged yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upr_desktop.register.errors import Problem
from upr_desktop.values import UNSEEN, plain_value


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """A document that a return tells of: its file by checksum (sha256), the reports it proves, what is known of it."""

    sha256: str
    file: str
    reports: tuple[str, ...]
    values: Mapping[str, str | bool]


@plain_value
class ReturnCell:
    """One cell as it was typed: its address, text and kind letter; `language` is that of a text, if it is in one."""

    address: str
    raw: str
    kind: str
    language: str | None = None

    @property
    def is_blank(self) -> bool:
        """Return whether nothing that can be seen stands in the cell."""
        return not (self.raw and self.raw.strip(UNSEEN))


@plain_value
class ReturnedRow:
    """One row: its 1-based number, the report's id where it bears one, and its cells by column."""

    number: int
    key: str
    cells: Mapping[str, ReturnCell]


@dataclass(frozen=True, slots=True)
class IncomingReturn:
    """A return as it came. `columns` are those found, `missing` those that were sent and are gone.

    `dispatches` give the id that each carrier names (property, sheet, key); `marks` what the hidden sheet says besides;
    `headings` what the block above the table says, `heading_places` the addresses of what the agency fills in there.
    `proposals` are the filled rows of the sheet for new measures, `documents` those that are known to belong to it.
    `saved_at` is when it was saved last, as the file says (UTC, ISO text).
    `tasks` give the ids of a row's task and measure by its key, `measures` the number and the mark of its measure.
    """

    file: str
    name: str
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[ReturnedRow, ...]
    missing: tuple[str, ...] = ()
    dispatches: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    heading_places: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[ReturnedRow, ...] = ()
    proposals_sheet: str = ""
    saved_at: str = ""
    tasks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    measures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    documents: tuple[ToldDocument, ...] = ()
    problems: tuple[Problem, ...] = ()

    def where(self, address: str) -> str:
        """Return the place of a cell as a person names it: `Отчёт!M9`."""
        return f"{self.sheet}!{address}"
