"""Tab goes through every screen in reading order: from the top, line by line, from left to right."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import added, agency, put_cursor, rows_of, sample_register, shown_screen
from ui.screen_samples import session_on

from upr_desktop.register.changes import ChangeSet, Label
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.agencies import AgenciesScreen

SAME_LINE = 14
Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = sample_register(tmp_path / "sample.upr")
    row = rows_of(made)["140.2"]
    roles = {"MOJ": "lead", "MFA": "co", "MIA": "co", "MOH": "consulted"}
    changes = [
        added("assignment", recommendation_id=row.id, agency_id=agency(made, code), role=role)
        for code, role in roles.items()
    ]
    made.apply(ChangeSet(Label("label.test"), changes, "Secretariat", "import"))
    yield made
    made.close()


def chain(start: QWidget, within: QWidget) -> list[QWidget]:
    """Return the widgets that Tab stops at inside another one, in the order of Tab from one of them."""
    found, widget = [], start
    while True:
        if within.isAncestorOf(widget) and is_stop(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
        if widget is start:
            return found


def is_stop(widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    return (
        bool(takes_tab) and widget.isVisible() and widget.isEnabled() and not isinstance(widget, QScrollArea)
    )


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}"


def assert_in_reading_order(stops: list[QWidget], within: QWidget) -> None:
    """Fail where a widget stands above the one before it, or left of it in one line."""
    for one, following in pairwise(stops):
        first, second = (widget.mapTo(within, QPoint()) for widget in (one, following))
        is_below = second.y() > first.y() - SAME_LINE
        is_right = second.x() >= first.x() or second.y() > first.y() + SAME_LINE
        assert is_below and is_right, f"{told(one)} is followed by {told(following)}"  # noqa: PT018


def test_in_the_form_of_a_recommendation(
    qtbot: QtBot, look: Look, register: Register, tmp_path: Path, type_text: Type
) -> None:
    screen = shown_screen(qtbot, look, register, tmp_path / "settings.json")
    for number in ("140.10", "140.2"):
        put_cursor(screen, number)
        qtbot.wait(20)
    type_text(screen.pane.form.parts.in_use()[0].texts.editors["ru"].input, "Ратифицировать")
    screen.pane.leave()
    look.language.use("ru")
    qtbot.wait(20)
    stops = chain(screen.pane.tabs["recommendation"], screen.pane)
    assert len(stops) > 24
    at = stops.index(screen.pane.form.parts.in_use()[0].texts.input)
    assert told(stops[at - 1]).startswith("ChoiceBox")
    assert_in_reading_order([one for one in stops if screen.pane.form.isAncestorOf(one)], screen.pane.form)
    assert screen.pane.evidence.add_button in stops[-3:]


def test_in_the_pane_of_an_agency(qtbot: QtBot, look: Look, register: Register, tmp_path: Path) -> None:
    screen = AgenciesScreen(look, session_on(register, tmp_path))
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    for code in ("MFA", "MOJ"):
        screen.show_agency(agency(register, code))
        qtbot.wait(20)
    stops = chain(screen.pane.form.editors["code"].input, screen.pane.form)
    assert len(stops) > 10
    assert_in_reading_order(stops, screen.pane.form)
