"""Word the rows of an import's preview: what becomes of each, which fields change, what is wrong and how to mend it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from upr_desktop.jobs.describe_changes import describe
from upr_desktop.jobs.import_choices import kept_records
from upr_desktop.jobs.telling import how_to_fix, left_alone, what
from upr_desktop.jobs.value_words import value_words
from upr_desktop.merge.draft import CHANGED, CREATED, LEFT_ALONE, REFUSED, UNCHANGED, DraftRow, FieldChange
from upr_desktop.register.changes import Added, Change, RecordId, Value
from upr_desktop.register.kinds import kinds
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.recommendations import recommendations
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.session import Session
from upr_desktop.words import has_words

PILLS: Mapping[str, tuple[Tone, Glyph]] = {
    CREATED: ("ok", "full"),
    CHANGED: ("accent", "half"),
    UNCHANGED: ("idle", "empty"),
    REFUSED: ("bad", "alert"),
    LEFT_ALONE: ("idle", "none"),
}
FIELD_KINDS = (
    "recommendation",
    "recommendation_part",
    "measure",
    "evidence",
    "agency",
    "person",
    "review",
    "term",
    "tag",
)
NAMED = ("vocabulary", "term", "agency", "evidence", "review")
SHORTEST, MOST_CHANGES, LONGEST, FEW = 70, 60, 24, 20
NUMBERS = re.compile(r"\d+|\D+")


def field_words(name: str, look: Look) -> str:
    """Return how a person calls a field that a preview names."""
    keys = (f"preview.field.{name}", f"role.{name}", *(f"field.{kind}.{name}" for kind in FIELD_KINDS))
    key = next((key for key in (*keys, f"workbook.column.{name}") if has_words(key)), "")
    return look.t(key) if key else name


def kind_of(name: str) -> str:
    """Return the kind of record whose field this is, as far as its name tells."""
    return next((kind for kind in FIELD_KINDS if name in kinds()[kind].by_name), "recommendation")


class ImportWords:
    """The wordings of one drafted file in the window's language."""

    def __init__(self, look: Look, session: Session) -> None:
        self._look, self._session = look, session
        self._catalogue = Catalogue()
        self._added: Mapping[RecordId, list[Change]] = {}
        self._named: Sequence[Change] = ()
        self._places: list[str] = []

    def use(self, catalogue: Catalogue, added: Mapping[RecordId, list[Change]]) -> None:
        """Take what names terms and agencies, and the records that the draft adds, by their owner."""
        self._catalogue, self._added = catalogue, added
        self._named = [one for changes in added.values() for one in changes if one.kind in NAMED]

    def make_room(self, rows: Sequence[DraftRow]) -> None:
        """Let the column of places be as wide as they are, but for very long ones."""
        self._places = sorted({row.where for row in rows if len(row.where) <= LONGEST}, key=len)[-FEW:]

    def columns(self) -> tuple[Column[DraftRow], ...]:
        """Return the columns of the preview's table."""
        return (
            Column("outcome", "preview.column.outcome", self.outcome, sort=_rank, pill=self.pill, width=90,
                   labels=self._outcomes, narrow=60, yields=1, stays=True),
            Column("name", "preview.column.name", self.name, kind="text2", sort=_numbers, strong=True, width=84),
            Column("what", "preview.column.what", self.summary, kind="text2", width=160, stretch=True, wish=200),
            Column("problem", "preview.column.problem", self.problem, kind="text2", width=260, tone=_tone,
                   yields=3, narrow=160, stays=True),
            Column("where", "preview.column.where", lambda row: row.where, sort=lambda row: _natural(row.where),
                   width=90, tone=_soft, labels=lambda: self._places, yields=2),
        )  # fmt: skip

    def _outcomes(self) -> list[str]:
        return [self._look.t(f"preview.outcome.{code}") for code in PILLS]

    def outcome(self, row: DraftRow) -> str:
        """Return what becomes of a row in a word."""
        return self._look.t(f"preview.outcome.{row.outcome}")

    def pill(self, row: DraftRow) -> Pill:
        """Return what becomes of a row as glyph, word and tint."""
        return Pill(self.outcome(row), *PILLS[row.outcome])

    def name(self, row: DraftRow) -> str:
        """Return the number or name of a row, nothing where its text says it anyway."""
        return "" if row.name and self._new_text(row).startswith(row.name) else row.name

    def summary(self, row: DraftRow) -> str:
        """Return what changes in a row, in a line or two."""
        if row.outcome == CREATED or not row.fields:
            return self._new_text(row)
        return "; ".join(self._change(change) for change in row.fields)

    def problem(self, row: DraftRow) -> str:
        """Return what is wrong with a row, or why it was left alone."""
        language = self._look.language.code
        if row.reason:
            return left_alone(row.reason, row.values, language)
        return " ".join(what(problem, language) for problem in row.problems)

    def write_row(self, page: ReadingText, row: DraftRow) -> None:
        """Write all there is to say of one row onto a page."""
        t, language = self._look.t, self._look.language.code
        page.heading(row.name or row.where, tail=self.outcome(row))
        page.note(t("preview.stands_in", where=row.where))
        if row.record and row.outcome != CREATED and (text := self._text(row.record)):
            page.sentence(text, "soft")
        if row.reason:
            page.sentence(left_alone(row.reason, row.values, language))
        for problem in row.problems:
            page.sentence(what(problem, language), "bad" if problem.severity == "error" else "warn")
            page.note(how_to_fix(problem, language))
        self._write_changes(page, [one for one in row.fields if not one.kept and row.outcome != CREATED])
        kept = [one for one in row.fields if one.kept]
        if kept:
            page.sentence(t("preview.kept"), bold=True)
            self._write_changes(page, kept)
        if row.outcome == CREATED and row.record:
            self._write_added(page, row.record)

    def _text(self, record: RecordId) -> str:
        """Return what the register says now, where the row speaks of a recommendation."""
        found = self._session.read(lambda connection: recommendations(connection, [record]))
        return found[0].text(self._look.language.code)[0] if found else ""

    def _write_changes(self, page: ReadingText, changes: Sequence[FieldChange]) -> None:
        for change in changes:
            before, after = self._value(change, change.before), self._value(change, change.after)
            page.change(field_words(change.field, self._look), before, after)

    def _write_added(self, page: ReadingText, record: RecordId) -> None:
        changes = self._added.get(record, [])[:MOST_CHANGES]
        language = self._look.language.code
        told = self._session.read(lambda connection: describe(connection, changes, language, self._named))
        for one in (line for records in told.records for line in records.fields):
            page.plain(one.what, one.after)

    def _new_text(self, row: DraftRow) -> str:
        """Return the text of a recommendation that the row creates, in the window's language if it has one."""
        added = self._added.get(row.record, []) if row.record and row.outcome == CREATED else []
        parts = [one.values for one in added if isinstance(one, Added) and one.kind == "recommendation_part"]
        for code in (self._look.language.code, "en", "ru", "kk"):
            if any(part.get(f"text_{code}") for part in parts):
                return "\n".join(str(part.get(f"text_{code}") or "…") for part in parts)
        return ""

    def _change(self, change: FieldChange) -> str:
        before, after = _short(self._value(change, change.before)), _short(self._value(change, change.after))
        key = "preview.change_kept" if change.kept else "preview.change" if before else "preview.change_new"
        nothing = self._look.t("preview.nothing")
        name = field_words(change.field, self._look)
        return self._look.t(key, field=name, before=before or nothing, after=after or nothing)

    def _value(self, change: FieldChange, value: Value) -> str:
        return value_words(
            kind_of(change.field), change.field, value, self._look.language.code, self._name_of
        )

    def _name_of(self, kind: str, id: RecordId) -> str:
        language = self._look.language.code
        if kind == "term" and id in self._catalogue.terms:
            return self._catalogue.terms[id].name(language)
        if kind == "agency" and id in self._catalogue.agencies:
            return self._catalogue.agencies[id].short(language)
        return ""


def is_kept(row: DraftRow) -> bool:
    """Return whether the register's value stays in this row although the file says something else."""
    return bool(kept_records([row]))


def _short(text: str) -> str:
    return text if len(text) <= SHORTEST else f"{text[:SHORTEST].rstrip()}…"


def _rank(row: DraftRow) -> int:
    return list(PILLS).index(row.outcome)


def _numbers(row: DraftRow) -> Any:
    return _natural(row.name) if row.name else None


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in NUMBERS.findall(text))


def _tone(row: DraftRow) -> str | None:
    return "soft" if row.reason else "bad" if row.outcome == REFUSED else None


def _soft(row: DraftRow) -> str:
    return "soft"
