"""Edit a cell in place: a line, a text of several lines, or a list to choose from."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from upr_desktop.ui.cell_painting import CellPainter
from upr_desktop.ui.fields import restored
from upr_desktop.ui.inputs import ChoiceBox, show_choices, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.steady_table import has_keyboard
from upr_desktop.ui.table_model import TableModel

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint
LONG_CELL_LINES, LEAST_WIDTH = 5, 160


class CellDelegate(CellPainter):
    """Opens an editor over a cell and tells the model what was typed, only if it was changed."""

    moved_on = Signal(Qt.Key)

    def __init__(self, look: Look, view: QTableView) -> None:
        super().__init__(look, view)
        self._seen = ""
        self._editor: QWidget | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._table_model().columns[index.column()]
        editor: QWidget
        if column.choices:
            editor = ChoiceBox(parent)
            editor.activated.connect(lambda: self._finish(editor, None))
            QTimer.singleShot(0, editor, editor.showPopup)
        elif column.kind == "text2":
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
        else:
            editor = QLineEdit(parent)
        self._editor = editor
        editor.setProperty("role", "cell")
        editor.setAccessibleName(self._table_model().title(column))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            model = self._table_model()
            choices = model.columns[index.column()].choices
            row = model.order.at(index.row())
            show_choices(editor, choices(row) if choices else (), text or None, self._look)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()
        self._seen = _typed(editor)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        typed = _typed(editor)
        if typed != self._seen and isinstance(model, TableModel):
            original = str(index.data(Qt.ItemDataRole.EditRole))
            is_choice = isinstance(editor, QComboBox)
            model.type_into(index, typed if is_choice else restored(original, self._seen, typed))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)
        if self.band_height and self.band(index.row()):
            box.setTop(box.top() + self.band_height)
        room = self._view.viewport().width() - box.left()
        box.setWidth(max(box.width(), min(self._look.theme.px(LEAST_WIDTH), room)))
        if isinstance(editor, QPlainTextEdit):
            lines = min(LONG_CELL_LINES, 2 + len(editor.toPlainText()) * 8 // max(box.width(), 1))
            height = max(box.height(), lines * editor.fontMetrics().lineSpacing() + 12)
            highest = self._view.viewport().height() - height
            box = QRect(box.left(), max(0, min(box.top(), highest)), box.width(), height)
        editor.setGeometry(box)

    def go_to_end(self) -> None:
        """Set the cursor of the open editor behind its text."""
        if isinstance(self._editor, QLineEdit):
            self._editor.end(False)
        elif isinstance(self._editor, QPlainTextEdit):
            self._editor.moveCursor(QTextCursor.MoveOperation.End)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(editor, QWidget)
        ):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self._enter(editor, event)
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._finish(editor, key)
                return True
        return super().eventFilter(editor, event)

    def _enter(self, editor: QWidget, event: QKeyEvent) -> bool:
        new_line = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if isinstance(editor, QPlainTextEdit) and event.modifiers() & new_line:
            editor.insertPlainText("\n")
        else:
            self._finish(editor, Qt.Key.Key_Return)
        return True

    def _finish(self, editor: QWidget, key: Qt.Key | None) -> None:
        was_typing = has_keyboard(editor)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, Hint.NoHint)
        if was_typing:  # what was written may have shown the rows anew, and the editor with them was gone
            self._view.setFocus()
        if key is not None:
            self.moved_on.emit(key)

    def _table_model(self) -> TableModel:
        model = self._view.model()
        if not isinstance(model, TableModel):
            raise TypeError(model)
        return model


def _typed(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    return text_in(editor)
