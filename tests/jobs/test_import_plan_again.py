"""Test that a plan imported again changes nothing, a revised one what was revised, and nothing a person did."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from plan_files import TITLES, Row, plan_file

from upr_desktop.exchange.gate import Gate
from upr_desktop.grammar.deadline import Deadline
from upr_desktop.jobs.edit_plan import Wishes, archive_measures, measure_targets, set_measures
from upr_desktop.jobs.import_file import Options, apply_import, as_received, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.show import show
from upr_desktop.merge.plan_answers import NO_ANSWERS
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.paths import bundled
from upr_desktop.register.changes import Received
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register

SAMPLE = bundled("resources/sample")
PLAN = Options(layout="plan")
ROWS = (
    Row("1", "140.1, 140.3", "Принять закон о профилактике пыток", "2027 год", "МВД, МЮ"),
    Row("2", "140.2", "Обучить сотрудников полиции", "ежегодно", "МВД"),
    Row("3", "140.3", "Открыть приюты для женщин", "IV квартал 2026 года", "МТСЗН, МИО"),
    Row("4", "140.4", "Провести опрос заключённых", "до 25 декабря 2026 года", "ГП (по согласованию), МВД"),
)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    with new_register(tmp_path / "a.upr", "A", "kazakhstan-4") as register:
        yield register


@pytest.fixture
def brought(register: Register, gate: Gate) -> Register:
    """Return a register with recommendations from the sample's list and the small plan."""
    bring(register, sample("thematic_list.docx"), gate, Options(state="KAZ"))
    bring(register, plan_file(ROWS), gate)
    return register


def sample(name: str) -> Received:
    return as_received(name, (SAMPLE / name).read_bytes())


def drafted(register: Register, file: Received, gate: Gate, options: Options = PLAN) -> PlanDraft:
    draft = prepare(register, file, options, gate).draft
    assert isinstance(draft, PlanDraft)
    return draft


def bring(register: Register, file: Received, gate: Gate, options: Options = PLAN) -> int | None:
    return apply_import(register, prepare(register, file, options, gate), "me")[1].revision


def measures(register: Register) -> dict[str, dict[str, object]]:
    with register.reading() as connection:
        return {row["number"]: row for row in show(connection, "measure", {})}


def edit(register: Register, number: str, wishes: Wishes) -> None:
    id = measures(register)[number]["id"]
    with register.reading() as connection:
        (target,) = measure_targets(connection, [id])  # type: ignore[list-item]
    register.apply(set_measures([(target, wishes)]))


@pytest.mark.parametrize("name", ["plan_ru.docx", "plan_ru.xlsx"])
def test_the_sample_plan_again_in_either_format_changes_nothing(
    register: Register, gate: Gate, name: str
) -> None:
    bring(register, sample("thematic_list.docx"), gate, Options(state="KAZ"))
    bring(register, sample("plan_ru.docx"), gate)
    draft = drafted(register, sample(name), gate)
    assert not draft.changes.changes
    assert draft.counts["unchanged"] == 64
    assert not draft.is_new_plan


def test_other_languages_of_the_sample_plan_fill_the_same_measures(register: Register, gate: Gate) -> None:
    bring(register, sample("thematic_list.docx"), gate, Options(state="KAZ"))
    bring(register, sample("plan_ru.docx"), gate)
    for name in ("plan_kk.xlsx", "plan_en.docx"):
        draft = drafted(register, sample(name), gate)
        assert draft.counts == {"created": 0, "changed": 64, "unchanged": 0, "refused": 0, "left_alone": 0}
        told = {problem.code for problem in draft.problems}
        assert told <= {"blank_cells_filled", "body_collective", "deadline_undecided"}
        assert not draft.dropped
        bring(register, sample(name), gate)
        assert not drafted(register, sample(name), gate).changes.changes
    with register.reading() as connection:
        (plan,) = show(connection, "plan", {})
        rows = show(connection, "measure", {})
    assert all(row["text_ru"] and row["text_kk"] and row["text_en"] for row in rows)
    assert all(row["completion_form_ru"] and row["completion_form_kk"] for row in rows)
    assert all(plan[f"title_{language}"] for language in ("kk", "ru", "en"))
    assert not drafted(register, sample("plan_ru.xlsx"), gate).changes.changes


@pytest.mark.parametrize(
    ("at", "edited", "fields"),
    [
        (1, {"text": "Обучить сотрудников полиции и прокуратуры"}, {"text_ru"}),
        (1, {"number": "2.1"}, {"number"}),
        (0, {"deadline": "2028 год"}, {"deadline_raw", "deadline_start", "deadline_end"}),
        (0, {"form": "закон"}, {"completion_form_ru"}),
        (0, {"form": ""}, {"completion_form_ru"}),
        (2, {"bodies": "МТСЗН, МЗ"}, {"bodies_raw", "bodies"}),
        (2, {"references": "140.3, 140.5"}, {"references_raw", "recommendations"}),
        (3, {"references": ""}, {"references_raw", "recommendations"}),
    ],
)
def test_a_revised_cell_is_the_only_change(
    brought: Register, gate: Gate, at: int, edited: dict[str, str], fields: set[str]
) -> None:
    rows = [replace(row, **edited) if index == at else row for index, row in enumerate(ROWS)]
    draft = drafted(brought, plan_file(rows), gate)
    assert (draft.counts["changed"], draft.counts["unchanged"]) == (1, 3)
    assert {field.field for field in draft.results[at].fields} == fields
    assert not draft.dropped
    bring(brought, plan_file(rows), gate)
    assert not drafted(brought, plan_file(rows), gate).changes.changes


def test_a_body_given_and_a_body_taken_are_one_task_each(brought: Register, gate: Gate) -> None:
    rows = [replace(ROWS[0], bodies="МВД, МЗ"), *ROWS[1:]]
    draft = drafted(brought, plan_file(rows), gate)
    told = next(field for field in draft.results[0].fields if field.field == "bodies")
    assert (told.before, told.after) == ("MOJ (co)", "MOH (co)")
    bring(brought, plan_file(rows), gate)
    bodies = {body["code"]: body["role"] for body in measures(brought)["1"]["bodies"]}  # type: ignore[attr-defined]
    assert bodies == {"MIA": "lead", "MOH": "co"}


def test_rows_added_moved_and_renumbered_are_found_by_their_texts(brought: Register, gate: Gate) -> None:
    new = Row("1", "140.6", "Создать реестр задержанных", "2028 год", "МВД")
    rows = [new, *(replace(row, number=str(at)) for at, row in enumerate(ROWS, 2))]
    draft = drafted(brought, plan_file(rows), gate)
    assert draft.counts == {"created": 1, "changed": 4, "unchanged": 0, "refused": 0, "left_alone": 0}
    assert all({field.field for field in result.fields} == {"number"} for result in draft.results[1:])
    before = {row["text"]: row["id"] for row in measures(brought).values()}
    bring(brought, plan_file(rows), gate)
    after = {row["text"]: row["id"] for row in measures(brought).values()}
    assert before.items() <= after.items()


def test_a_measure_that_is_gone_is_archived_only_with_a_tick(brought: Register, gate: Gate) -> None:
    shorter = plan_file(ROWS[:3])
    draft = drafted(brought, shorter, gate)
    assert [one.name for one in draft.dropped] == ["4"]
    assert not draft.changes.changes
    assert "measure_not_in_file" in {problem.code for problem in draft.problems}
    ticked = NO_ANSWERS.give("dropped", draft.dropped[0].record, answer=True)
    bring(brought, shorter, gate, replace(PLAN, answers=ticked))
    assert set(measures(brought)) == {"1", "2", "3"}
    again = drafted(brought, plan_file(ROWS), gate)
    assert again.counts["left_alone"] == 1
    assert again.rows[3].reason == "archived"


def test_what_a_person_changed_and_the_file_did_not_stays(brought: Register, gate: Gate) -> None:
    edit(brought, "1", {"text_ru": "Принять закон", "deadline": "2029 год", "co": (), "recommendations": ()})
    edit(brought, "2", {"note": "Проверить"})
    assert not drafted(brought, plan_file(ROWS), gate).changes.changes


def test_what_both_changed_is_shown_and_taken_only_with_a_tick(brought: Register, gate: Gate) -> None:
    edit(brought, "1", {"text_ru": "Принять закон о пытках", "deadline": "2029 год"})
    rows = [replace(ROWS[0], text="Разработать закон о профилактике пыток", deadline="2028 год"), *ROWS[1:]]
    draft = drafted(brought, plan_file(rows), gate)
    kept = {field.field: (field.before, field.after) for field in draft.results[0].fields if field.kept}
    assert kept == {
        "text_ru": ("Принять закон о пытках", "Разработать закон о профилактике пыток"),
        "deadline_raw": ("2029 год", "2028 год"),
    }
    assert not draft.changes.changes
    record = draft.results[0].record
    assert record
    bring(brought, plan_file(rows), gate, replace(PLAN, take=frozenset({record})))
    first = measures(brought)["1"]
    assert first["text"] == "Разработать закон о профилактике пыток"
    assert first["deadline"]["end"] == "2028-12-31"  # type: ignore[index]


def test_a_deadline_set_by_hand_stays_until_the_plan_says_another(brought: Register, gate: Gate) -> None:
    rows = [replace(ROWS[0], deadline="как получится"), *ROWS[1:]]
    bring(brought, plan_file(rows), gate)
    edit(brought, "1", {"deadline": "2028 год"})
    assert not drafted(brought, plan_file(rows), gate).changes.changes
    draft = drafted(brought, plan_file(ROWS), gate)
    assert [field.field for field in draft.results[0].fields if field.kept] == ["deadline_raw"]


def test_an_older_edition_of_the_plan_reverts_nothing(brought: Register, gate: Gate) -> None:
    newer = [replace(ROWS[0], deadline="2028 год", text="Принять закон о предупреждении пыток"), *ROWS[1:]]
    bring(brought, plan_file(newer), gate)
    draft = drafted(brought, plan_file(ROWS), gate)
    assert not draft.changes.changes
    assert "older_value_kept" in {problem.code for problem in draft.problems}


def test_a_text_of_another_kind_under_a_known_number_is_asked_about(brought: Register, gate: Gate) -> None:
    rows = [*ROWS[:3], replace(ROWS[3], text="Издать учебники по правам ребёнка на шрифте Брайля")]
    draft = drafted(brought, plan_file(rows), gate)
    (question,) = [one for one in draft.questions if one.kind == "match"]
    assert draft.counts["refused"] == 1
    assert question.blocks
    assert question.score is not None
    assert question.score < 50
    (record, new) = [choice.answer for choice in question.choices]
    as_new = replace(PLAN, answers=NO_ANSWERS.give("match", question.key, new))
    assert drafted(brought, plan_file(rows), gate, as_new).counts["created"] == 1
    same = replace(PLAN, answers=NO_ANSWERS.give("match", question.key, record))
    assert drafted(brought, plan_file(rows), gate, same).counts["changed"] == 1


def test_an_answer_about_a_body_is_remembered_for_the_plan(brought: Register, gate: Gate) -> None:
    rows = [*ROWS, Row("5", "140.5", "Обеспечить правовую помощь призывникам", "2027 год", "МО")]
    answers = NO_ANSWERS.give("body", "МО", ("MOD",))
    bring(brought, plan_file(rows), gate, replace(PLAN, answers=answers))
    rows.append(Row("6", "140.7", "Открыть военные суды для наблюдателей", "2028 год", "МО, МЮ"))
    draft = drafted(brought, plan_file(rows), gate)
    (question,) = [one for one in draft.questions if one.text == "МО"]
    assert (question.answer, question.remembered) == (("MOD",), True)
    bring(brought, plan_file(rows), gate)
    codes = {body["code"] for body in measures(brought)["6"]["bodies"]}  # type: ignore[attr-defined]
    assert codes == {"MOD", "MOJ"}


def test_another_plan_comes_in_beside_the_first_and_a_doubtful_one_is_asked_about(
    brought: Register, gate: Gate
) -> None:
    other = [
        Row(str(at), "140.1", f"Посадить {at} деревьев в парке", "2027 год", "МИО") for at in range(1, 5)
    ]
    draft = drafted(brought, plan_file(other), gate)
    assert draft.is_new_plan
    assert draft.counts["created"] == 4
    mixed = drafted(brought, plan_file([*ROWS[:1], *other[1:4]]), gate)
    assert mixed.plan is None
    assert mixed.counts["refused"] == 4
    assert not mixed.changes.changes
    (question,) = [one for one in mixed.questions if one.kind == "plan"]
    answers = NO_ANSWERS.give("plan", question.key, "new")
    assert (
        drafted(brought, plan_file([*ROWS[:1], *other[1:4]]), gate, replace(PLAN, answers=answers)).counts[
            "created"
        ]
        == 4
    )


def indicator_plan(target: str, unit: str = "%") -> Received:
    titles = (*TITLES, "Индикатор", "Ед. изм.", "План", "Факт")
    rows = [[*row.cells(), f"Доля по № {row.number}", unit, target, None] for row in ROWS]
    return plan_file(rows, titles, "indicators.xlsx")


def test_indicators_come_in_with_their_values_and_follow_the_revised_plan(
    brought: Register, gate: Gate
) -> None:
    assert drafted(brought, indicator_plan("80"), gate).counts["changed"] == 4
    bring(brought, indicator_plan("80"), gate)
    assert not drafted(brought, indicator_plan("80"), gate).changes.changes
    draft = drafted(brought, indicator_plan("85"), gate)
    assert {field.field for result in draft.results for field in result.fields} == {"planned"}
    bring(brought, indicator_plan("85"), gate)
    with brought.reading() as connection:
        names = [row["name_ru"] for row in records(connection, "indicator").values()]
        values = [(row["year"], row["planned"]) for row in records(connection, "indicator_value").values()]
    assert sorted(map(str, names)) == [f"Доля по № {at}" for at in range(1, 5)]
    assert values == [(None, "85")] * 4


def test_an_import_undone_is_as_if_it_had_not_been(brought: Register, gate: Gate) -> None:
    rows = [replace(ROWS[0], text="Принять закон о предупреждении пыток", bodies="МЗ"), *ROWS[1:]]
    revision = bring(brought, plan_file(rows), gate)
    assert revision
    brought.undo(revision, "me")
    assert not drafted(brought, plan_file(ROWS), gate).changes.changes
    assert drafted(brought, plan_file(rows), gate).counts["changed"] == 1


def test_a_plan_renumbered_and_reworded_throughout_is_still_the_same_plan(
    brought: Register, gate: Gate
) -> None:
    rows = [
        replace(row, number=str(at), text=f"{row.text} и далее")
        for at, row in zip((4, 1, 2, 3), ROWS, strict=True)
    ]
    draft = drafted(brought, plan_file(rows), gate)
    assert not draft.is_new_plan
    assert draft.counts["changed"] == 4
    assert all({"text_ru", "number"} == {field.field for field in result.fields} for result in draft.results)
    assert all(result.score and result.score >= 85 for result in draft.results)


def test_what_a_person_understands_by_a_deadline_is_not_overwritten_by_another_text(
    brought: Register, gate: Gate
) -> None:
    edit(brought, "1", {"deadline": Deadline("", "day", None, "2027-03-01")})
    assert not drafted(brought, plan_file(ROWS), gate).changes.changes
    rows = [replace(ROWS[0], deadline="2028 год"), *ROWS[1:]]
    draft = drafted(brought, plan_file(rows), gate)
    assert [(field.field, field.kept) for field in draft.results[0].fields] == [("deadline_raw", True)]
    assert not draft.changes.changes


def test_a_measure_in_the_archive_is_known_again_under_another_number(brought: Register, gate: Gate) -> None:
    id = measures(brought)["4"]["id"]
    with brought.reading() as connection:
        targets = measure_targets(connection, [id])  # type: ignore[list-item]
    brought.apply(archive_measures(targets))
    rows = [*ROWS[:3], replace(ROWS[3], number="44")]
    draft = drafted(brought, plan_file(rows), gate)
    assert (draft.counts["left_alone"], draft.counts["created"]) == (1, 0)
    assert not draft.changes.changes
