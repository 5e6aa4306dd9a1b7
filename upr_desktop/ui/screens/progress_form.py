"""Write one report: what is asked, the fields beside what was said last period, and the documents that prove it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from upr_desktop.code_lists import REPORT_TEXTS, STATUSES
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rules import NARRATIVES
from upr_desktop.register.report_entries import Entry, report_values
from upr_desktop.ui.editors import Editor
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.form import Form
from upr_desktop.ui.language_tabs import LanguageTexts
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.progress_asked import AskedMeasure
from upr_desktop.ui.screens.progress_previous import PreviousReport
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.tab_order import reach_after, stops_in
from upr_desktop.ui.telling import advice
from upr_desktop.ui.theme import BLOCK_SPACE, GRID

BESIDE_FROM, PREVIOUS_WIDTH = 620, 250
SHARES = (3, 2)  # a status is longer than a day
TICKS = ("no_change", "confidential")


def report_fields(look: Look) -> tuple[Field, ...]:
    """Return the fields of a report, from top to bottom."""
    caption = "field.progress."

    def statuses() -> Sequence[Choice]:
        return [Choice(code, look.t(f"status.{code}")) for code in STATUSES]

    return (
        Field("claimed_status", caption + "claimed_status", "choice", statuses, half=True),
        Field("done_on", caption + "done_on", "date", half=True),
        Field("no_change", caption + "no_change", "tick"),
        Field(
            "narrative", "progress.field.narrative", "texts", lines=5, hint="progress.field.narrative_hint"
        ),
        Field(
            "evidence_text", caption + "evidence_text", "texts", lines=2, hint="progress.field.evidence_hint"
        ),
        Field("problems_text", caption + "problems_text", "texts", lines=2),
        Field("confidential", caption + "confidential", "tick"),
    )


class ProgressForm(Form):
    """The fields of a report under the measure they answer, with the last period's report beside or below them."""

    def __init__(self, look: Look, words: ProgressWords, documents: QWidget) -> None:
        super().__init__(look, report_fields(look), "progress.form")
        self._words = words
        self.asked = AskedMeasure(look, words)
        self.previous = PreviousReport(look, words)
        self._warned: set[str] = set()
        body = self.takeWidget()
        for side, share in enumerate(SHARES):
            self._grid.setColumnStretch(side, share)
        cell = self.editors["evidence_text"].parentWidget()
        layout = cell.layout() if cell else None
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, documents)
        texts = self.editors["evidence_text"]
        assert isinstance(texts, LanguageTexts)
        reach_after(list(texts.editors.values())[-1].input, stops_in(documents))
        whole = QWidget()
        whole.setProperty("role", "form")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(BLOCK_SPACE)
        self._row.addWidget(body, 1)
        self._row.addWidget(self.previous, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, GRID, 0)
        box.setSpacing(BLOCK_SPACE)
        box.addWidget(self.asked)
        box.addLayout(self._row)
        box.addStretch(1)
        self.setWidget(whole)

    def show_entry(self, entry: Entry | None) -> None:
        """Show a report, also one not yet begun; what is being typed into the same one stays."""
        is_same = entry is not None and entry.id == self.record_id
        values = report_values(entry.report if entry else None)
        told = values | {name: bool(values[name]) for name in TICKS}
        self.show_record(entry.id if entry else None, told)
        self.asked.show_entry(entry)
        self.previous.show_entry(entry)
        if not is_same:
            self.warn(())
            self.verticalScrollBar().setValue(0)
            self._choose_language(entry)

    def leave_out(self, key: str) -> None:
        """Show no field of this key: a return has no place for it."""
        cell = self.editors[key].parentWidget()
        assert cell is not None
        cell.hide()

    def _choose_language(self, entry: Entry | None) -> None:
        """Show texts that are not written yet in the language this body wrote in, else in the window's."""
        if entry is None:
            return
        language = self._words.language
        before = entry.previous.narrative(language)[1] if entry.previous else language
        values = report_values(entry.report)
        for stem in REPORT_TEXTS:
            texts = self.editors[stem]
            assert isinstance(texts, LanguageTexts)
            if not any(values[f"{stem}_{code}"] for code in texts.editors):
                texts.show_language(before)

    def warn(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show problems beside their fields, take those that are gone away; return those of no field here."""
        keys = {key for field in self._fields for key in (field.key, *field.keys)}
        told = {str(one.values.get("field")): one for one in problems if one.values.get("field") in keys}
        for key in self._warned - told.keys():
            self.show_problem(key, "")
        for key, problem in told.items():
            self.show_problem(key, advice(self._look, problem))
        self._warned = set(told)
        return [one for one in problems if one.values.get("field") not in keys]

    def keep(self, key: str) -> None:
        """Hold on to what was typed into a field, as it could not be saved."""
        for name, editor in self._single_editors():
            if name == key:
                editor.keep()

    def shown_narrative(self) -> tuple[str, Editor]:
        """Return the key and editor of the narrative in the language now shown."""
        texts = self.editors["narrative"]
        assert isinstance(texts, LanguageTexts)
        code = texts.shown_language()
        return NARRATIVES[("kk", "ru", "en").index(code)], texts.editors[code]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the last period beside the fields where there is room, else below them."""
        super().resizeEvent(event)
        is_wide = self.viewport().width() >= self._look.theme.px(BESIDE_FROM)
        sides = QBoxLayout.Direction
        self._row.setDirection(sides.LeftToRight if is_wide else sides.TopToBottom)
        width = self._look.theme.px(PREVIOUS_WIDTH)
        self.previous.setMinimumWidth(width if is_wide else 0)
        self.previous.setMaximumWidth(width if is_wide else 16_777_215)
