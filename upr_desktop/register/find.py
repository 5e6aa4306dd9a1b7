"""Find recommendations by any of their words: texts, numbers, States, agencies, terms, evidence, notes."""

import json
from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from upr_desktop.register.changes import RecordId
from upr_desktop.register.fold import fold
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.sqlite import find_documents

Names = Callable[[str], Iterable[str]]
OWNERS = {
    "recommendation": "SELECT value FROM json_each(?)",
    "recommendation_part": "SELECT recommendation_id FROM recommendation_part p JOIN json_each(?) ON p.id = value",
    "evidence": "SELECT record_id FROM evidence_link l JOIN json_each(?) ON l.evidence_id = value",
    "note": "SELECT record_id FROM note n JOIN json_each(?) ON n.id = value",
    "agency": "SELECT recommendation_id FROM assignment a JOIN json_each(?) ON a.agency_id = value",
    "agency_alias": (
        "SELECT recommendation_id FROM assignment a JOIN agency_alias x ON x.agency_id = a.agency_id "
        "JOIN json_each(?) ON x.id = value"
    ),
}


def find_recommendations(
    connection: Connection, query: str, names: Catalogue, state_names: Names
) -> set[RecordId] | None:
    """Return the recommendations that hold every word of the query, each as a substring in any letter case.

    A word may stand in a text of the recommendation, or in the name of a State, term or agency tied to it;
    `state_names` gives the names of a State by its ISO code. None where the query has no word.
    """
    words = fold(query).split()
    if not words:
        return None
    labelled = {word: _by_labels(connection, word, names, state_names) for word in words}
    found = _by_texts(connection, words)
    by_label = [word for word in words if labelled[word]]
    if by_label:
        rest = [word for word in words if not labelled[word]]
        sets = [labelled[word] | _by_texts(connection, [word]) for word in by_label]
        sets += [_by_texts(connection, rest)] if rest else []
        found |= set.intersection(*sets)
    return found


def _by_texts(connection: Connection, words: list[str]) -> set[RecordId]:
    hits: dict[str, list[str]] = {}
    for id, kind in find_documents(connection, " ".join(words)):
        hits.setdefault(kind, []).append(id)
    return {
        RecordId(row[0])
        for kind, ids in hits.items()
        if kind in OWNERS
        for row in connection.exec_driver_sql(OWNERS[kind], (json.dumps(ids),))
    }


def _by_labels(connection: Connection, word: str, names: Catalogue, state_names: Names) -> set[RecordId]:
    found = _by_states(connection, word, state_names)
    terms = [id for id, term in names.terms.items() if _stands_in(word, term.names.values())]
    if terms:
        found |= _ids(connection, "SELECT record_id FROM tag JOIN json_each(?) ON term_id = value", terms)
        found |= _ids(connection, "SELECT id FROM recommendation JOIN json_each(?) ON area_id = value", terms)
    return found


def _by_states(connection: Connection, word: str, state_names: Names) -> set[RecordId]:
    pairs = connection.exec_driver_sql("SELECT DISTINCT name, iso FROM recommending_state").all()
    states = [name for name, iso in pairs if _stands_in(word, [name, *(state_names(iso) if iso else ())])]
    if not states:
        return set()
    select = (
        "SELECT p.recommendation_id FROM recommending_state s "
        "JOIN recommendation_part p ON p.id = s.part_id JOIN json_each(?) ON s.name = value"
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
