from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui.plan_screen_samples import cell, choose, labels, put_cursor, shown_plan

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import EvidencePage
from upr_desktop.ui.screens.measure_bodies import MeasureBodies
from upr_desktop.ui.screens.measure_decisions import MeasureDecisions
from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.screens.reports_page import ReportsPage

Key = Qt.Key
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "plan.upr")
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, sample: Planned, tmp_path: Path) -> PlanScreen:
    return shown_plan(qtbot, look, sample, tmp_path)


def words_in(widget: QWidget) -> str:
    found = [label.text() for label in widget.findChildren(QLabel)]
    return "\n".join(found + [one.accessibleName() for one in widget.findChildren(QWidget)])


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def box_of(screen: PlanScreen, key: str) -> QComboBox:
    box = screen.pane.form.editors[key].input
    assert isinstance(box, QComboBox)
    return box


def test_the_form_shows_how_the_deadline_is_understood_and_when_it_falls_due(screen: PlanScreen) -> None:
    put_cursor(screen, "10.1")
    box = screen.pane.form.deadline_box
    assert box.understood.text() == "Understood as: half-yearly"
    assert box.dates.text() == "8 dates, next on 31 Dec 2026"
    assert box.calendar.isVisible()
    assert "31 Dec 2028" in box.calendar.accessibleName()
    put_cursor(screen, "10")
    assert "nothing is counted" in box.understood.text()
    assert not box.calendar.isVisible()


def test_a_deadline_is_set_by_hand_and_the_plans_own_words_stay(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "10")
    box = screen.pane.form.deadline_box
    click(box.by_hand_button)
    click(box.by_hand.save_button)
    assert box.by_hand.form.problems["end"].text() == "! Write the last day."
    line = box.by_hand.form.editors["end"].input
    type_text(line, "1.3.2027")
    click(box.by_hand.save_button)
    deadline = sample.measures()["10"].deadline
    assert (deadline.raw, deadline.end, deadline.decided_by) == ("как получится", "2027-03-01", "person")
    assert box.understood.text() == "Set by hand: 1 March 2027"
    assert labels(sample)[0] == "label.measure.deadline"
    sample.register.undo(sample.register.revision(), "Coordinator")
    assert sample.measures()["10"].deadline.kind == "undecided"


def test_every_half_year_can_be_said_by_hand(screen: PlanScreen, sample: Planned) -> None:
    put_cursor(screen, "10")
    box = screen.pane.form.deadline_box
    click(box.by_hand_button)
    kind = box.by_hand.form.editors["kind"].input
    assert isinstance(kind, QComboBox)
    assert not box.by_hand.form.editors["every"].isVisible()
    choose(kind, "recurring")
    assert box.by_hand.form.editors["every"].isVisible()
    click(box.by_hand.save_button)
    assert cell(screen, "10", "understood") == "half-yearly"
    assert box.dates.text().startswith("8 dates")


def test_the_coordinators_assessment_stands_beside_what_is_claimed_and_counts(
    screen: PlanScreen, sample: Planned
) -> None:
    put_cursor(screen, "1")
    claimed = screen.pane.form.editors["claimed"].input
    assert isinstance(claimed, QLabel)
    assert claimed.text() == "In progress"
    choose(box_of(screen, "assessed"), "partially_implemented")
    assert cell(screen, "1", "status") == "Partly implemented"
    assert claimed.text() == "In progress"
    assert labels(sample)[0] == "label.assessed"


def test_why_it_is_assessed_so_is_written_beside_the_assessment(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "2")
    reason = screen.pane.form.editors["reason"].input
    assert not reason.isVisible(), "nothing is assessed yet"
    choose(box_of(screen, "assessed"), "partially_implemented")
    assert reason.isVisible()
    type_text(reason, "Принят только приказ")
    screen.leave()
    assert labels(sample)[0] == "label.assessment.reason"
    held = sample.measures()["2"].assessment
    assert held
    assert (held.value, held.reason) == ("partially_implemented", "Принят только приказ")
    sample.register.undo(sample.register.revision(), "Coordinator")
    held = sample.measures()["2"].assessment
    assert held
    assert held.reason is None


def test_a_text_is_saved_in_its_own_language_when_its_field_is_left(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "2")
    screen.pane.form.focus_field("text_kk")
    text = screen.pane.form.findChildren(QPlainTextEdit)[0]
    assert text.isVisible()
    type_text(text, "Жасау керек")
    screen.leave()
    assert sample.measures()["2"].texts == {"ru": "Сделать 2", "kk": "Жасау керек"}


def test_a_recommendation_is_found_and_linked_without_leaving_the_form(
    screen: PlanScreen, sample: Planned
) -> None:
    put_cursor(screen, "2")
    editor = screen.pane.form.editors["recommendations"]
    click(editor._add)  # type: ignore[union-attr]
    popup = editor._popup  # type: ignore[union-attr]
    popup.find_line.setText("140.3")
    QTest.keyClick(popup.find_line, Key.Key_Return)
    popup.close()
    assert cell(screen, "2", "recommendations") == "140.1, 140.3"
    assert [link.number for link in sample.measures()["2"].recommendations] == ["140.1", "140.3"]


def test_a_bodys_role_days_and_duty_to_report_are_edited_in_its_tab(
    screen: PlanScreen, sample: Planned
) -> None:
    put_cursor(screen, "1")
    click(screen.pane.tabs["bodies"])
    page = screen.pane.page("bodies")
    assert isinstance(page, MeasureBodies)
    assert page.table.select_row(sample["1/MOJ"])
    page.form.field_edited.emit("reports", "no")
    page.form.field_edited.emit("valid_to", "2027-05-31")
    body = next(one for one in sample.measures()["1"].bodies if one.id == sample["1/MOJ"])
    assert (body.reports, body.valid_to) == (False, "2027-05-31")
    choose(page.add_box, sample["LEB"])
    assert [body.role for body in sample.measures()["1"].bodies if body.agency_id == sample["LEB"]] == ["co"]
    click(page.remove_button)
    assert len(sample.measures()["1"].bodies) == 2


def test_a_measure_is_closed_by_a_decision_and_opened_again(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "2")
    assert screen.list.facets.chips["overdue"].text() == "Overdue 1"
    click(screen.pane.tabs["decisions"])
    page = screen.pane.page("decisions")
    assert isinstance(page, MeasureDecisions)
    click(page.buttons["close"])
    type_text(page.form.editors["act"].input, "Minutes No 3")
    click(page.save_button)
    assert cell(screen, "2", "status") == "Closed"
    assert screen.list.facets.chips["overdue"].text() == "Overdue 0"
    assert "Minutes No 3" in words_in(page)
    assert screen.pane.tabs["decisions"].text() == "Decisions 1"
    click(page.reopen_button)
    assert cell(screen, "2", "status") != "Closed"


def test_moving_a_deadline_asks_for_the_new_one_and_keeps_the_old_in_the_decision(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "2")
    screen.pane.show_tab("decisions")
    page = screen.pane.page("decisions")
    assert isinstance(page, MeasureDecisions)
    click(page.buttons["extend"])
    click(page.save_button)
    assert page.form.problems["deadline"].text().startswith("! Fill this in")
    type_text(page.form.editors["deadline"].input, "до 1 июля 2027 года")
    click(page.save_button)
    assert cell(screen, "2", "understood") == "1 July 2027"
    assert "до 30 июня 2026 года → до 1 июля 2027 года" in words_in(page)


def test_reports_are_read_newest_first_with_their_remarks(screen: PlanScreen) -> None:
    put_cursor(screen, "1")
    assert screen.pane.tabs["progress"].text() == "Progress 3"
    click(screen.pane.tabs["progress"])
    page = screen.pane.page("progress")
    assert isinstance(page, ReportsPage)
    assert page.cards[0].accessibleName() == "July–December 2026 · MIA"
    assert "Готовим проект закона" in words_in(page)
    put_cursor(screen, "2")
    assert "Remark: Приложите приказ" in words_in(page)


def test_a_report_opens_where_it_is_written_and_one_that_is_owed_can_be_begun(
    screen: PlanScreen, sample: Planned
) -> None:
    asked: list[tuple[str, str]] = []
    screen.record_asked.connect(lambda kind, id: asked.append((kind, id)))
    put_cursor(screen, "2")
    screen.pane.show_tab("progress")
    page = screen.pane.page("progress")
    assert isinstance(page, ReportsPage)
    click(page.cards[0].open_button)
    assert asked.pop() == ("progress", sample["2/MOJ/2026H1"])
    assert [one.text() for one in page.owed_buttons] == ["Write a report: MOJ · January–June 2026"]
    click(page.owed_buttons[0])
    assert asked.pop() == ("entry", f"{sample['2/MOJ']}/{sample['2026H1']}")


def test_a_body_that_handed_in_its_report_is_not_asked_to_write_it(screen: PlanScreen) -> None:
    put_cursor(screen, "1")
    screen.pane.show_tab("progress")
    page = screen.pane.page("progress")
    assert isinstance(page, ReportsPage)
    assert [one.text() for one in page.owed_buttons] == ["Write a report: MOJ · January–June 2026"]


def test_documents_and_notes_of_a_measure_are_its_own(
    screen: PlanScreen, sample: Planned, type_text: Type
) -> None:
    put_cursor(screen, "1")
    click(screen.pane.tabs["evidence"])
    assert screen.pane.evidence.cards == []
    elsewhere = screen.pane.evidence.elsewhere
    assert (elsewhere.isVisible(), elsewhere.text()) == (True, "1 document stands with a report")
    assert not screen.pane.evidence.empty.isVisible(), "the tab counts it"
    click(elsewhere)
    assert screen.pane.tab == "progress"
    click(screen.pane.tabs["evidence"])
    click(screen.pane.evidence.add_button)
    title = screen.pane.evidence.form.editors["title"].input
    type_text(title, "Приказ № 7")
    click(screen.pane.evidence.save_button)
    assert [card.title.text() for card in screen.pane.evidence.cards] == ["Приказ № 7"]
    assert cell(screen, "1", "evidence") == "2"
    assert labels(sample)[0] == "label.evidence.added.measure"
    click(screen.pane.tabs["notes"])
    note = screen.pane.page("notes").findChildren(QPlainTextEdit)[0]
    type_text(note, "Позвонить в МИД")
    screen.leave()
    assert screen.pane.tabs["notes"].text() == "Notes 1"


def test_opening_every_page_of_every_measure_writes_nothing(screen: PlanScreen, sample: Planned) -> None:
    before = sample.register.revision()
    for number in ("1", "2", "10", "10.1"):
        put_cursor(screen, number)
        for tab in screen.pane.tabs:
            screen.pane.show_tab(tab)
    screen.leave()
    assert sample.register.revision() == before


def test_what_is_read_only_says_why_and_takes_no_edits(screen: PlanScreen) -> None:
    screen.session.set_busy(True)
    assert screen.pane.read_only.isVisible()
    assert not screen.pane.form.deadline_box.by_hand_button.isEnabled()
    line = screen.pane.form.editors["funding"].input
    assert isinstance(line, QLineEdit)
    assert line.isReadOnly()


def test_the_form_speaks_the_windows_language_after_a_switch(
    screen: PlanScreen, sample: Planned, look: Look
) -> None:
    put_cursor(screen, "1")
    look.language.use("ru")
    claimed = screen.pane.form.editors["claimed"].input
    assert isinstance(claimed, QLabel)
    assert claimed.text() == "Исполняется"
    assert screen.pane.form.deadline_box.understood.text() == "Понято так: 2027 год"


def test_a_key_attaches_a_file_to_a_new_document_and_shows_what_came_of_it(
    screen: PlanScreen, sample: Planned, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "Приказ 5.pdf"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scan), ""))
    screen.resize(1080, 400)
    put_cursor(screen, "1")
    screen.pane.show_tab("evidence")
    page = screen.pane.page("evidence")
    assert isinstance(page, EvidencePage)
    page.open_new()
    before = sample.register.revision()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_F, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: not page.file.notice.visibleRegion().isEmpty())
    assert sample.register.revision() == before
    scan.write_bytes(b"%PDF")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_F, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: sample.register.revision() > before)  # a button answers its key a moment late
    qtbot.waitUntil(lambda: not page.file.name.visibleRegion().isEmpty())
    assert "Приказ 5.pdf" in page.file.name.text()
