"""Small plans for the tests of the plan reader."""

from collections.abc import Sequence

from reading_books import book, sheet

from upr_desktop.exchange.plan import read_plan
from upr_desktop.incoming_plan import ColumnMap, PlanReading
from upr_desktop.words import LANGUAGES, say

HEADER = (
    "№ п/п",
    "№ рекомендации",
    "Мероприятие",
    "Форма завершения",
    "Срок исполнения",
    "Ответственные исполнители",
)
FIRST = ("1", "140.1", "Внести проект закона", "проект закона", "декабрь 2026 года", "МЮ (созыв), МВД")
SECOND = ("2", "140.10", "Провести обучение", "отчёт", "ежегодно", "МВД")


def plan(
    *rows: Sequence[str],
    header: Sequence[str] = HEADER,
    merged: Sequence[str] = (),
    mapping: ColumnMap | None = None,
    kind: str = "xlsx",
) -> PlanReading:
    """Return what a plan with this header and these rows below it says."""
    return read_plan(book(sheet((header, *rows), merged, name="План"), headers=(), kind=kind), mapping)


def outcomes(reading: PlanReading) -> list[str]:
    return [row.reason or row.outcome for row in reading.rows]


def texts(reading: PlanReading) -> list[str]:
    return [measure.text for measure in reading.measures]


def codes(reading: PlanReading) -> list[str]:
    return [problem.code for problem in reading.problems]


def said(reading: PlanReading) -> list[str]:
    """Return every sentence that the reading needs, in all languages; an unworded one raises KeyError."""
    found = []
    for language in LANGUAGES:
        for problem in reading.problems:
            found += [
                say(f"problem.{problem.code}.{part}", language, **problem.values) for part in ("what", "fix")
            ]
        found += [say(f"left_alone.{left.reason}", language, **left.values) for left in reading.left_alone]
        found += [say(f"plan_row.{row.outcome}", language) for row in reading.rows]
        for table in reading.tables:
            found += [say(f"column_field.{name}", language) for name in table.fields]
    assert all(found)
    return found
