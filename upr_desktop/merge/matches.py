"""Find which recommendation of the register an incoming one is."""

from collections.abc import Iterable, Mapping

from upr_desktop.incoming import IncomingRecommendation
from upr_desktop.merge.comparison import Grouped
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.fold import fold

Key = tuple[str, ...]


class Matches:
    """Find the recommendation of the register that an incoming one is: by number, else by text and answer.

    Where several differ only in letter case or spaces, the one with exactly the same text is met first; one in the
    archive is met last.
    """

    def __init__(self, existing: Mapping[RecordId, Values], parts: Grouped) -> None:
        self.existing = existing
        self.texts = {id: _text_of(part for _, part in parts.get(id, ())) for id in existing}
        self.by_key: dict[Key, list[RecordId]] = {}
        for id, values in sorted(existing.items(), key=lambda item: bool(item[1]["archived"])):
            self.by_key.setdefault(_key(values, self.texts[id]), []).append(id)

    def find(self, incoming: IncomingRecommendation) -> RecordId | None:
        """Return the id of the match and take it out, so that it is met once."""
        if not self.by_key:
            return None
        text = "\n".join(part.texts.get("en", "") for part in incoming.parts)
        waiting = self.by_key.get(_key(incoming.values, text))
        if not waiting:
            return None
        same = next((id for id in waiting if self.texts[id] == text), waiting[0])
        waiting.remove(same)
        return same


def _text_of(parts: Iterable[Values]) -> str:
    return "\n".join(str(part["text_en"] or "") for part in parts)


def _key(values: Values, text: str) -> Key:
    if values.get("number"):
        return ("number", str(values["number"]))
    return ("text", fold(text), str(values.get("position_source") or ""))
