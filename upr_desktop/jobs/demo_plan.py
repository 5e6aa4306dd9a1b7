"""Go through the life of a plan on the sample: it comes in, gets periods, and an agency reports with a document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.edit_periods import add_periods, generated_periods
from upr_desktop.jobs.edit_progress import attach_evidence, submit, write_report
from upr_desktop.jobs.import_file import Options, Prepared, apply_import, prepare
from upr_desktop.merge.plan_answers import Answers, answers_from
from upr_desktop.paths import bundled
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.queries import agencies, records
from upr_desktop.register.register import Register
from upr_desktop.words import say

MEASURE, PERIOD = "6", "2026H1"
STATUS = "in_progress"


def plan_answers() -> Answers:
    """Return what the doubtful cells of the sample's plan mean, in each of its languages."""
    path = bundled("resources/sample/plan_answers.json")
    return answers_from(json.loads(path.read_text(encoding="utf-8")), path.name)


@dataclass(frozen=True, slots=True)
class Reported:
    """What one agency reported: the measure, the agency's code, the period, the document's title."""

    measure: str
    agency: str
    period: str
    document: str


@dataclass(frozen=True, slots=True)
class PlanDemo:
    """The plan's part of a demonstration in a register, worded in a language; every change is made by `author`."""

    register: Register
    language: str
    author: str

    def bring(self, gate: Gate) -> Iterator[tuple[str, Prepared]]:
        """Take the plan in, in the language's own version, then in the two others; yield each file's name."""
        for language in dict.fromkeys((self.language, "ru", "kk", "en")):
            name = f"plan_{language}.docx"
            received = read_file(bundled("resources/sample") / name)
            prepared = prepare(self.register, received, Options(answers=plan_answers()), gate)
            yield name, apply_import(self.register, prepared, self.author)[0]

    def make_periods(self) -> int:
        """Give the plan its half-years and return how many there are."""
        with self.register.reading() as connection:
            plan = plans(connection)[0]
        found = generated_periods(plan)
        self._apply(add_periods(plan.id, found))
        return len(found)

    def report(self) -> Reported:
        """Write what the leading agency of a measure did, hand it in, and attach the document that shows it."""
        with self.register.reading() as connection:
            measure = next(row for row in measures(connection) if row.number == MEASURE)
            period = next(row for row in periods(connection) if row.code == PERIOD)
            names = agencies(connection)
        lead = next(body for body in measure.bodies if body.role == "lead")
        wishes = {"claimed_status": STATUS, f"narrative_{self.language}": self._say("narrative")}
        report, written = write_report(lead.id, period.id, wishes)
        self._apply(written)
        document = self._say("act")
        _, attached = attach_evidence("progress", report, {"title": document, "kind": "order"})
        self._apply(attached)
        self._hand_in(report)
        return Reported(MEASURE, names[lead.agency_id].short(self.language), PERIOD, document)

    def _hand_in(self, report: RecordId) -> None:
        with self.register.reading() as connection:
            stored = records(connection, "progress", [report])
        self._apply(submit(stored))

    def _apply(self, changes: ChangeSet) -> None:
        self.register.apply(ChangeSet(changes.label, changes.changes, self.author))

    def _say(self, key: str) -> str:
        return say(f"demo.report.{key}", self.language)
