"""Decide what a person's edit of evidence and notes writes: values in, changes out; nothing here writes."""

from collections.abc import Mapping, Sequence

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    RecordId,
    Value,
    Values,
    edits,
    new_id,
)

RECOMMENDATION = "recommendation"


def add_evidence(
    owners: Sequence[tuple[RecordId, str | None]], values: Values, kind: str = RECOMMENDATION
) -> ChangeSet:
    """Return what adds a document to records of a kind, given as (id, number)."""
    evidence = new_id()
    changes: list[Change] = [
        Added("evidence", evidence, {name: value for name, value in values.items() if value})
    ]
    changes += [_link(evidence, owner, kind) for owner, _ in owners]
    return ChangeSet(Label(_of("label.evidence.added", kind), {"number": _numbers(owners)}), changes)


def edit_evidence(id: RecordId, stored: Values, field: str, value: Value) -> ChangeSet:
    """Return what sets one field of a document; `stored` are its fields."""
    label = Label("label.evidence.edited", {"title": str(stored["title"])[:80]})
    return ChangeSet(label, edits("evidence", id, stored, {field: value}))


def link_evidence(
    owner: RecordId,
    number: str | None,
    wished: Sequence[RecordId],
    links: Mapping[RecordId, Values],
    kind: str = RECOMMENDATION,
) -> ChangeSet:
    """Return what makes these documents, and no others, those of a record.

    `links` are the evidence_link records of that record; a document itself stays in the register.
    """
    present = {RecordId(str(link["evidence_id"])): id for id, link in links.items() if not link["archived"]}
    changes: list[Change] = [
        Edited("evidence_link", link, "archived", False, True)
        for evidence, link in present.items()
        if evidence not in wished
    ]
    changes += [_link(evidence, owner, kind) for evidence in wished if evidence not in present]
    return ChangeSet(Label(_of("label.evidence.linked", kind), {"number": number or "—"}), changes)


def add_note(owner: RecordId, number: str | None, text: str, kind: str = RECOMMENDATION) -> ChangeSet:
    """Return what adds a note to a record of a kind."""
    values: Values = {"record_id": owner, "record_kind": kind, "text": text}
    label = Label(f"label.{kind}.note", {"number": number or "—"})
    return ChangeSet(label, (Added("note", new_id(), values),))


def edit_note(
    id: RecordId, stored: Values, number: str | None, text: str | None, kind: str = RECOMMENDATION
) -> ChangeSet:
    """Return what rewords a note; a note without text is archived."""
    if text and text.strip():
        label = Label(_of("label.note.edited", kind), {"number": number or "—"})
        return ChangeSet(label, edits("note", id, stored, {"text": text}))
    label = Label(_of("label.note.removed", kind), {"number": number or "—"})
    return ChangeSet(label, edits("note", id, stored, {"archived": True}))


def _of(key: str, kind: str) -> str:
    """Return the key of a label; those of other records than recommendations name their kind."""
    return key if kind == RECOMMENDATION else f"{key}.{kind}"


def _link(evidence: RecordId, owner: RecordId, kind: str) -> Added:
    values: Values = {"evidence_id": evidence, "record_id": owner, "record_kind": kind}
    return Added("evidence_link", new_id(), values)


def _numbers(owners: Sequence[tuple[RecordId, str | None]]) -> str:
    return ", ".join(number or "—" for _, number in owners)
