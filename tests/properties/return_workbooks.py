"""Edit returns in real .xlsx files as people do, and read back what they then say, without the program's own reader."""

import random
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from upr_desktop.words import LANGUAGES, say

OPEN = ("claimed_status", "narrative", "done_on", "evidence_text", "problems_text")
LOCKED = ("recommendation_text", "measure", "completion_form", "deadline")
STATUSES = {
    "in_progress": ("Исполняется", "в работе", "орындалуда", "In progress"),
    "fully_implemented": ("Исполнено", "выполнено", "Орындалды"),
    "not_started": ("Не начато", "Басталмаған"),
    "continuous": ("На постоянной основе", "Тұрақты негізде"),
}
RUSSIAN = (
    "Подготовлен проект закона и внесён в Правительство на рассмотрение",
    "Проведено двенадцать семинаров, охвачено триста сорок пять сотрудников",
    "Заключено соглашение о сотрудничестве, работа продолжается в регионах",
    "Разработаны методические рекомендации и направлены в подразделения",
)
KAZAKH = (
    "Заң жобасы әзірленіп, Үкіметтің қарауына енгізілді және талқыланды",
    "Он екі семинар өткізілді, үш жүз қырық бес қызметкер қамтылды",
    "Өңірлерде жұмыс жалғасуда, әдістемелік ұсынымдар жолданды",
)
TYPED_BY_COORDINATOR = "Вписано координатором по итогам рабочего совещания"
SHORT_RUSSIAN = (
    "Приказ министра внутренних дел № 7 от 05.06.2026 о мерах по исполнению",
    "Приказ министра внутренних дел № 12 от 01.06.2026 о рабочей группе по надзору",
    "Нужны дополнительные средства на обучение сотрудников",
    "В регионах нет подготовленных кадров для этой работы",
)
SHORT_KAZAKH = ("Министрдің бұйрығы № 3-1/45", "Өңірлерде мамандар жеткіліксіз")
# What is in no language goes where the cell showed a text.
IN_NO_LANGUAGE = ("№ 3-1/45", "https://adilet.zan.kz/rus/docs/V2600031", "05.06.2026")
SHORT = (*SHORT_RUSSIAN, *SHORT_KAZAKH, *IN_NO_LANGUAGE)
LANGUAGE_OF = {
    **dict.fromkeys((*RUSSIAN, *SHORT_RUSSIAN, TYPED_BY_COORDINATOR), "ru"),
    **dict.fromkeys((*KAZAKH, *SHORT_KAZAKH), "kk"),
}
DAYS: tuple[tuple[object, str], ...] = (
    (date(2026, 9, 5), "2026-09-05"),
    ("10.07.2026", "2026-07-10"),
    ("1.8.26 г.", "2026-08-01"),
)
NOTHING_NEW = ("без изменений", "өзгеріссіз", "-", "информация прежняя")
CLEAR = ("[очистить]", "[тазарту]", "[clear]")
NONSENSE = ("когда-нибудь", "№ 5", "???")
# What people call a column instead.
OTHER_TITLES = {
    "claimed_status": "Отметка об исполнении",
    "narrative": "Проделанная работа",
    "evidence_text": "Основание",
    "problems_text": "Примечание",
}
WISHED = ("Открыть кризисные центры в регионах", "Провести обучение судей", "Создать реестр обращений")


PROPOSAL_SHEETS = {say("return.new_sheet", language) for language in LANGUAGES}


def titles(key: str) -> set[str]:
    own = {say(f"return.column.{key}", language) for language in LANGUAGES}
    return own | {OTHER_TITLES[key]} if key in OTHER_TITLES else own


@dataclass(frozen=True)
class Edit:
    """What a cell of a report says in a file, other than it showed: the value that is meant, if it can be taken.

    `means` is value, clear, blank, no_change or nonsense.
    """

    key: str
    column: str
    address: str
    raw: str
    means: str
    value: str | None = None
    is_twice: bool = False


@dataclass
class Seen:
    """What a file says: texts and addresses of each keyed row by column; rows whose key stands in several.

    `wished` are the measures that are proposed, with sheet and row.
    """

    rows: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    twice_rows: list[tuple[str, dict[str, tuple[str, str]]]] = field(default_factory=list)
    wished: list[tuple[str, str, int]] = field(default_factory=list)


class Table:
    """A return opened as a spreadsheet program opens it."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path)
        self.sheet: Worksheet = self.book.worksheets[0]
        self.header = next(
            row for row in range(1, 20) if any(str(c.value or "").startswith("upr:") for c in self.sheet[row])
        )

    def place(self, key: str) -> int | None:
        for cell in self.sheet[self.header]:
            text = str(cell.value or "")
            if (key == "key" and text.startswith("upr:")) or text in titles(key):
                return cell.column
        return None

    def rows(self) -> list[int]:
        """Return the numbers of the rows that bear a key."""
        at = self.place("key")
        assert at
        return [
            row
            for row in range(self.header + 2, self.sheet.max_row + 1)
            if len(str(self.sheet.cell(row, at).value or "")) == 32
        ]

    def key(self, row: int) -> str:
        return str(self.sheet.cell(row, self.place("key") or 1).value)

    def put(self, row: int, column: str, value: object) -> None:
        at = self.place(column)
        if at:
            cell = self.sheet.cell(row, at)
            if isinstance(value, date):
                cell.number_format = "dd.mm.yyyy"
            cell.value = value  # type: ignore[assignment]

    def taken(self, row: int) -> list[tuple[Any, Any]]:
        return [(cell.value, copy(cell._style)) for cell in self.sheet[row]]

    def write(self, row: int, values: list[tuple[Any, Any]]) -> None:
        for at, (value, style) in enumerate(values, 1):
            cell = self.sheet.cell(row, at)
            cell.value, cell._style = value, copy(style)

    def seen(self) -> Seen:
        found = Seen()
        for row in self.rows():
            cells = {}
            for column in (*OPEN, *LOCKED):
                at = self.place(column)
                if at:
                    cell = self.sheet.cell(row, at)
                    cells[column] = (as_text(cell.value), cell.coordinate)
            key = self.key(row)
            if key in found.rows or key in found.twice:
                found.twice.add(key)
                found.twice_rows.append((key, cells))
                if key in found.rows:
                    found.twice_rows.append((key, found.rows.pop(key)))
            else:
                found.rows[key] = cells
        for sheet in self.book.worksheets:
            wished = [cell for row in sheet.iter_rows() for cell in row if cell.value in WISHED]
            found.wished += [(str(cell.value), sheet.title, cell.row) for cell in wished]
        return found


def as_text(value: object) -> str:
    """Return a cell's value as the gate writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def fill(table: Table, chance: random.Random) -> None:
    """Fill in some cells: statuses in any words, texts in either language, dates as dates or as text."""
    for row in table.rows():
        if chance.random() < 0.7:
            code = chance.choice(list(STATUSES))
            table.put(row, "claimed_status", chance.choice(STATUSES[code]))
        if chance.random() < 0.7:
            table.put(row, "narrative", chance.choice(RUSSIAN if chance.random() < 0.6 else KAZAKH))
        if chance.random() < 0.3:
            table.put(row, "done_on", chance.choice(DAYS)[0])
        for column in ("evidence_text", "problems_text"):
            if chance.random() < 0.4:
                table.put(row, column, chance.choice(SHORT))


def touch_one(table: Table, chance: random.Random) -> None:
    """Change one text, and leave the rest as it was sent."""
    table.put(chance.choice(table.rows()), "narrative", chance.choice(RUSSIAN))


def clear(table: Table, chance: random.Random) -> None:
    table.put(chance.choice(table.rows()), chance.choice(OPEN), chance.choice((None, "", *CLEAR)))


def blank_all(table: Table, chance: random.Random) -> None:
    for row in table.rows():
        table.put(row, "narrative", None)


def no_change(table: Table, chance: random.Random) -> None:
    table.put(chance.choice(table.rows()), "narrative", chance.choice(NOTHING_NEW))


def nonsense(table: Table, chance: random.Random) -> None:
    table.put(
        chance.choice(table.rows()), chance.choice(("claimed_status", "done_on")), chance.choice(NONSENSE)
    )


def sort(table: Table, chance: random.Random) -> None:
    """Sort all rows below the header, whatever they are, each as a whole."""
    rows = range(table.header + 2, table.sheet.max_row + 1)
    found = [table.taken(row) for row in rows]
    chance.shuffle(found)
    for row, values in zip(rows, found, strict=True):
        table.write(row, values)


def insert(table: Table, chance: random.Random) -> None:
    row = chance.choice(table.rows())
    table.sheet.insert_rows(row)
    table.put(row, "narrative", "Дополнительно сообщаем о работе, проведённой в регионах")


def delete(table: Table, chance: random.Random) -> None:
    if len(table.rows()) > 1:
        table.sheet.delete_rows(chance.choice(table.rows()))


def duplicate(table: Table, chance: random.Random) -> None:
    row = chance.choice(table.rows())
    last = table.sheet.max_row + 1
    table.write(last, table.taken(row))
    table.put(last, "narrative", chance.choice(RUSSIAN))


def retype_number(table: Table, chance: random.Random) -> None:
    """Type a recommendation's number over as a number: 140.10 becomes 140.1."""
    row, at = chance.choice(table.rows()), table.place("recommendations")
    if at:
        text = str(table.sheet.cell(row, at).value)
        if text.count(".") == 1 and "," not in text:
            table.sheet.cell(row, at).value = float(text)


def edit_locked(table: Table, chance: random.Random) -> None:
    row = chance.choice(table.rows())
    table.put(row, chance.choice(LOCKED), f"Исправлено {chance.randint(1, 3)}")


def move_column(table: Table, chance: random.Random) -> None:
    """Cut a column out and put it last."""
    at = table.place(chance.choice(OPEN))
    if at:
        last = table.sheet.max_column + 1
        for row in range(1, table.sheet.max_row + 1):
            source, target = table.sheet.cell(row, at), table.sheet.cell(row, last)
            target.value, target._style = source.value, copy(source._style)
        table.sheet.delete_cols(at)


def rename_column(table: Table, chance: random.Random) -> None:
    column = chance.choice(list(OTHER_TITLES))
    if at := table.place(column):
        table.sheet.cell(table.header, at).value = OTHER_TITLES[column]


def propose_measure(table: Table, chance: random.Random) -> None:
    """Propose a measure on the sheet for new ones."""
    sheet = table.book[next(name for name in table.book.sheetnames if name in PROPOSAL_SHEETS)]
    row = chance.choice((4, 5))
    for at, text in enumerate(
        (chance.choice(("140.1", "140.10", "")), chance.choice(WISHED), "отчёт", "2027 год"), 1
    ):
        sheet.cell(row, at).value = text


def add_measure(table: Table, chance: random.Random) -> None:
    """Write a measure into a row under the table, with an answer or without."""
    row = table.sheet.max_row + 1
    table.put(row, "measure", chance.choice(WISHED))
    table.put(row, "deadline", "2027 год")
    if chance.random() < 0.5:
        table.put(row, "narrative", chance.choice(RUSSIAN))


def remove_column(table: Table, chance: random.Random) -> None:
    at = table.place(chance.choice(("done_on", "problems_text", "previous", "role")))
    if at:
        table.sheet.delete_cols(at)


def insert_column(table: Table, chance: random.Random) -> None:
    table.sheet.insert_cols(chance.randint(1, 6))


def drop_hidden_sheet(table: Table, chance: random.Random) -> None:
    if "_upr" in table.book.sheetnames:
        del table.book["_upr"]


def drop_property(table: Table, chance: random.Random) -> None:
    for name in list(table.book.custom_doc_props.names):
        del table.book.custom_doc_props[name]


DEEDS: tuple[Callable[[Table, random.Random], None], ...] = (
    fill, fill, touch_one, clear, blank_all, no_change, nonsense, sort, sort, insert, delete, duplicate, retype_number,
    edit_locked, move_column, rename_column, remove_column, insert_column, drop_hidden_sheet, drop_property,
    propose_measure, add_measure,
)  # fmt: skip


def edited(
    source: Path, target: Path, chance: random.Random, other: Path | None, *, is_new: bool = True
) -> Seen:
    """Write a copy of a workbook after a few deeds, and return what it says; a row of another agency's may be pasted.

    One that is not new was filled in before: little is changed in it.
    """
    table = Table(source)
    if is_new:
        fill(table, chance)
    for deed in chance.sample(DEEDS, chance.randint(1, 4)) if is_new else [touch_one]:
        deed(table, chance)
    if other and chance.random() < 0.35:
        row = table.sheet.max_row + 1
        table.sheet.cell(row, table.place("key") or 1).value = next(iter(shown_by(other).rows))
        table.put(row, "narrative", chance.choice(RUSSIAN))
        table.put(row, "evidence_text", "Чужая строка")
        table.put(row, "claimed_status", "Исполнено")
    table.book.save(target)
    return table.seen()


@lru_cache(maxsize=50)
def shown_by(source: Path) -> Seen:
    """Return what a workbook that was issued shows; its path is never another one's."""
    return Table(source).seen()
