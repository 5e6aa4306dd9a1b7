"""Every value that a file gave is found again in the file, at the sheet and cell that the log names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.sheets import Book, column_number
from upr_desktop.jobs.import_file import Options, apply_import, load, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Added, Change
from upr_desktop.register.log import changes_of
from upr_desktop.register.register import Register

TEXTS = (
    "№ рекомендации;Рекомендация;Ұсыным\n"
    "48.1;Ратифицировать Конвенцию (Перу);Конвенцияны ратификациялау (Перу)\n"
    "48.2;;Азаптауға жол бермеу\n"
)
FILES = ("ohchr/upr48-slovenia-thematic-list.docx", "ohchr/upr34-slovenia-thematic-list.docx")


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    with new_register(tmp_path / "a.upr", reference="kazakhstan-4") as register:
        yield register


def cited(change: Change) -> Iterator[tuple[str, str]]:
    """Yield (address, raw) of every cell that a change cites."""
    if change.origin:
        yield change.origin.address, change.origin.raw
        if isinstance(change, Added) and change.cells:
            yield from change.cells.values()


def text_at(book: Book, sheet: str, address: str) -> str | None:
    found = re.fullmatch(r"([A-Z]+)(\d+)", address)
    own = next((one for one in book.sheets if one.name == sheet), None)
    return own.cell(int(found[2]), column_number(found[1])).raw if found and own else None


def test_every_cell_that_the_log_cites_reads_the_same_again(
    register: Register, tmp_path: Path, shared_data: Path
) -> None:
    texts = tmp_path / "texts.csv"
    texts.write_text(TEXTS, encoding="utf-8")
    lost, read = [], 0
    with Gate() as gate:
        jobs = [(shared_data / name, Options()) for name in FILES]
        jobs += [(shared_data / "uprinfo" / "upr-info-17-20.csv", Options(state="KAZ"))]
        jobs += [(texts, Options(create_unknown=True))]
        for path, options in jobs:
            prepared = prepare(register, load([path], gate)[0], options, gate)
            done = apply_import(register, prepared, "me")[1]
            with register.reading() as connection:
                changes = changes_of(connection, done.revision or 0)
            for change in changes:
                for address, raw in cited(change):
                    read += 1
                    sheet = change.origin.sheet if change.origin else ""
                    if text_at(prepared.book, sheet, address) != raw:
                        lost.append((path.name, address, raw))
    assert lost == []
    assert read > 7000
