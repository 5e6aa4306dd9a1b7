"""A slip tells an agency what of its return was not taken and why, what waits, remarks, and what is still missing."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from plan_samples import Planned, planned
from return_samples import Clerk, merged, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.decide_pending import decide_pending
from upr_desktop.jobs.edit_progress import add_remark
from upr_desktop.jobs.slip_document import slip_document, write_slips
from upr_desktop.jobs.slips import Slip, slip_of
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.return_queries import pending_decisions

TODAY = date(2027, 2, 1)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


def slip(sample: Planned, code: str = "MOJ", language: str = "ru") -> Slip:
    with sample.register.reading() as connection:
        return slip_of(connection, "2026H2", code, language, TODAY)


def decided(sample: Planned, choice: str, why: str = "") -> None:
    with sample.register.reading() as connection:
        rows = [row.id for row in pending_decisions(connection) if row.choice is None]
        changes = decide_pending(connection, rows, choice, by="Coordinator", why=why)
    sample.register.apply(changes)


def conflicting(sample: Planned, gate: Gate, tmp_path: Path) -> None:
    """Let two returns of one agency say two things of measure 2."""
    path = sent(sample, tmp_path)
    merged(sample, gate, Clerk(path).type("2", narrative="Принят закон").save("one.xlsx"))
    merged(sample, gate, Clerk(path).type("2", narrative="Закон внесён").save("two.xlsx"))


def test_what_waits_for_a_decision_is_told(sample: Planned, gate: Gate, tmp_path: Path) -> None:
    conflicting(sample, gate, tmp_path)
    found = slip(sample)
    assert [(line.number, line.sent, line.stands) for line in found.waiting] == [
        ("2", "Закон внесён", "Принят закон")
    ]
    assert found.waiting[0].place.startswith("two.xlsx, Отчёт!")
    assert found.refused == ()


def test_what_was_not_taken_is_told_with_the_reason_and_who_decided(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    conflicting(sample, gate, tmp_path)
    decided(sample, "ours", "Закон уже принят")
    (line,) = slip(sample).refused
    assert (line.number, line.column, line.sent) == ("2", "Ход исполнения", "Закон внесён")
    assert line.why.startswith("Закон уже принят")
    assert "Coordinator" in line.why
    assert slip(sample).waiting == ()


def test_what_was_taken_after_all_is_not_told(sample: Planned, gate: Gate, tmp_path: Path) -> None:
    conflicting(sample, gate, tmp_path)
    decided(sample, "theirs")
    found = slip(sample)
    assert (found.refused, found.waiting) == ((), ())


def test_a_cell_not_understood_is_told_until_a_later_return_says_it_right(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    merged(sample, gate, Clerk(path).type("2", done_on="после дождичка").save("one.xlsx"))
    (line,) = slip(sample).refused
    assert (line.column, line.sent) == ("Дата исполнения", "после дождичка")
    merged(sample, gate, Clerk(path).type("2", done_on="31.12.2026").save("two.xlsx"))
    assert slip(sample).refused == ()


def test_a_row_that_stands_twice_or_is_unknown_is_told(sample: Planned, gate: Gate, tmp_path: Path) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    last = clerk.sheet.max_row + 1
    clerk.sheet.cell(last, clerk.column("measure")).value = "Мероприятие, которого нет в плане"
    clerk.sheet.cell(last, clerk.column("narrative")).value = "Сделано"
    merged(sample, gate, clerk.save("one.xlsx"))
    assert [(line.number, line.sent) for line in slip(sample).refused] == [("", "Сделано")]


def test_nothing_is_told_of_a_merge_that_was_undone(sample: Planned, gate: Gate, tmp_path: Path) -> None:
    path = sent(sample, tmp_path)
    clerk = Clerk(path).type("2", done_on="после дождичка", narrative="Принят закон")
    merged(sample, gate, clerk.save("one.xlsx"))
    sample.register.undo(sample.register.revision(), "me")
    found = slip(sample)
    assert (found.refused, found.files) == ((), ())


def test_remarks_and_what_is_missing_are_told(sample: Planned, gate: Gate, tmp_path: Path) -> None:
    path = sent(sample, tmp_path)
    merged(sample, gate, Clerk(path).type("2", narrative="Ведётся работа").save("one.xlsx"))
    with sample.register.reading() as connection:
        report = connection.exec_driver_sql(
            "SELECT id FROM progress WHERE narrative_ru = 'Ведётся работа'"
        ).scalar_one()
    sample.register.apply(add_remark(report, "Каков результат?"))
    found = slip(sample)
    assert [(line.number, line.text) for line in found.remarks] == [("2", "Каков результат?")]
    assert "2" not in [number for number, _ in found.missing]
    assert {number for number, _ in found.missing} == {"1", "10.1"}
    assert (found.owed, found.handed_in) == (3, 1)


def test_slips_are_written_for_each_agency_that_there_is_something_to_tell(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    conflicting(sample, gate, tmp_path)
    found = write_slips(sample.register, "2026H2", tmp_path / "slips", "ru", today=TODAY)
    assert [one.agency for one in found] == ["CITY", "LEB", "MOJ"], "MIA has answered everything"
    assert found[-1].file.name == "Уведомление_MOJ-ру_2026-II_ru.docx"
    told = "\n".join(
        cell.text
        for table in docx.Document(str(found[-1].file)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "Закон внесён" in told
    with pytest.raises(RegisterError, match="no_such_period"):
        write_slips(sample.register, "1999H1", tmp_path / "slips", "ru", today=TODAY)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_slip_speaks_the_agencys_language(
    sample: Planned, gate: Gate, tmp_path: Path, language: str
) -> None:
    conflicting(sample, gate, tmp_path)
    document = docx.Document(io.BytesIO(slip_document(slip(sample, language=language))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    waits = {"en": "Waits for a decision", "ru": "Ожидает решения", "kk": "Шешім күтуде"}
    assert waits[language] in text


def mark(sample: Planned, known: dict[str, object]) -> None:
    """Say that a report is for official use."""
    id, before = RecordId(str(known["id"])), known["confidential"]
    assert before is None or isinstance(before, bool)
    edit = Edited("progress", id, "confidential", before, True)
    sample.register.apply(ChangeSet(Label("label.progress.accepted", {"count": 1}), [edit]))


def test_words_for_official_use_do_not_travel_in_a_slip_but_their_place_does(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    merged(
        sample,
        gate,
        Clerk(path).type("2", narrative="Тайный закон", claimed_status="Исполнено").save("one.xlsx"),
    )
    changed = Clerk(path).type("2", narrative="Иной тайный закон", claimed_status="Исполняется")
    merged(sample, gate, changed.save("two.xlsx"))
    mark(sample, report(sample, "2"))
    lines = {line.column: line for line in slip(sample).waiting}
    assert (lines["Статус"].sent, lines["Статус"].stands) == ("Исполняется", "Исполнено")
    told = lines["Ход исполнения"]
    assert "служебного пользования" in told.sent
    assert "служебного пользования" in told.stands
    assert told.place.startswith("two.xlsx, Отчёт!")
    document = docx.Document(io.BytesIO(slip_document(slip(sample))))
    text = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Исполняется" in text
    assert "тайный" not in text.lower()


@pytest.mark.parametrize("damage", ["row twice", "last period", "remark"])
def test_words_for_official_use_do_not_travel_from_a_row_that_came_twice_or_a_locked_cell_either(
    sample: Planned, gate: Gate, tmp_path: Path, damage: str
) -> None:
    told = "Тайный закон"
    if damage == "last period":
        sample.edit("2/MOJ/2026H1", "progress", "narrative_ru", told)
        sample.edit("2/MOJ/2026H1", "progress", "confidential", True)
    clerk = Clerk(sent(sample, tmp_path))
    if damage == "row twice":
        row, below = clerk.row("2"), clerk.sheet.max_row + 1
        for cell in clerk.sheet[row]:
            clerk.sheet.cell(below, cell.column).value = cell.value
        clerk.sheet.cell(row, clerk.column("narrative")).value = told
    else:
        cell = clerk.sheet.cell(
            clerk.row("2"), clerk.column("previous" if damage == "last period" else damage)
        )
        cell.value = f"{cell.value or told} и поправка"
    merged(sample, gate, clerk.save("one.xlsx"))
    if damage != "last period":
        mark(sample, report(sample, "2"))
    found = slip(sample)
    lines = [*found.refused, *found.waiting]
    assert any("служебного пользования" in line.sent for line in lines)
    assert not any("тайный" in f"{line.sent} {line.stands}".lower() for line in lines)


def test_the_agencys_own_next_workbook_keeps_its_own_words_for_official_use(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    merged(sample, gate, Clerk(path).type("2", narrative="Тайный закон").save("one.xlsx"))
    mark(sample, report(sample, "2"))
    own = Clerk(sent(sample, tmp_path / "again"))
    assert own.sheet.cell(own.row("2"), own.column("narrative")).value == "Тайный закон"
    others = Clerk(sent(sample, tmp_path / "others", code="MIA"))
    assert "Тайный" not in str([cell.value for row in others.sheet.iter_rows() for cell in row])
