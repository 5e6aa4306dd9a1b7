"""What is said of a cell that came back is true of it."""

from pytestqt.qtbot import QtBot

from upr_desktop.merge.three_way import SAME, UNCHANGED
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.returned_cells import ReturnedCell
from upr_desktop.ui.screens.returned_words import ReturnedWords


def told(qtbot: QtBot, look: Look, outcome: str, sent: str, held: str) -> list[str]:
    page = ReadingText(look, "returns.cell")
    qtbot.addWidget(page)
    cell = ReturnedCell(
        "1", "a.xlsx", "", "", RecordId("a"), None, "progress", "narrative_ru", sent, held, "Приказ", outcome, "B2", ""
    )  # fmt: skip
    page.show_page(lambda page: ReturnedWords(look).write(page, cell))
    return page.toPlainText().splitlines()


def test_a_cell_that_came_back_as_it_stands_shows_no_change(qtbot: QtBot, look: Look) -> None:
    for outcome, sent in ((UNCHANGED, "Приказ"), (SAME, "")):
        lines = told(qtbot, look, outcome, sent, "Приказ")
        assert "Returned   Приказ" in lines, lines
        assert not [line for line in lines if line.count("Приказ") > 1]


def test_a_cell_that_came_back_otherwise_shows_what_stands_and_what_came(qtbot: QtBot, look: Look) -> None:
    lines = told(qtbot, look, SAME, "", "Закон")
    assert [line for line in lines if "Закон" in line and "Приказ" in line]
