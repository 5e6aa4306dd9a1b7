"""Attach a file to a document: kept inside the register, or only named with its checksum."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from plan_samples import Planned, planned
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from ui.screen_samples import session_on

from upr_desktop.jobs import document_files
from upr_desktop.register.history import received_content
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.evidence_file import DocumentFile


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Planned]:
    made = planned(tmp_path / "r.upr")
    yield made
    made.register.close()


@pytest.fixture
def file(qtbot: QtBot, look: Look, tmp_path: Path, sample: Planned) -> DocumentFile:
    made = DocumentFile(look, session_on(sample.register, tmp_path))
    qtbot.addWidget(made)
    made.show_document(sample["order"])
    made.show()
    return made


def test_a_file_is_kept_in_the_register_and_saved_again_byte_for_byte(
    file: DocumentFile, sample: Planned, tmp_path: Path
) -> None:
    scan = tmp_path / "Приказ 5.pdf"
    scan.write_bytes(b"%PDF \x00\xff")
    file.attach(scan)
    stored = sample.stored("order", "evidence")
    assert (stored["file_name"], stored["file_sha256"]) == (
        scan.name,
        hashlib.sha256(b"%PDF \x00\xff").hexdigest(),
    )
    assert file.name.text() == "Приказ 5.pdf (kept in the register)"
    file.save_to(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == scan.read_bytes()
    assert not file.open_button.isHidden()


def test_without_the_tick_only_name_and_checksum_are_noted(
    file: DocumentFile, sample: Planned, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"secret")
    file.keep.setChecked(False)
    file.attach(scan)
    checksum = str(sample.stored("order", "evidence")["file_sha256"])
    with sample.register.reading() as connection, pytest.raises(KeyError):
        received_content(connection, checksum)
    assert "only its name" in file.name.text()
    assert file.save_button.isHidden()


def test_a_file_that_is_too_large_is_refused_with_a_way_out(
    file: DocumentFile, sample: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_files, "LARGEST", 2 * document_files.MEGABYTE)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(bytes(3 * document_files.MEGABYTE))
    before = sample.register.revision()
    file.attach(scan)
    assert "up to 2 MB" in file.notice.message.text()
    assert sample.register.revision() == before
    file.keep.setChecked(False)
    file.attach(scan)
    assert sample.register.revision() == before + 1


def test_a_file_is_taken_off_again(file: DocumentFile, sample: Planned, tmp_path: Path) -> None:
    scan = tmp_path / "scan.exe"
    scan.write_bytes(b"MZ")
    file.attach(scan)
    assert file.open_button.isHidden(), "a program is never started from the register"
    file.remove_button.click()
    assert sample.stored("order", "evidence")["file_name"] is None


def test_a_document_that_is_not_saved_yet_asks_for_that_with_the_name_of_a_file_that_can_be_read(
    file: DocumentFile, sample: Planned, tmp_path: Path
) -> None:
    file.show_document(None)
    assert "saves the document" in file.name.text()
    needed: list[str] = []
    file.document_needed.connect(needed.append)
    before = sample.register.revision()
    file.attach(tmp_path / "there is none.pdf")
    assert not file.notice.isHidden()
    scan = tmp_path / "Приказ 5.pdf"
    scan.write_bytes(b"%PDF")
    file.attach(scan)
    assert needed == ["Приказ 5"]
    assert sample.register.revision() == before, "nobody saved the document"


def test_the_next_file_is_looked_for_where_the_last_one_was(
    file: DocumentFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, asked = tmp_path / "scans" / "Приказ 5.pdf", []
    scan.parent.mkdir()
    scan.write_bytes(b"%PDF")

    def choose(*words: object) -> tuple[str, str]:
        asked.append(words[2])
        return str(scan), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    file.attach_button.click()
    file.attach_button.click()
    assert asked == [str(Path.home()), str(scan.parent)]
