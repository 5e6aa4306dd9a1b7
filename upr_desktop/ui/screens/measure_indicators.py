"""Edit the indicators of a measure: name, unit, and what is planned and reached by year or period."""

from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.jobs.edit_indicators import (
    NAMES,
    OF_VALUE,
    add_indicator,
    add_value,
    edit_indicator,
    edit_value,
    remove_value,
    when_of,
)
from upr_desktop.jobs.period_words import period_words
from upr_desktop.register.changes import ChangeSet, RecordId
from upr_desktop.register.indicators import IndicatorRow, IndicatorValueRow, indicators_of
from upr_desktop.register.plan_rows import MeasureRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_page import Write
from upr_desktop.ui.screens.measure_words import MeasureWords
from upr_desktop.ui.screens.record_parts import AddBox, Part, RecordParts
from upr_desktop.ui.session import Session

NEW, MOST_SEEN, LONGEST = "new", 4, 60


@dataclass(frozen=True, slots=True)
class Gauge(Part):
    """One line: an indicator with one of its values, or with none yet."""

    row: IndicatorRow
    held: IndicatorValueRow | None


class MeasureIndicators(RecordParts):
    """The indicators of one measure, a line for each year or period; each edit is written as one step."""

    def __init__(self, look: Look, session: Session, words: MeasureWords, write: Write) -> None:
        self._look, self._session, self._words, self._write = look, session, words, write
        self._row: MeasureRow | None = None
        self._found: Sequence[IndicatorRow] = ()
        self._gauges: dict[str, Gauge] = {}
        self._wanted: RecordId | None = None
        box = AddBox(look, "indicators.add")
        super().__init__(look, self._columns(), self._fields(), "indicators", box, MOST_SEEN)
        self.add_box = box
        box.chosen.connect(self._add)
        self.edited.connect(self._edit)
        self.remove_asked.connect(self._remove)
        look.language.follow(box, self._offer)

    def show_row(self, row: MeasureRow | None) -> None:
        """Show the indicators of a measure."""
        if row is None or self._row is None or row.id != self._row.id:
            self.commit()
        self._row = row
        ids = [row.id] if row is not None and row.indicators else []
        found = self._session.read(lambda connection: indicators_of(connection, ids)) if ids else {}
        self._found = found[ids[0]] if found else ()
        self._gauges = {one.id: one for each in self._found for one in _lines(each)}
        self._offer()
        self.show_parts(list(self._gauges.values()))
        if self._wanted in self._gauges:
            self.table.select_row(str(self._wanted))
            self.form.focus_field("name" if self._gauges[str(self._wanted)].held is None else "when")
        self._wanted = None

    def leave(self) -> None:
        """Save what a field still holds."""
        self.commit()

    def set_writable(self, writable: bool) -> None:
        """Take edits, or not."""
        self.set_read_only(not writable)

    @property
    def _number(self) -> str:
        return (self._row.number if self._row else None) or "—"

    def _offer(self) -> None:
        more = [
            (one.id, self._look.t("indicators.add.value", name=self._name(one)[:LONGEST]))
            for one in self._found
        ]
        self.add_box.offer([(NEW, self._look.t("indicators.add.new")), *more])

    def _add(self, code: str) -> None:
        row = self._row
        known = next((one for one in self._found if one.id == code), None)
        if row is None:
            return
        made, changes = (
            add_value(known, self._number, self._next(known))
            if known
            else add_indicator(row.id, self._number, None, self._words.language)
        )
        self._wanted = made
        self._write(changes)

    def _edit(self, id: str, field: str, value: object) -> None:
        one = self._gauges.get(id)
        if one is None:
            return
        told = str(value) if value else None
        if field == "unit" or field in NAMES:
            self._take(edit_indicator(one.row, self._number, field, told))
        elif field == "when" or field in OF_VALUE:
            self._take(edit_value(one.row, one.held, self._number, field, told))

    def _take(self, changes: ChangeSet) -> None:
        if changes.changes:
            self._write(changes)

    def _remove(self, id: str) -> None:
        if one := self._gauges.get(id):
            self._write(remove_value(one.row, one.held, self._number))

    def _name(self, row: IndicatorRow) -> str:
        return row.name(self._words.language) or self._look.t("indicators.unnamed")

    def _when(self, held: IndicatorValueRow | None) -> str:
        if held is None:
            return "—"
        period = self._words.periods.get(held.period_id) if held.period_id else None
        if period is not None:
            return period_words(period.code, self._words.language)
        return str(held.year) if held.year else self._look.t("indicators.whole")

    def _spans(self) -> dict[str, str]:
        """Return the years and periods that a value may be for, by code."""
        row = self._row
        if row is None:
            return {}
        first, last = self._words.years(row)
        years = {str(year): str(year) for year in range(first, last + 1)}
        known = [one for one in self._words.periods.values() if one.plan_id == row.plan_id]
        return years | {one.id: period_words(one.code, self._words.language) for one in known}

    def _free(self, row: IndicatorRow) -> list[str]:
        taken = {when_of(one) for one in row.values}
        return [code for code in self._spans() if code not in taken]

    def _next(self, row: IndicatorRow) -> str:
        """Return the year or period that follows those with a value; the first free one where none does."""
        spans, free = list(self._spans()), self._free(row)
        held = [spans.index(when) for one in row.values if (when := when_of(one)) in spans]
        later = [code for code in free if held and spans.index(code) > max(held)]
        return next(iter([*later, *free]), "")

    def _choices(self) -> Sequence[Choice]:
        one = self._gauges.get(self.table.current_id()) if hasattr(self, "table") else None
        spans = self._spans()
        held = when_of(one.held) if one else ""
        free = self._free(one.row) if one else []
        offered = {code: name for code, name in spans.items() if code in free or code == held}
        if held and held not in offered and one:
            offered = {held: self._when(one.held), **offered}
        return [Choice(code, name) for code, name in offered.items()]

    def _fields(self) -> tuple[Field, ...]:
        of_value = "field.indicator_value."
        return (
            Field("name", "indicators.field.name", "texts", lines=1),
            Field("planned", of_value + "planned", half=True),
            Field("actual", of_value + "actual", half=True),
            Field("when", "indicators.column.when", "choice", self._choices, half=True),
            Field("unit", "field.indicator.unit", half=True),
        )

    def _columns(self) -> tuple[Column[Gauge], ...]:
        of_value = "field.indicator_value."
        return (
            Column(
                "name",
                "indicators.column.name",
                self._told,
                width=92,
                stretch=True,
                strong=True,
                tooltip=self._told,
            ),
            Column("when", "indicators.column.when", lambda one: self._when(one.held), width=100),
            Column(
                "planned", of_value + "planned", lambda one: (one.held and one.held.planned) or "", width=84
            ),
            Column("actual", of_value + "actual", lambda one: (one.held and one.held.actual) or "", width=60),
        )

    def _told(self, one: Gauge) -> str:
        name = self._name(one.row)
        return f"{name}, {one.row.unit}" if one.row.unit else name


def _lines(row: IndicatorRow) -> list[Gauge]:
    about = {"unit": row.unit, **{f"name_{code}": text for code, text in row.names.items()}}
    if not row.values:
        return [Gauge(row.id, about, row, None)]
    return [
        Gauge(
            one.id,
            {**about, "when": when_of(one) or None, "planned": one.planned, "actual": one.actual},
            row,
            one,
        )
        for one in row.values
    ]
