"""Change one thing in many recommendations: choose it, see before and after, then apply it as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget

from upr_desktop.jobs.edit_recommendation import Target, Wish, changes_for, set_values
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.columns import Column
from upr_desktop.ui.editors import ChipsEditor, ChoiceEditor, Editor, TextEditor
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.inputs import ChoiceBox, text_in
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import hairline, line
from upr_desktop.ui.screens.recommendation_words import NOVELTIES, POSITIONS, RecommendationWords
from upr_desktop.ui.table import Table
from upr_desktop.ui.widgets import Card, button, label

FIELDS = ("area_id", "position", "novelty", "lead", "add_co", "add_theme", "note")
EDITORS: dict[str, Callable[[Look, Field, str], Editor]] = {
    "choice": ChoiceEditor,
    "chips": ChipsEditor,
    "text": TextEditor,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """One recommendation as it is and as it would be."""

    id: RecordId
    number: str
    before: str
    after: str


class BulkEdit(Card):
    """The pane in place of the form. `applied` carries the change set to write, `closed` asks to go back."""

    applied = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, words: RecommendationWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.targets: Sequence[Target] = ()
        self.value: Wish = None
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.field = ChoiceBox()
        self.editors = {key: self._editor(key) for key in FIELDS}
        self._values = QStackedWidget()
        self.preview = Table(look, self._columns(), "recommendations.bulk.preview")
        self.left_as_is = QLabel()
        self.left_as_is.setProperty("role", "caption")
        self.left_as_is.setWordWrap(True)
        self.apply_button = button(look, "recommendations.bulk.apply_none", "primary")
        self.cancel_button = button(look, "recommendations.bulk.cancel", "quiet")
        self._place()
        self._connect()
        self.setFocusProxy(self.field)
        look.name(self, "recommendations.bulk.open")
        look.language.follow(self, self._say)

    def open(self, targets: Sequence[Target]) -> None:
        """Begin with these recommendations and no value."""
        self.show_targets(targets)
        self._choose_field()
        self.field.setFocus()

    def show_targets(self, targets: Sequence[Target]) -> None:
        """Show the recommendations as they are now."""
        self.targets = targets
        self._say()

    def count(self) -> int:
        """Return how many recommendations the value would change."""
        return len(self.preview.rows.order)

    def apply(self) -> None:
        """Ask for what the preview shows."""
        key = self._key()
        changed = [
            (target, {key: self.value}) for target in self.targets if changes_for(target, {key: self.value})
        ]
        if changed and not self._is_empty():
            self.applied.emit(set_values(changed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        for editor in self.editors.values():
            self._values.addWidget(editor)
        self.box.addWidget(self.title)
        for caption, widget in (
            ("recommendations.bulk.field", self.field),
            ("recommendations.bulk.value", self._values),
        ):
            words = label(self._look, caption, "caption")
            words.setBuddy(widget)
            self.box.addWidget(words)
            self.box.addWidget(widget)
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self._look.name(widget, caption)
        self.box.addWidget(self.preview, 1)
        self.box.addWidget(hairline())
        self.box.addWidget(self.left_as_is)
        self.box.addWidget(line(self.apply_button, self.cancel_button))

    def _connect(self) -> None:
        self.field.activated.connect(self._choose_field)
        self.apply_button.clicked.connect(self.apply)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.apply)
        self.cancel_button.clicked.connect(self.closed)
        for editor in self.editors.values():
            editor.edited.connect(self._take)
            editor.left.connect(self.closed)
        note = self.editors["note"].input
        if isinstance(note, QPlainTextEdit):
            note.textChanged.connect(lambda: self._take("note", text_in(note)))

    def _editor(self, key: str) -> Editor:
        words = self._words
        described = {
            "area_id": Field(key, "recommendations.field.area_id", "choice", words.area_choices),
            "position": Field(
                key, "recommendations.field.position", "choice", lambda: words.codes("position", POSITIONS)
            ),
            "novelty": Field(
                key, "recommendations.field.novelty", "choice", lambda: words.codes("novelty", NOVELTIES)
            ),
            "lead": Field(key, "recommendations.field.lead", "chips", words.agency_choices),
            "add_co": Field(key, "recommendations.field.co", "chips", words.agency_choices),
            "add_theme": Field(
                key, "recommendations.field.theme", "chips", lambda: words.term_choices("theme")
            ),
            "note": Field(key, "recommendations.notes.one", "text"),
        }
        field = described[key]
        return EDITORS[field.kind](self._look, field, key)

    def _columns(self) -> tuple[Column[Preview], ...]:
        return (
            Column("number", "recommendations.column.number", lambda row: row.number, width=72, strong=True),
            Column("before", "recommendations.bulk.before", lambda row: row.before, kind="text2", width=120),
            Column(
                "after",
                "recommendations.bulk.after",
                lambda row: row.after,
                kind="text2",
                width=120,
                stretch=True,
            ),
        )

    def _key(self) -> str:
        return str(self.field.currentData() or FIELDS[0])

    def _choose_field(self) -> None:
        self._values.setCurrentWidget(self.editors[self._key()])
        for key, editor in self.editors.items():
            policy = QSizePolicy.Policy.Preferred if key == self._key() else QSizePolicy.Policy.Ignored
            editor.setSizePolicy(policy, policy)
        self.value = None
        self.editors[self._key()].load(None)
        self._say()

    def _take(self, key: str, value: Wish) -> None:
        if key == self._key():
            self.value = value
            self._say()

    def _is_empty(self) -> bool:
        return self.value is None or self.value in ("", ())

    def _say(self) -> None:
        total = len(self.targets)
        self.title.setText(self._look.t("recommendations.bulk.title", count=total))
        self._fill_fields()
        self.preview.set_rows([] if self._is_empty() else self._previews())
        count = self.count()
        self.apply_button.setEnabled(count > 0)
        key = "recommendations.bulk.apply" if count else "recommendations.bulk.apply_none"
        self.apply_button.setText(self._look.t(key, count=count))
        self.apply_button.setToolTip(f"{self.apply_button.text()} (Ctrl+Enter)")
        same = total - count
        self.left_as_is.setVisible(not self._is_empty() and same > 0)
        self.left_as_is.setText(self._look.t("recommendations.bulk.same", count=same))

    def _fill_fields(self) -> None:
        chosen = self._key()
        self.field.clear()
        for choice in [Choice(key, self._look.t(f"recommendations.bulk.field.{key}")) for key in FIELDS]:
            self.field.addItem(choice.label, choice.code)
        self.field.setCurrentIndex(FIELDS.index(chosen))

    def _previews(self) -> list[Preview]:
        key = self._key()
        return [
            Preview(target.id, target.row.number or "—", *self._before_and_after(target, key))
            for target in self.targets
            if changes_for(target, {key: self.value})
        ]

    def _before_and_after(self, target: Target, key: str) -> tuple[str, str]:
        words, row = self._words, target.row
        several = self.value if isinstance(self.value, tuple) else ()
        single = str(self.value)
        match key:
            case "area_id":
                return words.area(row.area_id), words.area(single)
            case "position":
                return words.position(row.position), words.position(single)
            case "novelty":
                return words.novelty(row.novelty), words.novelty(single)
            case "lead":
                return words.agencies(row, "lead"), ", ".join(words.short(id) for id in several)
            case "add_co":
                present = [link.agency_id for link in row.agencies]
                added = [words.short(id) for id in several if id not in present]
                before = words.agencies(row, "co")
                return before, ", ".join([*([before] if before else []), *added])
            case "add_theme":
                before = words.terms(row, "theme")
                fresh = [words.term(id) for id in several if id not in row.terms.get("theme", ())]
                return before, "; ".join([*([before] if before else []), *fresh])
        return "", single
