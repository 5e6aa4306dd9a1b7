"""Freeze editions of the register, and show what changed since one of them, or between two, record by record."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from upr_desktop.jobs.edition_words import point_words
from upr_desktop.jobs.editions import Difference, difference, edition_to_freeze
from upr_desktop.jobs.telling import sentence
from upr_desktop.register.editions import NOW, Point, editions, point
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.register import Connection
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.add_line import AddLine
from upr_desktop.ui.screens.parts import hairline, line
from upr_desktop.ui.screens.told_page import write_record
from upr_desktop.ui.session import Session
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import Card, button, label

MOST = 200


class EditionsPanel(Card):
    """The panel in place of a line's details. `record_asked` carries kind and id of a record to open elsewhere.

    `export_asked` asks for the list between two editions as a workbook (no later one means now), `closed` to go
    back to the details.
    """

    record_asked = Signal(str, str)
    export_asked = Signal(str, str)
    closed = Signal()

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._editions: list[Point] = []
        self._found: Difference | None = None
        self._asked = 0
        self.new = AddLine(look, "editions.name", "editions.freeze", "primary")
        self.first, self.last = ChoiceBox(), ChoiceBox()
        self.count = QLabel()
        self.page = ReadingText(look, "editions.page")
        self.export_button = button(look, "editions.export")
        self.close_button = button(look, "editions.close", "quiet")
        self._lay_out()
        self.new.asked.connect(self._freeze)
        self.new.left.connect(self.closed)
        for box in (self.first, self.last):
            box.activated.connect(self._compare)
        self.export_button.clicked.connect(self._export)
        self.close_button.clicked.connect(self.closed)
        self.page.link_chosen.connect(self._follow_link)
        look.name(self, "editions.title")
        look.language.follow(self, self._show)

    def read(self) -> None:
        """Read the editions and what changed, as things are now."""
        self._editions = self._session.read(editions)
        self._show()

    def focus(self) -> None:
        """Put the keyboard where an edition is named."""
        self.new.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_writable(self, writable: bool) -> None:
        """Offer to freeze, or not."""
        self.new.setEnabled(writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _freeze(self, name: str) -> None:
        try:
            said, added = self._session.read(lambda connection: edition_to_freeze(connection, name))
        except RegisterError as refusal:
            self.new.refuse(sentence(refusal, self._look.language.code))
            return
        if self._session.write(said, (added,)):
            self.new.line.clear()
            self.read()

    def _show(self) -> None:
        language = self._look.language.code
        named = [(point_words(one, language), one.name) for one in self._editions]
        for box, items in ((self.first, named), (self.last, [(self._look.t("editions.now"), NOW), *named])):
            kept = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for text, name in items:
                    box.addItem(text, name)
                box.setCurrentIndex(max(0, box.findData(kept)))
            box.setEnabled(bool(named))
        self._compare()

    def _compare(self) -> None:
        self._asked += 1
        asked, one, other = self._asked, self.first.currentData(), self.last.currentData()
        if not one:
            self._take(asked, None)
            return
        language = self._look.language.code

        def question(connection: Connection) -> Difference:
            return difference(connection, point(connection, one), point(connection, other), language)

        self._session.read_aside(question, lambda found: self._take(asked, found), lambda: None)

    def _take(self, asked: int, found: Difference | None) -> None:
        """Show an answer, unless something else was asked meanwhile."""
        if asked != self._asked:
            return
        self._found = found
        count = len(found.records) if found else 0
        self.export_button.setEnabled(bool(count))
        key = "edition.differing" if count else "editions.same" if found else "editions.none"
        self.count.setText(self._look.t(key, count=count) if count else self._look.t(key))
        self.page.show_page(self._write)

    def _export(self) -> None:
        until = self.last.currentData()
        self.export_asked.emit(self.first.currentData(), "" if until == NOW else until)

    def _write(self, page: ReadingText) -> None:
        if self._found is None:
            return
        for record in self._found.records[:MOST]:
            write_record(page, self._look, record, self._found.told)
        if (left := len(self._found.records) - MOST) > 0:
            page.note(self._look.t("editions.more", count=left))

    def _follow_link(self, address: str) -> None:
        what, _, rest = address.partition(":")
        if what == "record":
            kind, _, id = rest.partition(":")
            self.record_asked.emit(kind, id)

    def _lay_out(self) -> None:
        about = label(self._look, "editions.about", "soft")
        about.setWordWrap(True)
        self.count.setProperty("role", "caption")
        self.count.setWordWrap(True)
        for widget in (label(self._look, "editions.title", "title"), about, self.new, hairline()):
            self.box.addWidget(widget)
        for key, box in (("editions.first", self.first), ("editions.last", self.last)):
            self._look.name(box, key)
            self.box.addWidget(label(self._look, key, "caption"))
            self.box.addWidget(box)
        self.box.addWidget(self.count)
        self.box.addWidget(self.page, 1)
        self.box.addWidget(line(self.export_button, self.close_button))
        self.box.setSpacing(FIELD_SPACE)
