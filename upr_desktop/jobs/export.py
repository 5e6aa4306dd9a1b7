"""Export a register as a workbook that people read, print, edit and send back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from upr_desktop.exchange.register_workbook import (
    ColumnOut,
    RowOut,
    SheetOut,
    WorkbookOut,
    as_day,
    write_register_workbook,
)
from upr_desktop.exchange.save import save_whole
from upr_desktop.exchange.workbook_cells import Out
from upr_desktop.jobs.workbook_layout import TABS, Arrangement, about_lines, arrange, columns_out
from upr_desktop.merge.cell_values import Wording
from upr_desktop.merge.plan_columns import PLAN_SHEETS
from upr_desktop.merge.register_columns import RECOMMENDATIONS, Column, Holds, SheetSpec
from upr_desktop.merge.register_lines import CellValue, Line, RegisterLines
from upr_desktop.merge.register_sheets import register_sheets
from upr_desktop.merge.workbook_names import all_names
from upr_desktop.register.changes import RecordId
from upr_desktop.register.fold import in_number_order
from upr_desktop.register.log import history_mark, newest_revision
from upr_desktop.register.register import Connection, Register
from upr_desktop.register.snapshot import (
    Snapshot,
    measure_text_counts,
    numbered,
    plan_records,
    recommendation_order,
    recommendation_records,
    shared_records,
    text_counts,
    tie_records,
)
from upr_desktop.words import say

CHUNK = 1000
Progress = Callable[[int, int], None]


def export_register(
    register: Register,
    target: Path,
    language: str,
    *,
    confidential: bool = False,
    progress: Progress | None = None,
    today: date | None = None,
) -> Path:
    """Write the register as a workbook in a language and return the path under which it is.

    That path is another than `target` where the target is held open or may not be written. Archived records are left
    out; so is evidence for official use, unless `confidential`. `progress` gets recommendations written and in all.
    Raises RegisterError: not_a_workbook_name, cannot_write_file; workbook_text_too_long, workbook_text_unwritable with
    the place.
    """
    with register.reading() as connection:
        export = _Export(connection, language, confidential, progress, today or date.today())
        return save_whole(target, lambda path: write_register_workbook(path, export.workbook()))


@dataclass(slots=True)
class _Export:
    """One state of the register on its way into a workbook."""

    connection: Connection
    language: str
    confidential: bool
    progress: Progress | None
    today: date

    def workbook(self) -> WorkbookOut:
        shared = shared_records(self.connection) | plan_records(self.connection)
        if shared["plan"]:
            shared |= tie_records(self.connection)
        named = shared | {"recommendation": numbered(self.connection)} if shared["plan"] else shared
        wording = Wording(self.language, all_names(named, self.language))
        order = recommendation_order(self.connection)
        arranged = self._arranged(has_plan=bool(shared["plan"]))
        own_id, own = next(iter(shared["register"].items()))
        revision = newest_revision(self.connection)
        name = str(own["name"])
        sheets = tuple(
            self._sheet(spec, arrangement, wording, shared, order) for spec, arrangement in arranged.values()
        )
        return WorkbookOut(
            language=self.language,
            title=name,
            footer=self._footer(revision),
            sheets=sheets,
            about_name=say("workbook.sheet.about", self.language),
            about=tuple(about_lines(self._facts(name, revision, len(order)), arranged, name, self.language)),
            warning=(
                say("workbook.warning.title", self.language),
                say("workbook.warning.text", self.language),
            ),
            keep_ids=say("workbook.keep_ids", self.language),
            marks={
                "register": own_id,
                "revision": str(revision),
                "history": history_mark(self.connection, revision),
                "language": self.language,
                "confidential": "yes" if self.confidential else "no",
            },
        )

    def _arranged(self, *, has_plan: bool) -> dict[str, tuple[SheetSpec, Arrangement]]:
        """Return the sheets with their columns in order; those of a plan where there is one."""
        texts, reviews = text_counts(self.connection)
        planned = dict.fromkeys(PLAN_SHEETS, measure_text_counts(self.connection)) if has_plan else {}
        return {
            key: (spec, arrange(spec, self.language, planned.get(key, texts), several_reviews=reviews > 1))
            for key, spec in register_sheets().items()
            if has_plan or key not in PLAN_SHEETS
        }

    def _footer(self, revision: int) -> tuple[str, str, str]:
        state = say("workbook.footer.state", self.language, number=revision)
        pages = say("workbook.footer.pages", self.language, page="{page}", pages="{pages}")
        return (state, pages, self._date())

    def _date(self) -> str:
        month = say(f"workbook.month.{self.today.month}", self.language)
        return say("workbook.date", self.language, day=self.today.day, month=month, year=self.today.year)

    def _facts(self, name: str, revision: int, count: int) -> tuple[tuple[str, str], ...]:
        facts = {
            "register": name,
            "state": say("workbook.footer.state", self.language, number=revision),
            "date": self._date(),
            "holds": say("record.recommendation.count", self.language, count=count),
            "confidential": say("workbook.all" if self.confidential else "workbook.open_only", self.language),
        }
        return tuple((say(f"workbook.fact.{key}", self.language), text) for key, text in facts.items())

    def _sheet(
        self,
        spec: SheetSpec,
        arranged: Arrangement,
        wording: Wording,
        shared: Snapshot,
        order: list[RecordId],
    ) -> SheetOut:
        columns = columns_out(spec, arranged, wording)
        if spec.key == RECOMMENDATIONS:
            lines: Iterable[Line] = self._recommendations(spec, shared, order)
        else:
            found = RegisterLines(shared, confidential=self.confidential).lines(spec)
            lines = sorted(found, key=partial(_order, spec, wording))
        rows = (_row(line, arranged, wording, columns) for line in lines)
        name = say(spec.title, self.language)
        return SheetOut(spec.key, name, columns, rows, arranged.printed, TABS.get(spec.key))

    def _recommendations(self, spec: SheetSpec, shared: Snapshot, order: list[RecordId]) -> Iterator[Line]:
        """Yield the lines of all recommendations, reading some at a time."""
        for at in range(0, len(order), CHUNK):
            ids = order[at : at + CHUNK]
            records = shared | recommendation_records(self.connection, ids)
            yield from RegisterLines(records, confidential=self.confidential).lines(spec, ids)
            if self.progress:
                self.progress(min(at + CHUNK, len(order)), len(order))


def _order(spec: SheetSpec, wording: Wording, line: Line) -> tuple[tuple[int, str], ...]:
    """Return the key by which lines of a reference sheet stand: by number where they have one, then by their names."""
    no = line.values.get("no")
    names = [wording.written(spec.column(key), line.values[key]) for key in spec.known_by]
    no = int(no) if isinstance(no, int) else 0
    return ((0, in_number_order(names[0])), (no, ""), *((0, in_number_order(name)) for name in names))


def _row(line: Line, arranged: Arrangement, wording: Wording, columns: tuple[ColumnOut, ...]) -> RowOut:
    get = line.values.get
    values = [
        None if (value := get(column.key)) is None or value == () else _out(column, value, wording)
        for column in arranged.columns
    ]
    ids = [*line.ids, *[None] * (len(columns) - len(values) - len(line.ids))]
    return RowOut([*values, *ids], str(values[0] or ""), not line.is_first)


def _out(column: Column, value: CellValue, wording: Wording) -> Out:
    if isinstance(value, str):
        if column.holds is Holds.TEXT:
            return value
        if column.holds is Holds.DAY:
            return as_day(value)
    elif isinstance(value, int) and column.holds is Holds.WHOLE:
        return value
    return wording.written(column, value)
