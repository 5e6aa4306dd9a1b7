"""Turn the values that a spreadsheet reader gives into plain texts and kinds, quickly."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from upr_desktop.exchange.book_messages import PlainRow
from upr_desktop.exchange.sheets import BLANK, DATE, ERROR, FLAG, NUMBER, TEXT

LARGEST_WHOLE = 1e15
NO_NUMBER = "#NUM!"
KINDS: Mapping[type, str] = {
    str: TEXT,
    float: NUMBER,
    int: NUMBER,
    bool: FLAG,
    date: DATE,
    datetime: DATE,
    time: DATE,
    timedelta: DATE,
}
Errors = Mapping[tuple[int, int], str]


@lru_cache(maxsize=1_000)
def number_text(value: float) -> str:
    """Return the shortest text that reads back as the number; whole numbers without a point."""
    if value.is_integer() and abs(value) < LARGEST_WHOLE:
        return str(int(value))
    return repr(value) if abs(value) != float("inf") and value == value else NO_NUMBER


def moment_text(value: datetime) -> str:
    """Return `2026-07-10T10:30:00`, or only the day at midnight; parts of a second are float dust and rounded."""
    if value.microsecond:
        value = value.replace(microsecond=0) + timedelta(seconds=value.microsecond >= 500_000)
    return value.isoformat() if value.hour or value.minute or value.second else value.date().isoformat()


def time_text(value: time) -> str:
    """Return `10:30:00`, rounded to the second within its day."""
    full = datetime(2000, 1, 1, value.hour, value.minute, value.second, value.microsecond)
    rounded = full + timedelta(microseconds=500_000)
    return (rounded if rounded.day == 1 else full).strftime("%H:%M:%S")


def duration_text(value: timedelta) -> str:
    """Return hours, minutes and seconds: `26:00:00`."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


TEXTS: Mapping[type, Callable[[Any], str]] = {
    float: number_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: moment_text,
    time: time_text,
    timedelta: duration_text,
}


class PlainRows:
    """Walks rows of values and yields those that hold something; `filled` counts the cells that held a value."""

    def __init__(self, rows: Iterable[list[Any]], indent: int = 0, errors: Errors | None = None) -> None:
        """`rows` start in row 1 and column `indent + 1`; `errors` are cells that the reader shows as empty."""
        self._rows = rows
        self._indent = indent
        self._errors: dict[int, dict[int, str]] = {}
        for (row, column), shown in (errors or {}).items():
            self._errors.setdefault(row, {})[column] = shown
        self.filled = 0

    def __iter__(self) -> Iterator[PlainRow]:
        """Yield (row number, kinds, texts) without blank cells at the end."""
        texts_of, kind_of, errors, padding = TEXTS, KINDS.__getitem__, self._errors, [""] * self._indent
        for number, row in enumerate(self._rows, 1):
            while row and row[-1] == "":
                row.pop()
            if not row and number not in errors:
                continue
            values = padding + row if padding else row
            kinds = "".join(map(kind_of, map(type, values)))
            texts = values
            if len(kinds) != kinds.count(TEXT):
                texts = [
                    value if value.__class__ is str else texts_of[value.__class__](value) for value in values
                ]
                kinds = _without_numbers(texts, kinds) if NO_NUMBER in texts else kinds
            if "" in texts:
                kinds = "".join([kind if text else BLANK for kind, text in zip(kinds, texts, strict=True)])
            self.filled += len(kinds) - kinds.count(BLANK)
            if number in errors:
                texts, kinds = _with_errors(texts, kinds, errors[number])
            yield number, kinds, texts


def _without_numbers(texts: list[str], kinds: str) -> str:
    pairs = zip(texts, kinds, strict=True)
    return "".join(ERROR if text == NO_NUMBER and kind == NUMBER else kind for text, kind in pairs)


def _with_errors(texts: list[str], kinds: str, errors: Mapping[int, str]) -> tuple[list[str], str]:
    wider = max(0, max(errors) - len(texts))
    texts, marks = texts + [""] * wider, [*kinds, *BLANK * wider]
    for column, shown in errors.items():
        texts[column - 1], marks[column - 1] = shown, ERROR
    return texts, "".join(marks)
