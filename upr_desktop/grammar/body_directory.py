"""Know the agencies by all their names, in any case of Russian and Kazakh, and by their abbreviations."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from upr_desktop.grammar.body_tokens import Token, body_words, short_key, tokens_of
from upr_desktop.grammar.spelling import has_kazakh_ending, has_russian_ending, sound, strip_russian_ending

_PLURAL = frozenset(sound("ы и ов ев ей ам ям ами ями ах ях ые ие ых их ым им ыми ими").split())


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency as the parser knows it: `names` are full names, `shorts` short forms, by language (kk, ru, en) each.

    `aliases` are other names and short forms. Dates are ISO text. `successors` are codes. `collective`: many bodies.
    """

    code: str
    names: Mapping[str, str | None]
    shorts: Mapping[str, str | None] = field(default_factory=dict)
    aliases: tuple[tuple[str, str | None], ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    collective: bool = False

    def has_ended(self, on: date | None) -> bool:
        """Return whether the body no longer was there on a day; False if no day is known."""
        return bool(on and self.valid_to and self.valid_to < on.isoformat())


@dataclass(frozen=True, slots=True)
class Found:
    """A name found at a place: code of the agency (or None), collective kind (or None), and the token after it."""

    code: str | None
    collective: str | None
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    language: str | None
    code: str | None
    collective: str | None = None

    def fits(self, tokens: Sequence[Token], at: int) -> int | None:
        """Return the place after the name if it stands here, passing over line breaks and the republic's name."""
        for word in self.words:
            while at < len(tokens) and (tokens[at].kind == "skipped" or tokens[at].text == "\n"):
                at += 1
            if at == len(tokens) or not self._heard(tokens[at].heard, word):
                return None
            at += 1
        return at

    def _heard(self, heard: str, word: str) -> bool:
        if heard == word:
            return True
        if self.language == "kk":
            return has_kazakh_ending(heard, word)
        if self.language != "ru":
            return False
        stem = strip_russian_ending(word)
        if self.collective and self.code:
            return heard.startswith(stem) and heard[len(stem) :] in _PLURAL
        return has_russian_ending(heard, stem)


class Directory:
    """The agencies by name. A short form that means several bodies is known, but not resolved."""

    def __init__(self, agencies: Iterable[AgencyRow], ambiguous: Collection[str] = ()) -> None:
        """`ambiguous` are short forms that are never resolved without a footnote or an answer."""
        self.agencies: Mapping[str, AgencyRow] = {row.code: row for row in agencies}
        self._shorts: dict[str, set[str]] = {}
        self._names: dict[str, list[_Name]] = {}
        self._tails: dict[str, list[_Name]] = {}
        self._kinds = {row.code: _kind_of(row) for row in self.agencies.values() if row.collective}
        for row in self.agencies.values():
            self._learn(row)
        self._collectives()
        self._ambiguous = {short_key(text) for text in ambiguous}
        self._ambiguous |= {key for key, codes in self._shorts.items() if len(codes) > 1}

    @classmethod
    def of_reference(cls, data: Mapping[str, Any]) -> "Directory":
        """Return the directory of a reference set, a parsed file of resources/reference."""
        heirs: dict[str, list[str]] = {}
        for each in data.get("successions", ()):
            heirs.setdefault(each["from"], []).append(each["to"])
        rows = (
            AgencyRow(
                each["code"],
                each["names"],
                each["shorts"],
                tuple((alias["name"], alias["language"]) for alias in each["aliases"]),
                each["valid_from"],
                each["valid_to"],
                tuple(heirs.get(each["code"], ())),
                each["collective"],
            )
            for each in data.get("agencies", ())
        )
        return cls(rows, [each["name"] for each in data.get("marked", ())])

    def find(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Return the longest name that begins at a token, abbreviations left out."""
        return _longest(self._names, tokens, at)

    def find_tail(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Return the longest name without its `Министерство` or `министрлігі` that begins at a token."""
        return _longest(self._tails, tokens, at)

    def by_short(self, text: str) -> tuple[str, ...]:
        """Return the codes of the agencies with this short form, or with this code, in Latin letters."""
        code = {text} & self.agencies.keys() if text.isascii() else set()
        return tuple(sorted(self._shorts.get(short_key(text), set()) | code))

    def is_ambiguous(self, text: str) -> bool:
        """Return whether a short form is one of those that are never resolved without asking."""
        return short_key(text) in self._ambiguous or len(self.by_short(text)) > 1

    def by_name(self, text: str) -> str | None:
        """Return the code of the agency that a whole text names, in full or by an unambiguous short form."""
        tokens = [token for token in tokens_of(text) if token.kind != "skipped"]
        found = self.find(tokens, 0)
        if found and found.end == len(tokens):
            return found.code
        codes = self.by_short(tokens[0].text) if len(tokens) == 1 else ()
        return codes[0] if len(codes) == 1 and not self.is_ambiguous(tokens[0].text) else None

    @property
    def local_codes(self) -> tuple[str, ...]:
        """Return the codes of the agencies that stand for the akimats."""
        return tuple(code for code, kind in self._kinds.items() if kind == "local")

    def collective_kind(self, code: str) -> str | None:
        """Return which many bodies an agency stands for (local, central, interested, all, other), or None."""
        return self._kinds.get(code)

    def _learn(self, row: AgencyRow) -> None:
        for text, language in _all_names(row):
            if _is_short(text):
                self._shorts.setdefault(short_key(text), set()).add(row.code)
                continue
            name = _name(text, language, row.code, self._kinds.get(row.code))
            _put(self._names, name)
            if tail := _tail(name):
                _put(self._tails, tail)

    def _collectives(self) -> None:
        """Learn `заинтересованные госорганы` and the like: names of the agency that stands for them, or nobody's."""
        codes = {kind: code for code, kind in reversed(self._kinds.items())}
        for kind, texts in body_words()["collective"].items():
            for text in texts:
                language = "kk" if re.search("[әғқңөұүһі]", text) else "en" if text.isascii() else "ru"
                _put(self._names, _name(text, language, codes.get(kind), kind))


def _all_names(row: AgencyRow) -> Iterator[tuple[str, str | None]]:
    for texts in (row.names, row.shorts):
        yield from ((text, language) for language, text in texts.items() if text)
    yield from row.aliases


def _kind_of(row: AgencyRow) -> str:
    """Return which of the collective words name an agency; "other" where none does."""
    own = {short_key(text) for text, _ in _all_names(row)}
    for kind, texts in body_words()["collective"].items():
        if own & {short_key(text) for text in texts}:
            return str(kind)
    return "other"


def _is_short(text: str) -> bool:
    return text.isupper() and " " not in text


def _name(text: str, language: str | None, code: str | None, collective: str | None) -> _Name:
    words = tuple(token.heard for token in tokens_of(text) if token.kind != "skipped")
    return _Name(words, language, code, collective)


def _tail(name: _Name) -> _Name | None:
    heads = {language: sound(word) for language, word in body_words()["heads"].items()}
    if name.language == "ru" and name.words[0] == heads["ru"] and len(name.words) > 1:
        return _Name(name.words[1:], "ru", name.code)
    if name.language == "kk" and name.words[-1] == heads["kk"] and len(name.words) > 1:
        return _Name(name.words[:-1], "kk", name.code)
    return None


def _put(index: dict[str, list[_Name]], name: _Name) -> None:
    """File a name under the first letters of its first word, the longest names first."""
    names = index.setdefault(_first_letters(name.words[0]), [])
    names.append(name)
    names.sort(key=lambda each: len(each.words), reverse=True)


@lru_cache(maxsize=1024)
def _first_letters(word: str) -> str:
    return word[:3]


def _longest(index: Mapping[str, list[_Name]], tokens: Sequence[Token], at: int) -> Found | None:
    for name in index.get(_first_letters(tokens[at].heard), ()):
        end = name.fits(tokens, at)
        if end is not None:
            return Found(name.code, name.collective, end)
    return None
