"""The coordinator prepares workbooks, takes returns in, decides what is disputed, and applies all as one step."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from plan_samples import Planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from return_samples import Clerk, conflicts, merged, report, sent
from ui.merge_samples import apply_all, pane_of, settled
from ui.screen_samples import session_on, shown_active, table_text
from ui.window_samples import Desktop, workspace

from upr_desktop.exchange.gate import Gate
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.room import Room
from upr_desktop.ui.screens.merge_pane import MergePane
from upr_desktop.ui.screens.returns import WAITING, ReturnsScreen
from upr_desktop.ui.work import Work

Pane = Callable[..., MergePane]


@pytest.fixture
def pane(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path, gate: Gate) -> Pane:
    return pane_of(qtbot, look, sample, tmp_path, gate)


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> Callable[[], ReturnsScreen]:
    def of() -> ReturnsScreen:
        return shown_active(
            qtbot, ReturnsScreen(look, session_on(sample.register, tmp_path), Work()), 1100, 700
        )

    return of


def disputed(sample: Planned, folder: Path, name: str = "a.xlsx") -> Path:
    clerk = Clerk(sent(sample, folder)).type("2", narrative="Сказал орган", claimed_status="в работе")
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "narrative_ru", "Вписал координатор")
    return clerk.save(name)


def press(
    table: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key in a table; a button that has it as its shortcut stays down for a moment."""
    table.setFocus()
    QTest.keyClick(table, key, modifier)
    QTest.qWait(150)


def test_returns_are_shown_before_anything_is_written(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    path = disputed(sample, tmp_path)
    before = sample.register.revision()
    shown = pane(path)
    assert sample.register.revision() == before
    assert "15 cells read" in shown.total.text()
    assert "1\u00a0conflict" in shown.total.text(), "a number stays with its word"
    assert [shown.list.list.item(row).text() for row in range(2)] == [
        "All files\n1 to decide, 1 taken",
        "a.xlsx\n1 to decide, 1 taken",
    ]
    assert table_text(shown.pane.table, "returned") == ["Сказал орган"], "what asks is shown first"
    assert table_text(shown.pane.table, "held") == ["Вписал координатор"]
    assert shown.apply_button.text() == "Apply 1 change"
    shown.pane.filter_by("all")
    assert len(shown.pane.table.rows.order) == 15
    shown.leave_button.click()
    assert sample.register.revision() == before


def test_a_conflict_is_decided_by_the_keyboard_and_applied_as_one_step(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(disputed(sample, tmp_path))
    before = sample.register.revision()
    applied = QSignalSpy(shown.applied)
    press(shown.pane.table, Qt.Key.Key_F8)
    shown.pane.answers.why.setText("Звонил исполнитель")
    press(shown.pane.table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert table_text(shown.pane.table, "result") == ["Сказал орган"]
    assert shown.apply_button.text() == "Apply 2 changes"
    press(shown.pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: applied.count() == 1, timeout=20_000)
    assert sample.register.revision() == before + 1
    found = report(sample, "2")
    assert (found["narrative_ru"], found["claimed_status"]) == ("Сказал орган", "in_progress")
    assert conflicts(sample) == 0
    sample.register.undo(before + 1)
    assert report(sample, "2")["narrative_ru"] == "Вписал координатор"


def test_another_wording_may_be_written(pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot) -> None:
    shown = pane(disputed(sample, tmp_path))
    press(shown.pane.table, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert shown.pane.edit.text.isVisible()
    shown.pane.edit.text.setPlainText("Общими словами")
    shown.pane.edit.use_button.click()
    assert table_text(shown.pane.table, "result") == ["Общими словами"]
    apply_all(shown)
    settled(qtbot, shown)
    assert report(sample, "2")["narrative_ru"] == "Общими словами"


def test_both_texts_may_stand_together(pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot) -> None:
    shown = pane(disputed(sample, tmp_path))
    press(shown.pane.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    apply_all(shown)
    settled(qtbot, shown)
    lines = str(report(sample, "2")["narrative_ru"]).split("\n")
    assert [line.split(",")[0] for line in lines] == ["me", "MOJ-ру"]
    assert [line.split(": ")[1] for line in lines] == ["Вписал координатор", "Сказал орган"]


def test_what_cannot_be_decided_offers_no_answers(pane: Pane, sample: Planned, tmp_path: Path) -> None:
    shown = pane(disputed(sample, tmp_path))
    shown.pane.filter_by("taken")
    assert not any(button.isEnabled() for button in shown.pane.answers.buttons.values())


def test_the_register_moving_meanwhile_is_merged_anew_and_decisions_stay(
    pane: Pane, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = pane(disputed(sample, tmp_path))
    shown.pane.answers.answer("ours")
    sample.edit("report", "progress", "problems_text_ru", "Задержка")
    apply_all(shown)
    settled(qtbot, shown)
    assert (report(sample, "2")["narrative_ru"], conflicts(sample)) == ("Вписал координатор", 0)


def test_a_file_taken_in_before_is_named_and_read_again_only_where_one_asks(
    pane: Pane, sample: Planned, tmp_path: Path, gate: Gate, qtbot: QtBot
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    merged(sample, gate, path)
    shown = pane(path)
    assert shown.list.list.item(1).text() == "a.xlsx\ntaken in before"
    assert not shown.apply_button.isEnabled()
    shown.list.again_button.click()
    settled(qtbot, shown)
    assert shown.list.list.item(1).text() == "a.xlsx\nnothing new"


def test_a_file_that_is_no_return_stands_beside_the_others_with_its_reason(
    pane: Pane, sample: Planned, tmp_path: Path
) -> None:
    other = tmp_path / "notes.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    good = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    shown = pane(good, other, tmp_path / "gone.xlsx")
    texts = [shown.list.list.item(row).text() for row in range(shown.list.list.count())]
    assert texts[2:] == ["notes.csv\ncannot be read", "gone.xlsx\ncannot be read"]
    shown.list.list.setCurrentRow(2)
    assert "notes.csv" in shown.list.page.toPlainText()
    assert shown.apply_button.isEnabled()


def test_the_round_says_what_was_sent_received_and_handed_in(
    screen: Callable[[], ReturnsScreen], sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = (
        Clerk(sent(sample, tmp_path)).type("2", narrative="Готово", claimed_status="в работе").save("a.xlsx")
    )
    merged(sample, gate, path)
    shown = screen()
    shown.round.facets.choose({"period": ("2026H2",)})
    row = next(row for row in shown.round._rows if row.id == f"{sample['MOJ']}/{sample['2026H2']}")
    assert (row.rows, row.answered, row.handed_in, row.owed) == (3, 1, 1, 3)
    shown.round.table.select_row(row.id)
    assert "a.xlsx" in shown.details.toPlainText()
    assert any("1 of 3" in text for text in table_text(shown.round.table, "received"))


def test_workbooks_are_prepared_and_named(
    screen: Callable[[], ReturnsScreen], sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = screen()
    shown.prepare_button.click()
    panel = shown.prepare
    panel.period.setCurrentIndex(panel.period.findData(sample["2026H2"]))
    panel.period.activated.emit(panel.period.currentIndex())
    panel.use_folder(tmp_path / "out")
    panel.choose_agencies([sample["MOJ"]])
    assert panel.do_button.text() == "Prepare 1 workbook"
    written = QSignalSpy(panel.written)
    panel.do_button.click()
    qtbot.waitUntil(lambda: written.count() == 1, timeout=20_000)
    (file,) = (tmp_path / "out").iterdir()
    assert file.name in panel.page.toPlainText()
    assert any("3 rows" in text for text in table_text(shown.round.table, "sent"))


def test_a_conflict_left_open_is_decided_on_the_screen_later(
    screen: Callable[[], ReturnsScreen], sample: Planned, tmp_path: Path, gate: Gate, qtbot: QtBot
) -> None:
    merged(sample, gate, disputed(sample, tmp_path))
    shown = screen()
    assert shown.chips[WAITING].text() == "To decide: 1"
    shown.chips[WAITING].click()
    assert table_text(shown.waiting.table, "returned") == ["Сказал орган"]
    before = sample.register.revision()
    press(shown.waiting.table, Qt.Key.Key_Escape)
    assert shown.round.table.hasFocus(), "Esc leads back to the round"
    shown.chips[WAITING].click()
    shown.waiting.table.setFocus()
    press(shown.waiting.table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: sample.register.revision() == before + 1, timeout=5000)
    assert (report(sample, "2")["narrative_ru"], conflicts(sample)) == ("Сказал орган", 0)
    assert shown.chips[WAITING].text() == "To decide: 0"


def opened(desktop: Desktop, sample: Planned) -> Room:
    path = sample.register.path
    sample.register.close()
    return desktop.open(path)


def test_a_return_dropped_on_any_screen_lands_among_the_returns(
    desktop: Desktop, sample: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    path = disputed(sample, tmp_path)
    room = opened(desktop, sample)
    room.window.dropped.emit([path])
    found = workspace(room).returning
    qtbot.waitUntil(lambda: found.pane is not None and found.pane.files.merge is not None, timeout=20_000)
    pane = cast("MergePane", found.pane)
    qtbot.waitUntil(lambda: not pane.files.is_reading, timeout=20_000)
    assert pane.isVisible()
    apply_all(pane)
    desktop.wait_idle(room)
    screens = workspace(room).screens
    assert screens.key == "returns"
    sidebar = room.window.sidebar
    assert any("1" in sidebar.item(row).text() and "Returns" in sidebar.item(row).text() for row in range(7))
    assert "1 question" in room.window.status.message.text()
    summary = found.summary
    assert summary is not None
    assert summary.isVisible()
    told = summary.page.toPlainText()
    assert "1 file, taken in: 1" in told
    assert path.name in told
    assert "1 of them waits to be decided" in told
    room.look.language.use("ru")
    assert "1 файл, принято: 1" in summary.page.toPlainText()
    room.look.language.use("en")
    summary.close_button.click()
    assert summary.isHidden()
    session = workspace(room).session
    assert session.undo(session.register.revision())
    assert cast("ReturnsScreen", screens.current).chips[WAITING].text() == "To decide: 0"


def test_the_status_bar_leads_to_what_waits_also_after_the_program_was_closed(
    desktop: Desktop, sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, disputed(sample, tmp_path))
    room = opened(desktop, sample)
    status = room.window.status
    assert status.questions.text() == "1 question to decide"
    status.questions.click()
    screens = workspace(room).screens
    assert screens.key == "returns"
    shown = cast("ReturnsScreen", screens.current)
    assert table_text(shown.waiting.table, "returned") == ["Сказал орган"]
    press(shown.waiting.table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    desktop.wait_idle(room)
    assert status.questions.isHidden()


def test_what_waits_is_decided_by_a_rule_shown_first_and_undone_as_one_step(
    screen: Callable[[], ReturnsScreen], sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = (
        Clerk(sent(sample, tmp_path))
        .type("2", narrative="Сказал орган")
        .type("10.1", narrative="Без изменений")
    )
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "narrative_ru", "Вписал координатор")
    merged(sample, gate, clerk.save("a.xlsx"))
    shown = screen()
    shown.show_part(WAITING)
    before = sample.register.revision()
    shown.waiting.preview_rule("whole_file")
    assert sample.register.revision() == before
    press(shown.waiting.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sample.register.revision() == before + 1
    assert report(sample, "2")["narrative_ru"] == "Сказал орган"
    assert report(sample, "10.1")["no_change"]
    assert shown.chips[WAITING].text() == "To decide: 0"
    sample.register.undo(before + 1)
    assert report(sample, "2")["narrative_ru"] == "Вписал координатор"


def test_a_received_file_is_taken_out_of_the_round_byte_for_byte(
    screen: Callable[[], ReturnsScreen],
    sample: Planned,
    tmp_path: Path,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, target = disputed(sample, tmp_path), tmp_path / "out.xlsx"
    merged(sample, gate, path)
    shown = screen()
    shown.round.facets.choose({"period": ("2026H2",)})
    row = next(row for row in shown.round.rows if row.files)
    shown.round.table.select_row(row.id)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    saved = QSignalSpy(shown.file_saved)
    shown.details.link_chosen.emit(row.files[0].sha256)
    assert saved.count() == 1
    assert target.read_bytes() == path.read_bytes()


def test_a_file_whose_merge_was_undone_is_received_but_not_in_the_register(
    screen: Callable[[], ReturnsScreen], sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, disputed(sample, tmp_path))
    shown = screen()
    shown.round.facets.choose({"period": ("2026H2",)})
    row = next(row for row in shown.round.rows if row.files)
    shown.round.table.select_row(row.id)
    assert "Taken into the register" in shown.details.toPlainText()
    sample.register.undo(sample.register.revision())
    shown.refresh(None)
    assert "Taken into the register" not in shown.details.toPlainText()
    assert "Was taken in, and that was undone" in shown.details.toPlainText()
    assert "a.xlsx" in shown.details.toPlainText()


def test_a_return_that_changed_nothing_was_read_and_brought_nothing_new(
    screen: Callable[[], ReturnsScreen], sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    merged(sample, gate, Clerk(sent(sample, tmp_path)).save("untouched.xlsx"))
    shown = screen()
    shown.round.facets.choose({"period": ("2026H2",)})
    row = next(row for row in shown.round.rows if row.files)
    shown.round.table.select_row(row.id)
    assert "Read; it brought nothing new" in shown.details.toPlainText()


def test_another_plan_is_chosen_where_there_are_several(
    screen: Callable[[], ReturnsScreen], sample: Planned
) -> None:
    shown = screen()
    assert shown.plan_button.isHidden(), "one plan needs no choice"
    other = sample.add(
        "other", "plan", title_en="Another plan", state="draft", who_reports="all", mode="period"
    )
    shown.refresh(None)
    assert shown.plan_button.isVisible()
    shown.choose_plan(other)
    assert shown.rows.state is not None
    assert shown.rows.state.plan.id == other
    assert "Another plan" in shown.plan_button.text()
