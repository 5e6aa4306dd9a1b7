"""Decide what becomes of the documents that came in an archive with a return: whose they are, what keeps them."""

from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from upr_desktop.incoming_return import IncomingReturn, ToldDocument
from upr_desktop.jobs.archive_folders import folder_of, nearest
from upr_desktop.jobs.enclosed import Enclosed
from upr_desktop.register.changes import Added, Change, Edited, Origin, Received, RecordId, Values, new_id
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold
from upr_desktop.register.queries import records

if TYPE_CHECKING:
    from upr_desktop.jobs.merge_returns import ReadFile

TEXT = ".docx"
SHORTEST_STEM = 5
NAMED = 3


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """What becomes of one document: its file, the record that it is or becomes, the reports that it proves.

    `is_new` says that the register held no such document of these reports.
    """

    received: Received
    evidence: RecordId
    reports: Sequence[RecordId]
    is_new: bool


@dataclass(slots=True)
class KeptDocuments:
    """What becomes of the documents of one return, and the changes that keep them; `left_out` are names not taken."""

    documents: list[KeptDocument] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left_out: Sequence[str] = ()

    @property
    def new(self) -> int:
        """Return how many of the documents the register does not hold yet."""
        return sum(one.is_new for one in self.documents)

    @property
    def new_files(self) -> list[Received]:
        """Return the files that are kept with the step that brings them."""
        return [one.received for one in self.documents]


class DocumentShelf:
    """The documents that the register holds, and those that a merge brings meanwhile."""

    def __init__(self, connection: Connection) -> None:
        stored = records(connection, "evidence").items()
        self.evidence: dict[RecordId, Values] = {id: one for id, one in stored if not one["archived"]}
        self.of_report: dict[RecordId, set[RecordId]] = {}
        for link in records(connection, "evidence_link").values():
            if not link["archived"]:
                owner = RecordId(str(link["record_id"]))
                self.of_report.setdefault(owner, set()).add(RecordId(str(link["evidence_id"])))

    def known(self, sha256: str, reports: Sequence[RecordId]) -> RecordId | None:
        """Return the document with this file that one of these reports has; of no report, one that nothing has."""
        of_these = set().union(*(self.of_report.get(id, set()) for id in reports))
        linked = set().union(*self.of_report.values()) if not reports else set()
        for id, one in self.evidence.items():
            is_free = not reports and id not in linked
            if one["file_sha256"] == sha256 and (id in of_these or is_free):
                return id
        return None


def with_news(
    files: Sequence[Received], enclosed: Mapping[str, Enclosed], held: Container[str]
) -> Iterator[str]:
    """Yield the files (sha256) beside which something came that the register does not hold: a document, a letter."""
    for sha256, beside in enclosed.items():
        texts = [
            file for file in files if file.name.lower().endswith(TEXT) and enclosed.get(file.sha256) is beside
        ]
        if any(one.sha256 not in held for one in (*beside.documents, *texts)):
            yield sha256


def share_documents(found: Sequence["ReadFile"], enclosed: Mapping[str, Enclosed]) -> list["ReadFile"]:
    """Return files that were read with the documents of their archives; what turned out to be one is no return.

    Each goes to the returns that tell of it; what none tells of, to those of its folder that name it, else to the
    first of those.
    """
    # Many agencies call theirs the same, so a name does not tell them apart.
    archives: dict[int, list[ReadFile]] = {}
    for one in found:
        if one.received.sha256 in enclosed:
            archives.setdefault(id(enclosed[one.received.sha256]), []).append(one)
    shared: dict[str, ReadFile] = {}
    annexes: set[str] = set()
    for files in archives.values():
        if any(one.returned or one.same for one in files):
            beside = [one for one in files if one.refused and one.refused.key == "not_a_return"]
            is_read = any(one.returned for one in files)
            letters = [one for one in beside if is_read and one.letter and not is_named(one.received, files)]
            annexes |= {one.received.sha256 for one in beside if one not in letters}
            documents = [one.received for one in beside if one not in letters]
            whole = enclosed[files[0].received.sha256]
            shared |= _shared(files, [*whole.documents, *documents], whole)
            shared |= {one.received.sha256: _beside(one, files) for one in letters}
        elif letters := [one for one in files if one.letter]:
            shared |= _annexed(letters, enclosed[letters[0].received.sha256])
    return [
        shared.get(one.received.sha256, one) if one.returned or one.letter else one
        for one in found
        if one.received.sha256 not in annexes
    ]


def is_named(received: Received, files: Sequence["ReadFile"]) -> bool:
    """Return whether one of these returns tells of a file as a document, by its content or its name."""
    return any(
        received.sha256 in _told_files(one) or any(_naming(one.returned, received.name))
        for one in files
        if one.returned
    )


def _beside(letter: "ReadFile", files: Sequence["ReadFile"]) -> "ReadFile":
    """Return a letter that came in one archive with returns: it goes with the first of those in its folder.

    Where those are of several agencies it goes with none: a person is asked whose it is.
    """
    near = nearest([one for one in files if one.returned], folder_of(letter.received.name))
    senders = {one.returned.marks.get("agency", "") for one in near if one.returned}
    assert letter.letter is not None
    if len(senders) > 1:
        return letter
    return replace(letter, letter=replace(letter.letter, beside=near[0].received.sha256))


def _annexed(letters: Sequence["ReadFile"], whole: Enclosed) -> dict[str, "ReadFile"]:
    """Return letters that came without a return, with the documents of their folders."""
    given: dict[str, list[Received]] = {one.received.sha256: [] for one in letters}
    for file in {one.sha256: one for one in whole.documents}.values():
        for folder in sorted(whole.folders.get(file.sha256, frozenset({""}))):
            given[nearest(letters, folder)[0].received.sha256].append(file)
    return {
        one.received.sha256: replace(
            one, documents=given[one.received.sha256], left_out=whole.left_out if at == 0 else ()
        )
        for at, one in enumerate(letters)
    }


def _shared(
    files: Sequence["ReadFile"], documents: Sequence[Received], whole: Enclosed
) -> dict[str, "ReadFile"]:
    returns = [one for one in files if one.returned]
    given: dict[str, list[Received]] = {one.received.sha256: [] for one in returns}
    for file in documents:
        for owner in _owners(file, files, whole):
            given[owner.received.sha256].append(file)
    return {
        one.received.sha256: replace(
            one, documents=given[one.received.sha256], left_out=whole.left_out if at == 0 else ()
        )
        for at, one in enumerate(returns)
    }


def _owners(file: Received, files: Sequence["ReadFile"], whole: Enclosed) -> Iterator["ReadFile"]:
    """Yield the returns that a document goes to; none where its folder holds only such as were merged before."""
    telling = [one for one in files if file.sha256 in _told_files(one)]
    folders = whole.folders.get(file.sha256) or {folder_of(file.name)}
    known = [one for one in files if one.returned or one.same]
    for folder in () if telling else sorted(folders):
        near = [one for one in nearest(known, folder) if one.returned]
        naming = [one for one in near if one.returned and any(_naming(one.returned, file.name))]
        yield from naming or near[:1]
    yield from telling


def _told_files(one: "ReadFile") -> set[str]:
    return {document.sha256 for document in one.returned.documents} if one.returned else set()


def keep_documents(file: "ReadFile", own: AbstractSet[RecordId], shelf: DocumentShelf) -> KeptDocuments:
    """Return what becomes of the documents of a return; `own` are the reports of its agency."""
    kept = KeptDocuments(left_out=file.left_out)
    if file.returned is None:
        return kept
    told = {one.sha256: one for one in file.returned.documents}
    for received in {one.sha256: one for one in file.documents}.values():
        document = told.get(received.sha256) or ToldDocument(received.sha256, received.name, (), {})
        reports = [RecordId(key) for key in document.reports if key in own]
        reports = reports or [id for id in _naming(file.returned, received.name) if id in own]
        kept.documents.append(_keep(received, document, reports, kept.changes, file.returned, shelf))
    return kept


def _keep(
    received: Received,
    document: ToldDocument,
    reports: Sequence[RecordId],
    changes: list[Change],
    returned: IncomingReturn,
    shelf: DocumentShelf,
) -> KeptDocument:
    known = shelf.known(received.sha256, reports)
    id = known or new_id()
    origin = Origin(returned.file, returned.sheet, "", "")
    if known is None:
        title = str(document.values.get("title") or "").strip() or PurePosixPath(received.name).stem
        values: Values = {
            **document.values, "title": title, "file_name": received.name, "file_sha256": received.sha256,
        }  # fmt: skip
        changes.append(Added("evidence", id, values, origin))
        shelf.evidence[id] = {**values, "archived": False}
    elif document.values.get("confidential") and not shelf.evidence[known].get("confidential"):
        changes.append(
            Edited("evidence", id, "confidential", shelf.evidence[known]["confidential"], True, origin)
        )
        shelf.evidence[known] = {**shelf.evidence[known], "confidential": True}
    for report in reports:
        if id not in shelf.of_report.setdefault(report, set()):
            shelf.of_report[report].add(id)
            ends: Values = {"evidence_id": id, "record_id": report, "record_kind": "progress"}
            changes.append(Added("evidence_link", new_id(), ends, origin))
    return KeptDocument(received, id, reports, known is None)


def _naming(returned: IncomingReturn, name: str) -> Iterator[RecordId]:
    """Yield the reports whose rows name a file, with its ending or without, among their documents."""
    stem = fold(PurePosixPath(name).stem)
    for row in returned.rows:
        cell = row.cells.get("evidence_text")
        if row.key and cell and len(stem) >= SHORTEST_STEM and stem in fold(cell.raw):
            yield RecordId(row.key)


def document_notices(kept: KeptDocuments, name: str) -> Iterator[Problem]:
    """Yield what a person should know of the documents of a return (its name)."""
    if kept.documents:
        files = ", ".join(one.received.name for one in kept.documents[:NAMED])
        more = len(kept.documents) - NAMED
        told: Values = {"count": len(kept.documents), "files": f"{files}…" if more > 0 else files}
        yield Problem("return_documents", name, told, None, "info")
    for one in kept.documents:
        if not one.reports:
            yield Problem("return_document_unplaced", name, {"file": one.received.name}, one.evidence)
    for file in kept.left_out:
        yield Problem("return_file_left_out", name, {"file": file})
