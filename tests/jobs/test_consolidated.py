"""The consolidated workbook: its figures are those of the register, and everyone can count them again."""

import random
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from consolidated_samples import DAY, column, everything, rows, told_plan, written
from exchange.formulas import Formulas
from openpyxl import load_workbook
from plan_samples import Planned, planned, recommendation

from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.jobs.consolidated import export_consolidated
from upr_desktop.jobs.consolidated_content import CHUNK
from upr_desktop.jobs.editions import freeze_edition
from upr_desktop.jobs.show import show
from upr_desktop.words import say

OFFICE = shutil.which("soffice")


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    return told_plan(tmp_path / "r.upr")


def shown(sample: Planned, kind: str) -> list[dict[str, Any]]:
    with sample.register.reading() as connection:
        return show(connection, kind, {})


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
@pytest.mark.parametrize("period", ["", "2026H1"])
def test_every_formula_counts_the_cells_to_the_number_that_it_shows(
    sample: Planned, language: str, period: str
) -> None:
    file = written(sample, language, period=period, since="2").file
    formulas, values = load_workbook(file), load_workbook(file, data_only=True)
    checked = 0
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            shown_there = values[sheet.title][cell.coordinate].value
            assert Formulas(formulas).value(sheet.title, cell.value) == shown_there, cell.coordinate
            checked += 1
    assert checked > 60


def test_the_figures_are_those_that_show_gives(sample: Planned) -> None:
    found = written(sample).figures
    measures, recommendations = shown(sample, "measure"), shown(sample, "recommendation")
    done = [one for one in measures if (one["assessed"] or one["claimed"]) == "fully_implemented"]
    ended = [one for one in measures if (one["deadline"]["end"] or "9") < DAY.isoformat()]
    assert found["measures"] == len(measures) == 4
    assert found["done"] == len(done) == 1
    assert found["overdue"] == len([one for one in ended if one not in done]) == 1
    assert found["undecided"] == len([one for one in measures if one["deadline"]["kind"] == "undecided"]) == 1
    assert found["recommendations"] == len(recommendations) == 4
    supported = [one for one in recommendations if one["position"].startswith("supported")]
    assert found["supported"] == len(supported) == 3
    assert found["without_measure"] == len([one for one in supported if not one["measures"]]) == 1
    assert (
        found["documents"] == len([one for one in shown(sample, "evidence") if not one["confidential"]]) == 1
    )


def test_every_figure_and_table_is_defined_with_the_filter_that_repeats_it(sample: Planned) -> None:
    made = written(sample, since="2")
    defined = rows(made.file, "definitions")
    assert len(defined) == len(made.figures) + 6
    assert all(all(list(row.values())[2:]) for row in defined)
    labels = {say(f"consolidated.figure.{key}", "ru") for key in made.figures}
    assert labels <= {str(row[say("consolidated.definition.figure", "ru")]) for row in defined}


def test_rows_of_each_sheet_are_as_many_as_told_and_charts_are_native(sample: Planned) -> None:
    made = written(sample, since="2")
    for key, count in made.rows.items():
        assert len(rows(made.file, key)) == count, key
    with zipfile.ZipFile(made.file) as package:
        assert sum(name.startswith("xl/charts/chart") for name in package.namelist()) == 6


def test_overdue_is_told_for_the_day_passed_in(sample: Planned) -> None:
    assert written(sample).rows["overdue"] == 1
    (row,) = rows(written(sample).file, "overdue")
    assert (row[column("number")], row[column("days")]) == ("2", 144)
    target = sample.register.path.with_name("before.xlsx")
    before = export_consolidated(sample.register, target, "ru", today=date(2026, 6, 30))
    assert before.figures["overdue"] == before.rows["overdue"] == 0


def measure(sample: Planned, number: str, **more: Any) -> dict[str, Any]:
    found = rows(written(sample, **more).file, "measures", more.get("language", "ru"))
    return next(row for row in found if row[column("number", more.get("language", "ru"))] == number)


def test_a_measure_tells_every_bodys_answer_for_the_period_and_the_consolidated_wording(
    sample: Planned,
) -> None:
    row = measure(sample, "1", period="2026H1")
    assert row[column("progress")] == "MIA-ру: Готовим проект закона\nMOJ-ру: Жұмыс басталды"
    assert row[column("wording")] == "Проект внесён; работа ведётся"


def test_without_a_period_each_body_has_its_last_word_with_the_period_it_is_of(sample: Planned) -> None:
    lead, co = measure(sample, "1")[column("progress")].split("\n")
    assert lead == "MIA-ру (II п/г 2026): Без изменений."
    assert co == "MOJ-ру (I п/г 2026): Жұмыс басталды"


def test_what_was_sent_back_or_not_handed_in_is_not_told(sample: Planned) -> None:
    assert measure(sample, "2")[column("progress")] is None
    sample.edit("1/MOJ/2026H1", "progress", "state", "draft")
    for period in ("", "2026H1"):
        assert "Жұмыс басталды" not in everything(written(sample, period=period).file)


def test_what_is_for_official_use_is_left_out_unless_asked_for(sample: Planned) -> None:
    sample.edit("10.1/MOJ/2026H1", "progress", "narrative_ru", "ТАЙНА иная")
    open_one, whole = (
        written(sample, since="2"),
        written(sample, since="2", name="all.xlsx", confidential=True),
    )
    assert "ТАЙН" not in everything(open_one.file)
    assert everything(whole.file).count("ТАЙН") >= 3
    withheld = say("history_workbook.withheld", "ru")
    assert measure(sample, "10.1", period="2026H1")[column("progress")] == f"MOJ-ру: [{withheld}]"
    assert (open_one.figures["documents"], whole.figures["documents"]) == (1, 2)
    left_out = say("consolidated.left_out", "ru", count=1)
    leads = [[row[0].value for row in load_workbook(one.file).worksheets[0]] for one in (open_one, whole)]
    assert [left_out in told for told in leads] == [True, False]


def test_what_changed_since_an_edition_is_a_sheet(sample: Planned) -> None:
    freeze_edition(sample.register, "Отчёт")
    sample.edit("m2", "measure", "funding", "бюджет")
    (row,) = rows(written(sample, since="Отчёт").file, "changes")
    assert (row[column("changes.before")], row[column("changes.after")]) == (None, "бюджет")
    assert "changes" not in written(sample).rows


def test_reports_that_are_owed_stand_there_with_who_is_missing(sample: Planned) -> None:
    found = rows(written(sample, period="2026H2").file, "reports")
    owed = [row for row in found if row[column("owed")]]
    missing = [row for row in owed if row[column("state")] == say("report_state.missing", "ru")]
    assert (len(owed), len(missing)) == (6, 5)


def test_without_a_plan_there_are_recommendations_and_documents(tmp_path: Path) -> None:
    sample = planned(tmp_path / "r.upr")
    sample.edit("plan", "plan", "archived", True)
    made = written(sample)
    assert set(made.rows) == {"recommendations", "evidence"}
    assert made.figures["recommendations"] == 4


@pytest.mark.parametrize("letter", ["я", "𝄞"])
def test_a_text_longer_than_a_cell_is_shortened_and_says_where_the_whole_stands(
    sample: Planned, letter: str
) -> None:
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", letter * 32_768)
    sample.edit("m2", "measure", "text_ru", letter * 40_000)
    file = written(sample, period="2026H1", since="1").file
    mark = say("return.shortened", "ru", count=32_768)
    (narrative,) = (
        text for row in rows(file, "reports") if (text := row[column("narrative")]) and letter * 9 in text
    )
    assert narrative.endswith(mark)
    assert MOST_UNITS - 3 < units(narrative) <= MOST_UNITS
    for sheet in load_workbook(file):
        assert all(units(str(cell.value)) <= MOST_UNITS for row in sheet for cell in row), sheet.title


def test_answers_too_long_for_one_cell_together_are_each_whole_on_their_own_sheet(sample: Planned) -> None:
    long = {"MIA": "а" * 20_000, "MOJ": "б" * 20_000}
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", long["MIA"])
    sample.edit("1/MOJ/2026H1", "progress", "narrative_ru", long["MOJ"])
    file = written(sample, period="2026H1").file
    told = next(row for row in rows(file, "measures") if row[column("number")] == "1")[column("progress")]
    assert told.endswith(say("consolidated.more", "ru", count=1))
    assert {row[column("narrative")] for row in rows(file, "reports")} >= set(long.values())


@pytest.mark.parametrize("text", ["=1+1", "+7 700 000", "-5", "@cmd", '=HYPERLINK("http://x")', "\t=1"])
def test_nothing_that_a_person_wrote_becomes_a_formula(sample: Planned, text: str) -> None:
    sample.edit("m1", "measure", "text_ru", text)
    sample.edit("1/MIA/2026H1", "progress", "narrative_ru", text)
    sample.edit("MIA", "agency", "short_ru", text)
    sample.edit("140.1/1", "recommendation_part", "text_en", text)
    book = load_workbook(written(sample, period="2026H1").file)
    own = {say("summary.title", "ru"), say("consolidated.sheet.definitions", "ru")}
    typed = [cell for sheet in book if sheet.title not in own for row in sheet for cell in row]
    assert {cell.data_type for cell in typed} <= {"s", "n", "d", "inlineStr"}
    assert any(cell.value == text for cell in typed)


def test_agencies_that_are_called_alike_are_told_apart(sample: Planned) -> None:
    sample.edit("MOJ", "agency", "short_ru", "mia-РУ")
    leads = {row[column("lead")] for row in rows(written(sample).file, "measures")}
    assert {"MIA-ру (MIA)", "mia-РУ (MOJ)"} <= leads


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
def test_libreoffice_counts_the_same_from_the_formulas_alone(sample: Planned, tmp_path: Path) -> None:
    file = written(sample, period="2026H1").file
    bare = load_workbook(file)
    bare.save(tmp_path / "bare.xlsx")  # without the numbers that stand beside the formulas
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "bare.xlsx")], check=True, capture_output=True, timeout=120)
    ours, theirs = (
        load_workbook(file, data_only=True),
        load_workbook(tmp_path / "out/bare.xlsx", data_only=True),
    )
    counted = [
        (cell.value, theirs[sheet.title][cell.coordinate].value)
        for sheet in bare
        for row in sheet.iter_rows()
        for each in row
        if each.data_type == "f"
        for cell in [ours[sheet.title][each.coordinate]]
    ]
    assert len(counted) > 60
    assert [pair for pair in counted if pair[0] != pair[1]] == []


def test_more_recommendations_than_are_read_at_once_stand_in_the_order_of_their_numbers(
    sample: Planned,
) -> None:
    numbers = list(range(1, CHUNK + 201))
    random.Random(5).shuffle(numbers)
    for no in numbers:
        recommendation(sample, f"141.{no}")
    sample.save()
    found = [row[column("recommendations.number")] for row in rows(written(sample).file, "recommendations")]
    assert [number for number in found if number.startswith("141.")] == [
        f"141.{no}" for no in sorted(numbers)
    ]
