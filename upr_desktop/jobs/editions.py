"""Freeze an edition of the register under a name, and tell what changed between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.jobs.describe_changes import Told, ToldRecord, describe
from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    RecordId,
    Value,
    Values,
    new_id,
)
from upr_desktop.register.differences import changes_between
from upr_desktop.register.editions import NOW, Point, editions
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.fold import in_number_order
from upr_desktop.register.history import states_of
from upr_desktop.register.log import newest_revision
from upr_desktop.register.register import Connection, Register

# What is kept about the work itself, and says nothing of what the register holds.
ABOUT_WORK = frozenset(
    {"edition", "pending_decision", "plan_answer", "saved_view", "letter", "letter_progress"}
)
ORDER = ("plan", "measure", "progress", "recommendation", "evidence", "agency")
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two points: the changes that all of it amounts to, and the same in words, by record."""

    first: Point
    last: Point
    changes: Sequence[Change]
    told: Told

    @property
    def records(self) -> Sequence[ToldRecord]:
        """Return the records that differ, with their fields before and after."""
        return self.told.records


def freeze_edition(register: Register, name: str, author: str = "", note: str = "") -> Point:
    """Freeze the register as it stands now under a name. Raises RegisterError: as `edition_to_freeze` and `apply`."""
    with register.reading() as connection:
        label, added = edition_to_freeze(connection, name, note)
    register.apply(ChangeSet(label, (added,), author))
    with register.reading() as connection:
        return next(one for one in editions(connection) if one.id == added.id)


def edition_to_freeze(connection: Connection, name: str, note: str = "") -> tuple[Label, Added]:
    """Return the label and the record of an edition of the register as it stands now.

    Raises RegisterError: edition_without_name, edition_name_taken (another edition in use has it), edition_name_number
    (digits and `now` name saved changes).
    """
    named, revision = " ".join(name.split()), newest_revision(connection)
    if not named:
        raise RegisterError("edition_without_name")
    if named.isdigit() or named.casefold() == NOW:
        raise RegisterError("edition_name_number", name=named)
    if any(one.name.casefold() == named.casefold() for one in editions(connection)):
        raise RegisterError("edition_name_taken", name=named)
    values: Values = {"name": named, "revision": revision, "note": note.strip() or None}
    return Label("label.edition.frozen", {"name": named}), Added("edition", new_id(), values)


def difference(connection: Connection, one: Point, other: Point, language: str) -> Difference:
    """Return what differs between two points, the earlier one first.

    What is about the work itself is left out, and so are reports that were not handed in.

    Records stand by kind, in each kind by their names, 2 before 10.
    """
    first, last = sorted((one, other), key=lambda point: point.revision)
    every = changes_between(connection, first.revision, last.revision)
    drafts = _drafts(connection, every)
    changes = [change for change in every if change.kind not in ABOUT_WORK and change.id not in drafts]
    told = describe(connection, changes, language)
    order = {kind: at for at, kind in enumerate(ORDER)}
    shown = [record for record in told.records if record.fields or record.event != "edited"]
    shown.sort(key=lambda record: (order.get(record.kind, len(order)), in_number_order(record.name)))
    return Difference(first, last, changes, Told(shown, told.files))


def _drafts(connection: Connection, changes: Sequence[Change]) -> set[RecordId]:
    """Return the reports that were not handed in, before or after: what they say is not said yet."""
    before: dict[RecordId, Value] = {}
    after: dict[RecordId, Value] = {}
    for change in changes:
        if change.kind != "progress":
            continue
        if isinstance(change, Edited) and change.field == "state":
            before[change.id], after[change.id] = change.before, change.after
        elif isinstance(change, Edited):
            after.setdefault(change.id, None)
        else:
            after[change.id] = change.values.get("state")
            before[change.id] = DRAFT if isinstance(change, Added) else after[change.id]
    untouched = [id for id, state in after.items() if state is None]
    for (_, id), values in states_of(connection, {"progress": untouched}).items():
        before[id] = after[id] = values.get("state")
    return {id for id, state in after.items() if state == DRAFT and before.get(id) == DRAFT}
