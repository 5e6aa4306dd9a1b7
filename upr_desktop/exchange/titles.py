"""Recognise the titles of columns that State bodies use, in three languages, and find the header row by them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from upr_desktop.exchange.sheets import Row, Sheet
from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

HEADER_DEPTH = 15

_HYPHEN = re.compile(r"(?<=\w)[-‐‑‒–—]\s*(?=\w)")
_PUNCTUATION = re.compile(r"[^\w№#]+")
_LANGUAGES_APART = re.compile(r"\s*\n\s*|\s+/\s+")
_YEAR = re.compile(
    r"(?:\bна\s+)?\b20\d\d\b\s*[-‐‑–]?\s*(?:(?:года|году|год|жылға|жылғы|жылы|жылдың|жыл|г|ж)\b\.?)?"
)
# What people type who have no Kazakh keyboard.
_WITHOUT_KAZAKH_KEYS = str.maketrans({
    "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и",
    "Ә": "А", "Ғ": "Г", "Қ": "К", "Ң": "Н", "Ө": "О", "Ұ": "У", "Ү": "У", "Һ": "Х", "І": "И",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: the field of the column, and the languages (kk, ru, en) in which it says so."""

    field: str
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a sheet: its number and the titles by 1-based column."""

    row: int
    titles: Mapping[int, Title]

    def columns(self, *fields: str) -> tuple[int, ...]:
        """Return the columns of any of the fields, from left to right."""
        return tuple(column for column, title in sorted(self.titles.items()) if title.field in fields)

    def fields(self) -> frozenset[str]:
        """Return all fields that have a column."""
        return frozenset(title.field for title in self.titles.values())


@cache
def title_table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the titles by field and language, from resources/reference/column_titles.json."""
    table: dict[str, dict[str, list[str]]] = json.loads(
        bundled("resources/reference/column_titles.json").read_text(encoding="utf-8")
    )
    return table


def title_key(text: str) -> str:
    """Return a title as it is compared: folded, without hyphenation, dots, brackets and footnote marks."""
    joined = _HYPHEN.sub("", text.replace("\xad", ""))
    return fold(_PUNCTUATION.sub(" ", joined))


@lru_cache(maxsize=4096)
def title_of(text: str) -> Title | None:
    """Return what a header cell says; one cell may say it in several languages, on lines or split by ` / `.

    None if no line is a known title, or if the lines name different fields.
    """
    if not text.strip() or len(text) > 300:
        return None
    if whole := _known(text) or _of_a_year(text):
        return whole
    found: list[Title] = []
    lines = _LANGUAGES_APART.split(text.strip())[:9]
    at = 0
    while at < len(lines):
        for to in range(len(lines), at, -1):
            if title := _known(" ".join(lines[at:to])):
                found.append(title)
                at = to - 1
                break
        at += 1
    if len({title.field for title in found}) != 1:
        return None
    return Title(found[0].field, frozenset(language for title in found for language in title.languages))


def find_header(sheet: Sheet, needed: Iterable[frozenset[str]] = ()) -> Header | None:
    """Return the header of a sheet: of its first 15 rows the one with most titles, at least two.

    Each set in `needed` must have a column for one of its fields; the first such row wins a tie.
    """
    wanted = tuple(needed)
    best: Header | None = None
    for row in sheet.rows[:HEADER_DEPTH]:
        header = Header(row.number, _titles(row))
        fits = len(header.titles) > 1 and all(header.fields() & some for some in wanted)
        if fits and (best is None or len(header.titles) > len(best.titles)):
            best = header
    return best


def _titles(row: Row) -> Mapping[int, Title]:
    return {at: title for at, text in enumerate(row.raw, 1) if text and (title := title_of(text))}


def _known(text: str) -> Title | None:
    key = title_key(text)
    return _by_key().get(key) or _by_plain_key().get(key)


def _of_a_year(text: str) -> Title | None:
    """Return the title of an indicator's value in a year: `План 2027`, `2027 жылғы жоспар`; None for any other."""
    rest, years = _YEAR.subn(" ", text)
    title = _known(rest) if years == 1 else None
    return title if title and title.field == "indicator" else None


@cache
def _by_key() -> Mapping[str, Title]:
    return _merged(
        (title_key(title), field, language)
        for field, by_language in title_table().items()
        for language, titles in by_language.items()
        for title in titles
    )


@cache
def _by_plain_key() -> Mapping[str, Title]:
    """Return the Kazakh titles as typed without Kazakh letters."""
    return _merged(
        (title_key(title.translate(_WITHOUT_KAZAKH_KEYS)), field, "kk")
        for field, by_language in title_table().items()
        for title in by_language["kk"]
    )


def _merged(found: Iterable[tuple[str, str, str]]) -> Mapping[str, Title]:
    """Return titles by key; a key that stands for two fields means neither."""
    fields: dict[str, set[str]] = {}
    languages: dict[str, set[str]] = {}
    for key, field, language in found:
        fields.setdefault(key, set()).add(field)
        languages.setdefault(key, set()).add(language)
    return {
        key: Title(next(iter(names)), frozenset(languages[key]))
        for key, names in fields.items()
        if len(names) == 1
    }
