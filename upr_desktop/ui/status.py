"""Show the line below the screens: file and state, what was just done, long work, and how many problems there are."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.widgets import StatusLine
from upr_desktop.ui.work import Work, WorkBar


class Status(StatusLine):
    """The line below; `problems_asked` when the number of problems is pressed."""

    problems_asked = Signal()

    def __init__(self, look: Look, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look = look
        self._problems: int | None = None
        self._state: Callable[[], str] = lambda: ""
        self.work_bar = WorkBar(look, work)
        self.problems = QPushButton()
        self.problems.setProperty("role", "link")
        self.problems.clicked.connect(self.problems_asked)
        self.box.insertWidget(2, self.work_bar)
        self.box.addWidget(self.problems)
        look.language.follow(self, self._word)

    def state(self, state: Callable[[], str]) -> None:
        """Set what stands here when nothing was just done, as a function that words it in the language of the time."""
        self._state = state
        self._word()

    def count_problems(self, count: int | None) -> None:
        """Show how many problems the register has; nothing for None, when that is not known."""
        self._problems = count
        self._word()

    def _word(self) -> None:
        self.rest(self._state())
        self.problems.setVisible(bool(self._problems))
        if self._problems:
            text = self._look.t("window.problems.count", count=self._problems)
            self.problems.setText(text)
            self.problems.setAccessibleName(text)
            self.problems.setToolTip(self._look.t("window.problems.show"))
