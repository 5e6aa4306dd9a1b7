"""Find the records that the rows of a register workbook tell of: by hidden key, else by what the row says it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from upr_desktop.incoming import WorkbookRow, WorkbookSheet
from upr_desktop.merge.cell_values import TEXT_KIND, Fault, Wording, same_text
from upr_desktop.merge.register_columns import RECOMMENDATIONS, SheetSpec
from upr_desktop.merge.register_lines import Ids, Line, RegisterLines
from upr_desktop.register.changes import RecordId
from upr_desktop.register.fold import fold


@dataclass(frozen=True, slots=True)
class Side:
    """One state of the register, as a workbook would show it: its lines by sheet and ids."""

    register: RegisterLines
    wording: Wording
    lines: dict[str, dict[Ids, Line]] = field(default_factory=dict)

    def of(self, spec: SheetSpec) -> Mapping[Ids, Line]:
        """Return the lines of a sheet by the ids of their records."""
        if spec.key not in self.lines:
            self.lines[spec.key] = {line.ids: line for line in self.register.lines(spec)}
        return self.lines[spec.key]

    def texts(self, spec: SheetSpec, line: Line, columns: Iterable[str]) -> tuple[str, ...]:
        """Return the texts of some columns of a line, as a workbook shows them."""
        return tuple(self.wording.written(spec.column(key), line.values.get(key)) for key in columns)


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the records it tells of: all of them, the recommendation alone (a new part), or none (a new record).

    A fault keeps the row from being compared: it is refused, or left alone where `reason` says why.
    """

    row: WorkbookRow
    ids: Ids = ()
    fault: Fault | None = None
    reason: str = ""


class Matching:
    """The rows of one sheet, matched. `sent` is the register as it was when the workbook was written, if known."""

    def __init__(self, spec: SheetSpec, sheet: WorkbookSheet, ours: Side, sent: Side | None) -> None:
        self.spec, self.sheet, self.ours, self.sent = spec, sheet, ours, sent
        self.shown = [key for key in sheet.columns if not key.startswith("id.")]
        self._at = {key: at for at, key in enumerate(sheet.columns)}
        self._found: dict[int, Match] = {}
        self.claimed: set[Ids] = set()

    def text(self, row: WorkbookRow, key: str) -> str:
        """Return the text of a cell; empty where the sheet lacks the column."""
        return row.texts[self._at[key]] if key in self._at else ""

    def kind(self, row: WorkbookRow, key: str) -> str:
        """Return the kind letter of a cell."""
        return row.kinds[self._at[key]]

    def line(self, ids: Ids) -> Line | None:
        """Return the line of these records as it was sent, else as it is."""
        sent = self.sent.of(self.spec).get(ids) if self.sent else None
        return sent or self.ours.of(self.spec).get(ids)

    def matches(self) -> list[Match]:
        """Return every row matched, in the order of the sheet."""
        by_key: dict[Ids, list[WorkbookRow]] = defaultdict(list)
        loose: list[WorkbookRow] = []
        for row in self.sheet.rows:
            ids = self._keys(row)
            if len(ids) == len(self.spec.keys) or (ids and self.line(ids)):
                by_key[ids].append(row)
            else:
                loose.append(row)
        for ids, rows in by_key.items():
            loose += self._settle(ids, rows)
        loose.sort(key=lambda row: row.number)
        if self.spec.key == RECOMMENDATIONS:
            self._match_numbers(loose)
        else:
            self._match_names(loose)
        return [self._found[row.number] for row in self.sheet.rows]

    def _keys(self, row: WorkbookRow) -> Ids:
        """Return the ids that stand in the hidden cells, as far as the register knows them."""
        found: list[RecordId] = []
        for kind in self.spec.keys:
            id = RecordId(self.text(row, f"id.{kind}").strip())
            sides = [self.ours, *([self.sent] if self.sent else [])]
            known = next(
                (side.register.records[kind][id] for side in sides if id in side.register.records[kind]), None
            )
            if known is None or (found and known["recommendation_id"] != found[0]):
                break
            found.append(id)
        return tuple(found)

    def _settle(self, ids: Ids, rows: list[WorkbookRow]) -> list[WorkbookRow]:
        """Match the rows that bear the same key; return those that were copied to become something else."""
        loose: list[WorkbookRow] = []
        if len(rows) > 1 and self.spec.key == RECOMMENDATIONS:
            loose = [row for row in rows if self._is_renumbered(ids, row)]
            rows = [row for row in rows if row not in loose]
        kept = self._kept(ids, rows)
        for row in rows:
            if row is kept:
                self._found[row.number] = self._checked(ids, row)
            elif kept is not None and row.texts == kept.texts:
                self._found[row.number] = Match(row, ids, reason="repeated_row")
            else:
                self._found[row.number] = Match(row, ids, Fault("workbook_duplicate_key"))
        if rows:
            self.claimed.add(ids)
        return loose

    def _kept(self, ids: Ids, rows: list[WorkbookRow]) -> WorkbookRow | None:
        """Return which of the rows with one key is read: the only one, one of equals, or the one as it was sent."""
        if len({row.texts for row in rows}) == 1:
            return rows[0]
        return next((row for row in rows if self._is_as_sent(ids, row)), None)

    def _is_as_sent(self, ids: Ids, row: WorkbookRow) -> bool:
        line = self.line(ids)
        side = self.sent if self.sent and ids in self.sent.of(self.spec) else self.ours
        texts = side.texts(self.spec, line, self.shown) if line else ()
        pairs = zip(self.shown, texts, strict=False)
        return bool(line) and all(same_text(self.text(row, key), text) for key, text in pairs)

    def _is_renumbered(self, ids: Ids, row: WorkbookRow) -> bool:
        line, number = self.line(ids), self.text(row, "number").strip()
        return bool(line and number and line.values.get("number") != number)

    def _checked(self, ids: Ids, row: WorkbookRow) -> Match:
        """Match by key, unless the number is unreadable or another recommendation's: columns were sorted apart."""
        if self.spec.key != RECOMMENDATIONS or not self._is_renumbered(ids, row):
            return Match(row, ids)
        if self.kind(row, "number") != TEXT_KIND:
            return Match(row, ids, Fault("number_ambiguous"), "number_ambiguous")
        number = self.text(row, "number").strip()
        known = self.ours.register.records["recommendation"]
        review = known.get(ids[0], {}).get("review_id")
        others = [id for id in self._numbered.get(number, ()) if id != ids[0]]
        if any(known[id]["review_id"] == review for id in others):
            return Match(row, ids, Fault("workbook_key_and_number", {"number": number}))
        return Match(row, ids)

    def _match_names(self, rows: Sequence[WorkbookRow]) -> None:
        known: dict[tuple[str, ...], list[Ids]] = defaultdict(list)
        for ids, line in self.ours.of(self.spec).items():
            known[self._folded(self.ours.texts(self.spec, line, self.spec.known_by))].append(ids)
        for row in rows:
            found = known.get(self._folded(self.text(row, key) for key in self.spec.known_by), [])
            free = [ids for ids in found if ids not in self.claimed]
            if len(free) == 1:
                self.claimed.add(free[0])
                self._found[row.number] = Match(row, free[0])
            else:
                self._found[row.number] = Match(row, (), Fault("workbook_duplicate_key") if found else None)

    @staticmethod
    def _folded(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(fold, texts))

    def _match_numbers(self, rows: Sequence[WorkbookRow]) -> None:
        groups: dict[RecordId, list[WorkbookRow]] = defaultdict(list)
        for row in rows:
            number = self.text(row, "number").strip()
            found = self._recommendations(row, number)
            if not number:
                self._found[row.number] = Match(row, (), Fault("number_missing"), "number_missing")
            elif self.kind(row, "number") != TEXT_KIND:
                self._found[row.number] = Match(row, (), Fault("number_ambiguous"), "number_ambiguous")
            elif len(found) > 1:
                self._found[row.number] = Match(row, (), Fault("workbook_number_several", {"number": number}))
            elif found:
                groups[found[0]].append(row)
            else:
                self._found[row.number] = Match(row)
        for id, members in groups.items():
            self._match_parts(id, members)

    @cached_property
    def _numbered(self) -> Mapping[str, list[RecordId]]:
        found: dict[str, list[RecordId]] = defaultdict(list)
        for line in self.ours.of(self.spec).values():
            if line.is_first and line.values["number"]:
                found[str(line.values["number"])].append(line.ids[0])
        return found

    @cached_property
    def parts(self) -> Mapping[RecordId, list[Ids]]:
        """Return the ids of the lines of each recommendation."""
        found: dict[RecordId, list[Ids]] = defaultdict(list)
        for ids in self.ours.of(self.spec):
            found[ids[0]].append(ids)
        return found

    def _recommendations(self, row: WorkbookRow, number: str) -> list[RecordId]:
        found = self._numbered.get(number, [])
        review = self.text(row, "review").strip()
        if not review:
            return found
        wanted = self.ours.wording.names["review"].ids(review)
        return [id for id in found if self.ours.register.records["recommendation"][id]["review_id"] in wanted]

    def _match_parts(self, id: RecordId, rows: list[WorkbookRow]) -> None:
        """Match rows of one number to its parts: by a text that is the same, else where one of each is left."""
        free = [ids for ids in self.parts[id] if ids not in self.claimed]
        texts = [key for key in self.shown if key.startswith("text_")]
        waiting: list[WorkbookRow] = []
        for row in rows:
            same = [ids for ids in free if self._shares_text(ids, row, texts)]
            if same:
                free.remove(same[0])
                self.claimed.add(same[0])
                self._found[row.number] = Match(row, same[0])
            else:
                waiting.append(row)
        if len(waiting) == len(free) == 1:
            self.claimed.add(free[0])
            self._found[waiting[0].number] = Match(waiting[0], free[0])
            return
        fault = Fault("workbook_part_unclear") if free else None
        for row in waiting:
            self._found[row.number] = Match(row, (id,), fault)

    def _shares_text(self, ids: Ids, row: WorkbookRow, texts: Iterable[str]) -> bool:
        line = self.ours.of(self.spec)[ids]
        told = ((self.text(row, key), line.values.get(key)) for key in texts)
        return any(text and isinstance(value, str) and same_text(text, value) for text, value in told)
