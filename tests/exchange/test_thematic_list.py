import json
from collections import Counter
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_books import (
    HEADER_3,
    HEADER_4,
    book,
    codes,
    reading_or_refusal,
    reasons,
    recommendations,
    said,
    sheet,
    through_the_gate,
)

from upr_desktop.exchange.thematic_list import read_thematic_list
from upr_desktop.incoming import IncomingRecommendation, IncomingReview, Reading
from upr_desktop.register.errors import FileRefused

THEME = ("Theme: Right to health", "", "", "")
ROW = (
    "140.10 Ratify it (Spain);\nSource of Position: A/HRC/59/15/Add.1 - Para.3",
    "Supported",
    "- Right to health",
    "- 3 - GOOD HEALTH",
)
POSITIONS = {"supported": "Supported", "noted": "Noted"}


def read(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER_4, merged: tuple[str, ...] = ()) -> Reading:
    return read_thematic_list(book(sheet((header, THEME, *rows), ("A2:D2", *merged))))


def with_text(text: str) -> tuple[str, ...]:
    return (f"{text}\nSource of Position: A/HRC/59/15/Add.1 - Para.3", *ROW[1:])


def as_expected(one: IncomingRecommendation) -> dict[str, object]:
    names = {v: [term.name for term in one.terms if term.vocabulary == v] for v in ("theme", "group", "sdg")}
    return {
        "row": one.rows[0] - 1,
        "number": one.values["number"],
        "heading": one.values["heading"],
        "position": POSITIONS[str(one.values["position"])],
        "source": one.values["position_source"],
        "parts": [{"text": p.texts["en"], "states": [s.name for s in p.states]} for p in one.parts],
        "themes": names["theme"],
        "groups": names["group"],
        "sdgs": names["sdg"],
    }


@pytest.mark.parametrize(
    ("name", "count", "supported", "cycle"), [("upr34", 215, 182, 3), ("upr48", 254, 217, 4)]
)
def test_published_list_is_read_exactly(
    shared_data: Path, name: str, count: int, supported: int, cycle: int
) -> None:
    reading = read_thematic_list(through_the_gate(shared_data / f"ohchr/{name}-slovenia-thematic-list.docx"))
    expected = json.loads((shared_data / f"ohchr/{name}-slovenia.expected.json").read_text(encoding="utf-8"))
    found = recommendations(reading)
    assert [as_expected(one) for one in found] == expected
    positions = Counter(one.values["position"] for one in found)
    assert positions == {"supported": supported, "noted": count - supported}
    assert all(state.iso for one in found for part in one.parts for state in part.states)
    assert reading.left_alone == ()
    assert set(codes(reading)) == {"source_unclear"}
    assert reading.lists[0].version == f"cycle {cycle}"
    assert said(reading)


def test_review_is_named_by_the_page_header_and_the_sources() -> None:
    assert read(ROW).lists[0].review == IncomingReview(
        "SVN", "Slovenia", 4, 48, "A/HRC/59/15", "A/HRC/59/15/Add.1"
    )


def test_list_without_page_header_belongs_to_no_known_review() -> None:
    reading = read_thematic_list(book(sheet((HEADER_4, THEME, ROW)), headers=()))
    review = reading.lists[0].review
    assert (review.state, review.cycle, review.session) == (None, None, None)
    assert codes(reading) == ["review_unknown"]


def test_session_of_another_cycle_is_reported() -> None:
    headers = ["UPR of the Netherlands (3rd Cycle – 48th session)"]
    reading = read_thematic_list(book(sheet((HEADER_4, THEME, ROW)), headers=headers))
    assert (reading.lists[0].review.state, codes(reading)) == ("NLD", ["cycle_and_session_differ"])


def test_every_value_says_in_which_cell_it_stands() -> None:
    (one,) = recommendations(read(ROW))
    assert (one.place.address, one.place.raw) == ("A3", ROW[0])
    assert one.cells["position"].address == "B3"
    assert one.cells["heading"].address == "A2"
    assert [(term.vocabulary, term.place.address) for term in one.terms] == [("theme", "C3"), ("sdg", "D3")]


THEMES_2 = (
    "A12 Acceptance of international norms\nB51 Right to an effective remedy\nAffected persons:\n- women"
)
ROWS_2 = (
    HEADER_3,
    ("Theme: A12 Acceptance of international norms", "", "", ""),
    (
        "124.1. Ratify it (Portugal);take steps toarticle8 (Peru).\nSource of position: A/HRC/28/10 - Para. 124",
        "Supported",
        THEMES_2,
        "",
    ),
    (
        "124.2 Consider it (Iran (Islamic Republic of));\nSource of position: A/HRC/28/10",
        "Noted",
        THEMES_2,
        "",
    ),
)


@pytest.fixture
def list_of_cycle_2(tmp_path: Path) -> Reading:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "UPR of Kazakhstan (2nd Cycle – 20th session)"
    table = document.add_table(rows=0, cols=4)
    for row in ROWS_2:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
        if row[0].startswith("Theme"):
            cells[0].merge(cells[3]).text = row[0]
    document.save(str(tmp_path / "list.docx"))
    return read_thematic_list(through_the_gate(tmp_path / "list.docx"))


def test_list_of_cycle_2_has_coded_themes_and_affected_persons(list_of_cycle_2: Reading) -> None:
    first, second = recommendations(list_of_cycle_2)
    assert list_of_cycle_2.lists[0].version == "cycle 2"
    assert list_of_cycle_2.lists[0].review == IncomingReview("KAZ", "Kazakhstan", 2, 20, "A/HRC/28/10", None)
    assert first.values["number"] == "124.1"
    assert first.values["heading"] == "A12 Acceptance of international norms"
    assert [(t.vocabulary, t.name) for t in first.terms][1:] == [
        ("theme", "B51 Right to an effective remedy"),
        ("group", "women"),
    ]
    assert [state.name for state in second.parts[0].states] == ["Iran (Islamic Republic of)"]
    assert list_of_cycle_2.left_alone == ()


def test_parts_without_a_space_after_the_semicolon_are_split(list_of_cycle_2: Reading) -> None:
    parts = recommendations(list_of_cycle_2)[0].parts
    assert [(part.texts["en"], [state.iso for state in part.states]) for part in parts] == [
        ("Ratify it", ["PRT"]),
        ("take steps toarticle8", ["PER"]),
    ]


def test_layout_without_codes_is_cycle_3_where_the_page_header_is_silent() -> None:
    reading = read_thematic_list(book(sheet((HEADER_3, THEME, (*ROW[:3], ""))), headers=()))
    assert reading.lists[0].version == "cycle 3"


def test_columns_are_found_by_title_wherever_they_stand() -> None:
    rows = [tuple(reversed(row)) for row in (HEADER_4, ROW)]
    reading = read_thematic_list(book(sheet((rows[0], THEME, rows[1]))))
    (one,) = recommendations(reading)
    assert (one.values["number"], one.values["position"], one.place.address) == ("140.10", "supported", "D3")


@pytest.mark.parametrize(
    "header",
    [
        (*HEADER_4[:3], "Assessment"),
        HEADER_4[:3],
        (*HEADER_4, "Remarks"),
        ("Recommandation", "Position", "Thèmes", "ODD"),
    ],
)
def test_table_with_other_columns_is_refused(header: tuple[str, ...]) -> None:
    with pytest.raises(FileRefused, match="not_thematic_list"):
        read(ROW, header=header)


def test_list_without_any_number_is_refused() -> None:
    with pytest.raises(FileRefused, match="thematic_list_without_numbers"):
        read(with_text("Ratify it (Spain);"))


@pytest.mark.parametrize(
    "text",
    ["Ratify it (Spain);", "140.1O Ratify it (Spain);", "140.10.2 Ratify (Spain);", "140 Ratify (Spain);"],
)
def test_row_without_a_certain_number_is_left_alone(text: str) -> None:
    reading = read(ROW, with_text(text))
    assert len(recommendations(reading)) == 1
    assert reasons(reading) == [("Table 1!A4", "number_missing")]
    assert [(p.code, p.severity) for p in reading.problems] == [("number_missing", "error")]


@pytest.mark.parametrize(
    ("text", "number"), [("140.1Ratify it (Spain);", "140.1"), ("140.100. Ratify it (Spain);", "140.100")]
)
def test_number_without_space_or_with_a_dot_is_read(text: str, number: str) -> None:
    (one,) = recommendations(read(with_text(text)))
    assert (one.values["number"], one.parts[0].texts["en"]) == (number, "Ratify it")


@pytest.mark.parametrize("text", ["140.11", "140.11 ;", "140.11 (Spain);"])
def test_number_without_text_is_left_alone(text: str) -> None:
    assert reasons(read(ROW, with_text(text))) == [("Table 1!A4", "text_missing")]


def test_unknown_position_is_reported_and_not_guessed() -> None:
    reading = read((ROW[0], "Taken note", *ROW[2:]))
    assert "position" not in recommendations(reading)[0].values
    assert codes(reading) == ["unknown_position"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Supported ", "supported"),
        ("supported in part", "supported_in_part"),
        ("NOTED", "noted"),
        ("Pending", "pending"),
        ("Rejected", "noted"),
    ],
)
def test_positions_become_codes(written: str, code: str) -> None:
    assert recommendations(read((ROW[0], written, *ROW[2:])))[0].values["position"] == code


def test_missing_source_and_position_are_reported() -> None:
    reading = read(("140.10 Ratify it (Spain);", "", ROW[2], ROW[3]))
    assert "position_source" not in recommendations(reading)[0].values
    assert codes(reading) == ["position_missing", "source_missing"]


def test_one_number_with_two_contents_is_taken_from_neither() -> None:
    reading = read(ROW, with_text("140.11 Do it (Peru);"), with_text("140.10 Do something else (Chile);"))
    assert [one.values["number"] for one in recommendations(reading)] == ["140.11"]
    assert reasons(reading) == [("Table 1!A3", "duplicate_number"), ("Table 1!A5", "duplicate_number")]
    assert codes(reading) == ["duplicate_number"]


def test_a_row_that_is_repeated_is_taken_once() -> None:
    reading = read(ROW, ROW)
    assert len(recommendations(reading)) == 1
    assert reasons(reading) == [("Table 1!A4", "repeated_row")]


def test_a_row_with_merged_or_additional_cells_is_left_alone() -> None:
    reading = read(ROW, with_text("140.11 Do it (Peru);"), (*ROW, "more"), merged=("A4:B4",))
    assert len(recommendations(reading)) == 1
    assert reasons(reading) == [("Table 1!A4", "unexpected_cells"), ("Table 1!A5", "unexpected_cells")]


def test_a_line_that_is_no_theme_ends_the_theme_above() -> None:
    reading = read(ROW, ("II. Noted", "", "", ""), with_text("140.11 Do it (Peru);"))
    assert reasons(reading) == [("Table 1!A4", "section_row")]
    assert "heading" not in recommendations(reading)[1].values
    assert codes(reading) == ["section_row", "heading_missing"]


def test_repeated_header_is_no_recommendation_and_other_tables_are_left_alone() -> None:
    other = sheet((("Contact", "Phone"), ("Office", "22")), name="Table 2")
    reading = read_thematic_list(book(sheet((HEADER_4, THEME, ROW, HEADER_4)), other))
    assert len(recommendations(reading)) == 1
    assert reasons(reading) == [
        ("Table 2!A1", "table_not_recognised"),
        ("Table 2!A2", "table_not_recognised"),
    ]


def test_filled_comments_and_unknown_headings_are_reported() -> None:
    row = (ROW[0], "Noted", "- Right to health\nMechanisms:\n- NMIRF\nSDGs:\n- 3 - GOOD HEALTH", "done")
    reading = read(row, header=HEADER_3)
    assert codes(reading) == ["comment_not_read", "unknown_heading"]
    terms = [(term.vocabulary, term.name) for term in recommendations(reading)[0].terms]
    assert terms == [("theme", "Right to health"), ("sdg", "3 - GOOD HEALTH")]


CELLS = st.sampled_from(
    ["", " ", "Supported", "Noted", "Theme: X", "Theme:", "140.10 Ratify (Spain);", "140.11 A (Peru); b", "(", "; )",
     "- a\nSDGs:\n- b", *HEADER_4, ROW[0]]
) | st.text(max_size=12)  # fmt: skip
ROWS = st.lists(
    st.one_of(st.just(ROW), st.just(THEME), st.just(HEADER_4), st.lists(CELLS, max_size=6)), max_size=12
)
MERGES = st.lists(st.sampled_from(["A3:D3", "A4:B4", "B4:B6", "A5:D5", "C1:D9", "x"]), max_size=3)


@given(ROWS, MERGES)
def test_every_row_of_any_table_is_accounted_for(rows: list[list[str]], merged: list[str]) -> None:
    table = sheet((HEADER_4, *rows), merged)
    reading = reading_or_refusal(lambda: read_thematic_list(book(table)))
    if isinstance(reading, str):
        assert reading == "thematic_list_without_numbers"
        return
    taken = [row for one in recommendations(reading) for row in one.rows]
    left = [int(one.where.rpartition("!A")[2]) for one in reading.left_alone]
    texts = {row.number: row.raw for row in table.rows}
    rest = set(texts) - set(taken) - set(left)
    assert len(taken) + len(left) + len(rest) == len(texts)
    for number in rest:
        assert texts[number][0].startswith("Theme:") or texts[number][:4] == HEADER_4
    numbers = [one.values["number"] for one in recommendations(reading)]
    assert len(set(numbers)) == len(numbers)
    said(reading)


PIECES = ["Ratify it", "(Spain)", "(Peru);", ";", "(No. 29)", "(Freedonia)", "(ICRMW);", "(", ")", ".", "Cuba",
          "(Iran (Islamic Republic of))", "&nbsp;", "(Chile, Freedonia, Togo);", "1954"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", " "]))
def test_no_letter_of_a_text_is_lost_or_added(pieces: list[str], between: str) -> None:
    text = "140.10 Do " + between.join(pieces)
    (one,) = recommendations(read(with_text(text)))
    found = "".join(p.texts["en"] + "".join(s.name for s in p.states) for p in one.parts)
    letters = [letter for letter in text[7:].replace("&nbsp;", "") if letter.isalnum()]
    assert [letter for letter in found if letter.isalnum()] == letters
