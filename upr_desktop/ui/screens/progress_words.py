"""Say in the window's language what stands in a plan's reports: periods, agencies, deadlines, how far each is."""

from collections.abc import Iterable, Mapping

from upr_desktop.alphabet import alphabetical
from upr_desktop.grammar.deadline import stored_deadline
from upr_desktop.grammar.deadlines import word_deadline
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_reports import MISSING, SENT_BACK, MatrixCell
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow
from upr_desktop.register.queries import AgencyRow
from upr_desktop.register.report_entries import Entry
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill
from upr_desktop.ui.status_pills import REPORTS, report_pill

DATED = ("day", "month", "quarter", "half", "year", "years")


class ProgressWords:
    """The wordings of one plan's reports; `agencies` are asked by id."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.agencies: Mapping[RecordId, AgencyRow] = {}

    @property
    def language(self) -> str:
        """Return the window's language."""
        return self._look.language.code

    def period(self, period: PeriodRow) -> str:
        """Return a period as people say it: 1st half of 2026; its own code where that says nothing."""
        return period_words(period.code, self.language)

    def period_of_code(self, code: str) -> str:
        """Return a period by its code as people say it."""
        return period_words(code, self.language)

    def brief_period(self, period: PeriodRow) -> str:
        """Return a period as a table's header says it: 2026-I."""
        return period_words(period.code, self.language, brief=True)

    def plan_title(self, plan: PlanRow) -> str:
        """Return the title of a plan, or what stands for one."""
        return plan.title(self.language) or self._look.t("record.plan.one")

    def agency(self, id: str) -> str:
        """Return an agency's short name."""
        row = self.agencies.get(RecordId(id))
        return row.short(self.language) if row else "—"

    def full_agency(self, id: str) -> str:
        """Return an agency's full name."""
        row = self.agencies.get(RecordId(id))
        return row.name(self.language) if row else "—"

    def both_names(self, id: str) -> str:
        """Return an agency's short name and its full one, where they differ."""
        short, full = self.agency(id), self.full_agency(id)
        return short if short == full else f"{short} · {full}"

    def by_name(self, ids: Iterable[RecordId]) -> list[RecordId]:
        """Return agencies in the order of their names in the window's language."""
        return sorted(ids, key=lambda id: alphabetical(self.both_names(id)) or "")

    def deadline(self, row: MeasureRow) -> str:
        """Return a measure's deadline: its last day, else what it was understood as, else as it was written."""
        due = row.deadline
        if due.end:
            return self._look.language.date(due.end)
        if due.kind is None or due.kind in ("undecided", *DATED):
            return due.raw or ""
        meant = stored_deadline(due.raw or "", due.kind, due.start, due.end, due.details)
        return word_deadline(meant, self.language)

    def recommendations(self, row: MeasureRow) -> str:
        """Return the numbers of the recommendations that a measure serves."""
        return ", ".join(one.number or "—" for one in row.recommendations)

    def due(self, period: PeriodRow, agency: str, today: str) -> tuple[str, bool]:
        """Return the sentence on the day on which an agency owes its reports, and whether that is past."""
        day = period.due(RecordId(agency))
        if day is None:
            return "", False
        key = "progress.due_extended" if RecordId(agency) in period.extensions else "progress.due"
        return self._look.t(key, date=self._look.language.date(day)), day < today

    def cell(self, cell: MatrixCell) -> str:
        """Return what a cell of the matrix says: its state and n of m."""
        if not cell.owed:
            return self._look.t("progress.besides", count=len(cell.besides)) if cell.besides else ""
        return f"{report_pill(self._look, cell.state).word}: {self.counts(cell)}"

    def counts(self, cell: MatrixCell) -> str:
        """Return how many of the reports owed are handed in: 12 of 14."""
        number = self._look.language.number
        return self._look.t("progress.n_of_m", done=number(cell.handed_in), total=number(len(cell.owed)))

    def cell_pill(self, cell: MatrixCell, *, is_past: bool, is_begun: bool) -> Pill | None:
        """Return a cell as a pill: alarming where the due day passed, without a glyph where nothing is due yet."""
        if not cell.owed:
            return None
        if not is_begun and cell.state == MISSING:
            return Pill(self.counts(cell), "idle", "none")
        tone, glyph = REPORTS[cell.state]
        if is_past and cell.handed_in < len(cell.owed) and cell.state != SENT_BACK:
            tone, glyph = "bad", "empty" if cell.state == MISSING else glyph
        return Pill(self.counts(cell), tone, glyph)

    def cell_tip(self, cell: MatrixCell, agency: str, period: PeriodRow, today: str) -> str:
        """Return all that a cell stands for, in lines."""
        lines = [f"{self.full_agency(agency)} · {self.period(period)}"]
        for state in ("accepted", "submitted", "draft", "sent_back", "missing"):
            if found := cell.of(state):
                word = report_pill(self._look, state).word
                lines.append(f"{word}: {self._look.language.number(len(found))}")
        if cell.besides:
            lines.append(self._look.t("progress.besides", count=len(cell.besides)))
        due, _ = self.due(period, agency, today)
        return "\n".join([*lines, due] if due else lines)

    def measure(self, row: MeasureRow) -> str:
        """Return the text of a measure in the window's language, or in what there is."""
        return row.text(self.language)[0]

    def mark(self, row: MeasureRow) -> str:
        """Return the language of a measure's text where it is not the window's, as a tag; else nothing."""
        text, language = row.text(self.language)
        return "" if language == self.language or not text else language.upper()

    def lacks(self, entry: Entry) -> str:
        """Return what a report still needs, as a list of the fields' captions."""
        return ", ".join(self._look.t(f"progress.lacks.{name}") for name in entry.lacks)
