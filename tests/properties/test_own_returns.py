"""Whatever an agency fills in with the program comes to the same as if it had been typed into the workbook."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from own_samples import FocalPoint
from plan_samples import Planned, planned
from return_samples import Clerk, merged, sent
from return_workbooks import KAZAKH, RUSSIAN, SHORT

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.languages import language_written
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.register.changes import Value, Values
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.words import say

SEEDS, LONG = 12, 1_000
STATUSES = ("not_started", "in_progress", "fully_implemented", "continuous", "not_planned")
AWKWARD = (
    "=1+1",
    "+7 701",
    "@",
    "_x0041_ и _x000D_",
    " пробелы ",
    "«кавычки» & <знаки>",
    "две\nстроки",
    "140.10",
)


@dataclass(frozen=True)
class Fill:
    """What somebody says of a measure: values for the program's form, and what is typed into the cells."""

    number: str
    wishes: Values
    cells: dict[str, object]


def fills(random: random.Random, reports: dict[str, Values], language: str) -> Iterator[Fill]:
    for number, values in reports.items():
        wishes: dict[str, Value] = {}
        cells: dict[str, object] = {}
        if random.random() < 0.7:
            wishes["claimed_status"] = random.choice(STATUSES)
            cells["claimed_status"] = say(f"status.{wishes['claimed_status']}", language)
        kind = random.choice(("text", "text", "none", "no_change", "clear"))
        filled = next((code for code in ("ru", "kk", "en") if values[f"narrative_{code}"]), None)
        if kind == "text":
            code = random.choice(("ru", "kk"))
            text = random.choice(RUSSIAN if code == "ru" else KAZAKH)
            wishes[f"narrative_{code}"], cells["narrative"] = text, text
        elif kind == "no_change":
            wishes["no_change"], cells["narrative"] = True, say("return.no_change", language)
        elif kind == "clear" and filled:
            wishes[f"narrative_{filled}"], cells["narrative"] = None, say("return.clear_mark", language)
        if random.random() < 0.4:
            day = date(2026, random.randint(1, 12), random.randint(1, 28))
            wishes["done_on"], cells["done_on"] = day.isoformat(), day
        for field in ("evidence_text", "problems_text"):
            shown = next((code for code in ("ru", "kk", "en") if values[f"{field}_{code}"]), None)
            if random.random() < 0.5:
                text = random.choice((*SHORT, *AWKWARD))
                code = language_written(text, frozenset({language})) or shown or language
                wishes[f"{field}_{code}"] = cells[field] = text
            elif shown and random.random() < 0.5:
                wishes[f"{field}_{shown}"], cells[field] = None, say("return.clear_mark", language)
        yield Fill(number, wishes, cells)


def type_as_excel(clerk: Clerk, fill: Fill) -> None:
    """Type as texts what openpyxl would take for a formula or an escape."""
    for key, value in fill.cells.items():
        is_text = isinstance(value, str)
        clerk.type(fill.number, **{key: str(value).replace("_x", "_x005F_x") if is_text else value})
        if is_text:
            clerk.sheet.cell(clerk.row(fill.number), clerk.column(key)).data_type = "s"


def as_told(merge: Merge) -> list[tuple[object, ...]]:
    """Return what became of each cell, wherever it stands."""
    (file,) = merge.files
    assert file.merged
    return sorted(
        (
            str(one.record_id),
            str(one.column),
            str(one.field),
            one.outcome,
            str(one.base),
            str(one.ours),
            str(one.theirs),
        )
        for one in file.merged.cells
    )


def values_after(register: Register) -> dict[str, Values]:
    with register.reading() as connection:
        return {str(id): values for id, values in records(connection, "progress").items()}


def came_to_the_same(seed: int, folder: Path, gate: Gate) -> None:
    chance = random.Random(seed)
    sample = planned(folder / "r.upr")
    code, period = chance.choice(("MOJ", "MIA")), chance.choice(("2026H1", "2026H2"))
    language = chance.choice(("ru", "kk", "en"))
    path = sent(sample, folder, code, language, period)
    focal = FocalPoint(folder / "home", gate)
    focal.open(path)
    numbers = [number for number in ("1", "2", "10.1") if code == "MOJ" or number == "1"]
    told = list(fills(chance, {number: focal.report(number, period)[1] for number in numbers}, language))
    clerk = Clerk(path)
    for one in told:
        type_as_excel(clerk, one)
    typed = clerk.save("typed.xlsx")
    for at, one in enumerate(told):
        focal.fill(one.number, period, **one.wishes)
        if chance.random() < 0.4:
            focal.open(focal.write(folder / f"between {at}.xlsx").file)
    written = focal.write(folder / "written.xlsx")
    assert not written.others
    shutil.copy(folder / "r.upr", folder / "other.upr")
    other = Planned(Register.open(folder / "other.upr"), sample.ids)
    assert as_told(merged(sample, gate, written.file)) == as_told(merged(other, gate, typed))
    assert values_after(sample.register) == values_after(other.register)
    assert focal.open(written.file).changed == 0


@pytest.mark.parametrize("seed", range(SEEDS))
def test_filled_in_with_the_program_or_in_a_spreadsheet_a_return_is_the_same(
    seed: int, tmp_path: Path, gate: Gate
) -> None:
    came_to_the_same(seed, tmp_path, gate)


@pytest.mark.long
def test_a_thousand_returns_filled_in_either_way_are_the_same(tmp_path: Path, gate: Gate) -> None:
    for seed in range(SEEDS, LONG):
        (tmp_path / str(seed)).mkdir()
        came_to_the_same(seed, tmp_path / str(seed), gate)
