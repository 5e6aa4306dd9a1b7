"""Let the window close when nothing is lost by it: long work is ended first, the register given back."""

from PySide6.QtCore import QObject, QTimer, Signal

from upr_desktop.ui.asking import confirm
from upr_desktop.ui.desk import Desk
from upr_desktop.ui.look import Look
from upr_desktop.ui.window import Window
from upr_desktop.ui.work import Work


class Leaving(QObject):
    """Decides whether the window may close. `left` comes when the register was given back and it closes now.

    Work that is ended leaves the register as before or as after, never between: only one transaction writes.
    """

    left = Signal()

    def __init__(self, look: Look, window: Window, work: Work, desk: Desk) -> None:
        super().__init__(window)
        self._look, self._window, self._work, self._desk = look, window, work, desk
        self._is_leaving = False
        window.may_close = self.may_leave
        work.idle.connect(self._leave_when_idle)

    def may_leave(self) -> bool:
        """Give everything back and return whether the window may close now."""
        if self._work.is_busy:
            self._end_work()
            return False
        try:
            self._desk.close()
        finally:
            self.left.emit()
        return True

    def _end_work(self) -> None:
        """Ask whether to stop what a person began, then stop it and close when it has come to its end."""
        task = self._work.current
        is_worth_asking = task is not None and not task.quiet and task is not self._desk.task
        if self._is_leaving or (is_worth_asking and not self._agrees_to_stop()):
            return
        self._is_leaving = True
        if self._work.is_busy:
            self._window.status.say(lambda: self._look.t("window.leaving"))
            self._work.stop(0)
        else:
            QTimer.singleShot(0, self._leave_when_idle)  # a window that is closing takes no second close

    def _agrees_to_stop(self) -> bool:
        task = self._work.current
        question = self._look.t("window.leave.sure", work=task.title if task else "")
        return confirm(self._look, self._window, question, "window.leave.yes", "window.leave.no")

    def _leave_when_idle(self) -> None:
        if self._is_leaving:
            self._is_leaving = False
            self._window.close()
