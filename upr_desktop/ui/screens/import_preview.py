"""The pane that shows what files would change before anything is written, and applies what is agreed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_choices import count_to_apply
from upr_desktop.jobs.import_file import Options
from upr_desktop.jobs.telling import sentence
from upr_desktop.merge.draft import CHANGED, CREATED
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import Received
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_again import AlreadyInPage
from upr_desktop.ui.screens.import_file_list import FileList
from upr_desktop.ui.screens.import_files import (
    ALREADY_IN,
    APPLIED,
    APPLYING,
    READING,
    READY,
    REFUSED,
    FileEntry,
    ImportFiles,
)
from upr_desktop.ui.screens.import_options import LayoutChoice
from upr_desktop.ui.screens.import_page import ImportPage
from upr_desktop.ui.screens.plan_preview import PlanPreview
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE
from upr_desktop.ui.widgets import Card, button, take_height
from upr_desktop.ui.work import Work


class ImportPreview(QWidget):
    """A pane in the window, not a dialog: `preview` feeds it with files.

    `applied` carries what an agreed file changed (Applied) and its name; `closed` comes when the pane is left, or
    when every file is applied. Nothing is written before a person applies a file.
    """

    applied = Signal(object, str, int)
    closed = Signal()

    def __init__(
        self, look: Look, session: Session, gate: Gate, work: Work, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._session = look, session
        self.files = ImportFiles(look, session, gate, work, self)
        self._current: FileEntry | None = None
        self.list = FileList(look)
        self.name, self.reason = QLabel(), QLabel()
        self.page, self.plan = ImportPage(look, session), PlanPreview(look, session)
        self.already = AlreadyInPage(look)
        self.leave_button = button(look, "preview.leave", "quiet")
        self.apply_button = button(look, "preview.nothing_to_apply", "primary")
        self.cancel_button = button(look, "preview.cancel", "link")
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        look.language.follow(self, self._retell)

    def preview(self, files: Sequence[Path | Received], layout: str = "auto") -> None:
        """Read files and show what each would change; files that are shown already stay beside them."""
        first = len(self.files.entries)
        if all(entry.state == APPLIED for entry in self.files.entries):
            self.files.forget()
            first = 0
        self.files.read(files, layout)
        if files and (first == 0 or self._current is None):
            self._show(self.files.entries[first])

    @property
    def current(self) -> FileEntry | None:
        """Return the file that is shown."""
        return self._current

    def search(self, text: str) -> None:
        """Show only the rows of the file that hold a text."""
        self._page_of(self._current).find_rows(text)

    def close_preview(self) -> None:
        """Leave; what is being read is cancelled, nothing is lost: files can be read again."""
        self.files.forget()
        self._current = None
        self.list.show_files([], None)
        self.closed.emit()

    def leave_out(self, entries: Sequence[FileEntry]) -> None:
        """Show files no longer that belong elsewhere; where none remains the pane is left."""
        self.files.entries[:] = [entry for entry in self.files.entries if entry not in entries]
        if self.files.entries:
            self._show(self.files.entries[0])
        else:
            self.close_preview()

    def apply(self) -> None:
        """Apply the file that is shown."""
        if self._current is not None and self.apply_button.isEnabled():
            self.files.apply(self._current)

    def _show(self, entry: FileEntry) -> None:
        self._current = entry
        if entry.prepared is not None:
            self._page_of(entry).show_entry(entry)
        elif entry.state == REFUSED:
            self._refused_choice.show_entry(entry)
        self._list_files()
        self._tell()
        if entry.drafted.known is not None and entry.state == ALREADY_IN:
            self.already.show_known(entry.drafted.known)

    def _follow(self, entry: FileEntry) -> None:
        """Show a file that is further; another one only in the list."""
        if entry is self._current:
            self._show(entry)
        else:
            self._list_files()

    def _applied(self, applied: Applied, name: str, refused: int) -> None:
        self.applied.emit(applied, name, refused)
        waiting = [entry for entry in self.files.entries if entry.state != APPLIED]
        if waiting:
            self._show(waiting[0])
        else:
            self.close_preview()

    def _choose(self, options: Options) -> None:
        if self._current is not None:
            self.files.choose(self._current, options)

    def _page_of(self, entry: FileEntry | None) -> ImportPage | PlanPreview:
        prepared = entry.prepared if entry else None
        return self.plan if prepared and isinstance(prepared.draft, PlanDraft) else self.page

    def _retell(self) -> None:
        self._list_files()
        self._tell()

    def _tell(self) -> None:
        entry = self._current
        if entry is None:
            return
        t = self._look.t
        self.name.setText(entry.name)
        page = self._page_of(entry)
        shown = self._pages_by_state.get(entry.state, page)
        if entry.state == READING and entry.prepared is not None:
            shown = page
        self.pages.setCurrentWidget(shown)
        self._reading_words.setText(t("preview.reading", file=entry.name))
        if entry.drafted.refusal is not None:
            self._refusal.setText(sentence(entry.drafted.refusal, self._look.language.code))
            take_height(self._refusal)
        self._tell_apply(entry)

    def _tell_apply(self, entry: FileEntry) -> None:
        count = count_to_apply(entry.prepared) if entry.prepared else 0
        reason = _why_not(entry, count, self._look, self._session)
        self.apply_button.setEnabled(not reason)
        self.apply_button.setText(_apply_words(entry, count, self._look))
        self.apply_button.setAccessibleDescription(reason)
        self.apply_button.setToolTip(reason or f"{self.apply_button.text()} (Ctrl+Enter)")
        is_plan = self._page_of(entry) is self.plan
        self.reason.setText(reason or (self.plan.hint if is_plan else ""))
        self._page_of(entry).set_busy(entry.state == APPLYING)

    def _list_files(self) -> None:
        self.list.show_files(self.files.entries, self._current)

    def _choose_file(self, place: int) -> None:
        if 0 <= place < len(self.files.entries):
            self._show(self.files.entries[place])

    def _connect(self) -> None:
        self.files.listed.connect(self._list_files)
        self.files.changed.connect(self._follow)
        self.files.applied.connect(self._applied)
        self.files.progressed.connect(self._show_rows_read)
        self.list.chosen.connect(self._choose_file)
        self.page.chosen.connect(self._choose)
        self.plan.chosen.connect(self._choose)
        self._refused_choice.chosen.connect(self._choose)
        self.already.asked.connect(self._read_again)
        self.leave_button.clicked.connect(self.close_preview)
        self.apply_button.clicked.connect(self.apply)
        self.cancel_button.clicked.connect(self._cancel)
        self._session.busy_changed.connect(self._tell)
        for keys, act in (
            ("Esc", self.close_preview),
            ("Ctrl+Return", self.apply),
            ("Ctrl+Enter", self.apply),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _cancel(self) -> None:
        if self._current is not None:
            self.files.cancel(self._current)

    def _read_again(self) -> None:
        if self._current is not None:
            self.files.read_again(self._current)

    def _show_rows_read(self, rows: int) -> None:
        self._rows_read.setText(self._look.t("preview.rows_read", count=rows) if rows else "")

    def _lay_out(self) -> None:
        self.name.setProperty("role", "title")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.reason.setProperty("role", "soft")
        self.reason.setWordWrap(True)
        self._pages_by_state = {
            READING: self._waiting(),
            REFUSED: self._refusing(),
            ALREADY_IN: self._centred(self.already),
        }
        for page in (self.page, self.plan, *self._pages_by_state.values()):
            self.pages.addWidget(page)
        middle = QHBoxLayout()
        middle.setSpacing(BLOCK_SPACE)
        middle.addWidget(self.list)
        middle.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.setSpacing(BLOCK_SPACE)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.apply_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(self.name)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def _waiting(self) -> QWidget:
        self._reading_words, self._rows_read = QLabel(), QLabel()
        self._rows_read.setProperty("role", "soft")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(self._look.theme.px(240))
        self._look.name(bar, "toolkit.work.progress")
        return self._centred(self._reading_words, bar, self._rows_read, self.cancel_button)

    def _refusing(self) -> QWidget:
        self._refusal = QLabel()
        self._refusal.setWordWrap(True)
        self._refusal.setTextFormat(Qt.TextFormat.PlainText)
        self._refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._refusal.setFixedWidth(self._look.theme.px(480))
        self._refused_choice = LayoutChoice(self._look)
        return self._centred(self._refusal, self._refused_choice)

    def _centred(self, *widgets: QWidget) -> QWidget:
        card = Card()
        card.box.setContentsMargins(CARD_SPACE, CARD_SPACE, CARD_SPACE, CARD_SPACE)
        card.box.setSpacing(BLOCK_SPACE)
        card.box.addStretch(2)
        for widget in widgets:
            card.box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        card.box.addStretch(3)
        return card


def _why_not(entry: FileEntry, count: int, look: Look, session: Session) -> str:
    """Return why the file cannot be applied now, nothing if it can."""
    if entry.state == APPLYING:
        return look.t("preview.applying", file=entry.name)
    if entry.state == READING or entry.is_redrafting:
        return look.t("preview.why.reading")
    if entry.state != READY:
        return look.t(f"preview.why.{entry.state}")
    if not count:
        return look.t(_nothing_yet(entry))
    if session.register.read_only:
        return look.t("preview.why.read_only")
    return "" if session.is_writable else look.t("preview.why.busy")


def _nothing_yet(entry: FileEntry) -> str:
    """Return the key of why a file that was read brings nothing."""
    draft = entry.prepared.draft if entry.prepared else None
    if isinstance(draft, PlanDraft):
        if draft.asks_for_columns:
            return "plan_import.why.columns"
        if any(question.blocks for question in draft.open_questions):
            return "plan_import.why.questions"
    return "preview.why.nothing"


def _apply_words(entry: FileEntry, count: int, look: Look) -> str:
    """Return what applying does: how many measures of a plan it brings, else how many changes."""
    draft = entry.prepared.draft if entry.prepared else None
    if isinstance(draft, PlanDraft) and count and (brought := draft.counts[CREATED] + draft.counts[CHANGED]):
        return look.t("plan_import.apply", count=brought)
    return look.t("preview.apply", count=count) if count else look.t("preview.nothing_to_apply")
