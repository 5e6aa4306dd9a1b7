"""Edit the parts of a recommendation: the text in three languages, how good a translation is, and who said it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import PartRow, RecommendationRow
from upr_desktop.ui.choice_editors import ChoiceEditor
from upr_desktop.ui.fields import Field, FieldValue
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import spread
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.tab_order import reach_before
from upr_desktop.ui.theme import FIELD_SPACE, GRID
from upr_desktop.ui.widgets import button
from upr_desktop.words import LANGUAGES

QUALITIES = ("official", "working", "unchecked")
QUALITY_WIDTH, READING_MARGIN = 208, 1
TEXT = Field("text", "recommendations.text", "texts", lines=1)


class PartText(QWidget):
    """One part. `edited` carries its id, the field and the value once a person left a field that they changed.

    `archive_asked` comes to archive it; that is offered where it is not the only part.
    """

    edited = Signal(str, str, object)
    archive_asked = Signal()
    left = Signal()
    language_asked = Signal(str)

    def __init__(self, look: Look, words: RecommendationWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._part: PartRow | None = None
        self._total, self._is_read_only = 1, False
        self.caption = QLabel()
        self.caption.setProperty("role", "caption")
        self.archive_button = button(look, "recommendations.part.archive", "link")
        self.archive_button.clicked.connect(self.archive_asked)
        self.texts = LanguageTexts(look, TEXT)
        self.states = QLabel()
        self.states.setProperty("role", "soft")
        self.states.setWordWrap(True)
        self.states.setTextFormat(Qt.TextFormat.PlainText)
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.original = QLabel()
        self.original.setProperty("role", "caption")
        quality = Field(
            "quality", "recommendations.quality", "choice", lambda: words.codes("quality", QUALITIES)
        )
        self.qualities = {code: ChoiceEditor(look, quality, f"quality_{code}") for code in LANGUAGES}
        self._place()
        self._connect()
        look.theme.follow(self, self._dress)
        look.language.follow(self, self._say)

    def show_part(self, part: PartRow, total: int, keep_typed: bool) -> None:
        """Show a part; with `keep_typed` what a person is just typing stays."""
        self._part, self._total = part, total
        texts: Mapping[str, FieldValue] = {f"text_{code}": part.texts.get(code) for code in LANGUAGES}
        self.texts.load_values(texts, keep_typed)
        for code, editor in self.qualities.items():
            editor.load(part.quality.get(code), keep_typed)
        self._say()

    @property
    def part(self) -> PartRow | None:
        """Return the part that is shown."""
        return self._part

    def shows(self, id: str) -> bool:
        """Return whether this is the part of that id."""
        return self._part is not None and self._part.id == id

    def show_language(self, code: str) -> None:
        """Show the text in a language, and what is known of that translation."""
        self.texts.show_language(code)
        self._show_quality()

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at, in reading order."""
        above = [*self.texts.tabs.values(), *(editor.input for editor in self.qualities.values())]
        return [self.archive_button, *above, *(editor.input for editor in self.texts.editors.values())]

    def commit(self) -> None:
        """Emit what a person changed and did not yet leave."""
        self.texts.commit()
        for editor in self.qualities.values():
            editor.commit()

    def is_touched(self) -> bool:
        """Return whether something typed is not yet emitted."""
        return self.texts.is_touched() or any(editor.is_touched() for editor in self.qualities.values())

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self._is_read_only = read_only
        self.texts.set_read_only(read_only)
        for editor in self.qualities.values():
            editor.set_read_only(read_only)
        self._say()

    def _place(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        for widget in (self.original, *self.qualities.values()):
            self.texts.line.addWidget(widget)
        for widget in (spread(self.caption, self.archive_button), self.texts, self.problem, self.states):
            box.addWidget(widget)

    def _connect(self) -> None:
        self.texts.edited.connect(self._tell)
        self.texts.left.connect(self.left)
        self.texts.refused.connect(self._show_problem)
        for editor in self.qualities.values():
            editor.edited.connect(self._tell)
            editor.left.connect(self.left)
        for code, tab in self.texts.tabs.items():
            tab.clicked.connect(lambda _=False, code=code: self.language_asked.emit(code))

    def keep(self, key: str) -> None:
        """Hold on to what was typed into a field, as it could not be saved."""
        kind, _, code = key.partition("_")
        (self.texts.editors if kind == "text" else self.qualities)[code].keep()

    def _show_problem(self, message: str) -> None:
        self.problem.setText(f"! {message}" if message else "")
        self.problem.setVisible(bool(message))

    def _tell(self, key: str, value: object) -> None:
        if self._part is not None:
            self.edited.emit(self._part.id, key, value)

    def _dress(self) -> None:
        for editor in self.texts.editors.values():
            editor.input.setProperty("role", "reading")
            if isinstance(editor.input, QPlainTextEdit):
                editor.input.document().setDocumentMargin(READING_MARGIN)
            editor.input.style().polish(editor.input)
        for quality in self.qualities.values():
            quality.setFixedWidth(self._look.theme.px(QUALITY_WIDTH))

    def _say(self) -> None:
        if self._part is None:
            return
        self.caption.setVisible(self._total > 1)
        self.archive_button.setVisible(self._total > 1 and not self._is_read_only)
        self.caption.setText(self._look.t("recommendations.part", no=self._part.no, total=self._total))
        self.states.setText(", ".join(self._words.state(*state) for state in self._part.states))
        for editor in self.qualities.values():
            editor.retranslate()
        self._show_quality()

    def _show_quality(self) -> None:
        if self._part is None:
            return
        shown = self.texts.shown_language()
        is_original = self._part.original == shown
        has_text = bool(self._part.texts.get(shown))
        for code, editor in self.qualities.items():
            editor.setVisible(code == shown and has_text and not is_original)
        self.original.setText(self._look.t("recommendations.original"))
        self.original.setVisible(is_original and has_text)


class PartTexts(QWidget):
    """All parts of one recommendation; choosing a language shows every part in it.

    `archive_asked` carries id and number of a part, and whether it is to be taken back from the archive.
    """

    edited = Signal(str, str, object)
    left = Signal()
    archive_asked = Signal(str, int, bool)

    def __init__(self, look: Look, words: RecommendationWords, followed_by: QWidget) -> None:
        """Take also the widget that Tab reaches after the texts."""
        super().__init__()
        self._look, self._words, self._followed_by = look, words, followed_by
        self._is_read_only = False
        self.parts: list[PartText] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, FIELD_SPACE)
        self._box.setSpacing(FIELD_SPACE)
        self._row: RecommendationRow | None = None
        self.archived: dict[str, QPushButton] = {}
        look.language.changed.connect(self._show_best)

    def show_parts(self, row: RecommendationRow | None, keep_typed: bool) -> None:
        """Show the parts of a recommendation; of another one, in the language its text is read in."""
        shown = row.parts if row else ()
        while len(self.parts) < len(shown):
            self._add()
        for place, widget in enumerate(self.parts):
            widget.setVisible(place < len(shown))
            if place < len(shown):
                widget.show_part(shown[place], len(shown), keep_typed)
        self._row = row
        if not keep_typed:
            self._show_best()

    def show_archived(self, parts: Mapping[RecordId, int]) -> None:
        """Offer to take back these parts, each with its number, from the archive."""
        for old in self.archived.values():
            old.hide()
            old.deleteLater()
        self.archived = {id: self._way_back(id, no) for id, no in parts.items()}
        self.set_read_only(self._is_read_only)

    def _way_back(self, id: RecordId, no: int) -> QPushButton:
        made = button(self._look, "recommendations.part.back", "link")
        made.setText(self._look.t("recommendations.part.back", no=no))
        made.clicked.connect(lambda: self.archive_asked.emit(id, no, True))
        self._box.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        reach_before(self._followed_by, [made])
        return made

    def show_language(self, code: str) -> None:
        """Show every part in a language."""
        for part in self.parts:
            part.show_language(code)

    def in_use(self) -> list[PartText]:
        """Return the parts that show something."""
        return [part for part in self.parts if not part.isHidden()]

    def commit(self) -> None:
        """Emit what a person changed and did not yet leave."""
        self._each(PartText.commit)

    def keep(self, id: str, key: str) -> None:
        """Hold on to what was typed into a field of a part, as it could not be saved."""
        for part in self.in_use():
            if part.shows(id):
                part.keep(key)

    def is_touched(self) -> bool:
        """Return whether something typed is not yet emitted."""
        return any(part.is_touched() for part in self.in_use())

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self._is_read_only = read_only
        for part in self.parts:
            part.set_read_only(read_only)
        for way_back in self.archived.values():
            way_back.setEnabled(not read_only)

    def focus(self) -> None:
        """Put the cursor into the first text."""
        for part in self.in_use()[:1]:
            part.texts.input.setFocus()

    def _show_best(self) -> None:
        """Show the text in the window's language, or in one there is; what is being typed stays before the eyes."""
        if self._row is not None and not self.is_touched():
            self.show_language(self._row.text(self._look.language.code)[1])

    def _ask_archive(self, widget: PartText) -> None:
        if widget.part is not None:
            self.archive_asked.emit(widget.part.id, widget.part.no or 0, False)

    def _each(self, do: Callable[[PartText], None]) -> None:
        for part in self.in_use():
            do(part)

    def _add(self) -> None:
        part = PartText(self._look, self._words)
        part.set_read_only(self._is_read_only)
        part.edited.connect(self.edited)
        part.left.connect(self.left)
        part.archive_asked.connect(lambda: self._ask_archive(part))
        part.language_asked.connect(self.show_language)
        self.parts.append(part)
        self._box.addWidget(part)
        reach_before(self._followed_by, part.stops())
