"""Tell what a file is by its name and by its bytes, and refuse what is not read with a way out."""

from pathlib import PurePosixPath

from upr_desktop.exchange import caps
from upr_desktop.exchange.refusals import Refusal

READ = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".csv": "csv",
    ".docx": "docx",
    ".json": "json",
}
ARCHIVE = ".zip"
SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".heic")
REFUSED = {
    ".xlsb": "binary_workbook",
    ".doc": "old_word",
    ".rtf": "old_word",
    ".odt": "old_word",
    ".xlt": "old_excel",
    ".xml": "xml_workbook",
    ".html": "web_page",
    ".htm": "web_page",
    ".mht": "web_page",
    ".txt": "plain_text",
    ".tsv": "plain_text",
    ".upr": "register",
    ".rar": "other_archive",
    ".7z": "other_archive",
    **dict.fromkeys(SCANS, "scan"),
}
# What may come beside a return as a document of it: kept as it is, never read.
DOCUMENTS = frozenset(
    {*SCANS, *READ, ".doc", ".odt", ".rtf", ".txt", ".xlsb", ".ppt", ".pptx", ".odp", ".p7s", ".cms", ".sig"}
)
JUNK = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"


def extension_of(name: str) -> str:
    """Return the extension in small letters with its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def refuse_by_name(name: str) -> None:
    """Raise Refusal for a name that says: this is not a file to read."""
    base = PurePosixPath(name.replace("\\", "/")).name
    if base.startswith("~$") or base.startswith(".~lock."):
        raise Refusal("lock_file")
    extension = extension_of(base)
    if extension not in READ and extension != ARCHIVE:
        raise Refusal(REFUSED.get(extension, "unknown_kind"), extension=extension or base)


def refuse_by_size(size: int) -> None:
    """Raise Refusal for a file of that many bytes that is empty or too large."""
    if size == 0:
        raise Refusal("empty_file")
    if size > caps.FILE_BYTES:
        raise Refusal("too_large", size=round(size / caps.MEGABYTE), limit=caps.FILE_BYTES // caps.MEGABYTE)


def kind_outside_zip(content: bytes) -> str:
    """Return what the first bytes say: zip, xls, csv (any text) or json. Raises Refusal for what is none of these."""
    if content.startswith((ZIP, EMPTY_ZIP)):
        return "zip"
    if content.startswith(OLE):
        return _kind_of_ole(content)
    if content.startswith(b"%PDF") or content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")):
        raise Refusal("scan")
    if content.startswith(b"SQLite format 3\0"):
        raise Refusal("register")
    if content.startswith(b"{\\rtf"):
        raise Refusal("old_word")
    return _kind_of_text(content)


def _kind_of_ole(content: bytes) -> str:
    if _stream("EncryptedPackage") in content:
        raise Refusal("password")
    if _stream("Workbook") in content or _stream("Book") in content:
        return "xls"
    raise Refusal("old_word" if _stream("WordDocument") in content else "unknown_content")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


def _kind_of_text(content: bytes) -> str:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b"<?mso-application" in start:
        raise Refusal("xml_workbook")
    if (
        start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"mime-version:"))
        or b"<html" in start
    ):
        raise Refusal("web_page")
    if b"\0" in head or head.startswith(b"MZ"):
        raise Refusal("unknown_content")
    return "json" if start.startswith((b"{", b"[")) else "csv"


def check_extension(name: str, kind: str) -> None:
    """Raise Refusal where the content is of another kind than the extension says."""
    extension = extension_of(name)
    expected = READ.get(extension, "zip")
    if kind == expected or (expected in ("csv", "json") and kind in ("csv", "json")):
        return
    raise Refusal("wrong_extension", extension=extension, found=f".{kind}")
