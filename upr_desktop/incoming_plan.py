"""Hold the plan of measures that a file brings: what each row became, and each value with the cells it stands in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.incoming import LeftAlone, Place
from upr_desktop.register.errors import Problem

MEASURE, CONTINUATION, SECTION, LEFT_ALONE = "measure", "continuation", "section", "left_alone"
FURNITURE = ("stamp", "title", "header", "number_row", "total", "footnote", "signature")
OUTCOMES = (MEASURE, CONTINUATION, SECTION, *FURNITURE, LEFT_ALONE)
"""What a row of the file can become; worded by `plan_row.OUTCOME`."""

PLAN_FIELDS = (
    "row_no",
    "theme",
    "rec_no",
    "rec_text",
    "state",
    "measure",
    "completion_form",
    "deadline",
    "responsible",
    "partners",
    "funding",
    "indicator",
    "note",
)
"""The fields that a column of a plan can hold; worded by `column_field.FIELD`."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which columns of a sheet hold which fields, as a person said: `columns` by letters, `header_row` 0 for none."""

    sheet: str
    header_row: int
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IncomingValue:
    """A value as the file wrote it, on several lines if several cells make it up, and those cells.

    `carried` is `merged` or `blank` where the value stands further up and the cell of this row is merged with it, or
    left blank below it; a value of an earlier table's row was carried too.
    """

    raw: str
    places: tuple[Place, ...]
    carried: str | None = None

    @property
    def place(self) -> Place:
        """Return the first cell."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class IncomingSection:
    """A heading that measures stand under. `number` is what it is numbered with, `text` the rest of it, in one line.

    `area` is its number where that can be one of numbered areas (`Направление 3. …`).
    """

    text: str
    number: str | None
    area: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class IncomingIndicator:
    """One cell of an indicator: the title of its column as written, and what it says."""

    title: str
    value: IncomingValue


@dataclass(frozen=True, slots=True)
class IncomingMeasure:
    """One measure. `texts` and `forms` (of completion) are by language (kk, ru, en); other values are as written.

    `references` names recommendations; `rec_text` is their text where the plan quotes it. `theme` is a cell of a theme
    column. `lead` is the column of responsible bodies, `partners` that of co-executors. `rows` are rows of the sheet.
    `doubtful` names fields whose cell is ambiguous (a number or date where a recommendation number should be).
    """

    number: str | None
    texts: Mapping[str, IncomingValue]
    sheet: str
    rows: tuple[int, ...]
    number_value: IncomingValue | None = None
    forms: Mapping[str, IncomingValue] = field(default_factory=dict)
    deadline: IncomingValue | None = None
    lead: IncomingValue | None = None
    partners: IncomingValue | None = None
    references: IncomingValue | None = None
    rec_text: IncomingValue | None = None
    state: IncomingValue | None = None
    theme: IncomingValue | None = None
    section: IncomingSection | None = None
    funding: IncomingValue | None = None
    note: IncomingValue | None = None
    indicators: tuple[IncomingIndicator, ...] = ()
    doubtful: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Return the text in the first of its languages."""
        return next(iter(self.texts.values())).raw


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What one row of a sheet became: one of OUTCOMES; `reason` says why it is left alone (`left_alone.REASON`).

    `measure` is the index, in the reading, of the measure that the row is part of.
    """

    sheet: str
    row: int
    outcome: str
    reason: str | None = None
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class PlanTable:
    """How a sheet was taken. `columns` gives the field of each known column by its letters, `titles` every title.

    `carried` are letters of columns where a value was carried down. A table that is not `recognised` has been left
    alone, and its `columns` are only a guess from what stands in the cells, for a person to start from.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, str]
    titles: Mapping[str, str]
    recognised: bool
    carried: tuple[str, ...] = ()
    is_continued: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """Return the distinct fields that have a column."""
        return frozenset(self.columns.values())


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What a plan says. `title` is by language, `stamp` the annex and approval lines, `years` first and last year.

    `abbreviations` are those of the footnote (see grammar.footnotes). Every row that any sheet holds is in `rows` once.
    """

    measures: tuple[IncomingMeasure, ...]
    rows: tuple[PlanRow, ...]
    tables: tuple[PlanTable, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    stamp: str = ""
    years: tuple[int, int] | None = None
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    left_alone: Sequence[LeftAlone] = ()
    layout: str = "plan"
    unit: str = "measures"

    def counts(self) -> Mapping[str, int]:
        """Return how many rows ended as what; the counts add up to the rows of the file."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES}
