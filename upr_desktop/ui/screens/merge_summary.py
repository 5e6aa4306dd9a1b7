"""Account for every file of a merge once it is applied: what it brought, or why nothing of it was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal

from upr_desktop.jobs.loose_documents import LOOSE
from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.jobs.telling import how_to_fix, sentence, what
from upr_desktop.merge.return_cells import DUPLICATE_KEY, INVALID, OUTCOMES, UNKNOWN_ROW
from upr_desktop.merge.three_way import TAKEN
from upr_desktop.register.errors import Problem, RegisterError
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.merge_files import MergeFiles
from upr_desktop.ui.screens.merge_notice import asks_whose, count_guesses, is_like_a_letter
from upr_desktop.ui.screens.returned_cells import ReturnedCell
from upr_desktop.ui.shortcuts import bind
from upr_desktop.ui.widgets import Card, button, label

# A cell of any other outcome is one of which something is known.
TOLD = tuple(key for key in OUTCOMES if key not in (DUPLICATE_KEY, UNKNOWN_ROW, INVALID))


@dataclass(frozen=True, slots=True)
class FileFate:
    """What became of one file.

    `state` is merged, nothing (no row of it could be told), same, twice, left_out, whose, letter, letter_whose, loose
    or refused. Of a letter that is kept `told` says so, and what to do with it.
    Of a merged one: how many cells ended in each outcome, how many were decided and stay open, and how many rows
    nobody confirmed or did not come back.
    """

    name: str
    state: str
    refusal: RegisterError | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    decided: int = 0
    waiting: int = 0
    unconfirmed: int = 0
    missing: int = 0
    told: Sequence[Problem] = ()


def fates(merge: Merge, files: MergeFiles, asked: Sequence[Sequence[ReturnedCell]]) -> list[FileFate]:
    """Return what became of each file; `asked` are the cells of each that asked, with what was decided."""
    found = [_fate(one, files, cells) for one, cells in zip(merge.files, asked, strict=False)]
    return found + [FileFate(name, _unread(name, refusal), refusal) for name, refusal in files.refused]


def _fate(one: FileMerge, files: MergeFiles, cells: Sequence[ReturnedCell]) -> FileFate:
    name = one.read.received.name
    if one.read.same:
        return FileFate(name, "same" if one.read.same.received_at else "twice")
    if files.options.of(one.read.received).left_out:
        return FileFate(name, "left_out")
    if one.read.letter is not None:
        return FileFate(name, "merged", told=one.notices) if one.merged else FileFate(name, "letter_whose")
    if asks_whose(one):
        return FileFate(name, "whose")
    if one.merged is None:
        return FileFate(name, _unread(name, one.refused), one.refused)
    decided = sum(cell.decision is not None for cell in cells)
    waiting, missing = sum(cell.is_open for cell in cells), len(one.merged.missing)
    state = "merged" if waiting or any(one.merged.counts[key] for key in TOLD) else "nothing"
    return FileFate(name, state, None, one.merged.counts, decided, waiting, count_guesses(one), missing)


def _unread(name: str, refusal: RegisterError | None) -> str:
    if refusal is not None and refusal.key == LOOSE:
        return "loose"
    return "letter" if refusal is not None and is_like_a_letter(name, refusal) else "refused"


class MergeSummary(Card):
    """A panel beside the round; it stays until it is closed."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._fates: Sequence[FileFate] = ()
        self._waiting = 0
        self.page = ReadingText(look, "merge.summary.title")
        self.close_button = button(look, "returns.prepare.close", "quiet")
        self.box.addWidget(label(look, "merge.summary.title", "heading"))
        self.box.addWidget(self.page, 1)
        self.box.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.close_button.clicked.connect(self.closed)
        bind(self, {"Esc": self.closed.emit})
        look.language.follow(self, self.page.write_again)

    def show_fates(self, found: Sequence[FileFate], waiting: int = 0) -> None:
        """Show what became of these files, of which so many questions wait on Returns."""
        self._fates, self._waiting = found, waiting
        self.page.show_page(self._write)

    def _write(self, page: ReadingText) -> None:
        t = self._look.t
        merged = sum(one.state == "merged" for one in self._fates)
        page.sentence(t("merge.summary.files", count=len(self._fates), merged=merged))
        if self._waiting:
            page.sentence(t("merge.summary.waits", count=self._waiting), "warn")
        for one in sorted(self._fates, key=_urgency):
            page.heading(one.name)
            if one.state != "merged":
                page.note(t(f"merge.summary.{one.state}"), "warn")
                if one.refusal is not None:
                    page.note(sentence(one.refusal, self._look.language.code))
            self._write_counts(page, one)

    def _write_counts(self, page: ReadingText, one: FileFate) -> None:
        t = self._look.t
        for problem in one.told:
            page.note(what(problem, self._look.language.code), "text")
            page.note(how_to_fix(problem, self._look.language.code))
        for key, count in one.counts.items():
            if count:
                did = "merge.summary.taken" if key == TAKEN else f"returns.counted.{key}"
                page.note(t(did, count=count), "text")
        for key, count, tone in (
            ("decided", one.decided, "ok"),
            ("waiting", one.waiting, "warn"),
            ("unconfirmed", one.unconfirmed, "warn"),
        ):
            if count:
                page.note(t(f"merge.summary.{key}", count=count), tone)
        if one.missing:
            page.note(t("merge.rows_missing", count=one.missing))


def _urgency(one: FileFate) -> int:
    """Return how late a file comes: first what a person is to see to, then what waits, then what went well."""
    if one.state != "merged":
        return 2 if one.state in ("same", "twice", "left_out") else 0
    return 1 if one.waiting or one.unconfirmed or one.told else 3
