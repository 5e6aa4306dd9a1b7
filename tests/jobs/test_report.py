"""The Word documents that go up and out: read back, they say what the register does, and nothing for official use."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from plan_samples import Planned, planned, report

from upr_desktop.jobs.report import WrittenReport, write_report
from upr_desktop.register.changes import Value
from upr_desktop.register.errors import RegisterError
from upr_desktop.words import say

DAY = date(2026, 11, 21)


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    """Return the plan; measure 1 has answers of two bodies for the first half of 2026, measure 2 one sent back."""
    made = planned(tmp_path / "r.upr")
    made.edit("1/MOJ/2026H1", "progress", "state", "accepted")
    secret: dict[str, Value] = {"narrative_ru": "ТАЙНА пострадавшей", "confidential": True}
    report(made, "10.1/MOJ", "2026H1", "accepted", claimed_status="in_progress", **secret)
    made.save()
    return made


def written(sample: Planned, what: str, language: str = "ru", **more: Any) -> WrittenReport:
    target = sample.register.path.with_name("report.docx")
    return write_report(sample.register, target, what, language, today=DAY, **more)


def tables(made: WrittenReport) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(made.file)).tables
    ]


def lines(made: WrittenReport) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(made.file)).paragraphs)


def row_of(table: list[list[str]], number: str) -> list[str]:
    return next(row for row in table[2:] if row[0] == number)


def with_wording(sample: Planned, state: str) -> None:
    ends = {"record_id": sample["m1"], "record_kind": "measure", "period_id": sample["2026H1"]}
    sample.add("wording", "summary", **ends, text_ru="Проект внесён в Парламент", state=state)


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_plan_goes_up_in_its_own_columns_with_what_was_done(sample: Planned, language: str) -> None:
    (table,) = tables(written(sample, "plan", language, period="2026H1"))
    keys = ("number", "recommendations", "measure", "deadline", "bodies", "progress")
    assert table[0] == [say(f"report.column.{key}", language) for key in keys]
    assert table[1] == ["1", "2", "3", "4", "5", "6"]
    assert [row[0] for row in table[2:]] == ["1", "2", "10", "10.1"]


def test_every_body_is_told_by_its_name_and_who_is_missing_too(sample: Planned) -> None:
    (table,) = tables(written(sample, "plan", period="2026H1"))
    assert row_of(table, "1")[-1] == "MIA-ру: Готовим проект закона\nMOJ-ру: Жұмыс басталды"
    assert row_of(table, "2")[-1] == f"MOJ-ру: {say('report.missing', 'ru')}"


def test_a_wording_that_was_agreed_stands_in_the_place_of_the_answers(sample: Planned) -> None:
    with_wording(sample, "agreed")
    made = written(sample, "plan", period="2026H1")
    assert row_of(tables(made)[0], "1")[-1] == "Проект внесён в Парламент"
    assert made.drafts == 0


def test_a_draft_of_a_wording_does_not_go_up_and_is_counted(sample: Planned) -> None:
    with_wording(sample, "draft")
    made = written(sample, "plan", period="2026H1")
    assert "Проект внесён" not in row_of(tables(made)[0], "1")[-1]
    assert made.drafts == 1


def test_the_page_lies_the_header_repeats_and_there_is_a_stamp_and_a_signature(sample: Planned) -> None:
    made = written(sample, "plan", period="2026H1")
    document: Any = Document(str(made.file))
    page = document.sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert page.page_width > page.page_height
    head, numbers, first = document.tables[0].rows[:3]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in (head, numbers, first)]
    assert repeated == [True, True, False]
    texts = lines(made)
    assert texts.startswith(say("report.stamp", "ru", year=2026))
    assert say("report.sign.office", "ru") in texts
    assert "за I полугодие 2026 года" in texts


def test_without_a_period_the_last_word_of_each_body_is_told_as_of_the_day(sample: Planned) -> None:
    made = written(sample, "plan")
    assert "по состоянию на 21.11.2026" in lines(made)
    assert row_of(tables(made)[0], "1")[-1].startswith("MIA-ру (II п/г 2026): ")


@pytest.mark.parametrize("what", ["plan", "agency", "reminders"])
def test_what_is_for_official_use_is_left_out_unless_asked_for(sample: Planned, what: str) -> None:
    sample.put("secret remark", "remark", progress_id=sample["10.1/MOJ/2026H1"], text="ТАЙНОЕ замечание")
    sample.save()
    sample.edit("10.1/MOJ/2026H1", "progress", "state", "sent_back" if what == "reminders" else "accepted")
    told = [str(tables(written(sample, what, period="2026H1", confidential=one))) for one in (False, True)]
    assert ["ТАЙН" in each for each in told] == [False, True]


def test_a_text_of_any_length_and_with_any_sign_is_written_whole(sample: Planned) -> None:
    text = "=1+1 <b>&\u00a0" + "я" * 40_000
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", f"{text}\x0b")
    (table,) = tables(written(sample, "plan", period="2026H1"))
    assert f"MIA-ру: {text}" in row_of(table, "1")[-1]


def test_one_agency_has_its_measures_and_answers_alone(sample: Planned) -> None:
    made = written(sample, "agency", period="2026H1", agencies=["MIA"])
    (table,) = tables(made)
    assert [row[0] for row in table[2:]] == ["1"]
    assert row_of(table, "1")[4:6] == [say("status.in_progress", "ru"), "Готовим проект закона"]
    assert (made.agencies, made.measures) == (["MIA"], 1)
    assert "Орган MIA" in lines(made)


def test_all_agencies_that_report_stand_one_after_the_other(sample: Planned) -> None:
    made = written(sample, "agency", period="2026H1")
    assert made.agencies == ["CITY", "LEB", "MIA", "MOJ"]
    assert len(tables(made)) == 4


def test_a_reminder_goes_to_each_agency_that_has_not_answered_with_due_day_and_what_is_owed(
    sample: Planned,
) -> None:
    made = written(sample, "reminders", period="2026H1")
    assert made.agencies == ["CITY", "LEB", "MOJ"]
    assert "Кому: Орган MOJ" in lines(made)
    due = [(one.due, len(one.missing), one.owed) for one in made.reminders]
    assert due == [("2026-07-10", 1, 1), ("2026-07-10", 1, 1), ("2026-07-10", 1, 3)]
    city, _, justice = tables(made)
    assert [row[0] for row in city[1:]] == ["10.1"]
    assert justice[1][0] == "2"
    assert "Приложите приказ" in justice[1][-1]
    assert lines(made).count("до 10.07.2026") == 3


def test_a_longer_time_that_an_agency_was_given_is_its_due_day(sample: Planned) -> None:
    ends = {"period_id": sample["2026H1"], "agency_id": sample["MOJ"]}
    sample.add("more time", "period_extension", **ends, due="2026-12-01")
    made = written(sample, "reminders", period="2026H1", agencies=["MOJ"])
    assert [one.due for one in made.reminders] == ["2026-12-01"]
    waiting = say("report.reminder.waiting", "ru", day="21.11.2026", missing=1, owed=3)
    assert waiting in lines(made)


@pytest.mark.parametrize(
    ("what", "more", "key"),
    [
        ("plan", {"period": "2030H1"}, "no_such_period"),
        ("agency", {"agencies": ["NOBODY"]}, "no_such_record"),
        ("reminders", {"period": "2026H1", "agencies": ["MIA"]}, "report_nobody_owes"),
    ],
)
def test_what_cannot_be_told_is_refused_and_nothing_is_written(
    sample: Planned, what: str, more: dict[str, Any], key: str
) -> None:
    with pytest.raises(RegisterError) as refused:
        written(sample, what, **more)
    assert refused.value.key == key
    assert not sample.register.path.with_name("report.docx").exists()


def test_an_agency_without_measures_is_refused_by_its_code(sample: Planned) -> None:
    sample.add("IDLE", "agency", code="IDLE")
    with pytest.raises(RegisterError) as refused:
        written(sample, "agency", agencies=["IDLE"])
    assert (refused.value.key, refused.value.values["agency_ru"]) == (
        "report_agency_without_measures",
        "IDLE",
    )


def test_a_register_without_a_plan_has_nothing_to_report_on(sample: Planned) -> None:
    sample.edit("plan", "plan", "archived", True)
    with pytest.raises(RegisterError) as refused:
        written(sample, "plan")
    assert refused.value.key == "report_without_plan"


def test_a_register_is_never_replaced_by_a_document(sample: Planned) -> None:
    with pytest.raises(RegisterError) as refused:
        write_report(sample.register, sample.register.path, "plan", "ru")
    assert refused.value.key == "not_a_document_name"
