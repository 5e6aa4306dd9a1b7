"""Another program writes to the register while the window is open: neither's words are lost or replaced unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from ui.recommendation_samples import put_cursor
from ui.window_samples import (
    Desktop,
    change_heading,
    first_recommendation,
    headings,
    made_register,
    recommendations_screen,
    workspace,
)

from upr_desktop.register.changes import ChangeSet, Edited, Label
from upr_desktop.register.queries import children
from upr_desktop.register.register import Register
from upr_desktop.ui.room import Room

Type = Callable[[QWidget | None, str], None]


@pytest.fixture
def room(desktop: Desktop, tmp_path: Path) -> Room:
    """Return the window on the first recommendation, looking for others only when that is asked for."""
    made = desktop.open(made_register(tmp_path / "r.upr"))
    made.desk._watch.setInterval(1_000_000)
    put_cursor(recommendations_screen(made), "140.1")
    return made


def text_field(room: Room) -> QPlainTextEdit:
    field = recommendations_screen(room).pane.form.parts.in_use()[0].texts.input
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    return field


def write_text(register: Register, text: str) -> None:
    owner = first_recommendation(register)
    with register.reading() as connection:
        ((id, values),) = children(connection, "recommendation_part", "recommendation_id", [owner]).items()
    edited = Edited("recommendation_part", id, "text_en", values["text_en"], text)
    register.apply(ChangeSet(Label("label.edited"), (edited,), "Other"))


def test_a_field_that_another_program_has_just_written_is_not_written_over(
    desktop: Desktop, room: Room
) -> None:
    with Register.open(workspace(room).session.register.path) as other:
        change_heading(other, "From elsewhere", "Other")
        recommendations_screen(room).pane._take_field("heading", "Mine")
        assert headings(other)[0] == "From elsewhere"
    assert "changed meanwhile" in room.window.notice.message.text()


def test_what_another_program_wrote_is_seen_though_one_wrote_after_it(room: Room) -> None:
    session = workspace(room).session
    with Register.open(session.register.path) as other:
        change_heading(other, "From elsewhere", "Other")
    screen = recommendations_screen(room)
    put_cursor(screen, "140.2")
    screen.pane._take_field("heading", "Mine")
    room.desk.look_for_others()
    row = screen.rows.get(first_recommendation(session.register))
    assert row
    assert row.heading == "From elsewhere"
    assert headings(session.register).count("Mine") == 1


def test_who_types_is_told_what_another_program_wrote_into_the_same_text(room: Room, type_text: Type) -> None:
    field = text_field(room)
    type_text(field, "Mine. ")
    with Register.open(workspace(room).session.register.path) as other:
        write_text(other, "From elsewhere")
    room.desk.look_for_others()
    assert field.toPlainText().startswith("Mine. ")
    problem = recommendations_screen(room).pane.form.parts.in_use()[0].problem
    assert "From elsewhere" in problem.text()


def test_a_text_that_was_refused_stays_when_the_screen_reads_anew(room: Room, type_text: Type) -> None:
    field = text_field(room)
    type_text(field, "Mine. ")
    with Register.open(workspace(room).session.register.path) as other:
        write_text(other, "From elsewhere")
        recommendations_screen(room).list.table.setFocus()
        room.desk.look_for_others()
        assert field.toPlainText().startswith("Mine. ")
        field.setFocus()
        recommendations_screen(room).list.table.setFocus()
        with other.reading() as connection:
            owner = first_recommendation(other)
            (part,) = children(connection, "recommendation_part", "recommendation_id", [owner]).values()
    assert str(part["text_en"]).startswith("Mine. ")
