"""Ask for the edits of agencies that a person makes, and say what keeps one from being made."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from upr_desktop.jobs import edit_agency
from upr_desktop.jobs.telling import how_to_fix, what
from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import ChangeSet, RecordId, Value
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import records
from upr_desktop.register.reference import reference_names, reference_set
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.agency_columns import field_of
from upr_desktop.ui.session import Session
from upr_desktop.ui.table import CellEdit
from upr_desktop.ui.widgets import Notice


class AgencyEditing(QObject):
    """Turns what was typed, pasted or pressed into one saved step each; `known` gives the agencies as shown."""

    def __init__(
        self,
        look: Look,
        session: Session,
        notice: Notice,
        known: Callable[[], list[AgencyDetails]],
        initiator: QObject,
    ) -> None:
        super().__init__(initiator)
        self._look, self._session, self._notice = look, session, notice
        self._known, self._initiator = known, initiator
        self._archiving: RecordId | None = None
        notice.acted.connect(self._archive_anyway)

    def set_cells(self, edits: Sequence[CellEdit]) -> None:
        """Write what was typed or pasted into cells of the table."""
        agencies, language = {str(one.id): one for one in self._known()}, self._look.language.code
        cells = [(agencies[one.row], field_of(one.column, language), one.text) for one in edits]
        asked = edit_agency.set_cells(cells, self._known())
        if isinstance(asked, Problem):
            self._notice.say(self._said(asked), "bad")
        else:
            self._write(asked)

    def set_field(self, agency: AgencyDetails, key: str, value: object) -> str:
        """Write a field of the form; return the sentence that refuses its value, or nothing."""
        if isinstance(value, tuple):
            self._write(edit_agency.set_aliases(agency, value))
            return ""
        return self._write_or_say(edit_agency.set_field(agency, key, _stored(value), self._known()))

    def add(self, code: str) -> tuple[str, str]:
        """Add an agency; return its id, or else the sentence that refuses its code."""
        asked = edit_agency.add_agency(code, self._known())
        if isinstance(asked, Problem):
            return "", self._said(asked)
        id, changes = asked
        return (id, "") if self._write(changes) else ("", "")

    def add_part(self, agency: AgencyDetails, kind: str, name: str) -> str:
        """Add a person by name or a successor by id; return the id of the new record, or nothing."""
        values: dict[str, Value] = {"name" if kind == "person" else "to_id": name}
        id, asked = edit_agency.add_part(agency, kind, values)
        return id if self._write(asked) else ""

    def set_part(self, kind: str, id: str, field: str, value: object) -> None:
        """Write a field of a person or a succession."""
        if agency := self._owner_of(kind, id):
            asked = edit_agency.set_part(agency, kind, RecordId(id), field, _stored(value))
            if said := self._write_or_say(asked):
                self._notice.say(said, "bad")

    def remove_part(self, kind: str, id: str) -> None:
        """Archive a person or a succession."""
        if agency := self._owner_of(kind, id):
            self._write(edit_agency.remove_part(agency, kind, RecordId(id)))

    def archive(self, agency: AgencyDetails) -> None:
        """Archive at once what nothing refers to, or restore; else say first what refers to it, and ask."""
        if agency.row.archived or not agency.uses:
            self._write(edit_agency.archive(agency))
            return
        self._archiving = agency.id
        name = agency.row.short(self._look.language.code)
        counts = (
            ("recommendations", agency.recommendations),
            ("below", agency.below),
            ("followed", agency.followed),
        )
        uses = [self._look.t(f"agencies.uses.{key}", count=count) for key, count in counts if count]
        said = self._look.t("agencies.still_used", name=name, uses="; ".join(uses))
        self._notice.say(said, "warn", self._look.t("agencies.archive_anyway"))

    def forget_question(self, shown: str) -> None:
        """Take the question back if another agency is shown."""
        if self._archiving is not None and shown != self._archiving:
            self._archiving = None
            self._notice.hide()

    def add_fitting_set(self) -> bool:
        """Add the agencies of the reference set made for the register's State; return whether there is one."""
        register = self._session.read(lambda connection: records(connection, "register"))
        own = next(iter(register.values()))["state"]
        sets = [reference_set(name) for name in reference_names()]
        fitting = next((one.code for one in sets if own is None or one.state == own), None)
        return fitting is not None and self._write(edit_agency.add_reference_agencies(fitting))

    def _archive_anyway(self) -> None:
        agency = next((one for one in self._known() if one.id == self._archiving), None)
        self._archiving = None
        if agency is not None:
            self._write(edit_agency.archive(agency))

    def _owner_of(self, kind: str, id: str) -> AgencyDetails | None:
        parts = edit_agency.PARTS[kind]
        return next((one for one in self._known() if id in getattr(one, parts)), None)

    def _write_or_say(self, asked: ChangeSet | Problem) -> str:
        if isinstance(asked, Problem):
            return self._said(asked)
        self._write(asked)
        return ""

    def _write(self, asked: ChangeSet) -> bool:
        self._notice.hide()
        return self._session.write(asked.label, asked.changes, self._initiator)

    def _said(self, problem: Problem) -> str:
        language = self._look.language.code
        return f"{what(problem, language)} {how_to_fix(problem, language)}"


def _stored(value: object) -> Value:
    """Return a form's value as it is stored: an unticked box stands for nothing."""
    if value is False:
        return None
    assert value is None or isinstance(value, str | int | float | bool)
    return value
