"""Measure how long each screen takes to open, and to filter, over a plan with its measures and reports."""

import itertools
import random
import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Line, Sizes, in_seconds
from benchmarks.samples import WORDS, filled_register, text
from benchmarks.start import in_window
from upr_desktop.register.changes import Added, Change, ChangeSet, Label, RecordId, Value, new_id
from upr_desktop.register.queries import agencies, catalogue
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Register

CYCLES, AGENCIES, YEARS, HALVES = 3, 25, range(2026, 2030), 2
BODIES_OF_EIGHT = (3, 3, 3, 3, 3, 3, 3, 4)
"""Bodies of each measure in turn: 400 measures have 1,250, which over 8 periods make 10,000 reports."""
OPEN, KEYSTROKE, CHUNK = 0.3, 0.05, 10_000
STATUSES = ("not_started", "in_progress", "partially_implemented", "fully_implemented", "continuous")
STATES = ("draft", "submitted", "accepted", "accepted", "sent_back")


def run(sizes: Sizes, folder: Path) -> Iterator[Line]:
    """Yield the time until each screen is made, filled and painted, and until what is typed shows, with growth."""
    told: dict[int, list[dict[str, float]]] = {}
    for times in (1, 2):
        path = folder / f"plan{times}.upr"
        reports = planned_register(path, sizes.screens * times, sizes.measures * times)
        told[times] = [in_window("plan", path) for _ in range(sizes.repeats)]
        if times == 1:
            over = f"{sizes.screens * CYCLES} recommendations, {sizes.measures} measures, {reports:,} reports"
    for key in told[1][0]:
        what, _, screen = key.partition(" ")
        if what not in ("open", "type", "filter"):
            continue
        once, twice = (statistics.median(one[key] for one in told[times]) for times in (1, 2))
        limit = OPEN if what == "open" else KEYSTROKE
        yield Line(
            f"{WORDED[what]} “{screen}” over {over}",
            in_seconds(once),
            figure=once * 1000,
            unit=" ms",
            limit=limit * 1000,
            growth=twice / once,
        )


WORDED = {
    "open": "open the screen",
    "type": "a keystroke of a search, 95th percentile, on the screen",
    "filter": "press a filter, the slowest, on the screen",
}


# ── the register ────────────────────────────────────────────────────────────────────────────────────────────────────


def planned_register(path: Path, count: int, measures: int) -> int:
    """Fill a register with `count` recommendations in each of three cycles and a plan, return the number of reports."""
    register = filled_register(path, count, CYCLES)
    chance = random.Random(11)
    with register.reading() as connection:
        bodies = list(agencies(connection))[:AGENCIES]
        areas = [term.id for term in catalogue(connection).terms_of("area")]
        wanted = [row.id for row in recommendations(connection) if row.position == "supported"]
    days = {"valid_from": "2026-01-01", "valid_to": "2029-12-31"}
    plan = Added(
        "plan",
        new_id(),
        {"title_ru": "План", "state": "approved", "who_reports": "all", "mode": "period", **days},
    )
    periods = list(_periods(plan.id))
    changes: list[Change] = [plan, *periods]
    reports = 0
    for no in range(1, measures + 1):
        measure = Added("measure", new_id(), _measure(chance, plan.id, no, areas))
        changes.append(measure)
        for linked in chance.sample(wanted, min(2, len(wanted))):
            ends: dict[str, Value] = {"measure_id": measure.id, "recommendation_id": linked}
            changes.append(Added("measure_recommendation", new_id(), ends))
        for place, agency in enumerate(chance.sample(bodies, BODIES_OF_EIGHT[no % 8])):
            values: dict[str, Value] = {
                "measure_id": measure.id,
                "agency_id": agency,
                "role": "co" if place else "lead",
            }
            task = Added("assignment", new_id(), values)
            changes += [task, *(_report(chance, task.id, period.id, no) for period in periods)]
            reports += len(periods)
    _write(register, changes)
    register.close()
    return reports


def _write(register: Register, changes: list[Change]) -> None:
    for start in range(0, len(changes), CHUNK):
        part = changes[start : start + CHUNK]
        register.apply(ChangeSet(Label("label.import", {"file": "benchmark"}), part, "benchmark", "import"))


def _periods(plan: RecordId) -> Iterator[Added]:
    for year, half in itertools.product(YEARS, range(1, HALVES + 1)):
        first, last = ("01-01", "06-30") if half == 1 else ("07-01", "12-31")
        days: dict[str, Value] = {"first_day": f"{year}-{first}", "last_day": f"{year}-{last}"}
        code = f"{year}H{half}"
        yield Added(
            "period", new_id(), {"plan_id": plan, "code": code, "due_agencies": f"{year}-{last}", **days}
        )


def _measure(chance: random.Random, plan: RecordId, no: int, areas: list[RecordId]) -> dict[str, Value]:
    year = chance.choice(YEARS)
    texts: dict[str, Value] = {f"text_{language}": text(chance, language, no) for language in WORDS}
    return {
        "plan_id": plan,
        "number": str(no),
        "paragraph": no,
        "area_id": chance.choice(areas),
        "deadline_raw": f"{year} год",
        "deadline_kind": "year",
        "deadline_start": f"{year}-01-01",
        "deadline_end": f"{year}-12-31",
        "deadline_decided_by": "parser",
        **texts,
    }


def _report(chance: random.Random, task: RecordId, period: RecordId, no: int) -> Added:
    values: dict[str, Value] = {
        "assignment_id": task,
        "period_id": period,
        "state": chance.choice(STATES),
        "claimed_status": chance.choice(STATUSES),
        "narrative_ru": text(chance, "ru", no),
        "no_change": chance.random() < 0.1,
    }
    return Added("progress", new_id(), values)
