"""Decide what attaching a file to a document writes: its name and checksum, and its bytes where they are to be kept."""

import hashlib
from pathlib import Path

from upr_desktop.register.changes import ChangeSet, Label, Received, RecordId, Values, edits
from upr_desktop.register.errors import FileRefused

MEGABYTE = 1 << 20
LARGEST = 20 * MEGABYTE
# What may be opened from the register at once; anything else can be saved and is then opened by the person.
OPENED = (
    ".pdf",
    ".docx",
    ".doc",
    ".xlsx",
    ".xls",
    ".odt",
    ".ods",
    ".rtf",
    ".txt",
    ".csv",
    ".png",
    ".jpg",
    ".jpeg",
)


def read_document_file(path: Path, *, keep: bool) -> Received:
    """Return a file as it is attached; `keep` says that its bytes go into the register.

    Raises FileRefused: cannot_open; document_too_large where it would be kept and is over 20 MB.
    """
    try:
        size = path.stat().st_size
        if keep and size > LARGEST:
            whole = -(-size // MEGABYTE)
            raise FileRefused("document_too_large", name=path.name, size=whole, most=LARGEST // MEGABYTE)
        content = path.read_bytes()
    except OSError as trouble:
        raise FileRefused("cannot_open", name=path.name) from trouble
    return Received(path.name, content, hashlib.sha256(content).hexdigest())


def attach_file(id: RecordId, stored: Values, file: Received) -> ChangeSet:
    """Return what notes a file's name and checksum (sha256) with a document."""
    label = Label("label.evidence.file", {"file": file.name})
    wished: Values = {"file_name": file.name, "file_sha256": file.sha256}
    return ChangeSet(label, edits("evidence", id, stored, wished))


def detach_file(id: RecordId, stored: Values) -> ChangeSet:
    """Return what takes a file's name and checksum off a document; bytes that were kept stay with the history."""
    label = Label("label.evidence.file_removed", {"file": str(stored["file_name"] or "")})
    return ChangeSet(label, edits("evidence", id, stored, {"file_name": None, "file_sha256": None}))
