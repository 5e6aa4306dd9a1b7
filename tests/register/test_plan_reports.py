"""Who owes a report for which period, how far each agency is, and the numbers of the summary."""

from datetime import date

import pytest
from plan_samples import Planned, assign, planned, report

from upr_desktop.register.plan_summary import PlanSummary, plan_summary
from upr_desktop.register.recommendations import recommendations

TODAY = date(2026, 11, 21)
H1, H2 = "2026H1", "2026H2"


@pytest.fixture
def sample() -> Planned:
    return planned()


def owed(sample: Planned, period: str = H1) -> dict[str, list[str]]:
    """Return what each agency owes for a period: measure and state."""
    matrix = sample.matrix()
    names = {id: name for name, id in sample.ids.items()}
    return {
        names[agency]: [f"{names[one.measure_id]} {one.state}" for one in cell.owed]
        for agency in matrix.agencies
        if (cell := matrix.cell(agency, sample[period])).owed
    }


def test_every_body_owes_a_report_where_all_report(sample: Planned) -> None:
    assert owed(sample) == {
        "CITY": ["m10.1 missing"],
        "LEB": ["m10 missing"],
        "MIA": ["m1 submitted"],
        "MOJ": ["m1 draft", "m2 sent_back", "m10.1 missing"],
    }


def test_only_leads_owe_where_the_lead_reports_for_all(sample: Planned) -> None:
    sample.edit("plan", "plan", "who_reports", "lead")
    assert owed(sample) == {
        "LEB": ["m10 missing"],
        "MIA": ["m1 submitted"],
        "MOJ": ["m2 sent_back", "m10.1 missing"],
    }
    matrix = sample.matrix()
    assert [mark.id for mark in matrix.cell(sample["MOJ"], sample[H1]).besides] == [sample["1/MOJ/2026H1"]]


def test_a_mark_on_the_body_decides_before_the_plan(sample: Planned) -> None:
    sample.edit("1/MIA", "assignment", "reports", False)
    assert "MIA" not in owed(sample)
    sample.edit("plan", "plan", "who_reports", "per_assignment")
    assert owed(sample) == {}
    sample.edit("1/MIA", "assignment", "reports", True)
    assert owed(sample) == {"MIA": ["m1 submitted"]}


def test_members_answer_for_their_collective_body(sample: Planned) -> None:
    assign(sample, "10.1", "LEB", "co")
    sample.save()
    assert owed(sample)["LEB"] == ["m10 missing"], "for 10.1 its member CITY is named"


def test_nobody_owes_what_was_closed_by_the_periods_last_day(sample: Planned) -> None:
    sample.add("closing", "measure_decision", measure_id=sample["m2"], decision="exclude", date="2026-07-01")
    assert "m2 sent_back" in owed(sample)["MOJ"]
    assert "m2 missing" not in owed(sample, H2)["MOJ"]
    sample.edit("closing", "measure_decision", "date", "2026-06-30")
    assert "m2 sent_back" not in owed(sample)["MOJ"]


def test_a_body_owes_only_while_it_is_responsible_and_exists(sample: Planned) -> None:
    sample.edit("1/MIA", "assignment", "valid_to", "2026-06-30")
    assert ("MIA" in owed(sample), "MIA" in owed(sample, H2)) == (True, False)
    sample.edit("CITY", "agency", "valid_to", "2026-06-29")
    assert "CITY" not in owed(sample)
    sample.edit("2/MOJ", "assignment", "valid_from", "2026-07-01")
    assert owed(sample)["MOJ"] == ["m1 draft", "m10.1 missing"]


def test_a_cell_is_as_far_as_its_least_finished_report(sample: Planned) -> None:
    def cell(agency: str, period: str = H1) -> tuple[str, int, int]:
        found = sample.matrix().cell(sample[agency], sample[period])
        return found.state, found.handed_in, len(found.owed)

    assert cell("MOJ") == ("sent_back", 0, 3)
    assert cell("MIA") == ("submitted", 1, 1)
    assert cell("LEB") == ("missing", 0, 1)
    sample.edit("2/MOJ/2026H1", "progress", "state", "accepted")
    assert cell("MOJ") == ("draft", 1, 3)
    sample.edit("1/MOJ/2026H1", "progress", "archived", True)
    assert cell("MOJ") == ("draft", 1, 3), "begun, not missing"
    sample.edit("1/MIA/2026H1", "progress", "state", "accepted")
    assert cell("MIA") == ("accepted", 1, 1)
    empty = sample.matrix().cell(sample["MIA"], sample["plan"])
    assert (empty.state, empty.owed) == ("", ())


def test_an_agency_can_be_given_more_time(sample: Planned) -> None:
    own = {"period_id": sample[H1], "agency_id": sample["MOJ"], "due": "2026-08-01"}
    sample.add("later", "period_extension", **own)
    period = sample.periods()[0]
    assert (period.due(sample["MOJ"]), period.due(sample["MIA"])) == ("2026-08-01", "2026-07-10")


def summary(sample: Planned) -> PlanSummary:
    with sample.register.reading() as connection:
        found = recommendations(connection)
    return plan_summary(list(sample.measures().values()), sample.matrix(), TODAY, recommendations=found)


def test_the_rows_of_every_number_add_up_to_it(sample: Planned) -> None:
    told = summary(sample)
    whole = sorted(told.total)
    assert len(whole) == 4
    for bars in (told.by_area, told.by_agency, told.by_year, told.by_status, (told.by_standing,)):
        assert sorted(id for bar in bars for id in bar.ids) == whole
        assert sum(bar.count for bar in bars) == len(whole)
    assert set(told.by_standing.parts["overdue"]) == set(told.overdue) == {sample["m2"]}


def test_the_summary_says_who_is_late_silent_or_unchanged(sample: Planned) -> None:
    report(sample, "10.1/MOJ", H1, no_change=True)
    report(sample, "10.1/MOJ", H2, no_change=True)
    sample.save()
    told = summary(sample)
    assert told.period is not None
    assert told.period.code == H2
    assert set(told.silent) == {sample["LEB"], sample["CITY"]}
    assert told.unchanged_twice == (sample["10.1/MOJ"],)
    assert told.undecided == (sample["m10"],)
    assert told.without_measure == (sample["140.3"],)
    assert told.without_lead == ()
    assert [(bar.key, bar.count) for bar in told.by_year] == [(2026, 1), (2027, 1), (None, 2)]
    assert [bar.key for bar in told.by_agency] == sorted(sample[code] for code in ("MIA", "MOJ", "LEB"))


def test_a_plan_without_periods_or_measures_has_a_summary_of_nothing(sample: Planned) -> None:
    told = plan_summary([], sample.matrix(), date(2020, 1, 1))
    assert (told.total, told.by_area, told.by_standing.count) == ((), (), 0)
    assert told.period is not None
    assert told.period.code == H1
