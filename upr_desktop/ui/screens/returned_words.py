"""Say in the window's language what stands in cells of returns, and list the columns of their table."""

from collections.abc import Mapping, Sequence

from upr_desktop.alphabet import alphabetical
from upr_desktop.jobs.telling import field_name, how_to_fix, sentence, what
from upr_desktop.jobs.value_words import value_words
from upr_desktop.jobs.who_said import joined_text
from upr_desktop.merge.return_cells import (
    CLEARED,
    DUPLICATE_KEY,
    INVALID,
    OUTCOMES,
    OUTSIDE_REMIT,
    SETTLED,
    UNKNOWN_ROW,
)
from upr_desktop.merge.return_questions import (
    BOTH,
    NEW_MEASURE,
    OTHER,
    OURS,
    REMARK,
    THEIRS,
    Source,
    proposed_texts,
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
from upr_desktop.ui.screens.history_groups import local
from upr_desktop.ui.screens.returned_cells import Around, ReturnedCell
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.words import has_words

FILE = "file"
LONG_RAW = 400
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
            Column(
                "field", "returns.column.field", self.brief_field, kind="text2", width=156, strong=True,
                tooltip=self.field,
            ),
            Column("agency", "returns.column.agency", self.agency, kind="text2", width=76),
            Column("sent", "returns.column.sent", self.sent, kind="text2", width=106, yields=1),
            Column(
                "held", "returns.column.held", self.held_brief, kind="text2", width=120, tooltip=self.held_hover
            ),
            Column(
                "returned", "returns.column.returned", self.returned, kind="text2", width=120, wish=120, stretch=True,
                tooltip=self.hover,
            ),
            Column("result", "returns.column.result", self.result, kind="text2", width=108),
            Column(
                "outcome", "returns.column.outcome", self.outcome, sort=_rank, kind="pill", width=152,
                pill=self.pill,
            ),
            Column("file", "returns.column.file", lambda cell: cell.file, width=150, shown=False),
            Column("where", "returns.column.where", lambda cell: cell.where, width=110, shown=False),
        )  # fmt: skip

    def groupings(self) -> Sequence[Grouping]:
        """Return how cells are gathered: by measure, agency or file."""
        return (
            Grouping("measure", "returns.by_measure", self._place, self.measure),
            Grouping(
                "agency", "returns.by_agency", lambda cell: alphabetical(self.agency(cell)), self.full_agency
            ),
            Grouping("file", "returns.by_file", lambda cell: cell.file or None, lambda cell: cell.file),
        )

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

    def full_agency(self, cell: ReturnedCell) -> str:
        """Return the whole name of the agency that a cell is from."""
        row = self.known.agencies.get(cell.agency)
        return row.name(self._look.language.code) if row else "—"

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

    def brief_field(self, cell: ReturnedCell) -> str:
        """Return what a cell holds in a few words, its language among them."""
        stem, _, language = cell.field.rpartition("_")
        if cell.kind != "progress" or not has_words(f"returns.brief.{stem}"):
            return self.field(cell)
        return self._look.t(f"returns.brief.{stem}", language=self._look.t(f"returns.brief_in.{language}"))

    def value(self, cell: ReturnedCell, value: Value) -> str:
        """Return a value of a cell as a person reads it; nothing for a blank one."""
        if value is None or value == "":
            return ""
        kind = kinds().get(cell.kind)
        if cell.field == NEW_MEASURE and (texts := proposed_texts(value)):
            return "\n".join(texts)
        if kind is None or cell.field not in kind.by_name or kind.by_name[cell.field].refers:
            return str(value)
        return value_words(cell.kind, cell.field, value, self._look.language.code, lambda kind, id: str(id))

    def sent(self, cell: ReturnedCell) -> str:
        """Return what the workbook showed."""
        return self.value(cell, cell.sent)

    def held(self, cell: ReturnedCell) -> str:
        """Return what the register holds."""
        return self.value(cell, cell.held)

    def held_brief(self, cell: ReturnedCell) -> str:
        """Return what the register holds; of what only another file says that came too, that it is in a file."""
        held = self.held(cell)
        return self._look.t("returns.held_in_file", value=held) if cell.coming_beside(self.known) else held

    def held_hover(self, cell: ReturnedCell) -> str:
        """Return what the register holds, or what another file says that came too, whole."""
        held, file = self.held(cell), cell.coming_beside(self.known)
        return f"{self._look.t('returns.said_beside', file=file)}\n\n{held}" if file else held

    def returned(self, cell: ReturnedCell) -> str:
        """Return what came back."""
        return self.value(cell, cell.returned)

    def result(self, cell: ReturnedCell) -> str:
        """Return what the register will hold; nothing while that is to be decided."""
        return "" if cell.is_open else self.value(cell, self.result_value(cell))

    def result_value(self, cell: ReturnedCell) -> Value:
        """Return what the register will hold."""
        if cell.decision is None:
            return cell.returned if cell.outcome == TAKEN else cell.held
        match cell.decision.choice:
            case choice if choice == BOTH and cell.asked is not None:
                said = (cell.asked.held_by, cell.asked.returned_by)
                return joined_text(cell.field, cell.held, cell.returned, *said, self.known.agencies)
            case choice if choice == THEIRS and cell.outcome != NO_CHANGE:
                return None if cell.outcome == CLEARED else cell.returned
            case choice if choice == OTHER:
                return cell.decision.value
        return cell.held

    def outcome(self, cell: ReturnedCell) -> str:
        """Return what becomes of a cell, in a few words."""
        if cell.decision is not None:
            is_beside = cell.decision.choice == OURS and cell.coming_beside(self.known)
            return self._look.t(f"returns.decided.{cell.decision.choice}{'_beside' if is_beside else ''}")
        return self._look.t(f"returns.outcome.{cell.outcome}")

    def pill(self, cell: ReturnedCell) -> Pill:
        """Return what becomes of a cell as a pill."""
        if cell.decision is not None:
            is_kept = cell.decision.choice in (OURS, REMARK)
            return Pill(self.outcome(cell), "idle" if is_kept else "ok", "full")
        tone, glyph = PILLS[cell.outcome]
        return Pill(self.outcome(cell), tone, glyph)

    def place(self, cell: ReturnedCell) -> str:
        """Return where a cell stands: file, sheet and cell."""
        return f"{cell.file} · {cell.where}" if cell.file else cell.where

    def hover(self, cell: ReturnedCell) -> str:
        """Return a value whole and where it came from."""
        return f"{self.returned(cell)}\n\n{self.origin(cell)}"

    def origin(self, cell: ReturnedCell) -> str:
        """Return all that is known of where a value came from, in lines: place, text as typed, when, checksum."""
        t = self._look.t
        raw = cell.raw if len(cell.raw) <= LONG_RAW else f"{cell.raw[:LONG_RAW]}…"
        when = self._look.language.moment(local(cell.received_at)) if cell.received_at else t("returns.now")
        return f"{self.place(cell)}\n{t('history.origin', raw=raw or '—', when=when, sha256=cell.sha256)}"

    def who(self, source: Source | None) -> str:
        """Return who said a value, on which day and in which file; nothing where that is not known."""
        if source is None or not source.at:
            return ""
        agency = self.known.agencies.get(source.agency) if source.agency else None
        name = agency.short(self._look.language.code) if agency else source.author
        day = self._look.language.date(local(source.at).date())
        told = self._look.t("returns.said_by", who=name, day=day) if name else ""
        file = self.known.files.get(source.file or "")
        return self._look.t("returns.said_in", said=told, file=file) if told and file else told

    def write(self, page: ReadingText, cell: ReturnedCell) -> None:
        """Write all there is to say of a cell: what came back beside what stands, which words differ, what was sent."""
        t = self._look.t
        page.heading(self.field(cell), tail=self.agency(cell))
        self._write_trouble(page, cell)  # what forbids an answer is read before what is compared
        self._write_values(page, cell)
        if cell.decision is not None:
            page.heading(self.outcome(cell))
            if cell.decision.choice in (OTHER, BOTH):
                page.sentence(self.result(cell))
            elif cell.decision.choice == REMARK:
                page.sentence(str(cell.decision.value or ""))
            if cell.decision.why:
                page.note(t("returns.because", why=cell.decision.why))
        beside = "_beside" if cell.outcome == CONFLICT and cell.coming_beside(self.known) else ""
        page.sentence(t(f"returns.about.{cell.outcome}{beside}"), "soft")
        page.note(self.measure(cell), "text", above=FIELD_SPACE)
        page.note(self.origin(cell), above=FIELD_SPACE)
        if cell.sha256:
            page.link(t("returns.save_file"), FILE)

    def _write_trouble(self, page: ReadingText, cell: ReturnedCell) -> None:
        language = self._look.language.code
        if cell.code:
            problem = Problem(cell.code, cell.where, {"text": cell.raw[:200]})
            page.sentence(what(problem, language), "warn")
            page.note(how_to_fix(problem, language))
        if cell.asked is not None and cell.asked.refusal is not None:
            page.sentence(sentence(cell.asked.refusal, language), "warn")

    def _write_values(self, page: ReadingText, cell: ReturnedCell) -> None:
        t, tip = self._look.t, self.origin(cell)
        sent, held, returned = self.sent(cell), self.held(cell), self.returned(cell)
        blank, beside = t("returns.blank"), cell.coming_beside(self.known)
        if cell.outcome == CLEARED or not returned:
            page.plain(t("returns.column.returned"), blank, tip)
        elif held and held != returned:
            against = t("returns.returned_beside" if beside else "returns.returned_against", file=beside)
            page.change(against, held, returned, tip)
        else:
            page.plain(t("returns.column.returned"), returned, tip)
        if cell.asked is not None and (told := self.who(cell.asked.returned_by)):
            page.note(told)
        if beside:
            page.plain(t("returns.said_beside", file=beside), held or blank)
        elif held == sent:
            page.plain(t("returns.column.held"), t("returns.as_sent") if held else blank)
        else:
            page.change(t("returns.held_since"), sent, held or blank)
        if cell.asked is not None and (told := self.who(cell.asked.held_by)):
            page.note(told)
        page.plain(t("returns.column.sent"), sent or blank)


def _rank(cell: ReturnedCell) -> int:
    return RANKS[cell.outcome]
