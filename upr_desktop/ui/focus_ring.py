"""Frame a widget that has the keyboard, outside of it: what it shows stays in line with what stands around it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QWidget

from upr_desktop.ui.theme import GRID

SHOWN = (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Show, QEvent.Type.Hide)
PLACED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ParentChange)


class FocusRing(QFrame):
    """A frame around another widget, in the margin beside it, while that has the keyboard."""

    def __init__(self, framed: QWidget) -> None:
        super().__init__(framed)
        self._framed = framed
        self.setProperty("role", "ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        framed.installEventFilter(self)
        framed.destroyed.connect(self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is framed."""
        if watched is self._framed and event.type() in PLACED:
            self._place()
        elif watched is self._framed and event.type() in SHOWN:
            self._place()
            self.setVisible(self._framed.hasFocus() and self._framed.isVisible())
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Stand beside what is framed, above it and a little larger."""
        beside = self._framed.parentWidget()
        if beside is None:
            return
        if self.parentWidget() is not beside:
            was_shown = self.isVisible()
            self.setParent(beside)
            self.setVisible(was_shown)
        room = GRID + 2
        self.setGeometry(self._framed.geometry().adjusted(-room, -GRID, room, GRID))
        self.raise_()
