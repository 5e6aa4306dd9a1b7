"""Know the member and observer States of the United Nations: a code for a name, a name for a code."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TypedDict

from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

_BRACKET = re.compile(r"^(.+?)\s*(?:\(|,\s)\s*(.+?)\s*\)?$")
_ARTICLE = re.compile(r"\bthe\b|[.'\"()\[\],]")
_SAINT = re.compile(r"\bst\b")


class State(TypedDict):
    """A State of resources/states.json: short names by language, formal English name, other names."""

    names: dict[str, str]
    formal: str
    aliases: list[str]


@lru_cache(maxsize=4096)
def state_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a State by any of its names or its code, or None.

    Names are compared folded, without articles, dots and apostrophes, and with a bracket either way round:
    `Iran (Islamic Republic of)` and `Islamic Republic of Iran` are one.
    """
    return next((code for key in _keys(name) if (code := _codes_by_key().get(key))), None)


def state_name(iso: str, language: str) -> str:
    """Return the short name of a State in kk, ru or en (as in UN lists); an unknown code stays as it is."""
    state = _states().get(iso)
    return state["names"][language] if state else iso


def formal_name(iso: str) -> str:
    """Return the formal English name of a State as in UNTERM; an unknown code comes back as it is."""
    state = _states().get(iso)
    return state["formal"] if state else iso


def state_codes() -> tuple[str, ...]:
    """Return the codes of all States, sorted."""
    return tuple(sorted(_states()))


@cache
def _states() -> Mapping[str, State]:
    states: dict[str, State] = json.loads(bundled("resources/states.json").read_text(encoding="utf-8"))
    return states


@cache
def _codes_by_key() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for iso, state in _states().items():
        for name in (iso, *state["names"].values(), state["formal"], *state["aliases"]):
            for key in _keys(name):
                if found.setdefault(key, iso) != iso:
                    raise ValueError(f"{name} names both {iso} and {found[key]}")
    return found


def _keys(name: str) -> Iterator[str]:
    """Yield the forms under which a name is looked up: as it stands, and with its bracket put first."""
    text = fold(name)
    yield _key(text)
    if bracket := _BRACKET.match(text):
        yield _key(f"{bracket[2]} {bracket[1]}")


def _key(folded: str) -> str:
    plain = _ARTICLE.sub("", folded.replace("&amp;", "and").replace("&", " and ").replace("-", " "))
    return " ".join(_SAINT.sub("saint", plain).split())
