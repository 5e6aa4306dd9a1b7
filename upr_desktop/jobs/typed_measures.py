"""Read what a person typed or pasted into a cell of the plan: a value of the field, or what is wrong."""

from collections.abc import Mapping

from upr_desktop.grammar.references import parse_references
from upr_desktop.jobs.edit_plan import Wish
from upr_desktop.jobs.typed_values import read_value
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import Catalogue

NAMED = ("lead", "co", "consulted", "area_id")
LINKS = "recommendations"


def read_measure_value(
    field: str, text: str, catalogue: Catalogue, numbers: Mapping[str, RecordId]
) -> Wish | Problem:
    """Return the value that a text stands for in a field of a measure, or the problem that refuses it.

    Agencies and areas are known as in the table of recommendations; `numbers` gives the recommendation of each number
    that exists: lists and ranges of them are understood. Any other field takes the text as it stands.
    """
    if field in NAMED:
        return read_value(field, text, catalogue)
    if field != LINKS:
        return text.strip() or None
    found = parse_references(text, numbers)
    wrong = (*found.missing, *found.unclear)
    if wrong:
        return Problem("typed_recommendation", "", {"value": ", ".join(wrong)[:80]}, None, "error")
    return tuple(numbers[number] for number in found.numbers)
