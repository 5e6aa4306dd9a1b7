"""Open a zip package only as far as it is safe: its size once unpacked, its members, its checksums, its XML."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from upr_desktop.exchange import caps
from upr_desktop.exchange.refusals import FORBIDDEN_XML, Damaged, Refusal

END = struct.Struct("<4s4H2LH")
ENCRYPTED = 0x1
UNICODE_NAME = 0x800
DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
PLAIN_HEAD = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*<[A-Za-z]""")
HEAD_BYTES = 1024
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, UnicodeDecodeError)


class Package:
    """The parts of a zip package, unpacked on demand, each checked against its checksum and the caps."""

    def __init__(self, content: bytes) -> None:
        """Read the directory. Raises Damaged, or Refusal for too many members, a bomb or a password."""
        _check_end(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise Damaged() from error
        self._members = {member.filename: member for member in self._zip.infolist()}
        self._expanded = 0
        _check_members(self._zip.infolist(), len(content))

    @property
    def names(self) -> list[str]:
        """Return the names of the members in the order of the directory."""
        return list(self._members)

    def has(self, name: str) -> bool:
        """Return whether there is such a member."""
        return name in self._members

    def is_unicode(self, name: str) -> bool:
        """Return whether the archive says that the member's name is Unicode, or it is plain ASCII."""
        return bool(self._members[name].flag_bits & UNICODE_NAME) or name.isascii()

    def part(self, name: str) -> bytes:
        """Return a member, unpacked. Raises Damaged where it is missing or broken, Refusal where it is too large."""
        member = self._members.get(name)
        if member is None:
            raise Damaged()
        self._expanded += member.file_size
        if member.file_size > caps.PART_BYTES or self._expanded > caps.EXPANDED_BYTES:
            raise Refusal("expands_too_much", limit=caps.EXPANDED_BYTES // caps.MEGABYTE)
        try:
            return self._zip.read(member)
        except BROKEN as error:
            raise Damaged() from error

    def xml(self, name: str) -> bytes:
        """Return an XML part in UTF-8. Raises Refusal where it declares a document type."""
        return utf8_xml(self.part(name))

    def check_xml(self, name: str) -> None:
        """Check a part that only the reader unpacks: its declared size (the reader holds it to that) and its head.

        A document type can stand only before the root element. Raises Refusal.
        """
        if self._members[name].file_size > caps.PART_BYTES:
            raise Refusal("expands_too_much", limit=caps.EXPANDED_BYTES // caps.MEGABYTE)
        try:
            with self._zip.open(name) as part:
                head = part.read(HEAD_BYTES)
        except BROKEN as error:
            raise Damaged() from error
        if not PLAIN_HEAD.match(head):
            self.xml(name)

    def kind(self) -> str:
        """Return xlsx, xlsb, docx, ods or zip by the parts that make such a package."""
        if not self._members:
            raise Refusal("empty_archive")
        if self.has("xl/workbook.bin"):
            raise Refusal("binary_workbook")
        if self.has("mimetype"):
            return self._kind_of_open_document()
        if self.has("word/document.xml"):
            return "docx"
        return "xlsx" if self.has("xl/workbook.xml") or self.has("[Content_Types].xml") else "zip"

    def _kind_of_open_document(self) -> str:
        if not self.part("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            raise Refusal("unknown_content")
        if self.has("META-INF/manifest.xml") and b"encryption-data" in self.part("META-INF/manifest.xml"):
            raise Refusal("password")
        return "ods"


def _check_end(content: bytes) -> None:
    """Read the end record, so that a directory with very many members is refused before it is read."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or at + END.size > len(content):
        raise Damaged()
    _, _, _, _, members, size, _, comment = END.unpack_from(content, at)
    if members > caps.PARTS or size > caps.PARTS * 512:
        raise Refusal("too_many_parts", limit=caps.PARTS)
    if at + END.size + comment != len(content):
        raise Damaged()


def _check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    if len(members) > caps.PARTS:
        raise Refusal("too_many_parts", limit=caps.PARTS)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Refusal("password")
    if len({member.filename.lower() for member in members}) < len(members):
        raise Damaged("doubled_parts")
    declared = sum(member.file_size for member in members)
    if declared > caps.DECLARED_BYTES or (
        declared > caps.EXPANSION_FROM and declared > packed * caps.EXPANSION
    ):
        raise Refusal("expands_too_much", limit=caps.EXPANDED_BYTES // caps.MEGABYTE)


def utf8_xml(part: bytes) -> bytes:
    """Return the part in UTF-8 without a mark. Raises Refusal for a document type, Damaged if it is unreadable."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        part = _decoded(part, "utf-16").encode()
    part = part.removeprefix(b"\xef\xbb\xbf")
    declared = DECLARED_ENCODING.match(part[:200])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding not in ("utf-8", "utf8", "us-ascii", "ascii", "utf-16"):
        part = _decoded(part, encoding).encode()
    if declared and encoding not in ("utf-8", "utf8"):
        part = part[: declared.start(1)] + b"UTF-8" + part[declared.end(1) :]
    if b"<!DOCTYPE" in part:
        raise Refusal(FORBIDDEN_XML)
    return part


def _decoded(part: bytes, encoding: str) -> str:
    try:
        return part.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Damaged() from error


def resolved(base: str, target: str) -> str:
    """Return the member that a relationship target means, seen from the part `base`."""
    if target.startswith("/"):
        return target.lstrip("/")
    steps: list[str] = []
    for step in (PurePosixPath(base).parent / target).parts:
        if step == "..":
            steps[-1:] = []
        else:
            steps.append(step)
    return "/".join(steps)


def relationships_of(part: str) -> str:
    """Return the name of the part that holds the relationships of a part."""
    path = PurePosixPath(part)
    return f"{path.parent}/_rels/{path.name}.rels".removeprefix("./")
