"""Text files are read in the encoding, delimiter and line ends that they were written with."""

import json
from pathlib import Path

import pytest
from opened import opened

from upr_desktop.exchange.refusals import Refusal
from upr_desktop.exchange.sheets import Book

LINES = (
    ("№", "Рекомендация", "Ход"),
    ("140.10", "Ратифицировать; сейчас", "строка 1\nстрока 2"),
    ("140.1", "", "да"),
)
KAZAKH = (("№", "Ұсыным"), ("140.10", "Әділет министрлігінің қызметі"))
FRENCH = (("No", "Texte"), ("1", "“L’égalité” à côté – déjà"), ("2", "Côte d’Ivoire"))


def written(lines: tuple[tuple[str, ...], ...], delimiter: str = ";", end: str = "\r\n") -> str:
    quoted = (
        [f'"{text}"' if {";", ",", "\n", "\t"} & set(text) else text for text in line] for line in lines
    )
    return "".join(delimiter.join(line) + end for line in quoted)


def texts(book: Book) -> list[tuple[str, ...]]:
    return [row.raw for row in book.sheets[0].rows]


def key_of(name: str, content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        opened(name, content)
    return refused.value.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "cp866"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_russian_is_read_in_every_usual_encoding(encoding: str, delimiter: str) -> None:
    lines = LINES if encoding != "cp866" else LINES[:2]
    assert texts(opened("a.csv", written(lines, delimiter).encode(encoding))) == list(lines)


def test_russian_from_an_old_mac_is_read() -> None:
    assert texts(opened("a.csv", written(LINES, ";", "\r").encode("mac_cyrillic"))) == list(LINES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_kazakh_is_read_in_unicode(encoding: str) -> None:
    assert texts(opened("a.csv", written(KAZAKH, "\t").encode(encoding))) == list(KAZAKH)


@pytest.mark.parametrize(("encoding", "end"), [("cp1252", "\r\n"), ("mac_roman", "\r"), ("mac_roman", "\n")])
def test_western_accents_and_quotation_marks_tell_windows_from_mac(encoding: str, end: str) -> None:
    assert texts(opened("a.csv", written(FRENCH, ",", end).encode(encoding))) == list(FRENCH)


def test_every_cell_is_text_and_blank_rows_are_counted_but_left_out() -> None:
    sheet = opened("a.csv", b"n,x\r\n140.10,\r\n\r\n5,=1+1\r\n").sheets[0]
    assert [(row.number, row.raw, row.kinds) for row in sheet.rows] == [
        (1, ("n", "x"), "tt"),
        (2, ("140.10",), "t"),
        (4, ("5", "=1+1"), "tt"),
    ]


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_not_a_row() -> None:
    assert texts(opened("a.csv", b"sep=|\r\na,b|c\r\nd,e|f\r\n")) == [("a,b", "c"), ("d,e", "f")]


def test_one_column_stays_one_column() -> None:
    assert texts(opened("a.csv", "Рекомендация\nДа, конечно\nНет\n".encode())) == [
        ("Рекомендация",),
        ("Да, конечно",),
        ("Нет",),
    ]


def test_a_quotation_mark_left_open_is_refused_instead_of_swallowing_rows() -> None:
    assert key_of("a.csv", b'a,b\n1,"open\n2,x\n3,y\n') == "open_quotation"


def test_quotation_marks_inside_a_text_do_no_harm() -> None:
    assert texts(opened("a.csv", b'a,b\n1,say "yes" now\n2,"he said ""no"""\n')) == [
        ("a", "b"),
        ("1", 'say "yes" now'),
        ("2", 'he said "no"'),
    ]


def test_bytes_that_are_no_text_are_refused() -> None:
    assert key_of("a.csv", b"a,b\n1,\0\0\0\x01\n") == "unknown_content"
    assert key_of("a.csv", b"\xff\xfea") == "unknown_encoding"


def test_the_upr_info_export_is_the_same_as_csv_and_as_xls(shared_data: Path) -> None:
    folder = shared_data / "uprinfo"
    old, text = (
        opened(f"a{end}", (folder / f"upr-info-17-20{end}").read_bytes()).sheets[0]
        for end in (".xls", ".csv")
    )
    assert len(old.rows) == len(text.rows) == 7_985
    assert [row.raw for row in old.rows[1:]] == [row.raw for row in text.rows[1:]]
    assert [row.number for row in old.rows] == [row.number for row in text.rows]


def test_json_is_read_whole() -> None:
    data = {
        "number": "140.10",
        "parts": [{"text": "Ратифицировать", "states": ["PRT"], "n": 1.5}],
        "none": None,
    }
    assert opened("a.json", json.dumps(data, ensure_ascii=False).encode("utf-8-sig")).data == data


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b'{"a": NaN}', "json_no_number"),
        (b"[1, -Infinity]", "json_no_number"),
        (b"[1e999]", "json_broken"),
        (b'{"a": ', "json_broken"),
        (b'["\\ud800"]', "json_broken"),
        (b"[\xff]", "json_broken"),
        (b"[" * 61 + b"]" * 61, "json_too_deep"),
        (b"[" * 200_000, "json_too_deep"),
        (b"[" + b"9" * 5000 + b"]", "json_broken"),
    ],
)
def test_json_that_means_nothing_is_refused(content: bytes, key: str) -> None:
    assert key_of("a.json", content) == key


def test_json_sixty_levels_deep_is_read() -> None:
    assert opened("a.json", b"[" * 60 + b"]" * 60).data is not None
