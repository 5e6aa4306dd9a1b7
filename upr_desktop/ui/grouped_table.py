"""Gather the rows of a table in groups, each under a heading; the rows stay what they are: edited, sorted, copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QToolButton

from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.steady_table import ENSURE_VISIBLE, Index
from upr_desktop.ui.table import Table

BAND_HEIGHT = 30


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to gather rows.

    `title` is the key of its name; `place` gives a comparable value of a row's group (None stands last), `heading` what
    the group is called.
    """

    key: str
    title: str
    place: Callable[[Any], Any]
    heading: Callable[[Any], str]


class GroupedTable(Table):
    """A table whose rows may be gathered by one of several groupings; `gathered_changed` when a person chooses one."""

    gathered_changed = Signal()

    def __init__(
        self, look: Look, columns: Sequence[Column[Any]], groupings: Sequence[Grouping], name: str
    ) -> None:
        self.groupings = {one.key: one for one in groupings}
        self.gathered = ""
        self._tall: set[int] = set()
        self._usual = 0
        super().__init__(look, columns, name)
        self.rows.modelReset.connect(self._make_room)
        self.cells.band = self.heading_at
        look.theme.follow(self, self._make_room)

    def gather(self, key: str) -> None:
        """Gather the rows by a grouping, or by none for an empty key."""
        self.gathered = key if key in self.groupings else ""
        grouping = self.groupings.get(self.gathered)
        self.cells.band_height = self._look.theme.px(BAND_HEIGHT) if grouping else 0
        self.rows.gather(grouping.place if grouping else None)
        if self.verticalScrollBar().value() <= self.cells.band_height:
            self.verticalScrollBar().setValue(0)
        self.layout_changed.emit()
        self.gathered_changed.emit()

    def heading_at(self, place: int) -> str:
        """Return the heading that stands above a row, with how many rows its group has; nothing where none begins."""
        order, grouping = self.rows.order, self.groupings.get(self.gathered)
        if grouping is None or not order.begins_group(place):
            return ""
        heading = grouping.heading(order.at(place)) or self._look.t("toolkit.facets.without")
        return f"{heading} · {self._look.language.number(order.group_size(place))}"

    def layout_data(self) -> dict[str, Any]:
        """Return the arrangement, and how rows are gathered."""
        return super().layout_data() | {"group": self.gathered}

    def use_layout(self, data: Any) -> None:
        """Arrange the table as plain data says, and gather its rows."""
        super().use_layout(data)
        self.gather(str(data.get("group") or ""))

    def set_compact(self, compact: bool) -> None:
        """Show one line of text in each row, or two."""
        super().set_compact(compact)
        self._make_room()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = ENSURE_VISIBLE) -> None:
        """Bring a cell into view; with headings between them rows are not of one height."""
        if self.gathered:
            QTableView.scrollTo(self, index, hint)
        else:
            super().scrollTo(index, hint)

    def updateGeometries(self) -> None:
        """Let the last rows be scrolled to."""
        if self.gathered:
            QTableView.updateGeometries(self)
        else:
            super().updateGeometries()

    def _make_room(self) -> None:
        """Give the rows that begin a group the height of their heading besides."""
        header, order = self.verticalHeader(), self.rows.order
        usual, band = header.defaultSectionSize(), self.cells.band_height
        tall = order.beginnings() if band else set()
        may_differ = tall | self._tall if usual == self._usual else range(len(order))
        self._tall, self._usual = tall, usual
        header.setUpdatesEnabled(
            False
        )  # else each one asks where it stands, which adds up all those above it
        for place in may_differ:
            height = usual + (band if place in tall else 0)
            if place < len(order) and header.sectionSize(place) != height:
                header.resizeSection(place, height)
        header.setUpdatesEnabled(True)


class GroupButton(QToolButton):
    """Says how a table is gathered and lets a person choose."""

    def __init__(self, look: Look, table: GroupedTable) -> None:
        super().__init__()
        self._look, self._table = look, table
        self.setProperty("role", "quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.group_menu = QMenu(self)
        self.group_menu.aboutToShow.connect(self._fill)
        self.setMenu(self.group_menu)
        table.gathered_changed.connect(self._say)
        look.language.follow(self, self._say)

    def _say(self) -> None:
        grouping = self._table.groupings.get(self._table.gathered)
        name = self._look.t(grouping.title if grouping else "toolkit.groups.none")
        text = self._look.t("toolkit.groups.by", name=name) if grouping else name
        self.setText(f"{text}  ▾")
        self.setAccessibleName(self._look.t("toolkit.groups.name"))
        self.setToolTip(self._look.t("toolkit.groups.name"))

    def _fill(self) -> None:
        self.group_menu.clear()
        choices = [
            ("", "toolkit.groups.none"),
            *((key, one.title) for key, one in self._table.groupings.items()),
        ]
        together = QActionGroup(self.group_menu)
        for key, title in choices:
            action = QAction(self._look.t(title), self.group_menu)
            action.setCheckable(True)
            action.setChecked(key == self._table.gathered)
            action.triggered.connect(lambda _=False, key=key: self._table.gather(key))
            together.addAction(action)
            self.group_menu.addAction(action)
