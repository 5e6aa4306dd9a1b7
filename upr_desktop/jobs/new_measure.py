"""Decide what taking a measure that an agency proposes writes: the measure, its links and tasks, each from its cell."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upr_desktop.exchange.languages import language_written
from upr_desktop.grammar.references import parse_references
from upr_desktop.jobs.body_reading import body_reader
from upr_desktop.jobs.held_state import HeldState
from upr_desktop.merge.plan_record import years_of_plan
from upr_desktop.merge.plan_values import measure_number, read_deadline
from upr_desktop.merge.return_members import CO, LEAD, known_bodies
from upr_desktop.register.changes import Added, Change, Origin, RecordId, Value, Values, new_id
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.queries import records
from upr_desktop.register.return_queries import PendingRow, recommendation_numbers

# The cell that a field is read from; of other fields that is the row's first.
CELL_OF = {"completion_form": "completion_form", "bodies_raw": "bodies", "references_raw": "recommendations",
           "note": "reason", "text": "measure"}  # fmt: skip
NUMBER = ("number", "paragraph", "item", "subitem")


def new_measure(row: PendingRow, held: HeldState, day: str) -> list[Change]:
    """Return what adds the measure that a row proposes; what nobody can tell of it stays as it was typed.

    It goes into the plan of the period that its workbook was about. Raises RegisterError("proposal_undecided") where
    the row names no measure, or that plan is gone.
    """
    typed = _Typed.of(row)
    plan = held.record("plan", _plan(typed, held)) if typed.texts.get("measure") else None
    if plan is None or plan["archived"]:
        raise RegisterError("proposal_undecided", text="; ".join(typed.texts.values())[:120])
    numbers = recommendation_numbers(held.connection)
    linked = [numbers[one] for one in parse_references(typed.references, numbers).numbers]
    area = next((area for one in linked if (area := held.value("recommendation", one, "area_id"))), None)
    id, plan_id = new_id(), _plan(typed, held)
    values: dict[str, Value] = {"plan_id": plan_id, "area_id": area, **typed.fields(years_of_plan(plan))}
    values = {name: value for name, value in values.items() if value is not None}
    changes: list[Change] = [Added("measure", id, values, typed.origin(), typed.cells_of(values))]
    for one in linked:
        ends: Values = {"measure_id": id, "recommendation_id": one}
        changes.append(Added("measure_recommendation", new_id(), ends, typed.origin("recommendations")))
    return [*changes, *_tasks(id, plan_id, typed, held, day)]


def _plan(typed: "_Typed", held: HeldState) -> RecordId:
    """Return the plan of the workbook's period, where that is gone too the only plan there is."""
    told = held.value("period", RecordId(typed.period), "plan_id")
    plans = [id for id, values in records(held.connection, "plan").items() if not values["archived"]]
    return RecordId(str(told)) if told else next(iter(plans), RecordId(""))


def _tasks(id: RecordId, plan: RecordId, typed: "_Typed", held: HeldState, day: str) -> Iterator[Change]:
    codes = {str(one.code): agency for agency, one in held.agencies.items() if not one.archived}
    read = body_reader(plan, held, (), day)(typed.texts.get("bodies", ""))
    found = known_bodies(read, codes, strict=False)
    leads = any(body.role == LEAD and not body.presumed for body in found.values())
    for agency, body in found.items():
        marked = body.role if body.role and not body.presumed else None
        role = marked or (LEAD if body.presumed and not leads else CO)
        ends: Values = {"measure_id": id, "agency_id": agency, "role": role, "raw": body.raw}
        yield Added("assignment", new_id(), ends, typed.origin("bodies"))


@dataclass(frozen=True, slots=True)
class _Typed:
    """A proposed row: its texts and addresses by column, the period and language of its workbook."""

    row: PendingRow
    texts: Mapping[str, str]
    places: Mapping[str, str]
    period: str
    language: str
    unsure: str = ""

    @property
    def references(self) -> str:
        """Return the numbers of recommendations; none where one may have lost a nought."""
        return "" if self.unsure == "recommendations" else self.texts.get("recommendations", "")

    @classmethod
    def of(cls, row: PendingRow) -> "_Typed":
        told = json.loads(row.raw or "{}") if (row.raw or "").startswith("{") else {}
        texts = {name: str(text) for name, text in json.loads(row.theirs or "{}").items() if text.strip()}
        period, language = str(told.get("period", "")), str(told.get("language", "ru"))
        return cls(row, texts, told.get("cells", {}), period, language, str(told.get("unsure", "")))

    def origin(self, column: str = "") -> Origin:
        """Return where a column of the row stands; without one, where the row begins."""
        if column not in self.places:
            column = next((name for name, at in self.places.items() if at == self.row.address), "")
        address = self.places.get(column, self.row.address or "")
        return Origin(self.row.file or "", self.row.sheet or "", address, self.texts.get(column, ""))

    def cells_of(self, values: Values) -> dict[str, tuple[str, str]]:
        """Return the cell of each of these fields."""
        found: dict[str, tuple[str, str]] = {}
        for name in values:
            column = "number" if name in NUMBER else "deadline" if name.startswith("deadline_") else ""
            column = column or CELL_OF.get(name, "") or CELL_OF.get(name.rpartition("_")[0], "")
            if column in self.places:
                found[name] = self.places[column], self.texts[column]
        return found

    def fields(self, years: tuple[int, int] | None) -> dict[str, Value]:
        """Return the fields of the measure; texts are in the language that they are written in."""
        texts = self.texts
        spoken = self._language(texts["measure"])
        form = texts.get("completion_form")
        return {
            f"text_{spoken}": texts["measure"],
            "original_language": spoken,
            f"completion_form_{self._language(form or '')}": form,
            "bodies_raw": texts.get("bodies"),
            "references_raw": texts.get("recommendations"),
            "note": texts.get("reason"),
            **measure_number(texts.get("number")),
            **read_deadline(texts.get("deadline"), years, spoken),
        }

    def _language(self, text: str) -> str:
        return language_written(text, frozenset({self.language})) or self.language
