"""Declare the sheets of a register workbook: what each column holds and where the register keeps it."""

from dataclasses import dataclass, field
from enum import Enum, auto

from upr_desktop.register.changes import Values

RECOMMENDATIONS = "recommendations"
RECOMMENDATION, PART = "recommendation", "recommendation_part"


class Holds(Enum):
    """What a cell says. ITEM is a measure's number, REF names one record, REFS several, STATES States, LINES texts."""

    TEXT = auto()
    NUMBER = auto()
    ITEM = auto()
    CODE = auto()
    DAY = auto()
    WHOLE = auto()
    FLAG = auto()
    STATE = auto()
    REF = auto()
    REFS = auto()
    STATES = auto()
    LINES = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """How the register keeps a list: records of `kind` whose `owner` is the row's record and whose `holds` is an item.

    Only those with all values of `fixed` count; `vocabulary` keeps to the terms of one vocabulary.
    """

    kind: str
    owner: str
    holds: str
    fixed: Values = field(default_factory=dict)
    added: Values = field(default_factory=dict)
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `title` is a key of words; `record` is the kind of the record that it tells of.

    `codes` is the prefix under which the labels of codes are worded; `names` says what a REF or REFS may name;
    `only_new` columns are read in new rows alone.
    """

    key: str
    title: str
    holds: Holds
    record: str
    field: str = ""
    codes: str = ""
    names: str = ""
    link: Link | None = None
    only_new: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet. Its rows are records of `keys`; a row that lost them is known again by the columns of `known_by`."""

    key: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    known_by: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return the kind of record that a row is about."""
        return self.keys[0]

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)


def own_column(kind: str, name: str, holds: Holds = Holds.TEXT, **more: object) -> Column:
    """Return the column of a field of a record's own."""
    return Column(name, f"field.{kind}.{name}", holds, kind, name, **more)  # type: ignore[arg-type]  # passed through


def names_of(kind: str, *stems: str) -> tuple[Column, ...]:
    """Return the columns of texts in three languages."""
    return tuple(own_column(kind, f"{stem}_{language}") for stem in stems for language in ("kk", "ru", "en"))


def _terms(key: str, vocabulary: str) -> Column:
    added = {"record_kind": RECOMMENDATION, "source": "person"}
    link = Link("tag", "record_id", "term_id", {"record_kind": RECOMMENDATION}, added, vocabulary)
    return Column(key, f"workbook.column.{key}", Holds.REFS, RECOMMENDATION, names=vocabulary, link=link)


def role_title(role: str) -> str:
    """Return the key of the title over the agencies of a role, of which there may be several."""
    return "workbook.column.co" if role == "co" else f"role.{role}"


def _role(role: str) -> Column:
    link = Link("assignment", "recommendation_id", "agency_id", {"role": role}, {"role": role})
    return Column(role, role_title(role), Holds.REFS, RECOMMENDATION, names="agency", link=link)


def _recommendations() -> SheetSpec:
    own, owned = RECOMMENDATION, {"record_kind": RECOMMENDATION}
    states = Link("recommending_state", "part_id", "name")
    evidence = Link("evidence_link", "record_id", "evidence_id", owned, owned)
    notes = Link("note", "record_id", "text", owned, owned)
    return SheetSpec(
        RECOMMENDATIONS,
        "record.recommendation.many",
        (RECOMMENDATION, PART),
        (
            Column(
                "review", f"field.{own}.review_id", Holds.REF, own, "review_id", names="review", only_new=True
            ),
            own_column(own, "number", Holds.NUMBER),
            *names_of(PART, "text"),
            Column("states", "workbook.column.states", Holds.STATES, PART, link=states),
            own_column(own, "position", Holds.CODE, codes="position", required=True),
            Column("area", f"field.{own}.area_id", Holds.REF, own, "area_id", names="area"),
            _role("lead"),
            _role("co"),
            _role("consulted"),
            Column("evidence", "record.evidence.many", Holds.REFS, own, names="evidence", link=evidence),
            Column("notes", "record.note.many", Holds.LINES, own, link=notes),
            own_column(own, "novelty", Holds.CODE, codes="novelty"),
            own_column(own, "position_source"),
            own_column(own, "heading"),
            _terms("themes", "theme"),
            _terms("groups", "group"),
            _terms("sdgs", "sdg"),
        ),
    )


def _evidence() -> SheetSpec:
    own = "evidence"
    columns = (
        own_column(own, "title", required=True),
        own_column(own, "kind", Holds.CODE, codes="evidence_kind"),
        own_column(own, "act_number"),
        own_column(own, "act_date", Holds.DAY),
        own_column(own, "issuer"),
        own_column(own, "description"),
        own_column(own, "url"),
        own_column(own, "file_name"),
        own_column(own, "confidential", Holds.FLAG),
    )
    return SheetSpec("evidence", "record.evidence.many", (own,), columns, ("title",))


def _agencies() -> SheetSpec:
    own = "agency"
    aliases = Link("agency_alias", "agency_id", "name")
    columns = (
        own_column(own, "code", required=True),
        *names_of(own, "short", "name"),
        Column("aliases", "record.agency_alias.many", Holds.LINES, own, link=aliases),
        Column("parent", "field.agency.parent_id", Holds.REF, own, "parent_id", names="agency"),
        own_column(own, "valid_from", Holds.DAY),
        own_column(own, "valid_to", Holds.DAY),
        own_column(own, "collective", Holds.FLAG),
    )
    return SheetSpec("agencies", "record.agency.many", (own,), columns, ("code",))


def _people() -> SheetSpec:
    own = "person"
    columns = (
        Column(
            "agency", "field.person.agency_id", Holds.REF, own, "agency_id", names="agency", required=True
        ),
        own_column(own, "name", required=True),
        own_column(own, "role", Holds.CODE, codes="person_role"),
        own_column(own, "email"),
        own_column(own, "phone"),
    )
    return SheetSpec("people", "record.person.many", (own,), columns, ("agency", "name"))


def _reviews() -> SheetSpec:
    own = "review"
    columns = (
        own_column(own, "mechanism", Holds.CODE, codes="mechanism", required=True),
        own_column(own, "state", Holds.STATE),
        own_column(own, "cycle", Holds.WHOLE),
        own_column(own, "session", Holds.WHOLE),
        own_column(own, "review_date", Holds.DAY),
        own_column(own, "adoption_date", Holds.DAY),
        own_column(own, "report_symbol"),
        own_column(own, "addendum_symbol"),
    )
    return SheetSpec("reviews", "record.review.many", (own,), columns, ("mechanism", "state", "cycle"))


def _all_terms() -> SheetSpec:
    own, title = "term", "field.term.vocabulary_id"
    columns = (
        Column(
            "vocabulary",
            title,
            Holds.REF,
            own,
            "vocabulary_id",
            names="vocabulary",
            only_new=True,
            required=True,
        ),
        own_column(own, "code"),
        own_column(own, "no", Holds.WHOLE),
        *names_of(own, "name"),
    )
    known_by = ("vocabulary", "code", "name_kk", "name_ru", "name_en")
    return SheetSpec("terms", "workbook.sheet.terms", (own,), columns, known_by)


def shared_sheets() -> tuple[SheetSpec, ...]:
    """Return the sheets of recommendations and of what they refer to, in the order in which they stand."""
    return (_recommendations(), _evidence(), _agencies(), _people(), _reviews(), _all_terms())
