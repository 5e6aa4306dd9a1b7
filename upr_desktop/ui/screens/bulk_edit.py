"""Change one thing in many records: choose it, see before and after, then apply it as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from upr_desktop.register.changes import Change, ChangeSet, RecordId
from upr_desktop.ui.choice_editors import ChipsEditor, ChoiceEditor
from upr_desktop.ui.columns import Column
from upr_desktop.ui.editors import Editor, TextEditor
from upr_desktop.ui.fields import Field
from upr_desktop.ui.inputs import ChoiceBox, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import hairline, line
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import Card, button, label

EDITORS: dict[str, Callable[[Look, Field, str], Editor]] = {
    "choice": ChoiceEditor,
    "chips": ChipsEditor,
    "text": TextEditor,
}


class BulkTarget(Protocol):
    """A record to be edited."""

    @property
    def id(self) -> RecordId:
        """Return its id."""

    @property
    def row(self) -> Any:
        """Return the row that tables show of it."""


@dataclass(frozen=True, slots=True)
class BulkField:
    """One thing that can be changed: its field, and what a record has before and after (shown, not written)."""

    field: Field
    before_and_after: Callable[[Any, Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BulkJob:
    """What a kind of record offers to be changed in many.

    `words` begins the keys of its wordings: WORDS.bulk.open, .title, .same, .field.KEY. `changes` gives the changes
    that a value of a field means for one record, `change_set` those for many as one step.
    """

    words: str
    fields: Sequence[BulkField]
    changes: Callable[[Any, str, Any], Sequence[Change]]
    change_set: Callable[[Sequence[Any], str, Any], ChangeSet]

    def field(self, key: str) -> BulkField:
        """Return the field with this key."""
        return next(one for one in self.fields if one.field.key == key)


@dataclass(frozen=True, slots=True)
class Preview:
    """One record as it is and as it would be."""

    id: RecordId
    number: str
    before: str
    after: str


def _cursor_column(table: Table) -> str:
    """Return the key of the column that the cursor of a table is in, or an empty text."""
    index = table.currentIndex()
    return table.rows.columns[index.column()].key if index.isValid() else ""


class BulkEdit(Card):
    """The pane in place of the form. `applied` carries the change set to write, `closed` asks to go back."""

    applied = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, job: BulkJob) -> None:
        super().__init__()
        self._look, self._job = look, job
        self._keys = [one.field.key for one in job.fields]
        self.targets: Sequence[Any] = ()
        self.value: Any = None
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.field = ChoiceBox()
        self.editors = {one.field.key: self._editor(one.field) for one in job.fields}
        self._values = QStackedWidget()
        self.preview = Table(look, self._columns(), "recommendations.bulk.preview")
        self.left_as_is = QLabel()
        self.left_as_is.setProperty("role", "caption")
        self.left_as_is.setWordWrap(True)
        self.apply_button = button(look, "recommendations.bulk.apply_none", "primary")
        self.cancel_button = button(look, "recommendations.bulk.cancel", "quiet")
        self._place()
        self._connect()
        self.setFocusProxy(self.field)
        look.name(self, f"{job.words}.bulk.open")
        look.language.follow(self, self._say)

    def open(self, targets: Sequence[BulkTarget], table: Table | None = None) -> None:
        """Begin with these records and no value, at the field whose column the cursor of the table is in."""
        self.show_targets(targets)
        column = _cursor_column(table) if table else ""
        near = [key for key in self._keys if column in (key, key.removeprefix("add_"))]
        if near:
            self.field.setCurrentIndex(self._keys.index(near[0]))
        self._choose_field()
        self.field.setFocus()

    def show_targets(self, targets: Sequence[BulkTarget]) -> None:
        """Show the records as they are now."""
        self.targets = targets
        self._say()

    def count(self) -> int:
        """Return how many records the value would change."""
        return len(self.preview.rows.order)

    def apply(self) -> None:
        """Ask for what the preview shows."""
        key, job = self._key(), self._job
        changed = [target for target in self.targets if job.changes(target, key, self.value)]
        if changed and not self._is_empty():
            self.applied.emit(job.change_set(changed, key, self.value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        for editor in self.editors.values():
            self._values.addWidget(editor)
        self.box.addWidget(self.title)
        for caption, widget in (
            ("recommendations.bulk.field", self.field),
            ("recommendations.bulk.value", self._values),
        ):
            words = label(self._look, caption, "caption")
            words.setBuddy(widget)
            self.box.addWidget(words)
            self.box.addWidget(widget)
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self._look.name(widget, caption)
        self.box.addWidget(self.preview, 1)
        self.box.addWidget(hairline())
        self.box.addWidget(self.left_as_is)
        self.box.addWidget(line(self.apply_button, self.cancel_button))

    def _connect(self) -> None:
        self.field.activated.connect(self._choose_field)
        self.apply_button.clicked.connect(self.apply)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.apply)
        self.cancel_button.clicked.connect(self.closed)
        for editor in self.editors.values():
            editor.edited.connect(self._take)
            editor.left.connect(self.closed)
        for key, editor in self.editors.items():
            self._follow_typing(key, editor.input)

    def _follow_typing(self, key: str, text: QWidget) -> None:
        """Show what a text would change while it is typed."""
        if isinstance(text, QPlainTextEdit):
            text.textChanged.connect(lambda: self._take(key, text_in(text)))

    def _editor(self, field: Field) -> Editor:
        return EDITORS[field.kind](self._look, field, field.key)

    def _columns(self) -> tuple[Column[Preview], ...]:
        return (
            Column("number", "recommendations.column.number", lambda row: row.number, width=72, strong=True),
            Column("before", "recommendations.bulk.before", lambda row: row.before, kind="text2", width=120),
            Column(
                "after",
                "recommendations.bulk.after",
                lambda row: row.after,
                kind="text2",
                width=120,
                stretch=True,
            ),
        )

    def _key(self) -> str:
        return str(self.field.currentData() or self._keys[0])

    def _choose_field(self) -> None:
        self._values.setCurrentWidget(self.editors[self._key()])
        for key, editor in self.editors.items():
            policy = QSizePolicy.Policy.Preferred if key == self._key() else QSizePolicy.Policy.Ignored
            editor.setSizePolicy(policy, policy)
        self.value = None
        self.editors[self._key()].load(None)
        self._say()

    def _take(self, key: str, value: Any) -> None:
        if key == self._key():
            self.value = value
            self._say()

    def _is_empty(self) -> bool:
        return self.value is None or self.value in ("", ())

    def _say(self) -> None:
        total = len(self.targets)
        self.title.setText(self._look.t(f"{self._job.words}.bulk.title", count=total))
        self._fill_fields()
        self.preview.set_rows([] if self._is_empty() else self._previews())
        count = self.count()
        self.apply_button.setEnabled(count > 0)
        key = "recommendations.bulk.apply" if count else "recommendations.bulk.apply_none"
        self.apply_button.setText(self._look.t(key, count=count))
        self.apply_button.setToolTip(f"{self.apply_button.text()} (Ctrl+Enter)")
        same = total - count
        self.left_as_is.setVisible(self._is_empty() or same > 0)
        hint = self._look.t("recommendations.bulk.choose_value")
        left = self._look.t(f"{self._job.words}.bulk.same", count=same)
        self.left_as_is.setText(hint if self._is_empty() else left)

    def _fill_fields(self) -> None:
        chosen = self._key()
        self.field.clear()
        for key in self._keys:
            self.field.addItem(self._look.t(f"{self._job.words}.bulk.field.{key}"), key)
        self.field.setCurrentIndex(self._keys.index(chosen))

    def _previews(self) -> list[Preview]:
        key = self._key()
        shown = self._job.field(key).before_and_after
        return [
            Preview(target.id, target.row.number or "—", *shown(target.row, self.value))
            for target in self.targets
            if self._job.changes(target, key, self.value)
        ]
