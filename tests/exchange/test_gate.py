"""Foreign files come through the gate: read right, or refused with a sentence, and nothing else suffers."""

import hashlib
import io
import json
import re
import subprocess
import sys
import threading
import time
import unicodedata
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from opened import excel_parts, packed, text_cell

from upr_desktop.exchange import caps
from upr_desktop.exchange.file_kinds import READ
from upr_desktop.exchange.gate import Child, Gate, child_command, read_file
from upr_desktop.exchange.sheets import Book
from upr_desktop.register.errors import FileRefused
from upr_desktop.words import LANGUAGES, has_words, say

ROOT = Path(__file__).resolve().parents[2]
GOOD = packed(excel_parts(f'<row r="1">{text_cell("A1", "KAZ-4-001")}</row>'))
BROKEN = GOOD[:-40]


def refusal_of(gate: Gate, name: str, content: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        gate.examine(name, content)
    for language in LANGUAGES:
        sentence = say(f"refused.{refused.value.key}", language, **refused.value.values)
        assert sentence.count("{") == 0
        assert len(sentence) > 30
    return refused.value


def read_or_refused(gate: Gate, path: Path) -> Book | FileRefused:
    try:
        received = read_file(path)
        return gate.examine(received.name, received.content)
    except FileRefused as refusal:
        return refusal


def test_every_hostile_file_is_read_right_or_refused_in_three_languages(shared_data: Path) -> None:
    folder = shared_data / "hostile" / "files"
    cases = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert len(cases) == 33
    with Gate() as gate:
        for case in cases:
            found = read_or_refused(gate, folder / case["name"])
            if isinstance(found, FileRefused):
                for language in LANGUAGES:
                    sentence = say(f"refused.{found.key}", language, **found.values)
                    assert case["name"] in sentence
                continue
            for place, text in case["expect"].items():
                sheet, _, address = place.partition("!")
                cell = next(each for each in found.sheets if each.name == sheet)
                assert cell.cell(int(address[1:]), ord(address[0]) - 64).raw == text, (case["name"], place)


EXPECTED = {
    "bomb_sheet_2GiB.xlsx": "expands_too_much",
    "bomb_sharedstrings_1GiB.xlsx": "expands_too_much",
    "bomb_unused_part_2GiB.xlsx": "expands_too_much",
    "lying_size.xlsx": "damaged",
    "many_members.xlsx": "too_many_parts",
    "truncated_50.xlsx": "damaged",
    "truncated_99.xlsx": "damaged",
    "bad_crc.xlsx": "damaged",
    "bit_flips.xlsx": "damaged",
    "empty_0_bytes.xlsx": "empty_file",
    "empty_zip.xlsx": "empty_archive",
    "zip_member_encrypted.xlsx": "password",
    "path_traversal.xlsx": None,
    "rel_traversal.xlsx": "damaged",
    "duplicate_member.xlsx": "doubled_parts",
    "prefixed_exe.xlsx": "unknown_content",
    "docx_renamed.xlsx": "wrong_extension",
    "encrypted_ole.xlsx": "password",
    "xls_renamed.xlsx": "wrong_extension",
    "real.xls": None,
    "html_renamed.xls": "web_page",
    "xml2003.xls": "xml_workbook",
    "csv_cp1251.csv": None,
    "csv_utf8_bom.csv": None,
    "unicode_text.csv": None,
    "csv_renamed.xlsx": "wrong_extension",
    "sheet.ods": None,
    "ods_repeat_bomb.ods": "too_wide_range",
    "ods_renamed.xlsx": "wrong_extension",
    "binary.xlsb": "binary_workbook",
    "xlsb_renamed.xlsx": "binary_workbook",
    "~$return.xlsx": "lock_file",
    ".~lock.return.xlsx#": "lock_file",
}


@pytest.mark.parametrize(("name", "key"), EXPECTED.items())
def test_a_hostile_file_gets_the_sentence_that_helps(shared_data: Path, name: str, key: str | None) -> None:
    with Gate() as gate:
        found = read_or_refused(gate, shared_data / "hostile" / "files" / name)
    assert (found.key if isinstance(found, FileRefused) else None) == key


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a child is read in /proc")
def test_no_hostile_file_takes_a_child_over_its_time_or_memory(shared_data: Path) -> None:
    for path in sorted((shared_data / "hostile" / "files").iterdir()):
        seconds, megabytes = measured(path.name, path.read_bytes())
        assert seconds < 20, path.name
        assert 5 < megabytes < 300, path.name


def measured(name: str, content: bytes) -> tuple[float, float]:
    """Return the seconds and the peak memory (MB) that a fresh child takes for a file."""
    started = time.monotonic()
    child = Child(child_command())
    try:
        child.ask({"do": "read", "name": name}, content)
        while (message := child.answer()) is not None and not {"book", "refused"} & message.keys():
            pass
        seconds = time.monotonic() - started
        status = Path(f"/proc/{child.process_id}/status").read_text(encoding="utf-8")
    finally:
        child.end()
    return seconds, int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def test_every_real_file_is_read(shared_data: Path) -> None:
    rows = {}
    with Gate() as gate:
        for folder in ("workbooks", "ohchr", "uprinfo", "kazakhstan"):
            for path in (shared_data / folder).iterdir():
                found = read_or_refused(gate, path)
                assert isinstance(found, Book), path.name
                rows[path.name] = sum(len(sheet.rows) for sheet in found.sheets)
    assert rows["mvd_budget_01102012_fixed.xlsx"] == 1_207
    assert rows["upr-info-17-20.xls"] == rows["upr-info-17-20.csv"] == 7_985


def test_the_book_is_named_hashed_and_typed() -> None:
    with Gate() as gate:
        book = gate.examine("Отчёт МВД.xlsx", GOOD)
    assert (book.name, book.format, book.sheets[0].cell(1, 1).raw) == ("Отчёт МВД.xlsx", "xlsx", "KAZ-4-001")
    assert len(book.sha256) == 64


def test_a_child_loads_neither_the_window_nor_the_database() -> None:
    look = (
        "import sys, upr_desktop.exchange.gate_child; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('PySide6', 'shiboken6', 'sqlalchemy', 'alembic', 'openpyxl', 'docx', 'xlsxwriter', 'rapidfuzz', 'pickle')])"
    )
    shown = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_child_is_kept_after_a_good_file_and_replaced_after_a_refusal() -> None:
    with Gate() as gate:
        gate.examine("a.xlsx", GOOD)
        first = children(gate)
        gate.examine("a.xlsx", GOOD)
        assert children(gate) == first
        refusal_of(gate, "a.xlsx", BROKEN)
        assert children(gate) == []
        gate.examine("a.xlsx", GOOD)
        assert children(gate) != first


def test_a_child_is_replaced_after_fifty_files() -> None:
    with Gate() as gate:
        seen = []
        for _ in range(caps.FILES_PER_CHILD + 1):
            gate.examine("a.csv", b"a,b\n1,2\n")
            seen += children(gate)
        assert len(set(seen)) == 2


def children(gate: Gate) -> list[int]:
    return [child.process_id for child in gate._idle]


def test_a_child_that_dies_refuses_its_file_and_the_next_file_is_read(tmp_path: Path) -> None:
    with Gate(once(tmp_path, "os._exit(3)")) as gate:
        assert refusal_of(gate, "a.xlsx", GOOD).key == "reader_died"
        assert gate.examine("a.xlsx", GOOD).sheets


def test_a_child_that_was_killed_while_idle_costs_no_file() -> None:
    with Gate() as gate:
        gate.examine("a.xlsx", GOOD)
        gate._idle[0].kill()
        gate._idle[0]._process.wait()
        assert gate.examine("a.xlsx", GOOD).sheets


def test_a_child_that_hangs_is_ended_in_time_and_the_next_file_is_read(tmp_path: Path) -> None:
    with Gate(once(tmp_path, "time.sleep(60)"), seconds=6) as gate:
        assert refusal_of(gate, "a.xlsx", GOOD).key == "took_too_long"
        assert gate.examine("a.xlsx", GOOD).sheets


def test_a_child_that_never_reads_a_large_file_is_ended_too(tmp_path: Path) -> None:
    with Gate(once(tmp_path, "time.sleep(60)"), seconds=1.5) as gate:
        assert refusal_of(gate, "a.csv", b"a,b\n" * 2_000_000).key == "took_too_long"


def once(folder: Path, mischief: str) -> list[str]:
    """Return the command of a child that makes mischief the first time it is started."""
    script = folder / "child.py"
    marker = folder / "started"
    script.write_text(
        f"import os, pathlib, time\nmarker = pathlib.Path({str(marker)!r})\n"
        f"if not marker.exists():\n    marker.touch()\n    {mischief}\n"
        "from upr_desktop.exchange.gate_child import main\nmain()\n",
        encoding="utf-8",
    )
    return [sys.executable, str(script)]


def test_what_a_library_prints_breaks_no_answer(tmp_path: Path) -> None:
    script = tmp_path / "noisy.py"
    script.write_text(
        "import os, upr_desktop.exchange.gate_child as child\nserve = child.serve\n"
        "def noisy(*given):\n    print('noise', flush=True)\n    os.write(1, b'more noise')\n    serve(*given)\n"
        "child.serve = noisy\nchild.main()\n",
        encoding="utf-8",
    )
    with Gate([sys.executable, str(script)]) as gate:
        assert gate.examine("a.xlsx", GOOD).sheets[0].cell(1, 1).raw == "KAZ-4-001"


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    with Gate(once(tmp_path, "time.sleep(60)")) as gate:
        started = time.monotonic()
        with pytest.raises(FileRefused) as refused:
            gate.examine("a.xlsx", GOOD, cancelled=lambda: time.monotonic() > started + 0.3)
        assert refused.value.key == "cancelled"
        assert time.monotonic() - started < 50
        assert gate.examine("a.xlsx", GOOD).sheets


def test_progress_is_told_in_rows() -> None:
    told: list[int] = []
    with Gate() as gate:
        gate.examine("a.csv", b"a,b\n" * 2_500, progress=told.append)
    assert [rows for rows in told if rows][:3] == [1_000, 2_000, 2_500]


def test_eight_threads_share_two_children() -> None:
    with Gate() as gate, ThreadPoolExecutor(8) as threads:
        contents = [f"n,text\n{at},row {at}\n".encode() for at in range(60)]
        books = threads.map(lambda content: gate.examine("a.csv", content), contents)
        assert [book.sheets[0].cell(2, 1).raw for book in books] == [str(at) for at in range(60)]
        assert len(children(gate)) <= 2


def test_closing_the_gate_ends_a_file_being_read(tmp_path: Path) -> None:
    gate = Gate(once(tmp_path, "time.sleep(60)"))
    found: list[Any] = []

    def read() -> None:
        try:
            found.append(gate.examine("a.xlsx", GOOD))
        except FileRefused as refusal:
            found.append(refusal.key)

    thread = threading.Thread(target=read)
    thread.start()
    while not (tmp_path / "started").exists():
        time.sleep(0.01)
    gate.close()
    thread.join(50)
    assert found == ["reader_died"]


def test_an_archive_yields_the_files_that_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (
            "МВД/Отчёт.xlsx",
            "../../evil.csv",
            "scan.pdf",
            "~$Отчёт.xlsx",
            "__MACOSX/._a.xlsx",
            "sub/",
        ):
            archive.writestr(name, GOOD if name.endswith(".xlsx") else b"a,b\n")
    with Gate() as gate:
        found = gate.unpack("returns.zip", buffer.getvalue())
        assert found == [("МВД/Отчёт.xlsx", GOOD), ("evil.csv", b"a,b\n")]
        assert gate.examine(*found[0]).sheets
        assert refusal_of(gate, "returns.zip", buffer.getvalue()).key == "archive"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Отчёт", "Отчёт".encode("cp866")),  # as Windows packs
        ("Отчёт", "Отчёт".encode()),  # as Info-ZIP packs: Unicode, and the archive does not say so
        ("Қаржы мин", "Қаржы мин".encode()),
        ("ақпарат й", unicodedata.normalize("NFD", "ақпарат й").encode()),  # as macOS packs, in parts
    ],
)
def test_names_in_an_archive_that_does_not_tell_their_encoding_are_read(name: str, written: bytes) -> None:
    blank = b"X" * len(written)
    content = packed({f"{blank.decode()}.csv": b"a,b\n"}).replace(blank, written)
    with Gate() as gate:
        assert [name for name, _ in gate.unpack("a.zip", content)] == [f"{name}.csv"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (packed({"letter.pdf": b"%PDF", "inner.zip": GOOD}), "nothing_in_archive"),
        (packed({}), "empty_archive"),
        (packed({f"{at}.csv": b"a" for at in range(caps.ARCHIVE_FILES + 1)}), "too_many_files"),
        (packed({f"{at}.csv": b"" for at in range(caps.PARTS + 1)}), "too_many_parts"),
        (packed({"a.csv": b"\0" * (caps.EXPANSION_FROM + 1)}), "expands_too_much"),
        (GOOD, "wrong_extension"),
        (b"a,b\n", "wrong_extension"),
        (b"", "empty_file"),
    ],
)
def test_an_archive_that_cannot_be_used_is_refused(content: bytes, key: str) -> None:
    with Gate() as gate, pytest.raises(FileRefused) as refused:
        gate.unpack("a.zip", content)
    assert refused.value.key == key
    assert has_words(f"refused.{key}")


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.pdf", b"%PDF-1.4", "scan"),
        ("a.xlsx", b"%PDF-1.4", "scan"),
        ("a.doc", b"\xd0\xcf", "old_word"),
        ("a.rar", b"Rar!", "other_archive"),
        ("a.txt", b"text", "plain_text"),
        ("a.exe", b"MZ", "unknown_kind"),
        ("noextension", b"MZ", "unknown_kind"),
        ("a.upr", b"SQLite format 3\0", "register"),
        ("a.xlsx", b"SQLite format 3\0", "register"),
        ("a.csv", GOOD, "wrong_extension"),
        ("a.docx", GOOD, "wrong_extension"),
        ("a.csv", b"MZ\x90\0\x03", "unknown_content"),
        ("a.xls", b"MIME-Version: 1.0\nX-Document-Type: Workbook", "web_page"),
        ("a.xlsx", packed({"a.txt": b"x"}), "wrong_extension"),
        ("C:\\Users\\aigul\\~$a.xlsx", GOOD, "lock_file"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(name: str, content: bytes, key: str) -> None:
    with Gate() as gate:
        assert refusal_of(gate, name, content).key == key


def test_each_extension_that_is_read_is_taken_in_capitals_too() -> None:
    with Gate() as gate:
        assert gate.examine("RETURN.XLSX", GOOD).sheets
        assert gate.examine("return.xlsm", GOOD).sheets
    assert set(READ) == {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".docx", ".json"}


def test_a_file_is_read_into_memory_with_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n")
    received = read_file(path)
    assert (received.name, received.content) == ("a.csv", b"a,b\n")
    assert received.sha256 == hashlib.sha256(b"a,b\n").hexdigest()


def test_a_file_that_is_gone_too_large_or_a_folder_is_refused(tmp_path: Path) -> None:
    large, folder = tmp_path / "large.csv", tmp_path / "folder.xlsx"
    folder.mkdir()
    with large.open("wb") as stream:
        stream.truncate(caps.FILE_BYTES + 1)
    for path, key in ((tmp_path / "gone.csv", "no_such_file"), (folder, "cannot_open"), (large, "too_large")):
        with pytest.raises(FileRefused) as refused:
            read_file(path)
        assert refused.value.key == key
        say(f"refused.{key}", "ru", **refused.value.values)


def test_every_refusal_in_the_code_is_worded_and_every_wording_is_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("exchange", "jobs")
        for path in (ROOT / "upr_desktop" / folder).glob("*.py")
    )
    worded = json.loads((ROOT / "resources" / "words" / "refused.json").read_text(encoding="utf-8"))
    for key in worded:
        assert f'"{key.removeprefix("refused.")}"' in sources, key
