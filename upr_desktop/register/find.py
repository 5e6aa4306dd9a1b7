"""Find recommendations by any of their words: texts, numbers, States, agencies, terms, evidence, notes."""

import json
from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from upr_desktop.register.changes import RecordId
from upr_desktop.register.fold import fold
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.sqlite import find_owners

Names = Callable[[str], Iterable[str]]
TAGGED = (
    "SELECT record_id FROM tag JOIN json_each(?) ON term_id = value "
    "WHERE NOT archived AND record_kind = 'recommendation'"
)
OWN = ("recommendation", "recommendation_part")
OWNERS = {
    "evidence": (
        "SELECT record_id FROM evidence_link l JOIN json_each(?) ON l.evidence_id = value "
        "WHERE NOT l.archived AND l.record_kind = 'recommendation'"
    ),
    "note": "SELECT record_id FROM note n JOIN json_each(?) ON n.id = value WHERE n.record_kind = 'recommendation'",
    "agency": (
        "SELECT recommendation_id FROM assignment a JOIN json_each(?) ON a.agency_id = value WHERE NOT a.archived"
    ),
    "agency_alias": (
        "SELECT recommendation_id FROM assignment a JOIN agency_alias x ON x.agency_id = a.agency_id "
        "JOIN json_each(?) ON x.id = value WHERE NOT a.archived"
    ),
}


def find_recommendations(
    connection: Connection, query: str, names: Catalogue, state_names: Names
) -> set[RecordId] | None:
    """Return the recommendations that hold every word of the query, each as a substring in any letter case.

    Each word may stand in another place: in a text or number of the recommendation, in its evidence or notes, in the
    name of a State, term or agency tied to it; `state_names` gives the names of a State by its ISO code. Archived
    ones may be among them. None where the query has no word.
    """
    words = sorted(set(fold(query).split()), key=len, reverse=True)
    if not words:
        return None
    found: set[RecordId] | None = None
    for word in words:  # the longest first: it is the rarest
        holding = _by_texts(connection, word) | _by_labels(connection, word, names, state_names)
        found = holding if found is None else found & holding
        if not found:
            return set()
    return found


def _by_texts(connection: Connection, word: str) -> set[RecordId]:
    found: set[RecordId] = set()
    others: dict[str, list[str]] = {}
    for owner, kind in find_owners(connection, word):
        if kind in OWN:
            found.add(RecordId(owner))
        else:
            others.setdefault(kind, []).append(owner)
    for kind in others.keys() & OWNERS.keys():
        found |= _ids(connection, OWNERS[kind], others[kind])
    return found


def _by_labels(connection: Connection, word: str, names: Catalogue, state_names: Names) -> set[RecordId]:
    found = _by_states(connection, word, state_names)
    terms = [id for id, term in names.terms.items() if _stands_in(word, term.names.values())]
    if terms:
        found |= _ids(connection, TAGGED, terms)
        found |= _ids(
            connection, "SELECT r.id FROM recommendation r JOIN json_each(?) ON r.area_id = value", terms
        )
    return found


def _by_states(connection: Connection, word: str, state_names: Names) -> set[RecordId]:
    pairs = connection.exec_driver_sql(
        "SELECT DISTINCT name, iso FROM recommending_state WHERE NOT archived"
    ).all()
    states = [name for name, iso in pairs if _stands_in(word, [name, *(state_names(iso) if iso else ())])]
    if not states:
        return set()
    select = (
        "SELECT p.recommendation_id FROM recommending_state s "
        "JOIN recommendation_part p ON p.id = s.part_id JOIN json_each(?) ON s.name = value "
        "WHERE NOT s.archived AND NOT p.archived"
    )
    return _ids(connection, select, states)


def _ids(connection: Connection, select: str, values: Iterable[str]) -> set[RecordId]:
    return {RecordId(row[0]) for row in connection.exec_driver_sql(select, (json.dumps(list(values)),))}


_folded: dict[str, str] = {}


def _stands_in(word: str, texts: Iterable[str]) -> bool:
    for text in texts:
        if text not in _folded:
            _folded[text] = fold(text)
        if word in _folded[text]:
            return True
    return False
