"""List the files of a merge with what each brings, and say of the chosen one whose it is and what is odd about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.jobs.loose_documents import LOOSE
from upr_desktop.jobs.merge_returns import FileMerge
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.telling import how_to_fix, sentence, what
from upr_desktop.merge.three_way import TAKEN
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.file_lines import FileLine, FileLines
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.merge_files import MergeFiles
from upr_desktop.ui.screens.merge_notice import NOT_IDENTIFIED, asks_whose, count_guesses, is_like_a_letter
from upr_desktop.ui.screens.returned_cells import ReturnedCell
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card, button

GUESSED = ("return_row_guessed_by_number", "return_row_guessed_by_text")
MOST_NOTICES, MOST_IN_TIP = 40, 8
FILE, ROWS, WHOSE = "file", "rows", "whose"
TONES = {"error": "bad", "warning": "warn", "info": "text"}
MARKS = {"bad": "✕ ", "warn": "! ", "text": "ℹ "}
Cells = Sequence[Sequence[ReturnedCell]]


class MergeFileList(QWidget):
    """The first line stands for all files. `chose` says that another line was chosen.

    `again_asked` reads files once more that were merged before; `file_asked` carries a file (Received) to be taken out,
    `rows_asked` the place of a file whose rows are to be looked over again, `whose_asked` that of one which was said to
    be someone's and may not be.
    """

    chose = Signal()
    again_asked = Signal()
    file_asked = Signal(object)
    rows_asked = Signal(int)
    whose_asked = Signal(int)

    def __init__(self, look: Look, files: MergeFiles) -> None:
        super().__init__()
        self._look, self._files = look, files
        self._cells: Cells = ()
        self._done = 0
        self.list = FileLines(look, "merge.files")
        self.page = ReadingText(look, "merge.about_file")
        self.again_button = button(look, "merge.again", "link")
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.again_button.clicked.connect(self.again_asked)
        self.page.link_chosen.connect(self._follow)
        look.language.follow(self, self._tell)

    @property
    def chosen(self) -> int | None:
        """Return the place of the chosen file among those of the merge; None for all."""
        row, count = self.list.currentRow(), len(self._merged)
        return row - 1 if 0 < row <= count else None

    @property
    def chosen_file(self) -> FileMerge | None:
        """Return the chosen file of the merge; None for all, or where it could not be opened."""
        return None if self.chosen is None else self._merged[self.chosen]

    def choose(self, place: int) -> None:
        """Choose a file of the merge by its place."""
        self.list.setCurrentRow(place + 1)

    def show_all(self) -> None:
        """Choose all files."""
        self.list.setCurrentRow(0)

    def show_files(self, cells: Cells) -> None:
        """Show the files as they are now; `cells` are those of each that ask, with what was decided."""
        self._cells = cells
        self._tell()

    def show_progress(self, done: int) -> None:
        """Show how many of the files that are coming are read."""
        self._done = done
        self._tell()

    @property
    def _merged(self) -> Sequence[FileMerge]:
        return self._files.merge.files if self._files.merge else ()

    def _tell(self) -> None:
        t = self._look.t
        lines = []
        if self._files.merge is not None:
            every = [cell for one in self._cells for cell in one]
            lines = [FileLine(t("merge.all_files"), *self._brief(every, self._files.merge.counts[TAKEN]))]
            lines += [self._line(one, cells) for one, cells in zip(self._merged, self._cells, strict=True)]
            lines += [self._refusal_line(name, refusal) for name, refusal in self._files.refused]
        if not self._files.coming:
            self._done = 0
        for place, name in enumerate(self._files.coming):
            state = "done" if place < self._done else "reading" if place == self._done else "waits"
            lines.append(
                FileLine(name, t(f"merge.state.{state}"), "accent" if state == "reading" else "soft")
            )
        self.list.show_lines(lines, max(0, self.list.currentRow()))
        self._show_about()

    def _line(self, one: FileMerge, cells: Sequence[ReturnedCell]) -> FileLine:
        t, name = self._look.t, one.read.received.name
        if one.read.same:
            return FileLine(name, t("merge.state.same" if one.read.same.received_at else "merge.state.twice"))
        if self._files.options.of(one.read.received).left_out:
            return FileLine(name, t("merge.state.left_out"))
        if one.refused is not None:
            is_letter = one.read.letter is not None
            return (
                FileLine(name, t("merge.state.letter_whose"), "warn")
                if is_letter
                else self._refusal_line(name, one.refused)
            )
        if (rows := count_guesses(one)) and one.read.received.sha256 not in self._files.looked_over:
            return FileLine(name, t("merge.brief.rows", count=rows), "warn")
        taken = one.merged.counts[TAKEN] if one.merged else 0
        odd = [what(problem, self._look.language.code) for problem in one.notices]
        tip = "\n".join((name, *odd[:MOST_IN_TIP]))
        if one.read.letter is not None:
            return FileLine(name, t("merge.state.letter_kept"), "ok", tip)
        worth = sum(problem.severity != "info" for problem in one.notices)
        return FileLine(name, *self._brief(cells, taken), tip if odd else "", worth)

    def _refusal_line(self, name: str, refusal: RegisterError) -> FileLine:
        t = self._look.t
        if refusal.key == NOT_IDENTIFIED:
            return FileLine(name, t("merge.state.whose"), "warn")
        if is_like_a_letter(name, refusal):
            return FileLine(name, t("merge.state.letter"))
        tip = sentence(refusal, self._look.language.code)
        if refusal.key == LOOSE:
            return FileLine(name, t("merge.state.loose"), "warn", f"{name}\n{tip}")
        return FileLine(name, t("merge.state.refused"), "bad", f"{name}\n{tip}")

    def _brief(self, cells: Sequence[ReturnedCell], taken: int) -> tuple[str, str]:
        """Return in a few words what is to be decided, was decided and is taken, and the tone of that."""
        t = self._look.t
        waiting, done = sum(cell.is_open for cell in cells), sum(cell.decision is not None for cell in cells)
        told = [t("merge.brief.open", count=waiting)] if waiting else []  # first: the end may have no room
        told += [t("merge.brief.decided", count=done)] if done else []
        told += [t("merge.brief.taken", count=taken)] if taken else []
        return ", ".join(told) or t("merge.brief.nothing"), "warn" if waiting else "ok" if told else "soft"

    def _choose(self, row: int) -> None:
        self._show_about()
        self.chose.emit()

    def _follow(self, address: str) -> None:
        one = self.chosen_file
        if address == FILE and one is not None:
            self.file_asked.emit(one.read.received)
        elif address == ROWS and self.chosen is not None:
            self.rows_asked.emit(self.chosen)
        elif address == WHOSE and self.chosen is not None:
            self.whose_asked.emit(self.chosen)

    def _show_about(self) -> None:
        self.again_button.setVisible(any(one.read.same and one.read.same.received_at for one in self._merged))
        self.about.setVisible(self.list.currentRow() > 0 and self._files.merge is not None)
        self.page.show_page(self._write)

    def _write(self, page: ReadingText) -> None:
        row, count = self.list.currentRow(), len(self._merged)
        if self._files.merge is None:
            return
        if count < row <= count + len(self._files.refused):
            name, refusal = self._files.refused[row - count - 1]
            page.heading(name)
            page.sentence(sentence(refusal, self._look.language.code), "bad")
        elif self.chosen is not None:
            self._write_file(page, self._merged[self.chosen])

    def _write_file(self, page: ReadingText, one: FileMerge) -> None:
        t, language = self._look.t, self._look.language.code
        page.heading(one.read.received.name)
        self._write_identity(page, one)
        if one.read.same:
            key = "merge.same_file" if one.read.same.received_at else "merge.same_twice"
            page.sentence(t(key, file=one.read.same.name), "warn")
        if asks_whose(one):
            page.sentence(t("merge.notice.whose", file=one.read.received.name), "warn")
        elif one.refused is not None:
            page.sentence(sentence(one.refused, language), "bad")
        if one.merged is not None:
            for key, count in one.merged.counts.items():
                if count:
                    page.note(t(f"returns.counted.{key}", count=count), "text")
            if one.read.letter is None:
                page.note(t("merge.cells_read", count=len(one.merged.cells)))
            self._write_notices(page, one)
        page.note(t("merge.sha256", sha256=one.read.received.sha256), above=FIELD_SPACE)
        if one.merged is not None and one.merged.guessed:
            page.link(t("merge.matches.again"), ROWS)
        if self._files.options.of(one.read.received).agency and not asks_whose(one):
            page.link(t("merge.identity.again"), WHOSE)
        page.link(t("returns.save_file"), FILE)

    def _write_identity(self, page: ReadingText, one: FileMerge) -> None:
        """Write whose the file is and for which period, and what says so."""
        if one.identity is None:
            return
        sent, known, language = one.identity.sent, self._files.known, self._look.language.code
        agency, period = known.agencies.get(sent.agency_id), known.periods.get(sent.period_id)
        if agency is not None and period is not None:
            page.note(f"{agency.name(language)} · {period_words(period.code, language)}", "text")
        by = one.identity.by[0] if one.identity.by[0] in ("rows", "told", "beside") else "marks"
        is_said = by == "told" and self._files.options.of(one.read.received).agency is not None
        page.note(self._look.t(f"merge.known_by.{'said' if is_said else by}"))

    def _write_notices(self, page: ReadingText, one: FileMerge) -> None:
        language = self._look.language.code
        for problem in one.notices[:MOST_NOTICES]:
            tone = "text" if one.read.letter is not None else TONES[problem.severity]
            mark = MARKS.get(tone, "")
            page.sentence(f"{mark}{what(problem, language)}", tone)
            is_guess = problem.code in GUESSED
            page.note(self._look.t("merge.matches.tip") if is_guess else how_to_fix(problem, language))
            if "!" in problem.where:
                page.note(problem.where)
        if len(one.notices) > MOST_NOTICES:
            page.note(self._look.t("preview.more_problems", count=len(one.notices) - MOST_NOTICES))

    def _lay_out(self) -> None:
        upper, lower = Card(), Card()
        upper.box.setContentsMargins(*[GRID] * 4)
        upper.box.addWidget(self.list)
        upper.box.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        lower.box.addWidget(self.page, 1)
        self.about = lower
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        layout.addWidget(upper, 3)
        layout.addWidget(lower, 2)
