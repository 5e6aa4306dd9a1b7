"""A small plan with doubtful cells, and what a person does in the preview of its import."""

from plan_files import Row
from pytestqt.qtbot import QtBot

from upr_desktop.register.plan_queries import measures
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.register import Register
from upr_desktop.ui.screens.import_files import READING
from upr_desktop.ui.screens.import_preview import ImportPreview
from upr_desktop.ui.screens.plan_preview import PlanPreview

ROWS = (
    Row("1", "140.1, 140.2", "Принять закон о профилактике пыток", "2027 год", "МВД, МЮ"),
    Row("2", "140.999", "Обучить сотрудников полиции", "как получится", "Минправды"),
    Row("3", "140.998", "Открыть горячую линию", "как получится", "Минправды"),
)
NO_TITLES = ("Первый", "Второй", "Третий", "Четвёртый", "Пятый", "Шестой")


def settle(qtbot: QtBot, pane: ImportPreview) -> None:
    def is_settled() -> bool:
        return all(entry.state != READING and not entry.is_redrafting for entry in pane.files.entries)

    qtbot.waitUntil(is_settled, timeout=20_000)


def brought(register: Register) -> dict[str, MeasureRow]:
    with register.reading() as connection:
        return {row.number or "": row for row in measures(connection)}


def choose(page: PlanPreview, letters: str, name: str, qtbot: QtBot, pane: ImportPreview) -> None:
    """Choose a field in the list of a column's title, as a person does."""
    menu = page.grid.field_menu(page.grid.sheet.page.table.columns.index(letters))
    words = page._look.t(f"column_field.{name}") if name else page._look.t("plan_import.unused")
    next(action for action in menu.actions() if action.text() == words).trigger()
    settle(qtbot, pane)


def ask(page: PlanPreview, kind: str) -> None:
    """Go to the first question of a kind."""
    page.result.show_page(1)
    doubt = next(one for one in page.doubts if one.question.kind == kind)
    assert page.result.doubts.select_row(doubt.id)
