"""Prepare workbooks for agencies that owe reports: choose period, language, agencies, folder; see what was written."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.log import changes_of
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.ui.asking import files_folder
from upr_desktop.ui.choice_popup import OptionPainter
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button, label
from upr_desktop.ui.work import Progress, Work

if TYPE_CHECKING:
    from upr_desktop.jobs.issue import Issued

FOLDER, LANGUAGE = "returns.folder", "returns.language"
OPEN_FOLDER = "folder"
Checked = Qt.CheckState.Checked
Owing = Callable[[PeriodRow], Sequence[RecordId]]


class ReturnsPrepare(Card):
    """A panel beside the round. `closed` when it is left, `written` with a list of what was written (Issued).

    `owing` gives the agencies that may be chosen for a period. What is written is for another panel to change: its
    words are those of `WORDS`, else of this one.
    """

    WORDS = "returns.prepare"
    closed = Signal()
    written = Signal(object)

    def __init__(self, look: Look, session: Session, work: Work, words: ProgressWords, owing: Owing) -> None:
        super().__init__()
        self._look, self._session, self._work, self._words, self._owing = look, session, work, words, owing
        self._periods: Sequence[PeriodRow] = ()
        self._files: Sequence[Any] = ()
        self._is_working = False
        self.folder = Path()
        self.period, self.language = ChoiceBox(), ChoiceBox()
        self.agencies = QListWidget()
        self.folder_name, self.reason = QLabel(), QLabel()
        self.folder_button = button(look, "returns.prepare.choose_folder")
        self.all_button = button(look, "returns.prepare.all", "link")
        self.none_button = button(look, "returns.prepare.none", "link")
        self.close_button = button(look, "returns.prepare.close", "quiet")
        self.do_button = button(look, self.WORDS, "primary")
        self.page = ReadingText(look, "returns.prepare.result")
        self._lay_out()
        self._connect()
        look.language.follow(self, self._retell)

    def show_periods(self, periods: Sequence[PeriodRow], chosen: str) -> None:
        """Offer periods, that of an id chosen."""
        self._periods = periods
        self.folder = Path(self._session.settings.text(FOLDER) or files_folder(self._session.register.path))
        self.period.clear()
        for period in periods:
            self.period.addItem(self._words.period(period), period.id)
        self.period.setCurrentIndex(max(0, self.period.findData(chosen)))
        self._list_agencies()

    def choose_agencies(self, ids: Sequence[str]) -> None:
        """Tick these agencies and no others."""
        for item in self._items():
            item.setCheckState(
                Checked if item.data(Qt.ItemDataRole.UserRole) in ids else Qt.CheckState.Unchecked
            )

    @property
    def chosen(self) -> list[str]:
        """Return the codes of the agencies that are ticked."""
        ids = [item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() == Checked]
        return [self._words.agencies[RecordId(id)].code for id in ids]

    def use_folder(self, folder: Path) -> None:
        """Write into this folder, now and next time."""
        self.folder = folder
        self._session.settings.write(FOLDER, str(folder))
        self._tell()

    def prepare(self) -> None:
        """Write on the worker; fields are read-only until that is done where it changes the register."""
        period = self._period()
        job = self.job(period) if period and self.do_button.isEnabled() else None
        if job is None:
            return
        self._session.settings.write(LANGUAGE, self.language.currentData())
        self._set_working(True)
        before = self._session.register.revision()
        task = self._work.start(
            self._look.t(f"{self.WORDS}.working"), job, lambda made: self._finish(made, before), self._fail
        )
        task.cancelled.connect(lambda: self._set_working(False))

    def job(self, period: PeriodRow) -> Callable[[Progress], Sequence[Any]] | None:
        """Return what writes on the worker, or None where a person does not say who they are."""
        author, register, today = self._session.author(), self._session.register, self._session.today
        codes, folder, language = self.chosen, self.folder, self.language.currentData()
        if author is None:
            return None

        def write(progress: Progress) -> "list[Issued]":
            from upr_desktop.jobs.issue import issue

            return issue(
                register, period.code, folder, language, codes=codes, author=author, today=today,
                progress=progress,
            )  # fmt: skip

        return write

    def hold(self, working: bool) -> None:
        """Let nobody edit while the register is being written."""
        self._session.set_busy(working)

    def closed_by(self) -> str:
        """Return why the register takes nothing now; "" where it does or need not."""
        if self._session.register.read_only:
            return self._look.t("preview.why.read_only")
        return "" if self._session.is_writable else self._look.t("preview.why.busy")

    def do_words(self) -> str:
        """Return what the button says that it will do."""
        return self._look.t(f"{self.WORDS}.do", count=len(self.chosen))

    def write_one(self, page: ReadingText, one: Any) -> None:
        """Write what is to be said of one file."""
        page.lines([self._look.t("returns.prepare.written", file=one.file.name, count=one.rows)])
        if one.since:
            page.note(self._look.t("returns.prepare.since", count=len(one.since)))

    def _finish(self, files: Sequence[Any], before: int) -> None:
        self._files = files
        self._set_working(False)
        self.page.show_page(self._write)
        self.page.show()
        _announce(self._session, before)
        self.written.emit(files)

    def _fail(self, error: Exception) -> None:
        self._set_working(False)
        if not isinstance(error, RegisterError):
            raise error
        self._session.refused.emit(error)

    def _set_working(self, working: bool) -> None:
        self._is_working = working
        self.hold(working)
        self._tell()

    def _write(self, page: ReadingText) -> None:
        t = self._look.t
        page.heading(t(f"{self.WORDS}.done", count=len(self._files)))
        for one in self._files:
            self.write_one(page, one)
        if self._files:
            page.note(str(self._files[0].file.parent))
            page.link(t("returns.prepare.open_folder"), OPEN_FOLDER)

    def _open_folder(self, address: str) -> None:
        if self._files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0].file.parent)))

    def _period(self) -> PeriodRow | None:
        return next((one for one in self._periods if one.id == self.period.currentData()), None)

    def _items(self) -> list[QListWidgetItem]:
        return [self.agencies.item(row) for row in range(self.agencies.count())]

    def _list_agencies(self) -> None:
        period = self._period()
        self.agencies.blockSignals(True)
        self.agencies.clear()
        for id in self._words.by_name(self._owing(period)) if period else ():
            item = QListWidgetItem(self._words.both_names(id))
            item.setData(Qt.ItemDataRole.UserRole, id)
            item.setToolTip(self._words.full_agency(id))
            item.setCheckState(Checked)
            self.agencies.addItem(item)
        self.agencies.blockSignals(False)
        self._tell()

    def _tick_all(self, ticked: bool) -> None:
        self.choose_agencies(
            [item.data(Qt.ItemDataRole.UserRole) for item in self._items()] if ticked else []
        )

    def _ask_folder(self) -> None:
        title = self._look.t(f"{self.WORDS}.ask_folder")
        if name := QFileDialog.getExistingDirectory(self, title, str(self.folder)):
            self.use_folder(Path(name))

    def _retell(self) -> None:
        wished = (
            self.language.currentData() or self._session.settings.text(LANGUAGE) or self._look.language.code
        )
        self.language.clear()
        for code, name in FULL_NAMES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(wished)))
        if self._periods:
            ticked = [
                item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() == Checked
            ]
            self.show_periods(self._periods, self.period.currentData())
            self.choose_agencies(ticked)
        self._tell()

    def _tell(self) -> None:
        t = self._look.t
        self.do_button.setText(self.do_words())
        if self._is_working:
            reason = t(f"{self.WORDS}.working")
        elif not self.agencies.count():
            reason = t("returns.prepare.why.nobody")
        elif not self.chosen:
            reason = t("returns.prepare.why.none")
        else:
            reason = self.closed_by()
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.do_button.setEnabled(not reason)
        self.do_button.setAccessibleDescription(reason)
        _show_folder(self._look, self.folder_name, self.folder)

    def _connect(self) -> None:
        self.period.activated.connect(lambda _: self._list_agencies())
        self.agencies.itemChanged.connect(lambda item: self._tell())
        self.folder_button.clicked.connect(self._ask_folder)
        self.all_button.clicked.connect(lambda: self._tick_all(True))
        self.none_button.clicked.connect(lambda: self._tick_all(False))
        self.do_button.clicked.connect(self.prepare)
        self.close_button.clicked.connect(self.closed)
        self.page.link_chosen.connect(self._open_folder)
        self._session.busy_changed.connect(lambda busy: self._tell())
        do = self.do_button.click
        bind(self, {"Esc": self.closed.emit, "Ctrl+Return": do, "Ctrl+Enter": do})

    def _lay_out(self) -> None:
        look = self._look
        look.name(self.period, "returns.prepare.period")
        look.name(self.language, f"{self.WORDS}.language")
        look.name(self.agencies, "returns.prepare.agencies")
        self.agencies.setItemDelegate(OptionPainter(look, self.agencies))
        self.agencies.setFrameShape(QFrame.Shape.NoFrame)
        self.agencies.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reason.setProperty("role", "soft")
        self.reason.setWordWrap(True)
        (where := QWidget()).setLayout(_line(self.folder_name, self.folder_button))
        fields = (
            ("returns.prepare.period", self.period),
            (f"{self.WORDS}.language", self.language),
            ("returns.prepare.folder", where),
        )
        foot = QHBoxLayout()
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.do_button)
        box: QVBoxLayout = self.box
        box.addWidget(label(look, f"{self.WORDS}.title", "heading"))
        box.addWidget(label(look, f"{self.WORDS}.text", "soft"))
        box.addLayout(_fields(look, fields))
        box.addLayout(
            _line(label(look, "returns.prepare.agencies", "caption"), self.all_button, self.none_button)
        )
        box.addWidget(self.agencies, 3)
        box.addWidget(self.page, 2)
        box.addWidget(self.reason)
        box.addLayout(foot)
        self.page.hide()


def _fields(look: Look, rows: Sequence[tuple[str, QWidget]]) -> QGridLayout:
    """Return widgets below their captions."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(FIELD_SPACE)
    for row, (key, widget) in enumerate(rows):
        grid.addWidget(label(look, key, "caption"), 2 * row, 0)
        grid.addWidget(widget, 2 * row + 1, 0)
    return grid


def _announce(session: Session, before: int) -> None:
    """Tell all screens what changed, if anything did since a revision."""
    revision = session.register.revision()
    if revision != before:
        made = session.read(lambda connection: changes_of(connection, revision))
        kinds, ids = frozenset(one.kind for one in made), frozenset(one.id for one in made)
        session.announce(Applied(revision, kinds, ids))


def _show_folder(look: Look, name: QLabel, folder: Path) -> None:
    """Show the name of a folder as far as there is room, whole to the pointer and to who listens."""
    shown = name.fontMetrics().elidedText(str(folder), Qt.TextElideMode.ElideMiddle, look.theme.px(220))
    name.setText(shown)
    name.setToolTip(str(folder))
    name.setAccessibleName(f"{look.t('returns.prepare.folder')}: {folder}")


def _line(wide: QWidget, *others: QWidget) -> QHBoxLayout:
    """Return widgets in a line, the first as wide as there is room."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GRID)
    line.addWidget(wide, 1)
    for widget in others:
        line.addWidget(widget)
    return line
