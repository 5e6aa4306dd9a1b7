"""Speak the window's language: texts, numbers and dates, and Qt's own dialogs."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from upr_desktop import words
from upr_desktop.ui.follow import follow

LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}
NAMES = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}
FULL_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
DATE_FORMATS = {"kk": "dd.MM.yyyy", "ru": "dd.MM.yyyy", "en": "d MMM yyyy"}
TRANSLATOR = "language-of-qt"
GROUPED = ("count", "total", "done")
# What dialogs of Qt show in English still, by the text in Qt's source without its mark: not all is in its translations.
LEFT_OUT = {"Look in:": "language.qt.look_in", "Files of type:": "language.qt.files_of_type"}


class Language(QObject):
    """The language of the window; `changed` tells every screen to say its texts again."""

    changed = Signal()

    def __init__(self, app: QCoreApplication, code: str | None = None) -> None:
        super().__init__()
        self._app = app
        self.use(code or words.preferred_language())

    @property
    def code(self) -> str:
        """Return kk, ru or en."""
        return self._code

    @property
    def locale(self) -> QLocale:
        """Return the locale whose formats and calendar go with the language."""
        return QLocale(LOCALES[self._code])

    def use(self, code: str) -> None:
        """Switch the whole window, Qt's dialogs too. Raises KeyError for a language that is not shipped."""
        locale = QLocale(LOCALES[code])
        self._code = code
        QLocale.setDefault(locale)
        for earlier in self._app.findChildren(QTranslator, TRANSLATOR):
            self._app.removeTranslator(earlier)
            earlier.deleteLater()
        self._app.installTranslator(LeftOut(self._app, code))  # asked after the next, which comes later
        translator = QTranslator(self._app)
        translator.setObjectName(TRANSLATOR)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{code}", folder):
            self._app.installTranslator(translator)
        self.changed.emit()

    def t(self, key: str, **values: Any) -> str:
        """Return the wording of a key; whole numbers named count, total or done are grouped by thousands.

        Raises KeyError for an unknown key.
        """
        grouped = {
            name: Grouped(value, self.locale) if name in GROUPED and isinstance(value, int) else value
            for name, value in values.items()
        }
        return words.say(key, self._code, **grouped)

    def number(self, value: float) -> str:
        """Return a number as the language writes it: 1,234.5 or 1 234,5."""
        return self.locale.toString(value) if isinstance(value, int) else self.locale.toString(value, "f", 1)

    def date(self, value: date | str | None) -> str:
        """Return a date (or ISO text) as the language writes it, nothing for None; other text as it stands."""
        if not value:
            return ""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return str(value)
        return self.locale.toString(QDate(value.year, value.month, value.day), DATE_FORMATS[self._code])

    def moment(self, value: datetime) -> str:
        """Return day and time as the language writes them, to the minute."""
        return f"{self.date(value.date())} {value:%H:%M}"

    def follow(self, owner: QObject, render: Callable[[], None]) -> None:
        """Render now and at each change of language until the owner is destroyed."""
        follow(owner, self.changed, render)


class LeftOut(QTranslator):
    """Says the few words of Qt's file dialog that its own translations leave in English."""

    def __init__(self, parent: QObject, code: str) -> None:
        super().__init__(parent)
        self._code = code
        self.setObjectName(TRANSLATOR)

    def isEmpty(self) -> bool:
        """Return that there is something to ask for."""
        return False

    def translate(self, context: str, source: str, told: str | None = None, n: int = -1) -> str | None:
        """Return a text of the file dialog; None for any other."""
        key = LEFT_OUT.get(source.replace("&", "")) if context == "QFileDialog" else None
        return words.say(key, self._code) if key else None


class Grouped(int):
    """A whole number that a sentence shows with the language's thousands separator."""

    _locale: QLocale

    def __new__(cls, value: int, locale: QLocale) -> "Grouped":
        """Return the number bound to a locale."""
        number = super().__new__(cls, value)
        number._locale = locale
        return number

    def __format__(self, spec: str) -> str:
        """Return the grouped digits, or what a format specification asks for."""
        return super().__format__(spec) if spec else self._locale.toString(int(self))
