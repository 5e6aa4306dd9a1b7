"""A day that somebody typed into a return in words is that day, and what may be several days is asked."""

from datetime import date, datetime
from pathlib import Path

import pytest
from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent

from upr_desktop.exchange.gate import Gate


@pytest.mark.parametrize(
    "typed",
    [
        "15 марта 2026 г.",
        "«15» марта 2026 года",
        "15 наурыз 2026 ж.",
        "2026 жылғы 15 наурыз",
        "15 March 2026",
        "15.03.2026г.",
        "15/03/26",
        date(2026, 3, 15),
        datetime(2026, 3, 15, 10, 30),
    ],
)
def test_a_day_in_words_is_taken(sample: Planned, tmp_path: Path, gate: Gate, typed: object) -> None:
    merge = merged(sample, gate, Clerk(sent(sample, tmp_path)).type("2", done_on=typed).save("a.xlsx"))
    assert filled(merge) == {"taken": 1, "unchanged": 14}
    assert report(sample, "2")["done_on"] == "2026-03-15"


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("ru", "15 марта"),
        ("ru", "март 2026 г."),
        ("ru", "до 15 марта 2026 г."),
        ("ru", "15–16 марта 2026 г."),
        ("kk", "2026 жылғы наурыз"),
        ("en", "03/04/2026"),
    ],
)
def test_what_may_be_another_day_is_told_with_what_was_typed(
    sample: Planned, tmp_path: Path, gate: Gate, language: str, typed: str
) -> None:
    clerk = Clerk(sent(sample, tmp_path, language=language)).type("2", done_on=typed)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert filled(merge) == {"invalid": 1, "unchanged": 14}
    assert "return_not_a_date" in codes(merge)
    (told,) = (one for one in merge.files[0].notices if one.code == "return_not_a_date")
    assert told.values == {"text": typed}
    assert report(sample, "2")["done_on"] is None
