from datetime import date

import pytest

from upr_desktop.grammar.deadlines import due_dates, is_due_soon, is_overdue, parse_deadline


def due(text: str, first: int = 2026, last: int = 2027) -> list[str]:
    return [day.isoformat() for day in due_dates(parse_deadline(text), first, last)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("декабрь 2026 года", ["2026-12-31"]),
        ("декабрь 2028 года", []),
        ("июнь, декабрь 2026 года", ["2026-06-30", "2026-12-31"]),
        ("2025–2028 годы", []),
        ("ежегодно", ["2026-12-31", "2027-12-31"]),
        ("ежегодно, до 10 июля и 10 января", ["2026-01-10", "2026-07-10", "2027-01-10", "2027-07-10"]),
        ("ежегодно в IV квартале 2027 года", []),
        ("ежегодно, 2027–2030 гг., до 15 марта", ["2027-03-15"]),
        ("раз в полугодие", ["2026-06-30", "2026-12-31", "2027-06-30", "2027-12-31"]),
        (
            "жартыжылда бір рет, 10 шілдеге және 10 қаңтарға",
            ["2026-01-10", "2026-07-10", "2027-01-10", "2027-07-10"],
        ),
        ("с 2025 года раз в два года, до 1 марта", ["2027-03-01"]),
        ("раз в два года", ["2027-12-31"]),
        ("постоянно, 2025–2026 годы", []),
        ("еженедельно", []),
        ("по мере необходимости", []),
        ("ежегодно до 29 февраля", ["2026-02-28", "2027-02-28"]),
    ],
)
def test_due_dates_of_two_years(text: str, days: list[str]) -> None:
    assert due(text) == days


def test_a_report_on_a_quarter_is_due_in_the_month_after_it() -> None:
    text = "ежеквартально, до 10 числа месяца, следующего за отчетным кварталом"
    assert due(text, 2026, 2026) == ["2026-04-10", "2026-07-10", "2026-10-10"]
    assert due("тоқсан сайын, тоқсанның соңғы айының 31-күніне дейін", 2026, 2026)[:2] == [
        "2026-03-31",
        "2026-06-30",
    ]
    assert len(due("ай сайын 10-күніне қарай")) == 24
    assert due("2025 год, " + text, 2026, 2026) == ["2026-01-10"]


def test_overdue_begins_the_day_after_the_last_one() -> None:
    deadline = parse_deadline("10 июля 2026 года")
    assert not is_overdue(deadline, date(2026, 7, 10), done_or_closed=False)
    assert is_overdue(deadline, date(2026, 7, 11), done_or_closed=False)
    assert not is_overdue(deadline, date(2026, 7, 11), done_or_closed=True)
    assert not is_overdue(parse_deadline("ежегодно"), date(2099, 1, 1), done_or_closed=False)


def test_due_soon_lasts_from_thirty_days_before_to_the_last_day() -> None:
    deadline = parse_deadline("10 июля 2026 года")
    soon = [
        is_due_soon(deadline, day, False)
        for day in (date(2026, 6, 9), date(2026, 6, 10), date(2026, 7, 10), date(2026, 7, 11))
    ]
    assert soon == [False, True, True, False]
    assert is_due_soon(deadline, date(2026, 6, 9), False, days=31)
