"""Make records of the rows of a register workbook that tell of none, where the person has ticked them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from upr_desktop.merge.cell_values import Fault, Said
from upr_desktop.merge.register_changes import add_items, first_values, is_about
from upr_desktop.merge.register_columns import PART, RECOMMENDATION, RECOMMENDATIONS, Column
from upr_desktop.merge.workbook_names import learn_new
from upr_desktop.register.changes import RecordId, Value

if TYPE_CHECKING:
    from upr_desktop.merge.register_rows import RowResult, SheetComparison

Told = list[tuple[Column, Said]]
DEFAULTS: dict[str, dict[str, Value]] = {
    "recommendation": {"position": "pending", "novelty": "unknown"},
    "plan": {"state": "draft", "who_reports": "lead", "mode": "period"},
    "progress": {"state": "draft"},
    "summary": {"state": "draft", "record_kind": "measure"},
}
GROUPS = {
    "agencies": "agency",
    "evidence": "evidence",
    "reviews": "review",
    "plans": "plan",
    "periods": "period",
    "measures": "measure",
    "indicators": "indicator",
}


class NewRows:
    """The new rows of one sheet. Rows of one new number become parts of one recommendation."""

    def __init__(self, comparison: "SheetComparison") -> None:
        self.comparison = comparison
        self._made: dict[tuple[str, Value], tuple[RecordId, int]] = {}

    def create(self, results: Iterable["RowResult"]) -> None:
        """Ask for the records of each new row that is ticked; refuse the others."""
        for result in results:
            match = result.match
            if match.fault or result.reason or not self._is_new(result):
                continue
            if not self._is_ticked(result):
                result.faults.append(("", Fault("workbook_new_part" if match.ids else "workbook_new_row")))
                self._show(result)
                continue
            told = self._told(result)
            if told is None:
                result.whole = True
            elif self.comparison.spec.key == RECOMMENDATIONS:
                self._add_recommendation(result, told)
            else:
                self._add_record(result, told)

    def _show(self, result: "RowResult") -> None:
        """Let the preview show what a row that waits for a tick says."""
        for column in self.comparison.columns:
            text = self.comparison.matching.text(result.match.row, column.key)
            if text.strip() and (not result.match.ids or column.record == PART):
                result.item.show(is_about(column), None, text)

    def _is_new(self, result: "RowResult") -> bool:
        """Return whether a row tells of no record, or of a part that its recommendation lacks."""
        ids, spec = result.match.ids, self.comparison.spec
        if len(ids) == len(spec.keys):
            return False
        own = [column.key for column in spec.columns if column.record == PART]
        return not ids or any(self.comparison.matching.text(result.match.row, key).strip() for key in own)

    def _is_ticked(self, result: "RowResult") -> bool:
        answers = self.comparison.answers
        return answers.create_all or self.comparison.sheet.where(result.match.row) in answers.create

    def _told(self, result: "RowResult") -> Told | None:
        """Return what each filled cell says; None where one cannot be read or a required one is blank."""
        told: Told = []
        is_whole = True
        for column in self.comparison.columns:
            if result.match.ids and column.record != PART:
                continue
            text = self.comparison.matching.text(result.match.row, column.key)
            is_needed = column.required and column.field not in DEFAULTS.get(column.record, {})
            is_unread = self.comparison.is_unread(result.match.row, column)
            if not (text.strip() or is_needed or is_unread):
                continue
            said = self.comparison.read(result, column, text)
            is_whole = is_whole and said is not None
            if said is not None:
                told.append((column, said))
        return told if is_whole else None

    def _add_record(self, result: "RowResult", told: Told) -> None:
        kind = self.comparison.spec.kind
        id = self._add(result, kind, {**DEFAULTS.get(kind, {})}, told)
        names = self.comparison.ours.wording.names
        if group := GROUPS.get(self.comparison.spec.key):
            values: dict[str, Value] = {}
            for column, said in told:
                values |= first_values(column, said) if column.link is None else {}
            learn_new(names, group, id, values)

    def _add_recommendation(self, result: "RowResult", told: Told) -> None:
        own = [(column, said) for column, said in told if column.record == RECOMMENDATION]
        if result.match.ids:
            owner = result.match.ids[0]
            no = self._parts(owner)
        else:
            review = self._review(result, own)
            if review is None:
                return
            number = next((said.value for column, said in own if column.key == "number"), None)
            key = (review, number if isinstance(number, str) else None)
            if key not in self._made:
                given = {**DEFAULTS[RECOMMENDATION], "review_id": review}
                self._made[key] = (self._add(result, RECOMMENDATION, given, own), 0)
            owner, no = self._made[key]
            self._made[key] = (owner, no + 1)
        parts = [(column, said) for column, said in told if column.record == PART]
        self._add(result, PART, {"recommendation_id": owner, "no": no + 1}, parts)

    def _parts(self, owner: RecordId) -> int:
        records = self.comparison.ours.register.records[PART]
        taken = [int(part["no"] or 0) for part in records.values() if part["recommendation_id"] == owner]
        key = ("part", owner)
        made = self._made.get(key, (owner, max(taken, default=0)))[1]
        self._made[key] = (owner, made + 1)
        return made

    def _review(self, result: "RowResult", own: Told) -> RecordId | None:
        """Return the review that a new recommendation belongs to: as it says, or the register's only one in use."""
        told = next((said.value for column, said in own if column.key == "review"), None)
        if isinstance(told, str):
            return RecordId(told)
        reviews = self.comparison.ours.register.records["review"]
        used = {row["review_id"] for row in self.comparison.ours.register.records[RECOMMENDATION].values()}
        found = [id for id, row in reviews.items() if not row["archived"] and (id in used or not used)]
        if len(found) == 1:
            return found[0]
        result.whole = True
        result.faults.append(("review", Fault("workbook_review_missing")))
        return None

    def _add(self, result: "RowResult", kind: str, given: dict[str, Value], told: Told) -> RecordId:
        row, sheet = result.match.row, self.comparison.sheet
        values = dict(given)
        cells: dict[str, tuple[str, str]] = {}
        for column, said in told:
            if column.link is None:
                fields = first_values(column, said)
                values |= fields
                place = (sheet.address(row, column.key), self.comparison.matching.text(row, column.key))
                cells |= dict.fromkeys(fields, place)
        result.item.is_new = True
        id = result.item.add(kind, values, self.comparison.origin(row), cells)
        for column, said in told:
            if column.link is not None and isinstance(said.value, tuple):
                origin = self.comparison.origin(row, column.key)
                add_items(result.item, column.link, id, list(said.value), said.typed, origin)
            result.item.show(column.key, None, self.comparison.matching.text(row, column.key))
        return id
