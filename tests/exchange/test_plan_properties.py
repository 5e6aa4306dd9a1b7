from hypothesis import given
from hypothesis import strategies as st
from reading_books import book, sheet
from small_plans import FIRST, HEADER, SECOND, said

from upr_desktop.exchange.plan import read_plan
from upr_desktop.exchange.plan_maps import mapping_of
from upr_desktop.exchange.sheets import Book, Sheet
from upr_desktop.exchange.titles import title_table
from upr_desktop.incoming_plan import CONTINUATION, MEASURE, PLAN_FIELDS, ColumnMap, PlanReading
from upr_desktop.register.errors import FileRefused

TITLES = [title for told in title_table().values() for titles in told.values() for title in titles]
CELLS = st.one_of(
    st.sampled_from([
        "", "", "", " \n", "1", "2", "3.", "№ 4", "140.1", "~n140.1", "~d2026-07-10", "~e#REF!", "Итого", "Всего: 5",
        "Раздел 3. Пытки", "3-бағыт. Азаптау", "IV. Права", "140.10 Ратифицировать", "МЮ (созыв), МВД",
        "декабрь 2026 года", "тұрақты түрде", "* ГП – по согласованию", "Примечание: МЮ – Министерство юстиции",
        "Министр", "Приложение № 1", "План на 2026–2029 годы", "Внести проект закона", "Заң жобасын енгізу", "a_b",
        "ı. x", "Раздел ıv",
    ]),
    st.sampled_from(TITLES),
    st.text(max_size=12),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=12)
RANGES = st.lists(
    st.tuples(st.integers(1, 7), st.integers(1, 14), st.integers(0, 6), st.integers(0, 3)).map(
        lambda one: f"{chr(64 + one[0])}{one[1]}:{chr(64 + min(7, one[0] + one[2]))}{one[1] + one[3]}"
    ),
    max_size=5,
)
WIDE_HEADER = (*HEADER, "Примечание")


@st.composite
def mutated(draw: st.DrawFn) -> Sheet:
    """Draw a plan's table with rows of anything among its measures, merged anywhere."""
    rows = [list(WIDE_HEADER), [*FIRST, ""], [*SECOND, ""]]
    for row in draw(ROWS):
        rows.insert(draw(st.integers(0, len(rows))), row)
    return sheet(rows, draw(RANGES), name="План")


def reading_of(found: Book, told: ColumnMap | None = None) -> PlanReading | None:
    try:
        return read_plan(found, told)
    except FileRefused as refused:
        if refused.key != "not_a_plan":
            raise
        return None


def holds(reading: PlanReading, found: Book) -> None:
    """Check what is true of every reading."""
    rows = [(one.name, row.number) for one in found.sheets for row in one.rows]
    assert sorted((row.sheet, row.row) for row in reading.rows) == sorted(rows)
    assert sum(reading.counts().values()) == len(rows)
    taken = [row for row in reading.rows if row.outcome in (MEASURE, CONTINUATION)]
    assert sorted((row.measure, row.row) for row in taken) == sorted(
        (at, row) for at, one in enumerate(reading.measures) for row in one.rows
    )
    assert all((row.reason is not None) == (row.outcome == "left_alone") for row in reading.rows)
    assert all((row.measure is not None) == (row in taken) for row in reading.rows)
    by_name = {one.name: one for one in found.sheets}
    for measure in reading.measures:
        values = [
            *measure.texts.values(),
            *measure.forms.values(),
            measure.deadline,
            measure.lead,
            measure.references,
        ]
        for value in values:
            for place in value.places if value else ():
                row = int("".join(sign for sign in place.address if sign.isdigit()))
                column = ord(place.address[0]) - 64
                assert by_name[place.sheet].cell(row, column).raw == place.raw
    said(reading)


@given(mutated())
def test_whatever_stands_among_the_rows_each_ends_once_and_each_value_is_found_in_its_cell(
    one: Sheet,
) -> None:
    found = book(one, headers=())
    if reading := reading_of(found):
        holds(reading, found)


@given(ROWS, RANGES, st.sampled_from(["xlsx", "docx"]))
def test_any_table_is_read_or_refused(rows: list[list[str]], merged: list[str], kind: str) -> None:
    found = book(sheet(rows, merged), sheet(rows[:3], name="Table 2"), kind=kind, headers=())
    if reading := reading_of(found):
        holds(reading, found)


@given(
    mutated(),
    st.integers(0, 20),
    st.dictionaries(st.sampled_from("ABCDEFGHZ"), st.sampled_from(PLAN_FIELDS), min_size=1),
)
def test_any_mapping_is_followed_or_asked_about(one: Sheet, row: int, columns: dict[str, str]) -> None:
    found = book(one, headers=())
    reading = reading_of(found, ColumnMap("План", row, columns))
    assert reading is not None
    holds(reading, found)
    if "measure" in columns.values():
        assert mapping_of(reading.tables[0])["columns"] == dict(sorted(columns.items()))


@given(mutated())
def test_reading_again_by_the_saved_mapping_gives_measures_with_the_same_numbers(one: Sheet) -> None:
    found = book(one, headers=())
    first = reading_of(found)
    if first and len(first.tables) == 1 and first.tables[0].recognised:
        saved = mapping_of(first.tables[0])
        columns = saved["columns"]
        assert isinstance(columns, dict)
        again = read_plan(found, ColumnMap("План", int(str(saved["header_row"])), columns))
        assert again.tables[0].columns.items() <= first.tables[0].columns.items()
