"""Say which plan is shown; offer the others, a new one, and what is done with a plan as a whole."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from upr_desktop.register.plan_rows import PlanRow
from upr_desktop.ui.look import Look

WORDS = "measures.plan."
LAST_PLAN = "measures.plan"
TITLE_WIDTH = 220


class PlanButton(QToolButton):
    """Shows the title of the plan and opens its menu; `chosen` carries the id of another plan."""

    chosen = Signal(str)

    def __init__(self, look: Look, title_of: Callable[[PlanRow], str]) -> None:
        super().__init__()
        self._look, self._title_of = look, title_of
        self._plans: Sequence[PlanRow] = ()
        self._current: PlanRow | None = None
        self._actions: list[tuple[QAction, bool]] = []
        self.setProperty("role", "quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.plan_menu = QMenu(self)
        self.plan_menu.aboutToShow.connect(self._fill)
        self.setMenu(self.plan_menu)
        self.writable = True
        look.language.follow(self, self._say)

    def offer(
        self, key: str, run: Callable[[], object], shortcut: str = "", *, edits: bool = True
    ) -> QAction:
        """Add a command to the menu; its words are `measures.plan.KEY`."""
        action = QAction(self)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda: run())
        self._look.language.follow(action, lambda: action.setText(self._look.t(WORDS + key)))
        self._actions.append((action, edits))
        return action

    def show_plans(self, plans: Sequence[PlanRow], current: PlanRow | None) -> None:
        """Offer these plans; one is shown."""
        self._plans, self._current = plans, current
        self._say()

    def _say(self) -> None:
        title = self._title_of(self._current) if self._current else ""
        room = self._look.theme.px(TITLE_WIDTH)
        shown = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        self.setText(f"{shown}  ▾")
        self.setToolTip(title)
        self.setAccessibleName(self._look.t(WORDS + "name", title=title))
        self.setVisible(self._current is not None)

    def _fill(self) -> None:
        self.plan_menu.clear()
        if len(self._plans) > 1:
            together = QActionGroup(self.plan_menu)
            for plan in self._plans:
                action = QAction(self._title_of(plan).replace("&", "&&"), self.plan_menu)
                action.setCheckable(True)
                action.setChecked(self._current is not None and plan.id == self._current.id)
                action.triggered.connect(lambda _=False, id=plan.id: self.chosen.emit(id))
                together.addAction(action)
                self.plan_menu.addAction(action)
            self.plan_menu.addSeparator()
        for action, edits in self._actions:
            action.setEnabled(self.writable or not edits)
            self.plan_menu.addAction(action)
