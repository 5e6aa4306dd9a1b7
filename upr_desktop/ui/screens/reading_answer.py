"""Show what one agency answered on a measure, beside what it said last time; accept it, send it back, remark on it."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.letters_in import LetterIn
from upr_desktop.register.plan_reports import ACCEPTED
from upr_desktop.register.plan_rows import in_language
from upr_desktop.register.report_entries import DRAFT, SUBMITTED, TEXTS, Entry, report_values
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.inputs import text_in
from upr_desktop.ui.language import FULL_NAMES
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.evidence_form import evidence_line, is_address
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.screens.progress_previous import PreviousReport
from upr_desktop.ui.screens.progress_remark import RemarkBox
from upr_desktop.ui.screens.reading_measures import ReadingPage
from upr_desktop.ui.screens.reading_remark import SavedRemark
from upr_desktop.ui.screens.reading_words import ReadingWords, breakable
from upr_desktop.ui.status_pills import report_pill, status_pill
from upr_desktop.ui.tab_order import reach_after, stops_in
from upr_desktop.ui.theme import BLOCK_SPACE, GRID
from upr_desktop.ui.widgets import Card, button
from upr_desktop.words import LANGUAGES

Documents = Mapping[RecordId, Values]
LETTER = "Ctrl+Shift+L"
ACCEPT, REMARK, OPEN = "accept", "send_back", "open_report"
# From this width on, what was said before stands beside what is said now; no line of either is longer.
WIDE, LONGEST_LINE = 560, 600


class AnswerCard(Card):
    """One answer, made anew for each measure; Tab stops at the card itself, so that a long text is scrolled to.

    `accepted` asks to accept it, `sent_back` and `remarked` carry a remark that was `begun` before, `remark_edited` a
    saved one's id and new text, `remark_taken_back` its id, `record_asked` kind and id to open, `letter_asked` a
    letter (LetterIn). With `sources` each text stands over where it came from.
    """

    accepted = Signal(object)
    begun = Signal()
    sent_back = Signal(object, str)
    remarked = Signal(object, str)
    remark_edited = Signal(str, str)
    remark_taken_back = Signal(str)
    record_asked = Signal(str, str)
    letter_asked = Signal(object)

    def __init__(
        self,
        look: Look,
        words: ReadingWords,
        page: ReadingPage,
        entry: Entry,
        *,
        writable: bool,
        sources: bool = False,
    ) -> None:
        super().__init__()
        self._look, self._words, self._page, self.entry = look, words, page, entry
        self.agency = words.agency(entry.body.agency_id)
        self.box.setContentsMargins(*[BLOCK_SPACE] * 4)
        self.said_box = QVBoxLayout()
        self._halves = _halves(look, self.box, self.said_box)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sources = sources
        self._remark: RemarkBox | None = None
        self.saved: list[SavedRemark] = []
        self.previous: PreviousReport | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.letter_buttons: list[QPushButton] = []
        self._place(writable=writable)
        self._connect()
        self.setAccessibleName(look.t("reading.answer", agency=self.agency))
        told = (f"{caption}: {text}" if caption else text for caption, text, _ in self.said())
        self.setAccessibleDescription(" ".join((*(pill.word for pill in self._states()), *told)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what was said before beside what is said now where there is room for both, else below."""
        super().resizeEvent(event)
        _lay_beside(self._halves, is_wide=self.contentsRect().width() >= self._look.theme.px(WIDE))

    @property
    def _can_send_back(self) -> bool:
        return self.entry.state in (SUBMITTED, ACCEPTED)

    @property
    def remark(self) -> RemarkBox:
        """Return where a remark is written; it is made when it is first asked for."""
        if self._remark is None:
            self._remark = made = RemarkBox(self._look, notes=True, sends=self._can_send_back)
            made.hide()
            self.said_box.insertWidget(self._place_of_remark, made)
            made.asked.connect(lambda text: self.sent_back.emit(self.entry, text))
            made.noted.connect(lambda text: self.remarked.emit(self.entry, text))
            made.left.connect(self._leave_remark)
            reach_after(self.buttons[REMARK], stops_in(made))
        return self._remark

    @property
    def is_writing(self) -> bool:
        """Return whether a remark is being written and not yet sent."""
        return self._remark is not None and not self._remark.isHidden() and bool(self.written().strip())

    def written(self) -> str:
        """Return the remark that is being written."""
        return text_in(self._remark.text) if self._remark else ""

    def write_on(self, text: str) -> None:
        """Go on with a remark that was begun."""
        self.remark.text.setPlainText(text)
        self.remark.text.moveCursor(QTextCursor.MoveOperation.End)
        self.remark.show()

    def ask_remark(self) -> None:
        """Show where a remark is written, ready to type."""
        if REMARK in self.buttons:
            self.remark.begin()
            self.begun.emit()

    def said(self) -> Iterator[tuple[str, str, str]]:
        """Yield caption (it may be empty), text and field of all that the agency said."""
        report, t, own = self.entry.report, self._look.t, self._words.language
        if report is None:
            yield "", self._words.missing(self.entry), ""
            return
        told = [code for code in sorted(LANGUAGES, key=lambda code: code != own) if code in report.narratives]
        for code in told:
            yield "" if told == [own] else FULL_NAMES[code], report.narratives[code], f"narrative_{code}"
        if report.mark.no_change:
            yield "", t("reading.no_change"), "no_change"
        elif not told:
            yield "", t("reading.no_text"), ""
        if report.mark.done_on:
            yield t("field.progress.done_on"), self._look.language.date(report.mark.done_on), "done_on"
        for field, texts in (
            ("evidence_text", report.evidence_texts),
            ("problems_text", report.problems_texts),
        ):
            text, code = in_language(texts, own)
            if text:
                yield t(f"field.progress.{field}"), text, f"{field}_{code}"

    def _states(self) -> list[Pill]:
        """Return how far the answer is, what it claims, and whether it is for official use."""
        entry, report, look = self.entry, self.entry.report, self._look
        claimed = status_pill(look, report.mark.status) if report else None
        is_secret = bool(report and report.confidential)
        secret = Pill(look.t("field.progress.confidential"), "warn", "alert") if is_secret else None
        return [pill for pill in (report_pill(look, entry.state), claimed, secret) if pill]

    def _place(self, *, writable: bool) -> None:
        entry = self.entry
        actions = self._actions(writable=writable)
        self._place_head()
        self.said_box.addWidget(_flow(*(PillLabel(self._look, pill, self) for pill in self._states())))
        for letter in self._page.letters.get(entry.body.agency_id, ()):
            self._place_letter(letter)
        if entry.state == DRAFT:
            self._say("", self._words.missing(entry), "")
        told = list(self.said())
        for (caption, text, field), (_, _, following) in zip(told, [*told[1:], ("", "", "")], strict=True):
            self._say(caption, text, field, following)
        self._show_documents(self._page.documents)
        for id, text in self._page.remarks.get(entry.report.id, ()) if entry.report else ():
            self._place_remark(SavedRemark(self._look, id, text, self.agency, writable=writable))
        self.said_box.addWidget(actions)
        self._place_of_remark = self.said_box.count()
        if entry.previous is not None:
            said = report_values(entry.previous)
            self.previous = PreviousReport(self._look, self._words, [name for name in TEXTS if said[name]])
            self.previous.writable = False
            self.previous.show_entry(entry)
            _put_before(self._halves, self.previous, self._look.theme.px(LONGEST_LINE))

    def _place_letter(self, letter: LetterIn) -> None:
        """Say that a letter came for the period; it is opened where it stands."""
        said, made = self._words.letter(letter), button(self._look, "reading.open_letter", "link")
        made.setToolTip(f"{letter.name} ({LETTER})")
        made.setAccessibleName(f"{made.text()}: {said}")
        made.clicked.connect(lambda: self.letter_asked.emit(letter))
        self.letter_buttons.append(made)
        self.said_box.addWidget(plain_label(said))
        self.said_box.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _place_remark(self, saved: SavedRemark) -> None:
        saved.edited.connect(self.remark_edited)
        saved.taken_back.connect(self.remark_taken_back)
        self.saved.append(saved)
        self.said_box.addWidget(saved)

    def _place_head(self) -> None:
        """Name the agency, with a way to its report; below, its role and the day of its last word."""
        entry = self.entry
        name = plain_label(self.agency, "heading")
        name.setToolTip(self._words.full_agency(entry.body.agency_id))
        head = QHBoxLayout()
        head.addWidget(name, 1)
        if entry.report is not None:
            head.addWidget(self.buttons[OPEN], 0, Qt.AlignmentFlag.AlignTop)
        self.said_box.addLayout(head)
        facts = (self._look.t(f"role.{entry.body.role}"), self._words.last_said(self._page, entry))
        self.said_box.addWidget(plain_label(" · ".join(filter(None, facts)), "caption"))

    def _say(self, caption: str, text: str, field: str, following: str = "") -> None:
        """Show a text; where it came from on hover, or below it, once for those that follow each other from there."""
        if caption:
            self.said_box.addWidget(plain_label(caption, "caption"))
        is_late = self.entry.is_late and text == self._words.missing(self.entry)
        said = plain_label(f"! {text}" if is_late else text, "problem" if is_late else "")
        origin = self._words.origin(self._page, self.entry, field)
        said.setToolTip(origin)
        said.setAccessibleDescription(origin)
        self.said_box.addWidget(said)
        if self._sources and origin and origin != self._words.origin(self._page, self.entry, following):
            self.said_box.addWidget(plain_label(breakable(origin), "caption"))

    def _show_documents(self, documents: Documents) -> None:
        found = [documents[id] for id in (self.entry.report.evidence if self.entry.report else ())]
        is_told = bool(self.entry.report and self.entry.report.evidence_texts)
        if found and not is_told:
            self.said_box.addWidget(plain_label(self._look.t("reading.documents"), "caption"))
        for values in found:
            title, rest = str(values["title"]), evidence_line(self._look, values)
            if values["confidential"]:
                rest = " · ".join((*filter(None, (rest,)), self._look.t("field.evidence.confidential")))
            self.said_box.addWidget(plain_label(title))
            if rest:
                self.said_box.addWidget(plain_label(rest, "caption"))
            if is_address(values["url"]):
                link = button(self._look, "reading.open_link", "link")
                link.setAccessibleName(f"{link.text()}: {title}")
                link.setToolTip(str(values["url"]))
                link.clicked.connect(
                    lambda _=False, url=str(values["url"]): QDesktopServices.openUrl(QUrl(url))
                )
                self.said_box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _actions(self, *, writable: bool) -> QWidget:
        entry = self.entry
        offered = {
            ACCEPT: writable and entry.state == SUBMITTED,
            REMARK: writable and entry.report is not None,
            OPEN: True,
        }
        for key in (key for key, is_offered in offered.items() if is_offered):
            words = "write_report" if key == OPEN and entry.report is None else key
            if key == REMARK and not self._can_send_back:
                words = "remark_more"
            made = self.buttons[key] = button(self._look, f"reading.{words}", "link")
            made.setAccessibleName(
                self._look.t("reading.of_agency", action=made.text().rstrip("…"), agency=self.agency)
            )
        in_head = OPEN if entry.report is not None else ""
        return _flow(*(made for key, made in self.buttons.items() if key != in_head))

    def _connect(self) -> None:
        entry = self.entry
        for key, do in (
            (ACCEPT, lambda: self.accepted.emit(entry)),
            (REMARK, self.ask_remark),
            (OPEN, self._open),
        ):
            if key in self.buttons:
                self.buttons[key].clicked.connect(do)

    def _open(self) -> None:
        report = self.entry.report
        self.record_asked.emit(*(("progress", report.id) if report else ("entry", self.entry.id)))

    def _leave_remark(self) -> None:
        self.remark.hide()
        self.buttons[REMARK].setFocus(Qt.FocusReason.OtherFocusReason)


def _halves(look: Look, box: QVBoxLayout, said: QVBoxLayout) -> QBoxLayout:
    """Put what is said now into a card, and return where what was said before follows it."""
    said.setContentsMargins(0, 0, 0, 0)
    said.setSpacing(GRID)
    holder = QWidget()
    own = QVBoxLayout(holder)
    own.setContentsMargins(0, 0, 0, 0)
    own.addLayout(said)
    own.addStretch(1)
    holder.setMaximumWidth(look.theme.px(LONGEST_LINE))
    halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
    halves.setSpacing(BLOCK_SPACE)
    halves.addWidget(holder)
    halves.addStretch(1)
    box.addLayout(halves)
    return halves


def _put_before(halves: QBoxLayout, previous: QWidget, most: int) -> None:
    """Let what was said before follow what is said now."""
    previous.setMaximumWidth(most)
    halves.insertWidget(1, previous, 0, Qt.AlignmentFlag.AlignTop)


def _lay_beside(halves: QBoxLayout, *, is_wide: bool) -> None:
    """Put both halves side by side, equally wide, or one below the other, each as high as it needs to be."""
    way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
    if halves.direction() != way:
        halves.setDirection(way)
        last = halves.count() - 1
        for at in range(halves.count()):
            halves.setStretch(at, int(is_wide == (at < last)))


def _flow(*widgets: QWidget) -> QWidget:
    """Return widgets in lines that wrap, in a widget of their own."""
    holder = QWidget()
    flow = FlowLayout(holder)
    for widget in widgets:
        flow.addWidget(widget)
    return holder
