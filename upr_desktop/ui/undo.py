"""Take back and redo a person's newest change, in plain words; Ctrl+Z belongs to the focused text first."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from upr_desktop.jobs.telling import label
from upr_desktop.jobs.undo_words import returns_to_read_again
from upr_desktop.register.errors import ChangesRefused
from upr_desktop.register.log import RevisionRow, revision_row
from upr_desktop.ui.inputs import SharedUndo
from upr_desktop.ui.look import Look
from upr_desktop.ui.session import Session

ASKED_FIRST = ("import", "merge")
NAMED = 3


class Undoing(QObject):
    """Undo and redo for the person who works on a register.

    `confirm` is asked with a sentence before an import or a merge is taken back; `told` gets what there is to say.
    """

    def __init__(
        self,
        look: Look,
        session: Session,
        confirm: Callable[[str], bool],
        told: Callable[[Callable[[], str]], None],
    ) -> None:
        super().__init__(session)
        self._look, self._session, self._confirm, self._told = look, session, confirm, told

    def undo(self) -> None:
        """Take back this person's newest change that is not taken back yet."""
        number = self._session.register.undoable(self._session.settings.author)
        row = self._row(number)
        if row is None:
            self._told(lambda: self._look.t("window.undo.nothing"))
        elif row.kind not in ASKED_FIRST or self._confirm(self._question(row)):
            self._session.undo(row.number)

    def redo(self) -> None:
        """Do again what this person took back last."""
        number = self._session.register.redoable(self._session.settings.author)
        if number is None:
            self._told(lambda: self._look.t("window.redo.nothing"))
        else:
            self._session.undo(number)

    def undo_one(self, number: int) -> bool:
        """Take back one change, whoever made it; return whether that was done."""
        row = self._row(number)
        if row is None or (row.kind in ASKED_FIRST and not self._confirm(self._question(row))):
            return False
        return self._session.undo(number)

    def said(self, number: int) -> str:
        """Return what a change was, as the status line says it: what was done, undone or done again."""
        row = self._row(number)
        if row is None:
            return ""
        if row.undo_of is None:
            return self._look.t("window.done.saved", what=self._label(row))
        first, depth = self._first(row)
        key = "window.done.undone" if depth % 2 else "window.done.redone"
        return self._look.t(key, what=self._label(first))

    def is_undone(self, number: int) -> bool:
        """Return whether a change took another back, so that taking it back does that one again."""
        row = self._row(number)
        return row is not None and self._first(row)[1] % 2 == 1

    def refusal(self, refused: ChangesRefused) -> str:
        """Return why a change was not taken back: which later changes stand on it."""
        numbers = sorted({number for moved in refused.moved for number in moved.revisions}, reverse=True)
        later = [row for row in map(self._row, numbers) if row is not None]
        if not later:
            return self._look.t("window.undo.refused_unknown")
        named = "; ".join(self._with_time(row) for row in later[:NAMED])
        return self._look.t(
            "window.undo.refused", changes=named, count=len(later), more=max(0, len(later) - NAMED)
        )

    def _question(self, row: RevisionRow) -> str:
        asked = self._look.t("window.undo.confirm", what=self._with_time(row), count=row.changes)
        again = self._session.read(
            lambda connection: returns_to_read_again(connection, row.number, self._look.language.code)
        )
        return f"{asked} {again}".rstrip()

    def _with_time(self, row: RevisionRow) -> str:
        at = self._look.language.moment(datetime.fromisoformat(row.at).astimezone())
        return self._look.t("window.undo.named", what=self._label(row), at=at, author=row.author or "—")

    def _label(self, row: RevisionRow) -> str:
        first, _ = self._first(row)
        return label(first.label, self._look.language.code)

    def _first(self, row: RevisionRow) -> tuple[RevisionRow, int]:
        """Return the change that a chain of undoing and redoing began with, and the chain's length."""
        chain = list(self._chain(row))
        return chain[-1], len(chain) - 1

    def _chain(self, row: RevisionRow) -> Iterator[RevisionRow]:
        at: RevisionRow | None = row
        while at is not None:
            yield at
            at = self._row(at.undo_of)

    def _row(self, number: int | None) -> RevisionRow | None:
        if number is None:
            return None
        return self._session.read(lambda connection: revision_row(connection, number))


class TextFirst(QObject):
    """Gives Ctrl+Z and Ctrl+Y to the focused text first, whichever it is, and to the window where it has nothing."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._watched: QWidget | None = None
        self._shared_undo = SharedUndo(self)
        app.focusChanged.connect(self._watch)

    def _watch(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and old is self._watched:
            old.removeEventFilter(self._shared_undo)
        self._watched = new if isinstance(new, QLineEdit | QPlainTextEdit | QTextEdit) else None
        if self._watched is not None:
            self._watched.installEventFilter(self._shared_undo)
