"""Say in the window's language what stands in cells of returns, and list the columns of their table."""

import json
from collections.abc import Mapping, Sequence

from upr_desktop.jobs.decide_pending import OTHER, OURS
from upr_desktop.jobs.telling import field_name, how_to_fix, what
from upr_desktop.jobs.value_words import value_words
from upr_desktop.merge.return_cells import (
    CLEARED,
    DUPLICATE_KEY,
    INVALID,
    OUTCOMES,
    OUTSIDE_REMIT,
    SETTLED,
    UNKNOWN_ROW,
)
from upr_desktop.merge.return_values import NO_CHANGE
from upr_desktop.merge.three_way import CONFLICT, SAME, TAKEN, UNCHANGED
from upr_desktop.register.changes import Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.kinds import kinds
from upr_desktop.ui.columns import Column
from upr_desktop.ui.grouped_table import Grouping
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.returned_cells import Around, ReturnedCell
from upr_desktop.words import has_words

PILLS: Mapping[str, tuple[Tone, Glyph]] = {
    CONFLICT: ("bad", "alert"),
    NO_CHANGE: ("warn", "empty"),
    CLEARED: ("warn", "empty"),
    OUTSIDE_REMIT: ("warn", "quarter"),
    INVALID: ("bad", "none"),
    DUPLICATE_KEY: ("bad", "none"),
    UNKNOWN_ROW: ("bad", "none"),
    TAKEN: ("ok", "full"),
    SAME: ("idle", "full"),
    SETTLED: ("idle", "full"),
    UNCHANGED: ("idle", "none"),
}
ORDER = (
    CONFLICT,
    NO_CHANGE,
    CLEARED,
    OUTSIDE_REMIT,
    INVALID,
    DUPLICATE_KEY,
    UNKNOWN_ROW,
    TAKEN,
    SAME,
    SETTLED,
)
RANKS = {outcome: place for place, outcome in enumerate((*ORDER, UNCHANGED))}
assert RANKS.keys() == set(OUTCOMES)


class ReturnedWords:
    """The wordings of cells; `known` is what they are about."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.known = Around()

    def columns(self) -> tuple[Column[ReturnedCell], ...]:
        """Return the columns of the table of cells."""
        return (
            Column("field", "returns.column.field", self.field, kind="text2", width=112, strong=True),
            Column("agency", "returns.column.agency", self.agency, kind="text2", width=76),
            Column("sent", "returns.column.sent", self.sent, kind="text2", width=104),
            Column("held", "returns.column.held", self.held, kind="text2", width=128),
            Column(
                "returned", "returns.column.returned", self.returned, kind="text2", width=130, stretch=True,
                tooltip=self.place,
            ),
            Column("result", "returns.column.result", self.result, kind="text2", width=104),
            Column(
                "outcome", "returns.column.outcome", self.outcome, sort=_rank, kind="pill", width=144,
                pill=self.pill,
            ),
            Column("file", "returns.column.file", lambda cell: cell.file, width=150, shown=False),
            Column("where", "returns.column.where", lambda cell: cell.where, width=110, shown=False),
        )  # fmt: skip

    def groupings(self) -> Sequence[Grouping]:
        """Return how cells are gathered: by measure."""
        return (Grouping("measure", "returns.by_measure", self._place, self.measure),)

    def _place(self, cell: ReturnedCell) -> int | None:
        return self.known.places.get(cell.measure) if cell.measure else None

    def measure(self, cell: ReturnedCell) -> str:
        """Return number and text of the measure that a cell is about."""
        row = self.known.measures.get(cell.measure) if cell.measure else None
        if row is None:
            return self._look.t("returns.no_measure")
        return f"{row.number or '—'}  {row.text(self._look.language.code)[0]}"

    def agency(self, cell: ReturnedCell) -> str:
        """Return the short name of the agency that a cell is from."""
        row = self.known.agencies.get(cell.agency)
        return row.short(self._look.language.code) if row else "—"

    def field(self, cell: ReturnedCell) -> str:
        """Return what a cell holds, as a person calls it."""
        language = self._look.language.code
        if cell.field == "measure":
            return self._look.t("returns.new_measure")
        key = f"return.column.{cell.field}"
        kind = kinds().get(cell.kind)
        if (kind is None or cell.field not in kind.by_name) and has_words(key):
            return self._look.t(key)
        return field_name(cell.kind, cell.field, language)

    def value(self, cell: ReturnedCell, value: Value) -> str:
        """Return a value of a cell as a person reads it; nothing for a blank one."""
        if value is None or value == "":
            return ""
        kind = kinds().get(cell.kind)
        if cell.field == "measure" and isinstance(value, str) and value.startswith("{"):
            return "\n".join(str(text) for text in json.loads(value).values() if text)
        if kind is None or cell.field not in kind.by_name or kind.by_name[cell.field].refers:
            return str(value)
        return value_words(cell.kind, cell.field, value, self._look.language.code, lambda kind, id: str(id))

    def sent(self, cell: ReturnedCell) -> str:
        """Return what the workbook showed."""
        return self.value(cell, cell.sent)

    def held(self, cell: ReturnedCell) -> str:
        """Return what the register holds."""
        return self.value(cell, cell.held)

    def returned(self, cell: ReturnedCell) -> str:
        """Return what came back."""
        return self.value(cell, cell.returned)

    def result(self, cell: ReturnedCell) -> str:
        """Return what the register will hold; nothing while that is to be decided."""
        return "" if cell.is_open else self.value(cell, cell.result)

    def outcome(self, cell: ReturnedCell) -> str:
        """Return what becomes of a cell, in a few words."""
        if cell.decision is not None:
            return self._look.t(f"returns.decided.{cell.decision.choice}")
        return self._look.t(f"returns.outcome.{cell.outcome}")

    def pill(self, cell: ReturnedCell) -> Pill:
        """Return what becomes of a cell as a pill."""
        if cell.decision is not None:
            return Pill(self.outcome(cell), "idle" if cell.decision.choice == OURS else "ok", "full")
        tone, glyph = PILLS[cell.outcome]
        return Pill(self.outcome(cell), tone, glyph)

    def place(self, cell: ReturnedCell) -> str:
        """Return where a cell stands: file, sheet and cell."""
        return f"{cell.file} · {cell.where}" if cell.file else cell.where

    # ── one cell whole ──────────────────────────────────────────────────────────────────────────────────────────

    def write(self, page: ReadingText, cell: ReturnedCell) -> None:
        """Write all there is to say of a cell: what was sent, what stands, what came back; which words differ."""
        t, language = self._look.t, self._look.language.code
        page.heading(self.measure(cell))
        page.note(f"{self.field(cell)} · {self.agency(cell)} · {self.place(cell)}")
        page.sentence(t(f"returns.about.{cell.outcome}"), "soft")
        if cell.code:
            problem = Problem(cell.code, cell.where, {"text": cell.raw[:200]})
            page.sentence(what(problem, language), "warn")
            page.note(how_to_fix(problem, language))
        sent, held, returned = self.sent(cell), self.held(cell), self.returned(cell)
        blank = t("returns.blank")
        page.plain(t("returns.column.sent"), sent or blank)
        if held == sent:
            page.plain(t("returns.column.held"), t("returns.as_sent") if held else blank)
        else:
            page.change(t("returns.held_since"), sent, held or blank)
        if cell.outcome == CLEARED or not returned:
            page.plain(t("returns.column.returned"), blank)
        elif held:
            page.change(t("returns.returned_against"), held, returned, self.place(cell))
        else:
            page.plain(t("returns.column.returned"), returned, self.place(cell))
        if cell.decision is not None:
            page.heading(self.outcome(cell))
            if cell.decision.choice == OTHER:
                page.sentence(self.result(cell))
            if cell.decision.why:
                page.note(t("returns.because", why=cell.decision.why))


def _rank(cell: ReturnedCell) -> int:
    return RANKS[cell.outcome]
