"""Show what agencies reported on a measure, and lead to the reports that are still to be handed in."""

from collections.abc import Sequence
from typing import Any

from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.plan_queries import periods, plans
from upr_desktop.register.plan_reports import owing
from upr_desktop.register.plan_rows import MeasureRow, ProgressRow
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import agencies
from upr_desktop.register.register import Connection
from upr_desktop.register.report_entries import DRAFT, WAITING, current_period
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.reports_page import ReportsPage
from upr_desktop.ui.session import Session


class MeasureReports(ReportsPage):
    """The reports on one measure; above them what its bodies still owe for the period that is worked on."""

    def __init__(self, look: Look, session: Session, words: MeasureWords) -> None:
        self._words = words
        super().__init__(look, session, _reports, self._heading_of, "measures.report.none")
        self.read_button.clicked.connect(self._ask_to_read)

    def show_row(self, row: MeasureRow | None) -> None:
        """Show the reports on a measure, and lead to where they are read side by side if there are any."""
        self.read_button.setVisible(bool(row and row.marks))
        super().show_row(row)

    def _ask_to_read(self) -> None:
        """Ask for the newest period for which something came in."""
        marks = self._row.marks if self._row else ()
        newest = next((mark for mark in marks if mark.state != DRAFT), next(iter(marks), None))
        if newest is not None:
            self.record_asked.emit("reading", f"{newest.measure_id}/{newest.period_id}")

    def _heading_of(self, row: MeasureRow, report: ProgressRow) -> str:
        period = period_words(report.period, self._words.language)
        return f"{period} · {self._words.names.short(report.mark.agency_id)}"

    def still_owed(self, connection: Connection, row: Any) -> Sequence[tuple[str, str]]:
        plan = next((one for one in plans(connection) if one.id == row.plan_id), None)
        period = current_period(periods(connection, row.plan_id), self._session.today)
        if plan is None or period is None:
            return ()
        handed_in = {
            mark.assignment_id
            for mark in row.marks
            if mark.period_id == period.id and mark.state not in WAITING
        }
        when = period_words(period.code, self._words.language)
        return [
            (f"{body.id}/{period.id}", f"{self._words.names.short(body.agency_id)} · {when}")
            for body in owing(plan, row, period, agencies(connection))
            if body.id not in handed_in
        ]


def _reports(connection: Connection, row: MeasureRow) -> Sequence[ProgressRow]:
    return progress_of(connection, measure=row.id)
