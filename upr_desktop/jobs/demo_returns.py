"""Go through a reporting round on the sample: workbooks go out, come back, dispute a value, and become one workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.exchange.returns_out import HEADER_ROW
from upr_desktop.exchange.typed_workbook import Typed, type_into_copy
from upr_desktop.jobs.consolidated import export_consolidated
from upr_desktop.jobs.decide_pending import THEIRS, decide_pending
from upr_desktop.jobs.issue import Issued, issue
from upr_desktop.jobs.merge_returns import (
    CONFLICT,
    Merge,
    MergeOptions,
    apply_merge,
    merge_read,
    read_returns,
)
from upr_desktop.jobs.report import PLAN, write_report
from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId
from upr_desktop.register.plan_queries import measures, periods
from upr_desktop.register.plan_rows import BodyRow
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import agencies
from upr_desktop.register.register import Register
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.register.trace import Step, trace
from upr_desktop.words import say

MEASURES, PERIOD = ("6", "15"), "2026H2"
MEASURE = MEASURES[0]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What was disputed and decided: the text in the register, the one that was taken, and the cell it came from."""

    held: str
    taken: str
    step: Step


@dataclass(frozen=True, slots=True)
class ReturnsDemo:
    """A reporting round of two agencies in a register, worded in a language; every change is made by `author`."""

    register: Register
    language: str
    author: str
    today: date

    def send(self, folder: Path) -> list[Issued]:
        """Write the workbooks of the bodies that lead two measures."""
        with self.register.reading() as connection:
            codes = {id: row.code for id, row in agencies(connection).items()}
        wanted = [codes[self._lead(number).agency_id] for number in MEASURES]
        return issue(
            self.register, PERIOD, folder, self.language, codes=wanted, author=self.author, today=self.today
        )

    def name(self, code: str) -> str:
        """Return how an agency is called for short."""
        with self.register.reading() as connection:
            return next(row.short(self.language) for row in agencies(connection).values() if row.code == code)

    def _lead(self, number: str) -> BodyRow:
        with self.register.reading() as connection:
            measure = next(row for row in measures(connection) if row.number == number)
        return next(body for body in measure.bodies if body.role == "lead")

    def fill(self, sent: Sequence[Issued], folder: Path) -> Iterator[tuple[Issued, Path, int]]:
        """Fill each workbook in as its agency does, in a copy; yield it with the copy and how many cells were typed."""
        folder.mkdir(exist_ok=True)
        for one, number in zip(sent, MEASURES, strict=True):
            target = folder / one.file.name
            yield one, target, self._fill_in(one.file, target, number)

    def _fill_in(self, source: Path, target: Path, number: str) -> int:
        """Write a copy of a workbook with answers typed into the row of a measure; return how many."""
        answers = {
            "claimed_status": say("status.in_progress", self.language),
            "narrative": self._say(f"narrative_{number}"),
            "evidence_text": self._say(f"evidence_{number}"),
        }
        title = {column: say(f"return.column.{column}", self.language) for column in ("number", *answers)}
        values = {title[column]: text for column, text in answers.items()}
        row = Typed(say("return.sheet", self.language), title["number"], number, values)
        return type_into_copy(source, target, [row], {}, header=HEADER_ROW + 1)

    def hear(self) -> str:
        """Write into the register, meanwhile, what the lead said on the telephone."""
        field, text = f"narrative_{self.language}", self._say("heard")
        heard = Edited("progress", self._report(), field, None, text)
        self.register.apply(ChangeSet(Label("label.edited"), [heard], self.author))
        return text

    def _report(self) -> RecordId:
        """Return the report on the measure for the period."""
        task = self._lead(MEASURE)
        with self.register.reading() as connection:
            period = next(row for row in periods(connection) if row.code == PERIOD)
            made = progress_of(connection, agency=task.agency_id)
        return next(r.id for r in made if (r.mark.assignment_id, r.mark.period_id) == (task.id, period.id))

    def merge(self, gate: Gate, returned: Sequence[Path]) -> tuple[Merge, Applied]:
        """Merge what came back, in one step."""
        options = MergeOptions()
        read = read_returns(self.register, [read_file(path) for path in returned], options, gate)
        return apply_merge(self.register, merge_read(self.register, read, options, self.author))

    def decide(self) -> tuple[Dispute, int]:
        """Take the returned text in the one conflict there is, with the reason; the number is the step's."""
        with self.register.reading() as connection:
            (row,) = (
                row for row in pending_decisions(connection) if row.kind == CONFLICT and row.choice is None
            )
            changes = decide_pending(connection, [row.id], THEIRS, by=self.author, why=self._say("why"))
        applied = self.register.apply(changes)
        assert applied.revision is not None
        with self.register.reading() as connection:
            step = trace(connection, row.record_kind, row.record_id, row.field)[0]
        return Dispute(str(step.before), str(step.after), step), applied.revision

    def consolidate(self, target: Path) -> Path:
        """Write the consolidated workbook of the period."""
        return export_consolidated(self.register, target, self.language, today=self.today, period=PERIOD).file

    def report(self, target: Path) -> Path:
        """Write the plan as it goes up, with what was done in the period, for Word."""
        return write_report(self.register, target, PLAN, self.language, today=self.today, period=PERIOD).file

    def _say(self, key: str) -> str:
        return say(f"demo.return.{key}", self.language)
