"""Know the working translations of the names that published lists give to themes and groups of persons."""

import json
import re
from collections.abc import Mapping
from functools import cache

from upr_desktop.paths import bundled
from upr_desktop.register.fold import fold

CODE = re.compile(r"[A-Z]\d+(?:\.\d+)*\s+")


def term_names(vocabulary: str, name: str) -> Mapping[str, str]:
    """Return the Russian and Kazakh names, by the field of a term, of a theme or group as a list writes it in English.

    A code before the name (`A12 Acceptance of international norms`) is passed over. {} where none is known.
    """
    return _names().get((vocabulary, _key(CODE.sub("", name, count=1))), {})


@cache
def _names() -> Mapping[tuple[str, str], Mapping[str, str]]:
    shipped = json.loads(bundled("resources/reference/term_names.json").read_text(encoding="utf-8"))
    return {
        (vocabulary, _key(term["en"])): {"name_ru": term["ru"], "name_kk": term["kk"]}
        for vocabulary in ("theme", "group")
        for term in shipped[vocabulary]
    }


def _key(name: str) -> str:
    return fold(name.replace("&", " and "))
