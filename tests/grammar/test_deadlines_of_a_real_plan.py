from pathlib import Path

import pytest
from deadline_table import detail_of

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.exchange.sheets import Book
from upr_desktop.grammar.deadlines import parse_deadline

MEASURES = [
    ("half", "2022-06-30", ""),
    ("continuous", None, ""),
    ("recurring", None, "quarter"),
    ("continuous", None, ""),
    ("recurring", None, "year @ q4"),
    ("continuous", None, ""),
    ("relative", None, "5 working_day ~ Талдау нәтижелері ұсынылғаннан кейін"),
    (
        "conditional",
        None,
        "~ Сыбайлас жемқорлық тәуекелдерін орналастыру жөніндегі іс-шаралар жоспарындағы деректерге сәйкес",
    ),
    ("continuous", None, ""),
    ("conditional", None, "after_check"),
    ("recurring", None, "quarter"),
    ("conditional", None, "~ Шығу кезінде"),
]
TASKS = ["month"] + ["relative"] * 8 + ["conditional"] + ["recurring"] * 9 + ["month"] * 7 + ["recurring"] * 2


@pytest.fixture
def plan(shared_data: Path) -> Book:
    with Gate() as gate:
        received = read_file(shared_data / "workbooks" / "elorda_compliance_plan_kk.xlsx")
        return gate.examine(received.name, received.content)


def test_every_deadline_of_the_plan_is_read_as_a_person_reads_it(plan: Book) -> None:
    found = [parse_deadline(row.raw[2]) for row in plan.sheets[0].rows[1:]]
    assert [(each.kind, each.end, detail_of(each)) for each in found] == MEASURES


def test_the_sheet_without_a_header_has_deadlines_too(plan: Book) -> None:
    found = [parse_deadline(row.raw[4]) for row in plan.sheets[1].rows]
    assert [each.kind for each in found] == TASKS
    assert {detail_of(each) for each in found if each.kind == "recurring"} == {"quarter @ f5"}
    assert {each.end for each in found if each.kind == "month"} == {"2023-06-30"}
