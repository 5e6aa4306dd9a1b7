"""Write notes on a record: each is saved when its field is left, a cleared one is put away."""

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.jobs.edit_evidence import RECOMMENDATION, add_note, edit_note
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.queries import children, record
from upr_desktop.register.record_history import added_by
from upr_desktop.ui.editors import TextEditor
from upr_desktop.ui.fields import Field
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import Documented, Write
from upr_desktop.ui.screens.parts import plain_label, scrolling
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE, GRID

NEW = "new"
NEW_NOTE = Field(NEW, "recommendations.notes.new", "text", hint="recommendations.notes.hint", lines=3)
NOTE = Field("text", "recommendations.notes.one", "text", lines=1)


def local_moment(look: Look, at: str) -> str:
    """Return a moment kept as UTC ISO text as day and time of this place."""
    return look.language.moment(datetime.fromisoformat(at).astimezone())


class NoteItem(QWidget):
    """One note under the line that says when and by whom it was written."""

    edited = Signal(str, object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._id = ""
        self.caption = plain_label("", "caption")
        self.editor = TextEditor(look, NOTE, "text")
        self.editor.edited.connect(lambda _, value: self.edited.emit(self._id, value))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(self.caption)
        box.addWidget(self.editor)

    def show_note(self, id: str, text: str, caption: str, read_only: bool) -> None:
        """Show a note; what is being typed into it stays."""
        self.editor.load(text, keep_typed=id == self._id)
        self.editor.set_read_only(read_only)
        self.caption.setText(caption)
        self._id = id


class Noted(Documented, Protocol):
    """A record that people write notes on."""

    @property
    def notes(self) -> int:
        """Return how many notes there are on it."""


class NotesPage(QWidget):
    """A field for a new note, and below it those there are, newest first; `left` asks to go back to the table."""

    left = Signal()

    def __init__(self, look: Look, session: Session, write: Write, kind: str = RECOMMENDATION) -> None:
        super().__init__()
        self._look, self._session, self._write, self._kind = look, session, write, kind
        self._row: Noted | None = None
        self.new = TextEditor(look, NEW_NOTE, NEW)
        self.new.edited.connect(self._take)
        self.new.left.connect(self.left)
        self.items: dict[str, NoteItem] = {}
        inner = QWidget()
        self._notes = QVBoxLayout()
        self._notes.setSpacing(GRID)
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, GRID, 0)
        outer.setSpacing(FIELD_SPACE)
        outer.addWidget(self.new)
        outer.addLayout(self._notes)
        outer.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolling(inner))
        look.language.follow(self, self._fill)

    def show_row(self, row: Noted | None) -> None:
        """Show the notes on a recommendation; one being typed on another is saved first."""
        is_same = row is not None and self._row is not None and row.id == self._row.id
        if not is_same:
            self.leave()
            self._row = row
            self.new.load(None)
        self._row = row
        self._fill()

    def leave(self) -> None:
        """Save what a field still holds."""
        self.new.commit()
        for item in list(self.items.values()):
            item.editor.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.new.setVisible(writable)
        for item in self.items.values():
            item.editor.set_read_only(not writable)

    def _fill(self) -> None:
        """Show the notes there are; those that stay keep their fields, and what is being typed into them."""
        row = self._row
        found = (
            self._session.read(lambda connection: children(connection, "note", "record_id", [row.id]))
            if row and row.notes
            else {}
        )
        notes = {id: str(values["text"]) for id, values in found.items() if not values["archived"]}
        for id in [id for id in self.items if id not in notes]:
            gone = self.items.pop(id)
            self._notes.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        if not notes:
            return
        written = self._session.read(lambda connection: added_by(connection, list(notes)))
        for id in sorted(notes):
            if id not in self.items:
                self.items[id] = self._item()
                self._notes.insertWidget(0, self.items[id])
            at, author = written.get(id, ("", ""))
            when = local_moment(self._look, at) if at else ""
            caption = " · ".join(part for part in (when, author) if part)
            self.items[id].show_note(id, notes[id], caption, not self._session.is_writable)

    def _item(self) -> "NoteItem":
        item = NoteItem(self._look)
        item.edited.connect(self._take)
        item.editor.left.connect(self.left)
        return item

    def _take(self, key: str, value: Value) -> None:
        row = self._row
        if row is None:
            return
        text = str(value) if value else None
        if key == NEW:
            if text and text.strip() and self._write(add_note(row.id, row.number, text, self._kind)):
                self.new.load(None)
            return
        stored = self._session.read(lambda connection: record(connection, "note", RecordId(key)))
        if stored is not None:
            self._write(edit_note(RecordId(key), stored, row.number, text, self._kind))
