import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_file import Options, as_received, prepare
from upr_desktop.jobs.new_register import from_sample
from upr_desktop.jobs.show import show
from upr_desktop.paths import bundled
from upr_desktop.register.check import check, replay
from upr_desktop.register.register import Register

SAMPLE = bundled("resources/sample")
LISTS = ("thematic_list.docx", "texts_ru_kk.xlsx", "earlier_cycle.json")


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return from_sample(tmp_path / "sample.upr")


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def make(folder: Path, seed: str) -> None:
    folder.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "UPR_HOME": str(folder), "TZ": f"XXX-{seed}"}
    subprocess.run([sys.executable, SAMPLE / "make_sample.py", folder], check=True, env=environment)


def test_the_script_makes_the_sample_that_ships_each_time(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        make(tmp_path / seed, seed)
    first, second = tmp_path / "1", tmp_path / "2"
    for name in LISTS[:2]:
        assert members(first / name) == members(SAMPLE / name)
        assert (first / name).read_bytes() == (second / name).read_bytes()
    assert (first / "sample.jsonl").read_bytes() == (second / "sample.jsonl").read_bytes()
    if all((first / name).read_bytes() == (SAMPLE / name).read_bytes() for name in LISTS):
        assert (first / "sample.jsonl").read_bytes() == (SAMPLE / "sample.jsonl").read_bytes()


def test_the_sample_register_has_every_area_roles_evidence_and_an_earlier_cycle(register: Register) -> None:
    with register, register.reading() as connection:
        rows = show(connection, "recommendation", {})
        current = [row for row in rows if row["cycle"] == 4]
        assert {row["area"] for row in current} == {str(area) for area in range(1, 15)}
        assert len(current) == 57
        assert all(part["text_ru"] and part["text_kk"] for row in current for part in row["parts"])
        assert len([row for row in current if row["agencies"]]) == 50
        assert len(show(connection, "evidence", {})) == 24
        assert Counter(row["position"] for row in current) == {"supported": 50, "noted": 7}
        assert len([row for row in rows if row["cycle"] == 3]) == len(
            show(connection, "recommendation_link", {})
        )
        assert len(show(connection, "saved_view", {})) == 2
        assert "invented" in show(connection, "register", {})[0]["name"]
    assert register.history()[-1].author == "Секретариат"


def test_the_samples_bodies_have_reported_for_a_half_year_and_begun_the_next(register: Register) -> None:
    with register, register.reading() as connection:
        reports = show(connection, "progress", {})
        kinds = {
            kind: len(show(connection, kind, {})) for kind in ("period", "remark", "assessment", "wording")
        }
    assert kinds == {"period": 8, "remark": 4, "assessment": 6, "wording": 4}
    assert Counter((row["period"], row["state"]) for row in reports) == {
        ("2026H1", "accepted"): 48,
        ("2026H1", "submitted"): 1,
        ("2026H1", "draft"): 3,
        ("2026H1", "sent_back"): 2,
        ("2026H2", "submitted"): 8,
        ("2026H2", "draft"): 3,
    }


def test_check_finds_the_gaps_that_the_sample_leaves_and_no_error(register: Register) -> None:
    with register, register.reading() as connection:
        found = check(connection)
        assert replay(connection)
    assert {problem.code for problem in found} == {
        "no_lead", "two_leads", "unknown_state", "address_form",
        "supported_without_agency", "supported_without_measure",
    }  # fmt: skip
    assert not [problem for problem in found if problem.severity == "error"]


@pytest.mark.parametrize("name", LISTS)
def test_importing_a_list_of_the_sample_again_changes_nothing(register: Register, name: str) -> None:
    with register, Gate() as gate:
        received = as_received(name, (SAMPLE / name).read_bytes())
        draft = prepare(register, received, Options(state="KAZ"), gate).draft
    assert not draft.changes.changes
    assert draft.counts["unchanged"] == (6 if name == "earlier_cycle.json" else 57)


def test_texts_that_name_the_states_in_russian_leave_them_as_the_list_wrote_them(register: Register) -> None:
    with register, register.reading() as connection:
        row = show(connection, "recommendation", {"number": "140.5"})[0]
    assert row["parts"][0]["states"] == ["Philippines", "Ecuador"]
    assert "Филиппины" not in row["parts"][0]["text_ru"]


def test_every_file_of_the_sample_says_that_it_is_invented() -> None:
    assert b"INVENTED SAMPLE" in b"".join(members(SAMPLE / "thematic_list.docx").values())
    assert "вымышленный образец" in b"".join(members(SAMPLE / "texts_ru_kk.xlsx").values()).decode(
        "utf-8", "replace"
    )
    for path in SAMPLE.glob("*.json"):
        assert "nvented" in path.read_text(encoding="utf-8") or path.name in (
            "views.json",
            "plan_answers.json",
        )


def test_the_sample_register_has_its_plan_in_the_areas_of_the_recommendations(register: Register) -> None:
    with register, register.reading() as connection:
        measures = show(connection, "measure", {})
        assert len(measures) == 64
        assert {row["area"] for row in measures} == {str(area) for area in range(1, 15)}
        assert len([row for row in measures if row["recommendations"] and row["bodies"]]) == 64
        assert show(connection, "plan", {})[0]["valid_to"] == "2029-12-31"
