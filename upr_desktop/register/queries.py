"""Read records as plain rows that screens, exports and `show` use; never live objects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.kinds import kinds
from upr_desktop.register.plan_rows import NOT_IN_PLAN, InPlan
from upr_desktop.register.store import State, quoted, read_records

LANGUAGES = ("kk", "ru", "en")
NAMES, SHORTS = [f"name_{code}" for code in LANGUAGES], [f"short_{code}" for code in LANGUAGES]
REVIEW = ("state", "cycle")
VOCABULARY, TERM = ("code", "version"), ("vocabulary_id", "code", "no", *NAMES)
ALIAS = ("agency_id", "name", "archived")
FLAGS = frozenset({"archived", "collective"})
AGENCY = ("code", *NAMES, *SHORTS, "valid_from", "valid_to", "parent_id", "collective", "archived")


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a recommendation: its texts by language, their quality, and the States that made it."""

    id: RecordId
    no: int
    texts: Mapping[str, str]
    quality: Mapping[str, str]
    original: str | None
    states: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An agency's part in a recommendation. `role` is lead | co | consulted."""

    id: RecordId
    agency_id: RecordId
    role: str


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """One recommendation with all that a table or form shows; terms by vocabulary code, as term ids."""

    id: RecordId
    review_id: RecordId
    cycle: int | None
    number: str | None
    order: tuple[int, int, int]
    heading: str | None
    position: str
    position_source: str | None
    novelty: str | None
    area_id: RecordId | None
    action_category: int | None
    several_numbers: bool
    archived: bool
    parts: tuple[PartRow, ...]
    terms: Mapping[str, tuple[RecordId, ...]]
    agencies: tuple[AssignmentRow, ...]
    evidence: tuple[RecordId, ...]
    notes: int
    in_plan: InPlan = NOT_IN_PLAN
    from_plan: bool = False

    @property
    def states(self) -> tuple[tuple[str, str | None], ...]:
        """Return (name as written, ISO code) of every State that made a part, in order, each once."""
        return tuple(dict.fromkeys(state for part in self.parts for state in part.states))

    def text(self, language: str) -> tuple[str, str]:
        """Return the text in the language wished, or in what there is (en, ru, kk), and which language it is."""
        for code in (language, "en", "ru", "kk"):
            if any(code in part.texts for part in self.parts):
                return "\n".join(part.texts.get(code, "…") for part in self.parts), code
        return "", language


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of a vocabulary, names by language."""

    id: RecordId
    vocabulary_id: RecordId
    vocabulary: str
    version: str | None
    code: str | None
    no: int | None
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """Return the name in the language, else in English, else whatever there is."""
        return _named(self.names, language) or self.code or ""

    def tag(self, language: str) -> str:
        """Return the language of the name where it is not the one wished, as a tag (`EN`); else nothing."""
        found = next((code for code in (language, "en", *self.names) if code in self.names), language)
        return "" if found == language else found.upper()


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency with its names and short names by language, and its aliases."""

    id: RecordId
    code: str
    names: Mapping[str, str]
    shorts: Mapping[str, str]
    valid_from: str | None
    valid_to: str | None
    parent_id: RecordId | None
    collective: bool
    archived: bool
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return the full name in the language, else in English, else the code."""
        return _named(self.names, language) or self.code

    def short(self, language: str) -> str:
        """Return the short name in the language, else the code."""
        return self.shorts.get(language) or self.code


def agencies_told(key: str, rows: Iterable[AgencyRow]) -> dict[str, str]:
    """Return the values by which a sentence calls these agencies: `key_LANGUAGE` is their short names in each."""
    found = list(rows)
    return {f"{key}_{code}": ", ".join(row.short(code) for row in found) or "—" for code in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What rows refer to: terms, agencies and (State and cycle of) reviews, by id."""

    terms: Mapping[RecordId, TermRow] = field(default_factory=dict)
    agencies: Mapping[RecordId, AgencyRow] = field(default_factory=dict)
    reviews: Mapping[RecordId, State] = field(default_factory=dict)

    def terms_of(self, vocabulary: str) -> list[TermRow]:
        """Return the terms of every version of a vocabulary, in their order."""
        found = [term for term in self.terms.values() if term.vocabulary == vocabulary]
        return sorted(found, key=lambda term: (term.version or "", term.no is None, term.no or 0))


def _named(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


def _by_language(values: State, stem: str) -> dict[str, str]:
    return {code: str(values[f"{stem}_{code}"]) for code in LANGUAGES if values[f"{stem}_{code}"]}


def records(
    connection: Connection, kind: str, ids: Sequence[RecordId] | None = None
) -> dict[RecordId, State]:
    """Return the fields of records of a kind by id, archived ones too; all where `ids` is None."""
    if ids is not None and not ids:
        return {}
    return read_records(connection, kinds()[kind], ids)


def count(connection: Connection, kind: str, *, archived: bool = False) -> int:
    """Return how many records of a kind there are, without archived ones or those alone."""
    statement = f"SELECT count(*) FROM {quoted(kind)} WHERE archived = {int(archived)}"
    return int(connection.exec_driver_sql(statement).scalar_one())


def record(connection: Connection, kind: str, id: RecordId) -> State | None:
    """Return the fields of one record, or None."""
    return records(connection, kind, [id]).get(id)


def children(
    connection: Connection,
    kind: str,
    field: str,
    parents: Iterable[RecordId],
    *,
    only_archived: bool = False,
) -> dict[RecordId, State]:
    """Return the records of a kind whose `field` refers to one of these parents; `only_archived` ones, if asked for."""
    marks, values = _in(parents)
    which = "AND archived" if only_archived else ""
    found = connection.exec_driver_sql(
        f"SELECT id FROM {quoted(kind)} WHERE {quoted(field)} IN ({marks}) {which}", values
    )
    return records(connection, kind, [RecordId(row[0]) for row in found])


def _in(ids: Iterable[RecordId]) -> tuple[str, tuple[str, ...]]:
    """Return a list of ids as SQL takes many: one JSON text read by json_each."""
    import json

    return "SELECT value FROM json_each(?)", (json.dumps(list(ids)),)


def catalogue(connection: Connection) -> Catalogue:
    """Return terms, agencies and reviews of the register."""
    return Catalogue(_terms(connection), agencies(connection), dict(fields_of(connection, "review", REVIEW)))


def fields_of(connection: Connection, kind: str, fields: Sequence[str]) -> Iterator[tuple[RecordId, State]]:
    """Yield the records of a kind, archived ones too, with these fields.

    What a window reads before it shows rows it reads so: no table need be declared, which takes half a second.
    """
    names = ", ".join(quoted(name) for name in fields)
    flags = FLAGS.intersection(fields)
    for id, *row in connection.exec_driver_sql(f"SELECT id, {names} FROM {quoted(kind)} ORDER BY id"):
        values = dict(zip(fields, row, strict=True))
        yield RecordId(id), {**values, **{name: bool(values[name]) for name in flags}}


def _terms(connection: Connection) -> dict[RecordId, TermRow]:
    vocabularies = dict(fields_of(connection, "vocabulary", VOCABULARY))
    found = {}
    for id, term in fields_of(connection, "term", TERM):
        owner = RecordId(str(term["vocabulary_id"]))
        vocabulary = vocabularies[owner]
        found[id] = TermRow(
            id, owner, str(vocabulary["code"]), _text(vocabulary["version"]), _text(term["code"]),
            _whole(term["no"]), _by_language(term, "name"),
        )  # fmt: skip
    return found


def agencies(connection: Connection) -> dict[RecordId, AgencyRow]:
    """Return the agencies by id, archived ones too."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for _, alias in fields_of(connection, "agency_alias", ALIAS):
        if not alias["archived"]:
            aliases[str(alias["agency_id"])].append(str(alias["name"]))
    return {id: _agency(id, row, aliases[id]) for id, row in fields_of(connection, "agency", AGENCY)}


def _agency(id: RecordId, row: State, aliases: Sequence[str]) -> AgencyRow:
    return AgencyRow(
        id=id,
        code=str(row["code"]),
        names=_by_language(row, "name"),
        shorts=_by_language(row, "short"),
        valid_from=_text(row["valid_from"]),
        valid_to=_text(row["valid_to"]),
        parent_id=RecordId(str(row["parent_id"])) if row["parent_id"] else None,
        collective=bool(row["collective"]),
        archived=bool(row["archived"]),
        aliases=tuple(aliases),
    )


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _whole(value: Value) -> int | None:
    return None if value is None else int(value)
