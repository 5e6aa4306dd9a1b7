"""Test what the preview asks where a plan comes again: which plan it is, which measure is which."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from plan_files import Row, plan_file
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from ui.plan_import_samples import ask, brought, settle
from ui.recommendation_samples import sample_register
from ui.screen_samples import session_on

from upr_desktop.exchange.gate import Gate
from upr_desktop.register.changes import Received
from upr_desktop.register.register import Register
from upr_desktop.ui.editors import Editor
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_preview import ImportPreview
from upr_desktop.ui.work import Work

FIRST = tuple(
    Row(str(at), "140.1", text, "2027 год", "МЮ")
    for at, text in enumerate(
        (
            "Обучить судей и прокуроров применению Факультативного протокола",
            "Открыть круглосуточную горячую линию для детей",
            "Внести в Парламент проект закона о профилактике пыток",
            "Провести мониторинг доступной среды в школах",
        ),
        1,
    )
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "r.upr") as made:
        yield made


@pytest.fixture
def pane(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> Iterator[ImportPreview]:
    with Gate() as gate:
        made = ImportPreview(look, session_on(register, tmp_path), gate, Work())
        qtbot.addWidget(made)
        made.resize(1080, 640)
        made.show()
        yield made


def show(pane: ImportPreview, qtbot: QtBot, folder: Path, rows: tuple[Row, ...]) -> None:
    file = folder / "plan.xlsx"
    file.write_bytes(plan_file(rows).content)
    pane.preview((file,))
    settle(qtbot, pane)


def apply(pane: ImportPreview, qtbot: QtBot) -> None:
    pane.apply_button.click()
    qtbot.waitUntil(lambda: pane.current is None, timeout=20_000)


def test_a_measure_much_like_another_is_confirmed_with_its_score(
    pane: ImportPreview, qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    apply(pane, qtbot)
    ids = {row.id for row in brought(register).values()}
    reworded = Row("9", "140.1", "Обучить судей применению протокола и пыток не допускать", "2027 год", "МЮ")
    show(pane, qtbot, tmp_path, (reworded, *FIRST[1:]))
    ask(pane.plan, "match")
    panel = pane.plan.result.panel
    assert "Likeness of the texts:" in panel.told.text()
    assert "Nothing of it is written" in panel.told.text()
    assert "The same as 1:" in panel.choices.item(0).text()
    QTest.keyClick(panel.choices, Qt.Key.Key_1)
    settle(qtbot, pane)
    assert pane.apply_button.text() == "Apply 1 measure"
    apply(pane, qtbot)
    assert {row.id for row in brought(register).values()} == ids
    assert "9" in brought(register)


def test_a_file_that_may_be_of_a_plan_asks_which_one_it_is(
    pane: ImportPreview, qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    apply(pane, qtbot)
    others = tuple(
        Row(str(20 + at), "140.1", f"Совсем другое дело {at} {at}", "2028 год", "МЮ") for at in range(7)
    )
    show(pane, qtbot, tmp_path, (FIRST[0], FIRST[1], *others))
    ask(pane.plan, "plan")
    assert not pane.apply_button.isEnabled()
    assert "Decide first" in pane.reason.text()
    panel = pane.plan.result.panel
    panel.choose(panel.choices.count() - 1)
    settle(qtbot, pane)
    assert pane.apply_button.text() == "Apply 9 measures"


def test_a_number_typed_and_not_left_answers_the_question_it_was_typed_for(
    pane: ImportPreview, qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    rows = (
        Row("1", "140.1", FIRST[0].text, "2027 год", "МЮ"),
        Row("2", "140.2", FIRST[1].text, "как выйдет", "МЮ"),
    )
    file = tmp_path / "plan.xlsx"
    file.write_bytes(numeric_references(plan_file(rows)))
    pane.preview((file,))
    settle(qtbot, pane)
    page = pane.plan
    ask(page, "reference")
    asked = page.result.doubt
    assert asked is not None
    line = page.result.panel.editors.forms["number"].editors["number"]
    assert isinstance(line, Editor)
    QTest.keyClicks(line.input, "140.10")
    ask(page, "deadline")
    settle(qtbot, pane)
    answers = {one.id: one.answer for one in page.doubts}
    assert answers[asked.id] == "140.10"
    assert page.result.doubt is not None
    assert page.result.doubt.answer is None


def test_going_through_the_questions_by_arrows_keeps_the_keyboard_in_their_list(
    pane: ImportPreview, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = (
        Row("1", "140.1", FIRST[0].text, "как выйдет", "МЮ"),
        Row("2", "140.999", FIRST[1].text, "когда-нибудь", "Минправды"),
    )
    show(pane, qtbot, tmp_path, rows)
    result = pane.plan.result
    result.show_page(1)
    result.doubts.setFocus()
    for _ in pane.plan.doubts:
        QTest.keyClick(result.doubts, Qt.Key.Key_Down)
        assert result.doubts.hasFocus()
    QTest.keyClick(result.doubts, Qt.Key.Key_2)
    assert result.doubt is not None
    assert result.doubt.answer is not None


def test_the_list_of_fields_opens_by_a_press_on_the_title_and_by_a_key(
    pane: ImportPreview, qtbot: QtBot, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    grid = pane.plan.grid
    middle = QPoint(grid.titles.sectionViewportPosition(1) + 20, 20)
    QTest.mouseClick(grid.titles.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions() if one.isChecked()] == ["Recommendation number"]
    menu.close()
    grid.setFocus()
    grid.go_to(2, "E")
    next(one for one in grid.actions() if one.shortcut().toString() == "Alt+Down").trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions() if one.isChecked()] == ["Deadline"]
    menu.close()


def numeric_references(file: Received) -> bytes:
    """Return a plan in which Excel keeps the numbers of recommendations as numbers."""
    book = load_workbook(BytesIO(file.content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].value = float(str(row[0].value))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_another_file_of_the_same_shape_is_looked_at_from_its_first_measure(
    pane: ImportPreview, qtbot: QtBot, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    pane.plan.grid.go_to(4, "E")
    pane.close_preview()
    show(pane, qtbot, tmp_path, FIRST[::-1])
    assert pane.plan.grid.current_number() == 2
    assert pane.plan.grid.currentIndex().column() == 0


def test_what_becomes_of_a_row_is_read_from_its_top_whatever_size_the_page_gets(
    pane: ImportPreview, qtbot: QtBot, tmp_path: Path
) -> None:
    show(pane, qtbot, tmp_path, FIRST)
    page = pane.plan
    page.grid.go_to(2)
    pane.resize(1000, 520)
    qtbot.waitUntil(lambda: page.result.page.verticalScrollBar().maximum() > 0)
    assert page.result.page.verticalScrollBar().value() == 0
