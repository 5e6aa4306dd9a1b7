"""Show who owes what for which period: a line for each agency, a cell for each period, down to the entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_reports import Matrix, MatrixCell
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.opening_table import OpeningTable
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.parts import list_card, nothing_found
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.status_pills import report_pill
from upr_desktop.ui.widgets import Chip

STATES = ("accepted", "submitted", "draft", "missing", "sent_back")
AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency's line of the matrix; its name is in the window's language."""

    id: RecordId
    name: str
    cells: dict[str, MatrixCell]


class AgencyTable(OpeningTable):
    """A table in which letters typed lead to the agency that begins with them, whatever the column."""

    def keyboardSearch(self, search: str) -> None:
        column = self.currentIndex().column()
        self.setCurrentIndex(self.currentIndex().siblingAtColumn(0))
        super().keyboardSearch(search)
        self.setCurrentIndex(self.currentIndex().siblingAtColumn(column))


class ProgressMatrix(QWidget):
    """The matrix with its legend. `cell_opened` carries agency and period; `period_shown` is the one counted below."""

    cell_opened = Signal(str, str)

    def __init__(self, look: Look, words: ProgressWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._matrix: Matrix | None = None
        self._current: PeriodRow | None = None
        self._today = self._query = ""
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.table = self._made(())
        self._pages = QWidget()
        box = QVBoxLayout(self._pages)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)
        self.not_found = nothing_found(look)
        self.not_found.hide()
        box.addWidget(self.not_found)
        self.legend = QWidget()
        flow = FlowLayout(self.legend)
        self._pills = {state: PillLabel(look) for state in STATES}
        self.late = PillLabel(look)
        for one in (*self._pills.values(), self.late):
            flow.addWidget(one)
        self.kept: frozenset[str] = frozenset()
        self.kept_chip = Chip(parent=self.legend)
        self.kept_chip.set_active(True)
        self.kept_chip.hide()
        self.kept_chip.clicked.connect(lambda: self.keep(()))
        flow.addWidget(self.kept_chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.legend)
        layout.addWidget(list_card(look, self._pages, self.count), 1)
        look.language.follow(self, self._retell)

    def show_matrix(self, matrix: Matrix, current: PeriodRow | None, today: str) -> None:
        """Show the matrix on a day; the cursor stays where it is, at first it goes to the period worked on."""
        is_first = self._matrix is None
        renewed = is_first or self._periods() != tuple((one.id, one.code) for one in matrix.periods)
        self._matrix, self._current, self._today = matrix, current, today
        if renewed:
            self._replace_table(matrix.periods)
        self._fill()
        if renewed and matrix.agencies:
            self._go_to_period(current.id if current else "")

    def search(self, text: str) -> None:
        """Keep the agencies in whose names the text stands."""
        self._query = text.strip()
        self.table.rows.find(text)
        self._show_page()

    def keep(self, agencies: Collection[str]) -> None:
        """Show only these agencies, those without a report, until the chip that says so is pressed; none means all."""
        self.kept = frozenset(agencies)
        self.kept_chip.setVisible(bool(agencies))
        self._say_kept()
        self._narrow()

    def _say_kept(self) -> None:
        text = self._look.t("progress.without_report", count=len(self.kept))
        self.kept_chip.setText(f"{text}  ×")
        self.kept_chip.setAccessibleName(text)

    def _narrow(self) -> None:
        kept = self.kept
        self.table.rows.keep((lambda line: line.id in kept) if kept else None)
        self._show_page()

    def _show_page(self) -> None:
        is_none_found = bool(self._query) and not self.kept and not len(self.table.rows.order)
        self.table.setVisible(not is_none_found)
        self.not_found.setVisible(is_none_found)

    def _periods(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.id, one.code) for one in self._matrix.periods) if self._matrix else ()

    def _replace_table(self, periods: Sequence[PeriodRow]) -> None:
        before, self.table = self.table, self._made(periods)
        compact, read = before.cells.is_compact, before.hasFocus()
        box = self._pages.layout()
        assert box is not None
        box.replaceWidget(before, self.table)
        before.hide()
        self.table.show()
        before.deleteLater()
        self.table.set_compact(compact)
        self._narrow()
        if read:
            self.table.setFocus()

    def _made(self, periods: Sequence[PeriodRow]) -> OpeningTable:
        table = AgencyTable(self._look, self._columns(periods), "progress.matrix")
        table.opened.connect(self._open)
        return table

    def _columns(self, periods: Sequence[PeriodRow]) -> tuple[Column[AgencyLine], ...]:
        agency: Column[AgencyLine] = Column(
            AGENCY,
            "progress.column.agency",
            lambda line: line.name,
            kind="text2",
            width=160,
            stretch=True,
            wish=200,
        )
        return (agency, *(self._period_column(one) for one in periods))

    def _period_column(self, period: PeriodRow) -> Column[AgencyLine]:
        def of(line: AgencyLine) -> MatrixCell:
            return line.cells.get(period.id, MatrixCell())

        def pill(line: AgencyLine) -> Pill | None:
            _, is_past = self._words.due(period, line.id, self._today)
            return self._words.cell_pill(of(line), is_past=is_past, is_begun=period.first_day <= self._today)

        return Column(
            period.id,
            lambda: self._words.brief_period(period),
            lambda line: self._words.cell(of(line)),
            sort=lambda line: of(line).handed_in / len(of(line).owed) if of(line).owed else None,
            kind="pill",
            width=112,
            pill=pill,
            tooltip=lambda line: self._words.cell_tip(of(line), line.id, period, self._today),
        )

    def _fill(self) -> None:
        matrix = self._matrix
        if matrix is None:
            return
        words = self._words
        lines = [
            AgencyLine(
                id,
                words.both_names(id),
                {period.id: matrix.cell(id, period.id) for period in matrix.periods},
            )
            for id in words.by_name(matrix.agencies)
        ]
        self.table.set_rows(lines)
        self._show_page()
        self._tell(lines)

    def _tell(self, lines: Sequence[AgencyLine]) -> None:
        period = self._current
        if period is None:
            self.count.setText(self._look.t("progress.count_agencies", count=len(lines)))
            return
        cells = [line.cells[period.id] for line in lines if line.cells[period.id].owed]
        self.count.setText(
            self._look.t(
                "progress.count_period",
                period=self._words.period(period),
                done=sum(cell.handed_in for cell in cells),
                total=sum(len(cell.owed) for cell in cells),
                agencies=self._look.t(
                    "progress.agencies_left", count=sum(not cell.handed_in for cell in cells)
                ),
            )
        )

    def _retell(self) -> None:
        for state, label in self._pills.items():
            label.show_pill(report_pill(self._look, state))
        self.late.show_pill(Pill(self._look.t("progress.legend.late"), "bad", "half"))
        self._say_kept()
        self._fill()

    def _go_to_period(self, id: str) -> None:
        keys = [column.key for column in self.table.rows.columns]
        column = keys.index(id) if id in keys else 0
        self.table.setCurrentIndex(self.table.rows.index(0, column))

    def _open(self, agency: str) -> None:
        key = self.table.rows.columns[self.table.currentIndex().column()].key
        period = key if key != AGENCY else (self._current.id if self._current else "")
        if period:
            self.cell_opened.emit(agency, period)

    def focus(self) -> None:
        """Put the keyboard into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
