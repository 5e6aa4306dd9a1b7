"""Read the table of deadlines: each text with what it must be read as."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from upr_desktop.grammar.deadline import Deadline, Due, Recurrence

FOLDER = Path(__file__).parent
_UNITS = {"m": "month", "q": "quarter", "h": "half", "f": "following", "l": "last"}


@dataclass(frozen=True)
class Expected:
    """One line of the table; `detail` says the rest in short: `2x year @ 01-10 07-10`, `ends …`, `2 week ~ event`."""

    text: str
    plan_years: tuple[int, int] | None
    kind: str
    start: str | None
    end: str | None
    detail: str
    confidence: str


def expected() -> Iterator[Expected]:
    for line in (FOLDER / "deadlines.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, years, kind, start, end, detail, confidence = line.split("\t")
        first, _, last = years.partition("-")
        plan_years = (int(first), int(last)) if years else None
        typed = text.replace("\\n", "\n").replace("\\_", "\xa0")
        yield Expected(typed, plan_years, kind, start or None, end or None, detail, confidence)


def undecided_texts() -> list[str]:
    lines = (FOLDER / "undecided.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def detail_of(deadline: Deadline) -> str:
    """Return what kind, start and end do not say, as the table writes it."""
    if deadline.recurrence:
        return _often(deadline.recurrence)
    if deadline.spans:
        return " ".join(("ends", *(span.end for span in deadline.spans)))
    offset = deadline.offset
    before = "before " if offset and offset.before else ""
    amount = f"{before}{offset.amount} {offset.unit} " if offset else ""
    return f"{amount}~ {deadline.anchor}" if deadline.anchor else deadline.condition or ""


def _often(recurrence: Recurrence) -> str:
    times = f"{recurrence.times}x " if recurrence.times > 1 else ""
    interval = f"/{recurrence.interval}" if recurrence.interval > 1 else ""
    due = " ".join(["", "@", *map(_due, recurrence.due)]) if recurrence.due else ""
    return f"{times}{recurrence.every}{interval}{due}"


def _due(due: Due) -> str:
    if due.unit == "day":
        return f"{due.number:02}-{due.day:02}"
    letter = next(letter for letter, unit in _UNITS.items() if unit == due.unit)
    return f"{letter}{due.number or due.day or ''}"
