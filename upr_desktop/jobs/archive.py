"""Decide what puts recommendations and their parts into the archive, and what takes them out: changes, unwritten."""

from collections.abc import Sequence

from upr_desktop.register.changes import ChangeSet, Edited, Label, RecordId, Values
from upr_desktop.register.queries import RecommendationRow, children
from upr_desktop.register.register import Connection


def archive_recommendations(rows: Sequence[RecommendationRow], *, back: bool = False) -> ChangeSet:
    """Return what archives recommendations as one step, or takes them back; those that are so already stay."""
    moved = [row for row in rows if row.archived == back]
    changes = [Edited("recommendation", row.id, "archived", back, not back) for row in moved]
    event = "restored" if back else "archived"
    if len(moved) == 1:
        return ChangeSet(Label(f"label.recommendation.{event}", {"number": moved[0].number or "—"}), changes)
    return ChangeSet(Label(f"label.recommendations.{event}", {"count": len(moved)}), changes)


def archive_part(number: str | None, part: RecordId, no: int, *, back: bool = False) -> ChangeSet:
    """Return what archives one part of a recommendation, or takes it back."""
    label = Label(f"label.part.{'restored' if back else 'archived'}", {"number": number or "—", "no": no})
    return ChangeSet(label, [Edited("recommendation_part", part, "archived", back, not back)])


def archived_parts(connection: Connection, recommendation: RecordId) -> dict[RecordId, Values]:
    """Return the parts of a recommendation that are in the archive, in their order."""
    gone = children(
        connection, "recommendation_part", "recommendation_id", [recommendation], only_archived=True
    )
    return dict(sorted(gone.items(), key=lambda one: (one[1]["no"] or 0, one[0])))
