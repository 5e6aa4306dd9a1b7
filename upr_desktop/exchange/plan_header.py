"""Find the header of a plan's table: which columns hold what, in one row of titles or in several merged ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.merged_cells import MergedCells
from upr_desktop.exchange.sheets import Row, Sheet, column_letters, column_number
from upr_desktop.exchange.titles import HEADER_DEPTH, Title, title_of
from upr_desktop.incoming_plan import ColumnMap

PLANNED = frozenset({"deadline", "responsible", "partners", "completion_form"})
REPORTED = frozenset({"progress", "status", "evidence"})
FEWEST_FIELDS = 3
MOST_HEADER_ROWS = 3
LONGEST_TITLE, LONGEST_SUBTITLE = 200, 60


@dataclass(frozen=True)
class PlanHeader:
    """The header of a table: its rows from `top` to `bottom`, titles by 1-based column, and every title as written."""

    top: int
    bottom: int
    titles: Mapping[int, Title]
    written: Mapping[int, str] = field(default_factory=dict)

    def columns(self, *fields: str) -> tuple[int, ...]:
        """Return the columns of any of the fields, from left to right."""
        return tuple(column for column, title in sorted(self.titles.items()) if title.field in fields)

    def fields(self) -> frozenset[str]:
        """Return all fields that have a column."""
        return frozenset(title.field for title in self.titles.values())

    @property
    def is_plan(self) -> bool:
        """Return whether these are columns of a plan: a measure, when or by whom, and one thing more."""
        fields = self.fields() - REPORTED
        return "measure" in fields and bool(fields & PLANNED) and len(fields) >= FEWEST_FIELDS

    @property
    def width(self) -> int:
        """Return the last column that has a title."""
        return max((*self.written, *self.titles), default=0)


def plan_headers(sheet: Sheet, merged: MergedCells) -> tuple[PlanHeader, ...]:
    """Return the headers of a sheet from top to bottom, each with the columns of a plan.

    The first stands in the first 15 rows; a later one has other columns, or another title of one.
    """
    first = _best(header for row in sheet.rows[:HEADER_DEPTH] for header in _candidates(sheet, merged, row))
    if first is None or not first.is_plan:
        return ()
    found = [first]
    for row in sheet.rows:
        if row.number <= found[-1].bottom or "measure" not in _row_fields(row):
            continue
        again = _best(_candidates(sheet, merged, row))
        if again and again.is_plan and again.written != found[-1].written:
            found.append(again)
    return tuple(found)


def partial_header(sheet: Sheet, merged: MergedCells) -> PlanHeader | None:
    """Return the header of a sheet whose titles are too few for a plan; None if it has not two known ones."""
    found = _best(header for row in sheet.rows[:HEADER_DEPTH] for header in _candidates(sheet, merged, row))
    return found if found and len(found.titles) > 1 else None


def mapped_header(sheet: Sheet, merged: MergedCells, told: ColumnMap) -> PlanHeader:
    """Return the header that a person described; titles tell nothing but the languages of the columns.

    It is as high as its merged cells, or of two rows where the one below it holds titles too.
    """
    top, bottom = told.header_row, told.header_row
    written: Mapping[int, str] = {}
    found: Mapping[int, Title] = {}
    if row := sheet.by_number.get(top):
        height = _height(row, merged)
        bottom = top + max(height, 1 + _may_have_second(sheet, merged, row)) - 1
        paths = _paths(sheet, merged, top, bottom)
        written = {column: _as_written(path) for column, path in paths.items()}
        found = {column: title for column, path in paths.items() if (title := _title(path))}
    nothing = frozenset[str]()
    titles = {
        (at := column_number(letters)): Title(name, found[at].languages if at in found else nothing)
        for letters, name in told.columns.items()
    }
    return PlanHeader(top, bottom, titles, written)


def _best(headers: Iterator[PlanHeader]) -> PlanHeader | None:
    """Return the header with most distinct fields: of equal ones that of a plan.

    Then the one whose columns are told apart best (`План · 2027`, `План · 2028`), then the lowest, then the first.
    """
    return max(
        headers,
        key=lambda each: (
            each.is_plan,
            len(each.fields()),
            len(each.titles),
            len(set(each.written.values())),
            each.top - each.bottom,
        ),
        default=None,
    )


def _candidates(sheet: Sheet, merged: MergedCells, row: Row) -> Iterator[PlanHeader]:
    """Yield the headers that may begin in a row: as high as its merged cells, and of one row and two."""
    heights = {1, _height(row, merged)}
    if _may_have_second(sheet, merged, row):
        heights.add(2)
    for height in sorted(heights):
        bottom = row.number + height - 1
        paths = _paths(sheet, merged, row.number, bottom)
        titles = {column: title for column, path in paths.items() if (title := _title(path))}
        if len(titles) > 1:
            yield PlanHeader(
                row.number, bottom, titles, {column: _as_written(path) for column, path in paths.items()}
            )


def _height(row: Row, merged: MergedCells) -> int:
    """Return over how many rows the merged cells that begin in a row reach, at most three."""
    found = [merged.at(row.number, at) for at in range(1, len(row.raw) + 1)]
    heights = [each.bottom - each.top + 1 for each in found if each and each.top == row.number]
    high = [height for height in heights if height <= MOST_HEADER_ROWS]
    return max(high, default=1)


def _may_have_second(sheet: Sheet, merged: MergedCells, row: Row) -> bool:
    """Return whether the row below can be a second row of titles: short texts, known ones among them."""
    below = sheet.by_number.get(row.number + 1)
    if below is None:
        return False
    texts = [text for text in below.raw if text.strip()]
    stretched = any(merged.width(row.number, at) > 1 for at in range(1, len(row.raw) + 1))
    known = [text for text in texts if title_of(text)]
    blank_above = any(not row.cell(cell.column).raw.strip() for cell in below.cells())
    short = all(len(text) <= LONGEST_SUBTITLE for text in texts)
    return bool(known) and short and (stretched or (blank_above and len(known) * 2 >= len(texts)))


def _paths(sheet: Sheet, merged: MergedCells, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Return for each column the texts that stand over it from top to bottom, each once."""
    rows = [row for at in range(top, bottom + 1) if (row := sheet.by_number.get(at))]
    width = max((len(row.raw) for row in rows), default=0)
    found: dict[int, tuple[str, ...]] = {}
    for column in range(1, width + 1):
        shown = [merged.shown(sheet, at, column) for at in range(top, bottom + 1)]
        texts = tuple(
            text for text in dict.fromkeys(cell.raw.strip() for cell in shown if cell.row >= top) if text
        )
        if texts:
            found[column] = texts
    return _spread(found, rows, merged)


def _spread(
    found: dict[int, tuple[str, ...]], rows: Sequence[Row], merged: MergedCells
) -> dict[int, tuple[str, ...]]:
    """Give a title above several others to all of them also where the file does not say that it is merged."""
    if len(rows) < 2 or any(merged.width(rows[0].number, at) > 1 for at in range(1, len(rows[0].raw) + 1)):
        return found
    over = ""
    for column in sorted(found):
        above = rows[0].cell(column).raw.strip()
        if above:
            over = above
        elif over:
            found[column] = (over, *found[column])
    return found


def _title(path: tuple[str, ...]) -> Title | None:
    """Return what the texts over a column say together, in either order, or else one of them, the lowest first."""
    if any(len(text) > LONGEST_TITLE for text in path):
        return None
    together = (" ".join(path), " ".join(reversed(path))) if len(path) > 1 else ()
    for text in (*together, *reversed(path)):
        if title := title_of(text):
            return title
    return None


def _as_written(path: tuple[str, ...]) -> str:
    return " · ".join(" ".join(text.split()) for text in path)


def _row_fields(row: Row) -> set[str]:
    return {title.field for text in row.raw if text and (title := title_of(text))}


def columns_by_letters(header: PlanHeader) -> dict[str, str]:
    """Return the field of each known column by its letters."""
    return {column_letters(at): title.field for at, title in sorted(header.titles.items())}
