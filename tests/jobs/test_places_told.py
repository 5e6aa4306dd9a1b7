"""What is worth a look calls an agency by its short name in the reader's language, in the place and in the sentence."""

from pathlib import Path

from plan_samples import Planned
from return_samples import report, sent

from upr_desktop.jobs.telling import place, what
from upr_desktop.register.changes import RecordId
from upr_desktop.register.check import check
from upr_desktop.register.errors import Problem


def found(sample: Planned, kind: str, code: str = "") -> Problem:
    with sample.register.reading() as connection:
        return next(one for one in check(connection) if one.kind == kind and one.code in (code or one.code))


def test_the_place_of_a_report_names_the_agency_by_its_short_name(sample: Planned, tmp_path: Path) -> None:
    sent(sample, tmp_path)
    sample.ids["report"] = RecordId(str(report(sample, "2")["id"]))
    sample.edit("report", "progress", "claimed_status", "fully_implemented")
    problem = found(sample, "progress")
    assert problem.where == "2/MOJ/2026H2"
    assert place(problem, "ru") == "мероприятие 2, MOJ-ру, II полугодие 2026 года"


def test_a_body_that_ended_is_named_by_its_short_name(sample: Planned) -> None:
    sample.edit("MIA", "agency", "valid_to", "2026-09-30")
    assert what(found(sample, "measure", "agency_ended"), "ru").startswith("MIA-ру существует только по")
