"""Offer the ways to answer what a return asks: a button and a key for each, another value, a remark, and why."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from upr_desktop.jobs.telling import sentence
from upr_desktop.merge.return_questions import BOTH, OTHER, OURS, REMARK, THEIRS, Decision
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.returned_cells import Around, ReturnedCell
from upr_desktop.ui.screens.returned_edit import ReturnedEdit
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import button, label

KEYS = {OURS: "Alt+1", THEIRS: "Alt+2", BOTH: "Alt+3", OTHER: "Alt+4", REMARK: "Alt+5"}
TYPED = (OTHER, REMARK)


class ReturnedAnswers(QWidget):
    """The answers to the question of one cell. `answered` carries a Decision, `left` that the table comes next."""

    answered = Signal(object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._cell: ReturnedCell | None = None
        self._known = Around()
        self.why = QLineEdit()
        self.not_so = QLabel()
        self.edit = ReturnedEdit(look)
        self.buttons = {
            choice: button(look, f"returns.choose.{choice}", "", keys) for choice, keys in KEYS.items()
        }
        self._lay_out()
        # A button that is off does not take its keys: they say why.
        self._silent = {choice: QShortcut(QKeySequence(keys), self) for choice, keys in KEYS.items()}
        for choice, keys in self._silent.items():
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(lambda choice=choice: self._say_why_not(choice))
        for choice, one in self.buttons.items():
            act = self._open_edit if choice in TYPED else self.answer
            one.clicked.connect(lambda _=False, choice=choice, act=act: act(choice))
        self.edit.used.connect(self.answer)
        self.edit.left.connect(self.left)
        self.why.returnPressed.connect(self.keep_why)

    def show_cell(self, cell: ReturnedCell | None, known: Around, *, may_decide: bool) -> None:
        """Offer what the question of a cell may be answered with; what was being typed is dropped."""
        self._cell, self._known = cell, known
        self.edit.close_editor()
        choices = cell.choices if cell is not None and may_decide else ()
        self._word_ours("returns.choose.ours" + ("_beside" if cell and cell.coming_beside(known) else ""))
        for choice, one in self.buttons.items():
            one.setEnabled(choice in choices)
            one.setVisible(choice != REMARK or choice in choices)
            shown = one.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            one.setToolTip(f"{one.text()} ({shown})" if one.isEnabled() else self._why_not(choice))
            self._silent[choice].setEnabled(cell is not None and may_decide and choice not in choices)
        self.not_so.hide()
        self.why.setEnabled(bool(choices))

    def _word_ours(self, key: str) -> None:
        """Say what stays: the register's value, or that of another file which came too."""
        ours = self.buttons[OURS]
        if ours.text() != self._look.t(key):
            ours.setText(self._look.t(key))
            ours.setShortcut(QKeySequence(KEYS[OURS]))  # Qt takes it away with each new text

    def answer(self, choice: str, value: object = None) -> None:
        """Answer, with the reason that is typed."""
        self.edit.close_editor()
        decision = Decision(choice, value if isinstance(value, str) else None, self.why.text().strip())
        self.why.clear()
        self.answered.emit(decision)

    def keep_why(self) -> None:
        """Keep the reason that is typed: with the decision where there is one, else for the answer that comes."""
        why, decision = self.why.text().strip(), self._cell.decision if self._cell else None
        if why and decision is not None:
            self.why.clear()
            self.answered.emit(replace(decision, why=why))
        self.left.emit()

    def _why_not(self, choice: str) -> str:
        """Return why a question cannot be answered so."""
        t, asked = self._look.t, self._cell.asked if self._cell else None
        if asked is None:
            return t("returns.why_not.not_asked")
        if asked.refusal is not None and choice in (THEIRS, OTHER, BOTH):
            return sentence(asked.refusal, self._look.language.code)
        return t("returns.why_not.not_so")

    def _say_why_not(self, choice: str) -> None:
        self.not_so.setText(self._why_not(choice))
        self.not_so.setAccessibleName(self.not_so.text())
        self.not_so.show()

    def _open_edit(self, choice: str) -> None:
        cell = self._cell
        if cell is None or choice not in cell.choices:
            return
        start = cell.decision.value if cell.decision and cell.decision.choice == choice else None
        if start is None and choice == OTHER:
            start = cell.returned
        self.edit.open_editor(cell, choice, start, self._known)

    def _lay_out(self) -> None:
        look = self._look
        look.name(self.why, "returns.why")
        look.text(self.why, self.why.setPlaceholderText, "returns.why")
        self.why.setMinimumWidth(look.theme.px(160))
        holder = QWidget()
        flow = FlowLayout(holder, FIELD_SPACE)
        for one in self.buttons.values():
            flow.addWidget(one)
        keys = label(look, "returns.keys", "caption")
        keys.setWordWrap(False)
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addWidget(self.why, 1)
        line.addWidget(keys, 0, Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        self.not_so.setProperty("role", "problem")
        self.not_so.setWordWrap(True)
        self.not_so.hide()
        box.addWidget(self.edit)
        box.addWidget(self.not_so)
        box.addWidget(holder)
        box.addLayout(line)
