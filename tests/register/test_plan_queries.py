"""What tables and forms show of a plan: measures with all that belongs to them, reports, where each stands."""

from datetime import date

import pytest
from plan_samples import Planned, assign, measure, planned, report

from upr_desktop.register.plan_queries import measures
from upr_desktop.register.plan_standing import standing, status
from upr_desktop.register.progress_queries import progress_of, report_marks
from upr_desktop.register.recommendations import recommendations

TODAY = date(2026, 11, 21)


@pytest.fixture
def sample() -> Planned:
    return planned()


def test_measures_stand_in_the_order_of_their_numbers_not_of_their_letters(sample: Planned) -> None:
    assert list(sample.measures()) == ["1", "2", "10", "10.1"]


def test_a_measure_has_its_recommendations_bodies_documents_and_last_report(sample: Planned) -> None:
    row = sample.measures()["1"]
    assert [link.number for link in row.recommendations] == ["140.1", "140.2"]
    assert [(body.agency_id, body.role) for body in row.bodies] == [
        (sample["MIA"], "lead"),
        (sample["MOJ"], "co"),
    ]
    assert row.evidence == (sample["order"],)
    assert row.last is not None
    assert (row.last.period, row.last.mark.agency_id, row.last.mark.no_change) == (
        "2026H2",
        sample["MIA"],
        True,
    )
    assert row.text("kk") == ("Сделать 1", "ru")
    assert row.leads == (sample["MIA"],)


def test_a_report_that_was_handed_in_is_shown_before_a_newer_draft(sample: Planned) -> None:
    report(sample, "1/MOJ", "2026H2", "draft")
    sample.edit("1/MIA/2026H2", "progress", "archived", True)
    sample.save()
    last = sample.measures()["1"].last
    assert last is not None
    assert last.id == sample["1/MIA/2026H1"]
    assert last.evidence == (sample["order"],)
    assert last.narrative("en") == ("Готовим проект закона", "ru")


def test_what_is_archived_is_not_shown(sample: Planned) -> None:
    for name, kind in (
        ("m1-140.2", "measure_recommendation"),
        ("1/MIA", "assignment"),
        ("order", "evidence"),
    ):
        sample.edit(name, kind, "archived", True)
    row = sample.measures()["1"]
    assert [link.number for link in row.recommendations] == ["140.1"]
    assert [body.agency_id for body in row.bodies] == [sample["MOJ"]]
    assert row.evidence == ()
    assert [mark.agency_id for mark in row.marks] == [sample["MOJ"]]
    sample.edit("m1", "measure", "archived", True)
    assert "1" not in sample.measures()
    with sample.register.reading() as connection:
        assert len(measures(connection, archived=True)) == 4
        assert [one.number for one in measures(connection, ids=[sample["m2"]])] == ["2"]


def test_reports_are_found_by_measure_agency_period_and_recommendation(sample: Planned) -> None:
    with sample.register.reading() as connection:
        found = {
            "measure": progress_of(connection, measure=sample["m1"]),
            "agency": progress_of(connection, agency=sample["MOJ"]),
            "both": progress_of(connection, agency=sample["MOJ"], period=sample["2026H2"]),
            "recommendation": progress_of(connection, recommendation=sample["140.2"]),
            "all": progress_of(connection),
        }
    assert {name: len(rows) for name, rows in found.items()} == {
        "measure": 3, "agency": 2, "both": 0, "recommendation": 3, "all": 4,
    }  # fmt: skip
    assert [row.period for row in found["measure"]] == ["2026H2", "2026H1", "2026H1"]
    assert next(row for row in found["agency"] if row.remarks).remarks == ("Приложите приказ",)


def test_only_a_last_day_makes_overdue_and_never_what_is_done_or_closed(sample: Planned) -> None:
    def stands(number: str, today: date = TODAY) -> str:
        return standing(sample.measures()[number], today)

    assert {number: stands(number) for number in ("1", "2", "10", "10.1")} == {
        "1": "open", "2": "overdue", "10": "open", "10.1": "open",
    }  # fmt: skip
    assert stands("2", date(2026, 6, 30)) == "due_soon"
    assert stands("2", date(2026, 5, 31)) == "due_soon"
    assert stands("2", date(2026, 5, 30)) == "open"
    assert stands("2", date(2026, 7, 1)) == "overdue"
    sample.add(
        "closing", "measure_decision", measure_id=sample["m2"], decision="close", date="2026-10-01", act="№ 5"
    )
    assert (stands("2"), stands("2", date(2026, 9, 30))) == ("closed", "overdue")


def test_only_a_claim_of_the_lead_that_was_handed_in_makes_a_measure_done(sample: Planned) -> None:
    assert status(sample.measures()["2"]) is None, "what was sent back claims nothing"
    sample.edit("2/MOJ/2026H1", "progress", "state", "submitted")
    assert standing(sample.measures()["2"], TODAY) == "done"
    sample.edit("2/MOJ/2026H1", "progress", "done_on", "2026-07-02")
    assert standing(sample.measures()["2"], TODAY) == "done_late"
    sample.edit("1/MOJ/2026H1", "progress", "claimed_status", "fully_implemented")
    sample.edit("1/MOJ/2026H1", "progress", "state", "accepted")
    assert status(sample.measures()["1"]) == "in_progress"


def test_what_the_coordinator_assessed_last_counts_before_any_claim(sample: Planned) -> None:
    owner = {"record_id": sample["m1"], "record_kind": "measure"}
    sample.add("first", "assessment", **owner, value="fully_implemented", date="2026-08-01")
    assert status(sample.measures()["1"]) == "fully_implemented"
    sample.add("second", "assessment", **owner, value="not_started", date="2026-09-01")
    sample.add("older", "assessment", **owner, value="continuous", date="2026-07-01")
    assert status(sample.measures()["1"]) == "not_started"


def test_a_recommendation_tells_its_measures_the_nearest_deadline_and_both_statuses(sample: Planned) -> None:
    owner = {"record_id": sample["140.1"], "record_kind": "recommendation"}
    sample.add("held", "assessment", **owner, value="partially_implemented", date="2026-08-01")
    with sample.register.reading() as connection:
        rows = {row.number: row.in_plan for row in recommendations(connection)}
        few = recommendations(connection, [sample["140.1"]])[0].in_plan
    assert few == rows["140.1"]
    assert [mark.number for mark in few.measures] == ["1", "2"]
    assert (few.nearest_deadline, few.claimed, few.assessed) == (
        "2026-06-30",
        ("in_progress",),
        "partially_implemented",
    )
    assert rows["140.3"].measures == ()
    sample.edit("2/MOJ/2026H1", "progress", "state", "accepted")
    with sample.register.reading() as connection:
        few = recommendations(connection, [sample["140.1"]])[0].in_plan
    assert few.nearest_deadline == "2027-12-31", "a measure that is done has no deadline ahead"


def test_assignments_to_recommendations_stay_what_they_were(sample: Planned) -> None:
    task = {"recommendation_id": sample["140.3"], "agency_id": sample["MIA"], "role": "lead"}
    sample.add("own", "assignment", **task)
    with sample.register.reading() as connection:
        row = recommendations(connection, [sample["140.3"]])[0]
    assert [link.agency_id for link in row.agencies] == [sample["MIA"]]
    assert len(sample.measures()) == 4


def test_all_reports_are_those_of_all_measures_in_the_same_order(sample: Planned) -> None:
    for number in range(20, 30):
        measure(sample, str(number), "140.3")
        for agency in ("MIA", "MOJ"):
            assign(sample, str(number), agency)
            for period in ("2026H2", "2026H1"):
                report(sample, f"{number}/{agency}", period)
    sample.save()
    ids = [row.id for row in sample.measures().values()]
    with sample.register.reading() as connection:
        found = report_marks(connection, ids)
        assert report_marks(connection) == report_marks(connection, plan=sample["plan"]) == found
    assert len(found) > 40


def test_few_selects_serve_many_measures(sample: Planned) -> None:
    def selects() -> int:
        with sample.register.reading() as connection:
            count = 0

            def note(*_: object) -> None:
                nonlocal count
                count += 1

            connection.raw.set_trace_callback(note)
            measures(connection, sample["plan"])
            connection.raw.set_trace_callback(None)
            return count

    before = selects()
    for number in range(20, 40):
        measure(sample, str(number), "140.3")
        assign(sample, str(number), "MIA")
        report(sample, f"{number}/MIA", "2026H1")
    sample.save()
    assert selects() == before < 15
