"""Show that the invented plan reads the same in three languages and two formats, and that its script makes it."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from upr_desktop.code_lists import DEADLINE_KINDS
from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.plan import read_plan
from upr_desktop.exchange.recognise import recognise
from upr_desktop.exchange.sheets import Book
from upr_desktop.grammar.bodies import Directory, parse_bodies
from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.grammar.references import parse_references
from upr_desktop.incoming_plan import IncomingMeasure, PlanReading
from upr_desktop.jobs.demo_plan import plan_answers
from upr_desktop.jobs.import_file import Options, as_received, prepare
from upr_desktop.jobs.new_register import from_sample
from upr_desktop.merge.plan_answers import DeadlineAnswer
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.paths import bundled
from upr_desktop.register.queries import records

SAMPLE = bundled("resources/sample")
NAMES = [f"plan_{language}.{kind}" for language in ("ru", "kk", "en") for kind in ("docx", "xlsx")]
DATA = json.loads((SAMPLE / "plan.json").read_text(encoding="utf-8"))
TOLD = [one for area in DATA["areas"] for one in area["measures"]]
RECOMMENDATIONS = json.loads((SAMPLE / "recommendations.json").read_text(encoding="utf-8"))["recommendations"]
KNOWN = [one["number"] for one in RECOMMENDATIONS]


@cache
def book(name: str) -> Book:
    with Gate() as gate:
        return gate.examine(name, (SAMPLE / name).read_bytes())


@cache
def reading(name: str) -> PlanReading:
    return read_plan(book(name))


@cache
def directory() -> Directory:
    path = bundled("resources/reference") / "kazakhstan-4.json"
    return Directory.of_reference(json.loads(path.read_text(encoding="utf-8")))


def understood(plan: PlanReading, measure: IncomingMeasure) -> tuple[Any, ...]:
    """Return what a measure means, whatever its language; the text of an event is as written and left out."""
    assert measure.deadline
    assert measure.lead
    assert measure.references
    assert measure.section
    deadline = parse_deadline(measure.deadline.raw, plan_years=plan.years)
    found = parse_bodies(measure.lead.raw, directory(), footnote=plan.abbreviations)
    bodies = [
        (body.code, body.role, body.presumed, body.not_subordinate, body.collective, body.scope_uncertain)
        for body in found.bodies
    ]
    numbers = parse_references(measure.references.raw, KNOWN)
    return (
        measure.number,
        measure.section.area,
        numbers,
        replace(deadline, anchor=None),
        bodies,
        found.leftovers,
    )


def test_the_script_makes_the_files_that_ship_each_time(tmp_path: Any) -> None:
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"XXX-{seed}"}
        subprocess.run([sys.executable, SAMPLE / "make_plan.py", folder], check=True, env=environment)
        for name in NAMES:
            assert (folder / name).read_bytes() == (SAMPLE / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_recognised_as_a_plan_and_its_counts_close(name: str) -> None:
    plan = reading(name)
    assert recognise(book(name)).layout == "plan"
    assert sum(plan.counts().values()) == sum(len(sheet.rows) for sheet in book(name).sheets)
    assert (plan.counts()["measure"], plan.counts()["section"]) == (64, 14)
    assert (plan.counts()["total"], plan.counts()["number_row"], plan.counts()["left_alone"]) == (1, 1, 0)
    assert {problem.severity for problem in plan.problems} <= {"info"}


@pytest.mark.parametrize("name", NAMES)
def test_title_stamp_years_and_abbreviations_are_read(name: str) -> None:
    plan = reading(name)
    language = name[5:7]
    assert plan.title == {language: " ".join(DATA["words"]["title"][language])}
    assert plan.stamp == "\n".join(DATA["words"]["stamp"][language])
    assert plan.years == (2026, 2029)
    assert len(plan.abbreviations) >= 24


@pytest.mark.parametrize("name", NAMES)
def test_texts_forms_and_deadlines_are_those_that_were_written(name: str) -> None:
    language = name[5:7]
    measures = reading(name).measures
    assert [one.texts[language].raw for one in measures] == [one[language] for one in TOLD]
    assert [next(iter(one.forms.values())).raw for one in measures] == [
        DATA["forms"][one["form"]][language] for one in TOLD
    ]
    assert [one.deadline and one.deadline.raw for one in measures] == [
        DATA["deadlines"][one["deadline"]][language] for one in TOLD
    ]
    assert [one.references and one.references.raw for one in measures] == [
        one["recommendations"] for one in TOLD
    ]
    assert all(set(one.texts) == {language} for one in measures)


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_plan_means_the_same_in_every_language_and_format(name: str) -> None:
    first, plan = reading(NAMES[0]), reading(name)
    for expected, measure in zip(first.measures, plan.measures, strict=True):
        assert understood(plan, measure) == understood(first, expected)


@pytest.mark.parametrize("name", NAMES)
def test_one_deadline_contradicts_itself_one_body_names_nobody_and_all_else_is_understood(name: str) -> None:
    plan, language = reading(name), name[5:7]
    kinds: Counter[str] = Counter()
    open_texts = []
    for measure in plan.measures:
        _, _, numbers, deadline, bodies, leftovers = understood(plan, measure)
        assert not leftovers
        assert numbers.numbers
        assert not numbers.unclear
        kinds[deadline.kind] += 1
        open_texts += [] if deadline.is_decided else [deadline.raw]
        open_texts += [
            kind for code, *_, kind, _ in bodies if not code and kind not in ("central", "interested")
        ]
    assert set(kinds) == {*DEADLINE_KINDS}
    assert open_texts == ["all", DATA["deadlines"]["x1"][language]]


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_that_ship_answer_each_question_of_each_file(name: str) -> None:
    answers, plan = plan_answers(), reading(name)
    for measure in plan.measures:
        assert measure.deadline
        assert measure.lead
        deadline = parse_deadline(measure.deadline.raw, plan_years=plan.years)
        assert deadline.is_decided or isinstance(answers.get("deadline", deadline.raw), DeadlineAnswer)
        told = {key: answer for key, answer in answers.given["body"].items() if isinstance(answer, tuple)}
        found = parse_bodies(measure.lead.raw, directory(), footnote=plan.abbreviations, answers=told)
        assert all(body.code or body.collective in ("central", "interested") for body in found.bodies)


def test_the_sample_register_says_what_was_answered_and_asks_no_more(tmp_path: Path) -> None:
    with from_sample(tmp_path / "sample.upr") as register, Gate() as gate:
        for name in NAMES:
            draft = prepare(register, as_received(name, (SAMPLE / name).read_bytes()), Options(), gate).draft
            assert isinstance(draft, PlanDraft)
            asked = {one.kind: (one.remembered, one.answer) for one in draft.questions}
            end = DeadlineAnswer("day", end="2026-12-25")
            assert asked == {"deadline": (True, end), "body": (True, ("CSB", "LEB"))}
            assert not draft.changes.changes
        with register.reading() as connection:
            stored = records(connection, "measure").values()
    by_hand = [one["deadline_raw"] for one in stored if one["deadline_decided_by"] == "person"]
    assert by_hand == [DATA["deadlines"]["x1"]["ru"]]


def test_only_two_supported_recommendations_are_left_without_a_measure() -> None:
    plan = reading(NAMES[0])
    used = {number for one in plan.measures for number in understood(plan, one)[2].numbers}
    supported = {one["number"] for one in RECOMMENDATIONS if one.get("position") != "Noted"}
    assert supported - used == {"140.58", "140.89"}


def test_word_merges_and_excel_leaves_blank_what_carries_on() -> None:
    word = {one.references.carried for one in reading("plan_ru.docx").measures if one.references}
    excel = {one.references.carried for one in reading("plan_ru.xlsx").measures if one.references}
    assert (word, excel) == ({None, "merged"}, {None, "blank"})
