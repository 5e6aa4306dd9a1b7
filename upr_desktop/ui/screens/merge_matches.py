"""Ask whether rows without a key are what number or text make of them: each beside the measure, with how much alike."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter

from upr_desktop.jobs.merge_returns import FileMerge
from upr_desktop.merge.return_rows import BY_NUMBER, MatchedRow
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.merge_identity import LONGEST
from upr_desktop.ui.theme import GRID, TARGET
from upr_desktop.ui.widgets import Card, button, label

Checked, Unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
NUMBER = Qt.ItemDataRole.UserRole
OPEN = ("claimed_status", "narrative", "done_on", "evidence_text", "problems_text")


class MergeMatches(Card):
    """Stands in the place of the cells. `confirmed` carries the sha256 and the row numbers that are ticked."""

    confirmed = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._file: FileMerge | None = None
        self._rows: dict[int, MatchedRow] = {}
        self.list = QListWidget()
        self.page = ReadingText(look, "merge.matches.row")
        self.all_button = button(look, "returns.prepare.all", "link")
        self.none_button = button(look, "returns.prepare.none", "link")
        self.leave_button = button(look, "merge.matches.later", "quiet")
        self.confirm_button = button(look, "returns.confirm", "primary")
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _: self.page.show_page(self._write))
        self.list.itemChanged.connect(lambda _: self._tell())
        self.all_button.clicked.connect(lambda: self._tick(Checked))
        self.none_button.clicked.connect(lambda: self._tick(Unchecked))
        self.confirm_button.clicked.connect(self._confirm)
        self.leave_button.clicked.connect(self.left)
        look.language.follow(self, self._retell)

    def show_file(self, file: FileMerge) -> None:
        """Show the rows of a file that number or text alone told; none is ticked that was not confirmed before."""
        self._file = file
        guessed = file.merged.guessed if file.merged else ()
        self._rows = {row.row.number: row for row in guessed}
        self.list.blockSignals(True)
        self.list.clear()
        for row in guessed:
            item = QListWidgetItem(self._words(row))
            item.setData(NUMBER, row.row.number)
            item.setSizeHint(QSize(0, self._look.theme.px(TARGET)))
            item.setCheckState(Unchecked if row.guess else Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self.page.show_page(self._write)
        self._tell()

    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def ticked(self) -> frozenset[int]:
        """Return the numbers of the rows that are ticked."""
        return frozenset(item.data(NUMBER) for item in self._items() if item.checkState() == Checked)

    def _items(self) -> Sequence[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _shown(self, row: MatchedRow) -> dict[str, str]:
        """Return what was sent in the row that this one may be."""
        report = row.guess or row.report
        sent = self._file.identity.sent.shown if self._file and self._file.identity else {}
        return dict(sent.get(report, {})) if report else {}

    def _words(self, row: MatchedRow) -> str:
        key = "number" if row.by == BY_NUMBER else "text"
        number = self._shown(row).get("number", "—")
        return self._look.t(
            f"merge.matches.by_{key}", row=row.row.number, number=number, score=round(row.score)
        )

    def _write(self, page: ReadingText) -> None:
        item = self.list.currentItem()
        row = self._rows.get(item.data(NUMBER)) if item else None
        if row is None:
            return
        t, shown = self._look.t, self._shown(row)
        page.heading(self._words(row))
        told = {name: cell.raw for name, cell in row.row.cells.items()}
        for name in ("number", "recommendations", "measure"):
            caption = _plain(t(f"return.column.{name}"))
            if told.get(name, "") == shown.get(name, ""):
                page.plain(caption, shown.get(name, "") or t("returns.blank"))
            else:
                page.change(
                    f"{caption} · {t('merge.matches.sent_and_back')}", shown.get(name, ""), told.get(name, "")
                )
        for name in OPEN:
            if text := told.get(name, "").strip():
                page.plain(
                    t(f"return.column.{name}"),
                    text if len(text) <= LONGEST * 4 else f"{text[: LONGEST * 4]}…",
                )

    def _tick(self, state: Qt.CheckState) -> None:
        for item in self._items():
            item.setCheckState(state)

    def _confirm(self) -> None:
        if self._file is not None:
            self.confirmed.emit(self._file.read.received.sha256, self.ticked)

    def _retell(self) -> None:
        for item in self._items():
            item.setText(self._words(self._rows[item.data(NUMBER)]))
        self.page.write_again()
        self._tell()

    def _tell(self) -> None:
        self.confirm_button.setText(self._look.t("merge.matches.confirm", count=len(self.ticked)))

    def _lay_out(self) -> None:
        look = self._look
        look.name(self.list, "merge.matches.title")
        self.list.setProperty("role", "recent")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.page)
        ticks = QHBoxLayout()
        ticks.setSpacing(GRID)
        ticks.addWidget(self.all_button)
        ticks.addWidget(self.none_button)
        ticks.addStretch(1)
        ticks.addWidget(self.leave_button)
        ticks.addWidget(self.confirm_button)
        self.box.addWidget(label(look, "merge.matches.title", "heading"))
        self.box.addWidget(label(look, "merge.matches.text", "soft"))
        self.box.addWidget(split, 1)
        self.box.addLayout(ticks)


def _plain(title: str) -> str:
    """Return a column's title without the places where it may break."""
    return title.replace("-\n", "").replace("\n", " ")
