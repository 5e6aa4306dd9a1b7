"""Declare the records of a register and the log of their changes: one class a table, one column a field."""

from typing import Any, ClassVar

from sqlalchemy import REAL, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from upr_desktop.code_lists import (
    EVIDENCE_KINDS,
    LINKS,
    NOVELTIES,
    PERSON_ROLES,
    POSITIONS,
    QUALITIES,
    ROLES,
    TAG_SOURCES,
)

LANGUAGES = ("kk", "ru", "en")


class Flag(TypeDecorator[bool]):
    """A bool kept as 0 or 1: SQLAlchemy's own Boolean fails at CREATE in a STRICT table."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Base(DeclarativeBase):
    """All tables: STRICT, of TEXT, INTEGER, REAL and BLOB only."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        int: Integer(),
        float: REAL(),
        bool: Flag(),
        bytes: LargeBinary(),
    }

    @declared_attr.directive
    def __table_args__(cls) -> Any:  # noqa: N805
        return {"sqlite_strict": True}


class Record(Base):
    """A row that a person can name. Its id never changes and is never reused; removing means archiving.

    Exactly one of the fields `__one_of__` is filled; no two records in use share all values of `__unique__`.
    """

    __abstract__ = True
    __one_of__: ClassVar[tuple[str, ...]] = ()
    __unique__: ClassVar[tuple[str, ...]] = ()

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)
    archived: Mapped[bool] = mapped_column(default=False, server_default="0", sort_order=99)


def codes(*allowed: str, required: bool = False) -> Any:
    """Return a column whose value is one of these codes."""
    return mapped_column(info={"codes": allowed, "required": required}, nullable=not required)


def required() -> Any:
    """Return a column that may not be empty."""
    return mapped_column(info={"required": True}, nullable=False)


def searched(*, is_required: bool = False) -> Any:
    """Return a column whose text is in the search index."""
    return mapped_column(info={"search": True, "required": is_required}, nullable=not is_required)


def day(*, is_required: bool = False) -> Any:
    """Return a column that holds a date as ISO text (`2025-01-23`)."""
    return mapped_column(info={"day": True, "required": is_required}, nullable=not is_required)


def link(kind: str, *, is_required: bool = True) -> Any:
    """Return a column that refers to a record of this kind."""
    return mapped_column(
        ForeignKey(f"{kind}.id", deferrable=True, initially="DEFERRED"),
        info={"required": is_required},
        nullable=not is_required,
        index=True,
    )


def any_record() -> Any:
    """Return a column that refers to a record of any kind, named by the column `record_kind`."""
    return mapped_column(info={"required": True, "any_record": True}, nullable=False, index=True)


class RegisterRecord(Record):
    """The register itself: one row.

    A small one, which an agency keeps of its own rows, says the code of the `agency`, and the id of the register that
    issued its workbooks (`issuer`).
    """

    __tablename__ = "register"
    name: Mapped[str] = required()
    state: Mapped[str | None]
    content_languages: Mapped[str | None]
    agency: Mapped[str | None] = mapped_column(sort_order=100)
    issuer: Mapped[str | None] = mapped_column(sort_order=101)


class Review(Record):
    __tablename__ = "review"
    mechanism: Mapped[str] = required()
    state: Mapped[str | None]
    cycle: Mapped[int | None]
    session: Mapped[int | None]
    review_date: Mapped[str | None] = day()
    adoption_date: Mapped[str | None] = day()
    report_symbol: Mapped[str | None]
    addendum_symbol: Mapped[str | None]


class Recommendation(Record):
    """`number` is TEXT (140.1 and 140.10 are two); `paragraph` and `item` are its integers, to sort by.

    One that is only known `from_plan` waits for the list that names it.
    """

    __tablename__ = "recommendation"
    review_id: Mapped[str] = link("review")
    number: Mapped[str | None] = searched()
    paragraph: Mapped[int | None]
    item: Mapped[int | None]
    heading: Mapped[str | None] = searched()
    position: Mapped[str] = codes(*POSITIONS, required=True)
    position_source: Mapped[str | None]
    novelty: Mapped[str | None] = codes(*NOVELTIES)
    area_id: Mapped[str | None] = link("term", is_required=False)
    action_category: Mapped[int | None]
    several_numbers: Mapped[bool | None]
    from_plan: Mapped[bool | None] = mapped_column(sort_order=100)


class RecommendationPart(Record):
    __tablename__ = "recommendation_part"
    recommendation_id: Mapped[str] = link("recommendation")
    no: Mapped[int] = required()
    text_kk: Mapped[str | None] = searched()
    text_ru: Mapped[str | None] = searched()
    text_en: Mapped[str | None] = searched()
    original_language: Mapped[str | None] = codes(*LANGUAGES)
    quality_kk: Mapped[str | None] = codes(*QUALITIES)
    quality_ru: Mapped[str | None] = codes(*QUALITIES)
    quality_en: Mapped[str | None] = codes(*QUALITIES)


class RecommendingState(Record):
    __tablename__ = "recommending_state"
    part_id: Mapped[str] = link("recommendation_part")
    no: Mapped[int] = required()
    name: Mapped[str] = required()
    iso: Mapped[str | None]


class PositionChange(Record):
    __tablename__ = "position_change"
    recommendation_id: Mapped[str] = link("recommendation")
    position_before: Mapped[str | None] = codes(*POSITIONS)
    position_after: Mapped[str] = codes(*POSITIONS, required=True)
    source: Mapped[str | None]
    date: Mapped[str | None] = day()


class RecommendationLink(Record):
    __tablename__ = "recommendation_link"
    recommendation_id: Mapped[str] = link("recommendation")
    other_id: Mapped[str] = link("recommendation")
    link: Mapped[str] = codes(*LINKS, required=True)
    score: Mapped[float | None]
    asserted_by: Mapped[str | None]


class Vocabulary(Record):
    __tablename__ = "vocabulary"
    code: Mapped[str] = required()
    version: Mapped[str | None]
    owner: Mapped[str | None]
    name_kk: Mapped[str | None]
    name_ru: Mapped[str | None]
    name_en: Mapped[str | None]


class Term(Record):
    __tablename__ = "term"
    vocabulary_id: Mapped[str] = link("vocabulary")
    code: Mapped[str | None]
    no: Mapped[int | None]
    name_kk: Mapped[str | None]
    name_ru: Mapped[str | None]
    name_en: Mapped[str | None]


class Tag(Record):
    """A term given to a record. `raw` is the term as its source wrote it, where that is not the term's name."""

    __tablename__ = "tag"
    record_id: Mapped[str] = any_record()
    record_kind: Mapped[str] = required()
    term_id: Mapped[str] = link("term")
    primary: Mapped[bool | None]
    source: Mapped[str | None] = codes(*TAG_SOURCES)
    raw: Mapped[str | None]


class Agency(Record):
    __tablename__ = "agency"
    code: Mapped[str] = required()
    name_kk: Mapped[str | None] = searched()
    name_ru: Mapped[str | None] = searched()
    name_en: Mapped[str | None] = searched()
    short_kk: Mapped[str | None] = searched()
    short_ru: Mapped[str | None] = searched()
    short_en: Mapped[str | None] = searched()
    valid_from: Mapped[str | None] = day()
    valid_to: Mapped[str | None] = day()
    parent_id: Mapped[str | None] = link("agency", is_required=False)
    collective: Mapped[bool | None]


class AgencyAlias(Record):
    __tablename__ = "agency_alias"
    agency_id: Mapped[str] = link("agency")
    name: Mapped[str] = searched(is_required=True)
    language: Mapped[str | None] = codes(*LANGUAGES)


class AgencySuccession(Record):
    __tablename__ = "agency_succession"
    from_id: Mapped[str] = link("agency")
    to_id: Mapped[str] = link("agency")
    date: Mapped[str | None] = day()
    act: Mapped[str | None]
    scope: Mapped[str | None]


class Person(Record):
    __tablename__ = "person"
    agency_id: Mapped[str] = link("agency")
    name: Mapped[str] = searched(is_required=True)
    role: Mapped[str | None] = codes(*PERSON_ROLES)
    email: Mapped[str | None]
    phone: Mapped[str | None]


class Assignment(Record):
    """An agency's part in a recommendation or in a measure: exactly one of the two."""

    __tablename__ = "assignment"
    __one_of__ = ("recommendation_id", "measure_id")
    recommendation_id: Mapped[str | None] = link("recommendation", is_required=False)
    measure_id: Mapped[str | None] = link("measure", is_required=False)
    agency_id: Mapped[str] = link("agency")
    role: Mapped[str] = codes(*ROLES, required=True)
    reports: Mapped[bool | None]
    valid_from: Mapped[str | None] = day()
    valid_to: Mapped[str | None] = day()
    raw: Mapped[str | None]


class Evidence(Record):
    __tablename__ = "evidence"
    title: Mapped[str] = searched(is_required=True)
    kind: Mapped[str | None] = codes(*EVIDENCE_KINDS)
    description: Mapped[str | None] = searched()
    act_number: Mapped[str | None] = searched()
    act_date: Mapped[str | None] = day()
    issuer: Mapped[str | None] = searched()
    url: Mapped[str | None]
    file_name: Mapped[str | None]
    file_sha256: Mapped[str | None]
    confidential: Mapped[bool | None]


class EvidenceLink(Record):
    __tablename__ = "evidence_link"
    evidence_id: Mapped[str] = link("evidence")
    record_id: Mapped[str] = any_record()
    record_kind: Mapped[str] = required()


class Note(Record):
    __tablename__ = "note"
    record_id: Mapped[str] = any_record()
    record_kind: Mapped[str] = required()
    text: Mapped[str] = searched(is_required=True)


class SavedView(Record):
    """`definition` is JSON: columns, facets, sort and search of one screen."""

    __tablename__ = "saved_view"
    screen: Mapped[str] = required()
    name: Mapped[str] = required()
    definition: Mapped[str] = required()


class ReceivedFile(Base):
    """A file as it was received, byte for byte. Not a record: it is inserted with the change set that cites it.

    A return also names its agency, the dispatch that it answers, the revision that merged it, if that wrote one, and
    when it was saved, as the file says.
    """

    __tablename__ = "received_file"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    received_at: Mapped[str]
    content: Mapped[bytes]
    agency_id: Mapped[str | None]
    dispatch_id: Mapped[str | None]
    merged_in: Mapped[int | None]
    saved_at: Mapped[str | None]


class Revision(Base):
    """One applied change set. `at` is UTC, ISO text with seconds."""

    __tablename__ = "revision"
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    author: Mapped[str]
    kind: Mapped[str]
    label_key: Mapped[str]
    label_values: Mapped[str]
    undo_of: Mapped[int | None]


class LoggedChange(Base):
    """One change of a revision. An added record has no field and its values as a JSON object in `after`."""

    __tablename__ = "change"
    seq: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(ForeignKey("revision.number"))
    record_kind: Mapped[str]
    record_id: Mapped[str]
    field: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
    file: Mapped[str | None]
    sheet: Mapped[str | None]
    address: Mapped[str | None]
    raw: Mapped[str | None]
    cells: Mapped[str | None]


Index("change_by_record", LoggedChange.record_id, LoggedChange.field)
Index("change_by_revision", LoggedChange.revision)
