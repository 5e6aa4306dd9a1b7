"""Ask whether rows without a key are what number or text make of them: each beside the measure, with how much alike."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter

from upr_desktop.jobs.merge_returns import FileMerge
from upr_desktop.merge.return_rows import BY_NUMBER, MatchedRow
from upr_desktop.merge.returns import OPEN
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.choice_popup import OptionPainter
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.merge_identity import LONGEST
from upr_desktop.ui.screens.returned_cells import Around
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.theme import GRID, TARGET
from upr_desktop.ui.widgets import Card, button, label

Checked, Unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
NUMBER = Qt.ItemDataRole.UserRole


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
        self._known = Around()
        self._measures: Mapping[RecordId, RecordId] = {}
        self.page = ReadingText(look, "merge.matches.row")
        self.measure = ReadingText(look, "merge.matches.measure")
        self.all_button = button(look, "returns.prepare.all", "link")
        self.none_button = button(look, "returns.prepare.none", "link")
        self.leave_button = button(look, "merge.matches.later", "quiet")
        self.confirm_button = button(look, "returns.confirm", "primary")
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _: self._show_row())
        self.list.itemChanged.connect(lambda _: self._tell())
        self.all_button.clicked.connect(lambda: self._tick(Checked))
        self.none_button.clicked.connect(lambda: self._tick(Unchecked))
        self.confirm_button.clicked.connect(self._confirm)
        self.leave_button.clicked.connect(self.left)
        bind(self.list, {"Ctrl+A": lambda: self._tick(Checked)})
        look.language.follow(self, self._retell)

    def show_file(
        self, file: FileMerge, known: Around, measures: Mapping[RecordId, RecordId] | None = None
    ) -> None:
        """Show the rows of a file that number or text alone told; none is ticked that was not confirmed before.

        `measures` gives the measure that a report is about.
        """
        self._file, self._known, self._measures = file, known, measures or {}
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
        self._show_row()
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

    def _show_row(self) -> None:
        self.page.show_page(self._write)
        self.measure.show_page(self._write_measure)

    @property
    def _current(self) -> MatchedRow | None:
        item = self.list.currentItem()
        return self._rows.get(item.data(NUMBER)) if item else None

    def _write_measure(self, page: ReadingText) -> None:
        """Write the measure that the row would be about, as the register has it."""
        row, t, language = self._current, self._look.t, self._look.language.code
        report = (row.guess or row.report) if row else None
        id = self._measures.get(report) if report else None
        measure = self._known.measures.get(id) if id else None
        if measure is None:
            return
        page.heading(t("merge.matches.in_register"))
        page.plain(_plain(t("return.column.number")), measure.number or "—")
        numbers = ", ".join(one.number or "—" for one in measure.recommendations)
        page.plain(_plain(t("return.column.recommendations")), numbers or t("returns.blank"))
        page.plain(_plain(t("return.column.measure")), measure.text(language)[0])
        page.plain(t("returns.column.agency"), self._known.bodies_of(measure, language) or t("returns.blank"))

    def _write(self, page: ReadingText) -> None:
        row = self._current
        if row is None:
            return
        t, shown = self._look.t, self._shown(row)
        page.heading(t("merge.matches.in_file", row=row.row.number))
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
        self.measure.write_again()
        self._tell()

    def _tell(self) -> None:
        count = len(self.ticked)
        told = self._look.t("merge.matches.confirm", count=count)
        self.confirm_button.setText(told if count else self._look.t("merge.matches.confirm_none"))

    def _lay_out(self) -> None:
        look = self._look
        look.name(self.list, "merge.matches.title")
        self.list.setProperty("role", "recent")
        self.list.setItemDelegate(OptionPainter(look, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.setChildrenCollapsible(False)
        for text in (self.page, self.measure):
            beside.addWidget(text)
        split.addWidget(beside)
        split.setSizes([35_000, 65_000])
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
