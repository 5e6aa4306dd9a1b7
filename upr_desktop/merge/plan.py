"""Compare the plan that a file brings with the plans of the register: what it adds, changes, and must leave alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from upr_desktop.incoming_plan import LEFT_ALONE as ROW_LEFT_ALONE
from upr_desktop.incoming_plan import PlanReading
from upr_desktop.merge.comparison import Item
from upr_desktop.merge.draft import LEFT_ALONE, DraftRow
from upr_desktop.merge.plan_answers import Answers
from upr_desktop.merge.plan_compare import PlanComparison
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.merge.plan_known import KnownPlans
from upr_desktop.merge.plan_understood import Understanding
from upr_desktop.register.changes import ChangeSet, Label, Origin, Value, Values
from upr_desktop.register.errors import Problem

NEW_PLAN: Values = {"state": "draft", "who_reports": "lead", "mode": "period"}
MERGED_PROBLEMS = ("merged_deadline", "merged_form")
_EXTENSION = re.compile(r"\.\w{2,5}$")


def draft_plan(
    reading: PlanReading,
    plans: KnownPlans,
    file: tuple[str, str],
    label: Label,
    answers: Answers | None = None,
    today: date | None = None,
) -> PlanDraft:
    """Return what importing a plan would do. `file` are the sha256, cited as the origin, and the name of the file.

    The unit is measures: created, changed, unchanged and refused ones, and rows left alone with the reason.
    """
    given = answers or Answers()
    texts = [measure.references.raw for measure in reading.measures if measure.references]
    review = plans.review_of(None, texts)
    understanding = Understanding(
        reading, plans, given, Answers(), plans.numbers(review), reading.years, today
    )
    item = Item()
    plan = item.add("plan", _plan_values(reading, file[1]), _origin(reading, file[0]))
    comparison = PlanComparison(plans.known, file[0], plan, review, item)
    results = [
        comparison.add(at, understanding.measure(at, measure)) for at, measure in enumerate(reading.measures)
    ]
    problems = [*reading.problems, *understanding.problems]
    rows = [*comparison.rows, *_rows_left_alone(reading, problems)]
    return PlanDraft(
        reading.unit,
        ChangeSet(label, item.changes if reading.measures else [], kind="import"),
        rows,
        problems,
        plan=plan,
        results=results,
        questions=understanding.asking.questions(),
        file_rows=reading.counts(),
    )


def _plan_values(reading: PlanReading, file_name: str) -> dict[str, Value]:
    values: dict[str, Value] = {**NEW_PLAN}
    titles = dict(reading.title)
    if not titles and reading.measures:
        titles = {next(iter(reading.measures[0].texts)): _EXTENSION.sub("", file_name)}
    values |= {f"title_{language}": title for language, title in titles.items()}
    if reading.stamp:
        values["act"] = " ".join(reading.stamp.split())
    if reading.years:
        values["valid_from"], values["valid_to"] = f"{reading.years[0]}-01-01", f"{reading.years[1]}-12-31"
    return values


def _origin(reading: PlanReading, file: str) -> Origin:
    """Return where the plan as a whole stands: the first table that was read, with the title above it."""
    sheet = next((table.sheet for table in reading.tables if table.recognised), "")
    return Origin(file, sheet, "", next(iter(reading.title.values()), ""))


def _rows_left_alone(reading: PlanReading, problems: Sequence[Problem]) -> Iterator[DraftRow]:
    """Yield the rows of the file that were left alone, each with the reason and what is to be said of it."""
    places = {left.where.partition("!")[0] + "!" + _row_of(left.where): left for left in reading.left_alone}
    said: dict[str, list[Problem]] = {}
    for problem in problems:
        said.setdefault(problem.where, []).append(problem)
    for row in reading.rows:
        if row.outcome == ROW_LEFT_ALONE:
            left = places.get(f"{row.sheet}!{row.row}")
            where = left.where if left else f"{row.sheet}!A{row.row}"
            values: Mapping[str, str | int] = left.values if left else {"count": 1}
            told = tuple(said.get(where, ()))
            yield DraftRow(
                where, "", LEFT_ALONE, problems=told, reason=row.reason or "blank_row", values=values
            )


def _row_of(where: str) -> str:
    return where.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
