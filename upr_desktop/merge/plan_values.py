"""Give the fields that keep a measure's number and deadline, as an import, a form and a workbook write them."""

import re

from upr_desktop.grammar.deadline import Deadline, stored_details
from upr_desktop.grammar.deadlines import parse_deadline
from upr_desktop.register.changes import Value

DIGITS = re.compile(r"\d{1,9}")
ORDER = ("paragraph", "item", "subitem")
PARSER, PERSON = "parser", "person"
UNDERSTOOD = ("deadline_kind", "deadline_start", "deadline_end", "deadline_details")


def measure_number(number: str | None) -> dict[str, Value]:
    """Return the number as text with the integers it sorts by: 3.1.2, 12-1; none of them where it has no digits."""
    text = (number or "").strip() or None
    found = [int(part) for part in DIGITS.findall(text or "")[: len(ORDER)]]
    return {"number": text, **dict(zip(ORDER, [*found, None, None, None], strict=False))}


def recommendation_number(number: str) -> dict[str, Value]:
    """Return the number of a recommendation as text with the two integers it sorts by."""
    paragraph, _, item = number.partition(".")
    return {"number": number, "paragraph": int(paragraph), "item": int(item)}


def deadline_values(deadline: Deadline, decided_by: str | None = PARSER) -> dict[str, Value]:
    """Return the fields of a deadline; one that nobody could tell is `undecided`, by nobody."""
    return {
        "deadline_raw": deadline.raw or None,
        "deadline_kind": deadline.kind,
        "deadline_start": deadline.start,
        "deadline_end": deadline.end,
        "deadline_details": stored_details(deadline),
        "deadline_decided_by": decided_by if deadline.is_decided else None,
    }


def read_deadline(
    text: str | None, plan_years: tuple[int, int] | None = None, language: str | None = None
) -> dict[str, Value]:
    """Return the fields of a deadline that is read from a text; all empty where there is none."""
    if not text or not text.strip():
        names = ("deadline_raw", *UNDERSTOOD, "deadline_decided_by")
        return dict.fromkeys(names)
    return deadline_values(parse_deadline(text, plan_years=plan_years, language=language))
