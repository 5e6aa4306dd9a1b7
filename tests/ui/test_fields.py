from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upr_desktop.ui.fields import parse_date, restored
from upr_desktop.ui.look import Look
from upr_desktop.words import LANGUAGES

texts = st.text(st.sampled_from("ab\r\n\u00a0"), max_size=12)


def seen(text: str) -> str:
    return text.replace("\r\n", "\n")


@given(texts, texts, st.text("xy", min_size=1))
def test_parts_that_nobody_touched_stay_letter_by_letter(head: str, tail: str, typed: str) -> None:
    original = f"{head}|{tail}"
    edited = f"{seen(head)}|{typed}|{seen(tail)}"
    result = restored(original, seen(original), edited)
    assert result.startswith(head)
    assert result.endswith(tail)
    assert seen(result) == seen(f"{head}|{typed}|{tail}")


@given(texts)
def test_a_text_that_is_not_edited_is_the_original(original: str) -> None:
    assert restored(original, seen(original), seen(original)) == original


@pytest.mark.parametrize(
    "typed",
    [
        "10.07.2026",
        "10/7/26",
        "10 7 2026",
        "2026-07-10",
        " 10-07-2026 ",
        "10 Jul 2026",
        "10 июля 2026",
        "10 шілде 2026",
        "10 JULY, 2026",
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert parse_date(typed) == "2026-07-10"


@pytest.mark.parametrize("typed", ["31.02.2026", "2026", "July", "10 Xyz 2026", "10.07.2026 г.", "1.2.3.4"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # its text is not the point
        parse_date(typed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_date_is_read_back_as_each_language_shows_it(look: Look, day: date, language: str) -> None:
    look.language.use(language)
    assert parse_date(look.language.date(day)) == day.isoformat()


def test_no_text_is_no_date() -> None:
    assert parse_date("  ") is None
