"""Edit what belongs to an agency: its people, or the bodies that replaced it. A list above, one of them below."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import RecordId
from upr_desktop.ui.columns import Column
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.add_line import AddLine
from upr_desktop.ui.screens.agency_columns import AgencyWords
from upr_desktop.ui.screens.record_parts import AddBox, Part, RecordParts


class AgencyParts(RecordParts):
    """The people (or the successors) of one agency; `add_asked` carries a person's name, or the id of a successor."""

    add_asked = Signal(str)

    def __init__(self, look: Look, words: AgencyWords, kind: str, shown: Callable[[], str]) -> None:
        """Take the kind of part, person or agency_succession, and what tells whose parts these are."""
        self._look, self._words, self.kind = look, words, kind
        self._agency: AgencyDetails | None = None
        self.successors = AddBox(look, "agencies.agency_succession.add")
        line = AddLine(look, "agencies.person.new", "agencies.person.add")
        is_person = kind == "person"
        adding = line if is_person else self.successors
        super().__init__(look, self._columns(), words.part_fields(kind, shown), f"agencies.{kind}", adding)
        if is_person:
            line.asked.connect(self.add_asked)
            line.asked.connect(lambda: line.line.clear())
        else:
            self.successors.chosen.connect(self.add_asked)
            look.language.follow(self.successors, self._offer_successors)

    def show_agency(self, agency: AgencyDetails | None) -> None:
        """Show the parts of an agency."""
        self._agency = agency
        found = {} if agency is None else agency.people if self.kind == "person" else agency.successions
        if self.kind != "person":
            self._offer_successors()
        self.show_parts([Part(id, values) for id, values in found.items()])

    def go_to(self, id: str) -> None:
        """Put the cursor into the first field of a part."""
        if self.table.select_row(id):
            self.form.focus_field("name" if self.kind == "person" else "to_id")

    def _offer_successors(self) -> None:
        agency = self._agency
        choices = self._words.choices(agency.id) if agency else ()
        self.successors.offer([(choice.code, choice.label) for choice in choices])

    def _columns(self) -> tuple[Column[Part], ...]:
        if self.kind == "person":
            return (
                Column(
                    "name",
                    "field.person.name",
                    lambda p: str(p.values["name"] or ""),
                    stretch=True,
                    width=120,
                ),
                Column("role", "field.person.role", self._role, width=150),
            )
        return (
            Column("to_id", "agencies.replaced_by", self._successor, stretch=True, width=120),
            Column(
                "date", "agencies.replaced_on", self._date, lambda p: p.values["date"], kind="date", width=110
            ),
        )

    def _role(self, part: Part) -> str:
        role = part.values["role"]
        return self._look.t(f"person_role.{role}") if role else ""

    def _successor(self, part: Part) -> str:
        return self._words.short(RecordId(str(part.values["to_id"])))

    def _date(self, part: Part) -> str:
        return self._look.language.date(str(part.values["date"] or ""))
