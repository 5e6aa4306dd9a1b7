"""Turn the words in which a file states a position into the register's four codes."""

from collections.abc import Mapping

LIST_POSITIONS: Mapping[str, str] = {
    "supported": "supported",
    "accepted": "supported",
    "enjoys support": "supported",
    "supported in part": "supported_in_part",
    "supported in part/noted in part": "supported_in_part",
    "partially supported": "supported_in_part",
    "partly supported": "supported_in_part",
    "accepted in part": "supported_in_part",
    "partially accepted": "supported_in_part",
    "noted": "noted",
    "not supported": "noted",
    "not accepted": "noted",
    "rejected": "noted",
    "does not enjoy support": "noted",
    "did not enjoy support": "noted",
    "pending": "pending",
    "pending response": "pending",
    "under examination": "pending",
    "to be examined": "pending",
}
# UPR Info counts whatever is not a clear acceptance as noted, also a general answer and none at all.
UPR_INFO_POSITIONS: Mapping[str, str] = {
    **LIST_POSITIONS,
    "general response": "noted",
    "no response": "noted",
    "no clear position": "noted",
    "in progress": "pending",
}


def position_code(written: str, words: Mapping[str, str] = LIST_POSITIONS) -> str | None:
    """Return pending, supported, supported_in_part or noted for what a file says; None where that is unknown."""
    return words.get(" ".join(written.split()).rstrip(" .;").casefold())
