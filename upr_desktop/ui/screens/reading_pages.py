"""Hold the pages of the screen of reading: list, answers and wording side by side, or what to do first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.focus_round import FocusPlace
from upr_desktop.ui.screens.reading_answers import ReadingAnswers
from upr_desktop.ui.screens.reading_list import ReadingList
from upr_desktop.ui.screens.reading_measures import ReadingMeasures
from upr_desktop.ui.screens.reading_own import ReadingOwn, Write
from upr_desktop.ui.screens.reading_words import ReadingWords
from upr_desktop.ui.session import Session
from upr_desktop.ui.settings import Settings
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import EmptyState

LEAST = (206, 264, 274)
SIZES = (252, 516, 322)
KEPT = "reading.split"


class ReadingPages(QStackedWidget):
    """One page at a time; `body` is where one reads."""

    def __init__(
        self, look: Look, session: Session, words: ReadingWords, data: ReadingMeasures, write: Write
    ) -> None:
        super().__init__()
        self._settings: Settings = session.settings
        self._look = look
        self.measures = ReadingList(look, words)
        self.answers = ReadingAnswers(look, words)
        self.own = ReadingOwn(look, session, words, data, write)
        self.no_plan = _empty(look, "no_plan")
        self.no_periods = _empty(look, "no_periods")
        self.nothing = _empty(look, "nothing", "reading.nothing.other")
        self.body = self._split()
        for page in (self.body, self.no_plan, self.no_periods, self.nothing):
            self.addWidget(page)

    @property
    def shows_body(self) -> bool:
        """Return whether there is something to read."""
        return self.currentWidget() is self.body

    def leave(self) -> None:
        """Save what a field still holds."""
        self.own.leave()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.answers.set_writable(writable)
        self.own.set_writable(writable)

    def places(self) -> list[FocusPlace]:
        """Return the parts between which F6 goes."""
        if not self.shows_body:
            return []
        return [
            FocusPlace(self.measures.facets, self.measures.focus_filters),
            FocusPlace(self.measures, self.measures.focus),
            FocusPlace(self.answers, self.answers.focus),
            FocusPlace(self.own, self.own.focus),
        ]

    def _split(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(FIELD_SPACE)
        px = self._look.theme.px
        for at, part in enumerate((self.measures, self.answers, self.own)):
            part.setMinimumWidth(px(LEAST[at]))
            split.addWidget(part)
            split.setStretchFactor(at, int(at == 1))
        kept = self._settings.table(KEPT)
        split.setSizes([int(kept.get(str(at), px(size))) for at, size in enumerate(SIZES)])
        split.splitterMoved.connect(
            lambda: self._settings.write(KEPT, {str(at): size for at, size in enumerate(split.sizes())})
        )
        return split


def _empty(look: Look, topic: str, other: str | None = None) -> EmptyState:
    stem = f"reading.{topic}"
    return EmptyState(look, f"{stem}.title", f"{stem}.text", f"{stem}.action", other=other)
