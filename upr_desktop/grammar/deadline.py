"""Hold what a deadline means: a day, a span, a recurrence, an event, or that nobody could tell."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

CERTAIN, LIKELY, NONE = "certain", "likely", "none"
PERIODS = ("day", "week", "month", "quarter", "half", "year")


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """When within a recurrence something is due.

    `unit` is day (of the month `number`), month, quarter or half (number `number` of the year), following (a day
    of the month after the period) or last (a day of the period's last month). No day means the end of the unit.
    """

    unit: str
    number: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often: `times` in every `interval` periods of the length `every` (one of PERIODS); due when, if said."""

    every: str
    times: int = 1
    interval: int = 1
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Offset:
    """How long after an event, or before it; `unit` is one of PERIODS or working_day."""

    amount: int
    unit: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of one of several dates, as ISO text."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the text of a deadline says. Two deadlines are equal if they mean the same, whatever their wording.

    `kind` is one of DEADLINE_KINDS (`code_lists`). `start` and `end` are ISO dates; a recurrence has them only if the
    text names years. Where a text lists several dates they stand in `spans`, and start and end are the first and the
    last of all. `condition` is a known condition (as_needed, after_check …), else `anchor` is the text of the event
    or condition as written.
    `confidence` is certain, likely (a person should look) or none (undecided); `reasons` are codes that say why not
    certain, worded as `deadline_reason.CODE`.
    """

    raw: str = field(compare=False)
    kind: str
    start: str | None = None
    end: str | None = None
    recurrence: Recurrence | None = None
    spans: tuple[Span, ...] = ()
    offset: Offset | None = None
    condition: str | None = None
    anchor: str | None = None
    confidence: str = field(default=CERTAIN, compare=False)
    reasons: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_decided(self) -> bool:
        """Return whether the text was understood at all."""
        return self.kind != "undecided"


def undecided(raw: str, *reasons: str) -> Deadline:
    """Return a deadline that only a person can tell, with the codes of the reasons."""
    return Deadline(raw, "undecided", confidence=NONE, reasons=reasons)


def stored_details(deadline: Deadline) -> str | None:
    """Return what kind, start and end do not say, as JSON text for one field of a record; None if nothing."""
    told = {name: getattr(deadline, name) for name in ("condition", "anchor")}
    parts = {name: getattr(deadline, name) for name in ("recurrence", "offset")}
    told |= {name: asdict(part) for name, part in parts.items() if part}
    told["spans"] = [[span.start, span.end] for span in deadline.spans]
    told = {name: value for name, value in sorted(told.items()) if value}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None


def stored_deadline(raw: str, kind: str, start: str | None, end: str | None, details: str | None) -> Deadline:
    """Return the deadline of a record; `details` is what stored_details gave. Raises ValueError for other text."""
    told: dict[str, Any] = json.loads(details) if details else {}
    return Deadline(
        raw,
        kind,
        start,
        end,
        recurrence=_recurrence(told["recurrence"]) if "recurrence" in told else None,
        spans=tuple(Span(*span) for span in told.get("spans", ())),
        offset=Offset(**told["offset"]) if "offset" in told else None,
        condition=told.get("condition"),
        anchor=told.get("anchor"),
        confidence=NONE if kind == "undecided" else CERTAIN,
    )


def _recurrence(told: dict[str, Any]) -> Recurrence:
    return Recurrence(**{**told, "due": tuple(Due(**due) for due in told["due"])})
