"""Test the import of plans from the command line: what scripts read, and how they answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from plan_files import Row, plan_file

from upr_desktop import cli
from upr_desktop.paths import bundled

SAMPLE = bundled("resources/sample")
ROWS = (
    Row("1", "140.1, 140.999", "Принять закон о профилактике пыток", "как получится", "МВД, МО"),
    Row("2", "140.2", "Обучить сотрудников полиции", "ежегодно", "МВД"),
)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    path = tmp_path / "a.upr"
    assert cli.main(["new", str(path), "--reference", "kazakhstan-4", "--author", "me"]) == 0
    arguments = ["import", str(SAMPLE / "thematic_list.docx"), "--register", str(path), "--author", "me"]
    assert cli.main(arguments) == 0
    capsys.readouterr()
    return path


def plan_in(folder: Path, rows: tuple[Row, ...] = ROWS, **more: Any) -> Path:
    path = folder / "plan.xlsx"
    path.write_bytes(plan_file(rows, **more).content)
    return path


def imported(
    register: Path, capsys: pytest.CaptureFixture[str], file: Path, *more: str, code: int = 0
) -> dict[str, Any]:
    arguments = ["import", str(file), "--register", str(register), "--as", "plan", "--json"]
    assert cli.main([*arguments, "--author", "me", "--language", "en", *more]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_counts_close_over_measures_and_over_the_rows_of_the_file(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = imported(register, capsys, SAMPLE / "plan_kk.xlsx")
    assert said["unit"] == "measures"
    assert (said["created"], said["changed"], said["unchanged"], said["refused"]) == (64, 0, 0, 0)
    assert said["rows"]["measure"] == 64
    assert said["left_alone"] == said["rows"]["left_alone"]
    assert said["revision"]
    assert said["mapping"][0]["columns"]["D"] == "measure"


def test_the_same_file_again_is_named_and_read_again_it_changes_nothing(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = imported(register, capsys, SAMPLE / "plan_ru.docx")
    again = imported(register, capsys, SAMPLE / "plan_ru.docx")
    assert (again["same_file"], again["unchanged"], again["revision"]) == (first["revision"], 64, None)
    read = imported(register, capsys, SAMPLE / "plan_ru.docx", "--again")
    assert (read["unchanged"], read["created"], read["revision"]) == (64, 0, None)


def test_questions_are_answered_from_a_file_of_their_own_keys(
    register: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = plan_in(tmp_path)
    said = imported(register, capsys, file, "--dry-run")
    asked = {one["kind"]: one["key"] for one in said["questions"]}
    assert set(asked) == {"deadline", "body", "stub"}
    answers = tmp_path / "answers.json"
    told = {
        "deadline": {asked["deadline"]: {"kind": "day", "start": None, "end": "2027-05-01"}},
        "body": {asked["body"]: ["MOD"]},
        "stub": True,
    }
    answers.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    done = imported(register, capsys, file, "--answers", str(answers))
    assert not [one for one in done["questions"] if one["answer"] is None]
    assert cli.main(["show", "measure", "--register", str(register), "--json", "--where", "number=1"]) == 0
    (measure,) = json.loads(capsys.readouterr().out)
    assert measure["deadline"]["end"] == "2027-05-01"
    assert {body["code"] for body in measure["bodies"]} == {"MIA", "MOD"}
    assert measure["recommendations"] == ["140.1", "140.999"]


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ("[1]", "holds no answers"),
        ('{"colour": {}}', "does not ask"),
        ('{"deadline": {"a": {"kind": "someday"}}}', "is not understood"),
        ('{"deadline": {"a": {"kind": "day", "end": "31.12.2027"}}}', "is not understood"),
        ('{"stub": "yes"}', "is not understood"),
        ("{", "not a .json file"),
    ],
)
def test_answers_that_say_nothing_are_refused_with_what_to_write(
    register: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, told: str, refusal: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(told, encoding="utf-8")
    said = imported(register, capsys, plan_in(tmp_path), "--answers", str(answers), code=1)
    assert refusal in said["refused"]


def test_a_table_whose_columns_are_not_known_is_refused_naming_map_and_comes_in_with_one(
    register: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = tuple(Row(str(at), "140.1", f"Принять закон № {at}", "2027 год", "МЮ") for at in range(1, 9))
    file = plan_in(tmp_path, rows, titles=())
    assert "--map" in imported(register, capsys, file, code=1)["refused"]
    mapping = tmp_path / "map.json"
    columns = {"A": "row_no", "B": "rec_no", "C": "measure", "E": "deadline", "F": "responsible"}
    mapping.write_text(json.dumps({"sheet": "", "header_row": 0, "columns": columns}), encoding="utf-8")
    said = imported(register, capsys, file, "--map", str(mapping))
    assert (said["created"], said["mapping"][0]["columns"]) == (8, columns)


def test_nothing_of_a_file_is_written_until_it_is_said_which_plan_it_is(
    register: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    texts = ("Принять закон", "Обучить судей", "Издать учебник", "Построить школу")
    rows = tuple(Row(str(at), "140.1", text, "2027 год", "МЮ") for at, text in enumerate(texts))
    imported(register, capsys, plan_in(tmp_path, rows))
    mixed = (rows[0], *(Row(str(at), "140.2", f"Посадить {at} деревьев", "2028 год", "МИО") for at in (5, 6)))
    said = imported(register, capsys, plan_in(tmp_path, mixed), code=1)
    assert (said["refused"], said["revision"], said["plan"]) == (3, None, None)
    answers = tmp_path / "answers.json"
    answers.write_text('{"plan": "new"}', encoding="utf-8")
    done = imported(register, capsys, plan_in(tmp_path, mixed), "--answers", str(answers))
    assert (done["created"], done["plan_is_new"]) == (3, True)


def test_the_mapping_that_was_used_can_be_given_back(
    register: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = plan_in(tmp_path)
    used = imported(register, capsys, file, "--dry-run")["mapping"]
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps(used), encoding="utf-8")
    again = imported(register, capsys, file, "--dry-run", "--map", str(mapping))
    assert (again["mapping"], again["created"]) == (used, 2)
