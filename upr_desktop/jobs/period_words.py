"""Name a reporting period in words, and as it stands in a file's name."""

import re

from upr_desktop.words import say

_CODE = re.compile(r"(\d{4})(?:([HQM])(\d{1,2}))?")
ROMAN = ("", "I", "II", "III", "IV")


def period_words(code: str, language: str) -> str:
    """Return `2026H1` as people say it: I полугодие 2026 года; an unusual code as it stands."""
    match = _CODE.fullmatch(code)
    if match is None:
        return code
    year, kind, digit = match.groups()
    if kind is None:
        return say("progress.period.Y", language, year=year)
    if kind == "H" and digit in ("1", "2"):
        return say(f"progress.period.H{digit}", language, year=year)
    if kind == "Q" and digit in ("1", "2", "3", "4"):
        number = ROMAN[int(digit)]
        return say("progress.period.Q", language, year=year, digit=digit, number=number)
    return code


def period_in_file_name(code: str) -> str:
    """Return `2026H1` as a file's name says it: 2026-I."""
    match = _CODE.fullmatch(code)
    if match and match[2] == "H" and match[3] in ("1", "2"):
        return f"{match[1]}-{ROMAN[int(match[3])]}"
    return re.sub(r"[^\w.-]+", "-", code)
