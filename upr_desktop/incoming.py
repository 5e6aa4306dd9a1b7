"""Hold the recommendations that a file brings, whatever its layout, each value with the cell it stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.register.errors import Problem
from upr_desktop.values import plain_value

MOST_UNITS = 32_767


def units(text: str) -> int:
    """Return how long a text is as a cell of a workbook counts it, MOST_UNITS at most: in UTF-16 units."""
    return len(text) + (0 if text.isascii() else sum(letter > "\uffff" for letter in text))


def exceeds_cell(value: object) -> bool:
    """Return whether a value is a text that no cell holds in full: workbooks show it shortened."""
    return isinstance(value, str) and units(value) > MOST_UNITS


@plain_value
class Place:
    """A cell of the file: sheet, address as in `B7`, the text as it stood."""

    sheet: str
    address: str
    raw: str


@plain_value
class IncomingState:
    """A recommending State: the name as written, and its ISO 3166 alpha-3 code where it is known.

    `place` is given where a State stands in a cell of its own.
    """

    name: str
    iso: str | None
    place: Place | None = field(default=None, compare=False)


@plain_value
class IncomingPart:
    """One part of a recommendation: texts by language (kk, ru, en) and the States that made it.

    `cells` says for a language where its text stands if that is not `place`.
    """

    texts: Mapping[str, str]
    states: tuple[IncomingState, ...]
    place: Place
    cells: Mapping[str, Place] = field(default_factory=dict)


@plain_value
class IncomingTerm:
    """A theme, group, SDG or area as the source wrote it. `vocabulary` is theme | group | sdg | area."""

    vocabulary: str
    name: str
    place: Place


@plain_value
class IncomingRecommendation:
    """One recommendation. `values` are fields of the `recommendation` record, only those that the file states.

    They are number, heading, position (pending | supported | supported_in_part | noted), position_source, novelty,
    action_category, several_numbers. `cells` says for a field where it stands if that is not `place`.
    `rows` are the rows of the file that it was made of. `quality` is official | working | unchecked for translations.
    """

    values: Mapping[str, str | int | bool | None]
    parts: tuple[IncomingPart, ...]
    place: Place
    terms: tuple[IncomingTerm, ...] = ()
    cells: Mapping[str, Place] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    quality: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingReview:
    """The review a list belongs to. `state` is the ISO code of the State under review, None where it is unknown."""

    state: str | None
    state_name: str
    cycle: int | None
    session: int | None
    report_symbol: str | None = None
    addendum_symbol: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingList:
    """All recommendations of one review that a file brings.

    `version` names the edition of its vocabularies, for example `cycle 4` or `UPR Info`. A list is `complete` when
    it claims to hold every recommendation of the review; texts in another language, for example, are not.
    """

    review: IncomingReview
    recommendations: tuple[IncomingRecommendation, ...]
    version: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A row of the file that was not used, with the reason: worded by `left_alone.REASON`."""

    where: str
    reason: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file. `layout` is its name (`thematic-list`), `unit` what its counts count."""

    layout: str
    unit: str
    lists: tuple[IncomingList, ...]
    problems: Sequence[Problem] = ()
    left_alone: Sequence[LeftAlone] = ()


@plain_value
class WorkbookRow:
    """One row of a register workbook: its 1-based number, and text and kind letter of each known column."""

    number: int
    texts: tuple[str, ...]
    kinds: str


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet of a register workbook as it came back: `columns` are keys of columns, `letters` say where they stand.

    `keys` are columns of record ids, hidden from people; `unread` are addresses of formulas without a value.
    """

    key: str
    name: str
    columns: tuple[str, ...]
    letters: tuple[str, ...]
    rows: tuple[WorkbookRow, ...]
    unread: frozenset[str] = frozenset()

    def where(self, row: WorkbookRow, column: str = "") -> str:
        """Return the place of a cell (of the row's first column by default): `Agencies!B7`."""
        return f"{self.name}!{self.address(row, column)}"

    def address(self, row: WorkbookRow, column: str = "") -> str:
        """Return the address of a row's cell as in `B7`."""
        at = self.columns.index(column) if column in self.columns else 0
        return f"{self.letters[at]}{row.number}"


@dataclass(frozen=True, slots=True)
class RegisterWorkbook:
    """A register workbook as it came back. Register, revision, language are None where the file does not tell.

    `history` is the mark of the register's history when it was written; `confidential` says that it was written with
    evidence for official use only.
    """

    file: str
    name: str
    sheets: tuple[WorkbookSheet, ...]
    register: str | None = None
    revision: int | None = None
    history: str = ""
    language: str | None = None
    confidential: bool = False
    problems: tuple[Problem, ...] = ()
