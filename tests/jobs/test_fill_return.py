"""An agency opens its workbook with the program, fills it in, writes the return, and goes on with it later."""

from pathlib import Path

from own_samples import FocalPoint
from plan_samples import Planned
from return_samples import Clerk, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.exchange.returns_in import read_return
from upr_desktop.register.register import Register


def test_a_workbook_becomes_a_register_of_the_agencys_own_rows_with_the_same_ids(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    opened = focal.open(sent(sample, tmp_path))
    assert (opened.agency, opened.period, opened.rows, list(opened.problems)) == ("MOJ", "2026H2", 3, [])
    assert opened.register == focal.home / "MOJ-ру.upr"
    id, values = focal.report("2")
    assert id == report(sample, "2")["id"]
    assert values["assignment_id"] == sample["2/MOJ"]
    assert focal.stored("measure", sample["m2"])["text_ru"] == "Сделать 2"
    assert focal.stored("measure", sample["m2"])["deadline_end"] == "2026-06-30"
    assert focal.stored("period", sample["2026H2"])["due_agencies"] == "2026-12-20"
    assert focal.stored("assignment", sample["1/MOJ"])["role"] == "co"


def test_each_value_of_it_is_traced_to_its_cell(sample: Planned, focal: FocalPoint, tmp_path: Path) -> None:
    path = sent(sample, tmp_path)
    Clerk(path).type("2", narrative="Приказ издан").save("filled.xlsx")
    focal.open(path.with_name("filled.xlsx"))
    assert focal.register
    id, _ = focal.report("2")
    from upr_desktop.register.trace import trace

    with Register.open(focal.register) as register, register.reading() as connection:
        (step,) = trace(connection, "progress", id, "narrative_ru")
        (number,) = trace(connection, "measure", sample["m2"], "text_ru")
    assert (step.file, step.sheet, step.raw) == ("filled.xlsx", "Отчёт", "Приказ издан")
    assert number.address
    assert number.raw == "Сделать 2"


def test_what_is_filled_in_and_written_is_merged_as_if_typed_in_a_spreadsheet(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    focal.open(sent(sample, tmp_path))
    focal.fill("2", claimed_status="in_progress", narrative_ru="Приказ издан", done_on="2026-09-05")
    focal.fill("1", no_change=True, claimed_status="in_progress")
    written = focal.write(tmp_path / "back.xlsx")
    assert (written.answered, written.rows, list(written.others), list(written.problems)) == (2, 3, [], [])
    merge = merged(sample, gate, written.file)
    identity = merge.files[0].identity
    assert identity is not None
    assert identity.by == ("property", "sheet", "key")
    assert filled(merge) == {"unchanged": 10, "no_change": 1, "taken": 4}
    assert report(sample, "2")["done_on"] == "2026-09-05"


def test_reopening_the_written_return_changes_nothing(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    focal.open(path)
    focal.fill("2", claimed_status="in_progress", narrative_ru="Приказ издан", evidence_text_ru="Приказ № 5")
    written = focal.write(tmp_path / "back.xlsx")
    again = focal.open(written.file)
    assert (again.changed, list(again.problems), again.register) == (0, [], focal.register)
    assert focal.open(path).changed == 0


def test_what_was_typed_into_the_written_return_goes_on_in_the_register(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    focal.open(sent(sample, tmp_path))
    focal.fill("2", narrative_ru="Приказ издан")
    written = focal.write(tmp_path / "back.xlsx")
    Clerk(written.file).type("2", narrative="Приказ издан и введён").type(
        "1", claimed_status="Исполнено"
    ).save("more.xlsx")
    more = focal.open(tmp_path / "more.xlsx")
    assert more.changed == 2
    assert focal.report("2")[1]["narrative_ru"] == "Приказ издан и введён"
    assert focal.report("1")[1]["claimed_status"] == "fully_implemented"


def test_where_file_and_register_both_changed_the_registers_stays_and_the_other_is_told(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    focal.open(path)
    focal.fill("2", narrative_ru="Здесь")
    Clerk(path).type("2", narrative="В файле").save("other.xlsx")
    other = focal.open(tmp_path / "ru" / "other.xlsx")
    assert [(one.code, one.values["text"], one.values["kept"]) for one in other.problems] == [
        ("own_differs", "В файле", "Здесь")
    ]
    assert focal.report("2")[1]["narrative_ru"] == "Здесь"


def test_the_next_periods_workbook_goes_on_in_the_same_register(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    first = focal.open(sent(sample, tmp_path, period="2026H1"))
    focal.fill("1", "2026H1", narrative_ru="Начали")
    second = focal.open(sent(sample, tmp_path))
    assert second.register == first.register
    assert focal.report("1", "2026H1")[1]["narrative_ru"] == "Начали"
    assert focal.report("1")[1]["narrative_ru"] is None


def test_a_workbook_issued_again_brings_what_is_new_and_keeps_what_was_typed(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    focal.open(sent(sample, tmp_path))
    focal.fill("2", narrative_ru="Приказ издан")
    sample.edit("m2", "measure", "text_ru", "Сделать 2 иначе")
    again = focal.open(sent(sample, tmp_path))
    assert list(again.problems) == []
    assert focal.stored("measure", sample["m2"])["text_ru"] == "Сделать 2 иначе"
    assert focal.report("2")[1]["narrative_ru"] == "Приказ издан"
    merge = merged(sample, gate, focal.write(tmp_path / "back.xlsx").file)
    assert filled(merge) == {"unchanged": 14, "taken": 1}


def test_a_text_in_a_second_language_goes_into_a_file_of_its_own(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    focal.open(sent(sample, tmp_path))
    told = {"narrative_ru": "Подготовлен проект закона", "narrative_kk": "Заң жобасы әзірленіп, енгізілді"}
    focal.fill("2", claimed_status="in_progress", **told)
    written = focal.write(tmp_path / "back.xlsx")
    assert [one.name for one in written.others] == ["back_kk.xlsx"]
    merged(sample, gate, written.file, *written.others)
    stored = report(sample, "2")
    assert {name: stored[name] for name in told} == told


def test_what_stands_elsewhere_in_the_workbook_survives(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    clerk = Clerk(path)
    clerk.book.worksheets[3].cell(4, 2).value = "Новое мероприятие"
    clerk.sheet.cell(3, clerk.column("claimed_status") + 1).value = "Главный специалист"
    clerk.type("10.1", claimed_status="не относится к компетенции")
    opened = focal.open(clerk.save("begun.xlsx"))
    assert [one.code for one in opened.problems] == ["return_outside_competence"]
    focal.fill("2", narrative_ru="=СУММ(1)")
    after = Clerk(focal.write(tmp_path / "back.xlsx").file)
    assert after.book.worksheets[3].cell(4, 2).value == "Новое мероприятие"
    assert after.sheet.cell(3, after.column("claimed_status") + 1).value == "Главный специалист"
    assert (
        after.sheet.cell(after.row("10.1"), after.column("claimed_status")).value
        == "не относится к компетенции"
    )
    cell = after.sheet.cell(after.row("2"), after.column("narrative"))
    assert (cell.value, cell.data_type) == ("=СУММ(1)", "s")


def test_a_text_typed_over_no_change_in_the_agencys_own_file_takes_its_place(
    sample: Planned, focal: FocalPoint, tmp_path: Path
) -> None:
    focal.open(sent(sample, tmp_path))
    focal.fill("2", claimed_status="in_progress", no_change=True)
    focal.fill("1", claimed_status="in_progress", no_change=True)
    written = focal.write(tmp_path / "back.xlsx")
    Clerk(written.file).type("2", narrative="Приказ издан").save("corrected.xlsx")
    opened = focal.open(written.file.with_name("corrected.xlsx"))
    _, told = focal.report("2")
    assert (told["no_change"], told["narrative_ru"], opened.taken) == (False, "Приказ издан", 2)
    assert focal.report("1")[1]["no_change"] is True


def test_who_compiled_the_return_stands_above_its_table_and_is_remembered(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    focal.open(sent(sample, tmp_path))
    focal.compile("Главный эксперт", "74-00-00")
    written = focal.write(tmp_path / "back.xlsx")
    assert headings(written.file, gate) == ("Главный эксперт", "74-00-00")
    focal.open(written.file)
    focal.compile("Консультант", "")
    again = focal.write(tmp_path / "again.xlsx")
    assert headings(again.file, gate) == ("Консультант", "")
    focal.open(sent(sample, tmp_path / "next", period="2026H1"))
    following = focal.write(tmp_path / "next.xlsx", "2026H1")
    assert headings(following.file, gate)[0] == "Консультант"


def headings(path: Path, gate: Gate) -> tuple[str, str]:
    received = read_file(path)
    found = read_return(gate.examine(received.name, received.content)).headings
    return found.get("compiler", ""), found.get("phone", "")
