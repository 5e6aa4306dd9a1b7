"""Read a register workbook that came back: find its sheets and columns again, whatever was moved or renamed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from upr_desktop.exchange.sheets import BLANK, Book, Row, Sheet, column_letters
from upr_desktop.incoming import RegisterWorkbook, WorkbookRow, WorkbookSheet
from upr_desktop.register.errors import FileRefused, Problem
from upr_desktop.register.fold import fold
from upr_desktop.words import LANGUAGES, say

MARK, MARK_SHEET = "upr-register", "_upr"
IDENTITY = ("register", "revision", "history")
ID_TITLE = "upr:"
HEADER_DEPTH = 15
SIGNS = (
    "field.recommendation.number",
    "field.recommendation.position",
    "field.recommendation.area_id",
    "role.lead",
    "record.evidence.many",
)
Titles = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(slots=True)
class _Marks:
    """What the hidden sheet says: values by name, the sheets' names, and the titles of columns as they were written."""

    values: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)


def has_register_titles(book: Book) -> bool:
    """Return whether a sheet bears the titles of a register workbook in one language: for files without the mark."""
    return any(
        {fold(say(sign, language)) for sign in SIGNS} <= {fold(text) for text in row.raw}
        for sheet in book.sheets
        for row in sheet.rows[:HEADER_DEPTH]
        for language in LANGUAGES
    )


def read_register_workbook(book: Book, titles: Titles) -> RegisterWorkbook:
    """Return the rows of the sheets that are found. `titles` by sheet and column stand in the order of LANGUAGES.

    Raises FileRefused("register_workbook_unread") where no sheet is found.
    """
    marks = _marks(book)
    problems: list[Problem] = []
    sheets: list[WorkbookSheet] = []
    spoken: Counter[str] = Counter()
    for key, columns in titles.items():
        found = _find_sheet(book, marks, key, columns)
        if found is not None:
            sheet, header, known = found
            sheets.append(_read_sheet(key, sheet, header, known, problems))
            spoken += _languages(header, columns)
            problems += _absent(sheets[-1], marks.columns.get(key, {}))
    if not sheets:
        raise FileRefused("register_workbook_unread", name=book.name)
    register, revision, history = _identity(book, marks)
    return RegisterWorkbook(
        file=book.sha256,
        name=book.name,
        sheets=tuple(sheets),
        register=register,
        revision=revision,
        history=history,
        language=marks.values.get("language") or spoken.most_common(1)[0][0],
        confidential=marks.values.get("confidential") == "yes",
        problems=tuple(problems),
    )


def _marks(book: Book) -> _Marks:
    marks = _Marks()
    sheet = next((sheet for sheet in book.sheets if sheet.name == MARK_SHEET), None)
    if sheet is None or sheet.cell(1, 1).raw.strip() != MARK:
        return marks
    for row in sheet.rows[1:]:
        if row.raw[0] == "column" and len(row.raw) >= 5:
            _, key, name, column, title = row.raw[:5]
            marks.sheets[key] = name
            marks.columns.setdefault(key, {})[column] = title
        elif len(row.raw) >= 2:
            marks.values[row.raw[0]] = row.raw[1]
    return marks


def _identity(book: Book, marks: _Marks) -> tuple[str | None, int | None, str]:
    """Return which register wrote the file, at which revision of which history: by the hidden sheet or a property."""
    told = dict(zip(IDENTITY, book.properties.get(MARK, "").split(";"), strict=False)) | marks.values
    register, revision, history = (told.get(name, "") for name in IDENTITY)
    return register or None, int(revision) if revision.isascii() and revision.isdigit() else None, history


def _find_sheet(
    book: Book, marks: _Marks, key: str, titles: Mapping[str, Sequence[str]]
) -> tuple[Sheet, Row, dict[str, str]] | None:
    """Return a sheet, its header and the column keys by folded title: by its name as written, else by its titles."""
    known = {fold(title): column for column, names in titles.items() for title in names}
    known |= {fold(title): column for column, title in marks.columns.get(key, {}).items()}
    by_name = [sheet for sheet in book.sheets if sheet.name == marks.sheets.get(key)]
    needed = 2 if by_name else max(2, len(titles) * 2 // 3)
    found = [(sheet, _header(sheet, known)) for sheet in by_name or book.sheets if sheet.rows]
    sheet, header = max(found, key=lambda pair: _likeness(pair[1], known), default=(None, None))
    if sheet is None or header is None or _met(header, known) < needed:
        return None
    return sheet, header, known


def _header(sheet: Sheet, known: Mapping[str, str]) -> Row:
    return max(sheet.rows[:HEADER_DEPTH], key=lambda row: _met(row, known))


def _likeness(header: Row, known: Mapping[str, str]) -> float:
    """Return how many titles are known, less those that are not: other sheets share some titles."""
    titles = [text for text in header.raw if text and not text.startswith(ID_TITLE)]
    return 2 * _met(header, known) - len(titles)


def _languages(header: Row, titles: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Count the titles of a header by language; `titles` stand in the order of LANGUAGES."""
    shown = {fold(text) for text in header.raw}
    pairs = (zip(LANGUAGES, names, strict=True) for names in titles.values())
    return Counter(language for names in pairs for language, name in names if fold(name) in shown)


def _met(row: Row, known: Mapping[str, str]) -> int:
    return len({known[fold(text)] for text in row.raw if fold(text) in known})


def _read_sheet(
    key: str, sheet: Sheet, header: Row, known: Mapping[str, str], problems: list[Problem]
) -> WorkbookSheet:
    placed = [(at, _column(text, known)) for at, text in enumerate(header.raw)]
    counted = Counter(column for _, column in placed if column)
    for column, count in counted.items():
        if count > 1:
            title = next(header.raw[at] for at, name in placed if name == column)
            problems.append(Problem("workbook_column_twice", sheet.name, {"column": title}, None, "error"))
    wanted = [(at, column) for at, column in placed if column and counted[column] == 1]
    columns = tuple(column for _, column in wanted)
    return WorkbookSheet(
        key=key,
        name=sheet.name,
        columns=columns,
        letters=tuple(column_letters(at + 1) for at, _ in wanted),
        rows=tuple(_rows(sheet, header, [at for at, _ in wanted], columns)),
        unread=frozenset(sheet.formulas_without_value),
    )


def _column(title: str, known: Mapping[str, str]) -> str | None:
    if title.startswith(ID_TITLE):
        return f"id.{title.removeprefix(ID_TITLE)}"
    return known.get(fold(title))


def _rows(sheet: Sheet, header: Row, at: list[int], columns: Sequence[str]) -> Iterable[WorkbookRow]:
    pick = itemgetter(*at) if len(at) > 1 else lambda values: (values[at[0]],)
    width = max(at) + 1
    shown = [index for index, column in enumerate(columns) if not column.startswith("id.")]
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        missing = width - len(row.raw)
        texts = pick(row.raw + ("",) * missing)
        if any(texts[index].strip() for index in shown):
            yield WorkbookRow(row.number, texts, "".join(pick(row.kinds + BLANK * missing)))


def _absent(sheet: WorkbookSheet, sent: Mapping[str, str]) -> list[Problem]:
    """Say which columns that were sent are not found: their cells are not read."""
    return [
        Problem("workbook_column_missing", sheet.name, {"column": title})
        for column, title in sent.items()
        if column not in sheet.columns and not column.startswith("id.")
    ]
