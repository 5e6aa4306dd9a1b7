"""Examine foreign files in a process of their own, so that a hostile one can harm nothing but this process.

Run as `python -m upr_desktop.exchange.gate_child`. Each request on stdin is a JSON frame `{"do", "name"}` and a frame
with the bytes of the file; answers on stdout are the messages of a book, or `{"refused", "values"}`.
"""

import gc
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from upr_desktop.exchange import caps
from upr_desktop.exchange.file_kinds import check_extension, kind_outside_zip, refuse_by_size
from upr_desktop.exchange.frames import Message, read_bytes, read_message, write_bytes, write_message
from upr_desktop.exchange.package_checks import Package
from upr_desktop.exchange.read_archive import documents_in, unpacked
from upr_desktop.exchange.read_csv import read_csv
from upr_desktop.exchange.read_json import read_json
from upr_desktop.exchange.read_spreadsheet import read_excel, read_old_excel, read_open_document
from upr_desktop.exchange.read_word import read_word
from upr_desktop.exchange.refusals import Refusal


def main() -> None:
    """Serve requests until stdin ends. Cycles are not collected: the process lives for fifty files at most."""
    requests, answers = _pipes()
    _limit_memory()
    gc.disable()
    while (request := read_message(requests)) is not None:
        content = read_bytes(requests)
        if content is None:
            break
        serve(answers, request, content)


def serve(answers: BinaryIO, request: Message, content: bytes) -> None:
    """Answer one request."""
    name = str(request["name"])
    try:
        if request["do"] in ("unpack", "unpack_all"):
            _unpack(answers, name, content, has_documents=request["do"] == "unpack_all")
        else:
            for message in messages_of(name, content):
                write_message(answers, message)
    except Refusal as refusal:
        write_message(answers, {"refused": refusal.key, "values": refusal.values})


def messages_of(name: str, content: bytes) -> Iterator[Message]:
    """Yield the messages of the book that the file holds. Raises Refusal."""
    refuse_by_size(len(content))
    kind = kind_outside_zip(content)
    if kind != "zip":
        check_extension(name, kind)
        return _read_plain(name, kind, content)
    package = Package(content)
    kind = package.kind()
    check_extension(name, kind)
    if kind == "zip":
        raise Refusal("archive")
    if kind == "docx":
        return read_word(package)
    if kind == "ods":
        return read_open_document(package, content)
    return read_excel(package, content)


def _read_plain(name: str, kind: str, content: bytes) -> Iterator[Message]:
    if kind == "xls":
        return read_old_excel(content)
    return read_json(content) if name.lower().endswith(".json") else read_csv(content)


def _unpack(answers: BinaryIO, name: str, content: bytes, *, has_documents: bool) -> None:
    refuse_by_size(len(content))
    kind = kind_outside_zip(content)
    if kind != "zip":
        check_extension(name, kind)
    package = Package(content)
    check_extension(name, package.kind())
    for member, inner in unpacked(package):
        write_message(answers, {"member": member})
        write_bytes(answers, inner)
    for member, document in documents_in(package) if has_documents else ():
        if document is None:
            write_message(answers, {"left_out": member})
        else:
            write_message(answers, {"document": member})
            write_bytes(answers, document)
    write_message(answers, {"unpacked": True})


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return stdin and stdout for frames; whatever else prints goes to stderr, where it breaks no frame."""
    answers = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(answers, os.O_BINARY)
    return os.fdopen(0, "rb", closefd=False), os.fdopen(answers, "wb")


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (caps.CHILD_BYTES, caps.CHILD_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
