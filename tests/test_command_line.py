"""The command line as scripts use it: one JSON document, exit codes, nothing written unasked."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from upr_desktop import cli
from upr_desktop.exchange.typed_workbook import Typed, type_into_copy
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))

    def run(*arguments: object) -> tuple[int, Any, str]:
        code = cli.main([*map(str, arguments), "--json", "--language", "en", "--author", "me"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return run


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    path = tmp_path / "a.upr"
    new_register(path, reference="kazakhstan-4", author="me").close()
    return path


def test_new_refuses_an_existing_file(run: Run, register: Path) -> None:
    code, data, _ = run("new", register)
    assert code == 1
    assert register.name in data["refused"]


def test_wrong_usage_is_told_apart(run: Run) -> None:
    assert run("show")[0] == 2


@pytest.mark.parametrize(("session", "total", "supported"), [("48", 254, 217), ("34", 215, 182)])
def test_a_published_list_gives_exactly_what_it_says(
    run: Run, register: Path, shared_data: Path, session: str, total: int, supported: int
) -> None:
    path = shared_data / "ohchr" / f"upr{session}-slovenia-thematic-list.docx"
    expected = json.loads((shared_data / "ohchr" / f"upr{session}-slovenia.expected.json").read_text("utf-8"))
    code, data, _ = run("import", path, "--register", register)
    assert (code, data["created"], data["unit"]) == (0, total, "recommendations")
    _, rows, _ = run("show", "recommendation", "--register", register, "--where", "state=SVN")
    assert sum(row["position"] == "supported" for row in rows) == supported
    by_number = {row["number"]: row for row in rows}
    for one in expected:
        row = by_number[one["number"]]
        parts = [{"text": part["text"], "states": part["states"]} for part in row["parts"]]
        assert parts == one["parts"]
        assert row["heading"] == one["heading"]
        assert row["position"] == one["position"].lower()
        assert (row["position_source"] or None) == (one["source"] or None)
        assert [row["themes"], row["groups"], row["sdgs"]] == [one["themes"], one["groups"], one["sdgs"]]
    code, again, _ = run("import", path, "--register", register)
    assert (code, again["revision"], again["unchanged"]) == (0, None, total)


def test_both_uprinfo_files_give_the_same(run: Run, register: Path, shared_data: Path) -> None:
    folder = shared_data / "uprinfo"
    _, data, _ = run("import", folder / "upr-info-17-20.csv", "--register", register, "--state", "KAZ")
    assert (data["created"], data["layout"]) == (191, "upr-info")
    _, again, _ = run("import", folder / "upr-info-17-20.xls", "--register", register, "--state", "KAZ")
    assert (again["revision"], again["unchanged"]) == (None, 191)


def test_earlier_cycles_load_as_recommendations(run: Run, register: Path, shared_data: Path) -> None:
    path = shared_data / "kazakhstan" / "kazakhstan_cycles_1_2_recommendations.json"
    _, data, _ = run("import", path, "--register", register, "--as", "recommendations")
    assert data["created"] == 128 + 194
    _, rows, _ = run("show", "recommendation", "--register", register, "--where", "cycle=1")
    assert len(rows) == 128


def test_a_dry_run_writes_nothing(run: Run, register: Path, shared_data: Path) -> None:
    before = register.read_bytes()
    path = shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"
    code, data, _ = run("import", path, "--register", register, "--dry-run")
    assert (code, data["created"], data["revision"]) == (0, 254, None)
    assert register.read_bytes() == before


def test_a_refused_file_says_why_and_the_others_are_imported(
    run: Run, register: Path, shared_data: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04nothing")
    fine = shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"
    code, data, _ = run("import", broken, fine, "--register", register)
    assert code == 1
    assert data["files"][0]["refused"]
    assert data["files"][1]["created"] == 254


def test_trace_names_the_cell(run: Run, register: Path, shared_data: Path) -> None:
    path = shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"
    run("import", path, "--register", register)
    _, steps, _ = run("trace", "recommendation:4/140.7", "position", "--register", register)
    assert [(step["file"], step["address"], step["after"]) for step in steps] == [
        (path.name, "B3", "supported")
    ]
    _, steps, _ = run("trace", "recommendation:4/140.7", "text", "--register", register)
    assert steps[0]["raw"].startswith("140.7")
    _, steps, _ = run("trace", "recommendation:4/140.7", "heading", "--register", register)
    assert steps[0]["raw"] == f"Theme: {steps[0]['after']}"


def test_every_key_that_show_prints_can_be_traced(run: Run, register: Path, shared_data: Path) -> None:
    run("import", shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx", "--register", register)
    for kind in ("recommendation", "agency", "review", "term", "recommending_state"):
        _, rows, _ = run("show", kind, "--register", register)
        codes = {key: run("trace", rows[0]["id"], key, "--register", register)[0] for key in rows[0]}
        assert set(codes.values()) == {0}, codes
    _, (row, *_), _ = run("show", "recommendation", "--register", register)
    for key in ("id", "cycle", "state"):
        _, steps, _ = run("trace", row["id"], key, "--register", register)
        assert [(step["field"], step["after"]) for step in steps] == [(key, row[key])]


def test_what_was_taken_out_of_a_list_is_traced_too(run: Run, register: Path, shared_data: Path) -> None:
    run("import", shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx", "--register", register)
    with Register.open(register) as opened:
        with opened.reading() as connection:
            id, values = next(iter(records(connection, "recommending_state").items()))
            owner = records(connection, "recommendation_part")[RecordId(str(values["part_id"]))]
        gone = Edited("recommending_state", id, "archived", False, True)
        opened.apply(ChangeSet(Label("label.edited"), (gone,), "me"))
    _, steps, _ = run("trace", owner["recommendation_id"], "states", "--register", register)
    assert (steps[0]["record"], steps[0]["field"], steps[0]["after"]) == (id, "archived", True)


def test_a_file_of_which_no_row_was_taken_ends_with_nothing_written(
    run: Run, register: Path, tmp_path: Path
) -> None:
    texts = tmp_path / "texts.csv"
    texts.write_text("№ рекомендации;Рекомендация\n999.1;Ратифицировать Конвенцию\n", encoding="utf-8")
    code, data, _ = run("import", texts, "--register", register)
    assert (code, data["revision"], data["refused"]) == (1, None, 1)
    assert run("import", texts, "--register", register, "--dry-run")[0] == 0


def test_a_state_may_be_named_in_any_way(run: Run, register: Path, shared_data: Path) -> None:
    path = shared_data / "uprinfo" / "upr-info-17-20.csv"
    for name in ("kaz", "Kazakhstan", "Казахстан"):
        _, data, _ = run("import", path, "--register", register, "--state", name, "--dry-run")
        assert data["created"] == 191


def test_a_reader_that_has_seen_enough_ends_a_dump_quietly(register: Path) -> None:
    program = Path(__file__).resolve().parent.parent / "main.py"
    with subprocess.Popen(
        [sys.executable, program, "dump", "--register", register],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as dump:
        assert dump.stdout
        assert dump.stderr
        assert dump.stdout.readline().startswith(b"{")
        dump.stdout.close()
        assert dump.stderr.read() == b""


def test_undo_takes_an_import_back_whole(run: Run, register: Path, shared_data: Path) -> None:
    path = shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"
    _, data, _ = run("import", path, "--register", register)
    code, undone, _ = run("undo", data["revision"], "--register", register)
    assert (code, undone["undone"]) == (0, data["revision"])
    assert run("show", "recommendation", "--register", register)[1] == []
    assert run("check", "--register", register)[:2] == (0, [])


def test_dump_and_new_give_the_same_lines(
    register: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.main(["dump", "--register", str(register)]) == 0
    first = capfdbinary.readouterr().out
    (tmp_path / "dump.jsonl").write_bytes(first)
    assert cli.main(["new", str(tmp_path / "b.upr"), "--from", str(tmp_path / "dump.jsonl")]) == 0
    capfdbinary.readouterr()
    assert cli.main(["dump", "--register", str(tmp_path / "b.upr")]) == 0
    assert first
    assert capfdbinary.readouterr().out == first


def test_history_names_revisions_in_the_language_asked_for(run: Run, register: Path) -> None:
    _, rows, _ = run("history", "--register", register)
    assert [row["revision"] for row in rows] == [2, 1]
    assert all(not row["label"].startswith("label.") for row in rows)


def test_an_unknown_record_is_refused_with_a_sentence(run: Run, register: Path) -> None:
    code, data, _ = run("trace", "recommendation:4/999.9", "position", "--register", register)
    assert code == 1
    assert "999.9" in data["refused"]


def test_the_history_workbook_names_file_and_cell_of_each_value(
    run: Run, register: Path, shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"
    run("import", path, "--register", register)
    target = tmp_path / "history.xlsx"
    code, data, _ = run("export", "--register", register, "--to", target, "--what", "history")
    assert (code, data["file"]) == (0, str(target))
    with closing(openpyxl.load_workbook(target, read_only=True)) as book:
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    found = {(row[7], row[8], row[9]) for row in rows if str(row[4]).endswith(" 140.7")}
    assert ("Supported", path.name, "Table 1!B3") in found


def test_an_import_names_its_change_and_a_dry_run_says_that_nothing_was_written(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts.csv"
    texts.write_text("№ рекомендации;Рекомендация\n140.1;Текст\n", "utf-8")
    asked = ("import", str(texts), "--register", str(register), "--create-unknown", "--language", "en")
    cli.main([*asked, "--dry-run"])
    assert "Nothing was written" in capsys.readouterr().out
    cli.main(list(asked))
    assert f"Written as change No. 3; to take it back: upr-desktop undo 3 --register {register}" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize("command", ["import", "merge"])
def test_a_dry_run_that_takes_nothing_promises_nothing(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (notes := tmp_path / "notes.txt").write_text("Not a table\n", "utf-8")
    cli.main([command, str(notes), "--register", str(register), "--dry-run", "--language", "en"])
    said = capsys.readouterr().out
    assert "notes.txt" in said
    assert "Nothing was written" not in said


@pytest.fixture
def edited_workbook(run: Run, register: Path, tmp_path: Path) -> Path:
    """Return a workbook of a register with one recommendation, edited: its text, and two new rows below."""
    texts = tmp_path / "texts.csv"
    texts.write_text("№ рекомендации;Рекомендация\n140.1;Как было\n", "utf-8")
    run("import", texts, "--register", register, "--create-unknown")
    out, back = tmp_path / "out.xlsx", tmp_path / "back.xlsx"
    run("export", "--register", register, "--to", out)
    sheet, number, text = "Recommendations", "Rec. No.", "Text in Russian"
    new = [Typed(sheet, number, None, {number: one, text: one}) for one in ("150.1", "150.2")]
    type_into_copy(out, back, [Typed(sheet, number, "140.1", {text: "Как в файле"}), *new], {})
    return back


def test_new_rows_are_created_where_an_option_says_so(
    run: Run, register: Path, edited_workbook: Path
) -> None:
    _, data, _ = run("import", edited_workbook, "--register", register)
    assert (data["created"], data["changed"], data["refused"]) == (0, 1, 2)
    first, second = (one["where"] for one in data["problems"] if one["code"] == "workbook_new_row")
    code, data, _ = run("import", edited_workbook, "--register", register, "--create-row", second)
    assert (code, data["created"], data["refused"]) == (0, 1, 1)
    _, rows, _ = run("show", "recommendation", "--register", register)
    assert [row["number"] for row in rows] == ["140.1", "150.2"]
    elsewhere = "Recommendations!A99"
    code, data, _ = run(
        "import", edited_workbook, "--register", register, "--create-row", elsewhere, "--create-row", first
    )
    assert (code, data["created"], data["refused"]) == (0, 1, 0)
    assert [one["where"] for one in data["problems"]] == [elsewhere]


@pytest.mark.parametrize("named", ["recommendation:4/140.1", "all"])
def test_the_files_value_is_taken_where_an_option_says_so(
    run: Run, register: Path, edited_workbook: Path, named: str
) -> None:
    with Register.open(register) as opened:
        with opened.reading() as connection:
            ((id, part),) = records(connection, "recommendation_part").items()
        edit = Edited("recommendation_part", id, "text_ru", part["text_ru"], "Как решили потом")
        opened.apply(ChangeSet(Label("label.edited"), [edit], "me"))
    _, data, _ = run("import", edited_workbook, "--register", register)
    assert data["changed"] == 0
    assert next(one["code"] for one in data["problems"]) == "workbook_conflict"
    code, data, _ = run("import", edited_workbook, "--register", register, "--take", named)
    assert (code, data["changed"]) == (0, 1)
    _, (row,), _ = run("show", "recommendation", "--register", register)
    assert row["parts"][0]["text_ru"] == "Как в файле"


def test_the_list_of_another_state_is_refused_in_words(run: Run, register: Path, shared_data: Path) -> None:
    path = shared_data / "ohchr" / "upr48-slovenia-thematic-list.docx"
    code, data, _ = run("import", path, "--register", register, "--state", "KAZ", "--dry-run")
    assert code == 1
    assert "Slovenia" in data["refused"]
    assert "Kazakhstan" in data["refused"]
    code, data, _ = run("import", path, "--register", register, "--state", "Slovenia", "--dry-run")
    assert (code, data["created"]) == (0, 254)
    code, data, _ = run("import", path, "--register", register, "--state", "Atlantis")
    assert code == 1
    assert "Atlantis" in data["refused"]
