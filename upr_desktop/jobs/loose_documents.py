"""Give documents that came loose beside returns, not packed with one, to the returns that name them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.enclosed import Loaded
from upr_desktop.jobs.merge_returns import MergeOptions, ReadFile, read_returns
from upr_desktop.jobs.return_documents import is_named
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused
from upr_desktop.register.register import Register

LOOSE = "loose_document"
# Why a file is not read where a better way to send it is not known already.
UNKNOWN = ("scan", "unknown_kind")
ReadAgain = Callable[[Sequence[Received]], Sequence[ReadFile]]


def reading_again(register: Register, options: MergeOptions, gate: Gate | None) -> ReadAgain | None:
    """Return what reads returns again that were taken in before; None where nothing is read at all."""
    if gate is None:
        return None
    return lambda files: read_returns(register, files, replace(options, again=True), gate)


def give_loose(
    found: Sequence[ReadFile], loaded: Loaded, read_again: ReadAgain | None = None
) -> list[ReadFile]:
    """Return files that were read, with the documents that those among them tell of or name as evidence.

    A return that was taken in before is read again (`read_again`), and stays read where it names one of them. What none
    names is added to `loaded.refused`, with what to do.
    """
    if loaded.loose and read_again is not None:
        found = _with_naming(found, loaded, read_again)
    given: dict[str, list[Received]] = {}
    for document, refusal in loaded.loose:
        owners = [one.received.sha256 for one in found if is_named(document, [one])]
        for owner in owners:
            given.setdefault(owner, []).append(document)
        if not owners:
            said = FileRefused(LOOSE, name=document.name) if refusal.key in UNKNOWN else refusal
            loaded.refused.append((document.name, said))
    return [
        replace(one, documents=[*one.documents, *given[one.received.sha256]])
        if one.returned and one.received.sha256 in given
        else one
        for one in found
    ]


def _with_naming(found: Sequence[ReadFile], loaded: Loaded, read_again: ReadAgain) -> Sequence[ReadFile]:
    """Return files with those read that were taken in before and name one of the documents."""
    before = [one.received for one in found if one.same and one.same.received_at]
    naming = {
        one.received.sha256: one
        for one in (read_again(before) if before else ())
        if any(is_named(document, [one]) for document, _ in loaded.loose)
    }
    return [naming.pop(one.received.sha256, one) if one.same else one for one in found]
