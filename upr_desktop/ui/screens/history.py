"""The screen of the history: who saved what and when, from which file, each change to be looked into and undone."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout

from upr_desktop.jobs.describe_changes import Names
from upr_desktop.jobs.telling import label as label_words
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.history import records_holding, revisions_touching, states_of
from upr_desktop.register.log import RevisionRow
from upr_desktop.register.register import Connection
from upr_desktop.ui.facets import FacetBar
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.editions_panel import EditionsPanel
from upr_desktop.ui.screens.focus_round import FocusPlace, FocusRound, place_of
from upr_desktop.ui.screens.history_details import HistoryDetails
from upr_desktop.ui.screens.history_groups import by_day, gathered
from upr_desktop.ui.screens.history_list import HistoryList
from upr_desktop.ui.screens.history_undo import HistoryUndo
from upr_desktop.ui.screens.history_words import HistoryWords, month_of
from upr_desktop.ui.screens.parts import beside, list_card, nothing_found
from upr_desktop.ui.screens.screen import Screen
from upr_desktop.ui.screens.sources_chip import SOURCES
from upr_desktop.ui.session import Session
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Chip, EmptyState, Notice, button
from upr_desktop.ui.work import Work

SPLIT = [44_000, 56_000]


class HistoryScreen(Screen):
    """The history of the open register. `record_asked` carries kind and id of a record to open elsewhere.

    `search_asked` carries the text that the search field should show, `export_asked` what is to be exported and between
    which editions. Undoing an import or a large change runs on `work`, if the window gives its worker.
    """

    title = "history.title"
    record_asked = Signal(str, str)
    export_asked = Signal(str, str, str)
    search_asked = Signal(str)

    def __init__(self, look: Look, session: Session, work: Work | None = None) -> None:
        super().__init__(look, session)
        self._rows: list[RevisionRow] = []
        self._is_stale = True
        self._months: list[str] = []
        self._record: RecordId | None = None
        self._touching: set[int] | None = None
        self._found: set[int] | None = None
        self._text = ""
        self._words = HistoryWords(look, session)
        self.facets = FacetBar(look, self._words.facets(self._months), "history.facets")
        self.record_chip = Chip()
        self.count = QLabel()
        self.notice = Notice(look)
        self.list = HistoryList(look, self._words.line, self._words.day)
        self.setFocusProxy(self.list)
        self.details = HistoryDetails(look, session)
        self.editions: EditionsPanel | None = None
        self.editions_button = button(look, "editions.open", "quiet")
        self.side = QStackedWidget()
        self.side.addWidget(self.details)
        self.undoing = HistoryUndo(look, session, self.notice, work)
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell_count)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the history when it is first shown, or was touched while another screen was."""
        if self._is_stale:
            self._read()
        super().showEvent(event)

    def refresh(self, applied: Applied | None, *, own: bool = False) -> None:
        """Read the history again once it is shown, or has been."""
        if self.isVisible():
            self._read()
        else:
            self._is_stale = True

    def _read(self) -> None:
        self._is_stale = False
        self.details.forget()
        self._words.forget()
        if self.editions is not None and self.side.currentWidget() is self.editions:
            self.editions.read()
        self._rows = self.session.register.history()
        self._months[:] = sorted({month_of(row) for row in self._rows}, reverse=True)
        if self._record is not None:
            self._touching = self.session.read(self._read_touching)
        self.search(self._text)

    def search(self, text: str) -> None:
        """Keep the changes whose label, person or file, or a record of theirs, hold the text."""
        self._text = text.strip()
        self._found = self._numbers_holding(self._text) if self._text else None
        self._narrow()

    def show_record(self, kind: str, id: str) -> None:
        """Keep the changes of one record and what belongs to it."""
        self._record = RecordId(id)
        name = self.session.read(lambda connection: self._name_of(connection, kind, RecordId(id)))
        self.record_chip.setText(f"{name}  ×")
        self.record_chip.setAccessibleName(self.look.t("history.all_records", name=name))
        self.record_chip.setToolTip(self.look.t("history.all_records", name=name))
        self.record_chip.set_active(True)
        self.record_chip.show()
        self._read()

    def show_all_records(self) -> None:
        """Show the changes of all records again."""
        self._record = self._touching = None
        self.record_chip.hide()
        self._narrow()

    def go_to(self, number: int) -> bool:
        """Put the cursor on a saved change; return whether it is shown."""
        self._read()
        return self.list.go_to(number)

    def _name_of(self, connection: Connection, kind: str, id: RecordId) -> str:
        states = states_of(connection, {kind: [id]})
        return Names(self.look.language.code, states).title((kind, id))

    def _read_touching(self, connection: Connection) -> set[int]:
        return revisions_touching(connection, [self._record] if self._record else [])

    def _numbers_holding(self, text: str) -> set[int]:
        words = text.casefold().split()
        found = {row.number for row in self._rows if all(word in self._searched(row) for word in words)}
        return found | self.session.read(
            lambda connection: revisions_touching(connection, records_holding(connection, text))
        )

    def _searched(self, row: RevisionRow) -> str:
        said = label_words(row.label, self.look.language.code)
        return f"{row.number} {said} {row.author} {row.label.values.get('file', '')}".casefold()

    def _narrow(self) -> None:
        kept: Sequence[RevisionRow] = self._rows
        for numbers in (self._touching, self._found):
            if numbers is not None:
                kept = [row for row in kept if row.number in numbers]
        self.facets.set_rows(kept)
        self._show(kept)

    def _show(self, rows: Sequence[RevisionRow]) -> None:
        test = self.facets.test()
        shown = [row for row in rows if test(row)] if test else rows
        entries = gathered(shown)
        self.list.set_days(by_day(entries))
        none = self.not_found if self._found is not None and test is None else self.empty
        self.pages.setCurrentWidget(self.list if entries else none)
        if not entries:
            self.details.show_entry(None)
        self._shown_count = len(shown)
        self._tell_count()

    def _tell_count(self) -> None:
        total, shown = len(self._rows), self._shown_count
        key = "history.count_all" if shown == total else "history.count_of"
        self.count.setText(self.look.t(key, count=total, shown=self.look.language.number(shown)))

    def _lay_out(self) -> None:
        self._shown_count = 0
        self.record_chip.hide()
        self.count.setProperty("role", "soft")
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.record_chip)
        line.addWidget(self.facets, 1)
        line.addWidget(self.editions_button)
        self.pages.addWidget(self.list)
        self.empty: EmptyState = EmptyState(self.look, "history.empty_title", "history.empty_text")
        self.not_found: EmptyState = nothing_found(self.look)
        for page in (self.empty, self.not_found):
            self.pages.addWidget(page)
        card = list_card(self.look, self.pages, self.count)
        self.split = beside(self.look, (card, self.side), 280, SPLIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(BLOCK_SPACE)
        layout.addLayout(line)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.notice)

    def _connect(self) -> None:
        self.facets.chosen_changed.connect(self._narrow)
        self.not_found.acted.connect(lambda: self.search_asked.emit(""))
        self.record_chip.clicked.connect(self.show_all_records)
        self.list.chosen.connect(self.details.show_entry)
        self.details.undo_asked.connect(self.undoing.ask)
        self.details.record_asked.connect(self.record_asked)
        self.details.file_saved.connect(self._tell_saved)
        self.details.file_refused.connect(self._tell_not_saved)
        self.editions_button.clicked.connect(self.show_editions)
        self.session.busy_changed.connect(self._follow_busy)
        self._follow_busy()
        bind(self.details, {"Esc": self.list.setFocus})
        bind(self, {SOURCES: self.details.show_sources})
        self.round = FocusRound(self, self._places)

    def _places(self) -> list[FocusPlace]:
        beside = self.editions if self.side.currentWidget() is self.editions else self.details.page
        parts = (self.facets, self.pages.currentWidget(), beside)
        return [place_of(one) for one in parts if one is not None and one.isVisible()]

    def _tell_saved(self, target: Path) -> None:
        self.notice.say(self.look.t("history.file_saved", file=target.name), "ok")

    def _tell_not_saved(self, reason: str) -> None:
        self.notice.say(self.look.t("history.file_not_saved", reason=reason), "bad")

    def _follow_busy(self) -> None:
        self.details.set_read_only(not self.session.is_writable)
        if self.editions is not None:
            self.editions.set_writable(self.session.is_writable)

    def show_editions(self) -> None:
        """Show editions and what changed since, in the place of the details."""
        if self.editions is None:
            self.editions = EditionsPanel(self.look, self.session)
            self.side.addWidget(self.editions)
            self.editions.closed.connect(self.close_editions)
            self.editions.record_asked.connect(self.record_asked)
            self.editions.export_asked.connect(self._export_changes)
        self.editions.set_writable(self.session.is_writable)
        self.editions.read()
        self.side.setCurrentWidget(self.editions)
        self.editions.focus()

    def _export_changes(self, since: str, until: str) -> None:
        self.export_asked.emit("changes", since, until)

    def close_editions(self) -> None:
        """Go back to the details of the line."""
        self.side.setCurrentWidget(self.details)
        self.list.setFocus()
