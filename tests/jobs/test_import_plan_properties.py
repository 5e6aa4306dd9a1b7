"""A property: whatever edits a plan's file gets, importing it gives exactly those, and again nothing."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from plan_files import TITLES, Row

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.plan import read_plan
from upr_desktop.jobs.import_file import Options, apply_import, as_received, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.show import show
from upr_desktop.merge.plan_answers import EVERY, NO_ANSWERS
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.paths import bundled
from upr_desktop.register.changes import Received
from upr_desktop.register.register import Register

SAMPLE = bundled("resources/sample")
PLAN = Options(layout="plan")
REVISED = replace(PLAN, answers=NO_ANSWERS.give("dropped", EVERY, answer=True))
NEW_TEXTS = ("Провести перепись колодцев", "Отремонтировать мосты через Ишим", "Издать атлас птиц Каспия")
DEADLINES = ("31 марта 2027 года", "III квартал 2028 года", "раз в полугодие")
BODIES = ("МФ", "МЧС, МФ", "КНБ (созыв), МНЭ")
COMPARED = ("number", "text_ru", "section", "area", "completion_form_ru", "deadline", "recommendations")
Section = tuple[str, tuple[Row, ...]]
Edit = tuple[str, int, int]
Writer = Callable[[Sequence[Section]], Received]


@cache
def sections() -> tuple[Section, ...]:
    """Return the sample plan: its headings, each with its measures, nothing carried down."""
    with Gate() as gate:
        reading = read_plan(gate.examine("plan_ru.xlsx", (SAMPLE / "plan_ru.xlsx").read_bytes()))
    found: dict[str, list[Row]] = {}
    for one in reading.measures:
        assert one.section
        assert one.references
        assert one.deadline
        assert one.lead
        form = one.forms["ru"].raw
        row = Row(one.number or "", one.references.raw, one.text, one.deadline.raw, one.lead.raw, form)
        found.setdefault(one.section.place.raw, []).append(row)
    return tuple((heading, tuple(rows)) for heading, rows in found.items())


def as_excel(plan: Sequence[Section]) -> Received:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(TITLES))
    for heading, rows in plan:
        sheet.append([heading])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=6)
        for row in rows:
            sheet.append(row.cells())
    content = BytesIO()
    book.save(content)
    return as_received("plan.xlsx", content.getvalue())


def as_word(plan: Sequence[Section]) -> Received:
    document = docx.Document()
    lines = [list(TITLES)]
    headings = []
    for heading, rows in plan:
        headings.append(len(lines))
        lines += [[heading] + [""] * 5, *(row.cells() for row in rows)]
    table = document.add_table(rows=len(lines), cols=6)
    for line, row in zip(lines, table.rows, strict=True):
        for text, cell in zip(line, row.cells, strict=True):
            cell.text = text
    for at in headings:
        cells = table.rows[at].cells
        cells[0].merge(cells[-1])
        cells[0].text = lines[at][0]
    content = BytesIO()
    document.save(content)
    return as_received("plan.docx", content.getvalue())


@dataclass
class Revision:
    """A plan being edited, and the numbers of its measures by what was done to them; new ones by their text."""

    plan: list[tuple[str, list[Row]]]
    changed: dict[str, str]
    added: set[str]
    dropped: set[str]

    def do(self, edit: Edit, number: str) -> None:
        """Do one edit at the measure that had this number."""
        kind, at, which = edit
        rows, index = next(
            (rows, index) for _, rows in self.plan for index, row in enumerate(rows) if row.number == number
        )
        row = rows[index]
        if kind == "delete":
            del rows[index]
            self.dropped.add(number)
        elif kind == "add":
            new = Row(f"{900 + at}", "140.1", f"{NEW_TEXTS[which]} № {at}", DEADLINES[which], BODIES[which])
            rows.insert(index + 1, new)
            self.added.add(new.text)
        elif kind == "move":
            rows.insert(0, rows.pop(index))
        else:
            rows[index], field = edited(row, kind, which)
            if rows[index] != row:
                self.changed[rows[index].number] = field


def edited(row: Row, kind: str, which: int) -> tuple[Row, str]:
    """Return an edited measure and the field that a preview must name."""
    if kind == "text":
        return replace(row, text=f"{row.text} (в новой редакции)"), "text_ru"
    if kind == "deadline":
        return replace(row, deadline=DEADLINES[which]), "deadline_raw"
    if kind == "bodies":
        return replace(row, bodies=BODIES[which]), "bodies_raw"
    if kind == "references":
        return replace(row, references=("140.2", "140.11, 140.12", "140.6–140.9")[which]), "references_raw"
    return replace(row, number=f"{row.number}а"), "number"


KINDS = ("text", "deadline", "bodies", "references", "number", "delete", "add", "move")
EDITS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 64), st.integers(0, 2)),
    max_size=8,
    unique_by=lambda edit: edit[1],
)


@pytest.fixture(scope="module", params=[as_excel, as_word], ids=["xlsx", "docx"])
def writer(request: pytest.FixtureRequest) -> Writer:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("plans")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPR_HOME", str(folder / "home"))
        yield folder


@pytest.fixture(scope="module")
def empty(home: Path, gate: Gate) -> Path:
    """Return a register with the recommendations of the sample and no plan."""
    path = home / "empty.upr"
    with new_register(path, "A", "kazakhstan-4") as register:
        list_ = as_received("list.docx", (SAMPLE / "thematic_list.docx").read_bytes())
        apply_import(register, prepare(register, list_, Options(state="KAZ"), gate), "me")
    return path


@pytest.fixture(scope="module")
def brought(empty: Path, gate: Gate, writer: Writer) -> Path:
    """Return a register with the recommendations of the sample and its plan."""
    path = empty.with_name("brought.upr")
    with opened(empty, path.name) as register:
        apply_import(register, prepare(register, writer(sections()), PLAN, gate), "me")
    return path


def opened(template: Path, name: str) -> Register:
    path = template.with_name(name)
    shutil.copy(template, path)
    return Register.open(path)


def told(register: Register) -> list[tuple[Any, ...]]:
    """Return what the measures in use say, whatever their ids and order."""
    with register.reading() as connection:
        rows = show(connection, "measure", {})
    return sorted(
        (
            *(str(row[name]) for name in COMPARED),
            str(sorted((body["code"], body["role"]) for body in row["bodies"])),
        )
        for row in rows
    )


def drafted(register: Register, file: Received, gate: Gate, options: Options) -> PlanDraft:
    draft = prepare(register, file, options, gate).draft
    assert isinstance(draft, PlanDraft)
    return draft


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_importing_a_revised_plan_gives_exactly_the_edits_made_to_it(
    empty: Path, brought: Path, gate: Gate, writer: Writer, edits: list[Edit]
) -> None:
    revision = Revision([(heading, list(rows)) for heading, rows in sections()], {}, set(), set())
    for edit in edits:
        revision.do(edit, str(edit[1]))
    revised = writer([(heading, tuple(rows)) for heading, rows in revision.plan])
    with opened(brought, "revised.upr") as register, opened(empty, "fresh.upr") as fresh:
        draft = drafted(register, revised, gate, REVISED)
        by_name = {result.name: result for result in draft.results if result.outcome == "changed"}
        shown = {name: {field.field for field in result.fields} for name, result in by_name.items()}
        assert shown.keys() == revision.changed.keys()
        assert all(field in shown[name] for name, field in revision.changed.items())
        assert draft.counts["created"] == len(revision.added)
        assert {one.name for one in draft.dropped} == revision.dropped
        assert draft.counts["refused"] == 0
        apply_import(register, prepare(register, revised, REVISED, gate), "me")
        apply_import(fresh, prepare(fresh, revised, PLAN, gate), "me")
        assert told(register) == told(fresh)
        assert not drafted(register, revised, gate, REVISED).changes.changes
