"""Make small plans as .xlsx files: one row a measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook

from upr_desktop.jobs.import_file import as_received
from upr_desktop.register.changes import Received

TITLES = ("№ п/п", "№ рекомендации", "Мероприятие", "Форма завершения", "Срок исполнения", "Исполнители")


@dataclass(frozen=True)
class Row:
    """One measure of a plan."""

    number: str
    references: str
    text: str
    deadline: str
    bodies: str
    form: str = "отчёт"

    def cells(self) -> list[str]:
        return [self.number, self.references, self.text, self.form, self.deadline, self.bodies]


def plan_file(
    rows: Sequence[Row | Sequence[str | float | None]],
    titles: Sequence[str] = TITLES,
    name: str = "plan.xlsx",
    merged: str = "",
) -> Received:
    """Return a plan of these measures, or of cells as they are; without titles its columns are nobody's guess."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if titles:
        sheet.append(list(titles))
    for row in rows:
        sheet.append(row.cells() if isinstance(row, Row) else list(row))
    if merged:
        sheet.merge_cells(merged)
    content = BytesIO()
    book.save(content)
    return as_received(name, content.getvalue())
