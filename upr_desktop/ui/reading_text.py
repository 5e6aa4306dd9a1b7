"""Show a page to read: headings, fields before and after with the words that changed, places in files on hover."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from upr_desktop.ui.focus_ring import FocusRing
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BASE_PX, CAPTION_PX, FIELD_SPACE, GRID, READING_PX
from upr_desktop.ui.word_differences import Fate, Piece, shortened, word_differences

SHORT, READ_WIDTH = 48, 600


class ReadingText(QTextBrowser):
    """A text to read, mark and copy. `link_chosen` carries the address of a link that was pressed.

    What to show is a function that writes onto the page: it is called again when language or theme change.
    """

    link_chosen = Signal(str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        """Take the key of the page's accessible name."""
        super().__init__(parent)
        self._look = look
        self._write: Callable[[ReadingText], None] = lambda page: None
        self._is_empty = True
        self._forms: dict[tuple[int, str, bool], QTextCharFormat] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(lambda url: self.link_chosen.emit(url.toString()))
        look.name(self, name)
        look.theme.follow(self, self.write_again)
        self.ring = FocusRing(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to be read."""
        super().resizeEvent(event)
        self.setLineWrapColumnOrWidth(min(self.viewport().width(), self._look.theme.px(READ_WIDTH)))

    def show_page(self, write: "Callable[[ReadingText], None]", *, keep_place: bool = False) -> None:
        """Show what a function writes onto the page, from its top or at the place read last."""
        place = self.verticalScrollBar().value() if keep_place else 0
        self._write = write
        self.write_again()
        self.verticalScrollBar().setValue(place)

    def write_again(self) -> None:
        """Write the page once more, in the language and theme now in use."""
        self.clear()
        self._is_empty = True
        self._forms.clear()
        self._cursor = QTextCursor(self.document())
        self._cursor.beginEditBlock()
        self._write(self)
        self._cursor.endEditBlock()
        # The page's own cursor went to the end with the text; a resize would scroll to it.
        self.setTextCursor(QTextCursor(self.document()))

    def heading(self, text: str, link: str = "", tail: str = "") -> None:
        """Write a heading, as a link if it has an address, with a quiet word after it."""
        self._block(above=BASE_PX if not self._is_empty else 0)
        form = self._form(READING_PX, "accent" if link else "text", bold=True)
        if link:
            form.setAnchor(True)
            form.setAnchorHref(link)
        self._cursor.insertText(text, form)
        if tail:
            self._cursor.insertText(f"   {tail}", self._form(CAPTION_PX, "soft"))

    def change(self, what: str, before: str, after: str, tip: str = "") -> None:
        """Write a field's caption, and beside or below it what stood before and what stands after."""
        is_short = len(before) + len(after) <= SHORT
        self._caption(what, tip, is_short=is_short)
        if is_short:
            self._end("gone", before, tip)
            self._cursor.insertText("  →  ", self._form(BASE_PX, "soft"))
            self._end("new", after, tip)
            return
        pieces = shortened(word_differences(before, after))
        is_whole = all(piece.fate != "same" for piece in pieces)
        for place, piece in enumerate(pieces):
            if place and piece.fate == "new" and pieces[place - 1].fate == "gone":
                self._cursor.insertText("  →  " if is_whole else " ", self._form(BASE_PX, "soft"))
            self._piece(piece, tip)

    def _end(self, fate: Fate, text: str, tip: str) -> None:
        """Write one end of a short change; a dash where there was nothing, or nothing is left."""
        if text:
            self._piece(Piece(fate, text), tip)
        else:
            self._cursor.insertText("—", self._form(BASE_PX, "soft"))

    def plain(self, what: str, text: str, tip: str = "") -> None:
        """Write a field's caption and its value, with nothing to compare it with."""
        self._caption(what, tip, is_short=len(text) <= SHORT)
        self._cursor.insertText(text, self._form(BASE_PX, "text", tip=tip))

    def note(self, text: str, tone: str = "soft", tip: str = "", above: int = 2) -> None:
        """Write a line in small letters, in a colour of the theme."""
        self._block(above=above)
        self._cursor.insertText(text, self._form(CAPTION_PX, tone, tip=tip))

    def sentence(self, text: str, tone: str = "text", bold: bool = False) -> None:
        """Write a paragraph."""
        self._block(above=FIELD_SPACE)
        self._cursor.insertText(text, self._form(BASE_PX, tone, bold=bold))

    def link(self, text: str, address: str) -> None:
        """Write a link on a line of its own."""
        self._block(above=GRID)
        form = self._form(BASE_PX, "accent", bold=True)
        form.setAnchor(True)
        form.setAnchorHref(address)
        self._cursor.insertText(text, form)

    def lines(self, texts: Sequence[str], tone: str = "text") -> None:
        """Write several lines close to each other."""
        for text in texts:
            self._block(above=2)
            self._cursor.insertText(text, self._form(BASE_PX, tone))

    def _caption(self, what: str, tip: str, *, is_short: bool) -> None:
        """Write a caption; the value stands beside it if both are short, else on a line of its own."""
        self._block(above=GRID if is_short else FIELD_SPACE)
        self._cursor.insertText(what, self._form(CAPTION_PX, "soft", tip=tip))
        if is_short:
            self._cursor.insertText("   ", self._form(BASE_PX, "text"))
        else:
            self._block(above=2)

    def _piece(self, piece: Piece, tip: str) -> None:
        form = self._form(BASE_PX, "text", tip=tip)
        colours = self._look.theme.colours
        if piece.fate == "gone":
            form.setForeground(colours.of("bad"))
            form.setBackground(colours.of("bad_soft"))
            form.setFontStrikeOut(True)
        elif piece.fate == "new":
            form.setForeground(colours.of("ok"))
            form.setBackground(colours.of("ok_soft"))
            form.setFontUnderline(True)
        self._cursor.insertText(piece.text, form)

    def _block(self, above: int) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(above)
        form.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._is_empty:
            self._cursor.setBlockFormat(form)
            self._is_empty = False
        else:
            self._cursor.insertBlock(form)

    def _form(self, size: int, token: str, *, bold: bool = False, tip: str = "") -> QTextCharFormat:
        """Return a form of letters; those of one page are made once, since fonts are dear."""
        key = size, token, bold
        if key not in self._forms:
            made = self._forms[key] = QTextCharFormat()
            made.setFont(self._look.theme.font(size, bold))
            made.setForeground(self._look.theme.colours.of(token))
        form = QTextCharFormat(self._forms[key])
        if tip:
            form.setToolTip(tip)
        return form
