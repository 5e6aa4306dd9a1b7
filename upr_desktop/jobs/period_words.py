"""Name a reporting period in words, and as it stands in a file's name."""

import re

from upr_desktop.grammar.deadline_tokens import deadline_words
from upr_desktop.words import say

_CODE = re.compile(r"(\d{4})(?:([HQM])(\d{1,2}))?")
_MOST = {"H": 2, "Q": 4, "M": 12}
ROMAN = ("", "I", "II", "III", "IV")


def period_words(code: str, language: str, *, brief: bool = False) -> str:
    """Return `2026H1` as people say it: I полугодие 2026 года, `brief` for a narrow column: I п/г 2026.

    An unusual code is returned as it stands.
    """
    match = _CODE.fullmatch(code)
    if match is None:
        return code
    topic = "progress.period_brief" if brief else "progress.period"
    year, kind, number = match[1], match[2], int(match[3] or 0)
    if kind is None:
        return say(f"{topic}.Y", language, year=year)
    if not 1 <= number <= _MOST[kind]:
        return code
    if kind == "H":
        return say(f"{topic}.H{number}", language, year=year)
    if kind == "Q":
        return say(f"{topic}.Q", language, year=year, number=number if language == "en" else ROMAN[number])
    name = str(deadline_words()["months"][number - 1][language]["name"])
    month = name if language == "kk" and not brief else f"{name[:1].upper()}{name[1:]}"
    return say(f"{topic}.M", language, year=year, month=month)


def period_in_file_name(code: str) -> str:
    """Return `2026H1` as a file's name says it: 2026-I."""
    match = _CODE.fullmatch(code)
    if match and match[2] == "H" and match[3] in ("1", "2"):
        return f"{match[1]}-{ROMAN[int(match[3])]}"
    return re.sub(r"[^\w.-]+", "-", code)
