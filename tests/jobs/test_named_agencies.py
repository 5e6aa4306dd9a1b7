"""A sentence calls an agency by its short name in the language of the sentence, never by its code."""

from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from return_samples import Clerk, merged, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.issue import issue
from upr_desktop.jobs.telling import sentence, what
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.own_rows import keeper, refuse_own


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    found = planned(tmp_path / "r.upr")
    for code, kk, ru in (("MOJ", "ӘМ", "МЮ"), ("MIA", "ІІМ", "МВД")):
        found.edit(code, "agency", "short_kk", kk)
        found.edit(code, "agency", "short_ru", ru)
    return found


def test_a_return_of_another_agency_names_both(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path))
    clerk.sheet.cell(3, 4).value = "МВД"
    merge = merged(sample, gate, clerk.type("2", narrative="Готово").save("a.xlsx"))
    told = next(one for one in merge.files[0].notices if one.code == "return_of_another")
    russian, kazakh, english = (what(told, language) for language in ("ru", "kk", "en"))
    assert ("МЮ" in russian, "МВД" in russian, "MOJ" in russian, "MIA" in russian) == (
        True,
        True,
        False,
        False,
    )
    assert ("ӘМ" in kazakh, "ІІМ" in kazakh) == (True, True)
    assert ("MOJ" in english, "MIA" in english) == (True, True), "without a short name the code stands"


def test_what_cannot_be_taken_names_the_agency(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk = Clerk(sent(sample, tmp_path)).type("2", claimed_status="не относится к компетенции")
    merged(sample, gate, clerk.save("a.xlsx"))
    with sample.register.reading() as connection:
        (one,) = open_questions(connection)
    assert one.refusal is not None
    assert "МЮ" in sentence(one.refusal, "ru")
    assert "ӘМ" in sentence(one.refusal, "kk")


def test_an_agency_that_owes_nothing_is_named(sample: Planned, tmp_path: Path) -> None:
    sample.add("IDLE", "agency", code="IDLE", short_ru="МИО", short_kk="ЖАО")
    with pytest.raises(RegisterError, match="nothing_owed") as refused:
        issue(sample.register, "2026H1", tmp_path, "ru", codes=["IDLE"], today=date(2026, 7, 1))
    assert "МИО" in sentence(refused.value, "ru")
    assert "ЖАО" in sentence(refused.value, "kk")


def test_an_agencys_own_register_is_named_by_its_agency(sample: Planned) -> None:
    with sample.register.reading() as connection:
        assert keeper(connection) is None
        register = next(iter(connection.exec_driver_sql("SELECT id FROM register")))[0]
    sample.ids["own"] = register
    sample.edit("own", "register", "agency", "MOJ")
    with (
        sample.register.reading() as connection,
        pytest.raises(RegisterError, match="agency_register") as refused,
    ):
        refuse_own(connection)
    assert "МЮ" in sentence(refused.value, "ru")
    assert "ӘМ" in sentence(refused.value, "kk")
