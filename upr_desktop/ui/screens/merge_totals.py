"""Say of a merge what its cells add up to and what stays out; show how far the reading of files is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar

from upr_desktop.jobs.merge_returns import FileMerge, Merge
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.merge_files import MergeFiles
from upr_desktop.ui.screens.merge_notice import asks_whose
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import CARD_SPACE
from upr_desktop.ui.widgets import Card, button

BAR_WIDTH = 240


def total_words(look: Look, merge: Merge) -> str:
    """Return the counts that add up to the cells read, and how many rows did not come back."""
    counts = [look.t(f"returns.counted.{key}", count=count) for key, count in merge.counts.items() if count]
    unbroken = [one.replace(" ", "\u00a0") for one in counts]
    total = look.t("merge.total", count=merge.cells_read, counts=", ".join(unbroken) or "0")
    missing = merge.rows_missing
    return f"{total} {look.t('merge.rows_missing', count=missing)}" if missing else total


def left_words(look: Look, merge: Merge | None, waiting: int) -> str:
    """Return what stays open, and how many files stay out."""
    aside = sum(one.merged is None and not one.read.same for one in merge.files) if merge else 0
    told = [look.t("merge.stays_open", count=waiting)] if waiting else []
    told += [look.t("merge.left_aside", count=aside)] if aside else []
    return " ".join(told)


def ask_apply_words(look: Look, files: MergeFiles, waiting: int) -> str:
    """Return what is asked before a merge is applied that leaves questions open or files of nobody out."""
    every = files.merge.files if files.merge else ()
    out = sum(one.merged is None and not one.read.same for one in every) + len(files.refused)
    if not waiting and not any(_is_nobodys(one, files) for one in every):
        return ""
    told = [look.t("merge.ask_apply.open", count=waiting)] if waiting else []
    told += [look.t("merge.ask_apply.out", count=out)] if out else []
    return f"{'; '.join(told)}."


def why_not(look: Look, files: MergeFiles, session: Session) -> str:
    """Return why nothing can be applied now, nothing if it can."""
    t = look.t
    if files.is_applying:
        return t("merge.applying")
    if files.is_reading or files.merge is None:
        return t("preview.why.reading")
    if not any(one.merged for one in files.merge.files):
        return t("merge.why.nothing")
    if session.register.read_only:
        return t("preview.why.read_only")
    return "" if session.is_writable else t("preview.why.busy")


def _is_nobodys(one: FileMerge, files: MergeFiles) -> bool:
    return asks_whose(one) and not files.options.of(one.read.received).left_out


class MergeWaiting(Card):
    """Stands in the place of the cells while the first files are read."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.bar, self.words = QProgressBar(), QLabel()
        self.cancel_button = button(look, "preview.cancel", "link")
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(look.theme.px(BAR_WIDTH))
        look.name(self.bar, "toolkit.work.progress")
        self.words.setProperty("role", "soft")
        self.box.setContentsMargins(*[CARD_SPACE] * 4)
        self.box.addStretch(2)
        for widget in (self.bar, self.words, self.cancel_button):
            self.box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self.box.addStretch(3)

    def show_progress(self, done: int, total: int) -> None:
        """Show how many files of how many are read."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(self._look.t("merge.files_read", done=done, total=total) if total else "")
