"""What an agency said before stands beside its answer in the language that it wrote in, whatever the workbook's."""

import pytest

from upr_desktop.jobs.own_entries import said_before
from upr_desktop.register.changes import RecordId
from upr_desktop.register.plan_rows import ReportMark

RUSSIAN = "Таблица готова на 60 процентов, статьи конвенций рассмотрены."


def mark() -> ReportMark:
    report, task, period, measure, agency = (RecordId(f"{number:032x}") for number in range(5))
    return ReportMark(report, task, period, measure, agency, "lead", "draft", None, False, None, "2026-12-31")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("In progress.\nТаблица готова на 60 процентов.", "en", {"ru": "Таблица готова на 60 процентов."}),
        (f"Орындалуда.\n{RUSSIAN}", "kk", {"ru": RUSSIAN}),
        ("Орындалуда.\nКесте 60 пайызға дайын.", "kk", {"kk": "Кесте 60 пайызға дайын."}),
        ("In progress.\n85", "en", {"en": "85"}),
    ],
)
def test_a_text_of_the_last_period_is_of_the_language_it_is_in(
    text: str, language: str, expected: dict[str, str]
) -> None:
    before = said_before(text, language, mark())
    assert before
    assert before.mark.status == "in_progress"
    assert before.narratives == expected
