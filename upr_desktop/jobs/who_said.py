"""Say who said the values of a question of returns, and when; join two texts with that."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from upr_desktop.code_lists import REPORT_TEXTS
from upr_desktop.jobs.value_words import day_words
from upr_desktop.merge.return_questions import BOTH, Source
from upr_desktop.register.changes import Change, Edited, RecordId, Value
from upr_desktop.register.connection import Connection
from upr_desktop.register.queries import AgencyRow
from upr_desktop.register.return_queries import PendingRow
from upr_desktop.register.return_store import ReturnFile, return_files
from upr_desktop.register.value_sources import said_by
from upr_desktop.words import LANGUAGES, say

if TYPE_CHECKING:
    from upr_desktop.jobs.merge_returns import Merge

TEXTS = tuple(f"{text}_{code}" for text in REPORT_TEXTS for code in LANGUAGES)


class WhoSaid:
    """Who said what reports hold and what came back. `at` is the moment of decisions and of files not yet kept."""

    def __init__(
        self,
        connection: Connection,
        rows: Iterable[PendingRow],
        records: Iterable[str],
        at: str,
        merge: "Merge | None" = None,
    ) -> None:
        self._at = at
        self._files: dict[str, ReturnFile] = return_files(connection)
        self._said = said_by(connection, records)
        self._brought: dict[tuple[str, str], Source] = {}
        joined = {(str(row.record_id), row.field): row.revision for row in rows if row.choice == BOTH}
        self._joined = {
            place
            for place, number in joined.items()
            if place in self._said and self._said[place].revision == number
        }
        self._new: dict[str, Source] = {}
        for one in merge.files if merge else ():
            if one.merged and one.identity:
                sha256, owner = one.read.received.sha256, one.identity.owner or one.identity.sent.agency_id
                saved = one.merged.returned.saved_at
                self._new[sha256] = Source(
                    owner, "", self._received(sha256), sha256, one.identity.sent.id, saved
                )
        self.note(merge.changes if merge else ())

    def note(self, changes: Iterable[Change]) -> None:
        """Let values that returns bring now count as held."""
        for change in changes:
            if isinstance(change, Edited) and change.origin and change.origin.file in self._new:
                self._brought[change.id, change.field] = self._new[change.origin.file]
                self._joined.discard((change.id, change.field))

    def join(self, record: str, field: str) -> None:
        """Note that a text says by itself who said what."""
        self._joined.add((record, field))

    def held(self, record: str, field: str) -> Source | None:
        """Return who said what a field holds; None where it has held it from the beginning."""
        place = record, field
        if place in self._joined:
            return Source(None, "", self._at, is_joined=True)
        if place in self._brought:
            return self._brought[place]
        said = self._said.get(place)
        if said is None:
            return None
        file = self._files.get(said.file or "")
        return self._of(file) if file else Source(None, said.author, said.at)

    def returned(self, file: str | None, agency: RecordId) -> Source:
        """Return who sent a file."""
        if file in self._new:
            return self._new[file]
        known = self._files.get(file or "")
        return self._of(known) if known else Source(agency, "", self._at, file)

    def _of(self, file: ReturnFile) -> Source:
        return Source(
            file.agency_id, "", file.received_at, file.sha256, file.dispatch_id or "", file.saved_at or ""
        )

    def _received(self, sha256: str) -> str:
        known = self._files.get(sha256)
        return known.received_at if known else self._at


def joined_text(
    field: str,
    held: Value,
    returned: Value,
    held_by: Source | None,
    returned_by: Source,
    agencies: Mapping[RecordId, AgencyRow],
) -> str:
    """Return two texts one below the other, each after who said it and on which day, in the language of the field.

    A text that is held and says so itself stays as it is; so does the whole where one of the two says nothing new.
    """
    language = language_of_field(field)
    texts = [str(held)] if held else []
    if texts and held_by and not held_by.is_joined:
        texts = [_attributed(texts[0], held_by, language, agencies)]
    if returned and str(returned) != held:
        texts.append(_attributed(str(returned), returned_by, language, agencies))
    return "\n".join(texts)


def language_of_field(field: str) -> str:
    """Return the language that the texts of a field are in."""
    code = field.rpartition("_")[2]
    return code if code in LANGUAGES else "ru"


def _attributed(text: str, by: Source, language: str, agencies: Mapping[RecordId, AgencyRow]) -> str:
    agency = agencies.get(by.agency) if by.agency else None
    who = agency.short(language) if agency else by.author or say("return.said.coordinator", language)
    return say("return.said", language, who=who, day=day_words(by.at[:10], language), text=text)
