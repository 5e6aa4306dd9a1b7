"""An address that stands behind the words of a returned cell is told, and is not written into the register unasked."""

import shutil
from pathlib import Path

import pytest
from openpyxl.worksheet.hyperlink import Hyperlink
from plan_samples import Planned
from return_samples import Clerk, codes, filled, merged, report, sent
from test_return_office import saved_as

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.merge_returns import Merge
from upr_desktop.words import LANGUAGES, say

URL = "https://adilet.zan.kz/rus/docs/Z2600000012"
OFFICE = shutil.which("soffice")


def links(merge: Merge) -> list[tuple[str, object, object]]:
    """Return place, text and address of each link told."""
    found = (one for one in merge.files[0].notices if one.code == "return_link")
    return [(one.where, one.values["text"], one.values["url"]) for one in found]


def with_link(sample: Planned, folder: Path, text: str | None, url: str = URL) -> tuple[Clerk, str]:
    """Return a clerk who wrote evidence with a link behind it, and the address of the cell."""
    clerk = Clerk(sent(sample, folder)).type("1", evidence_text=text)
    cell = clerk.sheet.cell(clerk.row("1"), clerk.column("evidence_text"))
    cell.hyperlink = Hyperlink(ref=cell.coordinate, target=url)
    cell.value = text  # a blank cell has been given the address as its text
    return clerk, cell.coordinate


def test_a_link_behind_evidence_is_told_with_its_address(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk, place = with_link(sample, tmp_path, "см. ссылку")
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert links(merge) == [(f"Отчёт!{place}", "см. ссылку", URL)]
    assert filled(merge) == {"taken": 1, "unchanged": 14}
    assert report(sample, "1")["evidence_text_ru"] == "см. ссылку"
    (told,) = (one for one in merge.files[0].notices if one.code == "return_link")
    assert all(URL in say("problem.return_link.what", language, **told.values) for language in LANGUAGES)


def test_a_link_on_a_blank_cell_is_told_too(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk, place = with_link(sample, tmp_path, None)
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert links(merge) == [(f"Отчёт!{place}", "…", URL)]


def test_a_link_that_the_cell_spells_out_brings_nothing(sample: Planned, tmp_path: Path, gate: Gate) -> None:
    clerk, _ = with_link(sample, tmp_path, f"Закон {URL}", url=f"{URL}/")
    assert not codes(merged(sample, gate, clerk.save("a.xlsx")))


def test_a_link_over_several_rows_is_told_for_each_that_says_something(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk, _ = with_link(sample, tmp_path, "приказ")
    clerk.type("2", evidence_text="тот же приказ")
    first, second = (clerk.sheet.cell(clerk.row(one), clerk.column("evidence_text")) for one in ("1", "2"))
    assert first.hyperlink
    first.hyperlink.ref = f"{first.coordinate}:{second.coordinate}"
    merge = merged(sample, gate, clerk.save("a.xlsx"))
    assert [text for _, text, _ in links(merge)] == ["приказ", "тот же приказ"]


def test_what_was_said_with_a_link_goes_out_and_comes_back_without_it(
    sample: Planned, tmp_path: Path, gate: Gate
) -> None:
    clerk, _ = with_link(sample, tmp_path, URL)
    merged(sample, gate, clerk.save("a.xlsx"))
    again = sent(sample, tmp_path / "again")
    assert not codes(merged(sample, gate, Clerk(again).save("b.xlsx")))


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_link_saved_by_libreoffice_is_told(
    sample: Planned, tmp_path: Path, gate: Gate, ending: str
) -> None:
    clerk, place = with_link(sample, tmp_path, "см. ссылку")
    other = clerk.sheet.cell(clerk.row("2"), clerk.column("evidence_text"))
    other.value = '=HYPERLINK("https://a.kz/1","Приказ")'
    path = saved_as(clerk.save("a.xlsx"), ending, tmp_path / "profile")
    merge = merged(sample, gate, path)
    assert links(merge) == [
        (f"Отчёт!{place}", "см. ссылку", URL),
        (f"Отчёт!{other.coordinate}", "Приказ", "https://a.kz/1"),
    ]
    assert report(sample, "2")["evidence_text_ru"] == "Приказ"
