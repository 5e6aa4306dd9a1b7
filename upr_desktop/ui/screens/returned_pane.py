"""Look through cells of returns and decide those that ask: a table under chips, one cell whole, five ways to answer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from upr_desktop.jobs.decide_pending import BOTH, OTHER, OURS, THEIRS
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.grouped_table import GroupedTable
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.returned_cells import ASKED, Around, ReturnedCell
from upr_desktop.ui.screens.returned_edit import ReturnedEdit
from upr_desktop.ui.screens.returned_words import ORDER, ReturnedWords
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, Chip, button

ALL, OPEN, DECIDED, UNCHANGED = "all", "open", "decided", "unchanged"
FILTERS = (OPEN, DECIDED, *ORDER, UNCHANGED, ALL)
SPLIT = [50_000, 50_000]
KEYS = {OURS: "Alt+1", THEIRS: "Alt+2", BOTH: "Alt+3", OTHER: "Alt+4"}


class ReturnedPane(QWidget):
    """Cells of returns. It writes nothing: `decided` carries the cells, the choice, the value and why."""

    decided = Signal(object, str, object, str)

    def __init__(self, look: Look, filters: Sequence[str] = FILTERS) -> None:
        super().__init__()
        self._look = look
        self.words = ReturnedWords(look)
        self._cells: Sequence[ReturnedCell] = ()
        self._by_id: dict[str, ReturnedCell] = {}
        self._filter = ALL
        self._may_decide = True
        self.chips = {key: Chip() for key in filters}
        self.table = GroupedTable(look, self.words.columns(), self.words.groupings(), "returns.cells")
        self.page = ReadingText(look, "returns.cell")
        self.why = QLineEdit()
        self.next_button = button(look, "returns.next", "quiet", "F8")
        self.buttons = {
            choice: button(look, f"returns.choose.{choice}", "", keys) for choice, keys in KEYS.items()
        }
        self.edit = ReturnedEdit(look)
        self._lay_out()
        self._connect()
        self.table.gather("measure")
        look.language.follow(self, self._retell)

    def show_cells(self, cells: Sequence[ReturnedCell], known: Around, *, anew: bool = False) -> None:
        """Show other cells, or the same decided anew; `anew` goes to what is to be decided, if anything is."""
        self.words.known = known
        self._cells = cells
        self._by_id = {cell.id: cell for cell in cells}
        if anew:
            wished = [key for key in (OPEN, "taken") if key in self.chips]
            self._filter = next((key for key in wished if self._kept(key)), ALL)
        self._show_rows()
        self._tell()

    def filter_by(self, key: str) -> None:
        """Show the cells of one outcome, those to be decided, or all."""
        self._filter = ALL if key == self._filter else key
        self._show_rows()
        self._tell()

    def allow(self, *, may_decide: bool) -> None:
        """Take decisions, or none for a while."""
        self._may_decide = may_decide
        self._show_current()

    def next_open(self) -> bool:
        """Go to the next cell that is to be decided, from the top again after the last; return whether there is one."""
        order = self.table.rows.order
        shown = [order.id_at(place) for place in range(len(order))]
        current = self.table.current_id()
        start = shown.index(current) + 1 if current in shown else 0
        for id in (*shown[start:], *shown[:start]):
            if self._by_id[id].is_open:
                self.table.select_row(id)
                return True
        if self._filter != ALL and any(cell.is_open for cell in self._cells):
            self._filter = OPEN if OPEN in self.chips else ALL
            self._show_rows()
            self._tell()
            return self.next_open()
        return False

    @property
    def current(self) -> ReturnedCell | None:
        """Return the cell that the cursor is on."""
        return self._by_id.get(self.table.current_id())

    def decide(self, choice: str, value: object = None) -> None:
        """Decide the cells that are selected and ask: as the register has it, as returned, both, or another value."""
        chosen = [self._by_id[id] for id in self.table.selected_ids() if id in self._by_id]
        cells = [cell for cell in chosen if _fits(cell, choice)]
        if not cells or not self._may_decide:
            return
        self.edit.close_editor()
        why, many = self.why.text().strip(), len(cells) > 1
        self.why.clear()
        keep = self.table.current_id()
        self.decided.emit(cells, choice, value, why)
        if not many and self.table.current_id() in (keep, ""):
            self.next_open()
        self.table.setFocus()

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _kept(self, key: str) -> Sequence[ReturnedCell]:
        if key == ALL:
            return self._cells
        if key == OPEN:
            return [cell for cell in self._cells if cell.is_open]
        if key == DECIDED:
            return [cell for cell in self._cells if cell.decision is not None]
        return [cell for cell in self._cells if cell.outcome == key]

    def _show_rows(self) -> None:
        # A cell that was just decided stays where it is, so that one sees what was done.
        stays = {self.table.current_id()} if self._filter == OPEN else set()
        kept = {cell.id for cell in self._kept(self._filter)} | stays
        self.table.set_rows([cell for cell in self._cells if cell.id in kept])
        if not self.table.current_id() and len(self.table.rows.order):
            self.table.select_row(self.table.rows.order.id_at(0))
        self._show_current()

    def _show_current(self) -> None:
        cell = self.current
        if cell is None:
            self.page.show_page(lambda page: page.sentence(self._look.t("returns.nothing_here"), "soft"))
        else:
            self.page.show_page(lambda page: self.words.write(page, cell))
        self.edit.close_editor()
        for choice, one in self.buttons.items():
            one.setEnabled(cell is not None and self._may_decide and _fits(cell, choice))
        self.why.setEnabled(cell is not None and self._may_decide and cell.may_be_decided)

    def _open_edit(self) -> None:
        cell = self.current
        if cell is not None and cell.may_be_decided and cell.may_be_edited:
            start = cell.decision.value if cell.decision and cell.decision.choice == OTHER else cell.returned
            self.edit.open_editor(cell.field, start)

    def _retell(self) -> None:
        self.table.gather("measure")
        self._tell()
        self._show_current()

    def _tell(self) -> None:
        number = self._look.language.number
        for key, chip in self.chips.items():
            count = len(self._kept(key))
            chip.setText(f"{self._look.t(f'returns.filter.{key}')}  {number(count)}")
            chip.setAccessibleName(chip.text())
            chip.set_active(key == self._filter)
            chip.setVisible(count > 0 or key in (ALL, OPEN))
        waiting = sum(cell.is_open for cell in self._cells)
        self.next_button.setEnabled(waiting > 0)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda id: self._show_current())
        self.next_button.clicked.connect(self._go_on)
        for choice in (OURS, THEIRS, BOTH):
            self.buttons[choice].clicked.connect(lambda _=False, choice=choice: self.decide(choice))
        self.buttons[OTHER].clicked.connect(self._open_edit)
        self.edit.used.connect(lambda value: self.decide(OTHER, value))
        self.edit.left.connect(self.table.setFocus)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, key=key: self.filter_by(key))

    def _go_on(self) -> None:
        self.next_open()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._look.name(self.why, "returns.why")
        self._look.text(self.why, self.why.setPlaceholderText, "returns.why")
        chips = QWidget()
        flow = FlowLayout(chips)
        for chip in self.chips.values():
            flow.addWidget(chip)
        upper, lower = Card(), Card()
        upper.box.setContentsMargins(1, 1, 1, 1)
        upper.box.addWidget(self.table)
        lower.box.addWidget(self.page, 1)
        lower.box.addWidget(self.edit)
        lower.box.addWidget(self._answers())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(FIELD_SPACE)
        for part in (upper, lower):
            split.addWidget(part)
        split.setSizes(SPLIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        top = QHBoxLayout()
        top.setSpacing(FIELD_SPACE)
        top.addWidget(chips, 1)
        top.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        layout.addWidget(split, 1)

    def _answers(self) -> QWidget:
        holder = QWidget()
        box = QHBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        for one in self.buttons.values():
            box.addWidget(one)
        self.why.setMinimumWidth(self._look.theme.px(96))
        box.addWidget(self.why, 1)
        return holder


def _fits(cell: ReturnedCell, choice: str) -> bool:
    """Return whether a cell may be decided this way."""
    if not cell.may_be_decided or cell.outcome not in ASKED:
        return False
    return {BOTH: cell.may_be_both, OTHER: cell.may_be_edited}.get(choice, True)
