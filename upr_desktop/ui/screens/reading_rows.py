"""Read the rows of a screen: all at first, on the worker where they are many, later only those that were touched."""

import gc
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from upr_desktop.register.apply import Applied
from upr_desktop.register.queries import count
from upr_desktop.register.register import Connection
from upr_desktop.ui.screens.more_facets import MANY
from upr_desktop.ui.screens.record_rows import RecordRows
from upr_desktop.ui.session import Session

WORD_MS, SHORT_WORD_MS = 40, 250


class ReadingRows(QObject):
    """Says when rows are there to be shown: `all_read`, `some_read` (the ids of rows read again), `searched`."""

    all_read = Signal()
    some_read = Signal(object)
    searched = Signal()

    def __init__(self, session: Session, rows: RecordRows[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._rows = session, rows
        self.query = ""
        self.is_read = False
        self._is_reading = self._is_stale = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._search)

    def begin(self, *, at_once: bool = False) -> None:
        """Read everything, unless that was done or is under way; `at_once` waits for it."""
        if not self.is_read and (at_once or not self._is_reading):
            self._read(at_once)

    def refresh(self, applied: Applied | None) -> None:
        """Read again what was touched."""
        if self._is_reading:
            self._is_stale = True
        elif self.is_read and self._rows.is_about_all(applied):
            self._read(False)
        elif self.is_read and self._rows.refresh(applied):
            if self._rows.replaced is None:
                self.all_read.emit()
            else:
                self.some_read.emit(self._rows.replaced)

    def forget(self) -> None:
        """Read everything anew when it is next to be shown."""
        self.is_read, self._is_stale = False, True

    def search(self, text: str) -> None:
        """Keep what holds a text; among very many rows once typing rests for a moment."""
        self.query = text
        if self.is_read and len(self._rows) > MANY:
            self._later.start(SHORT_WORD_MS if any(len(word) < 3 for word in text.split()) else WORD_MS)
        elif self.is_read:
            self._search()

    def _search(self) -> None:
        self._rows.find(self.query)
        self.searched.emit()

    def _read(self, at_once: bool) -> None:
        if at_once or not self._are_many():
            self._rows.read()
            self._show()
            return
        self._is_reading, self._is_stale = True, False
        self._session.read_aside(self._read_all, self._take, self._give_up)

    def _are_many(self) -> bool:
        kind = self._rows.kind
        return bool(kind) and self._session.read(lambda connection: count(connection, kind)) > MANY

    def _read_all(self, connection: Connection) -> None:
        """Read on the worker. Collecting garbage among a million new objects would stop the window for long."""
        gc.disable()
        try:
            self._rows.read_from(connection)
            gc.freeze()
        finally:
            gc.enable()

    def _take(self, _: object) -> None:
        self._is_reading = False
        if self._is_stale:
            self._read(False)
            return
        self._show()
        self._session.prepare(self._rows.prime)

    def _give_up(self) -> None:
        self._is_reading = False

    def _show(self) -> None:
        self.is_read = True
        if self.query != self._rows.query:
            self._rows.find(self.query)
        self.all_read.emit()
