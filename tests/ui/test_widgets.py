from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel, paint_pill, pill_size
from upr_desktop.ui.theme import CAPTION_PX
from upr_desktop.ui.widgets import EmptyState, LanguageSwitch, Notice, Place, SidebarList, StatusLine, button


def test_an_empty_state_offers_its_action(qtbot: QtBot, look: Look) -> None:
    empty = EmptyState(look, "toolkit.popup.list", "toolkit.error.what", "toolkit.chips.add")
    qtbot.addWidget(empty)
    assert empty.button is not None
    with qtbot.waitSignal(empty.acted):
        empty.button.click()
    look.language.use("ru")
    assert empty.button.text() == "+ Добавить"


def test_a_notice_is_read_acted_on_and_closed(qtbot: QtBot, look: Look) -> None:
    notice = Notice(look)
    qtbot.addWidget(notice)
    assert notice.isHidden()
    notice.say("<b>3</b> cells were left out", "warn", "Show")
    assert notice.message.accessibleName() == "<b>3</b> cells were left out"
    with qtbot.waitSignal(notice.acted):
        notice.action.click()
    notice.close_button.click()
    assert notice.isHidden()


def test_the_status_line_offers_undo_only_where_there_is_one(qtbot: QtBot, look: Look) -> None:
    line = StatusLine(look)
    qtbot.addWidget(line)
    line.rest("sample.upr · saved")
    assert line.message.text() == "sample.upr · saved"
    line.say(lambda: "Status set", undo=True)
    line.rest("sample.upr · saved 14:02")
    assert (line.message.text(), line.undo_button.isHidden()) == ("Status set", False)
    with qtbot.waitSignal(line.undo_asked):
        line.undo_button.click()
    line.say(lambda: "Copied")
    assert line.undo_button.isHidden()


def test_what_was_just_done_is_said_anew_in_another_language(qtbot: QtBot, look: Look) -> None:
    line = StatusLine(look)
    qtbot.addWidget(line)
    line.say(lambda: look.t("toolkit.table.copy"))
    look.language.use("kk")
    assert (line.message.text(), line.message.toolTip()) == ("Көшіру", "Көшіру")
    line.settle()
    look.language.use("en")
    assert line.message.text() == "Көшіру"


def test_a_flow_puts_each_widget_in_the_middle_of_its_line(qtbot: QtBot) -> None:
    holder = QWidget()
    flow = FlowLayout(holder)
    qtbot.addWidget(holder)
    boxes = [QWidget(holder) for _ in range(3)]
    for box, height in zip(boxes, (20, 40, 30), strict=True):
        box.setFixedSize(60, height)
        flow.addWidget(box)
    holder.resize(140, 200)
    holder.show()
    assert [(box.x(), box.y()) for box in boxes] == [(0, 10), (66, 0), (0, 46)]
    assert flow.heightForWidth(140) == 76
    assert flow.heightForWidth(400) == 40


def test_the_sidebar_goes_to_places_and_counts_what_waits(qtbot: QtBot, look: Look) -> None:
    sidebar = SidebarList(look, [Place("a", "toolkit.popup.find"), Place("b", "toolkit.table.copy")])
    qtbot.addWidget(sidebar)
    with qtbot.waitSignal(sidebar.chosen) as signal:
        sidebar.choose("b")
    assert signal.args == ["b"]
    sidebar.set_count("a", 3)
    assert [sidebar.item(row).text() for row in range(2)] == ["Find   3", "Copy"]
    look.language.use("kk")
    assert sidebar.item(1).text() == "Көшіру"


def test_the_language_switch_turns_the_window(qtbot: QtBot, look: Look) -> None:
    switch = LanguageSwitch(look)
    qtbot.addWidget(switch)
    switch.buttons["kk"].click()
    assert look.language.code == "kk"
    look.language.use("ru")
    assert switch.buttons["ru"].isChecked()


def test_a_shortcut_is_shown_in_the_tooltip(qtbot: QtBot, look: Look) -> None:
    made = button(look, "toolkit.table.copy", shortcut="Ctrl+K")
    qtbot.addWidget(made)
    assert made.toolTip() == "Copy (Ctrl+K)"
    assert made.minimumHeight() >= 28


def test_a_pill_says_its_word_to_a_screen_reader(qtbot: QtBot, look: Look) -> None:
    pill = PillLabel(look, Pill("Supported", "ok", "full"))
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "Supported"
    assert pill.sizeHint().width() > 60
    pill.show_pill(None)
    assert pill.isHidden()


def test_a_pill_without_room_for_its_word_shows_the_brief_one(look: Look) -> None:
    font = look.theme.font(CAPTION_PX, bold=True)
    whole, brief = (
        Pill("На постоянной основе", "accent", "arc", "Постоянно"),
        Pill("Постоянно", "accent", "arc"),
    )
    width = pill_size(brief, font).width() + 4
    painted = []
    for pill in (whole, brief):
        image = QImage(width, 24, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_pill(painter, image.rect(), pill, look.theme.colours, font)
        painter.end()
        painted.append(image)
    assert painted[0] == painted[1]
