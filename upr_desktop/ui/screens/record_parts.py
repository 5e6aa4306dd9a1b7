"""Edit what belongs to a record: a list of its parts above, one of them in fields below, a way to add another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import COMPACT_ROW_HEIGHT, FIELD_SPACE
from upr_desktop.ui.widgets import button, label

HEADER, MOST_SEEN = 44, 4


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its id and the values of its fields."""

    id: RecordId
    values: Mapping[str, FieldValue]


class RecordParts(QWidget):
    """The parts of one record. It asks and does not write: `edited` carries id, field and value; `remove_asked` the id.

    `words` begins the keys of its wordings: WORDS.list, WORDS.form, WORDS.none, WORDS.remove.
    """

    edited = Signal(str, str, object)
    remove_asked = Signal(str)

    def __init__(
        self,
        look: Look,
        columns: Sequence[Column[Any]],
        fields: Sequence[Field],
        words: str,
        adding: QWidget,
        most_seen: int = MOST_SEEN,
    ) -> None:
        super().__init__()
        self._look, self._most_seen = look, most_seen
        self._parts: dict[str, Part] = {}
        self.table: Table = Table(look, columns, f"{words}.list")
        self.table.set_compact(True)
        self.form = Form(look, fields, f"{words}.form")
        self.empty: QLabel = label(look, f"{words}.none", "soft")
        self.adding = adding
        self.remove_button = button(look, f"{words}.remove", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        for widget in (self.adding, self.empty, self.table):
            layout.addWidget(widget)
        layout.addWidget(self.form, 100)
        layout.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.remove_button.clicked.connect(self._ask_remove)
        self.table.current_changed.connect(self._show_part)
        self.form.field_edited.connect(self._pass_on)
        self.form.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show the parts of a record; the cursor stays on the part it is on."""
        self._parts = {part.id: part for part in parts}
        self.table.set_rows(list(parts))
        self.table.setVisible(bool(parts))
        seen = min(max(len(parts), 1), self._most_seen)
        self.table.setFixedHeight(self._look.theme.px(HEADER + seen * COMPACT_ROW_HEIGHT))
        self.form.setVisible(bool(parts))
        self.remove_button.setVisible(bool(parts))
        self.empty.setVisible(not parts)
        if parts and self.table.current_id() not in self._parts:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._show_part(self.table.current_id())

    def commit(self) -> None:
        """Hand on what a field still holds."""
        self.form.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self.form.set_read_only(read_only)
        self.adding.setEnabled(not read_only)
        self.remove_button.setEnabled(not read_only)

    def _show_part(self, id: str) -> None:
        part = self._parts.get(id)
        self.form.show_record(id if part else None, part.values if part else {})

    def _pass_on(self, field: str, value: object) -> None:
        if self.form.record_id is not None:
            self.edited.emit(self.form.record_id, field, value)

    def _ask_remove(self) -> None:
        if id := self.table.current_id():
            self.remove_asked.emit(id)


class AddBox(ChoiceBox):
    """A list whose first line says what choosing one adds; `chosen` carries the code, and the first line comes back."""

    chosen = Signal(str)

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self._look, self._key = look, key
        look.name(self, key)
        self.activated.connect(self._choose)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these codes under their labels."""
        self.clear()
        self.addItem(self._look.t(self._key), "")
        for code, name in choices:
            self.addItem(name, code)

    def _choose(self, place: int) -> None:
        code = self.currentData()
        self.setCurrentIndex(0)
        if code:
            self.chosen.emit(code)
