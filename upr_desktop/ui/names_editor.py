"""Edit a list of names typed freely: each is a chip, the line behind them takes another."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from upr_desktop.ui.buttons import PlainButton
from upr_desktop.ui.editors import Editor
from upr_desktop.ui.fields import Field, FieldValue
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import SharedUndo
from upr_desktop.ui.look import Look
from upr_desktop.ui.tab_order import reach_before

REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
LINE_WIDTH = 180


class NamesEditor(Editor):
    """Names as chips: × (or Delete) takes one away, Enter in the line adds what is typed there."""

    def __init__(self, look: Look, field: Field, key: str) -> None:
        self._names: tuple[str, ...] = ()
        self._chips: list[QToolButton] = []
        self._is_read_only = False
        self.line = QLineEdit()
        self.line.setFixedWidth(look.theme.px(LINE_WIDTH))
        area = QWidget()
        self._flow = FlowLayout(area)
        self._flow.addWidget(self.line)
        super().__init__(look, field, key, area)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self._line_undo = SharedUndo(self)
        self.line.installEventFilter(self._line_undo)
        self.line.returnPressed.connect(self.commit)
        look.text(self.line, self.line.setPlaceholderText, field.hint or field.caption)
        look.name(self.line, field.hint or field.caption)

    def put(self, value: FieldValue) -> None:
        """Show the names as chips, with nothing typed behind them."""
        self._names = value if isinstance(value, tuple) else ()
        self.line.clear()
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place, name) for place, name in enumerate(self._names)]
        reach_before(self.line, self._chips)
        self.updateGeometry()

    def reading(self) -> FieldValue:
        """Return the names of the chips and what is typed behind them."""
        typed = self.line.text().strip()
        return (*self._names, typed) if typed and typed not in self._names else self._names

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self._is_read_only = read_only
        self.line.setHidden(read_only)
        for chip in self._chips:
            chip.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Delete take the chip in focus away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in REMOVES:
            if watched in self._chips and isinstance(watched, QToolButton):
                watched.click()
                return True
            return False
        return super().eventFilter(watched, event)

    def _chip(self, place: int, name: str) -> QToolButton:
        chip = PlainButton(f"{name}  ×", "tag")
        chip.setToolTip(self._look.t("toolkit.chips.remove", label=name))
        chip.setAccessibleName(self._look.t("toolkit.chips.remove", label=name))
        chip.setEnabled(not self._is_read_only)
        chip.clicked.connect(lambda: self._remove(name))
        chip.installEventFilter(self)
        self._flow.insert(place, chip)
        return chip

    def _remove(self, name: str) -> None:
        self.put(tuple(one for one in self._names if one != name))
        self.line.setFocus()
        self.commit()
