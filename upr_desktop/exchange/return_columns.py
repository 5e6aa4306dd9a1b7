"""Say which columns of a return stand elsewhere, or are called otherwise, than they were sent, and which were added."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from upr_desktop.exchange.return_layout import KEY
from upr_desktop.exchange.return_table import ReturnMarks, ReturnTable
from upr_desktop.exchange.sheets import Row, Sheet, column_letters
from upr_desktop.exchange.titles import title_key
from upr_desktop.register.changes import Values
from upr_desktop.register.errors import Problem


def changed_columns(table: ReturnTable, marks: ReturnMarks) -> Iterator[Problem]:
    """Name the columns that were moved (those that only made room are not) and those with another title.

    Nothing is known of it where the hidden sheet is gone.
    """
    sent = {key: at for at, key in enumerate(marks.columns, 1)}
    found = [key for key in table.places if key in sent]  # from left to right
    stayed = set(_longest_in_order([sent[key] for key in found]))
    for key in found:
        at, title = table.places[key], plain_title(marks.columns[key])
        where = f"{table.sheet.name}!{column_letters(at)}{table.header}"
        if sent[key] not in stayed and key != KEY:
            told: Mapping[str, str] = {
                "column": title,
                "now": column_letters(at),
                "was": column_letters(sent[key]),
            }
            yield Problem("return_column_moved", where, told, None, "info")
        now = table.sheet.cell(table.header, at).raw
        if key != KEY and title_key(now) != title_key(marks.columns[key]):
            yield Problem(
                "return_column_renamed", where, {"column": title, "now": plain_title(now)}, None, "info"
            )


def added_columns(
    sheet: Sheet, header: int, rows: Sequence[tuple[Row, Collection[int]]]
) -> Iterator[Problem]:
    """Name the columns in which rows say something besides those known of each (1-based): nothing of it is read."""
    widest = max((len(row.raw) for row, _ in rows), default=0)
    for at in range(1, widest + 1):
        said = [row for row, known in rows if at not in known and row.cell(at).raw.strip()]
        if said:
            title = sheet.cell(header, at).raw.strip() or column_letters(at)
            told: Values = {"column": title, "count": len(said), "text": said[0].cell(at).raw.strip()[:200]}
            where = f"{sheet.name}!{column_letters(at)}{said[0].number}"
            yield Problem("return_column_added", where, told, None, "warning")


def plain_title(title: str) -> str:
    """Return a title in one line, without the hyphen that breaks it in its cell."""
    return " ".join(title.replace("-\n", "").split())


def _longest_in_order(numbers: Sequence[int]) -> list[int]:
    """Return the most of these numbers that rise in the order in which they stand."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for number in numbers:
        at = bisect_left(ends, number)
        chain = [*(chains[at - 1] if at else []), number]
        ends[at : at + 1], chains[at : at + 1] = [number], [chain]
    return chains[-1] if chains else []
