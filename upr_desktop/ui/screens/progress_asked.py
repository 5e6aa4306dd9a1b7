"""Say what a report is about: the measure, the recommendations it serves, its deadline, the coordinator's remark."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upr_desktop.jobs.deadline_words import deadline_text
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.register.report_entries import Entry
from upr_desktop.ui.flow import FlowLayout
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, PillLabel
from upr_desktop.ui.screens.folded_text import FoldedText
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.status_pills import report_pill, standing_pill, status_pill
from upr_desktop.ui.theme import GRID, TARGET
from upr_desktop.ui.widgets import Notice, button


class AskedMeasure(QWidget):
    """What is asked. `recommendation_asked` carries the id of one to open."""

    recommendation_asked = Signal(str)

    def __init__(self, look: Look, words: ProgressWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._entry: Entry | None = None
        self._measure: MeasureRow | None = None
        self.text = plain_label("", "reading")
        self.facts = plain_label("", "soft")
        self.recommended = FoldedText(look, "soft")
        self.remark = Notice(look)
        self._links = QWidget()
        self._flow = FlowLayout(self._links, 2)
        self._caption = plain_label("", "soft")
        self._caption.setMinimumHeight(look.theme.px(TARGET))
        self._flow.addWidget(self._caption)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        for part in (self.text, self.facts, self._links, self.recommended, self.remark):
            box.addWidget(part)
        look.language.follow(self, self._tell)

    def show_entry(self, entry: Entry | None) -> None:
        """Show what an entry asks."""
        self._entry, self._measure = entry, entry.measure if entry else None
        self._tell()

    def show_measure(self, measure: MeasureRow | None) -> None:
        """Show a measure by itself, whoever is to do it."""
        self._entry, self._measure = None, measure
        self._tell()

    def _tell(self) -> None:
        entry, measure, t = self._entry, self._measure, self._look.t
        self.setVisible(measure is not None)
        if measure is None:
            return
        language = self._words.language
        self.text.setText(self._words.measure(measure))
        deadline = self._words.deadline(measure)
        raw = deadline_text(measure, language) if measure.deadline.end else None
        facts = [
            t("progress.asked.form", text=measure.form(language)[0]) if measure.forms else "",
            t("progress.asked.deadline", text=deadline) if deadline else t("progress.asked.no_deadline"),
            f"({raw})" if raw and raw != deadline else "",
            t(f"role.{entry.body.role}") if entry else "",
        ]
        self.facts.setText(" · ".join(part for part in facts if part).replace(" · (", " ("))
        self._show_links(measure)
        self._show_recommended((entry.shown or {}) if entry else {})
        remarks = entry.report.remarks if entry and entry.report else ()
        if remarks:
            self.remark.say(t("progress.asked.remark", text="\n".join(remarks)), "warn")
        else:
            self.remark.hide()

    def _show_recommended(self, shown: Mapping[str, str]) -> None:
        """Show what the workbook says of the recommendations, where there are none to open."""
        text, number = shown.get("recommendation_text", ""), shown.get("recommendations", "")
        is_bare = bool(number) and not text.startswith(f"{number.split(',')[0]}:")
        self.recommended.show_text(f"{number}: {text}" if is_bare and text else text)

    def _show_links(self, measure: MeasureRow) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(1)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        linked = measure.recommendations
        self._caption.setText(self._look.t("progress.asked.recommendations"))
        self._links.setVisible(bool(linked))
        for one in linked:
            link = button(self._look, "progress.asked.open_recommendation", "link")
            link.setText(one.number or "—")
            name = self._look.t("progress.asked.recommendation_name", number=one.number or "—")
            link.setAccessibleName(name)
            link.setToolTip(name)
            link.clicked.connect(lambda _=False, id=one.id: self.recommendation_asked.emit(id))
            self._flow.addWidget(link)


class EntryPills(QWidget):
    """How far a report is, whether its measure is overdue, what is claimed, and the measure's language, as pills."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entry: Entry | None = None
        flow = FlowLayout(self)
        self.state, self.overdue, self.claimed, self.tongue = (PillLabel(look) for _ in range(4))
        for pill in (self.state, self.overdue, self.claimed, self.tongue):
            flow.addWidget(pill)
        look.language.follow(self, self._tell)

    def show_entry(self, entry: Entry | None) -> None:
        """Show an entry's pills, or none."""
        self._entry = entry
        self._tell()

    def _tell(self) -> None:
        entry, look = self._entry, self._look
        self.state.show_pill(report_pill(look, entry.stage) if entry else None)
        self.overdue.show_pill(standing_pill(look, "overdue") if entry and entry.is_overdue else None)
        status = entry.report.mark.status if entry and entry.report else None
        self.claimed.show_pill(status_pill(look, status))
        text, language = entry.measure.text(look.language.code) if entry else ("", "")
        is_foreign = bool(text) and language != look.language.code
        self.tongue.show_pill(Pill(language.upper(), "idle", "none") if is_foreign else None)
