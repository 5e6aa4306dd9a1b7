"""Hold the recommendations that a screen shows, as they were read last, and find among them."""

from collections.abc import Iterable, Mapping, Sequence

from upr_desktop.register.changes import RecordId
from upr_desktop.register.find import find_recommendations
from upr_desktop.register.queries import RecommendationRow, catalogue, count
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Connection
from upr_desktop.register.touched import touched_recommendations
from upr_desktop.states import state_name
from upr_desktop.ui.screens.recommendation_words import RecommendationWords
from upr_desktop.ui.screens.record_rows import RecordRows
from upr_desktop.ui.session import Session
from upr_desktop.words import LANGUAGES


def state_names(iso: str) -> Iterable[str]:
    """Return the names of a State in every language."""
    return [state_name(iso, language) for language in LANGUAGES]


class RecommendationRows(RecordRows[RecommendationRow]):
    """The recommendations of the register in their order: those in use or, `in_archive`, those in the archive.

    `archived` is how many are there.
    """

    kind = "recommendation"
    own = frozenset(
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
    names = frozenset({"review", "term", "vocabulary", "agency", "agency_alias"})

    def __init__(self, session: Session, words: RecommendationWords) -> None:
        super().__init__(session)
        self._words = words
        self._numbers: dict[tuple[RecordId, str], RecordId] = {}
        self.in_archive, self.archived = False, 0

    def is_taken(self, row: RecommendationRow, number: str) -> bool:
        """Return whether another recommendation of the same review has this number."""
        return self._numbers.get((row.review_id, number), row.id) != row.id

    def take(self, rows: Sequence[RecommendationRow]) -> None:
        """Hold these rows from now on, and know their numbers."""
        super().take(rows)
        self._numbers = {(row.review_id, row.number): row.id for row in reversed(rows) if row.number}

    def put(self, fresh: Mapping[RecordId, RecommendationRow]) -> None:
        """Hold these rows in the place of those with the same ids, and know their numbers."""
        known = {id: self._rows[id] for id in fresh}
        super().put(fresh)
        if any(
            (row.review_id, row.number) != (known[id].review_id, known[id].number)
            for id, row in fresh.items()
        ):
            self.take(self.shown)

    def load(self, connection: Connection, ids: Sequence[RecordId] | None) -> list[RecommendationRow]:
        """Return the recommendations asked for, or all, and count those in the archive."""
        self.archived = count(connection, "recommendation", archived=True)
        found = recommendations(connection, ids, archived=self.in_archive)
        return [row for row in found if row.archived == self.in_archive]

    def show_archive(self, on: bool) -> None:
        """Hold what is in the archive from now on, or what is not."""
        self.in_archive = on
        self.read()

    def touched(self, connection: Connection, ids: Sequence[RecordId]) -> set[RecordId]:
        """Return the recommendations that written records are or belong to."""
        return touched_recommendations(connection, ids)

    def learn(self, connection: Connection) -> None:
        """Read terms, agencies and reviews."""
        self._words.use(catalogue(connection))

    def holding(self, connection: Connection, query: str) -> set[RecordId] | None:
        """Return the recommendations that hold every word of a query."""
        return find_recommendations(connection, query, self._words.catalogue, state_names)
