"""Show a measure and, side by side, what every agency answered on it for the period and said for the last one."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from upr_desktop.register.report_entries import SUBMITTED, Entry
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.parts import column, scrolling
from upr_desktop.ui.screens.progress_asked import AskedMeasure
from upr_desktop.ui.screens.reading_answer import AnswerCard
from upr_desktop.ui.screens.reading_measures import ReadingPage
from upr_desktop.ui.screens.reading_remark import SavedRemark
from upr_desktop.ui.screens.reading_words import ReadingWords
from upr_desktop.ui.screens.sources_chip import SourcesChip
from upr_desktop.ui.status_pills import standing_pill
from upr_desktop.ui.tab_order import reach_after, stops_in
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID
from upr_desktop.ui.widgets import Card

LEAST_CARD = 204


class ReadingAnswers(Card):
    """The page of one measure. The cards' signals are passed on; `recommendation_asked` carries an id to open.

    `left` says that Esc was pressed and nothing in it was there to be left.
    """

    accepted = Signal(object)
    sent_back = Signal(object, str)
    remarked = Signal(object, str)
    remark_edited = Signal(str, str)
    remark_taken_back = Signal(str)
    record_asked = Signal(str, str)
    recommendation_asked = Signal(str)
    letter_asked = Signal(object)
    left = Signal()

    def __init__(self, look: Look, words: ReadingWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._page: ReadingPage | None = None
        self.writable = True
        self._columns = 0
        self.cards: list[AnswerCard] = []
        self.number, self.area = QLabel(), QLabel()
        self.sources_chip = SourcesChip(look)
        self.overdue, self.tongue = PillLabel(look), PillLabel(look)
        self.asked = AskedMeasure(look, words)
        self._holder = QWidget()
        self.grid = QGridLayout(self._holder)
        self._place()
        self.asked.recommendation_asked.connect(self.recommendation_asked)
        self.sources_chip.toggled.connect(lambda _: self.show_page(self._page))
        look.name(self, "reading.answers")

    def show_page(self, page: ReadingPage | None) -> None:
        """Show what there is to read of a measure; a remark that is being written to the same answers stays."""
        is_same = page is not None and self._page is not None and page.id == self._page.id
        self._page = page
        self._tell_head()
        focused = self._focused_agency() if is_same else None
        remarks = {card.entry.body.id: card.written() for card in self.cards if card.is_writing}
        edited = {one.id: one.written() for one in self._saved() if one.is_writing} if is_same else {}
        self._begin_grid()
        self.cards = [self._card(page, entry) for entry in _answered_first(page.entries)] if page else []
        self._columns = 0
        self._arrange()
        reach_after(self.sources_chip, [*stops_in(self.asked), *_stops_of(self.cards)])
        for card in self.cards if is_same else ():
            if card.entry.body.id in remarks:
                card.write_on(remarks[card.entry.body.id])
        for one in self._saved():
            if one.id in edited:
                one.write_on(edited[one.id])
        if not is_same:
            self.area_of_cards.verticalScrollBar().setValue(0)
        elif focused is not None:
            self._focus_card(focused)

    def set_writable(self, writable: bool) -> None:
        """Offer to accept and remark, or not."""
        if writable != self.writable:
            self.writable = writable
            self.show_page(self._page)

    def focus(self) -> None:
        """Put the keyboard on the first answer."""
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_remark(self) -> None:
        """Show where a remark is written: to the answer that has the keyboard, else to the first that waits."""
        answered = [card for card in self.cards if card.entry.report]
        waiting = [card for card in answered if card.entry.state == SUBMITTED]
        at = self._focused_agency()
        here = [card for card in answered if card.entry.body.id == at]
        if card := next(iter((*here, *waiting, *answered)), None):
            card.ask_remark()

    def open_letter(self) -> None:
        """Open the first letter of the agency whose answer has the keyboard, else the first there is."""
        at, cards = self._focused_agency(), [card for card in self.cards if card.letter_buttons]
        here = [card for card in cards if card.entry.body.id == at]
        if card := next(iter((*here, *cards)), None):
            card.letter_buttons[0].click()

    def end_remark(self, entry: Entry) -> None:
        """Forget what was written as a remark to an answer: it is saved."""
        for card in self.cards:
            if card.entry.body.id == entry.body.id:
                card.remark.clear()
                card.remark.hide()
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_editing(self, id: str) -> None:
        """Show a saved remark as it is saved."""
        for one in self._saved():
            if one.id == id and one.is_writing:
                one.leave()

    def go_on_editing(self, id: str, text: str) -> None:
        """Go on writing a saved remark anew, as that could not be saved."""
        for one in self._saved():
            if one.id == id:
                one.write_on(text)
                one.box.begin()

    def _saved(self) -> list[SavedRemark]:
        return [one for card in self.cards for one in card.saved]

    def _card(self, page: ReadingPage, shown: Entry) -> AnswerCard:
        sources = self.sources_chip.isChecked()
        made = AnswerCard(self._look, self._words, page, shown, writable=self.writable, sources=sources)
        for own, passed_on in (
            (made.accepted, self.accepted),
            (made.sent_back, self.sent_back),
            (made.remarked, self.remarked),
            (made.remark_edited, self.remark_edited),
            (made.remark_taken_back, self.remark_taken_back),
            (made.record_asked, self.record_asked),
            (made.letter_asked, self.letter_asked),
        ):
            own.connect(passed_on)
        made.begun.connect(lambda: QTimer.singleShot(0, made, lambda: self._bring_into_view(made)))
        return made

    def _bring_into_view(self, card: AnswerCard) -> None:
        self.area_of_cards.ensureWidgetVisible(card.remark, 0, BLOCK_SPACE)

    def _tell_head(self) -> None:
        page = self._page
        row = page.reading.measure if page else None
        self.number.setText((row.number or "—") if row else "")
        self.area.setText(self._words.area(row.area_id) if row and row.area_id else "")
        is_overdue = bool(page and any(entry.is_overdue for entry in page.entries))
        self.overdue.show_pill(standing_pill(self._look, "overdue") if is_overdue else None)
        mark = self._words.mark(row) if row else ""
        self.tongue.show_pill(Pill(mark, "idle", "none") if mark else None)
        self.asked.show_measure(row)

    def _focused_agency(self) -> str | None:
        focused = self.window().focusWidget()  # its own would be the answer that had the keyboard last
        held = (card for card in self.cards if focused and (card is focused or card.isAncestorOf(focused)))
        return next((card.entry.body.id for card in held), None)

    def _focus_card(self, body: str) -> None:
        card = next((one for one in self.cards if one.entry.body.id == body), None)
        if card is not None:
            stop = card.remark.text if card.is_writing else card
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many answers side by side as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _begin_grid(self) -> None:
        """Take the answers away at once, and make room for others: all in one widget, laid out once."""
        old = self._holder
        self._holder = QWidget()
        self.grid = QGridLayout(self._holder)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(FIELD_SPACE)
        old.hide()
        self._inner.replaceWidget(old, self._holder)
        old.deleteLater()

    def _arrange(self) -> None:
        room = self.area_of_cards.viewport().width() - GRID + FIELD_SPACE
        least = self._look.theme.px(LEAST_CARD) + FIELD_SPACE
        answered = sum(card.entry.report is not None for card in self.cards)
        columns = max(1, min(room // least, answered or len(self.cards)))
        if columns == self._columns:
            return
        for at in range(max(self._columns, columns)):
            self.grid.setColumnStretch(at, 1 if at < columns else 0)
        self._columns = columns
        _fill(self.grid, self.cards, columns)

    def _place(self) -> None:
        self.number.setProperty("role", "number")
        self.area.setProperty("role", "soft")
        self.area.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(FIELD_SPACE)
        head.addWidget(self.number)
        head.addStretch(1)
        for part in (self.overdue, self.tongue, self.sources_chip):
            head.addWidget(part)
        self.box.addLayout(head)
        inner = QWidget()
        self._inner = box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, GRID, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(column(self.area, self.asked))
        box.addWidget(self._holder)
        box.addStretch(1)
        self.area_of_cards = scrolling(inner)
        self.box.addWidget(self.area_of_cards, 1)


def _stops_of(cards: Sequence[AnswerCard]) -> Iterator[QWidget]:
    """Yield where Tab stops in answers, each before what stands in it."""
    for card in cards:
        yield card
        yield from stops_in(card)


def _answered_first(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries as they were, those that were answered first."""
    return sorted(entries, key=lambda entry: entry.report is None)


def _fill(grid: QGridLayout, cards: Sequence[AnswerCard], columns: int) -> None:
    """Put answers side by side, the last as wide as there is room; below each other those who did not answer."""
    for card in cards:
        grid.removeWidget(card)
    answered = sum(card.entry.report is not None for card in cards) or len(cards)
    for at, card in enumerate(cards[:answered]):
        span = columns - at % columns if at + 1 == answered else 1
        grid.addWidget(card, at // columns, at % columns, 1, span)
    begin = -(-answered // columns)
    for at, card in enumerate(cards[answered:]):
        grid.addWidget(card, begin + at, 0, 1, columns)
