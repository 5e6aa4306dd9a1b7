"""Hold what the comparison of one list of recommendations works on: the register, the file, the person's choices."""

from dataclasses import dataclass, field

from upr_desktop.incoming import Place
from upr_desktop.merge.comparison import Grouped, Known, by_parent
from upr_desktop.merge.vocabularies import Terms
from upr_desktop.register.changes import Origin, RecordId
from upr_desktop.register.errors import Problem


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose: records whose conflicts take the file's value, and which unknown numbers create.

    These are all of them, or those at the places in `create`.
    """

    take: frozenset[RecordId] = frozenset()
    create_unknown: bool = False
    create: frozenset[str] = frozenset()

    def may_create(self, where: str) -> bool:
        """Return whether what stands at a place of the file and is not in the register is to be created."""
        return self.create_unknown or where in self.create


@dataclass(frozen=True, slots=True)
class Children:
    """Records of the register by the record that they belong to; recommendations and parts with archived ones."""

    recommendations: Grouped
    parts: Grouped
    states: Grouped
    tags: Grouped
    states_in_archive: Grouped
    tags_in_archive: Grouped

    @classmethod
    def of(cls, known: Known) -> "Children":
        """Return what is known, grouped."""
        return cls(
            by_parent(known.records["recommendation"], "review_id"),
            by_parent(known.records["recommendation_part"], "recommendation_id"),
            by_parent(known.of("recommending_state"), "part_id"),
            by_parent(known.of("tag"), "record_id"),
            by_parent(known.in_archive("recommending_state"), "part_id"),
            by_parent(known.in_archive("tag"), "record_id"),
        )


@dataclass(slots=True)
class Comparison:
    """One list being compared with one review of the register. `file` is the sha256 of the file."""

    known: Known
    file: str
    choices: Choices
    terms: Terms
    children: Children
    problems: list[Problem] = field(default_factory=list)
    met: set[RecordId] = field(default_factory=set)
    _last: tuple[Place, Origin] | None = None

    def origin(self, place: Place) -> Origin:
        """Return a place of the file as the origin of a change."""
        if self._last is None or self._last[0] is not place:  # the terms of a row stand in one cell
            self._last = place, Origin(self.file, place.sheet, place.address, place.raw)
        return self._last[1]
