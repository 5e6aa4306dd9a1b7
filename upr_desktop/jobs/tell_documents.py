"""Say which documents go with a return that was written: in its archive, beside it, or from elsewhere."""

from collections.abc import Sequence

from upr_desktop.jobs.return_package import SentDocument
from upr_desktop.jobs.write_return import Written
from upr_desktop.words import say

NAMED, MEGABYTE = 5, 1 << 20


def document_sentences(written: Written, language: str) -> list[str]:
    """Return sentences that name the documents of a return with their sizes; none where it has none."""
    kept = [one for one in written.documents if one.size is not None]
    elsewhere = [one for one in written.documents if one.size is None]
    key = "own.written_packed" if written.is_packed else "own.written_beside"
    told: list[str] = []
    if kept:
        total = size_words(sum(one.size or 0 for one in kept), language)
        told.append(say(key, language, count=len(kept), files=_named(kept, language), size=total))
    if elsewhere:
        told.append(
            say("own.written_elsewhere", language, count=len(elsewhere), files=_named(elsewhere, language))
        )
    return told


def size_words(size: int, language: str) -> str:
    """Return a size in bytes as people read it: `293 KB`, `1.4 MB`."""
    if size < MEGABYTE:
        return say("size.kilobytes", language, size=max(1, round(size / 1024)))
    tenths = f"{size / MEGABYTE:.1f}"
    return say("size.megabytes", language, size=tenths if language == "en" else tenths.replace(".", ","))


def _named(documents: Sequence[SentDocument], language: str) -> str:
    names = [
        f"{one.name} ({size_words(one.size, language)})" if one.size and len(documents) > 1 else one.name
        for one in documents[:NAMED]
    ]
    return ", ".join(names) + ("…" if len(documents) > NAMED else "")
