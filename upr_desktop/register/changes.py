"""Say what is to be written: changes to records, as plain data, and their inverses."""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NewType

from upr_desktop.values import plain_value

RecordId = NewType("RecordId", str)
Value = str | int | float | bool | None
Values = Mapping[str, Value]


class _Ids:
    """Make ids of (milliseconds, count) pairs that only grow: the count goes on within a millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._random: list[str] = []

    def next(self) -> str:
        """Return 48 bits of milliseconds, 12 of the count and 60 of chance, with the marks of version 7."""
        now = (time.time_ns() // 1_000_000) << 12
        with self._lock:
            self._last = now if now > self._last else self._last + 1
            age = f"{self._last:015x}"
            if not self._random:
                self._random = _random_digits()
            return f"{age[:12]}7{age[12:]}8{self._random.pop()}"


def _random_digits(count: int = 256) -> list[str]:
    """Return texts of 15 random hex digits; asked for one by one they take five times as long."""
    digits = os.urandom(count * 8).hex()
    return [digits[at : at + 15] for at in range(0, len(digits), 16)]


_ids = _Ids()


def new_id() -> RecordId:
    """Return a fresh record id: 32 hex digits of a version 7 UUID; ids sort in the order they were made (RFC 9562)."""
    return RecordId(_ids.next())


@dataclass(frozen=True, slots=True)
class Label:
    """What a revision is called: a key of resources/words and the values its sentence needs."""

    key: str
    values: Values = field(default_factory=dict)


@plain_value
class Origin:
    """Where a value was read: sha256 of the file (hex), sheet, address as in `B7`, and the text as it stood."""

    file: str
    sheet: str
    address: str
    raw: str


@dataclass(frozen=True, slots=True)
class Received:
    """A foreign file as it came: its name without folders, its bytes and their sha256 (hex)."""

    name: str
    content: bytes
    sha256: str


@plain_value
class Added:
    """A record that did not exist. `cells` maps a field to its own (address, raw) where that is not the origin's."""

    kind: str
    id: RecordId
    values: Values
    origin: Origin | None = None
    cells: Mapping[str, tuple[str, str]] | None = None


@plain_value
class Edited:
    """One field of a record going from `before` to `after`."""

    kind: str
    id: RecordId
    field: str
    before: Value
    after: Value
    origin: Origin | None = None


@plain_value
class Removed:
    """A record taken out, with all its fields. Only undo really removes; people archive."""

    kind: str
    id: RecordId
    values: Values
    origin: Origin | None = None


Change = Added | Edited | Removed


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that stand or fall together and become one revision.

    `kind` is one of new | edit | import | merge | issue | undo; `undo_of` names the revision that this set undoes.
    """

    label: Label
    changes: Sequence[Change]
    author: str = ""
    kind: str = "edit"
    undo_of: int | None = None


def inverse(change: Change) -> Change:
    """Return the change that takes this one back, without provenance."""
    match change:
        case Added():
            return Removed(change.kind, change.id, change.values)
        case Removed():
            return Added(change.kind, change.id, change.values)
        case Edited():
            return Edited(change.kind, change.id, change.field, change.after, change.before)


def inverses(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the inverses in the order in which they must be applied: last change first."""
    return tuple(inverse(change) for change in reversed(changes))


def edits(
    kind: str, id: RecordId, before: Values, after: Values, origin: Origin | None = None
) -> list[Edited]:
    """Return one edit for each field of `after` that differs from `before`; fields that `after` omits stay."""
    return [
        Edited(kind, id, name, before.get(name), value, origin)
        for name, value in after.items()
        if before.get(name) != value
    ]
