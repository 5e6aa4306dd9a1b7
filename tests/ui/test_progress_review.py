"""Looking reports over: a remark of several lines, the reason of an assessment, chips and keys, several plans."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active, table_text

from upr_desktop.jobs.edit_plan import add_plan
from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, new_id
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.plan import PlanScreen
from upr_desktop.ui.screens.plan_choice import LAST_PLAN
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.session import Session

Type = Callable[[QWidget | None, str], None]
H1, H2 = "2026H1", "2026H2"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


@pytest.fixture
def session(tmp_path: Path, sample: Planned) -> Session:
    made = session_on(sample.register, tmp_path, "Coordinator")
    made.today = date(2026, 11, 21)
    return made


@pytest.fixture
def open_screen(qtbot: QtBot, look: Look, session: Session) -> Callable[[], ProgressScreen]:
    def opened() -> ProgressScreen:
        return shown_active(qtbot, ProgressScreen(look, session), 1240, 760)

    return opened


@pytest.fixture
def screen(open_screen: Callable[[], ProgressScreen]) -> ProgressScreen:
    return open_screen()


def go_to(screen: ProgressScreen, sample: Planned, agency: str, period: str, number: str) -> None:
    screen.open_entries(sample[agency], sample[period])
    assert screen.entries.open_measure(sample[f"m{number}"])


class Windows(QObject):
    """Notes each widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_showing_a_report_flashes_no_window_that_would_take_the_keyboard(
    screen: ProgressScreen, sample: Planned, qapp: QApplication
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    for agency in ("MIA", "MOJ"):
        screen.open_entries(sample[agency], sample[H1])
        for entry in screen.entries.list.entries():
            screen.entries.list.table.select_row(entry.id)
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def second_plan(sample: Planned) -> RecordId:
    """Add a plan of one measure, which CITY leads, with one period."""
    id, added = add_plan({"title_ru": "Прежний план", "valid_from": "2021-01-01", "valid_to": "2024-12-31"})
    measure, days = new_id(), {"first_day": "2024-01-01", "last_day": "2024-12-31"}
    changes = [
        *added.changes,
        Added("measure", measure, {"plan_id": id, "number": "7", "paragraph": 7, "text_ru": "Сделать 7"}),
        Added("assignment", new_id(), {"measure_id": measure, "agency_id": sample["CITY"], "role": "lead"}),
        Added("period", new_id(), {"plan_id": id, "code": "2024", **days}),
    ]
    sample.register.apply(ChangeSet(Label("label.test"), changes, "me"))
    return id


def test_keys_of_buttons_outlive_a_change_of_language(
    screen: ProgressScreen, sample: Planned, look: Look, qtbot: QtBot
) -> None:
    go_to(screen, sample, "MIA", H1, "1")
    look.language.use("kk")
    QTest.keyPress(screen.windowHandle(), Qt.Key.Key_B, CONTROL | SHIFT)
    qtbot.waitUntil(screen.entries.pane.review.remark.text.hasFocus)


def assess(screen: ProgressScreen, code: str) -> None:
    box = screen.entries.pane.review.assessment
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_a_remark_has_several_lines_and_goes_by_a_key(
    screen: ProgressScreen, sample: Planned, type_text: Type, qtbot: QtBot
) -> None:
    go_to(screen, sample, "MIA", H1, "1")
    box = screen.entries.pane.review.remark.text
    QTest.keyPress(screen.windowHandle(), Qt.Key.Key_B, CONTROL | SHIFT)
    qtbot.waitUntil(box.hasFocus)
    type_text(box, "Назовите приказ.")
    QTest.keyClick(box, Qt.Key.Key_Return)
    type_text(box, "Укажите, сколько человек обучено.")
    QTest.keyClick(box, Qt.Key.Key_Return, CONTROL)
    entry = screen.entries.list.current()
    assert entry is not None
    assert entry.report is not None
    assert entry.report.remarks == ("Назовите приказ.\nУкажите, сколько человек обучено.",)
    assert entry.state == "sent_back"


def test_esc_leaves_a_remark_without_losing_it(
    screen: ProgressScreen, sample: Planned, type_text: Type
) -> None:
    go_to(screen, sample, "MIA", H1, "1")
    review = screen.entries.pane.review
    review.back_button.click()
    type_text(review.remark.text, "Назовите приказ")
    QTest.keyClick(review.remark.text, Qt.Key.Key_Escape)
    assert review.remark.isHidden()
    assert review.back_button.hasFocus()
    review.back_button.click()
    assert review.remark.text.toPlainText() == "Назовите приказ"
    screen.open_entries(sample["MIA"], sample[H2])
    go_to(screen, sample, "MIA", H1, "1")
    assert screen.entries.pane.review.remark.text.toPlainText() == ""


def test_an_assessment_takes_a_reason(screen: ProgressScreen, sample: Planned, type_text: Type) -> None:
    go_to(screen, sample, "MIA", H1, "1")
    review = screen.entries.pane.review
    assert review.reason.isHidden()
    assess(screen, "partially_implemented")
    assert review.reason.isVisible()
    review.reason.input.setFocus()
    type_text(review.reason.input, "Обучена половина")
    review.assessment.setFocus()
    held = sample.measures()["1"].assessment
    assert held is not None
    assert (held.value, held.reason) == ("partially_implemented", "Обучена половина")
    with sample.register.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM assessment").scalar() == 1


def test_a_reason_for_another_period_is_a_new_assessment(
    screen: ProgressScreen, sample: Planned, type_text: Type
) -> None:
    go_to(screen, sample, "MIA", H1, "1")
    assess(screen, "in_progress")
    go_to(screen, sample, "MIA", H2, "1")
    review = screen.entries.pane.review
    review.reason.input.setFocus()
    type_text(review.reason.input, "И во втором полугодии")
    screen.leave()
    with sample.register.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT period_id, value, reason FROM assessment ORDER BY id"
        ).all()
    assert found == [
        (sample[H1], "in_progress", None),
        (sample[H2], "in_progress", "И во втором полугодии"),
    ]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_chip_of_overdue_measures_is_pressed_by_keys(
    screen: ProgressScreen, sample: Planned, key: Qt.Key
) -> None:
    screen.be(sample["MOJ"])
    screen.head.focus()
    chips = screen.entries.list.facets.chips
    for _ in range(12):
        if QApplication.focusWidget() is chips["overdue"]:
            break
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is chips["overdue"]
    QTest.keyClick(chips["overdue"], key)
    assert table_text(screen.entries.list.table, "number") == ["2"]
    assert chips["overdue"].hasFocus(), "the keyboard stays"
    QTest.keyClick(chips["overdue"], key)
    assert len(table_text(screen.entries.list.table, "number")) == 3


def test_f6_goes_to_the_filters_of_the_entries_too(screen: ProgressScreen, sample: Planned) -> None:
    screen.be(sample["MOJ"])
    screen.entries.list.focus()
    screen.round.go(-1)
    focused = QApplication.focusWidget()
    assert focused in screen.entries.list.facets.chips.values()


def test_one_of_several_plans_is_chosen_and_shared_with_the_plan_screen(
    open_screen: Callable[[], ProgressScreen], sample: Planned, session: Session, look: Look, qtbot: QtBot
) -> None:
    assert open_screen().head.plan_button.isHidden(), "there is but one"
    other = second_plan(sample)
    screen = open_screen()
    assert screen.head.plan_button.isVisible()
    screen.head.plan_button.plan_menu.aboutToShow.emit()
    offered = [action.text() for action in screen.head.plan_button.plan_menu.actions() if action.text()]
    assert offered == ["План", "Прежний план"]
    screen.head.plan_button.plan_menu.actions()[1].trigger()
    assert table_text(screen.matrix.table, "agency") == ["CITY · Орган CITY"]
    assert session.settings.text(LAST_PLAN) == other
    plan = PlanScreen(look, session)
    qtbot.addWidget(plan)
    plan.show()
    qtbot.waitExposed(plan)
    qtbot.waitUntil(lambda: plan.rows.plan is not None and plan.rows.plan.id == other)
    screen.hide()
    plan.choose_plan(sample["plan"])
    screen.show()
    assert screen.rows.state is not None
    assert screen.rows.state.plan.id == sample["plan"]
    screen.choose_plan(other)
    plan.hide()
    plan.show()
    qtbot.waitUntil(lambda: plan.rows.plan is not None and plan.rows.plan.id == other)


def test_a_report_of_another_plan_is_shown_by_its_id(screen: ProgressScreen, sample: Planned) -> None:
    other = second_plan(sample)
    screen.refresh(None)
    screen.choose_plan(other)
    assert screen.open_report(sample["2/MOJ/2026H1"])
    assert screen.entries.pane.entry is not None
    assert screen.entries.pane.entry.measure.number == "2"


def test_the_button_to_hand_in_is_no_wider_than_its_words(
    screen: ProgressScreen, sample: Planned, qtbot: QtBot
) -> None:
    sample.edit("1/MOJ/2026H1", "progress", "claimed_status", "in_progress")
    screen.refresh(None)
    screen.be(sample["MOJ"])
    go_to(screen, sample, "MOJ", H1, "1")
    review = screen.entries.pane.review
    assert review.lacks.isHidden()
    qtbot.waitUntil(lambda: review.submit_button.width() <= review.submit_button.sizeHint().width())
    assert review.submit_button.geometry().right() >= review.width() - 2, "at the right"


def test_tab_leads_into_the_text_and_out_of_it_and_its_languages_stand_before_it(
    screen: ProgressScreen, sample: Planned
) -> None:
    go_to(screen, sample, "MOJ", H2, "2")
    form = screen.entries.pane.form
    tick = form.editors["no_change"].input
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Tab)
    _, shown = form.shown_narrative()
    texts = form.editors["narrative"]
    assert isinstance(texts, LanguageTexts)
    assert QApplication.focusWidget() is shown.input
    QTest.keyClick(shown.input, Qt.Key.Key_Tab)
    next_field = QApplication.focusWidget()
    assert next_field is not None
    assert next_field is not shown.input
    assert next_field not in texts.tabs.values(), "one Tab leads to the next field"
    shown.input.setFocus()
    QTest.keyClick(shown.input, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is texts.tabs[texts.shown_language()]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is tick, "the languages are one stop"


def test_arrows_go_from_language_to_language_and_tab_into_the_text(
    screen: ProgressScreen, sample: Planned
) -> None:
    go_to(screen, sample, "MOJ", H2, "2")
    texts = screen.entries.pane.form.editors["narrative"]
    assert isinstance(texts, LanguageTexts)
    texts.show_language("kk")
    texts.tabs["kk"].setFocus(Qt.FocusReason.BacktabFocusReason)
    for code in ("ru", "en"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        assert QApplication.focusWidget() is texts.tabs[code]
        assert texts.shown_language() == code
    QTest.keyClick(texts.tabs["en"], Qt.Key.Key_Left)
    assert texts.shown_language() == "ru"
    QTest.keyClick(texts.tabs["ru"], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is texts.editors["ru"].input
