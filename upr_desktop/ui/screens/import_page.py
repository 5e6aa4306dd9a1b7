"""Show what one file would change: what it was taken for, counts that add up, its rows, and one in detail."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from upr_desktop.jobs.import_file import Prepared
from upr_desktop.jobs.telling import how_to_fix, place, what
from upr_desktop.merge.draft import CHANGED, LEFT_ALONE, OUTCOMES, UNCHANGED, DraftRow
from upr_desktop.register.queries import catalogue
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import TickBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.import_files import FileEntry
from upr_desktop.ui.screens.import_options import LayoutChoice, Ticks
from upr_desktop.ui.screens.import_words import ImportWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Card, Chip
from upr_desktop.words import has_words

ALL, PROBLEMS = "all", "problems"
FILTERS = (ALL, *OUTCOMES, PROBLEMS)
MOST_PROBLEMS = 100
SPLIT = [64_000, 36_000]


class ImportPage(QWidget):
    """The preview of one file that was read. `chosen` carries Options that a person changed."""

    chosen = Signal(object)

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._session = look, session
        self._entry: FileEntry | None = None
        self._rows: list[DraftRow] = []
        self._places: dict[int, str] = {}
        self._filter = ALL
        self._words = ImportWords(look, session)
        self.layout_choice, self.ticks = LayoutChoice(look), Ticks(look)
        self.total = QLabel()
        self.chips = {key: Chip() for key in FILTERS}
        self.table = Table(look, self._words.columns(), "preview.table", self._identify)
        self.page = ReadingText(look, "preview.details")
        self.take_tick, self.create_tick = TickBox(), TickBox()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    def show_entry(self, entry: FileEntry) -> None:
        """Show another file, or the same one drafted anew."""
        is_same, self._entry = entry is self._entry, entry
        if entry.prepared is None:
            return
        self._words.use(self._session.read(catalogue), entry.drafted.added)
        self._rows = list(entry.prepared.draft.rows)
        self._words.make_room(self._rows)
        places = {id(row): str(place) for place, row in enumerate(self._rows)}
        self._places |= places
        if not is_same:
            self._filter = _worth_seeing(self._rows)
            self.table.rows.sort_by(None)
            self.table.arrangement.want_column("name", any(self._words.name(row) for row in self._rows))
            has_remarks = any(row.problems or row.reason for row in self._rows)
            self.table.arrangement.want_column("problem", has_remarks)
            self.table.setFocus()
        self._show_rows()
        self._places = places
        self._tell()

    def filter_by(self, key: str) -> None:
        """Show all rows, those of one outcome, or those with problems."""
        self._filter = ALL if key == self._filter else key
        self._show_rows()
        self._tell()

    def find_rows(self, text: str) -> None:
        """Show only the rows that hold a text."""
        self.table.rows.find(text)

    def set_busy(self, busy: bool) -> None:
        """Take no choices while this is so."""
        for widget in (self.layout_choice, self.ticks, self.take_tick, self.create_tick):
            widget.setEnabled(not busy)

    def _identify(self, row: DraftRow) -> str:
        return self._places[id(row)]

    def _kept(self, key: str) -> list[DraftRow]:
        if key == ALL:
            return self._rows
        if key == PROBLEMS:
            return [row for row in self._rows if row.problems]
        return [row for row in self._rows if row.outcome == key]

    def _show_rows(self) -> None:
        self.table.set_rows(self._kept(self._filter))
        if not self.table.current_id() and len(self.table.rows.order):
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._show_details()

    def _tell(self) -> None:
        prepared = self._entry.prepared if self._entry else None
        if self._entry is None or prepared is None:
            return
        t, number = self._look.t, self._look.language.number
        self.layout_choice.show_entry(self._entry)
        self.ticks.show_entry(self._entry)
        for key, chip in self.chips.items():
            count = len(self._kept(key))
            chip.setText(f"{t(f'preview.filter.{key}')}  {number(count)}")
            chip.setAccessibleName(chip.text())
            chip.set_active(key == self._filter)
            chip.setEnabled(count > 0 or key == ALL)
        present = [(key, count) for key, count in prepared.draft.counts.items() if count]
        counts = ", ".join(t(f"preview.counted.{key}", count=count) for key, count in present) or number(0)
        total = t(f"preview.total.{prepared.draft.unit}", count=len(self._rows), counts=counts)
        self.total.setText(f"{total} {self._reason(prepared)}")
        self._show_details()

    def _reason(self, prepared: Prepared) -> str:
        """Return why the file was taken for what it is."""
        recognised = prepared.recognised
        key = f"recognised.{recognised.reason}"
        return (
            self._look.t(key, **recognised.values)
            if has_words(key)
            else self._look.t("preview.reason.as_told")
        )

    def _show_details(self) -> None:
        row = self._current()
        if self._entry is not None:
            self._show_ticks(self._entry, row)
        if row is None:
            self.page.show_page(self._write_file)
        else:
            self.page.show_page(lambda page: self._write_both(page, row))

    def _show_ticks(self, entry: FileEntry, row: DraftRow | None) -> None:
        record, where = (row.record, row.where) if row else (None, "")
        self.take_tick.setVisible(record in entry.offered.records)
        self.take_tick.setChecked(record in entry.options.take)
        self.create_tick.setVisible(where in entry.offered.places)
        self.create_tick.setChecked(where in entry.options.create)

    def _write_both(self, page: ReadingText, row: DraftRow) -> None:
        self._words.write_row(page, row)
        if row.outcome != "created":
            self._write_file(page)

    def _write_file(self, page: ReadingText) -> None:
        """Write the problems that belong to no row."""
        prepared = self._entry.prepared if self._entry else None
        if prepared is None:
            return
        told = {id(problem) for row in self._rows for problem in row.problems}
        others = [problem for problem in prepared.draft.problems if id(problem) not in told]
        if not others:
            return
        language = self._look.language.code
        page.heading(self._look.t("preview.other_problems", count=len(others)))
        for problem in others[:MOST_PROBLEMS]:
            where = f"{place(problem, language)}: " if problem.where else ""
            page.sentence(f"{where}{what(problem, language)}", "warn")
            page.note(how_to_fix(problem, language))
        if len(others) > MOST_PROBLEMS:
            page.note(self._look.t("preview.more_problems", count=len(others) - MOST_PROBLEMS))

    def _current(self) -> DraftRow | None:
        place = self.table.current_id()
        return self._rows[int(place)] if place and int(place) < len(self._rows) else None

    def _tick_selected(self) -> None:
        """Tick what is offered in the rows selected; by the keyboard from the table itself."""
        if self.ticks.isEnabled():
            self.ticks.tick_rows([self._rows[int(place)] for place in self.table.selected_ids()])

    def _tick_current(self) -> None:
        if row := self._current():
            self.ticks.tick_rows([row])

    def _connect(self) -> None:
        self.layout_choice.chosen.connect(self.chosen)
        self.ticks.chosen.connect(self.chosen)
        self.table.current_changed.connect(lambda id: self._show_details())
        for tick in (self.take_tick, self.create_tick):
            tick.clicked.connect(self._tick_current)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._tick_selected)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, key=key: self.filter_by(key))

    def _lay_out(self) -> None:
        self.total.setProperty("role", "soft")
        self.total.setWordWrap(True)
        for tick, key in ((self.take_tick, "preview.take_one"), (self.create_tick, "preview.create_one")):
            self._look.text(tick, tick.setText, key)
            self._look.text(tick, tick.setToolTip, "preview.tick_by_key")
        chips = QWidget()
        flow = FlowLayout(chips)
        for chip in self.chips.values():
            flow.addWidget(chip)
        left, right = Card(), Card()
        left.box.setContentsMargins(1, 1, 1, 1)
        left.box.addWidget(self.table)
        right.box.addWidget(self.page, 1)
        right.box.addWidget(self.take_tick)
        right.box.addWidget(self.create_tick)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(BLOCK_SPACE)
        for part in (left, right):
            part.setMinimumWidth(self._look.theme.px(260))
            split.addWidget(part)
        split.setSizes(SPLIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(self.layout_choice)
        layout.addWidget(chips)
        layout.addWidget(self.total)
        layout.addWidget(split, 1)
        layout.addWidget(self.ticks)


def _worth_seeing(rows: Sequence[DraftRow]) -> str:
    """Return which rows are shown first: the changed ones where all others stay as they are, else all."""
    outcomes = {row.outcome for row in rows}
    return CHANGED if CHANGED in outcomes <= {CHANGED, UNCHANGED, LEFT_ALONE} else ALL
