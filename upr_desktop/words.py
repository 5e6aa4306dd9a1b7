"""Turn a key and values into a sentence or label in Kazakh, Russian or English."""

import json
import locale
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from upr_desktop.paths import bundled

LANGUAGES = ("kk", "ru", "en")
Wording = str | Mapping[str, str]


@cache
def wordings() -> Mapping[str, Mapping[str, Wording]]:
    """Return every key with its wording in each language, from all files of resources/words.

    A file is `{"key": {"en": …, "ru": …, "kk": …}}`; a wording is a text with `{placeholders}`, or, where it counts
    something, texts by plural form (`one`, `few`, `many`, `other`) chosen by the value named `count`.
    """
    found: dict[str, Mapping[str, Wording]] = {}
    for path in sorted(bundled("resources/words").glob("*.json")):
        for key, wording in json.loads(path.read_text(encoding="utf-8")).items():
            if key in found:
                raise KeyError(f"{key} stands twice in resources/words")
            found[key] = wording
    return found


def say(key: str, language: str, /, **values: Any) -> str:
    """Return the wording of a key in a language, with its values filled in. Raises KeyError for an unknown key."""
    wording = wordings()[key][language]
    if not isinstance(wording, str):
        wording = wording[plural_form(language, values["count"])]
    return wording.format(**values) if values else wording


def has_words(key: str) -> bool:
    """Return whether the key is worded at all."""
    return key in wordings()


def plural_form(language: str, count: int) -> str:
    """Return the plural form of a whole number (CLDR): Russian has one, few, many; English and Kazakh one, other."""
    if language != "ru":
        return "one" if count == 1 else "other"
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"


def preferred_language() -> str:
    """Return the language to speak: `UPR_LANGUAGE`, else the system's, else English."""
    for wish in (os.environ.get("UPR_LANGUAGE", ""), locale.getlocale()[0] or ""):
        short = {"Kazakh": "kk", "Russian": "ru"}.get(wish.split("_")[0], wish[:2].lower())
        if short in LANGUAGES:
            return short
    return "en"
