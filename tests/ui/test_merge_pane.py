"""The coordinator says whose files are, confirms rows, decides one by one and many at once, all by the keyboard."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from return_samples import Clerk, conflicts, merged, report, sent
from ui.merge_samples import (
    Alt,
    Control,
    HeldGate,
    Shift,
    apply_all,
    asking,
    pane_of,
    press,
    settled,
    unmarked,
)
from ui.screen_samples import table_text
from ui.window_samples import answer

from upr_desktop.exchange.gate import Gate
from upr_desktop.merge.return_questions import CONFIRM_NO_CHANGE, WHOLE_FILE
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_pane import MergePane

Pane = Callable[..., MergePane]
Key = Qt.Key


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


def lines(pane: MergePane) -> list[str]:
    return [pane.list.list.item(row).text().replace("\n", ": ") for row in range(pane.list.list.count())]


def go_to(pane: MergePane, field: str) -> None:
    """Put the cursor on the cell of a field."""
    pane.pane.filter_by("all") if pane.pane._filter != "all" else None
    assert pane.pane.table.select_row(
        next(cell.id for cell in pane.pane.cells if cell.field == field and cell.asked)
    )


def test_a_file_without_marks_is_told_confirmed_row_by_row_and_applied_by_the_keyboard(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(unmarked(sample, tmp_path))
    assert lines(shown)[1] == "table.xlsx: whose is it?"
    assert not shown.apply_button.isEnabled()
    shown.notice.action.click()
    assert shown.identity.isVisible()
    assert QApplication.focusWidget() is shown.identity.agency
    assert "Готово" in shown.identity.page.toPlainText()
    shown.identity.agency.setCurrentIndex(shown.identity.agency.findData("MOJ"))
    shown.identity.period.setCurrentIndex(shown.identity.period.findData("2026H2"))
    press(shown.identity.agency, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert lines(shown)[1] == "table.xlsx: 2 rows to confirm"
    assert shown.apply_button.text() == "Record as received", "nothing is taken before the rows are confirmed"
    shown.notice.action.click()
    assert "by number, text 100 % alike" in shown.matches.list.item(0).text()
    press(shown.matches.list, Key.Key_Space)
    assert shown.matches.confirm_button.text() == "Confirm 1 row"
    press(shown.matches.list, Key.Key_Return, Control)
    settled(qtbot, shown)
    assert lines(shown)[1] == "table.xlsx: 1 taken", "the other row was looked over too"
    assert shown.notice.isHidden()
    assert shown.apply_button.text() == "Apply 1 change"
    press(shown.pane.table, Key.Key_Return, Control)
    settled(qtbot, shown)
    texts = [report(sample, number)["narrative_ru"] for number in ("2", "10.1")]
    assert texts.count(None) == 1, "one row was confirmed, one was not"


def test_a_file_that_is_none_of_ours_is_left_out_and_may_come_back(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    good = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    shown = pane(unmarked(sample, tmp_path), good)
    shown.list.choose(0)
    shown.identity.out_button.click()
    settled(qtbot, shown)
    assert lines(shown)[1] == "table.xlsx: none of ours: left out"
    assert "1 file stays out" in shown.reason.text()
    assert shown.notice.isHidden()
    shown.identity.agency.setCurrentIndex(shown.identity.agency.findData("MOJ"))
    shown.identity.period.setCurrentIndex(shown.identity.period.findData("2026H2"))
    shown.identity.read_button.click()
    settled(qtbot, shown)
    assert lines(shown)[1] == "table.xlsx: 2 rows to confirm"


def test_each_file_says_what_it_is(pane: Pane, sample: Planned, tmp_path: Path, gate: Gate) -> None:
    first = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    merged(sample, gate, first)
    late = Clerk(first).type("10.1", narrative="Ещё").save("late.xlsx")
    twice = tmp_path / "again.xlsx"
    twice.write_bytes(late.read_bytes())
    letter = tmp_path / "letter.docx"
    from upr_desktop.exchange.filled_return import write_letter

    write_letter(letter, "Информация будет позже")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(twice, "again.xlsx")
    shown = pane(first, late, letter, packed)
    assert lines(shown)[1:] == [
        "a.xlsx: taken in before",
        "late.xlsx: 1 taken",
        "letter.docx: a letter: whose is it?",
        "again.xlsx: the same file again",
    ]
    shown.list.choose(1)
    told = shown.list.page.toPlainText()
    assert "Known by its marks" in told
    assert "Another return of the same workbook came" in told
    assert "sha256" in told


def test_files_are_named_while_they_are_read_and_reading_may_be_cancelled(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    with HeldGate() as held:
        shown = pane(path, through=held)
        qtbot.waitUntil(lambda: lines(shown) == ["a.xlsx: being read…"])
        assert shown.waiting.isVisible()
        closed = QSignalSpy(shown.closed)
        shown.waiting.cancel_button.click()
        assert closed.count() == 1
        qtbot.waitUntil(lambda: not shown.files._work.is_busy)
        assert shown.files.merge is None


def test_the_received_file_is_taken_out_byte_for_byte(
    pane: Pane, sample: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = asking(sample, tmp_path), tmp_path / "out.xlsx"
    shown = pane(path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    shown.pane.page.link_chosen.emit("file")
    assert target.read_bytes() == path.read_bytes()


def test_a_status_and_a_text_are_edited_and_decisions_are_walked_both_ways(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path))
    fields = [cell.field for cell in shown.pane.cells if cell.is_open]
    assert sorted(fields) == ["claimed_status", "narrative_ru", "narrative_ru"]
    table = shown.pane.table
    press(table, Key.Key_F8)
    first = table.current_id()
    press(table, Key.Key_F8)
    assert table.current_id() != first
    press(table, Key.Key_F8, Shift)
    assert table.current_id() == first
    go_to(shown, "claimed_status")
    press(table, Key.Key_4, Alt)
    box = shown.pane.edit.list
    assert box.isVisible()
    box.setCurrentIndex(box.findData("partially_implemented"))
    press(box, Key.Key_Return, Control)
    go_to(shown, "narrative_ru")
    press(table, Key.Key_4, Alt)
    shown.pane.edit.text.setPlainText("Иначе")
    press(shown.pane.edit.text, Key.Key_Escape)
    assert shown.pane.edit.isHidden()
    assert shown.isVisible(), "Esc leaves what is in front, not the pane"
    press(table, Key.Key_6, Alt)
    assert QApplication.focusWidget() is shown.pane.answers.why
    shown.pane.answers.why.setText("Звонили")
    press(table, Key.Key_1, Alt)
    apply_all(shown)
    settled(qtbot, shown)
    found = report(sample, "2")
    assert (found["claimed_status"], found["narrative_ru"]) == ("partially_implemented", "Вписал координатор")


def test_a_day_is_typed_as_people_write_it_and_nonsense_is_refused_with_words(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово", done_on="05.10.2026")
    sample.ids["report"] = report(sample, "2")["id"]  # type: ignore[assignment]
    sample.edit("report", "progress", "done_on", "2026-10-01")
    shown = pane(clerk.save("a.xlsx"))
    go_to(shown, "done_on")
    press(shown.pane.table, Key.Key_4, Alt)
    day = shown.pane.edit.day.input
    day.setText("когда-нибудь")  # type: ignore[attr-defined]
    press(day, Key.Key_Return, Control)
    assert shown.pane.edit.wrong.isVisible()
    day.setText("7.10.2026")  # type: ignore[attr-defined]
    press(day, Key.Key_Return, Control)
    apply_all(shown)
    settled(qtbot, shown)
    assert report(sample, "2")["done_on"] == "2026-10-07"


def test_a_remark_answers_the_agency_and_is_never_empty(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path))
    go_to(shown, "claimed_status")
    press(shown.pane.table, Key.Key_5, Alt)
    press(shown.pane.edit.text, Key.Key_Return, Control)
    assert "Write what the agency is to be told" in shown.pane.edit.wrong.text()
    shown.pane.edit.text.setPlainText("Приложите приказ")
    press(shown.pane.edit.text, Key.Key_Return, Control)
    apply_all(shown)
    settled(qtbot, shown)
    with sample.register.reading() as connection:
        texts = [row[0] for row in connection.exec_driver_sql("SELECT text FROM remark")]
    assert "Приложите приказ" in texts


def test_cells_are_gathered_otherwise_and_the_counts_of_outcomes_close(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    shown = pane(asking(sample, tmp_path)).pane
    assert shown.table.gathered == "measure"
    shown.table.gather("agency")
    assert "Орган MOJ" in shown.table.heading_at(0)
    shown.filters.fill()
    actions = shown.filters.outcomes_menu.actions()
    counts = {action.data(): int(action.text().rpartition("  ")[2]) for action in actions}
    assert sum(counts.values()) == len(shown.cells) == 15
    next(action for action in actions if action.data() == "invalid").trigger()
    assert table_text(shown.table, "returned") == ["как-то так"]
    shown.filters.chips["all"].click()
    assert len(shown.table.rows.order) == 15


def test_no_change_is_confirmed_once_for_a_file(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path))
    assert shown.notice.message.text() == "1 report says “no change”."
    shown.notice.action.click()
    assert shown.pane.preview.isVisible()
    assert table_text(shown.pane.table, "returned") == ["Без изменений"]
    press(shown.pane.table, Key.Key_Return, Control)
    assert shown.pane.preview.isHidden()
    assert shown.notice.isHidden()
    apply_all(shown)
    settled(qtbot, shown)
    assert report(sample, "10.1")["no_change"]


def test_a_rule_is_shown_before_it_acts_and_may_leave_rows_out(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(asking(sample, tmp_path))
    shown.pane.rules_button.fill()
    rules = {action.data(): action for action in shown.pane.rules_button.rules_menu.actions()}
    assert rules[WHOLE_FILE].text().endswith("(3)")
    rules[WHOLE_FILE].trigger()
    assert shown.pane.preview.do_button.text() == "Decide 3"
    assert sorted(table_text(shown.pane.table, "result")) == ["", "In progress", "Сказал орган"]
    assert not shown.files.decisions, "nothing is decided yet"
    press(shown.pane.table, Key.Key_Escape)
    assert shown.pane.preview.isHidden()
    assert not shown.files.decisions
    shown.pane.preview_rule(WHOLE_FILE)
    shown.pane.table.select_row(
        next(cell.id for cell in shown.pane.cells if cell.field == "claimed_status" and cell.asked)
    )
    press(shown.pane.table, Key.Key_8, Alt)
    assert shown.pane.preview.do_button.text() == "Decide 2"
    press(shown.pane.table, Key.Key_Return, Control)
    assert len(shown.files.decisions) == 2
    apply_all(shown)
    settled(qtbot, shown)
    found = report(sample, "2")
    assert (found["narrative_ru"], found["claimed_status"]) == ("Сказал орган", "not_started")
    assert conflicts(sample) == 1


def test_a_rule_counts_for_the_chosen_file_alone(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    first = asking(sample, tmp_path)
    other = Clerk(first).type("10.1", narrative="Өзгеріссіз").save("b.xlsx")
    shown = pane(first, other)
    assert len(shown._propose(CONFIRM_NO_CHANGE)) == 2
    shown.list.choose(1)
    assert len(shown._propose(CONFIRM_NO_CHANGE)) == 1


def test_leaving_asks_before_decisions_are_lost(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    shown = pane(asking(sample, tmp_path))
    closed, seen = QSignalSpy(shown.closed), []  # type: ignore[var-annotated]
    shown.pane.preview_rule(WHOLE_FILE)
    shown.pane.agree()
    answer("Stay", seen)
    press(shown.pane.table, Key.Key_Escape)
    assert seen == ["3 decisions are not applied yet and would be lost."]
    assert closed.count() == 0
    assert len(shown.files.decisions) == 3
    answer("Leave without applying", seen)
    shown.leave_button.click()
    assert closed.count() == 1


def test_what_was_applied_is_not_merged_anew(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx"))
    started = QSignalSpy(shown.files._work.started)
    with qtbot.waitSignal(shown.closed):
        apply_all(shown)
    assert report(sample, "2")["narrative_ru"] == "Готово"
    assert started.count() == 1, "only the writing itself"
