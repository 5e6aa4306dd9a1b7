"""Gather what the consolidated workbook tells, and name it: one state of the register, one language, one day."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from upr_desktop.jobs.consolidated_sources import Sources, sources_of
from upr_desktop.jobs.editions import Difference, difference
from upr_desktop.jobs.plan_content import PlanContent, plan_content
from upr_desktop.jobs.withheld import withheld
from upr_desktop.merge.joined_cells import joined
from upr_desktop.register.changes import RecordId
from upr_desktop.register.editions import NOW, point
from upr_desktop.register.log import newest_revision
from upr_desktop.register.placed import (
    PlacedCount,
    cycle_of_plans,
    lacking_measure,
    lacks_measure,
    placed_counts,
)
from upr_desktop.register.plan_links import recommendations_in_plan
from upr_desktop.register.plan_rows import NOT_IN_PLAN, InPlan, MeasureRow, ProgressRow
from upr_desktop.register.plan_summary import PlanSummary, plan_summary
from upr_desktop.register.queries import records
from upr_desktop.register.register import Connection
from upr_desktop.register.snapshot import ordered_recommendations
from upr_desktop.register.store import State
from upr_desktop.register.told_recommendations import ToldRecommendation, told_recommendations
from upr_desktop.states import state_name
from upr_desktop.words import say

CHUNK = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What is told. Names of agencies, areas and reviews are distinct, as formulas compare by them."""

    connection: Connection
    plan: PlanContent
    name: str
    revision: int
    documents_shown: Mapping[RecordId, State]
    documents_withheld: int
    placed: Sequence[PlacedCount]
    numbers: PlanSummary
    unchanged: frozenset[RecordId]
    agencies: Mapping[RecordId, str]
    areas: Mapping[RecordId, str]
    reviews: Mapping[RecordId, str]
    cycles: Mapping[RecordId, int | None]
    planned: Mapping[RecordId, InPlan]
    planned_cycle: int
    sources: Sources
    since: Difference | None = None
    progress: Progress | None = None

    @property
    def language(self) -> str:
        """Return the language of the workbook."""
        return self.plan.language

    @property
    def today(self) -> date:
        """Return the day for which overdue is told."""
        return self.plan.today

    def say(self, key: str, **values: Any) -> str:
        """Return a sentence in the workbook's language."""
        return say(key, self.language, **values)

    def area(self, id: RecordId | None) -> str:
        """Return the name of an area, or that there is none."""
        return self.areas.get(id, "") if id else self.say("summary.no_area")

    def lead(self, row: MeasureRow) -> str:
        """Return the agency that counts as the one in the lead, or that there is none."""
        first = next(iter(row.leads), None)
        return self.agencies[first] if first and first in self.agencies else self.say("summary.no_lead")

    def status(self, code: str | None, *, blank: bool = False) -> str | None:
        """Return the label of a status; where there is none, that nothing is reported yet, or nothing."""
        if code:
            return self.say(f"status.{code}")
        return None if blank else self.say("summary.no_status")

    def standing(self, code: str) -> str:
        """Return the label of where a measure stands on the day."""
        return self.say(f"standing.{code}")

    def documents(self, ids: Iterable[RecordId]) -> str:
        """Return the titles of the documents that are shown, one a line."""
        return "\n".join(str(self.documents_shown[id]["title"]) for id in ids if id in self.documents_shown)

    def origins(self, measure: RecordId) -> str:
        """Return where what all bodies said of a measure came from, one a line; nothing of what is withheld."""
        told = [one for one in self.plan.said.get(measure, ()) if self.plan.told(one)]
        named = (
            (self.agencies[one.mark.agency_id], ", ".join(filter(None, self.source(one)))) for one in told
        )
        return joined(
            [f"{name}: {place}" for name, place in named if place], "\n", self.language, "consolidated.more"
        )

    def source(self, report: ProgressRow) -> tuple[str, str]:
        """Return file and cell of what a report says; nothing of one that is withheld."""
        if report.confidential and not self.plan.confidential:
            return "", ""
        return self.sources.of(report)

    def in_plan(self, recommendation: RecordId) -> InPlan:
        """Return what plans say of a recommendation."""
        return self.planned.get(recommendation, NOT_IN_PLAN)

    @property
    def recommendation_count(self) -> int:
        """Return how many recommendations are told."""
        return sum(row.how_many for row in self.placed)

    @property
    def lacking_count(self) -> int:
        """Return how many supported recommendations have no measure."""
        return sum(row.how_many for row in lacking_measure(self.placed))

    def is_lacking(self, row: ToldRecommendation) -> bool:
        """Return whether a recommendation is one of these."""
        has = bool(self.in_plan(row.id).measures)
        return lacks_measure(row.position, self.cycles[row.review_id], self.planned_cycle, has=has)

    def recommendations(self) -> Iterator[ToldRecommendation]:
        """Yield the recommendations, the newest cycle first, then by number, holding some at a time."""
        done = 0
        for ids in ordered_recommendations(self.connection, CHUNK):
            told = {row.id: row for row in told_recommendations(self.connection, ids, self.language)}
            yield from (told[id] for id in ids)
            done += len(ids)
            if self.progress:
                self.progress(done, self.recommendation_count)


def consolidated(
    connection: Connection,
    language: str,
    today: date,
    *,
    period: str = "",
    since: str = "",
    confidential: bool = False,
    progress: Progress | None = None,
) -> Consolidated:
    """Return what the workbook tells. `period` is a code; `since` an edition or the number of a saved change.

    Raises RegisterError: no_such_record, several_records, no_such_edition, no_such_revision.
    """
    plan = plan_content(connection, language, today, period=period, confidential=confidential)
    numbers = plan_summary(plan.measures, plan.matrix, today, period=plan.period)
    known, where = plan.known, placed_counts(connection)
    (own,) = records(connection, "register").values()
    living = {id: row for id, row in records(connection, "evidence").items() if not row["archived"]}
    shown = {id: row for id, row in living.items() if confidential or not row["confidential"]}
    return Consolidated(
        connection=connection,
        plan=plan,
        name=str(own["name"]),
        revision=newest_revision(connection),
        documents_shown=shown,
        documents_withheld=len(living) - len(shown),
        placed=where,
        numbers=numbers,
        unchanged=_unchanged(plan.measures, set(numbers.unchanged_twice)),
        agencies=distinct({id: (row.short(language), row.code) for id, row in known.agencies.items()}),
        areas=distinct({term.id: _area(term, language) for term in known.terms_of("area")}),
        reviews=distinct({id: _review(row, language) for id, row in known.reviews.items()}),
        cycles={row.review_id: row.cycle for row in where},
        planned=recommendations_in_plan(connection),
        planned_cycle=cycle_of_plans(where),
        sources=sources_of(connection, _reports(plan), language),
        since=_since(connection, since, language, confidential=confidential) if since else None,
        progress=progress,
    )


def _reports(plan: PlanContent) -> list[ProgressRow]:
    """Return the reports whose words are told."""
    every = {report.id: report for told in plan.said.values() for report in told}
    every |= {report.id: report for report in plan.reports.values()}
    return [report for report in every.values() if plan.confidential or not report.confidential]


def _unchanged(measures: Iterable[MeasureRow], tasks: Collection[RecordId]) -> frozenset[RecordId]:
    return frozenset(row.id for row in measures if any(body.id in tasks for body in row.bodies))


def distinct(names: Mapping[RecordId, tuple[str, str]]) -> dict[RecordId, str]:
    """Return a name for each record; those that read alike bear a mark of their own: `МП (MOE)`."""
    counted = Counter(name.casefold() for name, _ in names.values())
    return {
        id: f"{name} ({mark})" if counted[name.casefold()] > 1 else name for id, (name, mark) in names.items()
    }


def _area(term: Any, language: str) -> tuple[str, str]:
    name = f"{term.no}. {term.name(language)}" if term.no else term.name(language)
    return name, term.version or term.id[:8]


def _review(row: State, language: str) -> tuple[str, str]:
    state = state_name(str(row["state"]), language) if row["state"] else ""
    return say("history.review", language, state=state, cycle=row["cycle"] or "—").strip(" ,"), "2"


def _since(connection: Connection, named: str, language: str, *, confidential: bool) -> Difference:
    found = difference(connection, point(connection, named), point(connection, NOW), language)
    if confidential:
        return found
    hidden = withheld(connection, say("history_workbook.withheld", language))
    return replace(found, told=replace(found.told, records=hidden.told(found.told)))
