"""Do what the bodies of the sample did with its plan: report by half-years, prove, be sent back, be assessed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sample_files import Item, read

from upr_desktop.grammar.evidence_words import suggest_evidence
from upr_desktop.jobs.edit_periods import add_periods, extend_period, generated_periods
from upr_desktop.jobs.edit_progress import (
    accept,
    assess,
    attach_to_report,
    send_back,
    submit,
    write_report,
    write_summary,
)
from upr_desktop.register.changes import ChangeSet, RecordId, Value
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow
from upr_desktop.register.queries import agencies, record
from upr_desktop.register.register import Register

TITLES = {
    "letter": "Письмо",
    "order": "Приказ",
    "report": "Отчёт",
    "other": "Протокол",
    "publication": "Публикация",
}


class Reporting:
    """The half-yearly rounds of the sample; `turn_to` sets the clock to a day, `secretariat` is who looks them over."""

    def __init__(self, register: Register, turn_to: Callable[[str, int], None], secretariat: str) -> None:
        self.register, self.turn_to, self.secretariat = register, turn_to, secretariat
        self.did: Item = read("progress.json")
        self.measures: Mapping[str, MeasureRow] = {}
        self.periods: Mapping[str, PeriodRow] = {}
        self.asides: list[RecordId] = []

    def work(self) -> None:
        """Do everything, in the order of its days."""
        self.turn_to(self.did["periods"]["day"], 9)
        with self.register.reading() as connection:
            plan = plans(connection)[0]
            self.measures = {row.number or "": row for row in measures(connection, plan.id)}
            self.agencies = agencies(connection)
        self.apply(add_periods(plan.id, generated_periods(plan, self.did["periods"]["length"])))
        with self.register.reading() as connection:
            self.periods = {one.code: one for one in periods(connection, plan.id)}
        for half in self.did["rounds"]:
            self.report(half)
            if "reviewed" in half:
                self.review(half)

    def apply(self, changes: ChangeSet, author: str = "") -> None:
        """Apply a change set that changes something."""
        applied = self.register.apply(ChangeSet(changes.label, changes.changes, author or self.secretariat))
        if applied.revision is None:
            raise ValueError(changes.label)

    def report(self, half: Item) -> None:
        """Let each lead write what it reports, and hand it in unless it is left as a draft."""
        by_lead: dict[RecordId, list[Item]] = defaultdict(list)
        for one in half["reports"]:
            by_lead[self.measures[one["measure"]].leads[0]].append(one)
        for number, (lead, reports) in enumerate(by_lead.items()):
            self.turn_to(_day(half["begins"], number), 10)
            written = {one["measure"]: self.write(one, half["period"]) for one in reports}
            left = set(half.get("left", ()))
            sent = [
                id for one in reports if (id := written[one["measure"]])
                if ("reviewed" in half or one.get("submit")) and one["measure"] not in left
            ]  # fmt: skip
            if sent:
                self.apply(submit(self.stored(sent)), self.name(lead))
        self.asides = [self.write_aside(one, half["period"]) for one in half["besides"]]
        self.extend(half["period"])

    def write_aside(self, one: Item, period: str) -> RecordId:
        """Let a body that only takes part in a measure report on it too, and hand it in; return the report's id."""
        self.turn_to(one["day"], 11)
        body = next(id for id, row in self.agencies.items() if row.code == one["agency"])
        id = self.write(one, period, body)
        self.apply(submit(self.stored([id])), self.name(body))
        return id

    def write(self, one: Item, period: str, body: RecordId | None = None) -> RecordId:
        """Write one report, of the lead or another body, with the documents that it names, and return its id."""
        wishes: dict[str, Value] = {
            "claimed_status": one["status"],
            "narrative_ru": one.get("ru"),
            "narrative_kk": one.get("kk"),
            "evidence_text_ru": one.get("evidence"),
            "problems_text_ru": one.get("problems"),
            "done_on": one.get("done_on"),
            "no_change": one.get("no_change"),
            "confidential": one.get("marked"),
        }
        measure = self.measures[one["measure"]]
        task = next(one for one in measure.bodies if one.agency_id == (body or measure.leads[0]))
        author = self.name(task.agency_id)
        id, changes = write_report(task.id, self.periods[period].id, wishes)
        self.apply(changes, author)
        for named in suggest_evidence(one["evidence"]) if one.get("take") else ():
            values: dict[str, Value] = {
                "kind": named.kind,
                "title": f"{TITLES[named.kind]} № {named.act_number}" if named.act_number else named.title,
                "act_number": named.act_number,
                "act_date": named.act_date,
                "url": named.title if named.kind == "publication" else None,
                "issuer": self.agencies[task.agency_id].name("ru"),
                "confidential": one.get("confidential"),
            }
            self.apply(attach_to_report(task.id, self.periods[period].id, id, values), author)
        return id

    def review(self, half: Item) -> None:
        """Send back what is not enough, accept the rest, and note what the secretariat holds of some measures."""
        self.turn_to(half["reviewed"], 9)
        back = {one["measure"]: one["remark"] for one in half["sent_back"]}
        for number, remark in back.items():
            self.apply(send_back(self.stored([self.report_on(number, half)]), remark))
        numbers = [one["measure"] for one in half["reports"] if one["measure"] not in {*back, *half["left"]}]
        accepted = [self.report_on(number, half) for number in numbers]
        self.apply(accept(self.stored([*accepted, *self.asides])))
        for number, value in half["assessed"].items():
            held = assess(
                "measure", [self.measures[number].id], value, assessor=self.secretariat, date=half["reviewed"],
                period=self.periods[half["period"]].id, reason=half["reasons"].get(number),
            )  # fmt: skip
            self.apply(held)
        for one in half["mended"]:
            self.mend(one, half)
        for one in half["worded"]:
            self.word(one, half)

    def word(self, one: Item, half: Item) -> None:
        """Write the consolidated wording of a measure for a round."""
        self.turn_to(one["day"], 15)
        wishes = {"text_ru": one["ru"], "text_kk": one.get("kk"), "state": one["state"]}
        measure, period = self.measures[one["measure"]].id, self.periods[half["period"]].id
        self.apply(write_summary("measure", measure, period, wishes))

    def mend(self, one: Item, half: Item) -> None:
        """Let a body add what it was asked for, and hand the report in again."""
        self.turn_to(one["day"], 12)
        measure = self.measures[one["measure"]]
        author, id = self.name(measure.leads[0]), self.report_on(one["measure"], half)
        values = self.stored([id])[id]
        task = RecordId(str(values["assignment_id"]))
        _, changes = write_report(
            task, self.periods[half["period"]].id, {"narrative_ru": one["ru"]}, (id, values)
        )
        self.apply(changes, author)
        self.apply(submit(self.stored([id])), author)
        if one.get("accept"):
            self.apply(accept(self.stored([id])))

    def extend(self, period: str) -> None:
        """Give a body more time, where it asked for it."""
        one = self.did["extension"]
        if one["period"] == period:
            self.turn_to(one["day"], 9)
            agency = next(id for id, row in self.agencies.items() if row.code == one["agency"])
            self.apply(extend_period(self.periods[period], agency, one["due"], {}, one["reason"]))

    def report_on(self, number: str, half: Item) -> RecordId:
        """Return the id of the report on a measure in a round."""
        with self.register.reading() as connection:
            row = measures(connection, ids=[self.measures[number].id])[0]
        period = self.periods[half["period"]].id
        return next(mark.id for mark in row.marks if mark.period_id == period and mark.role == "lead")

    def stored(self, ids: list[RecordId]) -> dict[RecordId, Mapping[str, Value]]:
        """Return the fields of reports as they are now."""
        with self.register.reading() as connection:
            found = {id: record(connection, "progress", id) for id in ids}
        return {id: values for id, values in found.items() if values is not None}

    def name(self, agency: RecordId) -> str:
        """Return who writes for a body: a role, nobody's name."""
        shorts = (self.agencies[agency].short(language).split(",")[0] for language in ("ru", "kk"))
        return f"Координатор {' / '.join(dict.fromkeys(shorts))}"


def _day(begins: str, number: int) -> str:
    """Return a day some days after another one (ISO), the bodies one after another."""
    return (date.fromisoformat(begins) + timedelta(days=number)).isoformat()
