"""Hold what a merge of returns is decided against: what was sent, what the register holds, what is still open."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.merge.three_way import UNSENT, Base
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.values import UNSEEN, plain_value
from upr_desktop.words import LANGUAGES

FIELDS_OF = {text: tuple(f"{text}_{code}" for code in LANGUAGES) for text in REPORT_TEXTS}
TEXT_OF = {field: text for text, fields in FIELDS_OF.items() for field in fields}
Place = tuple[RecordId, str]


def like(value: Value) -> Value:
    """Return a value as it is compared: NFC, one kind of line end and space, nothing around it; blank is None."""
    return _alike(value) if isinstance(value, str) else value


@lru_cache(maxsize=20_000)
def _alike(text: str) -> str | None:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\xa0", " ")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(UNSEEN) or None


@dataclass(frozen=True, slots=True)
class Sent:
    """One workbook as it was sent: who to, when in the register's history, and what its rows and cells showed."""

    id: str
    agency_id: RecordId
    period_id: RecordId
    language: str
    revision: int
    shown: Mapping[RecordId, Mapping[str, str]]
    base: Mapping[Place, str]

    def value(self, record: RecordId, field: str) -> Base:
        """Return what a cell showed, None for a blank one, UNSENT for a field that the workbook did not show."""
        if record not in self.shown:
            return UNSENT
        if (record, field) in self.base:
            return self.base[record, field]
        text = TEXT_OF.get(field)
        return None if text is None or field == self.shown_field(record, text) else UNSENT

    def shown_field(self, record: RecordId, column: str) -> str:
        """Return the field that a cell showed: of a text that in the workbook's language, unless another was there."""
        if column not in REPORT_TEXTS:
            return column
        own = f"{column}_{self.language}"
        if (record, own) in self.base:
            return own
        return next((name for name in FIELDS_OF[column] if (record, name) in self.base), own)

    def cell_shown(self, record: RecordId, column: str) -> tuple[str, Base]:
        """Return the field that a cell showed, and its value as `value` gives it."""
        field = self.shown_field(record, column)
        return field, self.base.get((record, field)) if record in self.shown else UNSENT

    def filled_field(self, record: RecordId, column: str, raw: str, language: str | None) -> str:
        """Return the field that a typed cell fills: a text goes to the language that it is written in.

        One without letters, or that is still what was shown, goes where the cell showed a text.
        """
        shown = self.shown_field(record, column)
        is_as_shown = like(raw) == like(self.base.get((record, shown)))
        return shown if column not in REPORT_TEXTS or is_as_shown or not language else f"{column}_{language}"


@dataclass(slots=True)
class Report:
    """A report as the register holds it, and what it belongs to; one that is shelved (see `OwnedReport`) is unseen."""

    id: RecordId
    agency_id: RecordId
    assignment_id: RecordId
    measure_id: RecordId
    values: dict[str, Value]
    is_shelved: bool = False


@plain_value
class Held:
    """A value that a field took on at a revision; `by_merge` says that a return brought it."""

    revision: int
    value: Value
    by_merge: bool


@dataclass(frozen=True, slots=True)
class Pending:
    """A decision that is, or was, to be taken; `decided_in` is the revision in which it was (None: it is open)."""

    id: RecordId
    kind: str
    record_id: RecordId
    field: str
    theirs: Value
    file: str | None
    choice: str | None = None
    decided_in: int | None = None


@dataclass(slots=True)
class Ledger:
    """The state that returns are merged into, one after the other; each leaves it as the next one finds it."""

    reports: dict[RecordId, Report]
    held: dict[Place, list[Held]] = field(default_factory=dict)
    pending: dict[tuple[str, RecordId, str, Value], list[Pending]] = field(default_factory=dict)
    recommendations: Mapping[str, RecordId] = field(default_factory=dict)
    now: int = 1 << 60

    def note(self, waiting: Iterable[Pending]) -> None:
        """Remember decisions to take, or taken."""
        for one in waiting:
            self.pending.setdefault((one.kind, one.record_id, one.field, like(one.theirs)), []).append(one)

    def alike(self, kind: str, record: RecordId, field: str, theirs: Value) -> list[Pending]:
        """Return what is known of the same question: the same cell and the same value."""
        return self.pending.get((kind, record, field, like(theirs)), [])

    def says_no_change(self, record: RecordId, since: int | None = None) -> bool:
        """Return whether a report says that nothing changed; of those that came to say so after a revision only."""
        if not self.reports[record].values.get("no_change"):
            return False
        held = self.held.get((record, "no_change"), ())
        return since is None or any(one.value is True and one.revision > since for one in held)

    def take(self, record: RecordId, field: str, value: Value) -> None:
        """Let a report hold a value that a return brought."""
        self.reports[record].values[field] = value
        self.held.setdefault((record, field), []).append(Held(self.now, value, by_merge=True))
