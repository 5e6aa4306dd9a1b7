"""List what each row of a plan's file becomes, and word it: a measure, a heading, left alone and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from upr_desktop.incoming_plan import CONTINUATION, LEFT_ALONE, MEASURE, SECTION
from upr_desktop.jobs.telling import left_alone
from upr_desktop.merge.draft import CHANGED, CREATED, REFUSED, UNCHANGED, DraftRow
from upr_desktop.merge.plan_draft import FileRow, PlanDraft, Result
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Glyph, Pill, Tone

PILLS: Mapping[str, tuple[Tone, Glyph]] = {
    CREATED: ("ok", "full"),
    CHANGED: ("accent", "half"),
    UNCHANGED: ("idle", "empty"),
    REFUSED: ("warn", "alert"),
    LEFT_ALONE: ("idle", "none"),
}
LONGEST = 16
ALL, OTHER, REMARKS = "all", "other", "problems"
FILTERS = (ALL, CREATED, CHANGED, UNCHANGED, REFUSED, LEFT_ALONE, OTHER, REMARKS)


@dataclass(frozen=True, slots=True)
class Became:
    """A row of the file and what it is now: `measure` is its result, `told` what the draft says of it besides."""

    sheet: str
    row: FileRow
    measure: Result | None = None
    told: DraftRow | None = None
    is_first: bool = True

    @property
    def id(self) -> str:
        """Return what tells the row from all others of the file."""
        return f"{self.sheet}!{self.row.number}"

    @property
    def outcome(self) -> str:
        """Return how it is counted: as one of the outcomes of measures, left alone, or another row of the table."""
        if self.measure is not None and self.is_first:
            return self.measure.outcome
        return LEFT_ALONE if self.row.outcome == LEFT_ALONE else OTHER

    @property
    def has_remarks(self) -> bool:
        """Return whether something is to be said of it."""
        return self.told is not None and bool(self.told.problems)


def became_rows(draft: PlanDraft) -> list[Became]:
    """Return what became of every row of the file, in its order."""
    return list(_became(draft))


def _became(draft: PlanDraft) -> Iterator[Became]:
    others = {_row_of(row.where): row for row in draft.rows[len(draft.results) :]}
    for table in draft.tables:
        for row in table.rows:
            if row.result is None:
                yield Became(table.sheet, row, None, others.get((table.sheet, str(row.number))))
                continue
            measure = draft.results[row.result]
            told = draft.rows[row.result]
            is_first = row.outcome == MEASURE
            yield Became(table.sheet, row, measure, told, is_first)


def _row_of(where: str) -> tuple[str, str]:
    sheet, _, cell = where.rpartition("!")
    return sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def is_kept(row: Became, key: str) -> bool:
    """Return whether a row is one of those that a filter shows."""
    if key == REMARKS:
        return row.has_remarks
    return key == ALL or row.outcome == key


class BecameWords:
    """The wordings of what rows become, in the window's language."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._has_sheets = False
        self._places: list[str] = []

    def use(self, draft: PlanDraft) -> None:
        """Name the sheet of a row only where there are several."""
        self._has_sheets = len(draft.tables) > 1
        names = {f"{table.sheet}!{table.rows[-1].number}" for table in draft.tables if table.rows}
        self._places = [name for name in names if len(name) <= LONGEST] if self._has_sheets else []

    def columns(self) -> tuple[Column[Became], ...]:
        """Return the columns of the list."""
        return (
            Column("row", "plan_import.column.row", self.place, sort=_never, width=68, tone=lambda _: "soft",
                   align="right", stays=True, labels=lambda: self._places),
            Column("outcome", "preview.column.outcome", self.outcome, sort=_never, pill=self.pill, width=124,
                   labels=self._outcomes, narrow=44, yields=1, stays=True),
            Column("what", "plan_import.column.what", self.text, kind="text2", sort=_never, width=160, stretch=True,
                   wish=180, tone=_tone),
        )  # fmt: skip

    def _outcomes(self) -> Sequence[str]:
        codes = (*(f"plan_import.outcome.{code}" for code in PILLS), f"plan_row.{SECTION}")
        return [self._look.t(code) for code in codes]

    def place(self, row: Became) -> str:
        """Return the number of the row, with its sheet where there are several."""
        return row.id if self._has_sheets else str(row.row.number)

    def outcome(self, row: Became) -> str:
        """Return in a word what a row becomes."""
        if row.outcome == OTHER:
            return self._look.t(f"plan_row.{row.row.outcome}")
        return self._look.t(f"plan_import.outcome.{row.outcome}")

    def pill(self, row: Became) -> Pill | None:
        """Return what becomes of a measure as glyph, word and tint; other rows have the word alone."""
        if row.outcome == OTHER:
            return Pill(self.outcome(row), "idle", "none")
        return Pill(self.outcome(row), *PILLS[row.outcome])

    def text(self, row: Became) -> str:
        """Return what a row says, as far as one line tells it, or why it was left alone."""
        if row.outcome == LEFT_ALONE and row.measure is None:
            return self.reason(row)
        if row.measure is not None and row.is_first:
            name = f"{row.measure.name}. " if len(row.measure.name) < 12 else ""
            return name + (_measure_text(row.measure) or _longest(row.row))
        return " · ".join(text for text in row.row.texts if text.strip())

    def reason(self, row: Became) -> str:
        """Return why a row was left alone."""
        reason = row.row.reason or (row.told.reason if row.told else "") or "blank_row"
        values = row.told.values if row.told else {"count": 1}
        return left_alone(reason, values, self._look.language.code)


def _measure_text(measure: Result) -> str:
    texts = [one.after for one in measure.fields if one.field.startswith("text_") and one.after]
    return str(texts[0]) if texts else ""


def _longest(row: FileRow) -> str:
    return max(row.texts, key=len, default="")


def _never(row: Became) -> None:
    """Keep the rows in the order of the file."""


def _tone(row: Became) -> str | None:
    return None if row.row.outcome in (MEASURE, CONTINUATION, SECTION) else "soft"
