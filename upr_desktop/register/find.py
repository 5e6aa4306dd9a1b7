"""Find recommendations by any of their words: texts, numbers, States, agencies, terms, measures, evidence, notes."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from weakref import WeakKeyDictionary

from upr_desktop.register.changes import RecordId
from upr_desktop.register.connection import Connection, Connections
from upr_desktop.register.fold import fold
from upr_desktop.register.log import newest_revision
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.sqlite import SHORTEST_INDEXED, find_rows, folded_texts

Names = Callable[[str], Iterable[str]]
Found = frozenset[RecordId]
WORDS_KEPT = 64
OWN = ("recommendation", "recommendation_part")
TAGGED = "SELECT term_id, record_id FROM tag WHERE NOT archived AND record_kind = 'recommendation'"
IN_AREA = "SELECT area_id, id FROM recommendation WHERE area_id IS NOT NULL"
MADE_BY = (
    "SELECT s.name, s.iso, p.recommendation_id FROM recommending_state s "
    "JOIN recommendation_part p ON p.id = s.part_id WHERE NOT s.archived AND NOT p.archived"
)
# What else a word may stand in: the record that holds it, and the recommendations tied to that.
TIES = {
    "evidence": (
        "SELECT record_id FROM evidence_link l JOIN json_each(?) ON l.evidence_id = value "
        "WHERE NOT l.archived AND l.record_kind = 'recommendation'"
    ),
    "measure": (
        "SELECT recommendation_id FROM measure_recommendation l JOIN json_each(?) ON l.measure_id = value "
        "WHERE NOT l.archived"
    ),
    "note": "SELECT record_id FROM note n JOIN json_each(?) ON n.id = value WHERE n.record_kind = 'recommendation'",
    "summary": (
        "SELECT record_id FROM summary s JOIN json_each(?) ON s.id = value "
        "WHERE s.record_kind = 'recommendation' AND NOT s.archived"
    ),
    "agency": (
        "SELECT recommendation_id FROM assignment a JOIN json_each(?) ON a.agency_id = value "
        "WHERE NOT a.archived AND recommendation_id IS NOT NULL"
    ),
    "agency_alias": (
        "SELECT recommendation_id FROM assignment a JOIN agency_alias x ON x.agency_id = a.agency_id "
        "JOIN json_each(?) ON x.id = value WHERE NOT a.archived AND recommendation_id IS NOT NULL"
    ),
}
# Edits of these fields tie records otherwise than before.
TYING = (
    "archived",
    "recommendation_id",
    "record_id",
    "record_kind",
    "part_id",
    "term_id",
    "area_id",
    "name",
    "iso",
)


@dataclass(slots=True)
class _Known:
    """What finding keeps between keystrokes, as of one revision: it is read again where a later one touched it."""

    revision: int
    owners: dict[int, tuple[str, RecordId]] = field(default_factory=dict)
    states: Mapping[tuple[str, str | None], set[RecordId]] | None = None
    terms: Mapping[RecordId, set[RecordId]] | None = None
    texts: Sequence[tuple[int, str]] | None = None
    words: dict[str, Found] = field(default_factory=dict)


_known: WeakKeyDictionary[Connections, _Known] = WeakKeyDictionary()


def find_recommendations(
    connection: Connection, query: str, names: Catalogue, state_names: Names
) -> set[RecordId] | None:
    """Return the recommendations that hold every word of the query, each as a substring in any letter case.

    Each word may stand in another place: in a text or number of the recommendation, in its measures, evidence or
    notes, in the name of a State, term or agency tied to it; `state_names` gives the names of a State by its ISO code,
    always the same. Archived ones may be among those found. None where the query has no word.
    """
    words = sorted(set(fold(query).split()), key=len, reverse=True)
    if not words:
        return None
    known = _as_of_now(connection)
    found: Found | None = None
    for word in words:  # the longest first: it is the rarest
        holding = _holding(connection, known, word, names, state_names)
        found = holding if found is None else found & holding
        if not found:
            break
    return set(found or ())


def _as_of_now(connection: Connection) -> _Known:
    """Return what is known, brought up to the revision that this connection sees."""
    revision = newest_revision(connection)
    known = _known.get(connection.pool)
    if known is None or known.revision > revision:
        known = _Known(revision)
        _note_owners(connection, known, "", ())
        _known[connection.pool] = known
    elif known.revision < revision:
        _follow(connection, known)
        known.revision = revision
    return known


def _note_owners(connection: Connection, known: _Known, where: str, values: tuple[int, ...]) -> None:
    rows = connection.exec_driver_sql(f"SELECT row, kind, owner FROM search_key {where}", values)
    known.owners.update({row: (kind, owner) for row, kind, owner in rows})


def _follow(connection: Connection, known: _Known) -> None:
    """Take in what was written since: words are looked up again, and only what may have moved is read again."""
    known.words.clear()
    known.texts = None
    where = "WHERE record_id IN (SELECT record_id FROM change WHERE revision > ?)"
    _note_owners(connection, known, where, (known.revision,))
    select = (
        "SELECT DISTINCT record_kind FROM change WHERE revision > ? "
        "AND (field IS NULL OR field IN (SELECT value FROM json_each(?)))"
    )
    touched = {row[0] for row in connection.exec_driver_sql(select, (known.revision, json.dumps(TYING)))}
    if touched & {"recommending_state", "recommendation_part"}:
        known.states = None
    if touched & {"tag", "recommendation"}:
        known.terms = None


def _holding(connection: Connection, known: _Known, word: str, names: Catalogue, state_names: Names) -> Found:
    if word not in known.words:
        found = _by_texts(connection, known, word)
        found |= _by_states(connection, known, word, state_names)
        found |= _by_terms(connection, known, word, names)
        if len(known.words) >= WORDS_KEPT:
            known.words.pop(next(iter(known.words)), None)
        known.words[word] = frozenset(found)
    return known.words[word]


def _by_texts(connection: Connection, known: _Known, word: str) -> set[RecordId]:
    rows = _rows_with(connection, known, word)
    if not known.owners.keys() >= set(rows):  # another program made the index anew
        known.owners.clear()
        _note_owners(connection, known, "", ())
    hits: dict[str, set[RecordId]] = defaultdict(set)
    for kind, owner in map(known.owners.__getitem__, rows):
        hits[kind].add(owner)
    found = set().union(*(hits.pop(kind, ()) for kind in OWN))
    for kind in hits.keys() & TIES.keys():
        tied = connection.exec_driver_sql(TIES[kind], (json.dumps(list(hits[kind])),))
        found.update(RecordId(row[0]) for row in tied)
    return found


def _rows_with(connection: Connection, known: _Known, word: str) -> list[int]:
    """Return the rows of texts that hold a word; nearly all hold a short one, of which the index knows nothing."""
    if len(word) >= SHORTEST_INDEXED:
        return list(find_rows(connection, word))
    if known.texts is None:
        known.texts = folded_texts(connection)
    return [row for row, text in known.texts if word in text]


def _by_states(connection: Connection, known: _Known, word: str, state_names: Names) -> set[RecordId]:
    if known.states is None:
        states: dict[tuple[str, str | None], set[RecordId]] = defaultdict(set)
        for name, iso, id in connection.exec_driver_sql(MADE_BY):
            states[name, iso].add(id)
        known.states = states
    named = (
        ids
        for (name, iso), ids in known.states.items()
        if word in _folded(name) or (iso and any(word in _folded(each) for each in state_names(iso)))
    )
    return set().union(*named)


def _by_terms(connection: Connection, known: _Known, word: str, names: Catalogue) -> set[RecordId]:
    if known.terms is None:
        terms: dict[RecordId, set[RecordId]] = defaultdict(set)
        for select in (TAGGED, IN_AREA):
            for term, id in connection.exec_driver_sql(select):
                terms[term].add(id)
        known.terms = terms
    named = (
        known.terms.get(id, set())
        for id, term in names.terms.items()
        if any(word in _folded(name) for name in term.names.values())
    )
    return set().union(*named)


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return fold(name)
