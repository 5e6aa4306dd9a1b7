"""A focal point goes through its job by the keyboard alone: find what is overdue, write, hand in, go on."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on, shown_active

from upr_desktop.register.queries import records
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.progress import ProgressScreen
from upr_desktop.ui.widgets import EmptyState
from upr_desktop.words import LANGUAGES

Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


@pytest.fixture
def screen(qtbot: QtBot, look: Look, tmp_path: Path, sample: Planned) -> ProgressScreen:
    session = session_on(sample.register, tmp_path, "Focal point")
    session.today = date(2026, 11, 21)
    return shown_active(qtbot, ProgressScreen(look, session), 1040, 640)


def press(*keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def test_letters_go_to_the_agency_that_begins_with_them_and_stay_in_the_period(
    screen: ProgressScreen, sample: Planned
) -> None:
    table = screen.matrix.table
    table.setFocus()
    period = table.currentIndex().column()
    assert period > 0
    for letters in ("mo", "le", "mia"):
        QTest.qWait(QApplication.keyboardInputInterval() + 100)
        QTest.keyClicks(table, letters)
        name = str(table.currentIndex().siblingAtColumn(0).data())
        assert name.lower().startswith(letters)
        assert table.currentIndex().column() == period


def test_who_one_is_chosen_by_keys_and_the_keyboard_goes_on_to_the_list(
    qtbot: QtBot, screen: ProgressScreen, sample: Planned
) -> None:
    screen.head.focus()
    press(Qt.Key.Key_M)
    view = screen.head.viewer.view()
    qtbot.waitUntil(view.isVisible)
    at = screen.head.viewer.findData(sample["MOJ"])
    view.setCurrentIndex(screen.head.viewer.model().index(at, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.agency == sample["MOJ"])
    qtbot.waitUntil(lambda: screen.focusWidget() is screen.entries.list.table)
    screen.be("")
    assert screen.focusWidget() is screen.matrix.table


def test_when_the_last_overdue_report_is_handed_in_the_keyboard_stands_on_what_shows_the_rest(
    qtbot: QtBot, screen: ProgressScreen, sample: Planned, type_text: Type
) -> None:
    screen.be(sample["MOJ"])
    shown = screen.entries.list
    shown.focus_filters()
    press(Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_F6, Qt.Key.Key_Return)
    form = screen.entries.pane.form
    form.focus_field("narrative")
    type_text(QApplication.focusWidget(), "Закон подписан 2 ноября")
    screen.leave()
    box = form.editors["claimed_status"].input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("fully_implemented"))
    box.activated.emit(box.currentIndex())
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(form, Qt.Key.Key_Return, held)
    qtbot.waitUntil(shown.nothing.isVisible)
    assert shown.nothing.button is not None
    qtbot.waitUntil(shown.nothing.button.hasFocus)
    press(Qt.Key.Key_Space)
    assert shown.table.isVisible()
    assert shown.table.hasFocus()


@pytest.mark.parametrize("title", ["", "Закон о профилактике"])
def test_a_file_chosen_for_a_new_document_saves_both_and_the_keyboard_is_seen_on_the_way_back(
    qtbot: QtBot, screen: ProgressScreen, sample: Planned, type_text: Type, tmp_path: Path, title: str
) -> None:
    scan = tmp_path / "Закон № 5-VIII.pdf"
    scan.write_bytes(b"%PDF")
    screen.be(sample["MOJ"])
    pane = screen.entries.pane
    pane.focus()
    pane.documents.buttons.add.click()
    if title:
        type_text(QApplication.focusWidget(), title)
    pane.evidence.file.attach(scan)
    with sample.register.reading() as connection:
        made = [one for one in records(connection, "evidence").values() if one["file_name"]]
    assert [(one["title"], one["file_name"]) for one in made] == [(title or scan.stem, scan.name)]
    assert "kept in the register" in pane.evidence.file.name.text()
    for_official_use = pane.evidence.form.editors["confidential"].input
    assert isinstance(for_official_use, QCheckBox)
    assert for_official_use.checkState() == Qt.CheckState.Unchecked, "not half"
    pane.evidence.close_form()
    assert [card.title.text() for card in pane.documents.cards] == [title or scan.stem]
    button = pane.documents.buttons.add
    assert button.hasFocus()
    view = pane.form.viewport()
    qtbot.waitUntil(lambda: view.rect().contains(QRect(button.mapTo(view, QPoint()), button.size())))


@pytest.mark.parametrize("width", [190, 300, 900])
def test_what_an_empty_list_says_is_never_cut(qtbot: QtBot, look: Look, width: int) -> None:
    made = EmptyState(look, "progress.nothing.title", "progress.nothing.text", "progress.nothing.clear")
    holder = QWidget()
    qtbot.addWidget(holder)
    made.setParent(holder)
    made.setGeometry(0, 0, width, 500)
    holder.resize(width, 500)
    holder.show()
    for language in LANGUAGES:
        look.language.use(language)
        for text in made.findChildren(QLabel):
            made.layout().activate()  # type: ignore[union-attr]
            place = QRect(text.mapTo(made, QPoint()), text.size())
            assert made.rect().contains(place), (language, text.text())
            assert text.height() >= text.heightForWidth(text.width())
