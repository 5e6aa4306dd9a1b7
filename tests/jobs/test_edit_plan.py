"""What a person's edit of a plan writes: measures, links, bodies, deadlines, decisions, periods."""

from datetime import date

import pytest
from plan_samples import Planned, planned

from upr_desktop.grammar.deadline import Deadline
from upr_desktop.jobs.decide_measures import (
    Act,
    close_measures,
    extend_measure,
    hand_over,
    handover_preview,
    reassign,
    reopen_measures,
)
from upr_desktop.jobs.edit_periods import (
    add_periods,
    archive_period,
    extend_period,
    generated_periods,
    period_warnings,
    set_period,
)
from upr_desktop.jobs.edit_plan import (
    MeasureTarget,
    add_measure,
    add_plan,
    archive_measures,
    edit_body,
    edit_plan,
    link_recommendations,
    measure_targets,
    set_deadline,
    set_measure,
    set_measures,
)
from upr_desktop.jobs.telling import label
from upr_desktop.register.changes import ChangeSet
from upr_desktop.register.check import check
from upr_desktop.register.errors import Problem
from upr_desktop.register.plan_standing import standing
from upr_desktop.register.queries import AgencyRow, agencies, records
from upr_desktop.words import LANGUAGES

TODAY = date(2026, 11, 21)
ACT = Act("2026-10-01", "№ 77", "Правительство")


@pytest.fixture
def sample() -> Planned:
    return planned()


def target(sample: Planned, number: str) -> MeasureTarget:
    with sample.register.reading() as connection:
        return measure_targets(connection, [sample[f"m{number}"]])[0]


def write(sample: Planned, changes: ChangeSet | Problem) -> None:
    assert isinstance(changes, ChangeSet)
    for language in LANGUAGES:
        told = label(changes.label, language)
        assert "{" not in told
        assert "label." not in told
    sample.apply(changes)


def bodies(sample: Planned, number: str) -> dict[str, str]:
    names = {id: name for name, id in sample.ids.items()}
    return {names[body.agency_id]: body.role for body in sample.measures()[number].bodies}


def bodies_of(sample: Planned) -> dict[str, AgencyRow]:
    with sample.register.reading() as connection:
        return {row.code: row for row in agencies(connection).values()}


def by_id(sample: Planned) -> dict[object, AgencyRow]:
    return {row.id: row for row in bodies_of(sample).values()}


def test_a_new_measure_has_its_number_in_order_its_links_bodies_and_its_deadline_read(
    sample: Planned,
) -> None:
    wishes = {"number": "9.2", "text_ru": "Принять закон", "deadline": "IV квартал 2026 года"}
    id, changes = add_measure(
        sample["plan"], wishes, [sample["140.3"]], {"lead": [sample["MIA"]], "co": [sample["MOJ"]]}
    )
    write(sample, changes)
    assert list(sample.measures()) == ["1", "2", "9.2", "10", "10.1"]
    row = sample.measures()["9.2"]
    assert row.id == id
    assert row.order == (9, 2, 0)
    assert (row.deadline.kind, row.deadline.start, row.deadline.end) == (
        "quarter",
        "2026-10-01",
        "2026-12-31",
    )
    assert (row.deadline.raw, row.deadline.decided_by) == ("IV квартал 2026 года", "parser")
    assert [link.number for link in row.recommendations] == ["140.3"]
    assert bodies(sample, "9.2") == {"MIA": "lead", "MOJ": "co"}


@pytest.mark.parametrize(
    ("number", "order"),
    [("12-1", (12, 1, 0)), ("3.1.2", (3, 1, 2)), ("2.", (2, 0, 0)), ("а", (0, 0, 0)), (None, (0, 0, 0))],
)
def test_numbers_are_text_and_sort_by_their_integers(
    sample: Planned, number: str | None, order: tuple[int, int, int]
) -> None:
    write(sample, set_measure(target(sample, "1"), "number", number))
    row = sample.measures()[number or ""]
    assert (row.number, row.order) == (number, order)


def test_what_is_so_already_changes_nothing(sample: Planned) -> None:
    one = target(sample, "1")
    same = {
        "number": "1",
        "text_ru": "Сделать 1",
        "deadline": "2027 год",
        "recommendations": (sample["140.1"], sample["140.2"]),
        "lead": (sample["MIA"],),
        "co": (sample["MOJ"],),
    }
    assert set_measures([(one, same)]).changes == []
    assert set_deadline(one, Deadline("", "year", "2027-01-01", "2027-12-31")).changes != [], (
        "decided by whom"
    )


def test_a_text_that_nobody_can_tell_stays_undecided_until_a_person_decides(sample: Planned) -> None:
    write(sample, set_measure(target(sample, "1"), "deadline", "когда-нибудь потом"))
    row = sample.measures()["1"]
    assert (row.deadline.raw, row.deadline.kind, row.deadline.end) == (
        "когда-нибудь потом",
        "undecided",
        None,
    )
    assert not row.deadline.is_decided
    write(sample, set_deadline(target(sample, "1"), Deadline("", "day", None, "2026-11-01")))
    row = sample.measures()["1"]
    assert (row.deadline.raw, row.deadline.end, row.deadline.decided_by) == (
        "когда-нибудь потом",
        "2026-11-01",
        "person",
    )
    assert standing(row, TODAY) == "overdue"
    write(sample, set_measure(target(sample, "1"), "deadline", None))
    assert sample.measures()["1"].deadline.raw is None
    assert sample.measures()["1"].deadline.end is None


def test_bodies_take_the_roles_wished_and_each_has_one(sample: Planned) -> None:
    write(sample, set_measure(target(sample, "1"), "lead", (sample["MOJ"],)))
    assert bodies(sample, "1") == {"MOJ": "lead"}
    write(sample, set_measures([(target(sample, "1"), {"co": (sample["MIA"], sample["MOJ"]), "lead": ()})]))
    assert bodies(sample, "1") == {"MIA": "co", "MOJ": "co"}
    one = target(sample, "1")
    write(sample, edit_body(one, one.row.bodies[0], "reports", True))
    assert sample.measures()["1"].bodies[0].reports is True


def test_recommendations_are_linked_and_unlinked_in_many_measures_at_once(sample: Planned) -> None:
    both = [target(sample, "1"), target(sample, "2")]
    write(sample, link_recommendations(both, [sample["140.3"], sample["140.2"]]))
    linked = {
        number: [link.number for link in row.recommendations] for number, row in sample.measures().items()
    }
    assert (linked["1"], linked["2"]) == (["140.1", "140.2", "140.3"], ["140.1", "140.2", "140.3"])
    write(sample, link_recommendations([target(sample, "1")], [sample["140.1"]], unlink=True))
    assert [link.number for link in sample.measures()["1"].recommendations] == ["140.2", "140.3"]


def test_an_unknown_field_is_our_mistake(sample: Planned) -> None:
    with pytest.raises(KeyError):
        set_measure(target(sample, "1"), "colour", "red")


def test_measures_go_to_the_archive_and_come_back(sample: Planned) -> None:
    write(sample, archive_measures([target(sample, "1"), target(sample, "2")]))
    assert list(sample.measures()) == ["10", "10.1"]
    write(sample, archive_measures([target(sample, "1")], archived=False))
    assert list(sample.measures()) == ["1", "10", "10.1"]


def test_a_plan_is_added_and_edited(sample: Planned) -> None:
    id, changes = add_plan({"title_kk": "Жоспар", "valid_from": "2030-01-01"})
    write(sample, changes)
    plan = sample.plan()
    assert (plan.id, plan.state, plan.who_reports, plan.mode) == (id, "draft", "lead", "period")
    sample.ids["new"] = id
    write(sample, edit_plan(id, sample.stored("new", "plan"), "who_reports", "all"))
    assert sample.plan().who_reports == "all"


@pytest.mark.parametrize("decision", ["close", "exclude"])
def test_a_closed_measure_is_never_overdue_and_can_be_opened_again(sample: Planned, decision: str) -> None:
    write(sample, close_measures([target(sample, "2")], ACT, decision))
    assert standing(sample.measures()["2"], TODAY) == "closed"
    assert close_measures([target(sample, "2")], ACT).changes == []
    write(sample, reopen_measures([target(sample, "2")]))
    assert standing(sample.measures()["2"], TODAY) == "overdue"


def test_an_extension_moves_the_deadline_and_keeps_what_it_was(sample: Planned) -> None:
    longer = Deadline("до 1 марта 2027 года", "day", None, "2027-03-01")
    write(sample, extend_measure(target(sample, "2"), longer, ACT))
    row = sample.measures()["2"]
    assert (row.deadline.raw, row.deadline.end) == ("до 1 марта 2027 года", "2027-03-01")
    [told] = row.decisions
    assert (told.decision, told.value_before, told.act) == ("extend", "до 30 июня 2026 года", "№ 77")
    assert standing(row, TODAY) == "open"


def test_an_executor_is_replaced_from_the_acts_day_on(sample: Planned) -> None:
    one = target(sample, "2")
    write(sample, reassign(one, one.row.bodies[0], bodies_of(sample)["MIA"], by_id(sample), ACT))  # type: ignore[arg-type]
    row = sample.measures()["2"]
    parts = {(body.agency_id, body.valid_from, body.valid_to) for body in row.bodies}
    assert parts == {(sample["MOJ"], None, "2026-09-30"), (sample["MIA"], "2026-10-01", None)}
    assert row.leads == (sample["MIA"],)
    assert (row.decisions[0].value_before, row.decisions[0].value_after) == ("MOJ", "MIA")


def test_all_that_is_open_is_handed_over_to_a_successor_after_a_preview(sample: Planned) -> None:
    write(sample, close_measures([target(sample, "10.1")], ACT))
    rows = list(sample.measures().values())
    found = handover_preview(rows, sample["MOJ"], sample["MIA"], Act("2026-06-01"))
    told = [(part.measure.number, part.body.role, part.problem and part.problem.code) for part in found]
    assert told == [("1", "co", "successor_has_part"), ("2", "lead", "reported_after_transfer")]
    write(sample, hand_over(found, bodies_of(sample)["MIA"], by_id(sample), Act("2026-06-01")))  # type: ignore[arg-type]
    assert bodies(sample, "1") == {"MIA": "lead", "MOJ": "co"}
    row = sample.measures()["2"]
    assert row.leads == (sample["MIA"],)
    assert (
        handover_preview(list(sample.measures().values()), sample["MOJ"], sample["MIA"], Act("2026-06-01"))
        == []
    )
    with sample.register.reading() as connection:
        faults = {problem.code for problem in check(connection, TODAY) if problem.severity == "error"}
        assert not faults
        assert "two_leads" not in {problem.code for problem in check(connection, TODAY)}
    sample.register.undo(sample.register.revision())
    assert sample.measures()["2"].leads == (sample["MOJ"],)


def test_a_successor_that_helped_leads_once_the_lead_hands_over(sample: Planned) -> None:
    rows = [sample.measures()["1"]]
    [part] = handover_preview(rows, sample["MIA"], sample["MOJ"], Act("2027-01-01"))
    write(sample, hand_over([part], bodies_of(sample)["MOJ"], by_id(sample), Act("2027-01-01")))  # type: ignore[arg-type]
    assert sample.measures()["1"].leads == (sample["MOJ"],)


def test_periods_of_a_length_cover_the_plan_within_its_days(sample: Planned) -> None:
    plan = sample.plan()
    halves = generated_periods(plan, "half")
    assert [one["code"] for one in halves] == [
        "2025H2", "2026H1", "2026H2", "2027H1", "2027H2", "2028H1", "2028H2",
    ]  # fmt: skip
    assert (halves[0]["first_day"], halves[0]["last_day"], halves[0]["due_agencies"]) == (
        "2025-07-01",
        "2025-12-31",
        "2026-01-10",
    )
    assert len(generated_periods(plan, "quarter")) == 14
    assert [one["code"] for one in generated_periods(plan, "year", days=None)] == [
        "2025",
        "2026",
        "2027",
        "2028",
    ]
    assert generated_periods(plan, "year", days=None)[0]["due_agencies"] is None
    assert generated_periods(plan, "month")[-1]["code"] == "2028M12"
    missing = generated_periods(plan, "half", present=sample.periods())
    write(sample, add_periods(sample["plan"], missing))
    assert [period.code for period in sample.periods()] == [one["code"] for one in halves]
    assert generated_periods(plan, "half", present=sample.periods()) == []


def test_a_period_is_edited_extended_and_archived(sample: Planned) -> None:
    stored = sample.stored("2026H1", "period")
    wrong = set_period(sample["2026H1"], stored, "last_day", "30.06.2026")
    assert isinstance(wrong, Problem)
    assert wrong.code == "not_a_date"
    other = sample.stored("2026H2", "period")
    assert [one.code for one in period_warnings(stored, "last_day", "2026-07-01", [other])] == [
        "periods_overlap"
    ]
    write(sample, set_period(sample["2026H1"], stored, "due_upward", "2026-07-20"))
    for due in ("2026-08-01", "2026-09-01"):
        with sample.register.reading() as connection:
            given = records(connection, "period_extension")
        write(sample, extend_period(sample.periods()[0], sample["MOJ"], due, given, "просили"))
        assert sample.periods()[0].due(sample["MOJ"]) == due
    with sample.register.reading() as connection:
        assert len(records(connection, "period_extension")) == 1
    write(sample, archive_period(sample["2026H1"], sample.stored("2026H1", "period")))
    assert [period.code for period in sample.periods()] == ["2026H2"]
