"""Show a record's fields and say which of them a person edited: one class for every form of the window."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.choice_editors import ChipsEditor, ChoiceEditor, TickEditor
from upr_desktop.ui.day_editor import DateEditor
from upr_desktop.ui.editors import Editor, ShownEditor, TextEditor
from upr_desktop.ui.fields import Field, FieldKind, FieldValue, Untypable
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look
from upr_desktop.ui.names_editor import NamesEditor
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID

EDITORS: Mapping[FieldKind, Callable[[Look, Field, str], Editor]] = {
    "line": TextEditor,
    "text": TextEditor,
    "choice": ChoiceEditor,
    "date": DateEditor,
    "tick": TickEditor,
    "chips": ChipsEditor,
    "names": NamesEditor,
    "shown": ShownEditor,
}


class Form(QScrollArea):
    """Fields under their captions.

    `field_edited` carries key and value of a field that a person edited and left, while `record_id` still names the
    record it belongs to; loading a record emits nothing. `left` says that a person is done with the form (Esc with
    nothing typed, or Ctrl+Enter), `typed` that letters in a text came or went.
    """

    field_edited = Signal(str, object)
    typed = Signal()
    left = Signal()

    def __init__(self, look: Look, fields: Sequence[Field], name: str, parent: QWidget | None = None) -> None:
        """Take the fields from top to bottom and the key of the form's accessible name."""
        super().__init__(parent)
        self._look = look
        self.record_id: str | None = None
        self.editors: dict[str, Editor | LanguageTexts] = {}
        self.problems: dict[str, QLabel] = {}
        self._fields = tuple(fields)
        self._sent_away: tuple[str, QWidget | None] | None = None
        self._body = QWidget()
        self._body.setProperty("role", "form")
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, GRID, 0)
        self._grid.setHorizontalSpacing(BLOCK_SPACE)
        self._grid.setVerticalSpacing(FIELD_SPACE)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._place_fields()
        for _, editor in self._single_editors():
            if isinstance(editor.input, QLineEdit | QPlainTextEdit):
                editor.input.textChanged.connect(self.typed)
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.name(self, name)
        look.language.follow(self, self._retranslate)

    def show_record(self, record_id: str | None, values: Mapping[str, FieldValue]) -> None:
        """Show a record's values; what was typed for another record is emitted first.

        The same record again refreshes its fields but for one that a person is just typing in. None empties the
        form and closes it to edits.
        """
        is_same = record_id is not None and record_id == self.record_id
        if not is_same:
            self._shut()
            self.commit()
        self.record_id = record_id
        for field in self._fields:
            editor = self.editors[field.key]
            if isinstance(editor, LanguageTexts):
                editor.load_values(values, keep_typed=is_same)
            else:
                editor.load(values.get(field.key), keep_typed=is_same)
        self._body.setEnabled(record_id is not None)

    def _shut(self) -> None:
        """Close a list or a calendar that is open: what is chosen there is meant for the record that was shown."""
        popup = QApplication.activePopupWidget()
        if popup is not None and popup in self.findChildren(QWidget):
            popup.close()

    def commit(self) -> None:
        """Emit what a person has typed in any field and not yet left."""
        if self.record_id is not None:
            for editor in self.editors.values():
                editor.commit()

    def is_touched(self) -> bool:
        """Return whether something typed is not yet emitted."""
        return any(editor.is_touched() for editor in self.editors.values())

    def typed_values(self) -> dict[str, FieldValue]:
        """Return what a person typed and has not yet left, by key; what is no value yet is left out."""
        found: dict[str, FieldValue] = {}
        for key, editor in self._single_editors():
            if editor.is_touched():
                with suppress(Untypable):
                    found[key] = editor.value()
        return found

    def _single_editors(self) -> Iterator[tuple[str, Editor]]:
        for key, editor in self.editors.items():
            if isinstance(editor, LanguageTexts):
                for code, one in editor.editors.items():
                    yield f"{key}_{code}", one
            else:
                yield key, editor

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so; the keyboard comes back to the field that could not hold it meanwhile."""
        before = QApplication.focusWidget()
        held = next((key for key, one in self.editors.items() if before and one.isAncestorOf(before)), "")
        for field in self._fields:
            self.editors[field.key].set_read_only(read_only or field.read_only)
        now = QApplication.focusWidget()
        if read_only and held and now is not before:
            self._sent_away = (held, now)
        elif not read_only and self._sent_away:
            (key, moved_to), self._sent_away = self._sent_away, None
            if now is moved_to:
                self.focus_field(key)

    def show_problem(self, key: str, message: str) -> None:
        """Show a message beside a field, or none for an empty text; `key` may name one language of a text."""
        field = next(field for field in self._fields if key == field.key or key in field.keys)
        label = self.problems[field.key]
        if not message and label.isHidden():
            return
        label.setText(f"! {message}" if message else "")
        label.setVisible(bool(message))
        wrong = self.editors[field.key].input
        wrong.setProperty("wrong", bool(message))
        wrong.setAccessibleDescription(message)
        wrong.style().polish(wrong)

    def clear_problems(self) -> None:
        """Take all messages away."""
        for field in self._fields:
            self.show_problem(field.key, "")

    def focus_field(self, key: str) -> None:
        """Put the cursor into a field and bring it into view."""
        field = next(field for field in self._fields if key == field.key or key in field.keys)
        editor = self.editors[field.key]
        if isinstance(editor, LanguageTexts) and key != field.key:
            editor.show_language(key.removeprefix(f"{field.key}_"))
        target = editor.input if isinstance(editor, LanguageTexts) else editor
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(editor)

    def _place_fields(self) -> None:
        line, side = 0, 0
        for field in self._fields:
            cell = self._cell(field)
            if not field.half:
                line, side = line + bool(side), 0
                self._grid.addWidget(cell, line, 0, 1, 2)
                line += 1
                continue
            self._grid.addWidget(cell, line, side)
            line, side = (line, 1) if side == 0 else (line + 1, 0)
        self._grid.setRowStretch(line + 1, 1)

    def _cell(self, field: Field) -> QWidget:
        editor = LanguageTexts(self._look, field) if field.kind == "texts" else self._editor(field)
        self.editors[field.key] = editor
        problem = self.problems[field.key] = QLabel()
        problem.setProperty("role", "problem")
        problem.setWordWrap(True)
        problem.hide()
        cell = QWidget()
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        if field.kind != "tick":
            caption = QLabel()
            caption.setProperty("role", "caption")
            caption.setWordWrap(True)
            caption.setBuddy(editor)
            self._look.text(caption, caption.setText, field.caption)
            layout.addWidget(caption)
        layout.addWidget(editor)
        layout.addWidget(problem)
        layout.addStretch(1)
        editor.edited.connect(self.field_edited)
        editor.left.connect(self.left)
        editor.refused.connect(lambda message: self.show_problem(field.key, message))
        editor.set_read_only(field.read_only)
        return cell

    def _editor(self, field: Field) -> Editor:
        return EDITORS[field.kind](self._look, field, field.key)

    def _retranslate(self) -> None:
        for editor in self.editors.values():
            editor.retranslate()
