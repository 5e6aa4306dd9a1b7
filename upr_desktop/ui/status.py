"""Show the line below the screens: file and state, what was just done, long work, what is to be mended or decided."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.widgets import StatusLine
from upr_desktop.ui.work import Work, WorkBar


class Status(StatusLine):
    """The line below; `problems_asked` or `questions_asked` when a number of problems or open questions is pressed."""

    problems_asked = Signal()
    questions_asked = Signal()

    def __init__(self, look: Look, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look = look
        self._problems: int | None = None
        self._questions = 0
        self._state: Callable[[], str] = lambda: ""
        self.work_bar = WorkBar(look, work)
        self.problems, self.questions = QPushButton(), QPushButton()
        self.box.insertWidget(2, self.work_bar)
        for one, asked in ((self.questions, self.questions_asked), (self.problems, self.problems_asked)):
            one.setProperty("role", "link")
            one.clicked.connect(asked)
            self.box.addWidget(one)
        look.language.follow(self, self._word)

    def state(self, state: Callable[[], str]) -> None:
        """Set what stands here when nothing was just done, as a function that words it in the language of the time."""
        self._state = state
        self._word()

    def count_problems(self, count: int | None) -> None:
        """Show how many problems the register has; nothing for None, when that is not known."""
        self._problems = count
        self._word()

    def count_questions(self, count: int) -> None:
        """Show how many questions returns left open."""
        self._questions = count
        self._word()

    def _word(self) -> None:
        self.rest(self._state())
        self._say(self.problems, "window.problems", self._problems or 0)
        self._say(self.questions, "window.conflicts", self._questions)

    def _say(self, link: QPushButton, key: str, count: int) -> None:
        """Word a number that leads somewhere; nothing for none."""
        text = self._look.t(f"{key}.count", count=count)
        link.setVisible(count > 0)
        link.setText(text)
        link.setAccessibleName(text)
        link.setToolTip(self._look.t(f"{key}.show"))
