"""Show the help: one page in the window's language, beside which work can go on."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from upr_desktop.paths import bundled
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE, CARD_SPACE


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
        buttons = QDialogButtonBox()
        self.close_button = buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(CARD_SPACE, CARD_SPACE, CARD_SPACE, CARD_SPACE)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.page)
        box.addWidget(buttons)
        self.resize(look.theme.px(640), look.theme.px(620))
        look.text(self, self.setWindowTitle, "help.text")
        look.name(self.page, "help.text")
        look.text(self.close_button, self.close_button.setText, "help.close")
        look.language.follow(self, self._write)
        look.theme.follow(self, self._write)

    def _write(self) -> None:
        self.page.setMarkdown(help_text(self._look.language.code))
