"""Read what a person typed or pasted into a cell of the recommendations: a value of the field, or what is wrong."""

import re
from collections.abc import Callable, Iterable, Mapping

from upr_desktop.jobs.edit_recommendation import Wish
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold
from upr_desktop.register.kinds import kinds
from upr_desktop.register.queries import AgencyRow, Catalogue, TermRow
from upr_desktop.register.rules import value_problems
from upr_desktop.words import LANGUAGES, say

AGENCY_BREAKS = re.compile(r"[,;\n]")
TERM_BREAKS = re.compile(r"[;\n]")
AREA = "area"


class Wrong(Exception):
    """Raised inside this file: the text is no value of the field."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def read_value(field: str, text: str, catalogue: Catalogue) -> Wish | Problem:
    """Return the value that a text stands for in a field, or the problem that refuses it.

    Labels are known in all three languages, agencies by code, names, short names and aliases, areas by number or
    name. Raises KeyError for a field that is not typed into cells.
    """
    try:
        value = READERS[field](text, catalogue)
    except Wrong as wrong:
        return Problem(wrong.code, "", {"value": wrong.text[:80]}, None, "error")
    if field in kinds()["recommendation"].by_name and not isinstance(value, tuple):
        wrongs = value_problems(kinds()["recommendation"], field, value)
        if wrongs:
            return wrongs[0]
    return value


def _line(text: str, _: Catalogue) -> Wish:
    return text or None


def _number(text: str, _: Catalogue) -> Wish:
    return text.strip() or None


def _code(prefix: str, field: str) -> Callable[[str, Catalogue], Wish]:
    def read(text: str, _: Catalogue) -> Wish:
        wanted = fold(text)
        if not wanted:
            return None
        for code in kinds()["recommendation"].by_name[field].codes:
            if wanted in (code, *(fold(say(f"{prefix}.{code}", language)) for language in LANGUAGES)):
                return code
        raise Wrong(f"typed_{field}", text)

    return read


def _area(text: str, catalogue: Catalogue) -> Wish:
    wanted = fold(text)
    if not wanted:
        return None
    if text in catalogue.terms:
        return text
    for term in catalogue.terms_of(AREA):
        if wanted in _term_names(term):
            return term.id
    raise Wrong("typed_area", text)


def _term_names(term: TermRow) -> Iterable[str]:
    names = [fold(name) for name in term.names.values()]
    code = term.code or str(term.no or "")
    return (fold(code), *names, *(fold(f"{code} · {name}") for name in names))


def _terms(vocabulary: str) -> Callable[[str, Catalogue], Wish]:
    def read(text: str, catalogue: Catalogue) -> Wish:
        known: dict[str, RecordId] = {}
        for term in catalogue.terms_of(vocabulary):
            known.update(dict.fromkeys(_term_names(term), term.id))
        return tuple(
            dict.fromkeys(_known(known, one, f"typed_{vocabulary}") for one in _pieces(text, TERM_BREAKS))
        )

    return read


def _agencies(text: str, catalogue: Catalogue) -> Wish:
    if text in catalogue.agencies:
        return (text,)
    known: dict[str, set[RecordId]] = {}
    for agency in catalogue.agencies.values():
        if not agency.archived:
            for name in _agency_names(agency):
                known.setdefault(fold(name), set()).add(agency.id)
    return tuple(dict.fromkeys(_agency(known, one) for one in _pieces(text, AGENCY_BREAKS)))


def _agency(known: Mapping[str, set[RecordId]], name: str) -> RecordId:
    found = known.get(fold(name), set())
    if len(found) > 1:
        raise Wrong("typed_agency_several", name)
    if not found:
        raise Wrong("typed_agency", name)
    return next(iter(found))


def _agency_names(agency: AgencyRow) -> Iterable[str]:
    return (agency.code, *agency.names.values(), *agency.shorts.values(), *agency.aliases)


def _known(known: Mapping[str, RecordId], name: str, code: str) -> RecordId:
    found = known.get(fold(name))
    if found is None:
        raise Wrong(code, name)
    return found


def _pieces(text: str, breaks: re.Pattern[str]) -> list[str]:
    return [piece.strip() for piece in breaks.split(text) if piece.strip()]


READERS: Mapping[str, Callable[[str, Catalogue], Wish]] = {
    "number": _number,
    "position": _code("position", "position"),
    "position_source": _line,
    "novelty": _code("novelty", "novelty"),
    "heading": _line,
    "area_id": _area,
    "lead": _agencies,
    "co": _agencies,
    "consulted": _agencies,
    "theme": _terms("theme"),
    "group": _terms("group"),
    "sdg": _terms("sdg"),
}
