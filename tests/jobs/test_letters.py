"""A letter without a table is kept once it is said whose it is: the file, a record of it, a line of the round."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from plan_samples import Planned
from return_samples import Clerk, merged, sent

from upr_desktop.cli import main
from upr_desktop.exchange.filled_return import write_letter
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.enclosed import load_returns
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, Told, apply_merge, merge_read, read_returns
from upr_desktop.jobs.telling import what
from upr_desktop.register.queries import records
from upr_desktop.register.return_round import answered_rows, round_rows
from upr_desktop.register.return_store import dispatch_heads, return_files
from upr_desktop.words import LANGUAGES

TEXT = (
    "Исх. № 12-34/567 от 05.07.2026. На Ваше письмо № 7-1 от 01.06.2026 сообщаем, что работа идёт по плану."
)


def letters(sample: Planned) -> list[dict[str, object]]:
    with sample.register.reading() as connection:
        return [dict(row) for row in records(connection, "letter").values() if not row["archived"]]


def zipped(folder: Path, *files: Path) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for file in files:
            archive.write(file, file.name)
    return folder / "all.zip"


def merge_archive(sample: Planned, gate: Gate, path: Path, **options: Any) -> Merge:
    chosen, loaded = MergeOptions(**options), load_returns([path], gate)
    read = read_returns(sample.register, loaded.files, chosen, gate, enclosed=loaded.enclosed)
    return apply_merge(sample.register, merge_read(sample.register, read, chosen, "me"))[0]


def test_a_letter_is_kept_with_its_number_and_day_and_counts_as_received(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sent(sample, tmp_path)
    path = write_letter(tmp_path / "письмо.docx", TEXT)
    merge = merged(sample, gate, path, agency="MOJ", period="2026H2")
    (one,) = letters(sample)
    assert (one["agency_id"], one["period_id"]) == (sample["MOJ"], sample["2026H2"])
    assert (one["direction"], one["kind"], one["file"]) == ("in", "answer", read_file(path).sha256)
    assert (one["number"], one["date"]) == ("12-34/567", "2026-07-05")
    assert (one["our_number"], one["our_date"]) == ("7-1", "2026-06-01")
    assert merge.cells_read == 0
    (problem,) = merge.files[0].notices
    assert all("12-34/567" in what(problem, language) for language in LANGUAGES)
    assert what(problem, "en") == "Letter of MOJ, 5 Jul 2026 No. 12-34/567: kept, no table in it"
    with sample.register.reading() as connection:
        heads, files = dispatch_heads(connection), list(return_files(connection).values())
        answered = answered_rows(connection)
        content = connection.exec_driver_sql("SELECT content FROM received_file").all()
    rows = round_rows(sample.matrix(), heads, files, answered, date(2026, 8, 1).isoformat())
    (row,) = [row for row in rows if (row.agency, row.period.code) == (sample["MOJ"], "2026H2")]
    assert ([file.name for file in row.files], row.answered, row.handed_in) == (["письмо.docx"], 0, 0)
    assert len(content) == 1


def test_what_is_said_of_one_file_is_enough(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    table = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    path = write_letter(tmp_path / "letter.docx", "Работа идёт.")
    told = {read_file(path).sha256: Told("MOJ", "2026H2")}
    merge = merged(sample, gate, table, path, told=told)
    assert merge.counts["taken"] == 1
    (one,) = letters(sample)
    assert (one["number"], one["date"]) == (None, None)


def test_a_letter_that_is_nobodys_yet_is_not_taken_and_says_so(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sent(sample, tmp_path)
    path = write_letter(tmp_path / "letter.docx", TEXT)
    merge = merged(sample, gate, path)
    assert merge.files[0].refused is not None
    assert merge.files[0].read.letter is not None
    assert letters(sample) == []


def test_a_letter_is_kept_once_and_undone_with_its_merge(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    sent(sample, tmp_path)
    path = write_letter(tmp_path / "letter.docx", TEXT)
    merged(sample, gate, path, agency="MOJ", period="2026H2")
    revision = sample.register.revision()
    again = merged(sample, gate, path, agency="MOJ", period="2026H2")
    assert again.files[0].read.same is not None
    merged(sample, gate, path, agency="MOJ", period="2026H2", again=True)
    assert (len(letters(sample)), sample.register.revision()) == (1, revision)
    sample.register.undo(revision)
    assert letters(sample) == []


def test_a_letter_in_one_archive_with_a_return_is_a_letter_of_that_agency(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    table = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    letter = write_letter(tmp_path / "письмо.docx", TEXT)
    archive = zipped(tmp_path, table, letter)
    merge = merge_archive(sample, gate, archive)
    assert [(one.read.received.name, one.merged is not None) for one in merge.files] == [
        ("a.xlsx", True),
        ("письмо.docx", True),
    ]
    (one,) = letters(sample)
    assert (one["agency_id"], one["period_id"], one["number"]) == (
        sample["MOJ"], sample["2026H2"], "12-34/567",
    )  # fmt: skip
    again = merge_archive(sample, gate, archive)
    assert [bool(one.read.same) for one in again.files] == [True, True]
    assert len(letters(sample)) == 1
    with sample.register.reading() as connection:
        assert not [one for one in records(connection, "evidence").values() if one["file_sha256"]]


def test_a_letter_in_the_folder_of_a_return_is_that_agencys_and_one_above_all_asks(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    letter, covering = (
        write_letter(tmp_path / "b.docx", TEXT),
        write_letter(tmp_path / "c.docx", "Направляем все."),
    )
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for code in ("MOJ", "MIA"):
            path = sent(sample, tmp_path / code, code)
            archive.write(Clerk(path).type("1", narrative="Готово").save("a.xlsx"), f"{code}/a.xlsx")
        archive.write(letter, "MIA/письмо.docx")
        archive.write(covering, "общее письмо.docx")
    merge = merge_archive(sample, gate, tmp_path / "all.zip")
    (one,) = letters(sample)
    assert one["agency_id"] == sample["MIA"]
    assert [one.read.received.name for one in merge.files if one.refused] == ["общее письмо.docx"]


def test_a_letter_put_into_the_archive_of_a_return_that_is_in_already_is_kept(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    table = Clerk(sent(sample, tmp_path)).type("2", narrative="Готово").save("a.xlsx")
    merged(sample, gate, table)
    merge = merge_archive(sample, gate, zipped(tmp_path, table, write_letter(tmp_path / "l.docx", TEXT)))
    assert len(letters(sample)) == 1
    assert "return_second" not in {one.code for file in merge.files for one in file.notices}


def test_a_text_that_the_return_names_as_evidence_is_its_document_and_no_letter(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    table = Clerk(sent(sample, tmp_path)).type("2", evidence_text="Отчёт о семинаре").save("a.xlsx")
    report = write_letter(tmp_path / "Отчёт о семинаре.docx", "Семинар прошёл 5 июля.")
    merge_archive(sample, gate, zipped(tmp_path, table, report))
    merge_archive(sample, gate, zipped(tmp_path, table, report))
    assert letters(sample) == []
    with sample.register.reading() as connection:
        (one,) = (one for one in records(connection, "evidence").values() if one["file_sha256"])
    assert one["title"] == "Отчёт о семинаре"


def test_a_letter_in_an_archive_without_a_return_asks_whose_it_is_and_brings_its_annexes(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    sent(sample, tmp_path)
    scan = tmp_path / "Приложение.pdf"
    scan.write_bytes(b"%PDF annex")
    archive = zipped(tmp_path, write_letter(tmp_path / "письмо.docx", TEXT), scan)
    merge = merge_archive(sample, gate, archive)
    assert [one.refused is not None for one in merge.files] == [True]
    merge_archive(sample, gate, archive, agency="MOJ", period="2026H2")
    assert len(letters(sample)) == 1
    with sample.register.reading() as connection:
        (one,) = (one for one in records(connection, "evidence").values() if one["file_sha256"])
    assert one["file_name"] == "Приложение.pdf"


def test_where_no_workbook_was_sent_a_letter_is_not_taken(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    path = write_letter(tmp_path / "letter.docx", TEXT)
    merge = merged(sample, gate, path, agency="MOJ", period="2026H2")
    assert merge.files[0].refused is not None
    assert letters(sample) == []


def test_the_command_line_takes_a_letter_where_it_is_said_whose(
    sample: Planned, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    sent(sample, tmp_path)
    register = str(sample.register.path)
    sample.register.close()
    path = write_letter(tmp_path / "letter.docx", TEXT)
    asked = ("merge", str(path), "--register", register, "--author", "me", "--json")
    assert main([*asked, "--agency", "MOJ", "--period", "2026H2"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["identity"]["agency"], file["refused"]) == ("MOJ", None)
    assert [one["code"] for one in file["notices"]] == ["return_letter_numbered"]
