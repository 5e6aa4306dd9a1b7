"""Edit what belongs to an agency: its people, or the bodies that replaced it. A list above, one of them below."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import RecordId, Value
from upr_desktop.ui.columns import Column
from upr_desktop.ui.form import Form
from upr_desktop.ui.inputs import ChoiceBox
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.add_line import AddLine
from upr_desktop.ui.screens.agency_columns import AgencyWords
from upr_desktop.ui.table import Table
from upr_desktop.ui.theme import COMPACT_ROW_HEIGHT, FIELD_SPACE
from upr_desktop.ui.widgets import button, label

HEADER, MOST_SEEN = 44, 4


@dataclass(frozen=True, slots=True)
class Part:
    """A person or a succession of an agency: its id and fields."""

    id: RecordId
    values: Mapping[str, Value]


class AgencyParts(QWidget):
    """The people (or the successors) of one agency. It asks and does not write.

    `add_asked` carries the name of another person, or the id of a successor;
    `edited` carries id, field and value; `remove_asked` the id.
    """

    add_asked = Signal(str)
    edited = Signal(str, str, object)
    remove_asked = Signal(str)

    def __init__(
        self,
        look: Look,
        words: AgencyWords,
        kind: str,
        shown: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        """Take the kind of part, person or agency_succession, and what tells whose parts these are."""
        super().__init__(parent)
        self._look, self._words, self.kind = look, words, kind
        self._agency: AgencyDetails | None = None
        self._parts: dict[str, Part] = {}
        self.table: Table = Table(look, self._columns(), f"agencies.{kind}.list")
        self.table.set_compact(True)
        self.form = Form(look, words.part_fields(kind, shown), f"agencies.{kind}.form")
        self.empty: QLabel = label(look, f"agencies.{kind}.none", "soft")
        self.adding = self._adding()
        self.remove_button = button(look, f"agencies.{kind}.remove", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD_SPACE)
        for widget in (self.adding, self.empty, self.table):
            layout.addWidget(widget)
        layout.addWidget(self.form, 100)
        layout.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.remove_button.clicked.connect(self._ask_remove)
        self.table.current_changed.connect(self._show_part)
        self.form.field_edited.connect(self._pass_on)
        self.form.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def show_agency(self, agency: AgencyDetails | None) -> None:
        """Show the parts of an agency."""
        self._agency = agency
        found = {} if agency is None else agency.people if self.kind == "person" else agency.successions
        self._parts = {id: Part(id, values) for id, values in found.items()}
        if self.kind != "person":
            self._fill_successors()
        self.table.set_rows(list(self._parts.values()))
        self.table.setVisible(bool(self._parts))
        seen = min(max(len(self._parts), 1), MOST_SEEN)
        self.table.setFixedHeight(self._look.theme.px(HEADER + seen * COMPACT_ROW_HEIGHT))
        self.form.setVisible(bool(self._parts))
        self.remove_button.setVisible(bool(self._parts))
        self.empty.setVisible(not self._parts)
        if self._parts and self.table.current_id() not in self._parts:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._show_part(self.table.current_id())

    def go_to(self, id: str) -> None:
        """Put the cursor into the first field of a part."""
        if self.table.select_row(id):
            self.form.focus_field("name" if self.kind == "person" else "to_id")

    def commit(self) -> None:
        """Hand on what a field still holds."""
        self.form.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Take no edits while this is so."""
        self.form.set_read_only(read_only)
        self.adding.setEnabled(not read_only)
        self.remove_button.setEnabled(not read_only)

    def _adding(self) -> QWidget:
        if self.kind == "person":
            line = AddLine(self._look, "agencies.person.new", "agencies.person.add")
            line.asked.connect(self.add_asked)
            line.asked.connect(lambda: line.line.clear())
            return line
        self.successors = ChoiceBox()
        self._look.name(self.successors, "agencies.agency_succession.add")
        self.successors.activated.connect(self._choose_successor)
        self._look.language.follow(self.successors, self._fill_successors)
        return self.successors

    def _choose_successor(self, place: int) -> None:
        id = self.successors.currentData()
        self.successors.setCurrentIndex(0)
        if id:
            self.add_asked.emit(id)

    def _fill_successors(self) -> None:
        agency = self._agency
        self.successors.clear()
        self.successors.addItem(self._look.t("agencies.agency_succession.add"), "")
        for choice in self._words.choices(agency.id) if agency else ():
            self.successors.addItem(choice.label, choice.code)

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

    def _show_part(self, id: str) -> None:
        part = self._parts.get(id)
        self.form.show_record(id if part else None, dict(part.values) if part else {})

    def _pass_on(self, field: str, value: object) -> None:
        if self.form.record_id is not None:
            self.edited.emit(self.form.record_id, field, value)

    def _ask_remove(self) -> None:
        if id := self.table.current_id():
            self.remove_asked.emit(id)
