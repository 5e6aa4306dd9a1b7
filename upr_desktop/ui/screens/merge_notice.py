"""Say above the cells of a merge what a file asks as a whole: whose it is, its period, matching rows, "no change"."""

from collections.abc import Container, Sequence

from PySide6.QtCore import Signal

from upr_desktop.jobs.merge_returns import FileMerge, MergeOptions
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.look import Look
from upr_desktop.ui.widgets import Notice

NOT_IDENTIFIED = "return_not_identified"
NO_TABLE = ("not_a_return", "return_unread")
LETTERS = (".docx", ".pdf")
NO_CHANGE, ROWS, WHOSE, PERIOD = "no_change", "rows", "whose", "period"


class MergeNotice(Notice):
    """One thing after the other. `answered` carries what was pressed and the file's place.

    That is whose, period, rows or no_change.
    """

    answered = Signal(str, int)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look
        self._asked = ("", 0)
        self.acted.connect(lambda: self.answered.emit(*self._asked))

    def say_of(
        self, files: Sequence[FileMerge], places: Sequence[int], no_change: int, looked_over: Container[str]
    ) -> None:
        """Say what the files at these places ask, or that so many cells say "no change"; nothing where none asks.

        The rows of files that were `looked_over` (sha256) are not asked about again.
        """
        t = self._look.t
        for place in places:
            one, name = files[place], files[place].read.received.name
            if asks_whose(one):
                return self._ask(WHOSE, place, t("merge.notice.whose", file=name), "merge.notice.say_whose")
            if one.identity and one.identity.periods:
                code, words = one.identity.periods
                period = period_words(code, self._look.language.code)
                message = t("merge.notice.period", file=name, period=period, told=words)
                return self._ask(PERIOD, place, message, "merge.notice.confirm_period")
            if (rows := count_guesses(one)) and one.read.received.sha256 not in looked_over:
                told = t("merge.notice.rows", file=name, count=rows)
                return self._ask(ROWS, place, told, "merge.notice.look")
        if no_change:
            return self._ask(
                NO_CHANGE, 0, t("merge.notice.no_change", count=no_change), "merge.notice.confirm"
            )
        return self.hide()

    def _ask(self, what: str, place: int, message: str, action: str) -> None:
        self._asked = (what, place)
        self.say(message, "accent" if what == NO_CHANGE else "warn", self._look.t(action))


def asks_whose(one: FileMerge) -> bool:
    """Return whether nothing says whose a file is: a table without marks, or a letter, kept once that is said."""
    is_letter = one.read.letter is not None
    return one.refused is not None and (is_letter or one.refused.key == NOT_IDENTIFIED)


def is_whose_asked(one: FileMerge, options: MergeOptions) -> bool:
    """Return whether a file is still nobody's, or was said to be none of ours."""
    return asks_whose(one) or options.of(one.read.received).left_out


def is_like_a_letter(name: str, refusal: RegisterError) -> bool:
    """Return whether a file of this name was refused as one that holds no table, as letters do."""
    return refusal.key in NO_TABLE and name.lower().endswith(LETTERS)


def count_guesses(one: FileMerge) -> int:
    """Return how many rows of a file number or text alone told and nobody confirmed yet."""
    return sum(row.guess is not None for row in one.merged.guessed) if one.merged else 0
