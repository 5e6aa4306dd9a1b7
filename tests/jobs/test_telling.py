"""Test that periods, places and labels are told in words, never as the codes that the register keeps."""

import pytest

from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.telling import label, place, sentence, what
from upr_desktop.register.changes import Label
from upr_desktop.register.errors import Problem, RegisterError


@pytest.mark.parametrize(
    ("code", "en", "ru", "kk"),
    [
        ("2026H1", "January–June 2026", "I полугодие 2026 года", "2026 жылғы I жартыжылдық"),
        ("2026Q3", "Quarter 3 of 2026", "III квартал 2026 года", "2026 жылғы III тоқсан"),
        ("2026M03", "March 2026", "Март 2026 года", "2026 жылғы наурыз"),
        ("2026", "2026", "2026 год", "2026 жыл"),
        ("2026Y", "2026Y", "2026Y", "2026Y"),
        ("2026H3", "2026H3", "2026H3", "2026H3"),
        ("spring round", "spring round", "spring round", "spring round"),
    ],
)
def test_a_period_is_told_as_people_say_it(code: str, en: str, ru: str, kk: str) -> None:
    assert [period_words(code, language) for language in ("en", "ru", "kk")] == [en, ru, kk]


def test_a_narrow_column_names_a_period_briefly() -> None:
    told = [period_words(code, "ru", brief=True) for code in ("2026H2", "2026Q4", "2026M12", "2026")]
    assert told == ["II п/г 2026", "IV кв. 2026", "Декабрь 2026", "2026"]


def test_labels_of_changes_name_periods_and_days_in_words() -> None:
    extended = Label("label.period.extended", {"code": "2026H1", "date": "2026-08-01"})
    assert label(extended, "ru") == "Срок за I полугодие 2026 года продлён до 01.08.2026"
    issued = Label("label.issued", {"period": "2026H1", "count": 1})
    assert "January–June 2026" in label(issued, "en")
    assert "2026H1" not in label(Label("label.period.added", {"code": "2026H1"}), "kk")


def test_problems_and_refusals_write_days_as_the_language_does() -> None:
    again = Problem("return_second", "a.xlsx", {"other": "b.xlsx", "day": "2026-11-22"})
    decided = RegisterError("decided_already", by="MOJ", at="2026-11-22")
    assert [what(again, language)[-12:] for language in ("ru", "kk")] == ["(22.11.2026)"] * 2
    assert "22.11.2026" in sentence(decided, "kk")
    assert "22 Nov 2026" in sentence(decided, "en")


def test_an_agency_keeps_its_code_in_a_label() -> None:
    assert "2026H1" in label(Label("label.agency_added", {"code": "2026H1"}), "en")


@pytest.mark.parametrize(
    ("kind", "where", "en", "ru"),
    [
        ("measure", "32", "measure 32", "мероприятие 32"),
        ("measure", "1.10", "measure 1.10", "мероприятие 1.10"),
        ("measure", "Ratify the Protocol", "measure “Ratify the Protocol”", "мероприятие «Ratify the Protocol»"),
        ("recommendation", "4/140.10", "140.10 (cycle 4)", "140.10 (4-й цикл)"),
        ("progress", "1/MOJ/2026H1", "measure 1, MOJ, January–June 2026", "мероприятие 1, MOJ, I полугодие 2026 года"),
        ("period", "2026Q1", "Quarter 1 of 2026", "I квартал 2026 года"),
        ("", "Sheet1!B7", "Sheet1!B7", "Sheet1!B7"),
    ],
)  # fmt: skip
def test_a_place_is_told_with_what_it_is(kind: str, where: str, en: str, ru: str) -> None:
    problem = Problem("measure_without_lead", where, kind=kind)
    assert (place(problem, "en"), place(problem, "ru")) == (en, ru)


def test_days_in_a_problem_are_told_as_the_language_writes_them() -> None:
    problem = Problem("agency_ended", "32", {"agency": "ACA", "date": "2025-06-30"}, kind="measure")
    assert "30.06.2025" in what(problem, "ru")
