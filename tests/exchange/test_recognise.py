from pathlib import Path

import pytest
from reading_books import HEADER_4, book, sheet, through_the_gate

from upr_desktop.exchange.recognise import Recognised, recognise
from upr_desktop.words import LANGUAGES, say

FILES = {
    "ohchr/upr34-slovenia-thematic-list.docx": "thematic-list",
    "ohchr/upr48-slovenia-thematic-list.docx": "thematic-list",
    "uprinfo/upr-info-17-20.xls": "upr-info",
    "uprinfo/upr-info-17-20.csv": "upr-info",
    "kazakhstan/kazakhstan_cycles_1_2_recommendations.json": "recommendations",
    "kazakhstan/uprinfo_state_names.json": "unknown",
    "workbooks/elorda_compliance_plan_kk.xlsx": "plan",
    "workbooks/messy_return_ru.xlsx": "return",
    "workbooks/agency_return_prototype_ru.xlsx": "return",
    "workbooks/mvd_budget_01102012.xlsx": "unknown",
    "workbooks/mvd_budget_01102012_fixed.xlsx": "unknown",
}


def is_said(found: Recognised) -> bool:
    return all(
        say(f"layout.{found.layout}", language)
        and say(f"recognised.{found.reason}", language, **found.values)
        for language in LANGUAGES
    )


@pytest.mark.parametrize(("name", "layout"), FILES.items())
def test_real_files_are_recognised_by_what_stands_in_them(shared_data: Path, name: str, layout: str) -> None:
    found = recognise(through_the_gate(shared_data / name))
    assert found.layout == layout
    assert is_said(found)


@pytest.mark.parametrize(("mark", "layout"), [("upr-register", "register"), ("upr-return", "return")])
def test_mark_in_the_hidden_sheet_comes_before_all_else(mark: str, layout: str) -> None:
    found = recognise(book(sheet((HEADER_4,)), sheet(((mark, "1"),), name="_upr", hidden=True)))
    assert (found.layout, found.reason) == (layout, "mark")
    assert is_said(found)


def test_numbers_and_texts_are_recognised() -> None:
    found = recognise(book(sheet((("№ рекомендации", "Рекомендация"), ("140.1", "Принять закон")))))
    assert found.layout == "texts"
    assert is_said(found)


def test_empty_book_is_unknown() -> None:
    assert recognise(book()).layout == "unknown"


def test_plan_on_a_hidden_sheet_is_not_looked_at() -> None:
    hidden = sheet((("Мероприятие", "Срок исполнения", "Исполнители"),), hidden=True)
    assert recognise(book(hidden)).layout == "unknown"
