"""Declare what returns leave behind: letters, open decisions, editions; what was sent and read as plain rows."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from upr_desktop.code_lists import CHOICES, DIRECTIONS, LETTER_KINDS, PENDING_KINDS
from upr_desktop.register.records import Base, Record, any_record, codes, day, link, required, searched


class Letter(Record):
    """A letter to or from an agency: their number and date, ours, and what it goes with.

    `dispatch` is the id of what was sent with it, `file` the sha256 of what came with it.
    """

    __tablename__ = "letter"
    agency_id: Mapped[str] = link("agency")
    period_id: Mapped[str | None] = link("period", is_required=False)
    direction: Mapped[str] = codes(*DIRECTIONS, required=True)
    kind: Mapped[str] = codes(*LETTER_KINDS, required=True)
    number: Mapped[str | None] = searched()
    date: Mapped[str | None] = day()
    our_number: Mapped[str | None] = searched()
    our_date: Mapped[str | None] = day()
    signatory: Mapped[str | None] = searched()
    due: Mapped[str | None] = day()
    dispatch: Mapped[str | None]
    file: Mapped[str | None]


class LetterProgress(Record):
    """A report that a letter is about."""

    __tablename__ = "letter_progress"
    letter_id: Mapped[str] = link("letter")
    progress_id: Mapped[str] = link("progress")


class PendingDecision(Record):
    """What a return said that nobody has decided on yet: open until `choice` is filled or ours becomes theirs.

    `base` is what was sent, `theirs` what came back from `file` (sha256) at `sheet` and `address`. What the register
    holds is read live; once decided, `beaten` keeps the value that did not win. `progress_id` is the report whose row
    the cell stood in.
    """

    __tablename__ = "pending_decision"
    kind: Mapped[str] = codes(*PENDING_KINDS, required=True)
    record_id: Mapped[str] = any_record()
    record_kind: Mapped[str] = required()
    field: Mapped[str] = required()
    base: Mapped[str | None]
    theirs: Mapped[str | None]
    agency_id: Mapped[str] = link("agency")
    progress_id: Mapped[str | None] = link("progress", is_required=False)
    file: Mapped[str | None]
    sheet: Mapped[str | None]
    address: Mapped[str | None]
    raw: Mapped[str | None]
    choice: Mapped[str | None] = codes(*CHOICES)
    decided_by: Mapped[str | None]
    decided_at: Mapped[str | None]
    why: Mapped[str | None]
    beaten: Mapped[str | None]


class Edition(Record):
    """The register as it stood after a revision, under a name: what went up, and what later changes are told from.

    The log keeps every value, so nothing is copied; `note` says to whom it went and when.
    """

    __tablename__ = "edition"
    name: Mapped[str] = searched(is_required=True)
    revision: Mapped[int] = required()
    note: Mapped[str | None] = searched()


class Dispatch(Base):
    """One workbook as it was sent to an agency for a period. Not a record: inserted with the change set that cites it.

    `revision` is the last one its author could see. `shown` is what its rows showed, compressed; the values shown in
    the cells to fill are its cells.
    """

    __tablename__ = "dispatch"
    id: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(index=True)
    period_id: Mapped[str]
    language: Mapped[str]
    revision: Mapped[int]
    layout: Mapped[str]
    sha256: Mapped[str]
    file: Mapped[str]
    made_at: Mapped[str]
    author: Mapped[str]
    rows: Mapped[int]
    shown: Mapped[bytes]


class DispatchCell(Base):
    """One filled cell that a dispatch showed to be filled in: the base of the merge. A blank one has no row."""

    __tablename__ = "dispatch_cell"
    dispatch_id: Mapped[str] = mapped_column(ForeignKey("dispatch.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ReceivedCell(Base):
    """One cell of a return that said something else than what was sent, and what became of it at the last reading."""

    __tablename__ = "received_cell"
    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(ForeignKey("received_file.sha256"), index=True)
    sheet: Mapped[str]
    address: Mapped[str]
    raw: Mapped[str]
    kind: Mapped[str]
    record_kind: Mapped[str | None]
    record_id: Mapped[str | None] = mapped_column(index=True)
    field: Mapped[str | None]
    outcome: Mapped[str]
