"""Edit the bodies of a measure: who leads, who takes part, who reports, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from upr_desktop.register.plan_rows import BodyRow, MeasureRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice, Field, FieldValue
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.record_parts import AddBox, Part, RecordParts

ROLES = ("lead", "co", "consulted")
MOST_SEEN = 8
REPORTS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Body(Part):
    """A body's part in a measure."""

    row: BodyRow


class MeasureBodies(RecordParts):
    """The bodies of one measure. `add_asked` carries the id of an agency; `edited` id, field and value of a part."""

    add_asked = Signal(str)

    def __init__(self, look: Look, words: MeasureWords) -> None:
        self._look, self._words = look, words
        self._row: MeasureRow | None = None
        box = AddBox(look, "measures.bodies.add")
        super().__init__(look, self._columns(), self._fields(), "measures.bodies", box, MOST_SEEN)
        self.add_box = box
        box.chosen.connect(self.add_asked)
        look.language.follow(box, self._offer)

    def show_row(self, row: MeasureRow | None) -> None:
        """Show the bodies of a measure."""
        if row is None or self._row is None or row.id != self._row.id:
            self.commit()
        self._row = row
        self._offer()
        self.show_parts([Body(body.id, _values(body), body) for body in (row.bodies if row else ())])

    def leave(self) -> None:
        """Save what a field still holds."""
        self.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.set_read_only(not writable)

    def _offer(self) -> None:
        present = {body.agency_id for body in self._row.bodies} if self._row else set()
        choices = self._words.names.agency_choices()
        self.add_box.offer([(one.code, one.label) for one in choices if one.code not in present])

    def _fields(self) -> tuple[Field, ...]:
        def roles() -> Sequence[Choice]:
            return self._words.names.codes("role", ROLES)

        def reports() -> Sequence[Choice]:
            return [Choice(code, self._look.t(f"measures.bodies.reports.{code}")) for code in REPORTS]

        return (
            Field("role", "field.assignment.role", "choice", roles),
            Field("reports", "measures.bodies.reports", "choice", reports, half=True),
            Field("raw", "measures.bodies.raw", "shown", half=True),
            Field("valid_from", "field.assignment.valid_from", "date", half=True),
            Field("valid_to", "field.assignment.valid_to", "date", half=True),
        )

    def _columns(self) -> tuple[Column[Body], ...]:
        names = self._words.names
        return (
            Column(
                "agency",
                "field.assignment.agency_id",
                lambda one: names.short(one.row.agency_id),
                width=110,
                stretch=True,
                strong=True,
                tooltip=lambda one: names.agency(one.row.agency_id),
            ),
            Column(
                "role", "field.assignment.role", lambda one: self._look.t(f"role.{one.row.role}"), width=212
            ),
            Column("days", "measures.bodies.days", self._days, width=150, tone=lambda one: "soft", yields=1),
        )

    def _days(self, one: Body) -> str:
        date = self._look.language.date
        first, last = one.row.valid_from, one.row.valid_to
        if first and last:
            return f"{date(first)} – {date(last)}"
        if last:
            return self._look.t("measures.bodies.until", date=date(last))
        return self._look.t("measures.bodies.since", date=date(first)) if first else ""


def _values(body: BodyRow) -> dict[str, FieldValue]:
    reports = None if body.reports is None else ("yes" if body.reports else "no")
    return {
        "role": body.role,
        "reports": reports,
        "valid_from": body.valid_from,
        "valid_to": body.valid_to,
        "raw": body.raw or "—",
    }
