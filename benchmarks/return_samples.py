"""Make returns as they come: a plan whose bodies owe hundreds of reports, their workbooks issued and filled in."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.samples import CHUNK, text
from upr_desktop.jobs.issue import issue
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Added, Change, ChangeSet, Label, RecordId, Value, new_id
from upr_desktop.register.register import Register

BODIES_OF_ONE, HEADER, LANGUAGE = 7, 7, "ru"
PERIODS = (("2026H1", "2026-01-01", "2026-06-30"), ("2026H2", "2026-07-01", "2026-12-31"))
PERIOD = PERIODS[1][0]
STATUSES = ("Исполняется", "в работе", "Исполнено", "Не начато", "На постоянной основе")
FILLED = {
    "claimed_status": 0.9,
    "narrative": 0.75,
    "done_on": 0.2,
    "evidence_text": 0.4,
    "problems_text": 0.15,
}
"""The part of the rows in which an agency says something, for each column to fill in."""


@dataclass(frozen=True, slots=True)
class Returns:
    """A register whose workbooks were issued, those workbooks, and what came back, in the same order."""

    register: Path
    sent: list[Path]
    returned: list[Path]


def issued_and_filled(folder: Path, bodies: int, rows: int) -> Returns:
    """Return so many returns of so many rows, each row with what was said for the period before."""
    path = folder / "issued.upr"
    with new_register(path, "Benchmark", "none", "benchmark") as register:
        _plan(register, bodies, rows)
        sent = [
            one.file for one in issue(register, PERIOD, folder / "sent", LANGUAGE, today=date(2027, 1, 1))
        ]
    back = folder / "returned"
    back.mkdir()
    returned = [_filled(one, back / one.name, seed) for seed, one in enumerate(sent)]
    return Returns(path, sent, returned)


def _plan(register: Register, bodies: int, rows: int) -> None:
    """Write a plan in which each body has `rows` measures, and each measure as many bodies as there are at most."""
    chance = random.Random(13)
    of_one = min(BODIES_OF_ONE, bodies)
    review = Added("review", new_id(), {"mechanism": "UPR", "state": "KAZ", "cycle": 4})
    days: dict[str, Value] = {"valid_from": "2026-01-01", "valid_to": "2029-12-31"}
    about: dict[str, Value] = {
        "title_ru": "План",
        "state": "approved",
        "who_reports": "all",
        "mode": "period",
    }
    plan = Added("plan", new_id(), {**about, **days})
    agencies = [_agency(no) for no in range(1, bodies + 1)]
    periods = [
        Added(
            "period",
            new_id(),
            {"plan_id": plan.id, "code": code, "first_day": first, "last_day": last, "due_agencies": last},
        )
        for code, first, last in PERIODS
    ]
    turn = itertools.cycle(agencies)
    changes: list[Change] = [review, plan, *agencies, *periods]
    for no in range(1, -(-bodies * rows // of_one) + 1):
        asked = [next(turn).id for _ in range(min(of_one, bodies * rows - of_one * (no - 1)))]
        changes += _measure(chance, no, plan.id, review.id, asked, periods[0].id)
    for start in range(0, len(changes), CHUNK):
        part = changes[start : start + CHUNK]
        register.apply(ChangeSet(Label("label.import", {"file": "benchmark"}), part, "benchmark", "import"))


def _agency(no: int) -> Added:
    names: dict[str, Value] = {
        "code": f"B{no}",
        "short_ru": f"Ведомство-{no}",
        "name_ru": f"Ведомство № {no}",
    }
    return Added("agency", new_id(), names)


def _measure(
    chance: random.Random, no: int, plan: RecordId, review: RecordId, bodies: list[RecordId], before: RecordId
) -> Iterator[Change]:
    number: dict[str, Value] = {"number": f"140.{no}", "paragraph": 140, "item": no}
    recommendation = Added(
        "recommendation", new_id(), {"review_id": review, "position": "supported", **number}
    )
    yield recommendation
    part: dict[str, Value] = {
        "recommendation_id": recommendation.id,
        "no": 1,
        "text_ru": text(chance, "ru", no),
    }
    yield Added("recommendation_part", new_id(), part)
    order: dict[str, Value] = {
        "plan_id": plan,
        "number": str(no),
        "paragraph": no,
        "text_ru": text(chance, "ru", no),
    }
    deadline: dict[str, Value] = {
        "deadline_raw": "2026–2029 годы",
        "completion_form_ru": "Отчёт в Правительство",
    }
    measure = Added("measure", new_id(), {**order, **deadline})
    yield measure
    ends: dict[str, Value] = {"measure_id": measure.id, "recommendation_id": recommendation.id}
    yield Added("measure_recommendation", new_id(), ends)
    for place, body in enumerate(bodies):
        role = "co" if place else "lead"
        task = Added("assignment", new_id(), {"measure_id": measure.id, "agency_id": body, "role": role})
        yield task
        said: dict[str, Value] = {"claimed_status": "in_progress", "narrative_ru": text(chance, "ru", no)}
        about: dict[str, Value] = {"assignment_id": task.id, "period_id": before, "state": "accepted"}
        yield Added("progress", new_id(), {**about, **said})


def _filled(sent: Path, target: Path, seed: int) -> Path:
    """Fill a workbook in as a body does in a spreadsheet program, and save it under the same name elsewhere."""
    chance = random.Random(seed)
    book = openpyxl.load_workbook(sent)
    sheet = book.worksheets[0]
    columns = open_columns(sheet)
    for row in range(HEADER + 2, sheet.max_row + 1):
        for column, part in FILLED.items():
            if chance.random() < part:
                sheet.cell(row, columns[column], _said(chance, column, row))
    book.save(target)
    return target


def open_columns(sheet: Worksheet) -> dict[str, int]:
    """Return where the columns to fill in stand: they are the last ones, in their order."""
    last = sheet.max_column
    return {column: last - len(FILLED) + at for at, column in enumerate(FILLED, 1)}


def _said(chance: random.Random, column: str, row: int) -> str | date:
    if column == "claimed_status":
        return chance.choice(STATUSES)
    if column == "done_on":
        return date(2026, chance.randint(7, 12), chance.randint(1, 28))
    if column == "narrative":
        return text(chance, "ru", row)
    return (
        f"Приказ № {chance.randint(1, 400)} от 05.09.2026" if column == "evidence_text" else "Нужны средства"
    )
