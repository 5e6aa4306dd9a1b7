"""Show records as a table under their filters, with the count below."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.more_facets import MANY, MoreFacets
from upr_desktop.ui.screens.parts import footer, nothing_found
from upr_desktop.ui.screens.record_rows import RecordRows
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import Card, EmptyState, Notice, button

COUNT_LATER_MS = 150
Test = Callable[[Any], bool]


class RecordList(QWidget):
    """Filters, table, count. `import_asked`, `clear_asked` and `bulk_asked` are what its buttons ask for.

    `words` is the beginning of the keys of its wordings: WORDS.count, WORDS.count_of, WORDS.selected, WORDS.bulk.open,
    WORDS.bulk.open_count. `empty` is shown where there is no record at all.
    """

    import_asked = Signal()
    clear_asked = Signal()
    bulk_asked = Signal()

    def __init__(
        self,
        look: Look,
        rows: RecordRows[Any],
        table: Table,
        facets: MoreFacets,
        empty: EmptyState,
        words: str,
    ) -> None:
        super().__init__()
        self._look, self._rows, self._words = look, rows, words
        self.table, self.facets, self.empty = table, facets, empty
        self.notice = Notice(look)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.bulk_button = button(look, f"{words}.bulk.open", "link", "Ctrl+E")
        self.nothing = EmptyState(
            look,
            "recommendations.nothing.title",
            "recommendations.nothing.text",
            "recommendations.nothing.clear",
        )
        self.not_found = nothing_found(look)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._place()
        self._connect()
        look.language.follow(self, self.say_count)

    def offered(self) -> Sequence[Any]:
        """Return the rows that filters and search narrow: all there are."""
        return self._rows.shown

    def empty_page(self) -> EmptyState:
        """Return what is shown where there is no record at all."""
        return self.empty

    def foot_widgets(self) -> Sequence[QWidget]:
        """Return what stands at the right of the count."""
        return (self.bulk_button,)

    def show_rows(self) -> None:
        """Show the rows as they were read last."""
        rows = self.offered()
        self.facets.offer(rows)
        self.table.set_rows(rows)
        self.table.arrangement.fit()
        self.filter()

    def show_some(self, ids: Collection[RecordId]) -> None:
        """Show rows that were read again in their places; all anew where that may move, hide or show some."""
        if (
            self._rows.found is not None
            or self.facets.test()
            or not self.table.rows.put_rows(self._rows.several(ids))
        ):
            self.show_rows()
        else:
            self._count_soon()

    def filter(self) -> None:
        """Show the rows that the search and the filters let through, and count the filters anew."""
        self._narrow()
        self._count_soon()

    def _narrow(self) -> None:
        found, chosen = self._rows.found, self.facets.test()
        self.table.rows.keep(_both(found, chosen))
        self.say_count()
        has_rows = bool(self.table.rows.order.rows)
        page = self.table if len(self.table.rows.order) else self._page_of_none(has_rows)
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.facets.setVisible(has_rows)
        self._footer.setVisible(page is not self.empty)
        if page is self.table and not self.table.current_id():
            self.table.setCurrentIndex(self.table.rows.index(0, self.table.arrangement.seen()[0]))

    def _page_of_none(self, has_rows: bool) -> EmptyState:
        """Return what is shown where no row is: there is none, or none is let through."""
        if not has_rows:
            return self.empty_page()
        return self.not_found if self._rows.found is not None and self.facets.test() is None else self.nothing

    def say_count(self) -> None:
        """Say how many of all are shown, and how many are selected."""
        shown, total = len(self.table.rows.order), len(self.table.rows.order.rows)
        key = f"{self._words}.count" if shown == total else f"{self._words}.count_of"
        text = self._look.t(key, count=total, shown=self._look.language.number(shown))
        selected = len(self.table.selected_ids())
        if selected > 1:
            text += " · " + self._look.t(f"{self._words}.selected", count=selected)
        self.count.setText(text)
        self.bulk_button.setVisible(selected > 1 and not self.table.rows.is_read_only)
        self.bulk_button.setText(self._look.t(f"{self._words}.bulk.open_count", count=max(selected, 1)))

    def set_writable(self, writable: bool) -> None:
        """Take edits in the cells, or not."""
        self.table.set_read_only(not writable)
        self.bulk_action.setEnabled(writable)
        self.say_count()

    def _place(self) -> None:
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        card.box.setSpacing(0)
        self._pages = QStackedWidget()
        for page in (self.table, self.empty, self.nothing):
            self._pages.addWidget(page)
        card.box.addWidget(self._pages, 1)
        card.box.addWidget(self.notice)
        self._footer = footer(self._look, self.count, *self.foot_widgets())
        card.box.addWidget(self._footer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    def _connect(self) -> None:
        self.facets.chosen_changed.connect(self._narrow)  # which has counted itself
        self.table.selectionModel().selectionChanged.connect(self.say_count)
        self._later.timeout.connect(self._count_facets)
        self.empty.acted.connect(self.import_asked)
        self.nothing.acted.connect(self.clear_asked)
        self.not_found.acted.connect(self.clear_asked)
        self.bulk_button.clicked.connect(self.bulk_asked)
        self.bulk_action = QAction(self)
        self.bulk_action.triggered.connect(self.bulk_asked)
        self._look.language.follow(
            self.bulk_action, lambda: self.bulk_action.setText(self._look.t(f"{self._words}.bulk.open"))
        )
        self.table.addAction(self.bulk_action)
        self.table.left_out.connect(self._say_left_out)

    def _say_left_out(self, count: int) -> None:
        if self.notice.isHidden():
            self.notice.say(self._look.t("toolkit.table.left_out", count=count), "warn")

    def _count_soon(self) -> None:
        if len(self._rows) > MANY:
            self._later.start(COUNT_LATER_MS)
        else:
            self._count_facets()

    def _count_facets(self) -> None:
        found = self._rows.found
        shown = self.offered()
        self.facets.set_rows(shown if found is None else [row for row in shown if row.id in found])


def _both(found: set[RecordId] | None, chosen: Test | None) -> Test | None:
    if found is None:
        return chosen
    if chosen is None:
        return lambda row: row.id in found
    return lambda row: row.id in found and chosen(row)
