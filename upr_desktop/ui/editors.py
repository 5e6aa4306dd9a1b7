"""Edit one value of a form: loading never alters it, leaving emits it only if a person changed it."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.buttons import PlainButton
from upr_desktop.ui.choice_popup import ChoicePopup, Option
from upr_desktop.ui.fields import Choice, Field, FieldValue, Untypable, brief, parse_date, restored
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.icons import icon
from upr_desktop.ui.inputs import ChoiceBox, GrowingText, SharedUndo, TickBox, show_choices, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.tab_order import reach_before
from upr_desktop.ui.theme import GRID, TARGET

CHIP_WIDTH = 220
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QWidget):
    """One value and the widget that shows it.

    `edited` carries the field's key and the new value once the field is left (or a value chosen) and differs from
    what was loaded; `left` says that Esc or Ctrl+Enter asks to leave the form; `refused` the sentence (or nothing)
    to show beside the field.
    """

    edited = Signal(str, object)
    left = Signal()
    refused = Signal(str)

    def __init__(self, look: Look, field: Field, key: str, widget: QWidget) -> None:
        super().__init__()
        self._look, self._field, self._key = look, field, key
        self.input = widget
        self._stored: FieldValue = None
        self._shown: FieldValue = None
        self._seen: FieldValue = None
        self._is_kept = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(widget)
        self.setFocusProxy(widget)
        widget.installEventFilter(self)
        self._shared_undo = SharedUndo(self)
        widget.installEventFilter(self._shared_undo)
        look.name(widget, field.caption)

    def put(self, value: FieldValue) -> None:
        """Show a value in the widget."""
        raise NotImplementedError

    def reading(self) -> FieldValue:
        """Return what the widget shows now, in its own terms."""
        raise NotImplementedError

    def value(self) -> FieldValue:
        """Return the value that the widget's reading stands for. Raises Untypable."""
        return self.reading()

    def is_touched(self) -> bool:
        """Return whether a person changed what is shown and it was not yet emitted."""
        return self._is_kept or self.reading() != self._seen

    def keep(self) -> None:
        """Hold on to what was emitted, as it could not be saved: it counts as not yet emitted."""
        self._is_kept = True

    def load(self, value: FieldValue, keep_typed: bool = False) -> None:
        """Show a stored value; with `keep_typed` what a person is just typing stays, and another value is told."""
        is_same, self._stored = value == self._stored, value
        if not (keep_typed and self.is_touched()):
            self._is_kept, self._shown = False, value
            self.put(value)
            self._seen = self.reading()
            self.refused.emit("")
        elif not is_same:
            self.refused.emit(self._look.t("toolkit.written_meanwhile", value=brief(value)))

    def restore(self) -> None:
        """Show the stored value again."""
        self.load(self._stored)

    def commit(self) -> None:
        """Emit the value if a person changed it, or say why it is not one."""
        if not self.is_touched():
            return
        try:
            value = self.value()
        except Untypable as wrong:
            self.refused.emit(self._look.t(str(wrong)))
            return
        self.refused.emit("")
        self._is_kept = False
        self._seen = self.reading()
        self._shown = value
        if value != self._stored:
            self.edited.emit(self._key, value)

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self.input.setEnabled(not read_only)

    def retranslate(self) -> None:
        """Show the value in the language now in use, unless a person is typing."""
        if not self.is_touched():
            self.put(self._shown)
            self._seen = self.reading()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._leave_by(event)
        return super().eventFilter(watched, event)

    def _leave_by(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self.is_touched() or self._shown != self._stored:
                self.restore()
            else:
                self.left.emit()
            return True
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            self.left.emit()
            return True
        return False


class TextEditor(Editor):
    """A line or a text; its line ends and no-break spaces stay as they were where nobody typed."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._text = QLineEdit() if field.kind in ("line", "date") else GrowingText(field.lines)
        super().__init__(look, field, key, self._text)
        if isinstance(self._text, QLineEdit):
            self._text.returnPressed.connect(self.commit)
        if field.hint:
            look.text(self._text, self._text.setPlaceholderText, field.hint)

    def put(self, value: FieldValue) -> None:
        text = "" if value is None else str(value)
        if isinstance(self._text, QLineEdit):
            self._text.setText(text)
            self._text.setCursorPosition(0)
        else:
            self._text.setPlainText(text)

    def reading(self) -> FieldValue:
        return text_in(self._text)

    def value(self) -> FieldValue:
        original = self._shown if isinstance(self._shown, str) else ""
        return restored(original, str(self._seen), text_in(self._text)) or self._field.empty

    def set_read_only(self, read_only: bool) -> None:
        self._text.setReadOnly(read_only)
        self._text.style().polish(self._text)


class DateEditor(TextEditor):
    """A day or none, typed as people write it or picked from a calendar; anything else stored is shown as it is."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        super().__init__(look, field, key)
        self._pick = QToolButton(self._text)
        self._pick.setProperty("role", "icon")
        self._pick.setFixedWidth(look.theme.px(TARGET))
        self._pick.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pick.setCursor(Qt.CursorShape.ArrowCursor)
        if isinstance(self._text, QLineEdit):
            self._text.setTextMargins(0, 0, look.theme.px(TARGET), 0)
        look.name(self._pick, "toolkit.date.pick")
        look.text(self._pick, lambda text: self._pick.setToolTip(f"{text} (Alt+↓)"), "toolkit.date.pick")
        look.theme.follow(
            self._pick, lambda: self._pick.setIcon(icon("calendar", self._look.theme.colours.soft))
        )
        self._pick.clicked.connect(self._open_calendar)

    def put(self, value: FieldValue) -> None:
        super().put(self._look.language.date(value) if isinstance(value, str) else value)

    def value(self) -> FieldValue:
        text = text_in(self._text)
        if text == self._look.language.date(str(self._stored or "")):
            return self._stored
        try:
            return parse_date(text) or self._field.empty
        except ValueError as wrong:
            raise Untypable("toolkit.date.how") from wrong

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._pick.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button at the right end of the line; Alt+↓ opens the calendar as the button does."""
        if event.type() == QEvent.Type.Resize and watched is self._text:
            edge = self._text.rect().adjusted(0, 2, -2, -2)
            self._pick.setGeometry(
                edge.right() - self._pick.width(), edge.top(), self._pick.width(), edge.height()
            )
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if is_down and self._pick.isEnabled():
                self._open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _open_calendar(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "popup")
        calendar = QCalendarWidget(popup)
        calendar.setLocale(self._look.language.locale)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = QDate.fromString(str(self._shown or ""), Qt.DateFormat.ISODate)
        if shown.isValid():
            calendar.setSelectedDate(shown)
        QVBoxLayout(popup).addWidget(calendar)
        calendar.clicked.connect(lambda day: self._take_day(day, popup))
        calendar.activated.connect(lambda day: self._take_day(day, popup))
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()

    def _take_day(self, day: QDate, popup: QFrame) -> None:
        if popup.isVisible():
            popup.close()
            super().put(self._look.language.date(str(day.toString(Qt.DateFormat.ISODate))))
            self.commit()


class ChoiceEditor(Editor):
    """One of a list, or none; a stored value that is not in the list is shown as such and stays."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._box = ChoiceBox()
        super().__init__(look, field, key, self._box)
        self._box.activated.connect(self.commit)

    def put(self, value: FieldValue) -> None:
        show_choices(self._box, self._field.choices(), None if value is None else str(value), self._look)

    def reading(self) -> FieldValue:
        code: FieldValue = self._box.currentData()
        return code

    def value(self) -> FieldValue:
        code = self.reading()
        return self._field.empty if code is None else code


class TickEditor(Editor):
    """Yes or no; a value that is neither yet shows as half ticked until a person decides."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._tick = TickBox()
        super().__init__(look, field, key, self._tick)
        look.text(self._tick, self._tick.setText, field.hint or field.caption)
        self._tick.clicked.connect(self.commit)

    def put(self, value: FieldValue) -> None:
        self._tick.setTristate(False)
        if value is None:
            self._tick.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self._tick.setChecked(bool(value))

    def reading(self) -> FieldValue:
        state = self._tick.checkState()
        return None if state == Qt.CheckState.PartiallyChecked else state == Qt.CheckState.Checked

    def is_touched(self) -> bool:
        return self.reading() is not self._seen


class ChipsEditor(Editor):
    """Several of a list as chips: × takes one away, the last button opens the list with its line to find in."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._codes: tuple[str, ...] = ()
        self._chips: list[QToolButton] = []
        self._is_read_only = False
        self._add = QToolButton()
        self._add.setProperty("role", "tag")
        area = QWidget()
        self._flow = FlowLayout(area)
        self._flow.addWidget(self._add)
        super().__init__(look, field, key, area)
        self.setFocusProxy(self._add)
        self._add.installEventFilter(self)
        self._popup = ChoicePopup(look, self)
        self._popup.chosen_changed.connect(self._take)
        self._popup.closed.connect(self.commit)
        self._add.clicked.connect(self._open)
        look.language.follow(self._add, self._name_button)

    def put(self, value: FieldValue) -> None:
        self._codes = value if isinstance(value, tuple) else ()
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.removeEventFilter(self)
            chip.hide()
            chip.deleteLater()
        labels = {choice.code: choice for choice in self._field.choices()}
        self._chips = [self._chip(place, code, labels) for place, code in enumerate(self._codes)]
        reach_before(self._add, self._chips)
        self._name_button()
        self.updateGeometry()

    def reading(self) -> FieldValue:
        return self._codes

    def set_read_only(self, read_only: bool) -> None:
        self._is_read_only = read_only
        self._add.setDisabled(read_only)
        for chip in self._chips:
            chip.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        removes = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in removes:
            if watched in self._chips and isinstance(watched, QToolButton):
                watched.click()
            return True
        return super().eventFilter(watched, event)

    def _name_button(self) -> None:
        """Say in full what the button does where the field is empty; behind chips a plus will do."""
        name = self._look.t("toolkit.chips.add_to", field=self._look.t(self._field.caption))
        self._add.setText("+" if self._codes else self._look.t("toolkit.chips.add"))
        self._add.setAccessibleName(name)
        self._add.setToolTip(name)

    def _chip(self, place: int, code: str, labels: dict[str, Choice]) -> QToolButton:
        choice = labels.get(code) or Choice(code, self._look.t("toolkit.choice.unknown", value=code))
        label = choice.label
        chip = PlainButton(role="tag")
        shown = choice.short or label
        room = self._look.theme.px(CHIP_WIDTH)
        chip.setText(f"{chip.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room)}  ×")
        chip.setToolTip(self._look.t("toolkit.chips.remove", label=label))
        chip.setAccessibleName(self._look.t("toolkit.chips.remove", label=label))
        chip.setEnabled(not self._is_read_only)
        chip.clicked.connect(lambda: self._remove(code))
        chip.installEventFilter(self)
        self._flow.insert(place, chip)
        return chip

    def _remove(self, code: str) -> None:
        self.put(tuple(one for one in self._codes if one != code))
        self._add.setFocus()
        self.commit()

    def _open(self) -> None:
        choices = [Option(choice.code, choice.label) for choice in self._field.choices()]
        known = {choice.code for choice in choices}
        unknown = [Option(code, code) for code in self._codes if code not in known]
        self._popup.open_below(self._add, choices + unknown, self._codes, single=self._field.single)

    def _take(self, chosen: Sequence[str]) -> None:
        kept = [code for code in (*self._popup.before, *self._codes) if code in chosen]
        self.put(tuple(dict.fromkeys([*kept, *chosen])))


class ShownEditor(Editor):
    """A text to read, which can be marked and copied but not edited."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        marks = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self._label.setTextInteractionFlags(marks)
        super().__init__(look, field, key, self._label)

    def put(self, value: FieldValue) -> None:
        self._label.setText("" if value is None else str(value))

    def reading(self) -> FieldValue:
        return None

    def set_read_only(self, read_only: bool) -> None:
        """Stay as it is: it never takes edits."""
