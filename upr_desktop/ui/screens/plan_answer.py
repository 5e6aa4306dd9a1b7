"""Ask one question about a plan's file: what stands there, in how many cells, and the answers to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from upr_desktop.merge.plan_answers import BODY, DEADLINE, TICKS, Answer
from upr_desktop.ui.inputs import TickBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import line, plain_label, scrolling
from upr_desktop.ui.screens.plan_answer_editors import AnswerEditors, Choices
from upr_desktop.ui.screens.plan_doubts import CONFLICT, Doubt, DoubtWords
from upr_desktop.ui.theme import BLOCK_SPACE, FIELD_SPACE, GRID
from upr_desktop.ui.widgets import button
from upr_desktop.words import has_words

REASONS = {DEADLINE: "deadline_reason", BODY: "body_doubt"}
MOST_PLACES, ROOM, PAD = 8, 20, 14
CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class AnswerPanel(QWidget):
    """The question that is chosen in the list.

    `answered` carries the id of a question, the answer (None takes it back), and whether it is for all of the kind.
    """

    answered = Signal(str, object, bool)

    def __init__(self, look: Look, words: DoubtWords, agencies: Choices, measures: Choices) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._doubt: Doubt | None = None
        self._lines: Sequence[str] = ()
        self.kind, self.text = plain_label(role="caption"), plain_label(role="reading")
        self.told = plain_label(role="soft")
        self.choices = ChoiceList(look)
        self.every = TickBox()
        self.editors = AnswerEditors(look, agencies, measures)
        self.back_button = button(look, "plan_import.take_back", "link")
        self._lay_out()
        self.choices.chosen.connect(self.choose)
        self.editors.answered.connect(lambda id, answer: self.answered.emit(id, answer, False))
        self.back_button.clicked.connect(lambda: self._answer(None))
        look.language.follow(self, self._say)

    def show_doubt(self, doubt: Doubt | None, lines: Sequence[str] = ()) -> None:
        """Show a question, or that there is none; `lines` tell more of it."""
        is_same = doubt is not None and self._doubt is not None and doubt.id == self._doubt.id
        self._doubt, self._lines = doubt, lines
        if not is_same:
            self.every.setChecked(False)
        self._say()
        self.editors.show_doubt(doubt)

    def choose(self, place: int) -> None:
        """Answer with one of the choices, by its place from 0."""
        doubt = self._doubt
        if doubt is not None and self.isEnabled() and 0 <= place < len(doubt.question.choices):
            self._answer(doubt.question.choices[place].answer)

    def take_focus(self) -> None:
        """Put the keyboard where the question is answered."""
        if self._doubt is None:
            return
        if len(self._doubt.question.choices) > 1 or not self._doubt.question.editor:
            self.choices.setFocus()
        else:
            self.editors.focus(self._doubt.question.editor)

    def _answer(self, answer: Answer | None) -> None:
        if self._doubt is not None:
            is_for_all = self.every.isVisible() and self.every.isChecked()
            self.answered.emit(self._doubt.id, answer, is_for_all)

    def _say(self) -> None:
        doubt, t = self._doubt, self._look.t
        for widget in (self.kind, self.text, self.told, self.choices, self.editors):
            widget.setVisible(doubt is not None)
        self.back_button.setVisible(doubt is not None and doubt.answer is not None)
        self.every.setVisible(doubt is not None and doubt.question.kind in TICKS and doubt.alike > 1)
        if doubt is None:
            return
        self.kind.setText(self._words.kind(doubt))
        self.text.setText(doubt.question.text or "—")
        self.told.setText("\n".join(self._told(doubt)))
        labels = [self._words.choice(choice) for choice in doubt.question.choices]
        given = [
            choice.answer == doubt.answer and doubt.answer is not None for choice in doubt.question.choices
        ]
        self.choices.show_labels(labels, given.index(True) if True in given else -1)
        self.every.setText(t("plan_import.every", count=doubt.alike))
        self.every.setAccessibleName(self.every.text())

    def _told(self, doubt: Doubt) -> list[str]:
        t, question = self._look.t, doubt.question
        told = list(self._lines)
        keys = [f"{REASONS.get(question.kind)}.{code}" for code in question.reasons]
        told += [t(key) for key in keys if has_words(key)]
        if question.score is not None:
            told.append(t("plan_import.score", count=question.score))
        if places := [f"{place.sheet}!{place.address}" for place in question.places]:
            shown = ", ".join(places[:MOST_PLACES]) + ("…" if len(places) > MOST_PLACES else "")
            key = "plan_import.cells" if len(places) > 1 else "plan_import.one_cell"
            told.append(t(key, count=len(places), places=shown))
        if answer := self._words.answer(doubt):
            key = "plan_import.remembered" if question.remembered else "plan_import.given"
            told.append(t(key, answer=answer))
        elif question.blocks:
            told.append(t("plan_import.blocks"))
        elif question.kind != CONFLICT:
            told.append(t("plan_import.left_open"))
        return told

    def _lay_out(self) -> None:
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(BLOCK_SPACE, GRID, BLOCK_SPACE, GRID)
        box.setSpacing(FIELD_SPACE)
        back = line(self.back_button)
        for widget in (self.kind, self.text, self.told, self.choices, self.every, back, self.editors):
            box.addWidget(widget)
        box.addStretch(1)
        self.area = scrolling(inner)
        self._look.name(self, "plan_import.question")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)


class ChoiceList(QListWidget):
    """The answers below each other, numbered as the keys that choose them; `chosen` carries the place of one."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "recent")
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.itemClicked.connect(lambda item: self.chosen.emit(self.row(item)))
        look.name(self, "plan_import.choices")

    def show_labels(self, labels: Sequence[str], given: int) -> None:
        """Show the answers; the one given has a tick."""
        at = self.currentRow() if self.count() == len(labels) else -1
        self.clear()
        for place, label in enumerate(labels):
            item = QListWidgetItem(f"{'✓' if place == given else place + 1}   {label}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, label)
            self.addItem(item)
        self.setCurrentRow(given if given >= 0 else max(at, 0))
        self._take_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if event.key() in CHOOSING and self.currentRow() >= 0:
            self.chosen.emit(self.currentRow())
        elif 0 <= digit < self.count():
            self.chosen.emit(digit)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def _take_height(self) -> None:
        """Give every answer all its lines."""
        metrics, height = QFontMetrics(self.font()), 4
        room = max(80, self.width() - 2 * ROOM)
        for place in range(self.count()):
            item = self.item(place)
            box = metrics.boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(0, max(self._look.theme.px(30), box.height() + PAD)))
            height += item.sizeHint().height()
        if self.height() != height:
            self.setFixedHeight(height)
