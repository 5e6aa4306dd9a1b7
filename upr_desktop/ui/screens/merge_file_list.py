"""List the files of a merge with what each brings, and say of the chosen one whose it is and what is odd about it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.jobs.telling import how_to_fix, sentence, what
from upr_desktop.register.errors import FileRefused
from upr_desktop.ui.inputs import TickBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.returned_cells import ReturnedCell
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button

FILE_HEIGHT = 52
GUESSED = ("return_row_guessed_by_number", "return_row_guessed_by_text")
MOST_NOTICES = 40


class MergeFileList(QWidget):
    """The first line stands for all files. `chose` says that another line was chosen.

    `matches_accepted` carries whether rows count that were known by number or text alone; `again_asked` reads files
    once more that were merged before.
    """

    chose = Signal()
    matches_accepted = Signal(bool)
    again_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._merge: Merge | None = None
        self._cells: Sequence[Sequence[ReturnedCell]] = ()
        self._refused: Sequence[tuple[str, FileRefused]] = ()
        self.list = QListWidget()
        self.page = ReadingText(look, "merge.about_file")
        self.tick = TickBox()
        self.again_button = button(look, "merge.again", "link")
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.tick.clicked.connect(self.matches_accepted)
        self.again_button.clicked.connect(self.again_asked)
        look.language.follow(self, self._list_files)

    @property
    def chosen(self) -> int | None:
        """Return the place of the chosen file among those of the merge; None for all."""
        row, count = self.list.currentRow(), len(self._merge.files) if self._merge else 0
        return row - 1 if 0 < row <= count else None

    def show_files(
        self,
        merge: Merge | None,
        cells: Sequence[Sequence[ReturnedCell]],
        refused: Sequence[tuple[str, FileRefused]],
    ) -> None:
        """Show the files of a merge with their cells, and by name those that could not be opened."""
        self._merge, self._cells, self._refused = merge, cells, refused
        self._list_files()

    def _list_files(self) -> None:
        current = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        if self._merge is not None:
            t = self._look.t
            self._add(t("merge.all_files"), self._brief([cell for one in self._cells for cell in one]))
            for one, cells in zip(self._merge.files, self._cells, strict=True):
                self._add(one.read.received.name, self._state(one, cells))
            for name, _ in self._refused:
                self._add(name, t("merge.state.refused"))
            self.list.setCurrentRow(min(current, self.list.count() - 1))
        self.list.blockSignals(False)
        self._show_about()

    def _add(self, name: str, state: str) -> None:
        item = QListWidgetItem(f"{name}\n{state}")
        item.setToolTip(f"{name}\n{state}")
        item.setSizeHint(QSize(0, self._look.theme.px(FILE_HEIGHT)))
        self.list.addItem(item)

    def _state(self, one: FileMerge, cells: Sequence[ReturnedCell]) -> str:
        if one.read.same:
            return self._look.t("merge.state.same")
        return self._brief(cells) if one.merged else self._look.t("merge.state.refused")

    def _brief(self, cells: Sequence[ReturnedCell]) -> str:
        """Return in a few words what cells bring: what is taken, what is to be decided."""
        t = self._look.t
        taken, waiting = sum(cell.outcome == "taken" for cell in cells), sum(cell.is_open for cell in cells)
        told = [t("merge.brief.taken", count=taken)] if taken else []
        told += [t("merge.brief.open", count=waiting)] if waiting else []
        return ", ".join(told) or t("merge.brief.nothing")

    def _choose(self, row: int) -> None:
        self._show_about()
        self.chose.emit()

    def _show_about(self) -> None:
        merge = self._merge
        files = merge.files if merge else ()
        codes = {problem.code for one in files for problem in one.notices}
        accepted = bool(merge and merge.options.accept_guesses)
        self.tick.setVisible(accepted or bool(codes & set(GUESSED)))
        self.tick.setChecked(accepted)
        self.again_button.setVisible(any(one.read.same for one in files))
        self.page.show_page(self._write)

    def _write(self, page: ReadingText) -> None:
        if self._merge is None:
            return
        row, count = self.list.currentRow(), len(self._merge.files)
        if row > count:
            name, refusal = self._refused[row - count - 1]
            page.heading(name)
            page.sentence(sentence(refusal, self._look.language.code), "bad")
        elif self.chosen is not None:
            self._write_file(page, self._merge.files[self.chosen], self._cells[self.chosen])
        else:
            page.sentence(self._look.t("merge.choose_file"), "soft")
            for one in self._merge.files:
                if one.notices or one.refused or one.read.same:
                    page.note(one.read.received.name, "warn", above=FIELD_SPACE)
                    page.note(self._look.t("merge.notices", count=max(1, len(one.notices))))

    def _write_file(self, page: ReadingText, one: FileMerge, cells: Sequence[ReturnedCell]) -> None:
        t, language = self._look.t, self._look.language.code
        page.heading(one.read.received.name)
        if one.read.same:
            page.sentence(t("merge.same_file", file=one.read.same.name), "warn")
        if one.refused is not None:
            page.sentence(sentence(one.refused, language), "bad")
        if one.merged is None:
            return
        for key, count in one.merged.counts.items():
            if count:
                page.note(t(f"returns.counted.{key}", count=count), "text")
        page.note(t("merge.cells_read", count=len(cells)))
        for problem in one.notices[:MOST_NOTICES]:
            page.sentence(what(problem, language), "bad" if problem.severity == "error" else "warn")
            is_guess = problem.code in GUESSED
            page.note(t("merge.accept_matches_tip") if is_guess else how_to_fix(problem, language))
            if "!" in problem.where:
                page.note(problem.where)
        if len(one.notices) > MOST_NOTICES:
            page.note(t("preview.more_problems", count=len(one.notices) - MOST_NOTICES))

    def _lay_out(self) -> None:
        self._look.name(self.list, "merge.files")
        self._look.text(self.tick, self.tick.setText, "merge.accept_matches")
        self._look.text(self.tick, self.tick.setToolTip, "merge.accept_matches_tip")
        self.list.setProperty("role", "sidebar")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        upper, lower = Card(), Card()
        upper.box.setContentsMargins(*[GRID] * 4)
        upper.box.addWidget(self.list)
        lower.box.addWidget(self.page, 1)
        lower.box.addWidget(self.tick)
        lower.box.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(upper, 3)
        layout.addWidget(lower, 2)
