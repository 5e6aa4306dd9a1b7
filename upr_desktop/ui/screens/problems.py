"""List what is worth mending in the register: where it is, what is wrong, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.jobs.telling import how_to_fix, place, what
from upr_desktop.register.errors import Problem
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.opening_table import OpeningTable
from upr_desktop.ui.theme import BLOCK_SPACE
from upr_desktop.ui.widgets import Card, EmptyState, button, label


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in a list; `id` is its place in it."""

    id: str
    problem: Problem


class Problems(QWidget):
    """The problems of the register; `left` when the page is to be closed, `opened` carries the Problem to go to."""

    left = Signal()
    opened = Signal(object)

    def __init__(self, look: Look, problems: Sequence[Problem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._problems: Sequence[Problem] = ()
        self.table = OpeningTable(look, self._columns(), "window.problems.title")
        self.table.opened.connect(lambda id: self.opened.emit(self._problems[int(id)]))
        self._empty = EmptyState(look, "window.problems.none", "window.problems.none_text")
        self._shown = QStackedWidget()
        self._shown.addWidget(self.table)
        self._shown.addWidget(self._empty)
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        card.box.addWidget(self._shown)
        self.back = button(look, "window.back")
        self.back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(label(look, "window.problems.title", "title"), 1)
        top.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(BLOCK_SPACE)
        layout.addLayout(top)
        self._hint = label(look, "window.problems.open", "soft")
        layout.addWidget(card, 1)
        layout.addWidget(self._hint)
        self.show_problems(problems)
        look.language.follow(self, self._word)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems."""
        self._problems = problems
        rows = [ProblemRow(str(number), problem) for number, problem in enumerate(problems)]
        self.table.set_rows(rows)
        self._shown.setCurrentWidget(self.table if rows else self._empty)
        self._hint.setVisible(bool(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _word(self) -> None:
        self.table.viewport().update()

    def _columns(self) -> tuple[Column[ProblemRow], ...]:
        return (
            Column(
                "where",
                "window.problems.where",
                self._where,
                kind="text2",
                width=200,
                strong=True,
            ),
            Column("what", "window.problems.what", self._what, kind="text2", width=360),
            Column(
                "fix",
                "window.problems.fix",
                self._fix,
                kind="text2",
                stretch=True,
                tone=lambda row: "soft",
            ),
        )

    def _where(self, row: ProblemRow) -> str:
        return place(row.problem, self._look.language.code)

    def _what(self, row: ProblemRow) -> str:
        return what(row.problem, self._look.language.code)

    def _fix(self, row: ProblemRow) -> str:
        return how_to_fix(row.problem, self._look.language.code)
