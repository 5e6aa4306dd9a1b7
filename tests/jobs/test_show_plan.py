"""Scripts read plans by the names that the design fixes; every field leads back to who wrote it."""

from datetime import date
from pathlib import Path

import pytest
from plan_samples import Planned, planned

from upr_desktop.jobs.describe_changes import describe
from upr_desktop.jobs.show import show
from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, RecordId, new_id
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.find import find_recommendations
from upr_desktop.register.history import revisions_touching
from upr_desktop.register.kinds import kinds
from upr_desktop.register.log import changes_of
from upr_desktop.register.naming import find_record
from upr_desktop.register.queries import catalogue
from upr_desktop.register.record_history import record_history
from upr_desktop.register.register import Register
from upr_desktop.register.touched import touched_measures, touched_recommendations
from upr_desktop.register.trace import trace
from upr_desktop.words import say

TODAY = date(2026, 11, 21)


@pytest.fixture
def sample() -> Planned:
    return planned()


def shown(sample: Planned, kind: str, **where: str) -> list[dict[str, object]]:
    with sample.register.reading() as connection:
        return show(connection, kind, where)


def test_a_measure_is_shown_under_the_names_that_are_fixed(sample: Planned) -> None:
    [row] = shown(sample, "measure", number="10.1")
    assert row["text"] == "Сделать 10.1"
    assert row["recommendations"] == ["140.2"]
    deadline = row["deadline"]
    assert isinstance(deadline, dict)
    assert {"raw", "kind", "start", "end", "recurrence"} <= set(deadline)
    assert (deadline["raw"], deadline["kind"]) == ("раз в полугодие", "recurring")
    assert deadline["recurrence"]["every"] == "half"
    bodies = row["bodies"]
    assert isinstance(bodies, list)
    assert [(body["code"], body["role"], body["raw"]) for body in bodies] == [
        ("MOJ", "lead", None),
        ("CITY", "co", None),
    ]


def test_values_within_lists_are_found(sample: Planned) -> None:
    assert [row["number"] for row in shown(sample, "measure", bodies="MOJ")] == ["1", "2", "10.1"]
    assert [row["number"] for row in shown(sample, "measure", recommendations="140.1")] == ["1", "2"]
    assert [row["period"] for row in shown(sample, "progress", measure="1", agency="MIA")] == [
        "2026H2",
        "2026H1",
    ]
    assert [row["measure"] for row in shown(sample, "assignment", agency="CITY")] == ["10.1"]


def test_a_recommendation_names_its_measures(sample: Planned) -> None:
    [row] = shown(sample, "recommendation", number="140.2")
    assert row["measures"] == ["1", "10", "10.1"]
    assert row["claimed"] == ["in_progress"]


def test_a_report_is_shown_with_its_documents_and_remarks(sample: Planned) -> None:
    [row] = shown(sample, "progress", measure="2")
    assert (row["agency"], row["period"], row["state"]) == ("MOJ", "2026H1", "sent_back")
    assert row["remarks"] == ["Приложите приказ"]
    [row] = shown(sample, "progress", measure="1", agency="MIA", period="2026H1")
    assert row["evidence"] == ["Приказ № 5"]
    [law] = shown(sample, "evidence")
    assert law["records"] == [{"kind": "progress", "id": sample["1/MIA/2026H1"]}]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_can_be_shown_and_every_field_of_it_leads_back(sample: Planned, kind: str) -> None:
    with sample.register.reading() as connection:
        for row in show(connection, kind, {}):
            for field in row:
                if (kind, field) not in COUNTED:
                    trace(connection, kind, RecordId(str(row["id"])), field)


COUNTED = {("plan", "measures"), ("evidence", "records"), ("assessment", "record"), ("summary", "record"),
           ("progress", "role")}  # fmt: skip


def test_a_person_names_measures_tasks_periods_and_reports(sample: Planned) -> None:
    names = {
        "measure:10.1": "m10.1",
        "period:2026H1": "2026H1",
        "assignment:1/MIA": "1/MIA",
        "progress:1/MIA/2026H1": "1/MIA/2026H1",
    }
    with sample.register.reading() as connection:
        for name, key in names.items():
            assert find_record(connection, name) == (name.partition(":")[0], sample[key])
        for name in ("measure:99", "progress:1/MIA", "assignment:1/MIA/2026H1", "progress:1/MIA/2026H3"):
            with pytest.raises(RegisterError, match="no_such_record"):
                find_record(connection, name)


def test_a_period_that_is_not_there_is_refused_with_those_that_are(sample: Planned) -> None:
    with sample.register.reading() as connection, pytest.raises(RegisterError) as refused:
        find_record(connection, "period:2026-1")
    assert refused.value.key == "no_such_period"
    assert str(refused.value.values["periods"]).split(", ")[0] == "2026H1"


def test_where_no_periods_are_made_yet_the_refusal_tells_where_they_are_made(tmp_path: Path) -> None:
    register = Register.create(tmp_path / "new.upr", "new")
    with register.reading() as connection, pytest.raises(RegisterError) as refused:
        find_record(connection, "period:2026H1")
    register.close()
    assert refused.value.key == "no_periods"
    for language, button in (("en", "Periods"), ("ru", "Периоды"), ("kk", "Кезеңдер")):
        assert button in say("error.no_periods", language, **refused.value.values)


def test_a_compound_field_leads_to_each_record_that_keeps_it(sample: Planned) -> None:
    sample.edit("m1", "measure", "deadline_raw", "2028 год")
    sample.edit("1/MOJ", "assignment", "role", "consulted")
    with sample.register.reading() as connection:
        deadline = trace(connection, "measure", sample["m1"], "deadline")
        bodies = trace(connection, "measure", sample["m1"], "bodies")
        linked = trace(connection, "measure", sample["m1"], "recommendations")
        documents = trace(connection, "measure", sample["m1"], "evidence")
        remarks = trace(connection, "progress", sample["2/MOJ/2026H1"], "remarks")
    assert (deadline[0].before, deadline[0].after) == ("2027 год", "2028 год")
    assert (bodies[0].before, bodies[0].after) == ("co", "consulted")
    assert {step.after for step in linked} >= {sample["140.1"], sample["140.2"]}
    assert "Приказ № 5" in {step.after for step in documents}
    assert "Приложите приказ" in {step.after for step in remarks}


def test_the_history_of_a_measure_holds_its_reports_and_remarks_and_nothing_of_others(
    sample: Planned,
) -> None:
    sample.edit("2/MOJ/2026H1", "progress", "narrative_ru", "Другое")
    sample.edit("remark", "remark", "text", "Ещё")
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", "Чужое")
    with sample.register.reading() as connection:
        steps = record_history(connection, sample["m2"])
        assert [change.id for step in steps[:2] for change in step.changes] == [
            sample["remark"],
            sample["2/MOJ/2026H1"],
        ]
        assert revisions_touching(connection, [sample["m2"]]) == {step.revision for step in steps}
        own = record_history(connection, sample["140.1"])
        assert sample["m1-140.1"] in {change.id for step in own for change in step.changes}
        assert sample["1/MIA/2026H1"] not in {change.id for step in own for change in step.changes}


TOUCHING = (
    "m1",
    "1/MIA",
    "m1-140.1",
    "1/MIA/2026H1",
    "order",
    "order link",
    "remark 1",
    "held",
    "note",
    "decision",
)


@pytest.mark.parametrize("name", TOUCHING)
def test_what_touches_a_measure_is_known_also_after_an_undo_took_it_out(sample: Planned, name: str) -> None:
    owner = {"record_id": sample["m1"], "record_kind": "measure"}
    more = {
        "remark 1": ("remark", {"progress_id": sample["1/MIA/2026H1"], "text": "Почему?"}),
        "held": ("assessment", {**owner, "value": "in_progress"}),
        "note": ("note", {**owner, "text": "Почему?"}),
        "decision": (
            "measure_decision",
            {"measure_id": sample["m1"], "decision": "extend", "date": "2026-01-01"},
        ),
    }
    if name in more:
        kind, values = more[name]
        sample.add(name, kind, **values)
    with sample.register.reading() as connection:
        assert touched_measures(connection, [sample[name]]) == {sample["m1"]}
        assert touched_recommendations(connection, [sample[name]]) >= {sample["140.1"]}
    if name in more:
        sample.register.undo(sample.register.revision())
        with sample.register.reading() as connection:
            assert touched_measures(connection, [sample[name]]) == {sample["m1"]}


def test_a_word_of_a_measure_finds_its_recommendations(sample: Planned) -> None:
    with sample.register.reading() as connection:
        names = catalogue(connection)
        found = find_recommendations(connection, "сделать 10.1", names, lambda iso: [])
        assert found == {sample["140.2"]}
        assert find_recommendations(connection, "MIA-ру", names, lambda iso: []) == set()


def test_changes_of_a_plan_are_told_under_the_measure_or_report_they_belong_to(sample: Planned) -> None:
    owner = {"record_id": sample["m1"], "record_kind": "measure"}
    changes = [
        Edited("assignment", sample["1/MIA"], "role", "lead", "co"),
        Added("assessment", new_id(), {**owner, "value": "partially_implemented"}),
        Edited("measure", sample["m1"], "deadline_kind", "year", "undecided"),
        Edited("measure", sample["m1"], "deadline_details", None, "{}"),
        Edited("progress", sample["2/MOJ/2026H1"], "state", "sent_back", "accepted"),
        Edited("remark", sample["remark"], "text", "Приложите приказ", "Готово"),
    ]
    sample.apply(ChangeSet(Label("label.test"), changes))
    number = sample.register.revision()
    with sample.register.reading() as connection:
        told = describe(connection, changes_of(connection, number), "ru")
    found = {record.name: [(one.before, one.after) for one in record.fields] for record in told.records}
    assert found == {
        "Мероприятие 1": [
            ("Ответственный исполнитель", "Соисполнитель"),
            ("", "Исполнено частично"),
            ("Год", "Срок не определён"),
        ],
        "Информация об исполнении 2 · MOJ-ру · I полугодие 2026 года": [
            ("Возвращено на доработку", "Принято"),
            ("Приложите приказ", "Готово"),
        ],
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("m10", "measure"),
        ("plan", "plan"),
        ("2026H1", "period"),
        ("1/MIA", "assignment"),
        ("1/MIA/2026H1", "progress"),
        ("order", "evidence"),
    ],
)
def test_what_is_in_the_archive_is_shown_only_where_it_is_asked_for(
    sample: Planned, name: str, kind: str
) -> None:
    sample.edit(name, kind, "archived", True)
    assert sample[name] not in {row["id"] for row in shown(sample, kind)}
    assert [row["id"] for row in shown(sample, kind, archived="true")] == [sample[name]]
    assert sample[name] not in {row["id"] for row in shown(sample, kind, archived="false")}
