"""Write what was typed, pasted, filled or cleared in a table as one step, or say which cells are refused and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject

from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.table_model import CellEdit

TOLD = 3
Wishes = Mapping[RecordId, Mapping[str, Any]]


@dataclass(slots=True)
class ReadEdits:
    """The values wished, by record and field, and the problems of the cells that are refused."""

    wishes: dict[RecordId, dict[str, Any]] = field(default_factory=dict)
    problems: list[tuple[CellEdit, Problem]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many cells can be written."""
        return sum(len(one) for one in self.wishes.values())


class CellEdits(QObject):
    """Reads the edits of a list's table and writes what they mean.

    Where a cell is refused nothing is written: the notice says which and why, and offers to write the others. `read`
    tells what edits mean, `place` names the row of an id, `write` writes wishes as one step.
    """

    def __init__(
        self,
        look: Look,
        list: RecordList,  # noqa: A002  # the screen's word
        read: Callable[[Sequence[CellEdit]], ReadEdits],
        place: Callable[[str], str],
        write: Callable[[Wishes], object],
    ) -> None:
        super().__init__(list)
        self._look, self._list, self._read, self._place, self._write = look, list, read, place, write
        self._waiting: ReadEdits | None = None
        list.table.edited.connect(self.take)
        list.notice.acted.connect(self._write_waiting)
        list.notice.closed.connect(self._forget)

    def take(self, edits: Sequence[CellEdit]) -> None:
        """Write the edits, or say which cells are refused."""
        found = self._read(edits)
        self._list.notice.hide()
        self._waiting = found if found.problems else None
        if found.problems:
            self._say_problems(found)
        else:
            self._write(found.wishes)

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._list.notice.hide()
        if waiting is not None:
            self._write(waiting.wishes)
        self._list.table.setFocus()

    def _forget(self) -> None:
        self._waiting = None

    def _say_problems(self, found: ReadEdits) -> None:
        look, language = self._look, self._look.language.code
        lines = [
            f"{self._place(edit.row)}: {what(problem, language)} {how_to_fix(problem, language)}"
            for edit, problem in found.problems[:TOLD]
        ]
        if len(found.problems) > TOLD:
            lines.append(look.t("recommendations.cells.more", count=len(found.problems) - TOLD))
        action = look.t("recommendations.cells.write_rest", count=found.count) if found.count else ""
        self._list.notice.say("\n".join(lines), "bad", action)
