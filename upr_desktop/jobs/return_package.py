"""Say which documents go with a return, and put them into one .zip with it."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from upr_desktop.exchange.told_documents import FIELDS, TICK
from upr_desktop.incoming_return import ToldDocument
from upr_desktop.jobs.own_cells import Documents
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.connection import Connection
from upr_desktop.register.history import files_named, received_content

# The day of every member: the same answers make the same archive.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SentDocument:
    """A document's file that belongs to a return: its name, its size in bytes (None where the register has no copy).

    `told` is what the return says of it, `numbers` are those of the measures that it proves.
    """

    name: str
    size: int | None
    numbers: Sequence[str]
    told: ToldDocument


def documents_to_send(
    connection: Connection, documents: Documents, numbers: Mapping[RecordId, str]
) -> list[SentDocument]:
    """Return the files of reports' documents, each once, in their order; `numbers` are those of the measures."""
    owners: dict[str, list[RecordId]] = {}
    known: dict[str, Values] = {}
    for report in numbers:
        for document in documents.get(report, ()):
            if document["file_sha256"]:
                sha256 = str(document["file_sha256"])
                known.setdefault(sha256, document)
                owners.setdefault(sha256, []).append(report)
    sizes = {sha256: file.size for sha256, file in files_named(connection, known).items()}
    return [
        SentDocument(
            str(one["file_name"] or one["title"]),
            sizes.get(sha256),
            [numbers[report] for report in owners[sha256]],
            ToldDocument(sha256, str(one["file_name"] or ""), tuple(owners[sha256]), _values(one)),
        )
        for sha256, one in known.items()
    ]


def _values(document: Values) -> dict[str, str | bool]:
    told: dict[str, str | bool] = {name: str(document[name]) for name in FIELDS if document[name]}
    return {**told, TICK: True} if document[TICK] else told


def package(
    connection: Connection, workbooks: Sequence[tuple[str, bytes]], documents: Sequence[SentDocument]
) -> bytes:
    """Return a .zip with workbooks (name, content) and those of the documents that the register has a copy of."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in workbooks:
            archive.writestr(_member(name), content)
        taken = {name.casefold() for name, _ in workbooks}
        for one in documents:
            if one.size is not None:
                name = next(free for free in _names(one.name) if free.casefold() not in taken)
                taken.add(name.casefold())
                archive.writestr(_member(name), received_content(connection, one.told.sha256))
    return target.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _names(name: str) -> Iterator[str]:
    base = PurePath(name.replace("\\", "/")).name or "file"
    yield base
    stem, suffix = PurePath(base).stem, PurePath(base).suffix
    for number in range(2, 10_000):
        yield f"{stem} ({number}){suffix}"
