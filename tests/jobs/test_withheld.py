"""What is for official use stays out of the workbook of the history, unless it is asked for."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from plan_samples import TEST, Planned, planned

from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.jobs.difference_sheet import export_difference
from upr_desktop.jobs.edit_progress import attach_evidence, send_back, write_summary
from upr_desktop.jobs.export_history import export_history
from upr_desktop.register.changes import ChangeSet, Edited, Origin, Received, Values

SECRET, TITLE = "Сведения о составе охраны", "Приказ о режиме охраны"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    made.edit("1/MIA/2026H1", "progress", "narrative_ru", SECRET)
    made.edit("1/MIA/2026H1", "progress", "confidential", True)
    id, changes = attach_evidence(
        "measure", made["m1"], {"title": TITLE, "act_number": "77-с", "confidential": True}
    )
    made.apply(ChangeSet(changes.label, changes.changes, "me"))
    stored = {made["1/MIA/2026H1"]: made.stored("1/MIA/2026H1", "progress")}
    made.apply(ChangeSet(changes.label, send_back(stored, "Сократите сведения об охране").changes, "me"))
    made.ids["secret"] = id
    yield made
    made.register.close()


def cells(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def test_an_export_for_everyone_tells_that_it_changed_and_not_what_it_says(
    sample: Planned, tmp_path: Path
) -> None:
    text = cells(export_history(sample.register, tmp_path / "h.xlsx", "ru"))
    for secret in (SECRET, TITLE, "77-с", "об охране", "Готовим проект закона"):
        assert secret not in text, secret
    assert "для служебного пользования" in text
    assert "Приложите приказ" in text, "another report's remark is told"


def test_one_that_asks_for_it_has_it(sample: Planned, tmp_path: Path) -> None:
    text = cells(export_history(sample.register, tmp_path / "h.xlsx", "ru", confidential=True))
    for secret in (SECRET, TITLE, "77-с", "об охране"):
        assert secret in text, secret


@pytest.mark.parametrize("letter", ["я", "𝄞"])
def test_a_value_longer_than_any_cell_is_cut_with_a_mark_that_says_where_the_whole_stands(
    sample: Planned, tmp_path: Path, letter: str
) -> None:
    sample.edit("m2", "measure", "text_ru", letter * 40_000)
    number = sample.register.revision()
    sample.edit("m2", "measure", "text_ru", "Короче")
    book = openpyxl.load_workbook(export_history(sample.register, tmp_path / "h.xlsx", "ru"))
    cut = [
        value
        for row in book.worksheets[0].iter_rows(values_only=True)
        for value in row
        if letter * 99 in str(value)
    ]
    assert len(cut) == 2
    for value in cut:
        assert units(value) <= MOST_UNITS
        assert units(value) > MOST_UNITS - 3
    assert cut[1].endswith(
        f"[обрезано, всего знаков: 40000; полностью — на экране «История изменений», изменение № {number}]"
    )
    assert cut[0].endswith(f"изменение № {number + 1}]")


def test_what_was_taken_out_by_an_undo_stays_withheld(sample: Planned, tmp_path: Path) -> None:
    sample.register.undo(sample.register.revision() - 1, "me")
    text = cells(export_history(sample.register, tmp_path / "h.xlsx", "ru"))
    assert TITLE not in text
    assert "77-с" not in text


def test_a_cell_that_named_it_beside_another_document_does_not_tell_it(
    sample: Planned, tmp_path: Path
) -> None:
    content = b"a workbook"
    file = Received("list.xlsx", content, hashlib.sha256(content).hexdigest())
    cell = Origin(file.sha256, "Sheet", "F7", f"Приказ № 5\n{TITLE}")
    issuer = Edited("evidence", sample["order"], "issuer", None, "МВД", cell)
    sample.register.apply(ChangeSet(TEST, [issuer], "me"), [file])
    text = cells(export_history(sample.register, tmp_path / "h.xlsx", "ru"))
    assert TITLE not in text
    assert "Приказ № 5\nдля служебного пользования" in text


def test_a_consolidated_wording_told_with_its_measure_is_withheld_too(
    sample: Planned, tmp_path: Path
) -> None:
    wording: Values = {"text_ru": "Сводно об охране", "text_kk": "Күзет туралы жиынтық", "confidential": True}
    written = write_summary("measure", sample["m1"], sample["2026H1"], wording)
    sample.apply(written)
    (id,) = (change.id for change in written.changes)
    sample.apply(ChangeSet(TEST, [Edited("summary", id, "text_ru", wording["text_ru"], "Короче об охране")]))
    text = cells(export_history(sample.register, tmp_path / "h.xlsx", "ru"))
    for secret in ("Сводно об", "Короче об", "Күзет туралы"):
        assert secret not in text, secret
    point, _ = export_difference(sample.register, tmp_path / "d.xlsx", "ru", "1")
    assert "Короче об" not in cells(point)
