"""Edit a text that stands in Kazakh, Russian and English, one language at a time, behind tabs."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.ui.editors import TextEditor
from upr_desktop.ui.fields import Field, FieldValue
from upr_desktop.ui.language import FULL_NAMES, NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import GRID
from upr_desktop.words import LANGUAGES

STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class LanguageTab(QToolButton):
    """The tab of one language. Who comes to it by Tab wants to write and is `passed` on; Shift+Tab stops at it."""

    passed = Signal()
    moved = Signal(int)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.passed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if by := STEPS.get(Qt.Key(event.key())):
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)


class LanguageTexts(QWidget):
    """Three editors of the values `KEY_kk`, `KEY_ru`, `KEY_en`; the tabs say which languages have a text.

    Tab leads into the text shown and on to the next field; Shift+Tab from the text to the tabs, arrows between them.

    More may be put at the right of the tabs, into `line`.
    """

    edited = Signal(str, object)
    left = Signal()
    refused = Signal(str)

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self._look, self._field = look, field
        self._record: str | None = None
        self.editors = {code: TextEditor(look, field, f"{field.key}_{code}") for code in LANGUAGES}
        self.tabs = {code: self._tab(code) for code in LANGUAGES}
        self._shown = LANGUAGES[0]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        self.line = line = QHBoxLayout()
        line.setSpacing(0)
        group = QButtonGroup(self)
        for code in LANGUAGES:
            group.addButton(self.tabs[code])
            line.addWidget(self.tabs[code])
            self.editors[code].edited.connect(self.edited)
            self.editors[code].left.connect(self.left)
            self.editors[code].refused.connect(self.refused)
        line.addStretch(1)
        layout.addLayout(line)
        for editor in self.editors.values():
            layout.addWidget(editor)
        self.show_language(self._shown)
        look.language.follow(self, self._name_parts)

    @property
    def input(self) -> QWidget:
        """Return the text now shown, for the caption to lead to."""
        return self.editors[self.shown_language()].input

    def shown_language(self) -> str:
        """Return the language whose text is shown: kk, ru or en."""
        return self._shown

    def show_language(self, code: str) -> None:
        """Show the text in a language."""
        self._shown = code
        self.setFocusProxy(self.editors[code].input)
        self.tabs[code].setChecked(True)
        for one, tab in self.tabs.items():
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == code else Qt.FocusPolicy.ClickFocus)
        for one, editor in self.editors.items():
            editor.setVisible(one == code)

    def load_values(self, values: Mapping[str, FieldValue], keep_typed: bool) -> None:
        """Show the three stored values, and first the language there is a text in."""
        for code, editor in self.editors.items():
            editor.load(values.get(f"{self._field.key}_{code}"), keep_typed)
        self._name_parts()
        if not keep_typed:
            self.show_language(self._best_language())

    def commit(self) -> None:
        """Emit what a person changed in any of the languages."""
        for editor in self.editors.values():
            editor.commit()

    def is_touched(self) -> bool:
        """Return whether a person changed a text and it was not yet emitted."""
        return any(editor.is_touched() for editor in self.editors.values())

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    def retranslate(self) -> None:
        """Name tabs and texts in the language now in use."""
        self._name_parts()

    def _best_language(self) -> str:
        wished = self._look.language.code
        filled = [code for code, editor in self.editors.items() if editor.reading()]
        return wished if wished in filled or not filled else filled[0]

    def _tab(self, code: str) -> QToolButton:
        tab = LanguageTab()
        tab.moved.connect(lambda by: self._go(LANGUAGES.index(code) + by))
        tab.passed.connect(lambda: self.editors[code].input.setFocus(Qt.FocusReason.TabFocusReason))
        tab.setProperty("role", "tab")
        tab.setText(NAMES[code])
        tab.setCheckable(True)
        tab.clicked.connect(lambda: self.show_language(code))
        return tab

    def _go(self, place: int) -> None:
        """Show the next language, or the one before; the first and the last are the ends."""
        code = LANGUAGES[max(0, min(place, len(LANGUAGES) - 1))]
        self.show_language(code)
        self.tabs[code].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _name_parts(self) -> None:
        caption = self._look.t(self._field.caption)
        for code, tab in self.tabs.items():
            is_empty = not self.editors[code].reading()
            key = "toolkit.texts.empty" if is_empty else "toolkit.texts.filled"
            tip = self._look.t(key, language_name=FULL_NAMES[code])
            tab.setProperty("empty", is_empty)
            tab.style().polish(tab)
            tab.setText(NAMES[code] + (" ○" if is_empty else ""))
            tab.setToolTip(tip)
            tab.setAccessibleName(f"{caption}: {tip}")
            self.editors[code].input.setAccessibleName(f"{caption}: {FULL_NAMES[code]}")
