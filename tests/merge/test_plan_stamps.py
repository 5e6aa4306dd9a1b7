"""A stamp tells whether a plan was approved; columns of years hold what was planned and reached in each."""

import pytest

from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingIndicator, IncomingValue
from upr_desktop.merge.plan_indicators import stated_indicators
from upr_desktop.merge.plan_record import approved_by


@pytest.mark.parametrize(
    "stamp",
    [
        "Утвержден\nпостановлением Правительства Республики Казахстан\nот 1 марта 2026 года № 100",
        "Қазақстан Республикасы Үкіметінің\n2026 жылғы 1 наурыздағы № 100 қаулысымен бекітілген",
        "Утверждён приказом от 05.03.2026 г. № 12-П",
        "Approved by Order No. 45 of 12 March 2026",
    ],
)
def test_an_act_with_number_and_day_approves_a_plan(stamp: str) -> None:
    assert approved_by(stamp)


@pytest.mark.parametrize(
    "stamp",
    [
        "Приложение № 1\nк протоколу межведомственного совещания\nот 22 января 2026 года № 4",
        "Утвержден",
        "Утвержден приказом от ______ 2026 года № ____",
        "Проект\nУтвержден постановлением от 1 марта 2026 года № 100",
        "Жоба\n2026 жылғы 1 наурыздағы № 100 қаулысымен бекітілген",
        "Согласован от 1 марта 2026 года № 100",
    ],
)
def test_anything_less_leaves_it_a_draft(stamp: str) -> None:
    assert not approved_by(stamp)


def test_columns_of_years_are_values_of_the_indicator_before_them() -> None:
    cells = [
        IncomingIndicator(title, IncomingValue(raw, (Place("План", "F2", raw),)))
        for title, raw in (
            ("Индикатор", "Доля обученных"),
            ("Ед. изм.", "%"),
            ("План 2027", "80"),
            ("Факт 2026", "64"),
            ("2028 жылғы жоспар", "90"),
            ("План 2026", "60"),
        )
    ]
    (one,) = stated_indicators(cells)
    told = {year: {name: text for name, (text, _) in values.items()} for year, values in one.years.items()}
    assert (one.name, one.unit) == ("Доля обученных", "%")
    assert told == {
        2027: {"planned": "80"},
        2026: {"actual": "64", "planned": "60"},
        2028: {"planned": "90"},
    }
