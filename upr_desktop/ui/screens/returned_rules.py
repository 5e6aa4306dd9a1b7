"""Offer rules that decide many questions of returns at once, and say beforehand what one would do."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout

from upr_desktop.merge.return_questions import RULES, Decision, Proposed, Question
from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import FIELD_SPACE, TARGET
from upr_desktop.ui.widgets import Card, button

Propose = Callable[[str], Sequence[Proposed]]
WhyNot = Callable[[str], str | None]
KEYS, OUT = "Alt+7", "Alt+8"


class RulesButton(QToolButton):
    """Opens the list of rules, each with how many questions it would decide; `chosen` carries the rule."""

    chosen = Signal(str)

    def __init__(self, look: Look, propose: Propose, why_not: WhyNot) -> None:
        super().__init__()
        self._look, self._propose, self._why_not = look, propose, why_not
        self.setProperty("role", "quiet")
        self.setMinimumHeight(look.theme.px(TARGET))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.rules_menu = QMenu(self)
        self.rules_menu.aboutToShow.connect(self.fill)
        self.setMenu(self.rules_menu)
        look.language.follow(self, self._say)

    def fill(self) -> None:
        """List the rules anew; those that would decide nothing cannot be chosen, and it says why."""
        self.rules_menu.clear()
        for number, rule in enumerate(RULES, 1):
            count = len(self._propose(rule))
            named = self._look.t(f"bulk_rule.{rule}").replace("&", "&&")
            action = QAction(f"&{number}  {named}  ({count})", self.rules_menu)
            action.setEnabled(count > 0)
            action.setData(rule)
            action.triggered.connect(lambda _=False, rule=rule: self.chosen.emit(rule))
            self.rules_menu.addAction(action)
            if reason := None if count else self._why_not(rule):
                self.rules_menu.addAction(self._look.t(f"bulk_rule.{rule}.why_not.{reason}")).setEnabled(
                    False
                )

    def _say(self) -> None:
        text = self._look.t("returns.rules")
        shown = QKeySequence(KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{text}  ▾")
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({shown})")
        self.setShortcut(QKeySequence(KEYS))


class RulePreview(Card):
    """Stands above the cells that `rule` would decide as `proposed`.

    `agreed`, `declined`, and `left_out` for the cells selected.
    """

    agreed = Signal()
    declined = Signal()
    left_out = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rule = ""
        self.proposed: dict[Question, Decision] = {}
        self.title, self.about = QLabel(), QLabel()
        self.do_button = button(look, "returns.confirm", "primary")
        self.out_button = button(look, "returns.rule.leave_out", "quiet", OUT)
        self.stop_button = button(look, "returns.edit.leave", "quiet")
        self.title.setProperty("role", "heading")
        self.about.setProperty("role", "soft")
        for text in (self.title, self.about):
            text.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        line = QHBoxLayout()
        line.setSpacing(FIELD_SPACE)
        line.addLayout(words, 1)
        for one in (self.out_button, self.stop_button, self.do_button):
            line.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addLayout(line)
        self.do_button.clicked.connect(self.agreed)
        self.stop_button.clicked.connect(self.declined)
        self.out_button.clicked.connect(self.left_out)
        self.hide()

    def begin(self, rule: str, proposed: Mapping[Question, Decision]) -> None:
        """Say what a rule would do; `proposed` is what it would decide."""
        self.rule, self.proposed = rule, dict(proposed)
        self.say()
        self.show()

    def leave_out(self, questions: Iterable[Question | None]) -> None:
        """Take questions out of what the rule would decide."""
        for question in questions:
            if question is not None:
                self.proposed.pop(question, None)
        self.say()

    def end(self) -> None:
        """Forget the rule."""
        self.rule, self.proposed = "", {}
        self.hide()

    def say(self) -> None:
        """Say what the rule would do, and of how many questions; nothing where none is shown."""
        if self.rule:
            self.title.setText(self._look.t(f"bulk_rule.{self.rule}"))
            self.about.setText(self._look.t(f"bulk_rule.{self.rule}.about"))
            self.do_button.setText(self._look.t("returns.rule.do", count=len(self.proposed)))
            self.do_button.setEnabled(bool(self.proposed))
