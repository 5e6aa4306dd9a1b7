"""Filter the cells of returns: what is to be decided, what was, each outcome, all; with counts that close."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from upr_desktop.merge.three_way import TAKEN
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_cells import ReturnedCell
from upr_desktop.ui.screens.returned_words import ORDER
from upr_desktop.ui.theme import FIELD_SPACE, TARGET
from upr_desktop.ui.widgets import Chip

ALL, OPEN, DECIDED, UNCHANGED = "all", "open", "decided", "unchanged"
FILTERS = (OPEN, DECIDED, *ORDER, UNCHANGED, ALL)
CHIPS = (OPEN, DECIDED, ALL)
# What these show changes with decisions; the others are outcomes and stay as they are.
DYNAMIC = (OPEN, DECIDED)


def counts_of(outcomes: Mapping[str, int], asked: Iterable[ReturnedCell]) -> Mapping[str, int]:
    """Return how many cells each filter shows: of each outcome, which add up to all, and of those that ask."""
    found = Counter(outcomes)
    found[ALL] = sum(outcomes.values())
    for cell in asked:
        found[OPEN] += cell.is_open
        found[DECIDED] += cell.decision is not None
    return found


def of_outcome(cells: Iterable[ReturnedCell], key: str) -> list[ReturnedCell]:
    """Return the cells that a filter shows whatever is decided: those of an outcome, or all."""
    return list(cells) if key == ALL else [cell for cell in cells if cell.outcome == key]


def is_shown(cell: ReturnedCell, key: str) -> bool:
    """Return whether a filter of DYNAMIC shows a cell."""
    return cell.is_open if key == OPEN else cell.decision is not None


def first_of(counts: Mapping[str, int], filters: Sequence[str]) -> str:
    """Return the filter to begin with: what is to be decided if anything is, else what will be taken, else all."""
    return next((key for key in (OPEN, TAKEN) if key in filters and counts[key]), ALL)


class ReturnedFilters(QWidget):
    """Three chips, and a list of the outcomes that there are; `chosen` carries the key of one of FILTERS."""

    chosen = Signal(str)

    def __init__(self, look: Look, filters: Sequence[str]) -> None:
        super().__init__()
        self._look = look
        self._outcomes = tuple(key for key in filters if key not in CHIPS)
        self._counts: Mapping[str, int] = {}
        self._current = ALL
        self.filters = tuple(filters)
        self.chips = {key: Chip() for key in CHIPS if key in filters}
        self.outcomes = QToolButton()
        self.outcomes_menu = QMenu(self.outcomes)
        self.outcomes.setProperty("role", "chip")
        self.outcomes.setMinimumHeight(look.theme.px(TARGET))
        self.outcomes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.outcomes.setMenu(self.outcomes_menu)
        self.outcomes_menu.aboutToShow.connect(self.fill)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(FIELD_SPACE)
        for chip in (*self.chips.values(), self.outcomes):
            line.addWidget(chip)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
        look.language.follow(self, self._say)

    def show_counts(self, counts: Mapping[str, int], current: str) -> None:
        """Show how many cells each filter has, and which one holds (none for an empty text)."""
        self._counts, self._current = counts, current
        self._say()

    def fill(self) -> None:
        """List the outcomes anew, each with how many cells ended in it."""
        self.outcomes_menu.clear()
        for key in self._present:
            action = QAction(self._words(key), self.outcomes_menu)
            action.setCheckable(True)
            action.setChecked(key == self._current)
            action.setData(key)
            action.triggered.connect(lambda _=False, key=key: self.chosen.emit(key))
            self.outcomes_menu.addAction(action)

    @property
    def _present(self) -> Sequence[str]:
        return [key for key in self._outcomes if self._counts.get(key)]

    def _words(self, key: str) -> str:
        number = self._look.language.number(self._counts.get(key, 0))
        return f"{self._look.t(f'returns.filter.{key}')}  {number}"

    def _say(self) -> None:
        for key, chip in self.chips.items():
            chip.setText(self._words(key))
            chip.setAccessibleName(chip.text())
            chip.set_active(key == self._current)
            chip.setVisible(key in (ALL, OPEN) or self._counts.get(key, 0) > 0)
        is_outcome = self._current in self._outcomes
        text = self._words(self._current) if is_outcome else self._look.t("returns.outcomes")
        self.outcomes.setText(f"{text}  ▾")
        self.outcomes.setAccessibleName(text)
        self.outcomes.setProperty("active", is_outcome)
        self.outcomes.setEnabled(bool(self._present))
        self.outcomes.style().polish(self.outcomes)
