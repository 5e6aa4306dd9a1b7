"""Give agencies more time for one period: who has it until when, and why."""

from collections.abc import Callable
from datetime import date, timedelta

from upr_desktop.jobs.edit_periods import archive_extension, extend_period, set_extension
from upr_desktop.register.changes import ChangeSet, RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_rows import PeriodRow
from upr_desktop.register.queries import children, record
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Field
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.parts import plain_label
from upr_desktop.ui.screens.progress_rows import ProgressRows
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.record_parts import AddBox, Part, RecordParts
from upr_desktop.ui.session import Session
from upr_desktop.ui.telling import advice
from upr_desktop.ui.widgets import Card

Write = Callable[[ChangeSet], bool]
MORE_DAYS, MOST_SEEN = 10, 5
FIELDS = (
    Field("due", "field.period_extension.due", "date"),
    Field("reason", "field.period_extension.reason", "text", lines=2),
)


class PeriodExtensions(Card):
    """The extensions for one period, one agency each."""

    def __init__(
        self, look: Look, session: Session, rows: ProgressRows, words: ProgressWords, write: Write
    ) -> None:
        super().__init__()
        self._look, self._session, self._rows, self._words, self._write = look, session, rows, words, write
        self._period: PeriodRow | None = None
        self.title = plain_label("", "heading")
        self.adding = AddBox(look, "progress.extensions.add")
        self.extensions = RecordParts(
            look, self._extension_columns(), FIELDS, "progress.extensions", self.adding, MOST_SEEN
        )
        self.box.addWidget(self.title)
        self.box.addWidget(self.extensions, 1)
        self.adding.chosen.connect(self._extend)
        self.extensions.edited.connect(self._set)
        self.extensions.remove_asked.connect(self._take_back)

    def show_period(self, period: PeriodRow | None) -> None:
        """Show the extensions for a period; what was typed for another one is saved first."""
        if period is None or self._period is None or period.id != self._period.id:
            self.leave()
        self._period = period
        self._tell()

    def leave(self) -> None:
        """Save what a field still holds."""
        self.extensions.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.extensions.set_read_only(not writable)

    def _tell(self) -> None:
        period = self._period
        self.setVisible(period is not None)
        if period is None:
            return
        self.title.setText(self._look.t("progress.extensions.title", period=self._words.period(period)))
        stored = self._stored(period)
        self.extensions.show_parts([Part(id, values) for id, values in stored.items()])
        given = {values["agency_id"] for values in stored.values()}
        matrix = self._rows.matrix
        owing = matrix.agencies if matrix else ()
        self.adding.offer([(id, self._words.agency(id)) for id in owing if id not in given])

    def _stored(self, period: PeriodRow) -> dict[RecordId, dict[str, Value]]:
        found = self._session.read(
            lambda connection: children(connection, "period_extension", "period_id", [period.id])
        )
        return {id: dict(values) for id, values in found.items() if not values["archived"]}

    def _extend(self, agency: str) -> None:
        period = self._period
        if period is None:
            return
        due = date.fromisoformat(period.due_agencies or period.last_day) + timedelta(days=MORE_DAYS)
        stored = self._stored(period)
        if self._write(extend_period(period, RecordId(agency), due.isoformat(), stored)):
            added = [id for id in self._stored(period) if id not in stored]
            self.extensions.table.select_row(added[0] if added else "")
            self.extensions.form.focus_field("due")

    def _set(self, id: str, field: str, value: object) -> None:
        period, stored = self._period, self._extension(id)
        if period is None or stored is None:
            return
        asked = set_extension(RecordId(id), stored, period.code, field, _plain(value))
        if isinstance(asked, Problem):
            self.extensions.form.show_problem(field, advice(self._look, asked))
        elif self._write(asked):
            self.extensions.form.clear_problems()

    def _take_back(self, id: str) -> None:
        period, stored = self._period, self._extension(id)
        if period is not None and stored is not None:
            self._write(archive_extension(RecordId(id), stored, period.code))

    def _extension(self, id: str) -> dict[str, Value] | None:
        found = self._session.read(lambda connection: record(connection, "period_extension", RecordId(id)))
        return dict(found) if found else None

    def _extension_columns(self) -> tuple[Column[Part], ...]:
        return (
            Column("agency", "field.period_extension.agency_id",
                   lambda part: self._words.agency(str(part.values["agency_id"])), stretch=True, strong=True, width=90),
            Column("due", "field.period_extension.due",
                   lambda part: self._look.language.date(str(part.values["due"] or "")),
                   lambda part: part.values["due"], kind="date", width=110),
        )  # fmt: skip


def _plain(value: object) -> Value:
    assert value is None or isinstance(value, str | int | float | bool)
    return value
