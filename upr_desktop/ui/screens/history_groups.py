"""Gather saved changes as people remember them: by day, and a person's field edits of one hour together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from upr_desktop.register.log import RevisionRow

GATHERED = "edit"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: one saved change, or edits that one person made within one hour. Newest first."""

    revisions: tuple[RevisionRow, ...]

    @property
    def id(self) -> str:
        """Return the number of the oldest saved change in it: it stays when newer ones join."""
        return str(self.revisions[-1].number)

    @property
    def newest(self) -> RevisionRow:
        """Return the newest saved change of the line."""
        return self.revisions[0]

    @property
    def changes(self) -> int:
        """Return how many changes of fields and records the line holds."""
        return sum(row.changes for row in self.revisions)

    @property
    def file(self) -> str:
        """Return the name of the file that an import brought, nothing for other changes."""
        name = self.newest.label.values.get("file")
        return str(name) if name else ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the history, in local time, and its lines, newest first."""

    day: date
    entries: tuple[Entry, ...]


@lru_cache(maxsize=65_536)
def local(at: str) -> datetime:
    """Return a UTC moment of the log in local time."""
    moment = datetime.fromisoformat(at)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()


def gathered(rows: Iterable[RevisionRow]) -> list[Entry]:
    """Return lines of the history: neighbouring edits by one person in one hour that still hold become one."""
    entries: list[list[RevisionRow]] = []
    last: tuple[object, ...] | None = None
    for row in rows:
        key = _key(row)
        if key is not None and key == last:
            entries[-1].append(row)
        else:
            entries.append([row])
        last = key
    return [Entry(tuple(rows)) for rows in entries]


def by_day(entries: Sequence[Entry]) -> list[Day]:
    """Return the lines under their days."""
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(local(entry.newest.at).date(), []).append(entry)
    return [Day(day, tuple(found)) for day, found in days.items()]


def _key(row: RevisionRow) -> tuple[object, ...] | None:
    if row.kind != GATHERED or row.undone_by is not None:
        return None
    moment = local(row.at)
    return (row.author, moment.date(), moment.hour)
