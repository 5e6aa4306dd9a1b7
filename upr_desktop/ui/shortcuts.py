"""Bind keys to what a widget does while the keyboard is in it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(widget: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Let keys act while the widget, or what is in it, has the keyboard."""
    for keys, act in acts.items():
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
