"""Say what importing a plan would do besides its counts: for scripts as data, on the command line as lines."""

from typing import Any

from upr_desktop.merge.plan_answers import Answers, answers_data
from upr_desktop.merge.plan_draft import FileTable, PlanDraft, Question
from upr_desktop.words import say


def plan_data(draft: PlanDraft) -> dict[str, Any]:
    """Return what scripts read of a plan's import beside the counts: its rows, mapping, questions, what it dropped."""
    return {
        "plan": draft.plan,
        "plan_is_new": draft.is_new_plan,
        "rows": dict(draft.file_rows),
        "mapping": [mapping_data(table) | {"recognised": table.recognised} for table in draft.tables],
        "questions": [_question(question) for question in draft.questions],
        "dropped": [
            {"record": one.record, "number": one.name, "text": one.text, "archived": one.is_archived}
            for one in draft.dropped
        ],
    }


def mapping_data(table: FileTable) -> dict[str, Any]:
    """Return how a table was read, or may be, as a .json file for `--map` says it."""
    columns = {letters: name for letters, name in zip(table.columns, table.fields, strict=True) if name}
    return {"sheet": table.sheet, "header_row": table.header_row, "columns": columns}


def _question(question: Question) -> dict[str, Any]:
    given = Answers().give(question.kind, question.key, question.answer)
    return {
        "kind": question.kind,
        "key": question.key,
        "text": question.text,
        "where": [f"{place.sheet}!{place.address}" for place in question.places],
        "choices": [_choice(question, at) for at in range(len(question.choices))],
        "score": question.score,
        "answer": next(iter(answers_data(given).get(question.kind, {}).values()), None),
        "blocks": question.blocks,
    }


def _choice(question: Question, at: int) -> object:
    given = Answers().give(question.kind, question.key, question.choices[at].answer)
    return next(iter(answers_data(given)[question.kind].values()))


def plan_lines(draft: PlanDraft, language: str) -> list[str]:
    """Return the lines that a person reads below the counts: what the rows were, and how much is asked."""
    told = [
        f"{say(f'plan_row.{outcome}', language)} {count}"
        for outcome, count in draft.file_rows.items()
        if count
    ]
    lines = [f"  {say('unit.rows', language)}: {', '.join(told)}"]
    if waiting := len(draft.open_questions):
        lines.append(f"  {say('command.import.questions', language, count=waiting)}")
    return lines
