"""Show what a plan does about a recommendation: its measures, what is claimed and assessed, what agencies report."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from upr_desktop.code_lists import RECOMMENDATION_STATUSES
from upr_desktop.jobs.edit_plan import link_recommendations, measure_targets
from upr_desktop.jobs.edit_progress import assess
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.linkable import linkable_measures
from upr_desktop.register.plan_queries import measures, plans
from upr_desktop.register.plan_rows import MeasureRow, ProgressRow, in_language
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.register.register import Connection
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.form import Form
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import Write
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.record_parts import AddBox
from upr_desktop.ui.screens.reports_page import ReportsPage
from upr_desktop.ui.screens.seen_page import SeenPage
from upr_desktop.ui.session import Session
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import FIELD_SPACE
from upr_desktop.ui.widgets import label

TITLE = "measures.column."
FORM_HEIGHT, LONGEST_LABEL = 64, 100


class RecommendationMeasures(SeenPage):
    """Claimed and assessed side by side, the measures below; `measure_asked` carries the id of one to open."""

    measure_asked = Signal(str)

    def __init__(self, look: Look, session: Session, words: RecommendationWords, write: Write) -> None:
        super().__init__()
        self._look, self._session, self._names, self._write = look, session, words, write
        self._words = MeasureWords(look, session.today)
        self.form = Form(look, self._fields(), "recommendations.measures.form")
        self.form.setFixedHeight(look.theme.px(FORM_HEIGHT))
        self.add_box = AddBox(look, "recommendations.measures.link")
        self.table = Table(look, self._columns(), "recommendations.measures.table")
        self.empty = label(look, "recommendations.measures.none", "soft")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(FIELD_SPACE)
        for widget in (self.form, self.add_box, self.empty):
            box.addWidget(widget)
        box.addWidget(self.table, 1)
        box.addStretch(0)
        self.form.field_edited.connect(self._assess)
        self.add_box.chosen.connect(self._link)
        self.table.opened.connect(self.measure_asked)
        look.language.follow(self, self._render)

    def leave(self) -> None:
        """Save what a field still holds."""
        self.form.commit()

    def set_writable(self, writable: bool) -> None:
        """Take an assessment and links, or not."""
        self.form.set_read_only(not writable)
        self.add_box.setEnabled(writable)

    def _render(self) -> None:
        self._is_stale = False
        row = self._row
        self.form.show_record(row.id if row else None, self._values(row) if row else {})
        ids = [mark.id for mark in row.in_plan.measures] if row else []
        self._words.names = self._names
        found = self._session.read(lambda connection: self._read(connection, ids))
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        linkable = self._linkable()
        self.add_box.offer([(id, name) for id, name in linkable if id not in ids])
        self.add_box.setVisible(bool(linkable))

    def _read(self, connection: Connection, ids: Sequence[RecordId]) -> list[MeasureRow]:
        self._words.plans = {plan.id: plan for plan in plans(connection)}
        return measures(connection, ids=ids) if ids else []

    def _linkable(self) -> list[tuple[str, str]]:
        language = self._look.language.code
        return [
            (
                row.id,
                f"{row.number or '—'} · {' '.join(in_language(row.texts, language)[0].split())[:LONGEST_LABEL]}",
            )
            for row in self._session.read(linkable_measures)
        ]

    def _values(self, row: RecommendationRow) -> Mapping[str, FieldValue]:
        return {"claimed": self._names.claimed(row) or "—", "assessed": row.in_plan.assessed}

    def _fields(self) -> tuple[Field, ...]:
        def statuses() -> Sequence[Choice]:
            return self._names.codes("recommendation_status", RECOMMENDATION_STATUSES)

        return (
            Field("claimed", "measures.field.claimed", "shown", half=True),
            Field("assessed", "measures.field.assessed", "choice", statuses, half=True),
        )

    def _columns(self) -> tuple[Column[MeasureRow], ...]:
        words = self._words
        return (
            Column("number", TITLE + "number", _number, lambda row: row.order, width=52, strong=True),
            Column(
                "text", TITLE + "text", words.text, kind="text2", stretch=True, width=140, mark=words.mark
            ),
            Column(
                "understood",
                TITLE + "understood",
                words.due,
                lambda row: row.deadline.end,
                kind="text2",
                width=96,
                tone=words.deadline_tone,
            ),
            Column("lead", TITLE + "lead", lambda row: words.agencies(row, "lead"), width=72, yields=1),
            Column(
                "status",
                TITLE + "status",
                words.status_word,
                kind="pill",
                width=88,
                pill=words.status_pill,
                tooltip=words.status_word,
            ),
        )

    def _assess(self, field: str, value: FieldValue) -> None:
        row = self._row
        if row is not None and isinstance(value, str):
            author, day = self._session.author(), self._session.today.isoformat()
            self._write(assess("recommendation", [row.id], value, assessor=author, date=day))

    def _link(self, measure: str) -> None:
        row = self._row
        if row is not None:
            targets = self._session.read(lambda connection: measure_targets(connection, [RecordId(measure)]))
            self._write(link_recommendations(targets, [row.id]))


class RecommendationReports(ReportsPage):
    """What agencies report on the measures of a recommendation."""

    def __init__(self, look: Look, session: Session, words: RecommendationWords) -> None:
        self._names = words
        super().__init__(look, session, _reports, self._told, "recommendations.progress.none")

    def _told(self, row: RecommendationRow, report: ProgressRow) -> str:
        number = next((one.number for one in row.in_plan.measures if one.id == report.mark.measure_id), None)
        measure = self._look.t("recommendations.progress.measure", number=number or "—")
        period = period_words(report.period, self._look.language.code)
        return " · ".join((period, measure, self._names.short(report.mark.agency_id)))


def _reports(connection: Connection, row: Any) -> Sequence[ProgressRow]:
    return progress_of(connection, recommendation=row.id)


def _number(row: MeasureRow) -> str:
    return row.number or "—"
