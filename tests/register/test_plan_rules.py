"""What is worth a look in a plan is said by the same rules to a form, as one types, and by `check`."""

from collections.abc import Callable
from datetime import date

import pytest
from plan_samples import Planned, assign, measure, planned, recommendation

from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, Value, new_id
from upr_desktop.register.check import check
from upr_desktop.register.errors import Problem, RulesBroken
from upr_desktop.register.plan_rules import ReportAround, period_problems, report_problems
from upr_desktop.words import LANGUAGES

TODAY = date(2026, 11, 21)
AS_IT_IS = {"deadline_undecided", "supported_without_agency", "supported_without_measure"}
DONE: dict[str, Value] = {"claimed_status": "fully_implemented"}


@pytest.fixture
def sample() -> Planned:
    return planned()


def problems(sample: Planned) -> list[Problem]:
    with sample.register.reading() as connection:
        return check(connection, TODAY)


def codes(sample: Planned) -> set[str]:
    return {problem.code for problem in problems(sample)}


def set_fields(name: str, kind: str, **values: Value) -> Callable[[Planned], None]:
    def spoil(sample: Planned) -> None:
        for field, value in values.items():
            sample.edit(name, kind, field, value)

    return spoil


def add_period(**values: Value) -> Callable[[Planned], None]:
    first = {"code": "X", "first_day": "2027-01-01", "last_day": "2027-06-30"}
    return lambda sample: (
        sample.add("other", "period", plan_id=sample["plan"], **{**first, **values}) and None
    )


def another(
    number: str, *recommendations: str, text: str | None = "Сделать", lead: str = "MIA"
) -> Callable[[Planned], None]:
    def spoil(sample: Planned) -> None:
        measure(sample, number, *recommendations, deadline_raw=None)
        if lead:
            assign(sample, number, lead)
        sample.save()
        sample.edit(f"m{number}", "measure", "text_ru", text)

    return spoil


def assess_wrongly(sample: Planned) -> None:
    owner = {"record_id": sample["140.1"], "record_kind": "recommendation"}
    sample.add("held", "assessment", **owner, value="not_due")


CASES: dict[str, Callable[[Planned], None]] = {
    "done_without_evidence": set_fields("1/MIA/2026H2", "progress", no_change=None, **DONE),
    "undone_without_reason": set_fields("1/MIA/2026H2", "progress", claimed_status="not_planned"),
    "no_change_with_text": set_fields("1/MIA/2026H2", "progress", narrative_kk="Жаңа"),
    "done_in_future": set_fields("1/MIA/2026H1", "progress", done_on="2026-11-22"),
    "done_outside_validity": set_fields("1/MIA", "assignment", valid_to="2026-11-01"),
    "report_outside_validity": set_fields("1/MIA", "assignment", valid_from="2026-07-01"),
    "report_without_assignment": set_fields("1/MOJ", "assignment", archived=True),
    "period_reversed": add_period(last_day="2026-12-31", first_day="2027-02-01"),
    "period_due_early": set_fields("2026H1", "period", due_agencies="2026-06-29"),
    "period_upward_early": set_fields("2026H1", "period", due_upward="2026-07-09"),
    "periods_overlap": add_period(first_day="2026-12-31"),
    "period_twice": add_period(code="2026H2"),
    "measure_without_text": another("3", "140.3", text=None),
    "measure_without_lead": another("3", "140.3", lead=""),
    "measure_without_recommendation": another("3"),
    "two_leads": set_fields("1/MOJ", "assignment", role="lead"),
    "deadline_reversed": set_fields("m1", "measure", deadline_start="2028-01-01"),
    "agency_ended": set_fields("MIA", "agency", valid_to="2026-12-31"),
    "measure_number_twice": set_fields("m10", "measure", number="1"),
    "assessment_of_other_kind": assess_wrongly,
    "validity_reversed": set_fields("plan", "plan", valid_to="2024-01-01"),
}  # fmt: skip


def test_what_is_only_worth_knowing_is_said_softly(sample: Planned) -> None:
    sample.edit("2026H2", "period", "due_agencies", "2027-01-10")
    found = problems(sample)
    assert {problem.code for problem in found} == AS_IT_IS
    assert {problem.severity for problem in found} == {"info"}
    gaps = {problem.code: (problem.where, problem.values) for problem in found if problem.values.get("count")}
    assert gaps == {
        "supported_without_agency": ("4/", {"count": 3}),
        "supported_without_measure": ("4/", {"count": 1}),
    }


def test_a_supported_recommendation_with_an_agency_is_no_gap(sample: Planned) -> None:
    sample.add("held", "assignment", recommendation_id=sample["140.1"], agency_id=sample["MIA"], role="lead")
    assert gap(sample, "supported_without_agency") == 2


def gap(sample: Planned, code: str) -> Value:
    return next((problem.values["count"] for problem in problems(sample) if problem.code == code), 0)


@pytest.mark.parametrize("code", CASES)
def test_each_rule_finds_its_fault_and_no_other(sample: Planned, code: str) -> None:
    sample.edit("2026H2", "period", "due_agencies", "2027-01-10")
    if code == "done_outside_validity":
        sample.edit("1/MIA/2026H2", "progress", "done_on", "2026-11-02")
    CASES[code](sample)
    found = [problem for problem in problems(sample) if problem.code not in AS_IT_IS]
    assert {problem.code for problem in found} == {code}
    for problem in found:
        assert problem.record
        assert problem.severity == "warning"
        for language in LANGUAGES:
            for told in (what(problem, language), how_to_fix(problem, language)):
                assert told
                assert "{" not in told


def test_a_plan_that_supports_all_is_needed_before_measures_are_missed(sample: Planned) -> None:
    for number in ("1", "2", "10", "10.1"):
        sample.edit(f"m{number}", "measure", "archived", True)
    assert "supported_without_measure" not in codes(sample)


def test_an_earlier_cycle_is_not_asked_for_measures(sample: Planned) -> None:
    sample.put("old", "review", mechanism="UPR", state="KAZ", cycle=3)
    new, sample.ids["review"] = sample["review"], sample["old"]
    recommendation(sample, "139.1")
    sample.ids["review"] = new
    sample.save()
    assert gap(sample, "supported_without_measure") == 1
    assert gap(sample, "supported_without_agency") == 3


def test_a_transfer_ends_the_worry_about_an_agency_that_ended(sample: Planned) -> None:
    CASES["agency_ended"](sample)
    assert "agency_ended" in codes(sample)
    sample.edit("1/MIA", "assignment", "valid_to", "2026-12-31")
    assert "agency_ended" not in codes(sample)
    assert "measure_without_lead" not in codes(sample)


def test_a_form_asks_the_same_rules_as_one_types() -> None:
    around = ReportAround(TODAY)
    values: dict[str, Value] = {**DONE, "done_on": "2027-01-01"}
    assert {one.code for one in report_problems(values, around)} == {
        "done_without_evidence",
        "done_in_future",
    }
    assert report_problems({**DONE, "evidence_text_kk": "Бұйрық № 5"}, around) == []
    assert report_problems(DONE, ReportAround(TODAY, documents=1)) == []
    assert report_problems({}, around) == []
    assert {one.values["field"] for one in report_problems(values, around)} == {"evidence_text", "done_on"}
    days = {"code": "A", "first_day": "2026-01-01", "last_day": "2026-06-30"}
    assert period_problems(days, []) == []
    later = {"code": "B", "first_day": "2026-06-30", "last_day": "2026-12-31"}
    assert [one.code for one in period_problems(days, [later])] == ["periods_overlap"]
    assert period_problems(days, [{**later, "first_day": "2026-07-01"}]) == []


@pytest.mark.parametrize("ends", [("recommendation_id", "measure_id"), ()])
def test_a_task_belongs_to_a_recommendation_or_a_measure_and_to_one_of_them(
    sample: Planned, ends: tuple[str, ...]
) -> None:
    owners = {"recommendation_id": sample["140.1"], "measure_id": sample["m1"]}
    values = {name: owners[name] for name in ends} | {"agency_id": sample["MIA"], "role": "lead"}
    with pytest.raises(RulesBroken) as refused:
        sample.apply(ChangeSet(Label("label.test"), [Added("assignment", new_id(), values)]))
    assert [problem.code for problem in refused.value.problems] == ["one_owner"]
    edit = Edited("assignment", sample["1/MIA"], "measure_id", sample["m1"], None)
    with pytest.raises(RulesBroken):
        sample.apply(ChangeSet(Label("label.test"), [edit]))


def test_one_agency_reports_once_on_a_measure_for_a_period(sample: Planned) -> None:
    from upr_desktop.register.errors import ChangesRefused

    ends = {"assignment_id": sample["1/MIA"], "period_id": sample["2026H1"], "state": "draft"}
    second = Added("progress", new_id(), ends)
    with pytest.raises(ChangesRefused) as refused:
        sample.apply(ChangeSet(Label("label.test"), [second]))
    assert (refused.value.key, refused.value.moved[0].id) == ("there_twice", sample["1/MIA/2026H1"])
    before = sample.register.revision()
    sample.edit("1/MIA/2026H1", "progress", "archived", True)
    sample.apply(ChangeSet(Label("label.test"), [second]))
    with pytest.raises(ChangesRefused, match="undo_refused"):
        sample.register.undo(before + 1)
