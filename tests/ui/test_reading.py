"""Reading what agencies answered, measure by measure: by the keys, as a coordinator does."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from plan_samples import Planned
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from ui.reading_samples import (
    CONTROL,
    H1,
    H2,
    SHIFT,
    Type,
    number,
    press,
    reports,
    shown,
    shown_reading,
)
from ui.screen_samples import table_text

from upr_desktop.register.changes import ChangeSet, Edited, Label, Origin, Received
from upr_desktop.register.queries import records
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.reading import ReadingScreen
from upr_desktop.ui.screens.reading_answer import AnswerCard
from upr_desktop.ui.screens.reading_measures import ReadingPage

Read = Callable[..., list[AnswerCard]]


@pytest.fixture
def screen(qtbot: QtBot, look: Look, plan: Planned, tmp_path: Path) -> ReadingScreen:
    return shown_reading(qtbot, look, plan, tmp_path)


@pytest.fixture
def read(qtbot: QtBot, screen: ReadingScreen, plan: Planned) -> Read:
    """Return a function that opens a measure and waits until its answers are on the screen."""

    def opened(name: str, period: str = H1) -> list[AnswerCard]:
        assert screen.open_measure(plan[name], plan[period])
        qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
        return screen.answers.cards

    return opened


def remarks(plan: Planned) -> list[str]:
    with plan.register.reading() as connection:
        return [str(row["text"]) for row in records(connection, "remark").values()]


def test_the_screen_opens_on_the_period_worked_on_with_the_keyboard_in_the_list(
    screen: ReadingScreen,
) -> None:
    assert screen.head.periods.currentData() == screen.data.rows.state.periods[0].id
    assert table_text(screen.measures.table, "number") == ["1", "2", "3", "10", "10.1"]
    assert table_text(screen.measures.table, "state") == [
        "To be read: 1 of 2", "Sent back: 1 of 1", "To be read: 2 of 2",
        "No answer yet: 0 of 1", "No answer yet: 0 of 2",
    ]  # fmt: skip
    assert screen.head.progress.text() == "1 of 3 read"
    assert screen.measures.table.hasFocus()
    assert number(screen) == "1"


def test_all_agencies_answers_stand_side_by_side_each_with_what_it_said_last(
    read: Read, qtbot: QtBot
) -> None:
    mia, moj = read("m3")
    qtbot.waitUntil(lambda: mia.y() == moj.y() and mia.x() < moj.x())
    assert "Приняли приказ" in shown(mia)
    assert "Қазақша\nСеминар өтті\nРусский\nПровели семинар" in shown(moj)
    mia, moj = read("m1", H2)
    assert "Says that nothing has changed." in shown(mia)
    assert "Готовим проект закона" in shown(mia.previous)
    assert "Has not handed anything in. It is due on 20 Dec 2026." in shown(moj)
    assert "Приказ № 5" in shown(read("m1")[0])


def test_one_key_leads_to_the_next_measure_and_one_to_the_next_unread(screen: ReadingScreen) -> None:
    press(Qt.Key.Key_F9)
    assert number(screen) == "2"
    press(Qt.Key.Key_F9, SHIFT)
    press(Qt.Key.Key_F9, SHIFT)
    assert number(screen) == "1"
    press(Qt.Key.Key_F8)
    assert number(screen) == "3"
    press(Qt.Key.Key_F8)
    assert number(screen) == "1"
    press(Qt.Key.Key_F8, SHIFT)
    assert number(screen) == "3"


def test_accepting_everything_by_one_key_leads_on_until_all_is_read(
    screen: ReadingScreen, plan: Planned
) -> None:
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    assert (number(screen), screen.head.progress.text()) == ("3", "2 of 3 read")
    assert screen.own.go_button.text() == "Accept 2 answers and go on"
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    assert screen.head.progress.text() == "3 of 3 read"
    assert screen.notice.message.text() == "Everything that came in is read."
    states = {name: row["state"] for name, row in reports(plan).items()}
    assert states["3/MIA/2026H1"] == states["3/MOJ/2026H1"] == states["1/MIA/2026H1"] == "accepted"
    assert states["1/MOJ/2026H1"] == "draft"
    assert not screen.head.unread_button.isEnabled()


def test_a_formal_answer_goes_back_with_a_remark_and_a_remark_alone_leaves_it(
    screen: ReadingScreen, plan: Planned, type_text: Type, read: Read, qtbot: QtBot
) -> None:
    read("m3")
    press(Qt.Key.Key_B, CONTROL | SHIFT)
    type_text(None, "Где сам приказ?")
    press(Qt.Key.Key_Return, CONTROL)
    assert reports(plan)["3/MIA/2026H1"]["state"] == "sent_back"
    mia, moj = screen.answers.cards
    qtbot.waitUntil(mia.isVisible)
    assert "Your remark: Где сам приказ?" in shown(mia)
    assert mia.hasFocus()
    moj.setFocus()
    press(Qt.Key.Key_B, CONTROL | SHIFT)
    type_text(None, "Укажите число участников")
    moj.remark.note_button.click()
    assert reports(plan)["3/MOJ/2026H1"]["state"] == "submitted"
    assert remarks(plan) == ["Приложите приказ", "Где сам приказ?", "Укажите число участников"]
    screen.measures.facets.choose({"remark": ("1",)})
    assert table_text(screen.measures.table, "number") == ["2", "3"]


def test_what_is_being_written_to_one_answer_stays_while_another_is_accepted(
    screen: ReadingScreen, plan: Planned, type_text: Type, read: Read
) -> None:
    read("m3")
    press(Qt.Key.Key_B, CONTROL | SHIFT)
    type_text(None, "Ещё не дописано")
    screen.answers.cards[1].buttons["accept"].click()
    assert reports(plan)["3/MOJ/2026H1"]["state"] == "accepted"
    assert screen.answers.cards[0].written() == "Ещё не дописано"
    press(Qt.Key.Key_Escape)
    assert remarks(plan) == ["Приложите приказ"]


def test_filters_and_the_search_narrow_the_list_and_keep_what_is_being_read(
    screen: ReadingScreen, plan: Planned
) -> None:
    screen.measures.facets.choose({"sent_back": ("1",)})
    assert table_text(screen.measures.table, "number") == ["2"]
    screen.measures.facets.choose({"unread": ("1",)})
    assert table_text(screen.measures.table, "number") == ["1", "3"]
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    assert number(screen) == "3"
    screen.measures.facets.choose({"agency": (plan["CITY"],)})
    assert table_text(screen.measures.table, "number") == ["10.1"]
    screen.measures.facets.choose({})
    screen.search("СЕМИНАР")
    assert table_text(screen.measures.table, "number") == ["3"]
    screen.search("")
    assert len(table_text(screen.measures.table, "number")) == 5


def test_f6_goes_round_the_filters_the_list_the_answers_and_the_wording(screen: ReadingScreen) -> None:
    places: list[QWidget] = []
    for _ in range(5):
        press(Qt.Key.Key_F6)
        places.append(QApplication.focusWidget())
    answer, wording, head, chip, table = places
    assert answer is screen.answers.cards[0]
    assert wording is screen.own.form.texts.input
    assert head is screen.head.periods
    assert chip is screen.measures.facets.chips["unread"]
    assert table is screen.measures.table


def test_tab_goes_from_the_list_through_the_measure_and_its_answers_to_the_wording(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot
) -> None:
    screen.open_measure(plan["m3"])
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.answers.cards))
    screen.measures.focus()
    stops: list[QWidget | None] = []
    while not stops or stops[-1] is not screen.own.form.texts.input:
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
        assert len(stops) < 30
    first, second = screen.answers.cards[:2]
    places = [
        stops.index(one) for one in (screen.answers.sources_chip, first, first.buttons["accept"], second)
    ]
    assert places == sorted(places)
    first.setFocus()
    first.ask_remark()
    assert first.remark.text.hasFocus()
    press(Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert first.remark.isAncestorOf(focused)
    while first.remark.isAncestorOf(focused):
        press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
    assert focused is second, "behind the remark the next answer"


def test_esc_leads_from_an_answer_back_to_the_list_and_from_a_remark_to_its_answer(
    screen: ReadingScreen,
) -> None:
    press(Qt.Key.Key_Return)
    card = screen.answers.cards[0]
    card.ask_remark()
    press(Qt.Key.Key_Escape)
    assert card.remark.isHidden()
    assert card.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Escape)
    assert screen.measures.table.hasFocus()


def test_enter_goes_into_the_answers_and_esc_from_the_wording_back_to_the_list(screen: ReadingScreen) -> None:
    press(Qt.Key.Key_Return)
    assert screen.answers.cards[0].hasFocus()
    screen.own.focus()
    press(Qt.Key.Key_Escape)
    assert screen.measures.table.hasFocus()


def test_opening_looking_and_leaving_changes_no_byte(
    screen: ReadingScreen, plan: Planned, tmp_path: Path
) -> None:
    before = (tmp_path / "r.upr").read_bytes()
    for _ in range(5):
        press(Qt.Key.Key_F9)
    for name in ("m1", "m3"):
        screen.open_measure(plan[name])
        screen.own.focus()
        screen.answers.focus()
    screen.choose_period(plan[H2])
    screen.choose_period(plan[H1])
    screen.leave()
    assert (tmp_path / "r.upr").read_bytes() == before


def test_where_nothing_came_in_the_screen_says_what_to_do(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot
) -> None:
    plan.add(
        "2027H1",
        "period",
        plan_id=plan["plan"],
        code="2027H1",
        first_day="2027-01-01",
        last_day="2027-06-30",
    )
    screen.refresh(None)
    screen.choose_period(plan["2027H1"])
    nothing = screen.pages.nothing
    assert nothing.isVisible()
    assert "Nothing has come in for January–June 2027 yet" in shown(nothing)
    assert nothing.button is not None
    with qtbot.waitSignal(screen.returns_asked):
        nothing.button.click()
    assert nothing.other_button is not None
    nothing.other_button.click()
    assert screen.measures.table.isVisible()


def test_a_text_says_on_hover_from_which_cell_of_which_file_it_came(
    screen: ReadingScreen, plan: Planned, read: Read
) -> None:
    content = b"a return"
    sent = Received("ответ.xlsx", content, hashlib.sha256(content).hexdigest())
    cell = Origin(sent.sha256, "Отчёт", "K7", "Приказ № 12 принят")
    before, after = "Приняли приказ", "Приказ № 12 принят"
    edit = Edited("progress", plan["3/MIA/2026H1"], "narrative_ru", before, after, cell)
    plan.register.apply(ChangeSet(Label("label.test"), (edit,), "Coordinator", "merge"), [sent])
    screen.refresh(None)
    mia, moj = read("m3")
    tips = [label.toolTip() for label in mia.findChildren(QLabel) if label.text() == after]
    assert tips[0].startswith("ответ.xlsx · Отчёт!K7\nIn the file: Приказ № 12 принят\nReceived: ")
    typed = [label.toolTip() for label in moj.findChildren(QLabel) if label.text() == "Провели семинар"]
    assert typed[0].startswith("Entered by me, ")


def test_undo_takes_the_acceptance_back_and_the_measure_is_unread_again(
    screen: ReadingScreen, plan: Planned
) -> None:
    press(Qt.Key.Key_A, CONTROL | SHIFT)
    assert screen.head.progress.text() == "2 of 3 read"
    screen.session.undo(plan.register.revision())
    assert screen.head.progress.text() == "1 of 3 read"


def test_while_long_work_writes_nothing_can_be_changed(screen: ReadingScreen, read: Read) -> None:
    screen.session.set_busy(True)
    [card, _] = read("m3")
    assert "accept" not in card.buttons
    assert not screen.own.begin_button.isVisible()
    assert screen.own.go_button.text() == "Go on to the next unread"
    screen.session.set_busy(False)
    assert "accept" in screen.answers.cards[0].buttons


def test_every_control_has_a_name_for_screen_readers(screen: ReadingScreen, plan: Planned) -> None:
    screen.open_measure(plan["m3"])
    nameless = [
        type(one).__name__
        for one in screen.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        and not (one.accessibleName() or getattr(one, "text", str)())
    ]  # fmt: skip
    assert nameless == []
    card = screen.answers.cards[0]
    assert card.accessibleName() == "Answer of MIA"
    assert "Приняли приказ" in card.accessibleDescription()


def test_a_measure_is_shown_once_while_the_list_is_narrowed_down(
    screen: ReadingScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert number(screen) == "1"
    pages: list[str] = []
    show = screen.answers.show_page

    def note(page: ReadingPage | None) -> None:
        pages.append(page.reading.measure.number or "" if page else "none")
        show(page)

    monkeypatch.setattr(screen.answers, "show_page", note)
    screen.measures.facets.choose({"remark": ("1",)})
    qtbot.waitUntil(lambda: bool(pages))
    assert (pages, number(screen)) == (["2"], "2")
    screen.search("no such words anywhere")
    qtbot.waitUntil(lambda: screen.page is None)
    assert pages == ["2", "none"]


class Paints(QObject):
    """Notes which measure is read whenever a widget is painted."""

    def __init__(self, screen: ReadingScreen, watched: QWidget) -> None:
        super().__init__(watched)
        self._screen, self.seen = screen, list[str]()
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append(number(self._screen))
        return False


def test_a_filter_shows_its_rows_before_the_answers_on_another_measure(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot
) -> None:
    paints = Paints(screen, screen.measures.table.viewport())
    screen.measures.facets.choose({"agency": (plan["CITY"],)})
    assert table_text(screen.measures.table, "number") == ["10.1"]
    qtbot.waitUntil(lambda: number(screen) == "10.1")
    assert paints.seen[0] == "1"
    assert plan["CITY"] in [card.entry.body.agency_id for card in screen.answers.cards]


def test_answers_that_did_not_change_stay_as_they_are_while_the_list_is_narrowed_down(
    screen: ReadingScreen, qtbot: QtBot
) -> None:
    cards = list(screen.answers.cards)
    screen.search("no such words anywhere")
    screen.search("")
    assert number(screen) == "1"
    with qtbot.waitSignal(screen._later.timeout):
        pass
    assert screen.answers.cards == cards


def test_a_filter_chosen_before_the_screen_is_left_is_followed_when_it_is_shown_again(
    screen: ReadingScreen, plan: Planned, qtbot: QtBot
) -> None:
    screen.measures.facets.choose({"remark": ("1",)})
    screen.hide()
    with qtbot.waitSignal(screen._later.timeout):
        pass
    screen.show()
    qtbot.waitUntil(lambda: number(screen) == "2")
