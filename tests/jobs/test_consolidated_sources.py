"""The consolidated workbook says of each text on progress from which cell of which file it came."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from consolidated_samples import column, everything, rows, told_plan, written
from plan_samples import TEST, Planned

from upr_desktop.register.changes import Added, ChangeSet, Edited, Origin, Received, new_id

FILE = Received("ответ МВД.xlsx", b"a return", hashlib.sha256(b"a return").hexdigest())


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return told_plan(tmp_path / "r.upr")


def brought(sample: Planned, name: str, text: str, address: str) -> None:
    """Let a return bring the text of a report."""
    before = sample.stored(name, "progress")["narrative_ru"]
    cell = Origin(FILE.sha256, "Отчёт", address, text)
    change = Edited("progress", sample[name], "narrative_ru", before, text, cell)
    sample.register.apply(ChangeSet(TEST, [change], "me"), [FILE])


def reported(sample: Planned, agency: str, number: str, period: str) -> dict[str, Any]:
    found = rows(written(sample, period=period).file, "reports")
    wanted = {column("agency"): f"{agency}-ру", column("number"): number}
    return next(row for row in found if row.items() >= wanted.items())


def place(row: dict[str, Any]) -> tuple[Any, Any]:
    return row[column("file")], row[column("cell")]


def test_a_text_that_a_return_brought_names_its_file_and_cell(sample: Planned) -> None:
    brought(sample, "1/MIA/2026H1", "Закон внесён", "L10")
    assert place(reported(sample, "MIA", "1", "2026H1")) == (FILE.name, "Отчёт!L10")
    told = next(
        row for row in rows(written(sample, period="2026H1").file, "measures") if row[column("number")] == "1"
    )
    assert told[column("sources")] == f"MIA-ру: {FILE.name}, Отчёт!L10\nMOJ-ру: введено в программе"


def test_a_text_typed_over_it_is_the_programs_and_an_undo_gives_the_cell_back(sample: Planned) -> None:
    brought(sample, "1/MIA/2026H1", "Закон внесён", "L10")
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", "Закон внесён в Мажилис")
    assert place(reported(sample, "MIA", "1", "2026H1")) == ("введено в программе", None)
    sample.register.undo(sample.register.revision(), "me")
    assert place(reported(sample, "MIA", "1", "2026H1")) == (FILE.name, "Отчёт!L10")


def test_a_report_that_a_return_added_names_the_cell_of_its_text(sample: Planned) -> None:
    values = {"assignment_id": sample["10/LEB"], "period_id": sample["2026H1"], "state": "submitted"}
    origin = Origin(FILE.sha256, "Отчёт", "K12", "")
    cells = {"narrative_ru": ("L12", "Сделано")}
    added = Added("progress", new_id(), values | {"narrative_ru": "Сделано"}, origin, cells)
    sample.register.apply(ChangeSet(TEST, [added], "me"), [FILE])
    assert place(reported(sample, "LEB", "10", "2026H1")) == (FILE.name, "Отчёт!L12")


def test_without_a_text_the_status_or_no_change_is_what_came_from_somewhere(sample: Planned) -> None:
    assert place(reported(sample, "MIA", "1", "2026H2")) == ("введено в программе", None)
    cell = Origin(FILE.sha256, "Отчёт", "K9", "без изменений")
    for value, origin in ((None, None), (True, cell)):
        before = sample.stored("1/MIA/2026H2", "progress")["no_change"]
        change = Edited("progress", sample["1/MIA/2026H2"], "no_change", before, value, origin)
        sample.register.apply(ChangeSet(TEST, [change], "me"), [FILE])
    assert place(reported(sample, "MIA", "1", "2026H2")) == (FILE.name, "Отчёт!K9")


def test_a_report_that_is_not_handed_in_or_withheld_says_nothing_of_its_file(sample: Planned) -> None:
    brought(sample, "10.1/MOJ/2026H1", "ТАЙНА", "L13")
    assert place(reported(sample, "MOJ", "10.1", "2026H1")) == (None, None)
    assert FILE.name not in everything(written(sample).file)
    assert place(reported(sample, "MOJ", "10.1", "2026H2")) == (None, None)
