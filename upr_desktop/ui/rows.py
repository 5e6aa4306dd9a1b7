"""Keep rows in an order and let some of them through, fast enough for a hundred thousand of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class RowOrder(Generic[Row]):
    """Rows, the order they are sorted in, and the positions at which they are visible.

    Sort keys and searched texts are computed once for a set of rows and kept until the rows are replaced.
    """

    def __init__(self, identify: Callable[[Row], str]) -> None:
        self._identify = identify
        self._rows: tuple[Row, ...] = ()
        self._keys: dict[str, list[Any]] = {}
        self._texts: list[str] | None = None
        self._order: list[int] = []
        self._test: Callable[[Row], bool] | None = None
        self._words: tuple[str, ...] = ()
        self._searched: Callable[[Row], str] = identify
        self._positions: dict[str, int] | None = None
        self._group: Callable[[Row], Any] | None = None
        self._groups: list[Any] = []
        self._sizes: Counter[Any] | None = None
        self.visible: list[int] = []

    def __len__(self) -> int:
        """Return how many rows are visible."""
        return len(self.visible)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return all rows as they were given."""
        return self._rows

    def at(self, position: int) -> Row:
        """Return the visible row at a position. Raises IndexError beyond the last."""
        return self._rows[self.visible[position]]

    def id_at(self, position: int) -> str:
        """Return the id of the visible row at a position."""
        return self._identify(self.at(position))

    def position(self, id: str) -> int | None:
        """Return where the row with this id is visible, or None."""
        if self._positions is None:
            rows, identify = self._rows, self._identify
            self._positions = {identify(rows[index]): place for place, index in enumerate(self.visible)}
        return self._positions.get(id)

    def replace(self, rows: Sequence[Row]) -> None:
        """Take other rows, unsorted; the tests that let rows through stay."""
        self._rows = tuple(rows)
        self._groups = [self._group(row) for row in rows] if self._group else []
        self._keys.clear()
        self._texts = None
        self._order = list(range(len(self._rows)))
        self._show()

    def put(self, rows: Sequence[Row]) -> list[int] | None:
        """Take rows in the place of those with the same ids and return their positions.

        None, and nothing done, where one is not visible, or where a test, a word or a group may tell otherwise now.
        """
        places = [place for row in rows if (place := self.position(self._identify(row))) is not None]
        if self._test or self._words or self._group or len(places) < len(rows):
            return None
        held = list(self._rows)
        for place, row in zip(places, rows, strict=True):
            held[self.visible[place]] = row
        self._rows = tuple(held)
        self._keys.clear()
        self._texts = None
        return places

    def sort(self, name: str, key: Callable[[Row], Any], descending: bool = False) -> None:
        """Sort by a key, kept under a name; rows whose key is None stand last, equal ones as they were given."""
        keys = self._keys.get(name)
        if keys is None:
            keys = self._keys[name] = [key(row) for row in self._rows]
        known = [index for index, value in enumerate(keys) if value is not None]
        known.sort(key=keys.__getitem__, reverse=descending)
        if len(known) < len(keys):
            known += [index for index, value in enumerate(keys) if value is None]
        self._order = known
        self._show()

    def gather(self, group: Callable[[Row], Any] | None) -> None:
        """Let rows of one group stand together in the order of the groups' values (None last), or undo that."""
        self._group = group
        self._groups = [group(row) for row in self._rows] if group else []
        self._show()

    def begins_group(self, position: int) -> bool:
        """Return whether the row at a position is the first shown of its group."""
        if self._group is None:
            return False
        here, groups = self.visible[position], self._groups
        return position == 0 or groups[self.visible[position - 1]] != groups[here]

    def beginnings(self) -> set[int]:
        """Return the positions at which a group begins."""
        if self._group is None:
            return set()
        here = [self._groups[index] for index in self.visible]
        before = chain((object(),), here)
        return {place for place, (one, other) in enumerate(zip(here, before, strict=False)) if one != other}

    def group_size(self, position: int) -> int:
        """Return how many rows are shown of the group of the row at a position."""
        if self._sizes is None:
            self._sizes = Counter(self._groups[index] for index in self.visible)
        return self._sizes[self._groups[self.visible[position]]]

    def unsort(self) -> None:
        """Return to the order in which the rows were given."""
        self._order = list(range(len(self._rows)))
        self._show()

    def keep(self, test: Callable[[Row], bool] | None) -> None:
        """Let through only the rows that pass a test, or all."""
        self._test = test
        self._show()

    def find(self, text: str, searched: Callable[[Row], str]) -> None:
        """Let through only rows whose searched text holds every word of a text, in any case."""
        self._words = tuple(text.casefold().split())
        self._searched = searched
        self._show()

    def forget_texts(self) -> None:
        """Compute searched texts and sort keys anew when next needed: the language changed."""
        self._texts = None
        self._keys.clear()
        self._groups = [self._group(row) for row in self._rows] if self._group else []

    def _show(self) -> None:
        visible = self._gathered() if self._group else self._order
        rows, test = self._rows, self._test
        if self._words and self._texts is None:
            self._texts = [self._searched(row).casefold() for row in rows]
        texts = self._texts or []
        for word in self._words:
            visible = [index for index in visible if word in texts[index]]
        if test is not None:
            visible = [index for index in visible if test(rows[index])]
        self.visible = visible
        self._positions = None
        self._sizes = None

    def _gathered(self) -> list[int]:
        groups = self._groups
        known = [index for index in self._order if groups[index] is not None]
        known.sort(key=groups.__getitem__)
        return known + [index for index in self._order if groups[index] is None]
