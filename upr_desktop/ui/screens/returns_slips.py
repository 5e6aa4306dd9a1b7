"""Write slips for agencies of the round: the panel that prepares workbooks, with other words and nothing changed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.returns_prepare import ReturnsPrepare
from upr_desktop.ui.work import Progress

if TYPE_CHECKING:
    from upr_desktop.jobs.slip_document import WrittenSlip


class ReturnsSlips(ReturnsPrepare):
    """A panel beside the round; `written` carries the list of WrittenSlip.

    Where all agencies are ticked, those that there is nothing to tell get none.
    """

    WORDS = "returns.slips"

    def job(self, period: PeriodRow) -> Callable[[Progress], Sequence[Any]]:
        """Return what writes the slips on the worker."""
        register, folder, language = self._session.register, self.folder, self.language.currentData()
        codes, today = () if self.is_for_all else self.chosen, self._session.today

        def write(progress: Progress) -> "list[WrittenSlip]":
            from upr_desktop.jobs.slip_document import write_slips

            return write_slips(
                register, period.code, folder, language, codes=codes, today=today, progress=progress
            )

        return write

    def hold(self, working: bool) -> None:
        """Leave the register open for edits: a slip only reads it."""

    def closed_by(self) -> str:
        """Return nothing: slips are written of a register that is only read, too."""
        return ""

    def do_words(self) -> str:
        """Return what the button says that it will do."""
        if self.is_for_all:
            return self._look.t("returns.slips.do_all")
        return super().do_words()

    def write_one(self, page: ReadingText, one: Any) -> None:
        """Write which file it is and what it tells of."""
        page.lines([one.file.name])
        counts = {
            "refused": one.refused,
            "waiting": one.waiting,
            "remarks": one.remarks,
            "missing": one.missing,
        }
        said = [self._look.t(f"returns.slips.{name}", count=count) for name, count in counts.items() if count]
        page.note(" · ".join(said) or self._look.t("returns.slips.nothing"))

    @property
    def is_for_all(self) -> bool:
        """Return whether every agency is ticked."""
        return len(self.chosen) == self.agencies.count()
