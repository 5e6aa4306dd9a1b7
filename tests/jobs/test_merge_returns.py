"""Returns are taken back as they really come: twice, late, from somebody else, without marks, in another language."""

import random
import shutil
import zipfile
from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import KEY, Clerk, codes, conflicts, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.merge_returns import (
    MergeOptions,
    apply_merge,
    conflicts_after,
    merge_read,
    read_returns,
)
from upr_desktop.register.changes import Received
from upr_desktop.register.queries import records
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.register.return_store import return_files
from upr_desktop.register.trace import trace


def test_what_an_agency_says_is_taken_with_its_cell_and_handed_in(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = (
        Clerk(sent(sample, tmp_path))
        .type("2", claimed_status="в работе", narrative="Готовим приказ")
        .save("a.xlsx")
    )
    merge = merged(sample, gate, path)
    found = report(sample, "2")
    assert (found["claimed_status"], found["narrative_ru"], found["state"]) == (
        "in_progress",
        "Готовим приказ",
        "submitted",
    )
    assert filled(merge) == {"taken": 2, "unchanged": 13}
    with sample.register.reading() as connection:
        step = trace(connection, "progress", found["id"], "claimed_status")[0]  # type: ignore[arg-type]
    assert (step.file, step.sheet, step.raw) == ("a.xlsx", "Отчёт", "в работе")


def test_one_merge_is_one_step_and_one_undo(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    first = Clerk(sent(sample, tmp_path)).type("2", narrative="Одно").save("a.xlsx")
    second = Clerk(sent(sample, tmp_path, "MIA")).type("1", narrative="Другое").save("b.xlsx")
    before = sample.register.revision()
    merged(sample, gate, first, second)
    assert sample.register.revision() == before + 1
    sample.register.undo(before + 1)
    assert report(sample, "2")["narrative_ru"] is None
    again = merged(sample, gate, first)
    assert filled(again)["taken"] == 1


def test_a_return_without_changes_is_recorded_and_writes_no_revision(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = sent(sample, tmp_path)
    before = sample.register.revision()
    merge = merged(sample, gate, path)
    assert sample.register.revision() == before
    assert filled(merge) == {"unchanged": 15}
    with sample.register.reading() as connection:
        (file,) = return_files(connection).values()
    assert file.agency_id == sample["MOJ"]


def test_the_same_file_again_is_named_and_not_read(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    merged(sample, gate, path)
    again = merged(sample, gate, path, path)
    assert [one.read.same is not None for one in again.files] == [True, True]
    assert again.cells_read == 0


def test_the_coordinators_word_is_not_replaced_but_disputed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Сказал орган").save("a.xlsx")
    sample.ids["report"] = report(sample, "2")["id"]  # type: ignore[assignment]
    sample.edit("report", "progress", "narrative_ru", "Вписал координатор")
    merge = merged(sample, gate, path)
    assert report(sample, "2")["narrative_ru"] == "Вписал координатор"
    assert filled(merge)["conflict"] == 1
    assert conflicts(sample) == 1
    assert merged(sample, gate, path).counts["conflict"] == 1, "a file with something open is read again"
    assert conflicts(sample) == 1
    sample.edit("report", "progress", "narrative_ru", "Сказал орган")
    assert conflicts(sample) == 0
    assert merged(sample, gate, path).files[0].read.same


@pytest.mark.parametrize(
    ("on_conflict", "kept", "beaten"), [("theirs", "Второе", "Первое"), ("ours", "Первое", "Второе")]
)
def test_a_conflict_decided_beforehand_remembers_who_and_what_it_beat(
    sample: Planned, tmp_path: Path, gate: Gate, on_conflict: str, kept: str, beaten: str
) -> None:
    source = sent(sample, tmp_path)
    first = Clerk(source).type("2", narrative="Первое").save("a.xlsx")
    second = Clerk(source).type("2", narrative="Второе").save("b.xlsx")
    merged(sample, gate, first)
    merge = merged(sample, gate, second, on_conflict=on_conflict)
    assert report(sample, "2")["narrative_ru"] == kept
    assert conflicts(sample) == 0
    assert "return_second" in codes(merge)
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
    assert (row.choice, row.decided_by, row.beaten) == (on_conflict, "me", beaten)
    assert filled(merged(sample, gate, second, again=True)).keys() <= {"same", "settled", "unchanged"}


def test_an_open_conflict_can_be_decided_by_the_same_file_later(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    source = sent(sample, tmp_path)
    merged(sample, gate, Clerk(source).type("2", narrative="Первое").save("a.xlsx"))
    second = Clerk(source).type("2", narrative="Второе").save("b.xlsx")
    merged(sample, gate, second)
    assert conflicts(sample) == 1
    merged(sample, gate, second, on_conflict="theirs")
    assert (report(sample, "2")["narrative_ru"], conflicts(sample)) == ("Второе", 0)


def test_a_stale_return_reverts_nothing_and_says_that_it_is_old(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    old = Clerk(sent(sample, tmp_path)).type("2", narrative="Сначала").save("old.xlsx")
    merged(sample, gate, old)
    newer = sent(sample, tmp_path / "again")
    merged(sample, gate, Clerk(newer).type("2", narrative="Потом").save("new.xlsx"))
    late = Clerk(old).type("1", narrative="Ещё о первом").save("late.xlsx")
    merge = merged(sample, gate, late)
    assert report(sample, "2")["narrative_ru"] == "Потом"
    assert report(sample, "1")["narrative_ru"] == "Ещё о первом"
    assert filled(merge) == {"settled": 1, "taken": 1, "unchanged": 13}
    assert "return_after_newer" in codes(merge)
    assert conflicts(sample) == 0


def test_kazakh_and_russian_answers_stand_side_by_side(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    russian = Clerk(sent(sample, tmp_path)).type("2", narrative="Подготовлен проект приказа").save("ru.xlsx")
    kazakh = Clerk(sent(sample, tmp_path, language="kk"))
    kazakh.type("2", narrative="Бұйрық жобасы әзірленді", claimed_status="Орындалуда")
    merge = merged(sample, gate, russian, kazakh.save("kk.xlsx"))
    found = report(sample, "2")
    assert (found["narrative_ru"], found["narrative_kk"]) == (
        "Подготовлен проект приказа",
        "Бұйрық жобасы әзірленді",
    )
    assert merge.counts["conflict"] == 0


def test_a_blank_cell_deletes_nothing_and_a_word_clears(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path, "MIA", period="2026H1"))
    merge = merged(sample, gate, clerk.type("1", narrative=None, claimed_status="[очистить]").save("a.xlsx"))
    found = report(sample, "1", "MIA", "2026H1")
    assert (found["narrative_ru"], found["claimed_status"]) == ("Готовим проект закона", None)
    assert filled(merge) == {"cleared": 1, "taken": 1, "unchanged": 3}
    assert "return_cleared" in codes(merge)


@pytest.mark.parametrize(
    ("typed", "outcome", "code"),
    [
        ({"claimed_status": "просрочено"}, "invalid", "return_status_computed"),
        ({"claimed_status": "как-нибудь"}, "invalid", "return_status_unknown"),
        ({"claimed_status": "не относится к компетенции"}, "outside_remit", "return_outside_competence"),
        ({"claimed_status": "50 %"}, "taken", "return_status_likely"),
        ({"done_on": "скоро"}, "invalid", "return_not_a_date"),
        ({"done_on": "31.02.2026"}, "invalid", "return_not_a_date"),
        ({"narrative": "без изменений"}, "no_change", "return_no_change"),
        ({"narrative": "-"}, "no_change", "return_no_change"),
    ],
)
def test_what_cannot_be_taken_is_listed_with_its_cell(
    sample: Planned, tmp_path: Path, gate: Gate, typed: dict[str, object], outcome: str, code: str
) -> None:
    merge = merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", **typed).save("a.xlsx"))
    assert filled(merge) == {outcome: 1, "unchanged": 14}
    assert code in codes(merge)


def test_an_edit_in_a_locked_column_is_a_proposal_and_a_retyped_number_is_nothing(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", deadline="до конца 2027 года", recommendations=140.1)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"outside_remit": 1, "unchanged": 15}
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
        stored = records(connection, "measure")[sample["m2"]]
    assert (row.kind, row.record_id, row.field, row.theirs) == (
        "proposal",
        sample["m2"],
        "deadline_raw",
        "до конца 2027 года",
    )
    assert stored["deadline_raw"] == "до 30 июня 2026 года"


def test_a_copy_of_another_agencys_file_is_named_and_changes_nothing(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Чужой ответ")
    clerk.sheet.cell(3, 4).value = "MIA-ру"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert "return_of_another" in codes(merge)
    assert filled(merge) == {"outside_remit": 1, "unchanged": 14}
    assert report(sample, "2")["narrative_ru"] is None


def test_rows_sorted_without_their_keys_are_not_believed(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="О первом")
    rows = clerk.rows()
    texts = [[cell.value for cell in clerk.sheet[row]] for row in rows]
    for row, values in zip(rows, texts[1:] + texts[:1], strict=True):
        for at, value in enumerate(values, 1):
            if at != KEY:
                clerk.sheet.cell(row, at).value = value
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert merge.counts["taken"] == 0
    assert merge.counts["unknown_row"] == merge.cells_read == 15
    assert "return_row_guessed_by_number" in codes(merge)
    assert all(report(sample, number)["narrative_ru"] is None for number in ("1", "2", "10.1"))


def test_rows_sorted_without_number_and_key_are_guessed_by_their_texts(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("1", narrative="О первом").type("2", narrative="О втором")
    clerk.move_up(after=KEY)
    path = clerk.save("a.xlsx")
    merge = merged(sample, gate, path)
    assert merge.counts["unknown_row"] == merge.cells_read == 15
    assert all(report(sample, number)["narrative_ru"] is None for number in ("1", "2", "10.1"))
    merged(sample, gate, path, accept_guesses=True)
    told = [report(sample, number)["narrative_ru"] for number in ("1", "2", "10.1")]
    assert told == ["О первом", "О втором", None]


@pytest.mark.parametrize("kept", ["property", "sheet", "key", "rows"])
def test_any_one_carrier_is_enough_to_know_a_return(
    sample: Planned, tmp_path: Path, gate: Gate, kept: str
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово")
    if kept != "property":
        del clerk.book.custom_doc_props["upr-return"]
    if kept != "sheet":
        del clerk.book["_upr"]
    if kept != "key":
        clerk.sheet.cell(7, KEY).value = "Столбец" if kept == "rows" else None
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    identity = merge.files[0].identity
    assert identity is not None
    assert identity.by == (kept,)
    assert report(sample, "2")["narrative_ru"] == "Готово"


def test_without_marks_rows_are_guessed_by_number_asked_and_taken_only_when_confirmed(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово")
    del clerk.book.custom_doc_props["upr-return"], clerk.book["_upr"]
    clerk.sheet.delete_cols(KEY)
    path = clerk.save("a.xlsx")
    merge = merged(sample, gate, path)
    assert {"return_marks_gone", "return_row_guessed_by_number"} <= codes(merge)
    assert (merge.counts["taken"], report(sample, "2")["narrative_ru"]) == (0, None)
    merge = merged(sample, gate, path, accept_guesses=True)
    assert (merge.counts["taken"], report(sample, "2")["narrative_ru"]) == (1, "Готово")


def test_a_file_of_nobody_knows_whose_is_refused_until_it_is_told(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово")
    del clerk.book.custom_doc_props["upr-return"], clerk.book["_upr"]
    clerk.sheet.delete_cols(KEY)
    clerk.sheet.delete_rows(1, 5)
    path = clerk.save("a.xlsx")
    refused = merged(sample, gate, path).files[0].refused
    assert refused is not None
    assert refused.key == "return_not_identified"
    merge = merged(sample, gate, path, agency="MOJ", period="2026H2", accept_guesses=True)
    assert merge.counts["taken"] == 1


def test_new_measures_are_kept_as_proposals_once(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    sheet = clerk.book["Новые мероприятия"]
    for at, value in enumerate(("140.2", "Провести слушания", "отчёт"), 1):
        sheet.cell(4, at).value = value
    path = clerk.save("a.xlsx")
    merge = merged(sample, gate, path)
    merged(sample, gate, path, again=True)
    assert filled(merge) == {"outside_remit": 3, "unchanged": 15}
    with sample.register.reading() as connection:
        (row,) = pending_decisions(connection)
    assert (row.kind, row.record_id, row.field) == ("proposal", sample["140.2"], "measure")
    assert "Провести слушания" in str(row.theirs)


def test_a_hostile_file_and_a_plan_do_not_stop_the_others(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    good = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(random.Random(1).randbytes(900))
    merge = merged(sample, gate, bad, good)
    assert [one.refused is not None for one in merge.files] == [True, False]
    assert report(sample, "2")["narrative_ru"] == "Готово"


def test_a_dry_run_writes_nothing_and_tells_the_same(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    source = sent(sample, tmp_path)
    paths = [Clerk(source).type("2", narrative=text).save(f"{text}.xlsx") for text in ("Одно", "Другое")]
    before = sample.register.revision()
    read = read_returns(sample.register, [read_file(path) for path in paths], MergeOptions(), gate)
    dry = merge_read(sample.register, read, MergeOptions(), "me")
    assert conflicts_after(sample.register, dry) == 1
    assert sample.register.revision() == before
    wet = merged(sample, gate, *paths)
    assert "return_second" in codes(wet, 1)
    assert (wet.counts, conflicts(sample)) == (dry.counts, 1)


def test_a_merge_that_waited_while_the_register_moved_is_made_anew(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Сказал орган").save("a.xlsx")
    read = read_returns(sample.register, [read_file(path)], MergeOptions(), gate)
    waiting = merge_read(sample.register, read, MergeOptions(), "me")
    sample.ids["report"] = report(sample, "2")["id"]  # type: ignore[assignment]
    sample.edit("report", "progress", "narrative_ru", "Вписал координатор")
    done, _ = apply_merge(sample.register, waiting)
    assert done.counts["conflict"] == 1
    assert report(sample, "2")["narrative_ru"] == "Вписал координатор"


def test_received_bytes_are_kept_as_they_came(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    merged(sample, gate, path)
    with sample.register.reading() as connection:
        kept = connection.exec_driver_sql("SELECT name, content FROM received_file").one()
    assert Received(kept[0], kept[1], "").content == path.read_bytes()


def test_files_inside_an_archive_are_read_one_by_one(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    from upr_desktop.jobs.import_file import load

    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(path, "a.xlsx")
    files = load([tmp_path / "all.zip"], gate)
    read = read_returns(sample.register, files, MergeOptions(), gate)
    assert merge_read(sample.register, read, MergeOptions(), "me").counts["taken"] == 1


@pytest.mark.parametrize("name", ["messy_return_ru.xlsx", "agency_return_prototype_ru.xlsx"])
def test_a_real_return_without_our_marks_is_accounted_for_and_brings_nothing_unasked(
    sample: Planned, tmp_path: Path, gate: Gate, shared_data: Path, name: str
) -> None:
    sent(sample, tmp_path)
    before = sample.register.revision()
    merge = merged(sample, gate, shared_data / "workbooks" / name, agency="MOJ", period="2026H2")
    (one,) = merge.files
    assert one.merged is not None
    assert sample.register.revision() == before
    assert sum(merge.counts.values()) == merge.cells_read == merge.counts["unknown_row"]
    rows = {f"{one.merged.returned.sheet}!{row.number}" for row in one.merged.returned.rows}
    assert rows <= {problem.where for problem in one.notices}
    assert merge.rows_missing == 3


def test_a_copy_is_told_by_the_name_of_the_file_that_was_read_first(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = Clerk(sent(sample, tmp_path)).type("2", narrative="Принят закон").save("УПО (копия).xlsx")
    copies = [Path(shutil.copy(path, path.with_name(name))) for name in ("УПО.xlsx", "Третья.xlsx")]
    merge = merged(sample, gate, path, *copies)
    told = [one.read.same.name if one.read.same else None for one in merge.files]
    assert told == [None, "УПО (копия).xlsx", "УПО (копия).xlsx"]
    again = merged(sample, gate, copies[0])
    assert again.files[0].read.same
    assert again.files[0].read.same.name == "УПО (копия).xlsx"
