"""Beyond cells, a return may propose a measure or be a letter: both are taken in the merge screen by the usual keys."""

from pathlib import Path

from plan_samples import Planned
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from return_samples import KEY, Clerk, sent
from ui.merge_samples import Alt, Control, apply_all, press, shown_pane

from upr_desktop.exchange.filled_return import write_letter
from upr_desktop.exchange.gate import Gate
from upr_desktop.register.queries import records
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.merge_summary import MergeSummary

Key = Qt.Key


def showing(shown: MergePane, qtbot: QtBot, file: Path) -> MergePane:
    shown.take([file])
    qtbot.waitUntil(lambda: not shown.files.is_reading)
    return shown


def test_a_proposed_measure_is_taken_by_the_key_for_what_was_returned(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    for at, text in enumerate(("140.2", "Провести слушания", "отчёт", "2027 год", "MIA-ру"), 1):
        clerk.book["Новые мероприятия"].cell(4, at).value = text
    shown = showing(shown_pane(qtbot, look, sample, tmp_path, gate), qtbot, clerk.save("a.xlsx"))
    cell = next(one for one in shown.pane.cells if one.asked)
    assert cell.choices == ("ours", "theirs")
    shown.pane.table.select_row(cell.id)
    press(shown.pane.table, Key.Key_2, Alt)
    apply_all(shown)
    qtbot.waitUntil(lambda: not shown.files.is_applying)
    assert "Провести слушания" in {row.text("ru")[0] for row in sample.measures().values()}


def test_a_letter_is_kept_once_it_is_said_whose_it_is(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sent(sample, tmp_path)
    letter = write_letter(tmp_path / "letter.docx", "Исх. № 5 от 05.07.2026. Работа идёт.")
    shown = showing(shown_pane(qtbot, look, sample, tmp_path, gate), qtbot, letter)
    shown.notice.action.click()
    assert shown.identity.isVisible()
    assert shown.identity.title.text() == "Whose letter is this?"
    assert "Работа идёт." in shown.identity.page.toPlainText()
    shown.identity.agency.setCurrentIndex(shown.identity.agency.findData("MOJ"))
    shown.identity.period.setCurrentIndex(shown.identity.period.findData("2026H2"))
    press(shown.identity.agency, Key.Key_Return, Control)
    qtbot.waitUntil(lambda: not shown.files.is_reading)
    assert shown.list.list.item(1).text() == "letter.docx\na letter: is kept"
    apply_all(shown)
    qtbot.waitUntil(lambda: not shown.files.is_applying)
    summary = MergeSummary(look)
    qtbot.addWidget(summary)
    summary.show_fates(shown.fates)
    assert "Letter of MOJ, 5 Jul 2026 No. 5: kept, no table in it" in summary.page.toPlainText()
    with sample.register.reading() as connection:
        (kept,) = records(connection, "letter").values()
    assert (kept["number"], kept["agency_id"]) == ("5", sample["MOJ"])


def test_the_key_of_an_answer_that_is_not_offered_says_why(
    qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk, strange = Clerk(sent(sample, tmp_path)), Clerk(sent(sample, tmp_path, "MIA"))
    row = clerk.sheet.max_row + 1
    clerk.sheet.cell(row, KEY).value = strange.sheet.cell(strange.row("1"), KEY).value
    clerk.sheet.cell(row, clerk.column("narrative")).value = "Слова МЮ"
    clerk.type("2", narrative="Готово")
    shown = showing(shown_pane(qtbot, look, sample, tmp_path, gate), qtbot, clerk.save("a.xlsx"))
    answers = shown.pane.answers
    cell = next(one for one in shown.pane.cells if one.asked)
    shown.pane.table.select_row(cell.id)
    assert not answers.not_so.isVisible()
    assert "belongs to the report of MIA" in answers.buttons["theirs"].toolTip()
    press(shown.pane.table, Key.Key_2, Alt)
    assert "belongs to the report of MIA" in answers.not_so.text()
    assert answers.not_so.isVisible()
    assert not shown.files.decisions
    shown.pane.filter_by("taken")
    assert not answers.not_so.isVisible()
    press(shown.pane.table, Key.Key_2, Alt)
    assert answers.not_so.text() == "Nothing is to be decided here; F8 goes to the next question."
    shown.pane.filter_by("open")
    shown.pane.table.select_row(cell.id)
    press(shown.pane.table, Key.Key_1, Alt)
    assert [one.choice for one in shown.files.decisions.values()] == ["ours"]
