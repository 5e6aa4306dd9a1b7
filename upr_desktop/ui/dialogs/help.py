"""Show the help: one page in the window's language, beside which work can go on."""

from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QTextBrowser, QVBoxLayout, QWidget

from upr_desktop.paths import bundled
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE, FIELD_SPACE, GRID, NUMBER_PX, READING_PX

PROPERTIES = QTextCharFormat.FontPropertiesInheritanceBehavior


def help_text(language: str) -> str:
    """Return the page as Markdown."""
    return (bundled("resources/help") / f"{language}.md").read_text(encoding="utf-8")


class HelpDialog(QDialog):
    """The help as a window of its own, which follows the language; Esc closes it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.page = QTextBrowser()
        self.page.setOpenExternalLinks(True)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        buttons = QDialogButtonBox()
        self.close_button = buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(CARD_SPACE, CARD_SPACE, CARD_SPACE, CARD_SPACE)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.page)
        box.addWidget(buttons)
        self.resize(look.theme.px(640), look.theme.px(660))
        look.text(self, self.setWindowTitle, "help.text")
        look.name(self.page, "help.text")
        look.text(self.close_button, self.close_button.setText, "help.close")
        look.language.follow(self, self._write)
        look.theme.follow(self, self._write)

    def _write(self) -> None:
        self.page.setMarkdown(help_text(self._look.language.code))
        document = self.page.document()
        document.setDocumentMargin(CARD_SPACE)
        block = document.begin()
        while block.isValid():
            self._space(QTextCursor(block))
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._draw(frame)

    def _space(self, cursor: QTextCursor) -> None:
        """Give a paragraph the space and the size that texts have elsewhere in the window."""
        form = cursor.blockFormat()
        is_in_table = cursor.currentTable() is not None
        form.setTopMargin(0 if is_in_table else FIELD_SPACE)
        form.setBottomMargin(0)
        form.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(form)
        if level := form.headingLevel():
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            words = QTextCharFormat()
            size = NUMBER_PX if level == 1 else READING_PX
            words.setFont(self._look.theme.font(size, bold=True), PROPERTIES.FontPropertiesSpecifiedOnly)
            cursor.mergeCharFormat(words)

    def _draw(self, table: QTextTable) -> None:
        """Draw a table with hairlines between its rows, as the tables of the window are."""
        form = table.format()
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setCellPadding(GRID)
        form.setTopMargin(BLOCK_SPACE)
        form.setBottomMargin(GRID)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(form)
        for row in range(table.rows()):
            for column in range(table.columns()):
                self._underline(table.cellAt(row, column))

    def _underline(self, cell: QTextTableCell) -> None:
        line = QTextTableCellFormat(cell.format().toTableCellFormat())
        line.setBottomBorder(1)
        line.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        line.setBottomBorderBrush(self._look.theme.colours.of("line"))
        cell.setFormat(line)
