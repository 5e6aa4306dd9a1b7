"""An agency takes its workbook in and writes its return on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from upr_desktop.cli import main
from upr_desktop.jobs.document_files import attach_file, read_document_file
from upr_desktop.jobs.edit_progress import attach_evidence
from upr_desktop.register.own_rows import unanswered
from upr_desktop.register.queries import record
from upr_desktop.register.register import Register


@pytest.fixture(scope="module")
def secretariat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fill") / "sample.upr"
    assert main(["new", str(path), "--sample"]) == 0
    return path


@pytest.fixture
def workbook(
    secretariat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    asked = ("--register", str(secretariat), "--author", "me", "--period", "2026H2", "--agency", "MIA")
    capsys.readouterr()
    _, issued = told(capsys, "issue", *asked, "--workbook-language", "ru", "--out", str(tmp_path))
    return Path(issued[0]["file"])


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_workbook_is_taken_in_and_its_return_written(
    workbook: Path, secretariat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, taken = told(capsys, "fill", str(workbook))
    assert (code, taken["agency"], taken["period"], taken["problems"]) == (0, "MIA", "2026H2", [])
    assert Path(taken["register"]).parent == tmp_path / "home" / "agencies"
    assert 0 < len(taken["missing"]) <= taken["rows"]
    code, again = told(capsys, "fill", str(workbook))
    assert (again["register"], again["changed"], again["revision"]) == (taken["register"], 0, None)
    back = tmp_path / "back.xlsx"
    code, written = told(capsys, "write-return", "--register", taken["register"], "--to", str(back))
    assert (code, written["file"], written["missing"]) == (0, str(back), taken["missing"])
    assert written["answered"] + len(written["missing"]) == written["rows"]
    code, merged = told(capsys, "merge", str(back), "--register", str(secretariat), "--dry-run")
    assert code == 0
    assert {name for name, count in merged["counts"].items() if count} == {"unchanged"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "{file}"),
        ("issue", "--period", "2026H2", "--out", "{folder}"),
        ("import", "{file}"),
    ],
)
def test_in_an_agencys_register_nothing_of_the_secretariats_is_done(
    arguments: tuple[str, ...], workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, taken = told(capsys, "fill", str(workbook))
    with Register.open(Path(taken["register"])) as register:
        before = register.revision()
    asked = [part.format(file=workbook, folder=tmp_path) for part in arguments]
    code, said = told(capsys, *asked, "--register", taken["register"], "--language", "en")
    assert code == 1
    assert "holds the rows of MIA alone" in json.dumps(said)
    with Register.open(Path(taken["register"])) as register:
        assert register.revision() == before


def test_a_secretariats_register_takes_no_workbook_and_writes_no_return(
    workbook: Path, secretariat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = told(capsys, "fill", str(workbook), "--register", str(secretariat), "--language", "en")
    assert (code, "secretariat's register" in said["refused"]) == (1, True)
    to = ("--to", str(tmp_path / "back.xlsx"))
    code, said = told(capsys, "write-return", "--register", str(secretariat), *to, "--language", "en")
    assert (code, "not an agency's register" in said["refused"]) == (1, True)
    assert not (tmp_path / "back.xlsx").exists()


def test_another_agencys_workbook_is_kept_apart(
    workbook: Path, secretariat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, taken = told(capsys, "fill", str(workbook))
    asked = ("--register", str(secretariat), "--author", "me", "--period", "2026H2", "--agency", "MOJ")
    _, issued = told(capsys, "issue", *asked, "--out", str(tmp_path))
    code, said = told(capsys, "fill", issued[0]["file"], "--register", taken["register"], "--language", "en")
    assert (code, "holds the rows of MIA" in said["refused"]) == (1, True)
    code, other = told(capsys, "fill", issued[0]["file"])
    assert (code, other["register"] != taken["register"]) == (0, True)


def test_a_file_that_is_no_workbook_of_the_secretariats_makes_no_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    code, said = told(capsys, "fill", str(tmp_path / "broken.xlsx"))
    assert (code, bool(said["refused"])) == (1, True)
    assert not list((tmp_path / "home").glob("agencies/*"))


def test_a_return_with_its_documents_is_one_archive_that_merge_takes_as_it_is(
    workbook: Path, secretariat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, taken = told(capsys, "fill", str(workbook))
    own = Path(taken["register"])
    scan = tmp_path / "Order.pdf"
    scan.write_bytes(b"%PDF-1.4" + b"x" * 3000)
    with Register.open(own) as register:
        with register.reading() as connection:
            report, _ = unanswered(connection)[0]
        id, changes = attach_evidence("progress", report, {"title": "Order No. 5"})
        register.apply(changes)
        with register.reading() as connection:
            stored = record(connection, "evidence", id)
        file = read_document_file(scan, keep=True)
        register.apply(attach_file(id, stored or {}, file), [file])
    asked = ("--register", str(own), "--compiler", "Chief expert", "--phone", "74-00-00")
    code, written = told(capsys, "write-return", *asked, "--to", str(tmp_path / "back.zip"))
    assert (code, [(one["file"], one["packed"]) for one in written["documents"]]) == (
        0,
        [("Order.pdf", True)],
    )
    code, merged = told(capsys, "merge", written["file"], "--register", str(secretariat))
    (file_told,) = merged["files"]
    assert (code, [one["file"] for one in file_told["documents"]]) == (0, ["Order.pdf"])
    code, found = told(
        capsys, "show", "evidence", "--register", str(secretariat), "--where", "file_name=Order.pdf"
    )
    assert (code, [one["title"] for one in found]) == (0, ["Order No. 5"])
    code, again = told(capsys, "fill", written["file"])
    assert (code, again["register"], again["changed"]) == (0, taken["register"], 0)


@pytest.mark.parametrize(
    ("workbook_language", "named"), [("en", "MIA.upr"), ("ru", "МВД.upr"), ("kk", "ІІМ.upr")]
)
def test_the_register_is_named_and_told_in_the_language_of_the_workbook_and_of_the_person(
    secretariat: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    workbook_language: str,
    named: str,
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    asked = ("--register", str(secretariat), "--author", "me", "--period", "2026H2", "--agency", "MIA")
    _, issued = told(
        capsys, "issue", *asked, "--workbook-language", workbook_language, "--out", str(tmp_path)
    )
    assert main(["fill", issued[0]["file"], "--language", "ru"]) == 0
    said = capsys.readouterr().out
    assert f"{named}\n" in said
    assert said.startswith("МВД, II полугодие 2026 года")
    register = tmp_path / "home" / "agencies" / named
    assert f"upr-desktop {register}" in said, "where to answer"
    assert f"upr-desktop write-return --register {register} --to " in said, "and what comes then"
