"""Fill a register with one of everything, by an import with origins and by hand: what many tests look at."""

import hashlib
from dataclasses import dataclass, field

from upr_desktop.register.changes import (
    Added,
    Change,
    ChangeSet,
    Edited,
    Label,
    Origin,
    Received,
    RecordId,
    Value,
    Values,
    new_id,
)
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Register

CONTENT = b"a list as it was received \x00\xff"
RECEIVED = Received("list.docx", CONTENT, hashlib.sha256(CONTENT).hexdigest())
PLAUSIBLE: dict[str, dict[str, Value]] = {
    "recommendation": {"number": "140.10", "paragraph": 140, "item": 10},
    "evidence": {"url": "https://example.org/act"},
    "recommending_state": {"name": "Portugal", "iso": "PRT"},
    "assignment": {"role": "lead", "measure_id": None},
    "assessment": {"value": "in_progress"},
    "measure": {"number": "12", "paragraph": 12, "item": None, "subitem": None, "deadline_details": None},
    "period": {
        "code": "2025H1",
        "first_day": "2025-01-01",
        "last_day": "2025-06-30",
        "due_agencies": "2025-07-10",
        "due_upward": "2025-07-20",
    },
}
EDIT = Label("label.edited")


@dataclass
class Filled:
    """The ids of a filled register's records, by the kind of each."""

    ids: dict[str, list[RecordId]] = field(default_factory=dict)

    def one(self, kind: str) -> RecordId:
        return self.ids[kind][0]


def origin(address: str, raw: str = "") -> Origin:
    return Origin(RECEIVED.sha256, "table 1", address, raw)


def values_of(kind: str, ids: dict[str, list[RecordId]], **more: object) -> Values:
    """Return values for every field of a kind: codes, days and references as they should be."""
    found: dict[str, object] = {}
    for spec in kinds()[kind].fields:
        if spec.refers:
            found[spec.name] = None if spec.refers == kind else ids[spec.refers][-1]
        elif spec.any_record:
            found[spec.name] = ids["recommendation"][0]
        elif spec.name == "record_kind":
            found[spec.name] = "recommendation"
        elif spec.codes:
            found[spec.name] = spec.codes[0]
        elif spec.day:
            found[spec.name] = "2025-01-23"
        elif spec.name != "archived":
            found[spec.name] = {str: f"{spec.name} Қазақстан ё", int: 7, float: 0.5, bool: False}[spec.type]
    return {**found, **more}  # type: ignore[dict-item]


def import_changes(ids: dict[str, list[RecordId]]) -> list[Change]:
    """Return the adding of one record of each kind, with origins and cells, and remember the ids."""
    names = [name for name in kinds() if name != "register"]
    ids.update({kind: [*ids.get(kind, []), new_id()] for kind in names})
    changes: list[Change] = []
    for at, kind in enumerate(names):
        values = values_of(kind, ids, **PLAUSIBLE.get(kind, {}))
        cells = {
            name: (f"{name}!{at}", f"raw {value}") for name, value in values.items() if value is not None
        }
        changes.append(Added(kind, ids[kind][-1], values, origin(f"A{at}", "as it stood"), cells))
        if kind == "assignment":
            changes.append(_of_measure(values, ids))
    return changes


def _of_measure(values: Values, ids: dict[str, list[RecordId]]) -> Added:
    """Return the adding of an agency's part in the measure, beside that in the recommendation; reports are on it."""
    ids["assignment"].append(new_id())
    own = {**values, "recommendation_id": None, "measure_id": ids["measure"][-1]}
    return Added("assignment", ids["assignment"][-1], own)


def fill(register: Register) -> Filled:
    """Import one record of each kind, edit one by hand, undo that, archive a note."""
    filled = Filled()
    label = Label("label.import", {"file": RECEIVED.name})
    register.apply(ChangeSet(label, import_changes(filled.ids), "importer", "import"), [RECEIVED])
    edit = Edited("recommendation", filled.one("recommendation"), "position", "pending", "supported")
    done = register.apply(ChangeSet(EDIT, (edit,), "me"))
    assert done.revision
    register.undo(done.revision, "me")
    register.apply(ChangeSet(EDIT, (Edited("note", filled.one("note"), "archived", False, True),), "me"))
    return filled
