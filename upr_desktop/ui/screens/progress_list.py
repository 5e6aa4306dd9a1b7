"""List what one agency owes for one period: what is done, begun and missing, with filters and the next one missing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.register.report_entries import Entry
from upr_desktop.ui.columns import Column
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look
from upr_desktop.ui.opening_table import OpeningTable
from upr_desktop.ui.screens.parts import footer, nothing_found
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.status_pills import report_pill
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, EmptyState, button

WAITING, OVERDUE, REMARK, WORTH_A_LOOK = "waiting", "overdue", "remark", "look"
STATE = "state"


class ProgressList(QWidget):
    """The left side. `all_asked` asks to hand in (or accept) every report that is ready for it."""

    all_asked = Signal()
    clear_asked = Signal()

    def __init__(self, look: Look, words: ProgressWords, *, is_own: bool = False) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._entries: dict[str, Entry] = {}
        self._query = ""
        self.facets = FacetBar(look, _facets(look, is_own=is_own), "progress.facets")
        self.table = OpeningTable(look, self._columns(), "progress.list")
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.all_button = button(look, "progress.submit_all_short", "link")
        self.nothing = EmptyState(
            look, "progress.nothing.title", "progress.nothing.text", "progress.nothing.clear"
        )
        self.not_found = nothing_found(look)
        self.empty = EmptyState(look, "progress.nothing_owed.title", "progress.nothing_owed.text")
        self._below = footer(look, self.count, self.all_button)
        self._pages = QStackedWidget()
        self._place()
        self.facets.chosen_changed.connect(self._filter)
        self.nothing.acted.connect(self.clear_asked)
        self.all_button.clicked.connect(self.all_asked)
        look.language.follow(self, self._tell)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries; filters, sorting and the cursor stay."""
        self._entries = {entry.id: entry for entry in entries}
        self.facets.set_rows(entries)
        self.table.set_rows(entries)
        self._filter()

    def current(self) -> Entry | None:
        """Return the entry that the cursor is on."""
        return self._entries.get(self.table.current_id())

    def entry(self, id: str | None) -> Entry | None:
        """Return an entry by its id, whether or not the filters show it."""
        return self._entries.get(id or "")

    def entries(self) -> list[Entry]:
        """Return all entries, whatever the filters show."""
        return list(self._entries.values())

    def search(self, text: str) -> None:
        """Keep the entries in whose texts every word stands."""
        self._query = text.strip()
        self.table.rows.find(text)
        self._filter()

    def go_to_waiting(self, by: int = 1) -> bool:
        """Put the cursor on the next report that is still to be handed in, round the end; False if there is none."""
        order = self.table.rows.order
        count = len(order)
        start = self.table.currentIndex().row() if self.table.currentIndex().isValid() else -1
        for step in range(1, count + 1):
            place = (start + by * step) % count
            if order.at(place).is_waiting:
                return self.table.select_row(order.id_at(place))
        return False

    def offer_all(self, text: str) -> None:
        """Offer to do something with every report that is ready for it; nothing for an empty text."""
        self.all_button.setText(text)
        self.all_button.setVisible(bool(text))

    @property
    def has_filters(self) -> bool:
        """Return whether there is anything to narrow down by."""
        return any(not chip.isHidden() for chip in self.facets.chips.values()) and not self.facets.isHidden()

    def stand_below(self, part: QWidget) -> None:
        """Put something more into the line below the list."""
        line = self._below.layout()
        assert line is not None
        line.addWidget(part)

    def focus_filters(self) -> None:
        """Put the keyboard into the filters."""
        chip = next(chip for chip in self.facets.chips.values() if not chip.isHidden())
        chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus(self) -> None:
        """Put the keyboard into the table or, where it shows nothing, on what brings the rest back."""
        shown = self._pages.currentWidget()
        if isinstance(shown, EmptyState):
            shown.focus()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self) -> None:
        self.table.rows.keep(self.facets.test())
        shown = len(self.table.rows.order)
        nothing = self.not_found if self._query and self.facets.test() is None else self.nothing
        self._pages.setCurrentWidget(self.table if shown else nothing if self._entries else self.empty)
        if shown and not self.table.current_id():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self.facets.setVisible(bool(self._entries))
        for key, chip in self.facets.chips.items():
            is_of_use = key != STATE and bool(self.facets.counts().get(key))
            chip.setVisible(is_of_use or chip.is_active)
        self._tell()

    def _tell(self) -> None:
        owed = [entry for entry in self._entries.values() if entry.is_owed]
        done = sum(not entry.is_waiting for entry in owed)
        key = "own.count" if any(entry.is_own for entry in owed) else "progress.count_entries"
        self.count.setText(self._look.t(key, done=done, total=len(owed)))

    def _columns(self) -> tuple[Column[Entry], ...]:
        t, words = self._look.t, self._words
        return (
            Column("state", "progress.column.state", lambda e: report_pill(self._look, e.stage).word,
                   kind="pill", width=66, pill=lambda e: report_pill(self._look, e.stage), stays=True,
                   sort=lambda e: e.stage),
            Column("number", "progress.column.number", lambda e: e.measure.number or "—",
                   lambda e: e.measure.order, width=56, strong=True, stays=True),
            Column("text", "record.measure.one", lambda e: words.measure(e.measure), kind="text2", stretch=True,
                   width=120, stays=True, mark=lambda e: words.mark(e.measure)),
            Column("deadline", "progress.column.deadline", lambda e: words.deadline(e.measure),
                   lambda e: e.measure.deadline.end, width=92, kind="text2", yields=1,
                   tone=lambda e: "bad" if e.is_overdue else "soft",
                   tooltip=lambda e: t("computed_status.overdue") if e.is_overdue else ""),
        )  # fmt: skip

    def _place(self) -> None:
        for page in (self.table, self.nothing, self.not_found, self.empty):
            self._pages.addWidget(page)
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        card.box.setSpacing(0)
        card.box.addWidget(self._pages, 1)
        card.box.addWidget(self._below)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        box.addWidget(self.facets)
        box.addWidget(card, 1)


def _facets(look: Look, *, is_own: bool) -> tuple[Facet[Entry], ...]:
    waiting = "own.facet.waiting" if is_own else "progress.facet.waiting"
    return (
        Facet(
            STATE,
            "progress.facet.state",
            lambda e: [e.stage] if e.is_owed else [],
            lambda code: report_pill(look, code).word,
        ),
        Facet(WAITING, waiting, lambda e: ["1"] if e.is_waiting else [], toggle=True),
        Facet(OVERDUE, "progress.facet.overdue", lambda e: ["1"] if e.is_overdue else [], toggle=True),
        Facet(REMARK, "progress.facet.remark", lambda e: ["1"] if e.has_remark else [], toggle=True),
        Facet(WORTH_A_LOOK, "progress.facet.look", lambda e: ["1"] if e.problems else [], toggle=True),
    )
