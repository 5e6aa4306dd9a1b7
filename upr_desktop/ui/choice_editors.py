"""Edit what is chosen: one of a list, yes or no, several as chips."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from upr_desktop.ui.buttons import PlainButton
from upr_desktop.ui.choice_popup import ChoicePopup, Option
from upr_desktop.ui.editors import Editor
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import ChoiceBox, TickBox, show_choices
from upr_desktop.ui.look import Look
from upr_desktop.ui.tab_order import reach_before

CHIP_WIDTH = 220


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
        look.text(self._tick, self._tick.setToolTip, field.hint or field.caption)
        self._tick.setMinimumWidth(1)  # its words may be cut in little room, but widen no form beyond it
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
