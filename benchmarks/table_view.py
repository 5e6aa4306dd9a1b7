"""Measure scrolling, sorting and filtering the window's table beside QTableView over a QSortFilterProxyModel."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.measure import Line, Sizes, in_seconds, medians, percentile, seconds
from benchmarks.samples import POSITIONS, STATES, WORDS, text
from upr_desktop.ui.columns import Column
from upr_desktop.ui.language import Language
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import Theme

PAGE, SORT, FASTER = 33.0, 500.0, 20.0
TYPED = "ұлттық заң"
SIZE = (1280, 800)


@dataclass(frozen=True, slots=True)
class Item:
    """One row, invented."""

    id: str
    number: str
    order: int
    text: str
    states: str
    lead: str
    position: str


COLUMNS: tuple[Column[Item], ...] = (
    Column("number", lambda: "№", lambda row: row.number, sort=lambda row: row.order, width=70, strong=True),
    Column("text", lambda: "Text", lambda row: row.text, kind="text2", stretch=True),
    Column("states", lambda: "States", lambda row: row.states, kind="text2", width=120),
    Column("lead", lambda: "Lead", lambda row: row.lead, width=110),
    Column(
        "position", lambda: "Answer", lambda row: row.position, kind="pill", width=160,
        pill=lambda row: Pill(row.position, "ok", "full"),
    ),
)  # fmt: skip


def items(count: int) -> list[Item]:
    """Return rows with long texts in three languages, many of which begin alike."""
    chance = random.Random(11)
    texts = [
        text(chance, language, no) for no, language in zip(range(3_000), list(WORDS) * 1_000, strict=True)
    ]
    return [
        Item(
            f"id{no}", f"140.{no}", no, f"{texts[no * 7919 % 3_000]} {no}",
            ", ".join(chance.sample(STATES, 2)), f"M{no % 40}", chance.choice(POSITIONS),
        )
        for no in range(count)
    ]  # fmt: skip


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield pages of two lines and of one, sorting by text, filtering as one types."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look = Look(Language(app, "en"), Theme(app, "light"))
    rows = items(sizes.table * 2)
    ours, twice, theirs = _Ours(look, rows[: sizes.table]), _Ours(look, rows), _Theirs(rows[: sizes.table])
    yield from _pages(ours, twice, theirs, sizes)
    yield from _orders(ours, twice, theirs, sizes)
    for side in (ours, twice, theirs):
        side.view.close()


def _pages(ours: "_Ours", twice: "_Ours", theirs: "_Theirs", sizes: Sizes) -> Iterator[Line]:
    plain = percentile(pages(theirs.view, sizes.pages))
    for compact in (False, True):
        for side in (ours, twice):
            side.view.set_compact(compact)
        QTest.qWait(20)  # the tables lay their rows out
        taken, larger = (percentile(pages(side.view, sizes.pages)) for side in (ours, twice))
        job = f"a page of {sizes.table:,} rows of {'one line' if compact else 'two lines'}, 95th percentile"
        yield Line(
            job,
            in_seconds(taken),
            "QTableView",
            in_seconds(plain),
            taken * 1000,
            " ms",
            PAGE,
            growth=larger / taken,
        )


def _orders(ours: "_Ours", twice: "_Ours", theirs: "_Theirs", sizes: Sizes) -> Iterator[Line]:
    taken, larger = medians(sizes.repeats, ours.sort, twice.sort)
    plain = theirs.sort()
    job = f"sort {sizes.table:,} rows by text"
    against = "QSortFilterProxyModel"
    yield Line(
        job, in_seconds(taken), against, in_seconds(plain), taken * 1000, " ms", SORT, growth=larger / taken
    )
    taken, larger = medians(sizes.repeats, ours.find, twice.find)
    plain = theirs.find()
    job = f"filter {sizes.table:,} rows as ten letters are typed"
    yield Line(
        job,
        in_seconds(taken),
        against,
        in_seconds(plain),
        plain / taken,
        limit=FASTER,
        at_least=True,
        growth=larger / taken,
    )


def pages(view: QTableView, count: int) -> list[float]:
    """Return the seconds that each of so many pages takes, first one after another, then anywhere."""
    bar, chance = view.verticalScrollBar(), random.Random(3)
    view.scrollToTop()
    places = [bar.pageStep() * at for at in range(1, count // 2 + 1)]
    places += [chance.randint(0, bar.maximum()) for _ in range(count - len(places))]

    def show(place: int) -> None:
        bar.setValue(place)
        view.viewport().repaint()

    return [seconds(lambda place=place: show(place)) for place in places]  # type: ignore[misc]


def type_letters(find: Callable[[str], None]) -> None:
    """Filter after each letter."""
    for end in range(1, len(TYPED) + 1):
        find(TYPED[:end])


class _Ours:
    def __init__(self, look: Look, rows: Sequence[Item]) -> None:
        self.rows = rows
        self.view = Table(look, COLUMNS, "toolkit.table.copy")
        self.view.set_rows(rows)
        _show(self.view)

    def sort(self) -> float:
        """Return the seconds of a first sorting, no key of which is known."""
        model = self.view.rows
        model.sort_by(None)
        model.set_rows(list(self.rows))
        taken = seconds(lambda: model.sort_by("text"))
        model.sort_by(None)
        return taken

    def find(self) -> float:
        """Return the seconds of filtering after each letter, the first time."""
        model = self.view.rows
        model.find("")
        model.set_rows(list(self.rows))
        taken = seconds(lambda: type_letters(model.find))
        model.find("")
        return taken


class _Theirs:
    def __init__(self, rows: Sequence[Item]) -> None:
        self.view = QTableView()
        self.model, self.proxy = _PlainModel(rows), QSortFilterProxyModel()
        self.proxy.setSourceModel(self.model)
        self.proxy.setFilterKeyColumn(-1)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setSortLocaleAware(True)
        self.view.setModel(self.proxy)
        _show(self.view)

    def sort(self) -> float:
        return seconds(lambda: self.proxy.sort(1))

    def find(self) -> float:
        self.proxy.sort(-1)
        taken = seconds(lambda: type_letters(self.proxy.setFilterFixedString))
        self.proxy.setFilterFixedString("")
        return taken


class _PlainModel(QAbstractTableModel):
    def __init__(self, rows: Sequence[Item]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(COLUMNS)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return COLUMNS[index.column()].text(self._rows[index.row()])


def _show(view: QTableView) -> None:
    view.resize(*SIZE)
    view.show()
    if not QTest.qWaitForWindowExposed(view):
        raise AssertionError("a table that is not shown paints nothing")
