"""Read recommendation numbers (`140.10`), which are text: read as numbers, 140.1 and 140.10 would be one."""

import re
from dataclasses import dataclass

_LEADING = re.compile(r"(?P<number>\d{1,4}\.\d{1,4})(?!\d)\.?(?:\s+|(?=[A-Z][a-z])|\Z)")
_WHOLE = re.compile(r"(?:№|No\.?|п\.)?\s*(?P<number>\d{1,4}\.\d{1,4})\s*\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number and the text that follows it."""

    number: str
    rest: str


def leading_number(text: str) -> Numbered | None:
    """Return the number that a text begins with, and the rest; None unless both are told apart for certain.

    `140.10 Ratify` and `140.10Ratify` are; `140.1O Ratify` (a letter O) and `140.10.2 Ratify` are not.
    """
    found = _LEADING.match(text)
    return Numbered(found["number"], text[found.end() :].strip()) if found else None


def whole_number(text: str) -> str | None:
    """Return the number that a cell holds and nothing else (`140.10`, `№ 140.10.`); else None."""
    found = _WHOLE.fullmatch(text.strip())
    return found["number"] if found else None
