"""Show a plan's file beside what its rows become, and let a person set columns and decide what is in doubt."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.jobs.import_file import Options
from upr_desktop.merge.plan_answers import Answer
from upr_desktop.merge.plan_draft import FileTable, PlanDraft
from upr_desktop.register.queries import catalogue
from upr_desktop.ui.asking import files_folder
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound
from upr_desktop.ui.screens.import_files import FileEntry
from upr_desktop.ui.screens.import_options import LayoutChoice
from upr_desktop.ui.screens.parts import beside
from upr_desktop.ui.screens.plan_became import ALL, FILTERS, Became, BecameWords, became_rows, is_kept
from upr_desktop.ui.screens.plan_columns import PlanColumns
from upr_desktop.ui.screens.plan_details import PlanDetails
from upr_desktop.ui.screens.plan_doubts import CONFLICT, Doubt, DoubtWords, answered, doubts_of
from upr_desktop.ui.screens.plan_grid import PlanGrid
from upr_desktop.ui.screens.plan_grid_model import GridPage
from upr_desktop.ui.screens.plan_mapping import PlanMapping
from upr_desktop.ui.screens.plan_preview_words import (
    agency_choices,
    disputed_lines,
    measure_choices,
    total_words,
)
from upr_desktop.ui.screens.plan_result import PlanResult
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, Chip, Notice

LEAST, SPLIT = 300, [52_000, 48_000]


class PlanPreview(QWidget):
    """The preview of one plan that was read. `chosen` carries Options that a person changed."""

    chosen = Signal(object)

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._session = look, session
        self._entry: FileEntry | None = None
        self.draft: PlanDraft | None = None
        self._sheet, self._filter = "", ALL
        self._asked_for_columns = False
        self._settled: dict[FileEntry, frozenset[str]] = {}
        self.became: list[Became] = []
        self.doubts: list[Doubt] = []
        self._became_words, self._doubt_words = BecameWords(look), DoubtWords(look)
        self._details = PlanDetails(look, session, self._became_words)
        self.layout_choice, self.columns = LayoutChoice(look), PlanColumns(look)
        self.mapping = PlanMapping(look, self)
        self.chips = {key: Chip() for key in FILTERS}
        self.total, self.notice = QLabel(), Notice(look)
        self.grid = PlanGrid(look)
        self.result = PlanResult(
            look,
            self._became_words,
            self._doubt_words,
            lambda: agency_choices(session, look),
            lambda: measure_choices(session, look, self.draft),
        )
        self.result.use(self._details.write, self._lines)
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    def show_entry(self, entry: FileEntry) -> None:
        """Show another plan, or the same one drafted anew."""
        prepared = entry.prepared
        if prepared is None or not isinstance(prepared.draft, PlanDraft):
            return
        is_same, self._entry, self.draft = entry is self._entry, entry, prepared.draft
        if not is_same:
            self._filter, self._sheet = ALL, _first_sheet(self.draft)
            self.result.show_page(0)
            self.notice.hide()
        found = self._session.read(catalogue)
        self.mapping.use(entry, self.draft)
        self._became_words.use(self.draft)
        self._details.use(self.draft, found)
        self._doubt_words.use(found)
        self.became = became_rows(self.draft)
        self._show_doubts()
        self._show_sheet(afresh=not is_same)
        self._show_rows()
        self._tell()
        if not is_same:
            self.grid.setFocus()

    def filter_by(self, key: str) -> None:
        """Show what all rows become, those of one outcome, or those with remarks."""
        self._filter = ALL if key == self._filter else key
        self._show_rows()
        self._tell()

    def find_rows(self, text: str) -> None:
        """Show only the rows that hold a text."""
        self.result.table.rows.find(text)

    def set_busy(self, busy: bool) -> None:
        """Take no choices while this is so."""
        for widget in (self.layout_choice, self.columns, self.grid.titles, self.result.panel):
            widget.setEnabled(not busy)

    def next_doubt(self) -> None:
        """Go to the next cell to decide about."""
        self.result.go_to_next()

    def answer(self, id: str, answer: Answer | None, every: bool = False) -> None:
        """Answer a doubt; None takes the answer back."""
        entry = self._entry
        doubt = next((one for one in self.doubts if one.id == id), None)
        if entry is None or doubt is None:
            return
        if doubt.question.kind == CONFLICT:
            settled = self._settled.get(entry, frozenset()) - {doubt.question.key}
            self._settled[entry] = settled | ({doubt.question.key} if answer is False else set())
        self.chosen.emit(answered(entry.options, doubt, answer, every=every))
        self._show_doubts()
        self._show_sheet()

    @property
    def hint(self) -> str:
        """Return what is to be said beside the button that applies: that something is still to be decided."""
        waiting = sum(doubt.is_open for doubt in self.doubts)
        return self._look.t("plan_import.waiting", count=waiting) if waiting else ""

    @property
    def _tables(self) -> Sequence[FileTable]:
        return self.draft.tables if self.draft else ()

    def _table(self) -> FileTable | None:
        return next((table for table in self._tables if table.sheet == self._sheet), None)

    def _show_sheet(self, *, afresh: bool = False) -> None:
        table = self._table()
        if table is None:
            return
        spots: dict[bool, set[tuple[int, str]]] = {True: set(), False: set()}
        for doubt in self.doubts:
            spots[doubt.is_open] |= {
                _spot(place.address) for place in doubt.question.places if place.sheet == self._sheet
            }
        fields, waiting, done = self.mapping.fields(table), frozenset(spots[True]), frozenset(spots[False])
        self.grid.show_page(GridPage(table, fields, waiting, done), afresh=afresh)
        self.columns.show_table(self._tables, self.mapping.of(table))

    def _show_doubts(self) -> None:
        if self._entry is None or self.draft is None:
            return
        settled = self._settled.get(self._entry, frozenset())
        self.doubts = doubts_of(self.draft, self._entry.options, settled)
        self.result.show_doubts(self.doubts)

    def _show_rows(self) -> None:
        self.result.show_rows(self.became, self._filter)
        self.result.show_row(f"{self._sheet}!{self.grid.current_number()}")

    def _tell(self) -> None:
        draft, entry = self.draft, self._entry
        if draft is None or entry is None:
            return
        t, number = self._look.t, self._look.language.number
        self.layout_choice.show_entry(entry)
        for key, chip in self.chips.items():
            count = sum(is_kept(row, key) for row in self.became)
            chip.setText(f"{t(f'plan_import.filter.{key}')}  {number(count)}")
            chip.setAccessibleName(chip.text())
            chip.set_active(key == self._filter)
            chip.setEnabled(count > 0 or key == ALL)
        self.total.setText(total_words(draft, self._look))
        if draft.asks_for_columns:
            offer = t("plan_import.take_guess") if self.mapping.has_guess else ""
            self.notice.say(t("plan_import.asks_for_columns"), "warn", offer)
        elif self._asked_for_columns:
            self.notice.hide()
        self._asked_for_columns = draft.asks_for_columns
        self._show_sheet()
        self.result.show_row(f"{self._sheet}!{self.grid.current_number()}")

    def _lines(self, doubt: Doubt) -> list[str]:
        return disputed_lines(self.draft, doubt, self._look) if self.draft else []

    def _choose_field(self, letters: str, name: str) -> None:
        if table := self._table():
            self.mapping.choose_field(table, letters, name)

    def _choose_header(self, number: int) -> None:
        if table := self._table():
            self.mapping.choose_header(table, number)

    def _take_maps(self, options: Options) -> None:
        """Ask for the file read by other columns; what they are called now is shown at once."""
        self.notice.hide()
        self.chosen.emit(options)
        self._show_sheet()

    def _choose_sheet(self, sheet: str) -> None:
        self._sheet = sheet
        self._show_sheet()
        self._show_rows()

    def _go_to_row(self, id: str) -> None:
        sheet, _, number = id.rpartition("!")
        self._go_to(sheet, int(number))

    def _go_to_doubt(self, id: str) -> None:
        doubt = next((one for one in self.doubts if one.id == id), None)
        if doubt is not None and doubt.question.places:
            place = doubt.question.places[0]
            number, letters = _spot(place.address)
            self._go_to(place.sheet, number, letters)

    def _go_to(self, sheet: str, number: int, letters: str = "") -> None:
        if sheet != self._sheet and any(table.sheet == sheet for table in self._tables):
            self._choose_sheet(sheet)
        self.grid.go_to(number, letters)

    def _connect(self) -> None:
        self.layout_choice.chosen.connect(self.chosen)
        self.columns.sheet_chosen.connect(self._choose_sheet)
        self.columns.header_chosen.connect(self._choose_header)
        folder = files_folder(self._session.register.path)
        self.columns.save_asked.connect(lambda: self.mapping.ask_save(folder))
        self.columns.load_asked.connect(lambda: self.mapping.ask_load(folder))
        self.mapping.chosen.connect(self._take_maps)
        self.mapping.told.connect(self.notice.say)
        self.notice.acted.connect(self.mapping.take_guess)
        self.grid.field_chosen.connect(self._choose_field)
        self.grid.header_chosen.connect(self._choose_header)
        self.grid.row_chosen.connect(lambda number: self.result.show_row(f"{self._sheet}!{number}"))
        self.result.row_chosen.connect(self._go_to_row)
        self.result.doubt_chosen.connect(self._go_to_doubt)
        self.result.panel.answered.connect(self.answer)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, key=key: self.filter_by(key))
        for keys, by in (("F8", 1), ("Shift+F8", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.result.go_to_next(by))
        self._round = FocusRound(self, self._places)

    def _places(self) -> list[FocusPlace]:
        shown = self.result.doubts if self.result.tabs.currentIndex() else self.result.table
        return [
            FocusPlace(self.grid, self.grid.setFocus),
            FocusPlace(self.result, shown.setFocus),
        ]

    def _lay_out(self) -> None:
        self.total.setProperty("role", "soft")
        self.total.setWordWrap(True)
        self.total.setTextFormat(Qt.TextFormat.PlainText)
        above, chips = QWidget(), QWidget()
        tools, flow = FlowLayout(above, FIELD_SPACE), FlowLayout(chips)
        tools.addWidget(self.layout_choice)
        tools.addWidget(self.columns)
        for chip in self.chips.values():
            flow.addWidget(chip)
        left = Card()
        left.box.setContentsMargins(1, 1, 1, 1)
        left.box.addWidget(self.grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        for widget in (above, chips, self.total, self.notice):
            layout.addWidget(widget)
        layout.addWidget(beside(self._look, (left, self.result), LEAST, SPLIT), 1)


def _first_sheet(draft: PlanDraft) -> str:
    """Return the sheet to begin with: the first that holds measures, else the first with columns that may be."""
    ranked = [table for table in draft.tables if table.recognised] or [
        table for table in draft.tables if any(table.fields)
    ]
    return (ranked or list(draft.tables))[0].sheet if draft.tables else ""


def _spot(address: str) -> tuple[int, str]:
    """Return the row and the letters of a cell: B7 is (7, B)."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :] or 0), letters
