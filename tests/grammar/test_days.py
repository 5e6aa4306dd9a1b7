"""A day is known however it is written, and only where it is one."""

import pytest

from upr_desktop.grammar.days import read_day


@pytest.mark.parametrize(
    "text",
    [
        "15.03.2026",
        "15.3.26",
        "15.03.2026г.",
        "15.03.2026 года",
        "15/03/26",
        "15-03-2026",
        "15.03. 2026",
        "2026-03-15",
        "2026-03-15 00:00:00",
        "2026.03.15",
        "15 марта 2026",
        "15 марта 2026 г.",
        "15 МАРТА 2026 ГОДА",
        "«15» марта 2026 г.",
        "15\xa0марта  2026\u202fг.",
        "15 мар. 2026",
        "15 наурыз 2026 ж.",
        "15 наурыз 2026 жыл",
        "2026 жылғы 15 наурыз",
        "2026 жылғы «15» наурыз",
        "2026 ж. 15 наурыз",
        "2026 жылдың 15 наурызы",
        "15 March 2026",
        "15th March 2026",
        "March 15, 2026",
    ],
)
def test_a_day_is_read_in_figures_and_in_words(text: str) -> None:
    assert read_day(text) == "2026-03-15"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "скоро",
        "15 марта",
        "март 2026",
        "2026",
        "2026 год",
        "31 февраля 2026 г.",
        "32.01.2026",
        "15.13.2026",
        "15–16 марта 2026 г.",
        "15 и 16 марта 2026 г.",
        "15.03.2026, 16.03.2026",
        "до 15 марта 2026 г.",
        "не позднее 15.03.2026",
        "по 15 марта 2026 г.",
        "ежегодно 15 марта 2026",
        "15 марта текущего года",
        "15 марта 2026 г. № 5",
        "15 марта 2026 г. или 16 марта 2026 г.",
        "15 03 2026",
        "12.10",
        "15 марта 2026 г. " * 500,
    ],
)
def test_what_is_no_single_day_or_says_more_is_not_read(text: str) -> None:
    assert read_day(text) is None


def test_figures_that_may_be_either_day_are_refused_in_an_english_text_alone() -> None:
    assert (read_day("03/04/2026", "en"), read_day("03/04/2026", "ru")) == (None, "2026-04-03")
    assert (read_day("15/03/2026", "en"), read_day("03/03/2026", "en")) == ("2026-03-15", "2026-03-03")
    assert read_day("03.04.2026", "en") == "2026-04-03"
