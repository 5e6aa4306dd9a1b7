"""Give documents that came loose beside returns, not packed with one, to the returns that name them."""

from collections.abc import Sequence
from dataclasses import replace

from upr_desktop.jobs.enclosed import Loaded
from upr_desktop.jobs.merge_returns import ReadFile
from upr_desktop.jobs.return_documents import is_named
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused

LOOSE = "loose_document"
# Why a file is not read where a better way to send it is not known already.
UNKNOWN = ("scan", "unknown_kind")


def give_loose(found: Sequence[ReadFile], loaded: Loaded) -> list[ReadFile]:
    """Return files that were read, with the documents that those among them tell of or name as evidence.

    What none names is added to `loaded.refused`, with what to do.
    """
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
