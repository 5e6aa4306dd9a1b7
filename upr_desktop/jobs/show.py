"""Give records as plain dictionaries under the names that scripts rely on (`show`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from upr_desktop.jobs.show_keys import show_keys
from upr_desktop.jobs.show_plan import SHOWN, plain
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.naming import CALLED
from upr_desktop.register.queries import Catalogue, RecommendationRow, catalogue, records
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection

Shown = dict[str, Any]
TERM_KEYS = {"theme": "themes", "group": "groups", "sdg": "sdgs"}


def show(connection: Connection, kind: str, where: Mapping[str, str]) -> list[Shown]:
    """Return the records of a kind that match every KEY=VALUE; archived ones only where `archived` is asked for.

    `wording` is another name of the kind summary. A value matches a text or number that reads the same, or a list that
    holds one. Raises RegisterError: unknown_kind, unknown_field.
    """
    kind = CALLED.get(kind, kind)
    if kind not in kinds():
        raise RegisterError("unknown_kind", kind=kind, kinds=", ".join(kinds()))
    keys = show_keys(kind)
    for key in where:
        if key not in keys:
            raise RegisterError("unknown_field", field=key, fields=", ".join(keys))
    archived = where.get("archived", "").lower() == "true"
    if kind == "recommendation":
        found = _recommendations(connection, archived=archived)
    else:
        shows = SHOWN.get(kind)
        found = shows(connection, archived=archived) if shows else _plain(connection, kind, archived=archived)
    return [row for row in found if all(_matches(row[key], value) for key, value in where.items())]


def _matches(value: Any, wanted: str) -> bool:
    if isinstance(value, list):
        return any(_matches(one, wanted) for one in value)
    if isinstance(value, dict):
        return any(_matches(one, wanted) for one in value.values())
    if isinstance(value, bool):
        return wanted.lower() == str(value).lower()
    return str("" if value is None else value) == wanted


def _plain(connection: Connection, kind: str, *, archived: bool) -> list[Shown]:
    found = plain(connection, kind, archived=archived)
    if kind == "agency":
        aliases = defaultdict(list)
        for alias in records(connection, "agency_alias").values():
            if not alias["archived"]:
                aliases[alias["agency_id"]].append(alias["name"])
        found = [{**row, "aliases": aliases[row["id"]]} for row in found]
    return found


def _recommendations(connection: Connection, *, archived: bool) -> list[Shown]:
    names = catalogue(connection)
    written = _terms_as_written(connection, names)
    evidence = {id: str(row["title"]) for id, row in records(connection, "evidence").items()}
    return [
        _recommendation(row, names, written.get(row.id, {}), [evidence[id] for id in row.evidence])
        for row in recommendations(connection, archived=archived)
    ]


def _terms_as_written(connection: Connection, names: Catalogue) -> dict[RecordId, dict[str, list[str]]]:
    """Return the terms of each record by vocabulary, each as its source wrote it, in the order it gave them."""
    found: dict[RecordId, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for _, tag in sorted(records(connection, "tag").items()):
        if not tag["archived"]:
            term = names.terms[RecordId(str(tag["term_id"]))]
            found[RecordId(str(tag["record_id"]))][term.vocabulary].append(str(tag["raw"] or term.name("en")))
    return found


def _recommendation(
    row: RecommendationRow, names: Catalogue, terms: Mapping[str, list[str]], evidence: Iterable[str]
) -> Shown:
    area = names.terms.get(row.area_id) if row.area_id else None
    return {
        "id": row.id,
        "number": row.number,
        "cycle": row.cycle,
        "state": names.reviews[row.review_id]["state"],
        "heading": row.heading,
        "position": row.position,
        "position_source": row.position_source,
        "novelty": row.novelty,
        "area": area.code if area else None,
        "action_category": row.action_category,
        "several_numbers": row.several_numbers,
        "from_plan": row.from_plan,
        "parts": [
            {
                "text": part.texts.get(part.original or "en") or next(iter(part.texts.values()), None),
                **{f"text_{code}": part.texts.get(code) for code in ("kk", "ru", "en")},
                "states": [name for name, _ in part.states],
                "states_iso": [iso for _, iso in part.states],
            }
            for part in row.parts
        ],
        **{key: list(terms.get(vocabulary, ())) for vocabulary, key in TERM_KEYS.items()},
        "agencies": [{"code": names.agencies[a.agency_id].code, "role": a.role} for a in row.agencies],
        "measures": [mark.number or mark.id for mark in row.in_plan.measures],
        "claimed": list(row.in_plan.claimed),
        "assessed": row.in_plan.assessed,
        "nearest_deadline": row.in_plan.nearest_deadline,
        "evidence": list(evidence),
        "archived": row.archived,
    }
