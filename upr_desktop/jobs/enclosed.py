"""Load returns that came as files or in archives, with the documents that an archive holds beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from upr_desktop.exchange.file_kinds import ARCHIVE, DOCUMENTS, READ, extension_of
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.archive_folders import folder_of
from upr_desktop.jobs.document_files import LARGEST
from upr_desktop.jobs.import_file import as_received
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What an archive holds beside its workbooks: documents, and names of what is not taken. `archive` is its name.

    `folders` are those of the archive in which each document (by sha256) stands.
    """

    archive: str
    documents: Sequence[Received] = ()
    left_out: Sequence[str] = ()
    folders: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Loaded:
    """Files to be read, those in archives one by one; `enclosed` is what came with one, by its checksum (sha256).

    `refused` could not even be opened, by name; `loose` are documents that came unpacked, with why they are not read.
    """

    files: list[Received] = field(default_factory=list)
    enclosed: dict[str, Enclosed] = field(default_factory=dict)
    refused: list[tuple[str, FileRefused]] = field(default_factory=list)
    loose: list[tuple[Received, FileRefused]] = field(default_factory=list)


def load_returns(files: Sequence[Path | Received], gate: Gate) -> Loaded:
    """Return files in memory, archives unpacked; one that cannot be opened does not stop the others."""
    loaded = Loaded()
    for file in files:
        try:
            _load(file, gate, loaded)
        except FileRefused as refusal:
            document = _loose_document(file) if isinstance(file, Path) else None
            if document is not None:
                loaded.loose.append((document, refusal))
            else:
                loaded.refused.append((file.name, refusal))
    return loaded


def return_inside(received: Received, gate: Gate) -> tuple[Received, list[Received]]:
    """Return the workbook that an archive holds and all else in it; the file itself where it is none.

    Raises FileRefused.
    """
    if not received.name.lower().endswith(ARCHIVE):
        return received, []
    found = gate.unpack_all(received.name, received.content)
    book = min(found.files, key=lambda one: not one[0].lower().endswith(WORKBOOKS))
    others = [one for one in (*found.files, *found.documents) if one is not book]
    return as_received(*book), [as_received(_base(name), content) for name, content in others]


def _loose_document(path: Path) -> Received | None:
    """Return a file that is never read but may be a document of a return; None for any other."""
    is_document = extension_of(path.name) in DOCUMENTS - READ.keys()
    try:
        if not is_document or not 0 < path.stat().st_size <= LARGEST:
            return None
        return as_received(path.name, path.read_bytes())
    except OSError:
        return None


def _load(file: Path | Received, gate: Gate, loaded: Loaded) -> None:
    received = file if isinstance(file, Received) else read_file(file)
    if not received.name.lower().endswith(ARCHIVE):
        loaded.files.append(received)
        return
    found = gate.unpack_all(received.name, received.content)
    documents = [as_received(_base(name), content) for name, content in found.documents]
    folders: dict[str, frozenset[str]] = {}
    for (name, _), one in zip(found.documents, documents, strict=True):
        folders[one.sha256] = folders.get(one.sha256, frozenset()) | {folder_of(name)}
    too_large = [one.name for one in documents if len(one.content) > LARGEST]
    kept = [one for one in documents if 0 < len(one.content) <= LARGEST]
    enclosed = Enclosed(received.name, kept, [*found.left_out, *too_large], folders)
    for name, content in found.files:
        inner = as_received(name, content)
        loaded.files.append(inner)
        if kept or enclosed.left_out or len(found.files) > 1:
            before = loaded.enclosed.get(inner.sha256)
            loaded.enclosed[inner.sha256] = _joined(before, enclosed) if before else enclosed


def _joined(one: Enclosed, other: Enclosed) -> Enclosed:
    """Return what came with a workbook that is in two archives."""
    documents = [*one.documents, *other.documents]
    folders = {
        sha256: one.folders.get(sha256, frozenset()) | other.folders.get(sha256, frozenset())
        for sha256 in {*one.folders, *other.folders}
    }
    return Enclosed(one.archive, documents, [*one.left_out, *other.left_out], folders)


def _base(name: str) -> str:
    return name.rsplit("/", 1)[-1]
