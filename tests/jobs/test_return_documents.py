"""A return and its documents travel in one archive, and none of them is lost on the way."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from own_samples import FocalPoint
from plan_samples import Planned
from return_samples import Clerk, report, sent

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.document_files import attach_file, read_document_file
from upr_desktop.jobs.edit_progress import attach_evidence
from upr_desktop.jobs.enclosed import load_returns
from upr_desktop.jobs.merge_returns import Merge, MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.jobs.write_return import Written
from upr_desktop.register.changes import Value
from upr_desktop.register.history import received_content
from upr_desktop.register.queries import record, records
from upr_desktop.register.register import Register

SCAN = b"%PDF-1.4 order"
SILENT: Mapping[str, Value] = {}
ISSUED: Mapping[str, Value] = {"claimed_status": "in_progress", "narrative_ru": "Приказ издан"}
ORDER: Mapping[str, Value] = {"title": "Приказ об утверждении", "act_number": "5", "confidential": True}


def attach(focal: FocalPoint, number: str, file: Path, **values: Any) -> None:
    assert focal.register
    owner, _ = focal.report(number)
    with Register.open(focal.register) as register:
        id, changes = attach_evidence("progress", owner, {"title": file.stem, **values})
        register.apply(changes)
        with register.reading() as connection:
            stored = record(connection, "evidence", id)
        assert stored
        read = read_document_file(file, keep=True)
        register.apply(attach_file(id, stored, read), [read])


def scan(tmp_path: Path, name: str = "Приказ № 5.pdf", content: bytes = SCAN) -> Path:
    path = tmp_path / "scans" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def enclosed(
    focal: FocalPoint,
    sample: Planned,
    folder: Path,
    name: str = "back.zip",
    says: Mapping[str, Value] = SILENT,
    **order: Any,
) -> Written:
    """Return what an agency wrote that says this on measure 2 and encloses an order, described by these values."""
    focal.open(sent(sample, folder))
    if says:
        focal.fill("2", **says)
    attach(focal, "2", scan(folder), **order)
    return focal.write(folder / name)


def merge_all(sample: Planned, gate: Gate, *paths: Path) -> Merge:
    loaded = load_returns(paths, gate)
    assert not loaded.refused
    read = read_returns(sample.register, loaded.files, MergeOptions(), gate, enclosed=loaded.enclosed)
    return apply_merge(sample.register, merge_read(sample.register, read, MergeOptions(), "me"))[0]


def kept(sample: Planned) -> list[tuple[str, bytes, set[object]]]:
    """Return title, bytes and reports of each document that the register holds."""
    with sample.register.reading() as connection:
        links = records(connection, "evidence_link").values()
        return [
            (
                str(one["title"]),
                received_content(connection, str(one["file_sha256"])),
                {link["record_id"] for link in links if link["evidence_id"] == id},
            )
            for id, one in records(connection, "evidence").items()
            if one["file_sha256"]
        ]


def told(merge: Merge) -> set[str]:
    return {problem.code for one in merge.files for problem in one.notices}


def zipped(folder: Path, *files: Path, name: str = "ответ.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w") as archive:
        for file in files:
            archive.write(file, f"Документы/{file.name}")
    return folder / name


def test_a_return_written_as_an_archive_brings_its_documents_to_their_measures(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    written = enclosed(focal, sample, tmp_path, says=ISSUED, **ORDER)
    assert written.is_packed
    assert [(one.name, one.size, one.numbers) for one in written.documents] == [
        ("Приказ № 5.pdf", len(SCAN), ["2"])
    ]
    with zipfile.ZipFile(written.file) as archive:
        assert archive.namelist() == ["back.xlsx", "Приказ № 5.pdf"]
    merge = merge_all(sample, gate, written.file)
    assert "return_documents" in told(merge)
    assert kept(sample) == [("Приказ об утверждении", SCAN, {report(sample, "2")["id"]})]
    with sample.register.reading() as connection:
        (one,) = (one for one in records(connection, "evidence").values() if one["file_sha256"])
    assert (one["act_number"], one["confidential"], one["file_name"]) == ("5", True, "Приказ № 5.pdf")


def test_the_same_archive_twice_is_the_same_as_once(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    written = enclosed(focal, sample, tmp_path)
    merge_all(sample, gate, written.file)
    before = kept(sample)
    again = merge_all(sample, gate, written.file)
    assert [bool(one.read.same) for one in again.files] == [True]
    assert (kept(sample), again.changes) == (before, [])


def test_documents_that_come_after_their_return_are_taken_all_the_same(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    written = enclosed(focal, sample, tmp_path, "back.xlsx")
    assert not written.is_packed
    merge_all(sample, gate, written.file)
    assert kept(sample) == []
    merge_all(sample, gate, zipped(tmp_path, written.file, scan(tmp_path)))
    assert kept(sample) == [("Приказ № 5", SCAN, {report(sample, "2")["id"]})]


def test_undoing_the_merge_takes_the_documents_out_and_merging_again_brings_them_back(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    written = enclosed(focal, sample, tmp_path)
    merge_all(sample, gate, written.file)
    sample.register.undo(sample.register.revision(), "me")
    assert kept(sample) == []
    merge_all(sample, gate, written.file)
    assert len(kept(sample)) == 1


def test_a_document_that_a_clerk_put_into_an_archive_by_hand_goes_where_its_name_is_written(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    Clerk(path).type("2", evidence_text="приказ № 5 (скан)").save("filled.xlsx")
    archive = zipped(
        tmp_path,
        path.with_name("filled.xlsx"),
        scan(tmp_path),
        scan(tmp_path, "Фото.jpg", b"picture"),
        scan(tmp_path, "setup.exe", b"MZ"),
    )
    merge = merge_all(sample, gate, archive)
    assert told(merge) >= {"return_documents", "return_document_unplaced", "return_file_left_out"}
    assert kept(sample) == [
        ("Приказ № 5", SCAN, {report(sample, "2")["id"]}),
        ("Фото", b"picture", set()),
    ]
    again = merge_all(sample, gate, archive)
    assert again.changes == []


def test_a_covering_letter_beside_the_return_is_kept_as_a_letter_and_no_refused_return(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    from docx import Document

    letter = tmp_path / "Сопроводительное письмо.docx"
    document = Document()
    document.add_paragraph("Направляем информацию.")
    document.save(str(letter))
    path = sent(sample, tmp_path)
    Clerk(path).type("2", narrative="Приказ издан").save("filled.xlsx")
    merge = merge_all(sample, gate, zipped(tmp_path, path.with_name("filled.xlsx"), letter))
    assert all(one.merged for one in merge.files)
    assert kept(sample) == []
    with sample.register.reading() as connection:
        (one,) = records(connection, "letter").values()
        assert received_content(connection, str(one["file"])) == letter.read_bytes()


def test_a_document_told_of_another_agencys_row_is_not_put_there(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    written = enclosed(focal, sample, tmp_path, "back.xlsx")
    own = {str(report(sample, number)["id"]) for number in ("1", "2")}
    with sample.register.reading() as connection:
        tasks = {
            id for id, one in records(connection, "assignment").items() if one["agency_id"] != sample["MOJ"]
        }
        foreign = next(
            id for id, one in records(connection, "progress").items() if one["assignment_id"] in tasks
        )
    clerk = Clerk(written.file)
    for row in clerk.book["_upr"].iter_rows():
        if row[0].value == "document":
            row[1].value = str(row[1].value).replace(str(report(sample, "2")["id"]), foreign)
            assert foreign in row[1].value
    forged = clerk.save("forged.xlsx")
    merge_all(sample, gate, zipped(tmp_path, forged, scan(tmp_path)))
    ((_, _, reports),) = kept(sample)
    assert reports <= own


def test_archives_of_two_agencies_with_one_name_keep_their_documents_apart(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    archives = []
    for code, number in (("MOJ", "2"), ("MIA", "1")):
        path = sent(sample, tmp_path / code, code)
        filled = Clerk(path).type(number, evidence_text=f"Приказ {code}").save("filled.xlsx")
        order = scan(tmp_path, f"Приказ {code}.pdf", code.encode())
        archives.append(zipped(path.parent, filled, order))
    merge_all(sample, gate, *archives)
    assert sorted(kept(sample)) == [
        ("Приказ MIA", b"MIA", {report(sample, "1", "MIA")["id"]}),
        ("Приказ MOJ", b"MOJ", {report(sample, "2")["id"]}),
    ]


def two_agencies(sample: Planned, folder: Path, target: Path, *, in_folders: bool) -> Path:
    """Return one archive with the returns of two agencies, each with its own document of one name."""
    with zipfile.ZipFile(target, "w") as archive:
        for code, number in (("MOJ", "2"), ("MIA", "1")):
            own = f"{code}/" if in_folders else f"{code} "
            words = "Приказ № 5" if in_folders else f"Приказ {code}"
            path = sent(sample, folder / code, code)
            archive.write(Clerk(path).type(number, evidence_text=words).save("filled.xlsx"), f"{own}a.xlsx")
            archive.writestr(f"{own}скан/{words}.pdf" if in_folders else f"{words}.pdf", code.encode())
    return target


@pytest.mark.parametrize("in_folders", [True, False])
def test_documents_of_two_agencies_in_one_archive_go_each_to_its_own(
    sample: Planned, gate: Gate, tmp_path: Path, in_folders: bool
) -> None:
    merge_all(sample, gate, two_agencies(sample, tmp_path, tmp_path / "all.zip", in_folders=in_folders))
    assert sorted((content, reports) for _, content, reports in kept(sample)) == [
        (b"MIA", {report(sample, "1", "MIA")["id"]}),
        (b"MOJ", {report(sample, "2")["id"]}),
    ]


def test_one_workbook_in_two_archives_brings_the_documents_of_both(
    sample: Planned, gate: Gate, tmp_path: Path
) -> None:
    path = sent(sample, tmp_path)
    filled = Clerk(path).type("2", evidence_text="Приказ № 5, Приказ № 6").save("filled.xlsx")
    first = zipped(tmp_path, filled, scan(tmp_path), name="first.zip")
    second = zipped(tmp_path, filled, scan(tmp_path, "Приказ № 6.pdf", b"six"), name="second.zip")
    merge = merge_all(sample, gate, first, second)
    assert [bool(one.read.same) for one in merge.files] == [False, True]
    assert {title for title, _, _ in kept(sample)} == {"Приказ № 5", "Приказ № 6"}


def test_an_archive_opened_on_a_fresh_machine_brings_the_documents_back(
    sample: Planned, focal: FocalPoint, gate: Gate, tmp_path: Path
) -> None:
    written = enclosed(focal, sample, tmp_path, says=ISSUED, **ORDER)
    fresh = FocalPoint(tmp_path / "other home", gate)
    for _ in range(2):  # opened once more it brings nothing twice
        fresh.open(written.file)
    assert fresh.register
    with Register.open(fresh.register, read_only=True) as register, register.reading() as connection:
        ((id, one),) = records(connection, "evidence").items()
        (link,) = records(connection, "evidence_link").values()
        assert received_content(connection, str(one["file_sha256"])) == SCAN
    assert (one["title"], one["act_number"], one["confidential"]) == ("Приказ об утверждении", "5", True)
    assert (link["evidence_id"], link["record_id"]) == (id, fresh.report("2")[0])
