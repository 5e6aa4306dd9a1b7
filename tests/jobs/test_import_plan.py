"""Test the import of a plan into a register: measures, bodies, recommendations, deadlines, each with its cell."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from plan_files import Row, plan_file

from upr_desktop.exchange.gate import Gate
from upr_desktop.incoming_plan import ColumnMap
from upr_desktop.jobs.import_file import Options, apply_import, as_received, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.show import show
from upr_desktop.merge.plan_answers import NO_ANSWERS, DeadlineAnswer
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.paths import bundled
from upr_desktop.register.changes import Received
from upr_desktop.register.check import check
from upr_desktop.register.errors import FileRefused
from upr_desktop.register.register import Register
from upr_desktop.register.trace import trace

SAMPLE = bundled("resources/sample")
PLAN = Options(layout="plan")


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: Gate) -> Iterator[Register]:
    """Return a register with the sample's lists of two cycles, without its plan."""
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    with new_register(tmp_path / "a.upr", "A", "kazakhstan-4") as register:
        for name in ("thematic_list.docx", "earlier_cycle.json"):
            bring(register, sample(name), gate, Options(state="KAZ"))
        yield register


def sample(name: str) -> Received:
    return as_received(name, (SAMPLE / name).read_bytes())


def drafted(register: Register, file: Received, gate: Gate, options: Options = PLAN) -> PlanDraft:
    draft = prepare(register, file, options, gate).draft
    assert isinstance(draft, PlanDraft)
    return draft


def bring(register: Register, file: Received, gate: Gate, options: Options = PLAN) -> int | None:
    return apply_import(register, prepare(register, file, options, gate), "me")[1].revision


def test_the_sample_plan_comes_in_with_measures_bodies_and_recommendations(
    register: Register, gate: Gate
) -> None:
    draft = drafted(register, sample("plan_ru.docx"), gate)
    assert draft.unit == "measures"
    assert draft.counts == {"created": 64, "changed": 0, "unchanged": 0, "refused": 0, "left_alone": 0}
    assert draft.file_rows["measure"] == 64
    assert draft.file_rows["section"] == 14
    assert bring(register, sample("plan_ru.docx"), gate)
    with register.reading() as connection:
        (plan,) = show(connection, "plan", {})
        measures = show(connection, "measure", {})
    assert (plan["valid_from"], plan["valid_to"]) == ("2026-01-01", "2029-12-31")
    assert plan["title_ru"].startswith("Межведомственный план по реализации")
    assert plan["act"].startswith("Приложение № 1 к протоколу")
    assert len(measures) == 64
    assert {one["area"] for one in measures} == {str(area) for area in range(1, 15)}
    assert all(one["recommendations"] and one["bodies_raw"] for one in measures)
    led = {one["bodies_raw"]: [body["code"] for body in one["bodies"]] for one in measures}
    assert all(led.values())
    assert led["ЦГО"] == ["CSB"]
    assert led["МИД (созыв), МЮ, заинтересованные государственные органы"] == ["MFA", "MOJ", "ISB"]
    assert Counter(body["role"] for one in measures for body in one["bodies"])["lead"] >= 60
    assert [one["number"] for one in measures if one["deadline"]["kind"] == "undecided"] == ["42"]


def test_every_value_leads_back_to_its_cell(register: Register, gate: Gate) -> None:
    bring(register, sample("plan_ru.xlsx"), gate)
    with register.reading() as connection:
        first = show(connection, "measure", {})[0]
        for field in ("number", "text", "deadline", "completion_form", "section"):
            (step, *_) = trace(connection, "measure", first["id"], field)
            assert (step.file, step.sheet) == ("plan_ru.xlsx", "План"), field
            assert step.address, field
        (body, *_) = trace(connection, "measure", first["id"], "bodies")
        (link, *_) = trace(connection, "measure", first["id"], "recommendations")
    assert body.raw
    assert body.raw in first["bodies_raw"]
    assert link.raw == first["references_raw"]


def test_numbers_mean_the_recommendations_of_the_plans_own_cycle(register: Register, gate: Gate) -> None:
    bring(register, sample("plan_kk.docx"), gate)
    with register.reading() as connection:
        recommendations = {row["id"]: row for row in show(connection, "recommendation", {})}
        linked = [row for row in recommendations.values() if row["measures"]]
    assert {row["cycle"] for row in linked} == {4}
    assert len(linked) >= 40


@pytest.mark.parametrize("name", ["plan_ru.xlsx", "plan_kk.docx", "plan_en.xlsx"])
def test_rows_of_the_file_stand_beside_what_they_become(register: Register, gate: Gate, name: str) -> None:
    draft = drafted(register, sample(name), gate)
    (table,) = [table for table in draft.tables if table.recognised]
    assert "measure" in table.fields
    assert len(table.columns) == len(table.fields) == len(table.titles)
    became = [row for row in table.rows if row.outcome == "measure"]
    assert len(became) == 64
    for row in became:
        assert row.result is not None
        result = draft.results[row.result]
        assert (table.sheet, row.number) in result.rows
        text = next(field for field in result.fields if field.field.startswith("text_"))
        assert text.after in row.texts
        assert text.places[0].address.endswith(str(row.number))
    assert sum(draft.file_rows.values()) == sum(len(table.rows) for table in draft.tables)


def test_a_budget_is_refused_as_no_plan(register: Register, gate: Gate, shared_data: Path) -> None:
    for name in ("mvd_budget_01102012.xlsx", "mvd_budget_01102012_fixed.xlsx"):
        file = as_received(name, (shared_data / "workbooks" / name).read_bytes())
        with pytest.raises(FileRefused, match="not_a_plan"):
            prepare(register, file, PLAN, gate)


def test_a_real_plan_comes_in_and_its_second_sheet_is_left_alone(
    register: Register, gate: Gate, shared_data: Path
) -> None:
    name = "elorda_compliance_plan_kk.xlsx"
    file = as_received(name, (shared_data / "workbooks" / name).read_bytes())
    draft = drafted(register, file, gate)
    assert draft.counts == {"created": 12, "changed": 0, "unchanged": 0, "refused": 0, "left_alone": 28}
    assert {row.reason for row in draft.rows if row.outcome == "left_alone"} == {"columns_not_recognised"}
    assert "columns_not_recognised" in {problem.code for problem in draft.problems}
    assert not draft.asks_for_columns
    assert sum(draft.file_rows.values()) == 41
    bring(register, file, gate)
    with register.reading() as connection:
        measures = show(connection, "measure", {})
        (plan,) = show(connection, "plan", {})
        assert not [one for one in check(connection) if one.severity == "error"]
    assert plan["title_kk"] == "elorda_compliance_plan_kk"
    assert len(measures) == 12
    assert all(one["deadline"]["kind"] for one in measures)
    assert all(one["bodies_raw"] for one in measures)


def test_a_recommendation_that_only_the_plan_names_comes_with_one_tick(
    register: Register, gate: Gate
) -> None:
    file = plan_file([Row("1", "140.1, 140.999", "Принять закон", "2027 год", "МЮ")])
    unanswered = drafted(register, file, gate)
    (question,) = [one for one in unanswered.questions if one.kind == "stub"]
    assert (question.key, question.is_open) == ("140.999", True)
    assert "reference_unknown" in {problem.code for problem in unanswered.problems}
    bring(register, file, gate, replace(PLAN, answers=NO_ANSWERS.give("stub", "140.999", answer=True)))
    with register.reading() as connection:
        (measure,) = show(connection, "measure", {})
        (stub,) = [row for row in show(connection, "recommendation", {}) if row["from_plan"]]
    assert measure["recommendations"] == ["140.1", "140.999"]
    assert (stub["number"], stub["cycle"], stub["position"]) == ("140.999", 4, "pending")


def test_the_same_answer_serves_all_equal_cells(register: Register, gate: Gate) -> None:
    file = plan_file(
        [
            Row("1", "140.1", "Принять закон", "2027 год", "МО"),
            Row("2", "140.2", "Издать приказ", "2027 год", "МО, МЮ"),
        ]
    )
    (question,) = [one for one in drafted(register, file, gate).questions if one.kind == "body"]
    assert [place.address for place in question.places] == ["F2", "F3"]
    assert question.measures == (0, 1)
    answers = NO_ANSWERS.give("body", "МО", ("MOD",))
    draft = drafted(register, file, gate, replace(PLAN, answers=answers))
    assert [one.answer for one in draft.questions if one.kind == "body"] == [("MOD",)]
    bring(register, file, gate, replace(PLAN, answers=answers))
    with register.reading() as connection:
        codes = [{body["code"] for body in one["bodies"]} for one in show(connection, "measure", {})]
    assert codes == [{"MOD"}, {"MOD", "MOJ"}]


def test_a_deadline_that_nobody_could_tell_is_set_by_its_answer(register: Register, gate: Gate) -> None:
    file = plan_file([Row("1", "140.1", "Принять закон", "как получится", "МЮ")])
    (question,) = [one for one in drafted(register, file, gate).questions if one.kind == "deadline"]
    assert question.editor == "deadline"
    answer = DeadlineAnswer("year", "2027-01-01", "2027-12-31")
    bring(register, file, gate, replace(PLAN, answers=NO_ANSWERS.give("deadline", question.key, answer)))
    with register.reading() as connection:
        (measure,) = show(connection, "measure", {})
    told = measure["deadline"]
    assert (told["raw"], told["kind"], told["end"], told["decided_by"]) == (
        "как получится", "year", "2027-12-31", "person",
    )  # fmt: skip


def test_a_file_whose_columns_nobody_knows_asks_for_them_and_comes_in_with_a_mapping(
    register: Register, gate: Gate
) -> None:
    rows = [
        Row(str(at), f"140.{at}", f"Принять закон № {at} об улучшении положения", "2027 год", "МЮ")
        for at in range(1, 9)
    ]
    file = plan_file(rows, titles=())
    draft = drafted(register, file, gate)
    assert draft.asks_for_columns
    assert not draft.changes.changes
    columns = {"A": "row_no", "B": "rec_no", "C": "measure", "E": "deadline", "F": "responsible"}
    mapping = (ColumnMap(draft.tables[0].sheet, 0, columns),)
    draft = drafted(register, file, gate, replace(PLAN, mapping=mapping))
    assert draft.counts["created"] == 8
    assert draft.tables[0].fields == ("row_no", "rec_no", "measure", "", "deadline", "responsible")


@pytest.mark.parametrize("reference", ["none", "kazakhstan-4"])
def test_the_list_that_comes_later_completes_what_only_the_plan_named(
    tmp_path: Path, gate: Gate, reference: str
) -> None:
    quoted = Row("1", "140.1", "Принять закон", "2027 год", "МЮ")
    file = plan_file([quoted, Row("2", "140.2, 140.999", "Издать приказ", "2027 год", "МЮ")])
    with new_register(tmp_path / "b.upr", "B", reference) as register:
        bring(register, file, gate, replace(PLAN, answers=NO_ANSWERS.give("stub", "*", answer=True)))
        with register.reading() as connection:
            before = {row["number"]: row for row in show(connection, "recommendation", {})}
            linked = show(connection, "measure", {})[1]["recommendations"]
        assert linked == ["140.2", "140.999"]
        assert all(row["from_plan"] for row in before.values())
        bring(register, sample("thematic_list.docx"), gate, Options(state="KAZ"))
        with register.reading() as connection:
            after = {row["number"]: row for row in show(connection, "recommendation", {})}
            assert not [one for one in check(connection) if one.severity == "error"]
        assert after["140.1"]["id"] == before["140.1"]["id"]
        assert (after["140.1"]["from_plan"], after["140.1"]["cycle"]) == (False, 4)
        assert after["140.1"]["parts"][0]["text_en"]
        assert after["140.999"]["from_plan"]
        assert not drafted(register, file, gate).changes.changes


def test_a_number_typed_as_a_number_is_linked_only_where_a_person_confirms_it(
    register: Register, gate: Gate
) -> None:
    file = plan_file([["1", 140.1, "Принять закон", "отчёт", "2027 год", "МЮ"]])
    draft = drafted(register, file, gate)
    (question,) = [one for one in draft.questions if one.kind == "reference"]
    assert (question.key, question.editor) == ("Sheet!B2", "number")
    assert "recommendations" not in {field.field for field in draft.results[0].fields}
    confirmed = NO_ANSWERS.give("reference", question.key, "140.10")
    bring(register, file, gate, replace(PLAN, answers=confirmed))
    with register.reading() as connection:
        assert show(connection, "measure", {})[0]["recommendations"] == ["140.10"]
    assert not drafted(register, file, gate).changes.changes


def test_a_deadline_merged_with_the_one_above_is_taken_only_with_a_tick(
    register: Register, gate: Gate
) -> None:
    file = plan_file(
        [
            ["1", "140.1", "Принять закон", "отчёт", "2027 год", "МЮ"],
            ["2", "140.2", "Издать приказ", "отчёт", None, "МЮ"],
        ],
        merged="E2:E3",
    )
    (question,) = [one for one in drafted(register, file, gate).questions if one.kind == "merged"]
    assert (question.key, question.text, question.measures) == ("Sheet!E3", "2027 год", (1,))
    bring(register, file, gate)
    with register.reading() as connection:
        assert show(connection, "measure", {})[1]["deadline"]["raw"] is None
    ticked = replace(PLAN, answers=NO_ANSWERS.give("merged", question.key, answer=True))
    assert drafted(register, file, gate, ticked).counts["changed"] == 1
    bring(register, file, gate, ticked)
    with register.reading() as connection:
        assert show(connection, "measure", {})[1]["deadline"]["end"] == "2027-12-31"
    assert not drafted(register, file, gate).changes.changes


def test_the_plans_own_footnote_of_abbreviations_comes_before_any_question(
    register: Register, gate: Gate
) -> None:
    file = plan_file(
        [
            ["1", "140.1", "Принять закон", "отчёт", "2027 год", "ВС, МО"],
            ["Примечание: ВС – Верховный Суд; МО – Министерство обороны."],
        ],
        merged="A3:F3",
    )
    draft = drafted(register, file, gate)
    assert not draft.questions
    bring(register, file, gate)
    with register.reading() as connection:
        (measure,) = show(connection, "measure", {})
    assert [body["code"] for body in measure["bodies"]] == ["SC", "MOD"]


def test_a_body_that_is_no_more_is_assigned_as_written_and_its_successors_are_named(
    register: Register, gate: Gate
) -> None:
    file = plan_file([Row("1", "140.1", "Принять закон", "2027 год", "Антикор, МЮ")])
    draft = drafted(register, file, gate, replace(PLAN, today=date(2026, 1, 1)))
    (problem,) = [one for one in draft.problems if one.code == "body_ended"]
    assert "NSC" in str(problem.values["successors"])
    assert draft.counts["created"] == 1
