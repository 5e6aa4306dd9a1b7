"""Say what the window asks of each of its screens."""

from PySide6.QtWidgets import QWidget

from upr_desktop.register.apply import Applied
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session


class Screen(QWidget):
    """One screen of the window on one open register. `title` is the key of its name in the sidebar.

    A screen reads when it is first shown and again when something it shows was touched; what it writes goes through
    the session, with itself as the initiator.
    """

    title = ""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self.look = look
        self.session = session
        session.changed.connect(self._hear)

    def _hear(self, applied: Applied, initiator: object) -> None:
        self.refresh(applied, own=initiator is self)

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        """Read again what was touched (everything where None); `own` says that this screen asked for the change."""

    @property
    def shown_period(self) -> str:
        """Return the code of the period that the screen shows; nothing where it shows none."""
        return ""

    def search(self, text: str) -> None:
        """Narrow the screen down to what holds the text typed in the window's search field."""

    def leave(self) -> None:
        """Save what a field still holds: the screen is about to be left, or the window closed."""
