from hypothesis import given
from hypothesis import strategies as st

from upr_desktop.ui.tsv import parse_tsv, write_tsv

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
cells = st.text('a"\t\n\r', max_size=6) | anything
grids = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=4)


@given(grids)
def test_what_is_written_is_read_back(grid: list[list[str]]) -> None:
    assert parse_tsv(write_tsv(grid)) == grid


@given(st.text(st.sampled_from('a"\t\n\r'), max_size=30))
def test_any_text_parses_and_keeps_its_letters(text: str) -> None:
    assert sum(cell.count("a") for row in parse_tsv(text) for cell in row) == text.count("a")


def test_a_cell_is_quoted_only_where_excel_quotes_it() -> None:
    assert write_tsv([['say "hi"', "two\nlines", 'x\t"y"']]) == 'say "hi"\t"two\nlines"\t"x\t""y"""\n'


def test_a_cell_that_begins_with_a_quote_is_read_back_with_its_quotes() -> None:
    assert write_tsv([['"quoted"']]) == '"""quoted"""\n'
    assert parse_tsv('"""quoted"""\n') == [['"quoted"']]


def test_rows_end_with_crlf_lf_or_nothing() -> None:
    assert parse_tsv("a\tb\r\nc\td") == [["a", "b"], ["c", "d"]]
    assert parse_tsv("a\t\n\tb\n") == [["a", ""], ["", "b"]]
    assert parse_tsv("") == []


def test_a_quote_that_nothing_closes_is_a_letter() -> None:
    assert parse_tsv('"open\tb\nc') == [['"open', "b"], ["c"]]


def test_a_hundred_thousand_cells_take_no_quadratic_time() -> None:
    grid = [["cell"] * 10] * 10_000
    assert parse_tsv(write_tsv(grid)) == grid
