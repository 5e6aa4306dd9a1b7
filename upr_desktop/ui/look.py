"""Hand every widget the two things it needs from around it: the language and the theme."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from upr_desktop.ui.language import Language
from upr_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """The window's language and theme; made once in `app` and passed to each widget."""

    language: Language
    theme: Theme

    def t(self, key: str, **values: Any) -> str:
        """Return the wording of a key in the window's language."""
        return self.language.t(key, **values)

    def text(self, widget: QWidget, set_text: Callable[[str], object], key: str, **values: Any) -> None:
        """Set a text of a widget from a key, now and whenever the language changes."""
        self.language.follow(widget, lambda: _ignore(set_text(self.t(key, **values))))

    def name(self, widget: QWidget, key: str, **values: Any) -> None:
        """Give a widget its accessible name from a key, in each language."""
        self.text(widget, widget.setAccessibleName, key, **values)


def _ignore(_: object) -> None:
    """Drop what a Qt setter returns."""
