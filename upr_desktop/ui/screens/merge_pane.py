"""The pane that shows what returns would change, lets a person decide what is disputed, and applies all in one step."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.merge_decisions import Decision
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Received
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_file_list import MergeFileList
from upr_desktop.ui.screens.merge_files import MergeFiles
from upr_desktop.ui.screens.returned_cells import ReturnedCell, cells_of_merge
from upr_desktop.ui.screens.returned_pane import ReturnedPane
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Card, button
from upr_desktop.ui.work import Work

LIST_WIDTH = 236


class MergePane(QWidget):
    """A pane in the window, not a dialog: `take` feeds it with files.

    `applied` carries what was changed (Applied) and how many questions stay open; `closed` comes when the pane is left
    or all is applied. Nothing is written before a person applies.
    """

    applied = Signal(object, int)
    closed = Signal()

    def __init__(self, look: Look, session: Session, gate: Callable[[], Gate], work: Work) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.files = MergeFiles(look, session, gate, work, self)
        self._cells: Sequence[Sequence[ReturnedCell]] = ()
        self._is_new = True
        self.title, self.total, self.reason, self.reading = QLabel(), QLabel(), QLabel(), QLabel()
        self.bar = QProgressBar()
        self.list = MergeFileList(look)
        self.pane = ReturnedPane(look)
        self.pages = QStackedWidget()
        self.leave_button = button(look, "merge.leave", "quiet")
        self.apply_button = button(look, "merge.apply_nothing", "primary")
        self.cancel_button = button(look, "preview.cancel", "link")
        self._lay_out()
        self._connect()
        look.language.follow(self, self._tell)

    def take(self, files: Sequence[Path | Received]) -> None:
        """Read files and show what they would change; those that are shown already stay beside them."""
        if self.files.merge is None:
            self._is_new = True
        self.files.take(files)

    def search(self, text: str) -> None:
        """Show only the cells that hold a text."""
        self.pane.table.rows.find(text)

    def close_pane(self) -> None:
        """Leave; what is being read is cancelled, nothing is lost: files can be read again."""
        self.files.forget()
        self.list.show_files(None, (), ())
        self._cells = ()
        self._is_new = True
        self.closed.emit()

    def apply(self) -> None:
        """Apply all files with what was decided, as one step."""
        if self.apply_button.isEnabled():
            self.files.apply()

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        merge = self.files.merge
        if merge is not None:
            self._cells = cells_of_merge(merge, self.files.known, self.files.decisions)
            self.list.show_files(merge, self._cells, self.files.refused)
            self._show_cells(anew=self._is_new)
            if self._is_new and not self.files.is_reading:
                self._is_new = False
                self.pane.table.setFocus()
        self._tell()

    def _show_cells(self, *, anew: bool = False) -> None:
        place = self.list.chosen
        shown = self._cells if place is None else self._cells[place : place + 1]
        self.pane.show_cells([cell for cells in shown for cell in cells], self.files.known, anew=anew)

    def _tell(self) -> None:
        t, files = self._look.t, self.files
        merge = files.merge
        is_waiting = merge is None and files.is_reading
        self.pages.setCurrentIndex(0 if is_waiting else 1)
        self.title.setText(
            t("merge.title", count=len(merge.files) + len(files.refused)) if merge else t("merge.reading")
        )
        cells = [cell for one in self._cells for cell in one]
        waiting = len({cell.question for cell in cells if cell.is_open})
        self.total.setText(self._total(cells) if merge else "")
        reason = self._why_not()
        self.reason.setText(reason or (t("merge.stays_open", count=waiting) if waiting else ""))
        changes = self._count_changes(cells)
        self.apply_button.setText(t("merge.apply", count=changes) if changes else t("merge.apply_nothing"))
        self.apply_button.setEnabled(not reason)
        self.apply_button.setToolTip(reason or f"{self.apply_button.text()} (Ctrl+Enter)")
        self.apply_button.setAccessibleDescription(reason)
        self.pane.allow(may_decide=not files.is_applying and not files.is_reading)

    def _total(self, cells: Sequence[ReturnedCell]) -> str:
        """Return the counts that add up to the cells read, and how many rows did not come back."""
        t, merge = self._look.t, self.files.merge
        assert merge is not None
        counts = [
            f"{t(f'returns.counted.{key}', count=count)}" for key, count in merge.counts.items() if count
        ]
        total = t("merge.total", count=len(cells), counts=", ".join(counts) or "0")
        missing = merge.rows_missing
        return f"{total} {t('merge.rows_missing', count=missing)}" if missing else total

    def _count_changes(self, cells: Sequence[ReturnedCell]) -> int:
        return sum(cell.outcome == "taken" or cell.decision is not None for cell in cells)

    def _why_not(self) -> str:
        """Return why nothing can be applied now, nothing if it can."""
        t, files = self._look.t, self.files
        if files.is_applying:
            return t("merge.applying")
        if files.is_reading or files.merge is None:
            return t("preview.why.reading")
        if not any(one.merged for one in files.merge.files):
            return t("merge.why.nothing")
        if self._session.register.read_only:
            return t("preview.why.read_only")
        return "" if self._session.is_writable else t("preview.why.busy")

    def _decide(self, cells: Sequence[ReturnedCell], choice: str, value: object, why: str) -> None:
        questions = [cell.question for cell in cells if cell.question is not None]
        told = value if isinstance(value, str) else None
        self.files.decide(questions, Decision(choice, told, why))

    def _finish(self, merge: object, applied: Applied) -> None:
        cells = [cell for one in self._cells for cell in one]
        waiting = len({cell.question for cell in cells if cell.is_open})
        self.close_pane()
        self.applied.emit(applied, waiting)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.reading.setText(self._look.t("merge.files_read", done=done, total=total) if total else "")

    def _accept_matches(self, accept: bool) -> None:
        self.files.choose(replace(self.files.options, accept_guesses=accept))

    def _read_again(self) -> None:
        self.files.choose(replace(self.files.options, again=True))

    # ── the parts ───────────────────────────────────────────────────────────────────────────────────────────────

    def _connect(self) -> None:
        self.files.changed.connect(self._show)
        self.files.progressed.connect(self._show_progress)
        self.files.applied.connect(self._finish)
        self.list.chose.connect(lambda: self._show_cells())
        self.list.matches_accepted.connect(self._accept_matches)
        self.list.again_asked.connect(self._read_again)
        self.pane.decided.connect(self._decide)
        self.leave_button.clicked.connect(self.close_pane)
        self.apply_button.clicked.connect(self.apply)
        self.cancel_button.clicked.connect(self.close_pane)
        self._session.busy_changed.connect(self._tell)
        for keys, act in (("Esc", self.close_pane), ("Ctrl+Return", self.apply), ("Ctrl+Enter", self.apply)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        self.title.setProperty("role", "title")
        for text in (self.total, self.reason, self.reading):
            text.setProperty("role", "soft")
            text.setWordWrap(True)
        self.list.setFixedWidth(self._look.theme.px(LIST_WIDTH))
        middle = QWidget()
        beside = QHBoxLayout(middle)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(BLOCK_SPACE)
        beside.addWidget(self.list)
        beside.addWidget(self.pane, 1)
        self.pages.addWidget(self._waiting())
        self.pages.addWidget(middle)
        foot = QHBoxLayout()
        foot.setSpacing(BLOCK_SPACE)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.apply_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(self.title)
        layout.addWidget(self.total)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    def _waiting(self) -> QWidget:
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(self._look.theme.px(240))
        self._look.name(self.bar, "toolkit.work.progress")
        card = Card()
        card.box.setContentsMargins(*[CARD_SPACE] * 4)
        card.box.addStretch(2)
        for widget in (self.bar, self.reading, self.cancel_button):
            card.box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        card.box.addStretch(3)
        return card
