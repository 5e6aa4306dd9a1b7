"""Take files out of a .zip archive: those that can be read, and the documents that came beside them."""

import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from upr_desktop.exchange import caps
from upr_desktop.exchange.file_kinds import DOCUMENTS, JUNK, READ, extension_of, refuse_by_name
from upr_desktop.exchange.package_checks import Package
from upr_desktop.exchange.refusals import Refusal


def unpacked(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of each member that can be read. Raises Refusal where there is none, or far too many."""
    names = [name for name in package.names if _is_readable(name)]
    if not names:
        raise Refusal("nothing_in_archive")
    if len(names) > caps.ARCHIVE_FILES:
        raise Refusal("too_many_files", limit=caps.ARCHIVE_FILES)
    for name in names:
        yield _shown_name(name, package), package.part(name)


def documents_in(package: Package) -> Iterator[tuple[str, bytes | None]]:
    """Yield (name, content) of each member that cannot be read but is a document; None for what is neither.

    Raises Refusal where there are far too many.
    """
    names = [name for name in package.names if not _is_readable(name) and not _is_junk(name)]
    if len(names) > caps.ARCHIVE_FILES:
        raise Refusal("too_many_files", limit=caps.ARCHIVE_FILES)
    for name in names:
        is_document = extension_of(name) in DOCUMENTS
        yield _shown_name(name, package), package.part(name) if is_document else None


def _is_readable(name: str) -> bool:
    if name.endswith("/") or name.startswith("__MACOSX/") or extension_of(name) not in READ:
        return False
    try:
        refuse_by_name(name)
    except Refusal:
        return False
    return True


def _is_junk(name: str) -> bool:
    """Return whether a member is a folder, or what a system or an office program puts beside files."""
    base = PurePosixPath(name.replace("\\", "/")).name.lower()
    return (
        name.endswith("/")
        or name.startswith("__MACOSX/")
        or base in JUNK
        or base.startswith(("~$", ".~lock."))
    )


def _shown_name(name: str, package: Package) -> str:
    """Return the name without ways out of a folder, its letters composed."""
    if not package.is_unicode(name):
        name = _decoded(name.encode("cp437", "replace"))
    name = unicodedata.normalize("NFC", name)  # macOS writes й and ё in two parts
    steps = [step for step in PurePosixPath(name.replace("\\", "/")).parts if step not in ("/", "..", ".")]
    return "/".join(steps)


def _decoded(name: bytes) -> str:
    """Return a name whose encoding the archive does not tell: UTF-8 if it can be that, else Windows' cp866."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp866", "replace")
