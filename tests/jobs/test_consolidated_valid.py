"""The consolidated workbook keeps the rules of Excel 2010, whatever the register's texts are like."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from consolidated_samples import DAY, rows, told_plan, written
from defusedxml import ElementTree
from openpyxl import load_workbook
from plan_samples import Planned

from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.jobs.difference_sheet import export_difference
from upr_desktop.jobs.editions import freeze_edition
from upr_desktop.words import LANGUAGES, say

HARD = "№ 5 & <b>'x'</b> \"y\" \x07 _x0041_ 😀 \u00a0 =1+1 " + "длинно " * 40
FUNCTIONS = {"SUMPRODUCT", "COUNTA", "SUM"}
LONGEST = {"sheet name": 31, "formula": 8192, "header": 255, "condition": 255, "row height": 409.5}


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    """Return a plan whose names are as long and odd as people make them."""
    made = told_plan(tmp_path / "r.upr")
    with made.register.reading() as connection:
        made.ids["own"] = next(iter(connection.exec_driver_sql("SELECT id FROM register")))[0]
    made.edit("own", "register", "name", HARD)
    made.edit("plan", "plan", "title_ru", HARD)
    made.edit("MIA", "agency", "short_ru", HARD)
    made.edit("m1", "measure", "text_ru", HARD)
    made.put(
        "act", "evidence", title=HARD, kind="order", act_date="2026-11-05", url="https://example.org/?a=1&b=2"
    )
    made.put("old act", "evidence", title="Старый", act_date="1812-09-07")
    made.save()
    freeze_edition(made.register, "Р" * 200)
    made.edit("m2", "measure", "funding", HARD)
    return made


def parts(file: Path) -> dict[str, Element]:
    """Return every XML part; each must be well-formed."""
    with zipfile.ZipFile(file) as package:
        assert len(set(package.namelist())) == len(package.namelist())
        assert package.testzip() is None
        return {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}


def found(part: Element, tag: str) -> Iterator[Element]:
    return (one for one in part.iter() if one.tag.rpartition("}")[2] == tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_within_what_excel_takes(sample: Planned, language: str) -> None:
    file = written(sample, language, period="2026H1", since="Р" * 200, confidential=True).file
    every = parts(file)
    names = [one.get("name", "") for one in found(every["xl/workbook.xml"], "sheet")]
    assert len({name.casefold() for name in names}) == len(names) == 8
    for name in names:
        assert 0 < len(name) <= LONGEST["sheet name"], name
        assert not re.search(r"[\\/?*\[\]:]", name), name
        assert name.strip("'") == name
    for name, part in every.items():
        if name.startswith("xl/worksheets/"):
            _assert_sheet(part)
    ids = [
        one.get("id", "") for name, part in every.items() for one in found(part, "cNvPr") if "drawing" in name
    ]
    assert len(set(ids)) == len(ids)


def _assert_sheet(part: Element) -> None:
    last = 0
    for row in found(part, "row"):
        assert int(row.get("r", "")) > last
        last = int(row.get("r", ""))
        assert float(row.get("ht", "0")) <= LONGEST["row height"]
    for cell in found(part, "c"):
        text = "".join(one.text or "" for one in found(cell, "t"))
        assert units(text) <= MOST_UNITS
        for formula in found(cell, "f"):
            told = formula.text or ""
            assert len(told) <= LONGEST["formula"]
            assert set(re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"|\'[^\']*\'', "", told))) <= FUNCTIONS
            assert cell.find("{*}v") is not None, "a program that does not calculate shows it too"
    for tag in ("oddHeader", "oddFooter"):
        for one in found(part, tag):
            assert units((one.text or "").replace("_x005F_", "_")) <= LONGEST["header"], one.text
            assert {"&L", "&R"} <= set(re.findall("(?<!&)(?:&&)*(&[A-Z])", one.text or "")), one.text
    assert not list(found(part, "mergeCell")), "rows can be sorted and filtered"
    for one in found(part, "formula"):
        assert len(one.text or "") <= LONGEST["condition"]


def test_days_are_days_and_those_that_excel_cannot_count_are_text(sample: Planned) -> None:
    file = written(sample, confidential=True).file
    day = say("consolidated.column.act_date", "ru")
    found_days = {row[say("consolidated.column.title", "ru")]: row[day] for row in rows(file, "evidence")}
    assert found_days["Старый"] == "1812-09-07"
    assert date(2026, 11, 5) in {getattr(value, "date", lambda: None)() for value in found_days.values()}


def test_texts_read_back_as_they_were_and_stay_texts(sample: Planned) -> None:
    file = written(sample).file
    told = [row[say("consolidated.column.measure", "ru")] for row in rows(file, "measures")]
    assert HARD in [str(text).replace("_x0007_", "\x07").replace("_x005F_x", "_x") for text in told]


def test_nothing_is_hidden_and_nothing_asks_for_other_files(sample: Planned) -> None:
    file = written(sample, since="1").file
    book = load_workbook(file)
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not [one for sheet in book for row in sheet for cell in row if (one := cell.comment)]
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        assert not [name for name in names if re.search("external|vba|custom|connections|comments", name)]
        links = "".join(package.read(name).decode() for name in names if name.endswith(".rels"))
    assert "TargetMode" not in links


def test_the_list_of_changes_between_editions_of_long_names_has_its_footer(
    sample: Planned, tmp_path: Path
) -> None:
    freeze_edition(sample.register, "Н" * 200)
    sample.edit("m2", "measure", "funding", "бюджет")
    file, _ = export_difference(sample.register, tmp_path / "d.xlsx", "ru", "Р" * 200, "Н" * 200, today=DAY)
    for name, part in parts(file).items():
        if name.startswith("xl/worksheets/"):
            (footer,) = found(part, "oddFooter")
            assert 0 < units(footer.text or "") <= LONGEST["header"]
            assert "&P" in (footer.text or ""), "the number of the page is there still"
