"""Cut the cell of responsible bodies into words and marks, each with its place."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from upr_desktop.grammar.spelling import fits, sound
from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑'’ʼ][^\W_]+)*|\n|[^\w\s]|_")
_HYPHEN = re.compile("[-‐‑]")
_SEPARATORS = ",;/\n•·|\\"
_DASHES = "-‐‑‒–—―−"
_CASES = "мен бен пен ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те дан ден тан тен нан нен"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark and its place in the text; `kind` is word, separator, and, open, close, dash, colon or mark."""

    text: str
    start: int
    end: int
    kind: str

    @property
    def heard(self) -> str:
        """Return how it sounds."""
        return sound(self.text)


@cache
def body_words() -> Mapping[str, Any]:
    """Return resources/reference/body_words.json."""
    words: dict[str, Any] = json.loads(
        bundled("resources/reference/body_words.json").read_text(encoding="utf-8")
    )
    return words


def tokens_of(text: str) -> list[Token]:
    """Return the words and marks of a text; `РК` and what joins bodies is told apart, endings of cases come off."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        found.extend(_split(match[0], match.start()))
    return _joined(found)


def _split(text: str, start: int) -> Iterator[Token]:
    """Yield a word without a Kazakh ending after a hyphen, and a role after a hyphen on its own."""
    first, *rest = _HYPHEN.split(text)
    end = start + len(text)
    if rest and len(rest) == 1 and sound(rest[0]) in _cases() and first.isupper():
        yield Token(first, start, end, "word")
    elif rest and len(rest) == 1 and first.isupper() and sound(rest[0]) in _role_words():
        yield Token(first, start, start + len(first), "word")
        yield Token("-", start + len(first), start + len(first) + 1, "dash")
        yield Token(rest[0], end - len(rest[0]), end, "word")
    else:
        yield Token(text, start, end, _kind(text))


def _kind(text: str) -> str:
    if text[0].isalnum():
        return "word"
    if text in _SEPARATORS:
        return "separator"
    if text in _DASHES:
        return "dash"
    return {"(": "open", "[": "open", ")": "close", "]": "close", ":": "colon"}.get(text, "mark")


def _joined(tokens: list[Token]) -> list[Token]:
    """Name what joins bodies: `and`, `together with`; the name of the republic has the kind skipped."""
    kinds = (("republic", "skipped"), ("and", "and"), ("together", "separator"))
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        hit = next(((kind, size) for name, kind in kinds if (size := phrase_at(tokens, at, name))), None)
        kind, size = hit or (tokens[at].kind, 1)
        found += [replace(token, kind=kind) for token in tokens[at : at + size]]
        at += size
    return found


def phrase_at(tokens: Sequence[Token], at: int, name: str) -> int:
    """Return of how many tokens the longest phrase of a group of body_words is that begins here; 0 if none does."""
    for phrase in _phrases(name):
        part = tokens[at : at + len(phrase)]
        if [token.heard for token in part] == list(phrase):
            return len(phrase)
    return 0


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    found = [tuple(match[0] for match in _TOKEN.finditer(sound(text))) for text in body_words()[name]]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _cases() -> frozenset[str]:
    return frozenset(sound(_CASES).split())


@cache
def _role_words() -> frozenset[str]:
    return frozenset(sound(word) for words in body_words()["roles"].values() for word in words)


def role_of(text: str) -> str | None:
    """Return the role (lead, co, consulted) that a mark such as `созыв` or `шақыру` gives, or None."""
    return _roles().get(sound(" ".join(text.split()).strip(" .:*")))


def is_agreement(text: str) -> bool:
    """Return whether a mark says that a body is not subordinate to the Government, as `по согласованию`."""
    return sound(" ".join(text.split()).strip(" .:*")) in _agreements()


def is_region(token: Token) -> bool:
    """Return whether a word belongs to `областей, городов Астаны, Алматы` after akimats, in Kazakh before them."""
    return _is_one_of("regions", token.heard)


def is_one_akimat(token: Token) -> bool:
    """Return whether a word means a single akimat, not all of them."""
    return _is_one_of("one_of_local", token.heard)


def is_shared_head(token: Token, language: str) -> bool:
    """Return whether a word is `министерства` or `министрліктері`, which several names may share."""
    return _is_one_of("shared_heads", token.heard, language)


@lru_cache(maxsize=2048)
def _is_one_of(group: str, heard: str, only: str | None = None) -> bool:
    """Return whether a word is in a group of body_words; `~` stands for the endings of its language."""
    return any(
        fits(heard, sound(word), language)
        for language, words in body_words()[group].items()
        for word in words
        if only in (None, language)
    )


@cache
def _roles() -> Mapping[str, str]:
    return {sound(word): role for role, words in body_words()["roles"].items() for word in words}


@cache
def _agreements() -> frozenset[str]:
    return frozenset(sound(text) for text in body_words()["agreement"])


def short_key(text: str) -> str:
    """Return an abbreviation as it is compared: folded, so that СІМ and СИМ, ҚМ and КМ stay apart."""
    return fold(text)
