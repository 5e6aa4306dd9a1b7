"""Very many recommendations are read beside the window, and only what was touched is read again."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from ui.recommendation_samples import (
    numbers,
    put_cursor,
    recommendation,
    review_of,
    sample_register,
    shown_screen,
)

from upr_desktop.jobs.edit_recommendation import edit_targets, set_field
from upr_desktop.register.changes import ChangeSet, Label
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens import reading_rows
from upr_desktop.ui.screens.recommendations import RecommendationsScreen
from upr_desktop.ui.work import Work


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with sample_register(tmp_path / "sample.upr") as made:
        yield made


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work()
    yield made
    assert made.stop()


@pytest.fixture
def may_read(work: Work) -> Iterator[Event]:
    """Return what lets the worker go on, so that nothing is read before a test has looked."""
    event = Event()
    work.start("", lambda _: event.wait(60), quiet=True)
    yield event
    event.set()


@pytest.fixture
def held_screen(
    qtbot: QtBot,
    look: Look,
    tmp_path: Path,
    register: Register,
    work: Work,
    may_read: Event,
    monkeypatch: pytest.MonkeyPatch,
) -> RecommendationsScreen:
    """Return a screen, just shown, to which six rows are very many; they are read once `may_read` is set."""
    monkeypatch.setattr(reading_rows, "MANY", 3)
    return shown_screen(qtbot, look, register, tmp_path / "settings.json", work)


@pytest.fixture
def screen(held_screen: RecommendationsScreen, may_read: Event) -> RecommendationsScreen:
    """Return the same screen with its rows being read."""
    may_read.set()
    return held_screen


def rename(screen: RecommendationsScreen, number: str, after: str) -> None:
    row = next(row for row in screen.rows.shown if row.number == number)
    target = screen.session.read(lambda connection: edit_targets(connection, [row.id]))[0]
    assert screen.write(set_field(target, "heading", after))


def test_the_window_is_there_before_very_many_rows_are_read(
    qtbot: QtBot, held_screen: RecommendationsScreen, may_read: Event
) -> None:
    screen = held_screen
    screen.search("children")
    assert not screen.reading.is_read
    may_read.set()
    qtbot.waitUntil(lambda: screen.reading.is_read)
    assert len(screen.rows) == 6
    assert numbers(screen) == []
    screen.search("child")
    qtbot.waitUntil(lambda: numbers(screen) == ["140.1"])


def test_a_record_asked_for_meanwhile_is_shown_at_once(held_screen: RecommendationsScreen) -> None:
    screen = held_screen
    id = next(iter(screen.session.read(lambda connection: records(connection, "recommendation"))))
    assert screen.open_record(id)
    assert screen.pane.row is not None
    assert screen.pane.row.id == id


def test_a_change_made_while_rows_are_read_is_shown_too(
    qtbot: QtBot, held_screen: RecommendationsScreen, register: Register, may_read: Event
) -> None:
    screen = held_screen
    more = recommendation(review_of(register, 4), "141.9", "Added meanwhile")
    applied = register.apply(ChangeSet(Label("label.test"), [*more], "Secretariat"))
    screen.session.announce(applied)
    may_read.set()
    qtbot.waitUntil(lambda: screen.reading.is_read and "141.9" in numbers(screen))


def test_an_edit_changes_its_row_and_leaves_table_and_cursor_alone(
    qtbot: QtBot, screen: RecommendationsScreen
) -> None:
    qtbot.waitUntil(lambda: screen.reading.is_read)
    put_cursor(screen, "140.10")
    arranged = QSignalSpy(screen.list.table.rows.modelReset)
    rename(screen, "140.10", "Trafficking")
    order = screen.list.table.rows.order
    assert [row.heading for row in order.rows if row.number == "140.10"] == ["Trafficking"]
    assert screen.pane.row is not None
    assert screen.pane.row.heading == "Trafficking"
    assert screen.list.table.current_id() == screen.pane.row.id
    assert arranged.count() == 0


def test_an_edit_of_a_sorted_table_sorts_it_again(qtbot: QtBot, screen: RecommendationsScreen) -> None:
    qtbot.waitUntil(lambda: screen.reading.is_read)
    screen.list.table.rows.sort_by("heading")
    rename(screen, "140.10", "A")
    assert numbers(screen)[0] == "140.10"


def test_a_number_given_anew_is_known_as_taken(qtbot: QtBot, screen: RecommendationsScreen) -> None:
    qtbot.waitUntil(lambda: screen.reading.is_read)
    first, second = screen.rows.shown[0], screen.rows.shown[1]
    target = screen.session.read(lambda connection: edit_targets(connection, [first.id]))[0]
    assert screen.write(set_field(target, "number", "149.1"))
    assert screen.rows.is_taken(second, "149.1")
    assert not screen.rows.is_taken(second, str(first.number))
