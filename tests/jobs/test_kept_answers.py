"""Test that what was answered about a plan's doubtful cells is kept with the plan, for each later file of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from plan_files import Row, plan_file

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.import_file import Options, apply_import, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.show import show
from upr_desktop.merge.plan_answers import LEAVE, NO_ANSWERS, Answer
from upr_desktop.merge.plan_draft import PlanDraft, Question
from upr_desktop.register.changes import Received
from upr_desktop.register.register import Register

PLAN = Options(layout="plan")
ROWS = (
    Row("1", "140.1", "Принять закон о профилактике пыток", "2027 год", "МВД, МЮ"),
    Row("2", "140.1", "Обучить сотрудников полиции", "ежегодно", "МВД"),
)
REVISED = "Принять закон о предупреждении пыток"


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    with new_register(tmp_path / "a.upr", "A", "kazakhstan-4") as register:
        yield register


def drafted(register: Register, file: Received, gate: Gate, options: Options = PLAN) -> PlanDraft:
    draft = prepare(register, file, options, gate).draft
    assert isinstance(draft, PlanDraft)
    return draft


def bring(register: Register, file: Received, gate: Gate, options: Options = PLAN) -> None:
    apply_import(register, prepare(register, file, options, gate), "me")


def answered(kind: str, key: str, answer: Answer) -> Options:
    return replace(PLAN, answers=NO_ANSWERS.give("stub", "140.1", answer=True).give(kind, key, answer))


def asked(draft: PlanDraft, kind: str) -> Question:
    (question,) = [one for one in draft.questions if one.kind == kind]
    return question


@pytest.mark.parametrize("answer", [("CSB", "LEB"), ("MOJ",), (), LEAVE])
@pytest.mark.parametrize("text", ["все госорганы", "ОГО", "барлық мемлекеттік органдар", "all state bodies"])
def test_what_a_word_for_many_bodies_means_is_asked_once(
    register: Register, gate: Gate, text: str, answer: Answer
) -> None:
    rows = [*ROWS, Row("3", "140.1", "Обсудить доклад", "2028 год", f"МИД, {text}")]
    assert asked(drafted(register, plan_file(rows), gate), "body").is_open
    bring(register, plan_file(rows), gate, answered("body", text, answer))
    rows = [*rows, Row("4", "140.1", "Опубликовать доклад", "2029 год", f"МИД, {text}")]
    question = asked(drafted(register, plan_file(rows), gate), "body")
    assert (question.answer, question.remembered, len(question.places)) == (answer, True, 2)
    bring(register, plan_file(rows), gate)
    assert not drafted(register, plan_file(rows), gate).changes.changes
    with register.reading() as connection:
        bodies = show(connection, "measure", {})[3]["bodies"]
    codes = answer if isinstance(answer, tuple) else ()
    assert [body["code"] for body in bodies] == ["MFA", *codes]


def test_a_body_that_is_no_agency_stays_in_the_list_and_the_answer_can_be_another(
    register: Register, gate: Gate
) -> None:
    rows = [*ROWS, Row("3", "140.1", "Обсудить доклад", "2028 год", "МИД, ОГО")]
    question = asked(drafted(register, plan_file(rows), gate, answered("body", "ОГО", ())), "body")
    assert (question.answer, question.remembered) == ((), False)
    bring(register, plan_file(rows), gate, answered("body", "ОГО", ()))
    bring(register, plan_file(rows), gate, answered("body", "ОГО", ("MOJ",)))
    assert asked(drafted(register, plan_file(rows), gate), "body").answer == ("MOJ",)


def test_a_number_typed_as_a_number_is_confirmed_once_for_its_measure(register: Register, gate: Gate) -> None:
    rows = [*ROWS, Row("3", "140.1", "Обсудить доклад", "2028 год", "МИД")]
    cells: list[list[str | float | None]] = [list(row.cells()) for row in rows]
    cells[2][1] = 140.1
    key = asked(drafted(register, plan_file(cells), gate), "reference").key
    bring(register, plan_file(cells), gate, answered("reference", key, "140.1"))
    longer = [replace(ROWS[0], text=REVISED).cells(), *cells]
    question = asked(drafted(register, plan_file(longer), gate), "reference")
    assert (question.answer, question.remembered) == ("140.1", True)
    assert question.key != key


def test_whether_a_merged_deadline_is_meant_for_a_measure_too_is_asked_once(
    register: Register, gate: Gate
) -> None:
    cells: list[list[str | float | None]] = [list(row.cells()) for row in ROWS]
    cells[1][4] = None
    file = plan_file(cells, merged="E2:E3")
    key = asked(drafted(register, file, gate), "merged").key
    bring(register, file, gate, answered("merged", key, answer=True))
    cells = [["0", "140.1", "Создать базу данных", "отчёт", "2029 год", "МЮ"], *cells]
    longer = plan_file(cells, merged="E3:E4")
    question = asked(drafted(register, longer, gate), "merged")
    assert (question.answer, question.remembered) == (True, True)
    bring(register, longer, gate)
    with register.reading() as connection:
        ends = {row["text_ru"]: row["deadline"]["end"] for row in show(connection, "measure", {})}
    assert ends[ROWS[1].text] == "2027-12-31"


def test_a_number_that_was_not_to_be_added_is_not_asked_about_again(register: Register, gate: Gate) -> None:
    options = replace(PLAN, answers=NO_ANSWERS.give("stub", "140.1", answer=False))
    bring(register, plan_file(ROWS), gate, options)
    question = asked(drafted(register, plan_file(ROWS), gate), "stub")
    assert (question.answer, question.remembered) == (False, True)


def test_a_deadline_that_was_left_open_stays_so_without_a_question(register: Register, gate: Gate) -> None:
    rows = [*ROWS, Row("3", "140.1", "Обсудить доклад", "как получится", "МИД")]
    bring(register, plan_file(rows), gate, answered("deadline", "как получится", LEAVE))
    question = asked(drafted(register, plan_file(rows), gate), "deadline")
    assert (question.answer, question.remembered) == (LEAVE, True)
