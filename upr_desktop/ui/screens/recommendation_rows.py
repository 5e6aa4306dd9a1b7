"""Hold the recommendations that a screen shows, as they were read last, and find among them."""

from collections.abc import Iterable, Sequence

from upr_desktop.register.apply import Applied
from upr_desktop.register.changes import RecordId
from upr_desktop.register.find import find_recommendations
from upr_desktop.register.queries import RecommendationRow, catalogue
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection
from upr_desktop.register.touched import touched_recommendations
from upr_desktop.states import state_name
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.session import Session
from upr_desktop.words import LANGUAGES

OWN = frozenset(
    {
        "recommendation",
        "recommendation_part",
        "recommending_state",
        "assignment",
        "tag",
        "note",
        "evidence_link",
        "evidence",
        "measure",
        "measure_recommendation",
        "measure_decision",
        "progress",
        "assessment",
    }
)
NAMES = frozenset({"review", "term", "vocabulary", "agency", "agency_alias"})
FEW = 300


def state_names(iso: str) -> Iterable[str]:
    """Return the names of a State in every language."""
    return [state_name(iso, language) for language in LANGUAGES]


class RecommendationRows:
    """All recommendations of the register in their order; `found` are those that the search left, None if all."""

    def __init__(self, session: Session, words: RecommendationWords) -> None:
        self._session, self._words = session, words
        self._rows: dict[RecordId, RecommendationRow] = {}
        self._numbers: dict[tuple[RecordId, str], RecordId] = {}
        self._query = ""
        self.found: set[RecordId] | None = None

    def __len__(self) -> int:
        """Return how many recommendations there are."""
        return len(self._rows)

    @property
    def shown(self) -> Sequence[RecommendationRow]:
        """Return all rows in their order."""
        return tuple(self._rows.values())

    def get(self, id: str) -> RecommendationRow | None:
        """Return the row with this id, or None."""
        return self._rows.get(RecordId(id))

    def several(self, ids: Iterable[str]) -> list[RecommendationRow]:
        """Return the rows with these ids that are there, in the order given."""
        return [row for id in ids if (row := self.get(id)) is not None]

    def read(self) -> None:
        """Read everything anew."""
        self._session.read(self._read)

    def refresh(self, applied: Applied | None) -> bool:
        """Read again what was touched; return whether anything here was."""
        if applied is None or applied.kinds & NAMES or len(applied.ids) > FEW:
            self.read()
            return True
        if not applied.kinds & OWN:
            return False
        self._session.read(lambda connection: self._replace(connection, list(applied.ids)))
        return True

    def find(self, query: str) -> None:
        """Keep what holds every word of a query, or everything for an empty one."""
        self._query = query
        self._session.read(self._search)

    def is_taken(self, row: RecommendationRow, number: str) -> bool:
        """Return whether another recommendation of the same review has this number."""
        return self._numbers.get((row.review_id, number), row.id) != row.id

    def _read(self, connection: Connection) -> None:
        self._words.use(catalogue(connection))
        self._take(recommendations(connection))
        self._search(connection)

    def _replace(self, connection: Connection, ids: Sequence[RecordId]) -> None:
        touched = touched_recommendations(connection, ids)
        fresh = {row.id: row for row in recommendations(connection, list(touched))}
        if fresh.keys() - self._rows.keys() or any(self._is_moved(row) for row in fresh.values()):
            self._take(recommendations(connection))
        else:
            gone = touched - fresh.keys()
            self._take([fresh.get(id, row) for id, row in self._rows.items() if id not in gone])
        self._search(connection)

    def _is_moved(self, row: RecommendationRow) -> bool:
        return row.order != self._rows[row.id].order

    def _take(self, rows: Sequence[RecommendationRow]) -> None:
        self._rows = {row.id: row for row in rows}
        self._numbers = {(row.review_id, row.number): row.id for row in reversed(rows) if row.number}

    def _search(self, connection: Connection) -> None:
        names = self._words.catalogue
        self.found = (
            find_recommendations(connection, self._query, names, state_names) if self._query else None
        )
