"""The keys of the merge pane do what stands in front of a person, and nothing that reaches further unasked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from return_samples import Clerk, merged, report, sent
from ui.merge_samples import (
    Alt,
    Control,
    apply_all,
    asking,
    pane_of,
    press,
    settled,
    to_first_open,
    two_answers,
    unmarked,
)
from ui.screen_samples import table_text
from ui.window_samples import answer

from upr_desktop.exchange.filled_return import write_letter
from upr_desktop.exchange.gate import Gate
from upr_desktop.ui.actions import MENUS
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.merge_summary import MergeSummary
from upr_desktop.words import LANGUAGES, say

Pane = Callable[..., MergePane]
Key = Qt.Key


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


def test_ctrl_enter_in_why_keeps_the_note_for_the_answer_and_applies_nothing(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path))
    before, why = sample.register.revision(), shown.pane.answers.why
    press(shown.pane.table, Key.Key_6, Alt)
    why.setText("Звонили")
    press(why, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert sample.register.revision() == before
    assert why.text() == "Звонили"
    assert QApplication.focusWidget() is shown.pane.table
    press(shown.pane.table, Key.Key_1, Alt)
    assert [one.why for one in shown.files.decisions.values()] == ["Звонили"]


def test_ctrl_enter_in_why_of_a_decided_cell_adds_the_note_to_the_decision(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(asking(sample, tmp_path))
    cell = next(one for one in shown.pane.cells if one.is_open and "ours" in one.choices)
    shown.pane.table.select_row(cell.id)
    press(shown.pane.table, Key.Key_1, Alt)
    shown.pane.table.select_row(cell.id)
    shown.pane.answers.why.setText("Так решили")
    press(shown.pane.answers.why, Key.Key_Return, Control)
    assert {key: (one.choice, one.why) for key, one in shown.files.decisions.items()} == {
        cell.question: ("ours", "Так решили")
    }
    assert shown.pane.answers.why.text() == ""


def test_ctrl_enter_in_an_editor_uses_what_is_typed_and_stays(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path))
    before = sample.register.revision()
    cell = next(one for one in shown.pane.cells if one.is_open and one.field == "narrative_ru")
    shown.pane.table.select_row(cell.id)
    press(shown.pane.table, Key.Key_4, Alt)
    shown.pane.edit.text.setPlainText("Иначе")
    press(shown.pane.edit.text, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert [one.value for one in shown.files.decisions.values()] == ["Иначе"]
    assert sample.register.revision() == before


def test_applying_with_open_questions_and_files_of_nobody_asks_first(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path), unmarked(sample, tmp_path))
    before, seen = sample.register.revision(), []  # type: ignore[var-annotated]
    answer("Back", seen)
    press(shown.pane.table, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert seen == ["3 questions stay open and wait on Returns; 1 file stays out."]
    assert sample.register.revision() == before
    answer("Apply", seen)
    shown.apply_button.click()
    settled(qtbot, shown)
    assert sample.register.revision() == before + 1


def test_applying_asks_nothing_where_nothing_is_open(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx"))
    press(shown.pane.table, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert report(sample, "2")["narrative_ru"] == "Готово"


def keys_of(pane: MergePane) -> set[str]:
    """Return every key that the pane listens to."""
    found = {one.key().toString() for one in pane.findChildren(QShortcut)}
    return found | {one.shortcut().toString() for one in pane.findChildren(QAbstractButton)} - {""}


def test_no_key_of_the_pane_opens_a_menu_in_any_language(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    shown = pane(asking(sample, tmp_path))
    for code in LANGUAGES:
        menus = {QKeySequence.mnemonic(say(menu.title, code)).toString() for menu in MENUS}
        shown._look.language.use(code)
        keys = keys_of(shown)
        assert {"Alt+1", "Alt+6", "Alt+7", "Alt+8", "F8"} <= keys
        assert not keys & menus, code
    shown._look.language.use("en")


def test_the_first_f8_stands_on_the_first_open_cell(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    shown = pane(asking(sample, tmp_path))
    order = shown.pane.table.rows.order
    shown_ids = [order.id_at(place) for place in range(len(order))]
    opened = [id for id in shown_ids if shown.pane._by_id[id].is_open]
    seen = []
    for _ in range(3):
        press(shown.pane.table, Key.Key_F8)
        seen.append(shown.pane.table.current_id())
    assert seen == opened


def test_f8_goes_on_in_all_files_once_the_chosen_one_has_nothing_open(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    quiet = Clerk(sent(sample, tmp_path)).type("2", problems_text="Задержка").save("quiet.xlsx")
    shown = pane(asking(sample, tmp_path), quiet)
    place = next(at for at, cells in enumerate(shown._asked) if not any(cell.is_open for cell in cells))
    shown.list.choose(place)
    assert shown.pane.next_button.isEnabled()
    press(shown.pane.table, Key.Key_F8)
    assert shown.list.chosen is None, "all files are chosen"
    assert shown.pane.current is not None
    assert shown.pane.current.is_open


def test_after_applying_every_file_is_accounted_for(
    pane: Pane, sample: Planned, tmp_path: Path, gate: Gate, look: Look, qtbot: QtBot
) -> None:
    old = Clerk(sent(sample, tmp_path)).type("1", narrative="Готово").save("old.xlsx")
    merged(sample, gate, old)
    asks = asking(sample, tmp_path)
    twice, bad, letter = tmp_path / "twice.xlsx", tmp_path / "bad.xlsx", tmp_path / "letter.docx"
    twice.write_bytes(asks.read_bytes())
    bad.write_bytes(b"no workbook")
    write_letter(letter, "Информация будет позже")
    shown = pane(asks, twice, bad, letter, old, unmarked(sample, tmp_path))
    apply_all(shown)
    qtbot.waitUntil(lambda: bool(shown.fates))
    assert {one.name: one.state for one in shown.fates} == {
        "a.xlsx": "merged",
        "twice.xlsx": "twice",
        "bad.xlsx": "refused",
        "letter.docx": "letter_whose",
        "old.xlsx": "same",
        "table.xlsx": "whose",
    }
    summary = MergeSummary(look)
    qtbot.addWidget(summary)
    summary.show_fates(shown.fates)
    told = summary.page.toPlainText()
    assert all(one.name in told for one in shown.fates)
    assert "6 files, taken in: 1" in told
    assert "Left out: nobody said whose it is." in told


def test_two_returns_of_one_agency_say_which_file_each_value_is_from(
    pane: Pane, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    first, second = two_answers(sample, tmp_path)
    merged(sample, gate, first)
    shown = pane(second)
    to_first_open(shown)
    notes = [line for line in shown.pane.page.toPlainText().split("\n") if line.startswith("from ")]
    assert [line.partition(", file ")[2] for line in notes] == ["“second.xlsx”", "“first.xlsx”"]


def test_what_another_of_the_files_says_is_not_said_to_be_in_the_register(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(*two_answers(sample, tmp_path))
    to_first_open(shown)
    assert table_text(shown.pane.table, "held") == ["in a file: Первый ответ"]
    assert shown.pane.answers.buttons["ours"].text() == "Keep the other file's"
    text = shown.pane.page.toPlainText()
    assert "In the register" not in text
    assert "beside what “first.xlsx” says" in text
    assert "not in the register yet" in text
    press(shown.pane.table, Key.Key_1, Alt)
    assert [one.choice for one in shown.files.decisions.values()] == ["ours"], "the button keeps its key"


def test_what_is_kept_as_it_is_does_not_count_as_a_change(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(asking(sample, tmp_path))
    before = shown.apply_button.text()
    cell = next(one for one in shown.pane.cells if one.is_open and one.outcome == "conflict")
    shown.pane.table.select_row(cell.id)
    press(shown.pane.table, Key.Key_1, Alt)
    assert len(shown.files.decisions) == 1
    assert shown.apply_button.text() == before
    shown.pane.table.select_row(cell.id)
    press(shown.pane.table, Key.Key_2, Alt)
    assert shown.apply_button.text() != before
