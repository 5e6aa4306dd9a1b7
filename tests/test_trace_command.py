"""Where a value comes from is asked and told in the words of the person who asks."""

import json
from pathlib import Path
from typing import Any

import pytest

from upr_desktop.cli import main


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("traced") / "sample.upr"
    assert main(["new", str(path), "--sample"]) == 0
    return path


def asked(capsys: pytest.CaptureFixture[str], sample: Path, *words: str, language: str = "en") -> str:
    capsys.readouterr()
    main([*words, "--register", str(sample), "--language", language])
    said = capsys.readouterr()
    return said.out + said.err


def steps(capsys: pytest.CaptureFixture[str], sample: Path, record: str, field: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["trace", record, field, "--register", str(sample), "--json"]) == 0, capsys.readouterr().err
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("record", "word", "key"),
    [
        ("recommendation:4/140.10", "lead", "agencies"),
        ("recommendation:4/140.10", "Ответственный", "agencies"),
        ("recommendation:4/140.10", "жауапты", "agencies"),
        ("recommendation:4/140.10", "Made by", "states"),
        ("measure:5", "lead", "bodies"),
        ("measure:5", "Co-executors", "bodies"),
        ("measure:5", "Срок", "deadline"),
        ("measure:5", "СРОК ИСПОЛНЕНИЯ", "deadline"),
        ("agency:MOJ", "Short name in Russian", "short_ru"),
    ],
)
def test_a_field_is_known_by_what_its_column_is_called_in_any_language(
    sample: Path, capsys: pytest.CaptureFixture[str], record: str, word: str, key: str
) -> None:
    assert steps(capsys, sample, record, word) == steps(capsys, sample, record, key) != []


def test_a_status_is_what_agencies_claim_and_what_the_coordinator_assesses(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = steps(capsys, sample, "measure:6", "status")
    both = [step for key in ("claimed", "assessed") for step in steps(capsys, sample, "measure:6", key)]
    assert sorted(map(str, found)) == sorted(map(str, both))
    assert [step["revision"] for step in found] == sorted((one["revision"] for one in found), reverse=True)


@pytest.mark.parametrize(
    ("language", "known"), [("en", "lead (Lead)"), ("ru", "lead (Ответственный)"), ("kk", "lead (Жауапты)")]
)
def test_an_unknown_field_is_refused_with_words_that_a_user_knows(
    sample: Path, capsys: pytest.CaptureFixture[str], language: str, known: str
) -> None:
    said = asked(capsys, sample, "trace", "recommendation:4/140.10", "colour", language=language)
    assert known in said
    assert "area_id" not in said
    assert "review_id" not in said


def test_the_lines_name_bodies_fields_and_codes_as_people_do(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked(capsys, sample, "trace", "recommendation:4/140.10", "lead", language="ru")
    assert "Роль: — → Ответственный" in told
    assert "МЮ" in told
    assert "agency_id" not in told
    assert "019" not in told
    assert "None" not in told
    assert "plan_ru.docx › Table 1!G8" in asked(capsys, sample, "trace", "measure:5", "bodies")


def test_a_field_that_nobody_ever_filled_is_said_to_be_so(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, sample, "trace", "recommendation:4/140.10", "nearest_deadline").strip()
    assert "Nothing" in asked(capsys, sample, "trace", "agency:MOJ", "Exists from")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_an_unknown_agency_is_refused_with_an_agency_for_example(
    sample: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    said = asked(capsys, sample, "trace", "agency:NOPE", "code", language=language)
    assert "agency:NOPE" in said
    assert "agency:MOJ" in said
    assert "140.10" not in said
    assert "measure:1." in asked(capsys, sample, "trace", "measure:999", "text", language=language)
    assert "progress:12/MOJ/2026H1" in asked(capsys, sample, "trace", "progress:9", "text", language=language)


def test_show_names_its_kinds_and_keys_with_what_people_call_them(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(capsys, sample, "show", "conflict", language="ru")
    assert "measure (Мероприятие)" in said
    said = asked(capsys, sample, "show", "measure", "--where", "lead=MOJ", language="ru")
    assert "bodies (Исполнители)" in said
    assert "plan (План)" in said
