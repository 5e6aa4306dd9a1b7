"""Make a small register with a plan: four measures, bodies in every role, two periods, reports, documents."""

from dataclasses import dataclass, field
from pathlib import Path

from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, Label, RecordId, Value, new_id
from upr_desktop.register.plan_queries import measures, periods, plans
from upr_desktop.register.plan_reports import Matrix, report_matrix
from upr_desktop.register.plan_rows import MeasureRow, PeriodRow, PlanRow
from upr_desktop.register.queries import agencies, record
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import IN_MEMORY
from upr_desktop.register.store import State

TEST = Label("label.test")
DONE: dict[str, Value] = {
    "narrative_ru": "Всё хорошо",
    "claimed_status": "fully_implemented",
    "evidence_text_ru": "Приказ № 7",
}


@dataclass
class Planned:
    """A register and the ids of its records by a name for each."""

    register: Register
    ids: dict[str, RecordId] = field(default_factory=dict)
    waiting: list[Change] = field(default_factory=list)

    def __getitem__(self, name: str) -> RecordId:
        return self.ids[name]

    def put(self, name: str, kind: str, /, **values: Value) -> RecordId:
        """Note a record to be added with the next `save`."""
        self.ids[name] = new_id()
        self.waiting.append(Added(kind, self.ids[name], values))
        return self.ids[name]

    def save(self) -> None:
        self.register.apply(ChangeSet(TEST, self.waiting, "me"))
        self.waiting = []

    def add(self, name: str, kind: str, /, **values: Value) -> RecordId:
        self.put(name, kind, **values)
        self.save()
        return self.ids[name]

    def edit(self, name: str, kind: str, field: str, after: Value) -> None:
        before = self.stored(name, kind)[field]
        self.register.apply(ChangeSet(TEST, [Edited(kind, self[name], field, before, after)], "me"))

    def apply(self, changes: ChangeSet) -> None:
        self.register.apply(changes)

    def stored(self, name: str, kind: str) -> State:
        with self.register.reading() as connection:
            found = record(connection, kind, self[name])
        assert found is not None
        return found

    def plan(self) -> PlanRow:
        with self.register.reading() as connection:
            return plans(connection)[0]

    def measures(self) -> dict[str, MeasureRow]:
        with self.register.reading() as connection:
            return {row.number or "": row for row in measures(connection)}

    def periods(self) -> list[PeriodRow]:
        with self.register.reading() as connection:
            return periods(connection, self["plan"])

    def matrix(self) -> Matrix:
        with self.register.reading() as connection:
            found, plan = measures(connection, self["plan"]), plans(connection)[0]
            return report_matrix(plan, found, periods(connection, self["plan"]), agencies(connection))


def agency(sample: Planned, code: str, **values: Value) -> None:
    sample.put(code, "agency", code=code, short_ru=f"{code}-ру", name_ru=f"Орган {code}", **values)


def recommendation(sample: Planned, number: str, position: str = "supported") -> None:
    paragraph, item = (int(part) for part in number.split("."))
    values = {"review_id": sample["review"], "number": number, "paragraph": paragraph, "item": item}
    sample.put(number, "recommendation", **values, position=position)
    sample.put(
        f"{number}/1", "recommendation_part", recommendation_id=sample[number], no=1, text_en=f"Do {number}"
    )


def measure(sample: Planned, number: str, *recommendations: str, **values: Value) -> None:
    paragraph, *rest = (int(part) for part in number.split("."))
    order: dict[str, Value] = {"number": number, "paragraph": paragraph, "item": rest[0] if rest else None}
    sample.put(
        f"m{number}", "measure", plan_id=sample["plan"], **order, text_ru=f"Сделать {number}", **values
    )
    for linked in recommendations:
        ends = {"measure_id": sample[f"m{number}"], "recommendation_id": sample[linked]}
        sample.put(f"m{number}-{linked}", "measure_recommendation", **ends)


def assign(sample: Planned, number: str, code: str, role: str = "lead", **values: Value) -> None:
    ends = {"measure_id": sample[f"m{number}"], "agency_id": sample[code]}
    sample.put(f"{number}/{code}", "assignment", **ends, role=role, **values)


def report(sample: Planned, task: str, period: str, state: str = "submitted", **values: Value) -> None:
    ends = {"assignment_id": sample[task], "period_id": sample[period]}
    sample.put(f"{task}/{period}", "progress", **ends, state=state, **values)


def planned(path: Path = IN_MEMORY) -> Planned:
    """Return a plan of measures 1, 2, 10 and 10.1 for 2025–2028 with the half-years of 2026.

    1: MIA leads, MOJ co; in time, reported twice. 2: MOJ leads; over on 30 June 2026. 10: LEB (collective) leads;
    undecided. 10.1: MOJ leads, CITY, a member of LEB, is co; every half-year.
    """
    sample = Planned(Register.create(path, "A plan"))
    for code in ("MIA", "MOJ"):
        agency(sample, code)
    agency(sample, "LEB", collective=True)
    agency(sample, "CITY", parent_id=sample["LEB"])
    sample.put("review", "review", mechanism="UPR", state="KAZ", cycle=4)
    for number, position in (("140.1", "supported"), ("140.2", "supported_in_part"), ("140.3", "supported")):
        recommendation(sample, number, position)
    recommendation(sample, "140.4", "noted")
    days = {"valid_from": "2025-07-01", "valid_to": "2028-12-31"}
    sample.put("plan", "plan", title_ru="План", state="approved", who_reports="all", mode="period", **days)
    for half, first, last, due in (("1", "01-01", "06-30", "07-10"), ("2", "07-01", "12-31", "12-20")):
        within = {"first_day": f"2026-{first}", "last_day": f"2026-{last}", "due_agencies": f"2026-{due}"}
        sample.put(f"2026H{half}", "period", plan_id=sample["plan"], code=f"2026H{half}", **within)
    _measures(sample)
    sample.save()
    return sample


def _measures(sample: Planned) -> None:
    decided: dict[str, Value] = {"deadline_decided_by": "parser"}
    year: dict[str, Value] = {"deadline_raw": "2027 год", "deadline_kind": "year"}
    measure(
        sample,
        "1",
        "140.1",
        "140.2",
        **decided,
        **year,
        deadline_start="2027-01-01",
        deadline_end="2027-12-31",
    )
    day: dict[str, Value] = {"deadline_raw": "до 30 июня 2026 года", "deadline_kind": "day"}
    measure(sample, "2", "140.1", **decided, **day, deadline_end="2026-06-30")
    measure(sample, "10", "140.2", deadline_raw="как получится", deadline_kind="undecided")
    often = {"deadline_raw": "раз в полугодие", "deadline_kind": "recurring"}
    details = '{"recurrence": {"due": [], "every": "half", "interval": 1, "times": 1}}'
    measure(sample, "10.1", "140.2", **decided, **often, deadline_details=details)
    assign(sample, "1", "MIA")
    assign(sample, "1", "MOJ", "co")
    assign(sample, "2", "MOJ")
    assign(sample, "10", "LEB")
    assign(sample, "10.1", "MOJ")
    assign(sample, "10.1", "CITY", "co")
    report(sample, "1/MIA", "2026H1", claimed_status="in_progress", narrative_ru="Готовим проект закона")
    report(sample, "1/MIA", "2026H2", no_change=True, claimed_status="in_progress")
    report(sample, "1/MOJ", "2026H1", "draft", narrative_kk="Жұмыс басталды")
    report(sample, "2/MOJ", "2026H1", "sent_back", **DONE)
    sample.put("remark", "remark", progress_id=sample["2/MOJ/2026H1"], text="Приложите приказ")
    sample.put("order", "evidence", title="Приказ № 5", kind="order")
    link = {"record_id": sample["1/MIA/2026H1"], "record_kind": "progress"}
    sample.put("order link", "evidence_link", evidence_id=sample["order"], **link)
