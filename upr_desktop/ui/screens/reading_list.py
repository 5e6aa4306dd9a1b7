"""List the measures of a period: which are still to be read, with filters, and go from one to the next."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_reports import SENT_BACK
from upr_desktop.register.readings import NOTHING, READ, READINGS, UNREAD, Reading
from upr_desktop.ui.columns import Column
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look
from upr_desktop.ui.opening_table import OpeningTable
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.ui.screens.parts import list_card, nothing_found
from upr_desktop.ui.screens.reading_words import ReadingWords
from upr_desktop.ui.widgets import EmptyState

UNREAD_ONLY, REMARK, NO_WORDING, AREA, AGENCY = "unread", "remark", "no_wording", "area", "agency"
PILLS: dict[str, tuple[Tone, Glyph]] = {
    UNREAD: ("accent", "half"),
    SENT_BACK: ("bad", "alert"),
    READ: ("ok", "full"),
    NOTHING: ("idle", "empty"),
}


class ReadingList(QWidget):
    """The left side. `facets` stand elsewhere, across the screen; `clear_asked` asks to take them away.

    `is_narrowing` holds while a filter or a search changes the rows, and with them the cursor.
    """

    clear_asked = Signal()

    def __init__(self, look: Look, words: ReadingWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._rows: dict[str, Reading] = {}
        self._holding: Collection[RecordId] | None = None
        self._kept = ""
        self.is_narrowing = False
        self.facets = FacetBar(look, _facets(words), "reading.facets")
        self.table = OpeningTable(look, self._columns(), "reading.list")
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.nothing = EmptyState(
            look, "reading.none_found.title", "reading.none_found.text", "reading.none_found.action"
        )
        self.not_found = nothing_found(look)
        self._pages = QStackedWidget()
        for page in (self.table, self.nothing, self.not_found):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(list_card(look, self._pages, self.count))
        self.facets.chosen_changed.connect(lambda _: self._narrow_anew())
        self.nothing.acted.connect(self.clear_asked)
        look.language.follow(self, self._tell)

    def show_rows(self, rows: Sequence[Reading], kept: str) -> None:
        """Show these measures; that of the id `kept` stays, whether or not the filters still fit it."""
        self._rows = {row.id: row for row in rows}
        self._kept = kept
        self.facets.set_rows(rows)
        self.table.set_rows(rows)
        self._narrow()

    def keep(self, holding: Collection[RecordId] | None) -> None:
        """Keep these measures, or all."""
        self._holding = holding
        self._narrow_anew()

    def current(self) -> Reading | None:
        """Return the measure that the cursor is on."""
        return self._rows.get(self.table.current_id())

    def focus(self) -> None:
        """Put the keyboard into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filters(self) -> None:
        """Put the keyboard into the filters."""
        chip = next(chip for chip in self.facets.chips.values() if not chip.isHidden())
        chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, id: str) -> bool:
        """Put the cursor on a measure, taking filters away that hide it; return whether it is there."""
        if id not in self._rows:
            return False
        if not self.table.select_row(id):
            self.facets.choose({})
        return self.table.select_row(id)

    def go(self, by: int) -> bool:
        """Go some measures on, no further than the ends; return whether there was one to go to."""
        place = self._place() + by
        if not 0 <= place < len(self.table.rows.order):
            return False
        return self.table.select_row(self.table.rows.order.id_at(place))

    def go_to_unread(self, by: int = 1) -> bool:
        """Go to the next measure still to be read, round the end; return whether there is one."""
        order, start = self.table.rows.order, self._place()
        for step in range(1, len(order) + 1):
            place = (start + by * step) % len(order)
            if order.at(place).state == UNREAD:
                return self.table.select_row(order.id_at(place))
        return False

    def _place(self) -> int:
        index = self.table.currentIndex()
        return index.row() if index.isValid() else -1

    def _narrow_anew(self) -> None:
        self._kept = ""
        self.is_narrowing = True
        self._narrow()
        self.is_narrowing = False

    def _narrow(self) -> None:
        test, holding, kept = self.facets.test(), self._holding, self._kept

        def fits(row: Reading) -> bool:
            return row.id == kept or (
                (holding is None or row.id in holding) and (test is None or bool(test(row)))
            )

        self.table.rows.keep(fits if test is not None or holding is not None else None)
        shown = len(self.table.rows.order)
        nothing = self.not_found if holding is not None and test is None else self.nothing
        self._pages.setCurrentWidget(self.table if shown else nothing)
        if shown and not self.table.current_id():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._tell()

    def _tell(self) -> None:
        self.count.setText(self._look.t("reading.count", count=len(self.table.rows.order)))

    def _columns(self) -> tuple[Column[Reading], ...]:
        words = self._words
        return (
            Column("state", "reading.column.answers", words.state_and_count, kind="pill", width=76, stays=True,
                   pill=lambda row: Pill(words.brief_count(row), *PILLS[row.state]), tooltip=words.state_and_count,
                   sort=lambda row: READINGS.index(row.state)),
            Column("number", "reading.column.number", lambda row: row.measure.number or "—",
                   lambda row: row.measure.order, width=42, strong=True, stays=True),
            Column("text", "record.measure.one", words.of_measure, kind="text2", stretch=True, width=56, stays=True,
                   mark=words.tongue),
        )  # fmt: skip


def _facets(words: ReadingWords) -> tuple[Facet[Reading], ...]:
    title = "reading.facet."

    def toggle(key: str, is_so: Callable[[Reading], bool]) -> Facet[Reading]:
        return Facet(
            key,
            title + key,
            lambda row: ("1",) if is_so(row) else (),
            toggle=True,
            hint=f"{title}{key}_hint",
        )

    return (
        toggle(UNREAD_ONLY, lambda row: row.state == UNREAD),
        toggle(SENT_BACK, lambda row: row.state == SENT_BACK),
        toggle(REMARK, lambda row: row.has_remark),
        toggle(NO_WORDING, lambda row: row.wording is None and row.state != NOTHING),
        Facet(
            AREA, title + AREA, lambda row: (row.measure.area_id,) if row.measure.area_id else (), words.area
        ),
        Facet(AGENCY, title + AGENCY, lambda row: sorted(row.agencies), words.agency),
    )
