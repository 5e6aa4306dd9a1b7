"""A register goes out as a workbook that reads and prints well and cuts nothing."""

import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbook_samples import AGENCIES, EVIDENCE, NUMBER, RECOMMENDATIONS, Sample, Sheets, exported, small

from upr_desktop.exchange.save import save_whole
from upr_desktop.register.errors import RegisterError
from upr_desktop.words import LANGUAGES, say


@pytest.fixture
def sample() -> Sample:
    return small()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_a_sheet_for_each_list_in_its_language(
    sample: Sample, tmp_path: Path, language: str
) -> None:
    book = openpyxl.load_workbook(exported(sample, tmp_path, language))
    titles = [RECOMMENDATIONS, EVIDENCE, AGENCIES, "record.person.many", "record.review.many"]
    titles += ["workbook.sheet.terms", "workbook.sheet.about"]
    assert book.sheetnames == [*(say(title, language) for title in titles), "_upr", "_lists"]
    assert book["_upr"].sheet_state == "veryHidden"
    assert book["_upr"]["A1"].value == "upr-register"


def test_a_sheet_is_ready_to_be_read_and_printed(sample: Sample, tmp_path: Path) -> None:
    sheets = Sheets(exported(sample, tmp_path), "ru")
    sheet: Worksheet = sheets.sheet()
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
    assert sheet.auto_filter.ref is not None
    assert sheet.auto_filter.ref.startswith("A1:")
    assert "&P" in str(sheet.oddFooter.center.text)
    assert str(sample.register.revision()) in str(sheet.oddFooter.left.text)
    hidden = [letter for letter, look in sheet.column_dimensions.items() if look.hidden]
    assert hidden, "the keys are hidden"


def test_numbers_are_text_and_dates_are_dates(sample: Sample, tmp_path: Path) -> None:
    sheets = Sheets(exported(sample, tmp_path), "ru")
    assert [sheets.cell(number, NUMBER).data_type for number in ("140.1", "140.10", "140.100")] == ["s"] * 3
    day = sheets.cell("Law; on torture, No. 5", "field.evidence.act_date", on=EVIDENCE)
    assert day.is_date
    assert day.value.date().isoformat() == "2024-02-29"


def test_a_row_that_continues_repeats_softly_and_shows_its_own_text_in_full(
    sample: Sample, tmp_path: Path
) -> None:
    sheets = Sheets(exported(sample, tmp_path, "en"), "en")

    def inks(title: str) -> list[str]:
        return [sheets.cell("140.10", title, nth).font.color.rgb for nth in range(2)]

    text, number = inks("field.recommendation_part.text_en"), inks("field.recommendation.number")
    assert text[0] == text[1]
    assert number[0] != number[1]


def test_a_review_is_told_by_its_cycle_and_mechanism_in_words(sample: Sample, tmp_path: Path) -> None:
    sheets = Sheets(exported(sample, tmp_path, "ru"), "ru")
    reviews = sheets.sheet("record.review.many")
    assert {row[0].value for row in reviews.iter_rows(min_row=2, max_row=2)} == {
        "Универсальный периодический обзор"
    }
    assert sheets.cell("140.1", "field.recommendation.review_id").value == "4-й цикл"


def test_lists_warn_and_never_block(sample: Sample, tmp_path: Path) -> None:
    sheet = Sheets(exported(sample, tmp_path), "ru").sheet()
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) >= 4
    assert {rule.errorStyle for rule in lists} == {"warning"}


def test_text_that_looks_like_a_formula_is_text(sample: Sample, tmp_path: Path) -> None:
    sample.edit("140.1/1", "recommendation_part", "text_en", "=1+1")
    cell = openpyxl.load_workbook(exported(sample, tmp_path))["Рекомендации"]["B2"]
    assert (cell.value, cell.data_type) in {("=1+1", "s"), ("=1+1", "inlineStr")}


def test_archived_records_and_confidential_documents_stay_at_home(sample: Sample, tmp_path: Path) -> None:
    sample.edit("140.100", "recommendation", "archived", True)
    open_one = Sheets(exported(sample, tmp_path), "ru")
    texts = {str(cell.value) for sheet in open_one.book for row in sheet.iter_rows() for cell in row}
    assert "140.100" not in texts
    assert not any("official use" in text for text in texts)
    whole = Sheets(exported(sample, tmp_path, confidential=True), "ru")
    assert "Letter for official use" in str(whole.cell("140.1", EVIDENCE).value)


def test_text_beyond_a_cell_is_refused_with_its_place_and_the_old_file_stays(
    sample: Sample, tmp_path: Path
) -> None:
    path = exported(sample, tmp_path)
    before = path.read_bytes()
    sample.edit("140.10/2", "recommendation_part", "text_en", "😀" * 16_384)
    with pytest.raises(RegisterError) as refused:
        exported(sample, tmp_path)
    assert refused.value.key == "workbook_text_too_long"
    assert refused.value.values["name"] == "140.10"
    assert refused.value.values["length"] == 32_768
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["register.xlsx"]


def test_a_character_that_no_workbook_keeps_is_refused(sample: Sample, tmp_path: Path) -> None:
    sample.edit("140.1", "recommendation", "heading", "a\uffffb")
    with pytest.raises(RegisterError, match="workbook_text_unwritable"):
        exported(sample, tmp_path)


def test_a_folder_that_takes_no_file_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"a file")
    with pytest.raises(RegisterError, match="cannot_write_file"):
        save_whole(tmp_path / "folder" / "list.xlsx", lambda path: None)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a file's size is Linux's")
@pytest.mark.parametrize("most", [4_000, 16_000, 24_000])
def test_a_disk_that_is_full_is_refused_and_the_old_file_stays(
    sample: Sample, tmp_path: Path, most: int
) -> None:
    import resource

    before = exported(sample, tmp_path).read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        with pytest.raises(RegisterError, match="cannot_write_file"):
            exported(sample, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in tmp_path.iterdir()] == ["register.xlsx"]
    assert (tmp_path / "register.xlsx").read_bytes() == before


def write_new(path: Path) -> None:
    path.write_bytes(b"new")


def test_a_workbook_never_takes_the_place_of_a_register(tmp_path: Path) -> None:
    register = tmp_path / "mine.upr"
    register.write_bytes(b"all that was written")
    with pytest.raises(RegisterError, match="not_a_workbook_name"):
        save_whole(register, write_new)
    assert register.read_bytes() == b"all that was written"


def test_a_target_held_open_gets_the_next_free_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "list.xlsx"
    target.write_bytes(b"old")
    replace = Path.replace

    def held(path: Path, to: Path) -> Path:
        if to == target:
            raise PermissionError(13, "held open")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", held)
    written = save_whole(target, write_new)
    assert (written.name, written.read_bytes(), target.read_bytes()) == ("list (2).xlsx", b"new", b"old")
