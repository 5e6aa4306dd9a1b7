"""Tell what the register holds once the changes decided so far are in it: several decisions make one step."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from upr_desktop.grammar.body_directory import Directory
from upr_desktop.jobs.import_plan import body_directory
from upr_desktop.merge.comparison import Known
from upr_desktop.merge.return_state import Report
from upr_desktop.register.changes import Added, Change, Edited, RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.kinds import kinds
from upr_desktop.register.queries import AgencyRow, agencies, records
from upr_desktop.register.store import State, ids_under, read_records

OF_DIRECTORY = ("agency", "agency_alias", "agency_succession")
ONLY: Mapping[RecordId, Report] = {}


class HeldState:
    """The register with changes on top of it that are not applied yet. `reports` are as a merge leaves them."""

    def __init__(self, connection: Connection, reports: Mapping[RecordId, Report] = ONLY) -> None:
        self.connection = connection
        self._records: dict[tuple[str, RecordId], dict[str, Value]] = {
            ("progress", id): dict(report.values) for id, report in reports.items()
        }

    @cached_property
    def agencies(self) -> Mapping[RecordId, AgencyRow]:
        """Return the agencies by id; decisions change none of them."""
        return agencies(self.connection)

    @cached_property
    def directory(self) -> Directory:
        """Return the agencies by all their names."""
        return body_directory(Known({kind: records(self.connection, kind) for kind in OF_DIRECTORY}))

    def record(self, kind: str, id: RecordId) -> dict[str, Value] | None:
        """Return the fields of a record, None where it is not there."""
        if (kind, id) not in self._records:
            spec = kinds().get(kind)
            found: Mapping[RecordId, State] = read_records(self.connection, spec, [id]) if spec else {}
            if id not in found:
                return None
            self._records[kind, id] = dict(found[id])
        return self._records[kind, id]

    def value(self, kind: str, id: RecordId, field: str) -> Value:
        """Return what a field holds; None where there is no such record or field."""
        return (self.record(kind, id) or {}).get(field)

    def children(self, kind: str, field: str, parent: RecordId) -> dict[RecordId, Mapping[str, Value]]:
        """Return the records of a kind whose field leads to a parent, archived ones too, by id."""
        ids = ids_under(self.connection, kinds()[kind], field, parent)
        ids += [
            id for (of, id), values in self._records.items() if of == kind and values.get(field) == parent
        ]
        return {id: self.record(kind, id) or {} for id in dict.fromkeys(ids)}

    def note(self, changes: Iterable[Change]) -> None:
        """Let changes be in."""
        for change in changes:
            if isinstance(change, Added):
                blank: dict[str, Value] = dict.fromkeys(kinds()[change.kind].by_name)
                self._records[change.kind, change.id] = {**blank, "archived": False, **change.values}
            elif isinstance(change, Edited) and (held := self.record(change.kind, change.id)) is not None:
                held[change.field] = change.after
