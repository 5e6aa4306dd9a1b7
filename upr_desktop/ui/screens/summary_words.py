"""Word the numbers of a plan as bars and tiles; each carries which rows it counts and where they are found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.alphabet import alphabetical
from upr_desktop.register.changes import RecordId
from upr_desktop.register.placed import lacking_measure
from upr_desktop.register.plan_standing import CLOSED, DUE_SOON, OVERDUE
from upr_desktop.register.plan_summary import Bar, PlanSummary
from upr_desktop.ui.look import Look
from upr_desktop.ui.number_tiles import Number
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.ui.places import PLAN, PROGRESS, RECOMMENDATIONS
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.recommendation_words import POSITIONS, RecommendationWords
from upr_desktop.ui.screens.summary_rows import PlanFacts
from upr_desktop.ui.stacks import Stack, StackPart
from upr_desktop.ui.status_pills import STATUSES, any_standing_pill, report_pill, status_pill

Chosen = Mapping[str, frozenset[str]]
YES = frozenset({"yes"})
TOGGLES = (OVERDUE, DUE_SOON, CLOSED)
REPORT_STATES = ("sent_back", "missing", "draft", "submitted", "accepted")


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows that a number counts: their screen, the filters that show them there, and their ids.

    `ids` are of measures, recommendations, assignments (of reports) or agencies; `agency` and `period` say whose
    reports for which period are shown.
    """

    place: str
    ids: tuple[RecordId, ...]
    chosen: Chosen = field(default_factory=dict)
    agency: str = ""
    period: str = ""


class SummaryWords:
    """Words a plan's numbers for a day and a period."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.names = RecommendationWords(look)
        self.reports = ProgressWords(look)
        self._facts = PlanFacts()

    def use(self, facts: PlanFacts) -> None:
        """Take the plan and the names that numbers are of from now on."""
        self._facts = facts
        self.names.use(facts.catalogue)
        self.reports.agencies = facts.catalogue.agencies

    def numbers(self, found: PlanSummary) -> list[Number]:
        """Return what is worth a look, each number with its rows."""
        measures = [
            self._number("overdue", "bad", "alert", found.overdue, {"overdue": YES}),
            self._number("due_soon", "warn", "quarter", found.due_soon, {"due_soon": YES}),
            self._number("undecided", "warn", "empty", found.undecided, {"undecided": YES}),
            self._number("no_lead", "warn", "empty", found.without_lead, {"lead": frozenset({""})}),
        ]
        return [*measures, *self._of_period(found), self._without_measure()]

    def _number(self, key: str, tone: Tone, glyph: Glyph, ids: Sequence[RecordId], chosen: Chosen) -> Number:
        pill = Pill(self._look.t(f"summary.{key}"), tone, glyph)
        return Number(pill, len(ids), self._look.t(f"summary.{key}.hint"), Behind(PLAN, tuple(ids), chosen))

    def _of_period(self, found: PlanSummary) -> Iterator[Number]:
        if found.period is None:
            return
        period = self.reports.period(found.period)
        pill = Pill(self._look.t("summary.silent"), "bad", "empty")
        hint = self._look.t("summary.silent.hint", period=period)
        behind = Behind(PROGRESS, found.silent, period=found.period.id)
        yield Number(pill, len(found.silent), hint, behind)
        ids = tuple(self._measures_of(found.unchanged_twice))
        pill = Pill(self._look.t("summary.unchanged"), "warn", "arc")
        hint = self._look.t("summary.unchanged.hint", period=period)
        yield Number(pill, len(ids), hint, Behind(PLAN, ids, {"unchanged": YES}, period=found.period.id))

    def _measures_of(self, assignments: Iterable[RecordId]) -> list[RecordId]:
        asked = set(assignments)
        return [row.id for row in self._facts.measures if any(body.id in asked for body in row.bodies)]

    def _without_measure(self) -> Number:
        found = lacking_measure(self._facts.recommendations)
        pill = Pill(self._look.t("summary.without_measure"), "warn", "empty")
        chosen = {"unplanned": YES, **self._reviews({row.review_id for row in found})}
        hint = self._look.t("summary.without_measure.hint")
        return Number(pill, len(found), hint, Behind(RECOMMENDATIONS, tuple(row.id for row in found), chosen))

    def whole(self, found: PlanSummary) -> Stack:
        """Return the bar of all measures."""
        return self._stack(self._look.t("summary.all"), found.by_standing, {})

    def by_status(self, found: PlanSummary) -> list[Stack]:
        """Return a bar for each status, in the order of the work; measures without any stand first."""
        order = {code: at for at, code in enumerate(STATUSES)}
        bars = sorted(found.by_status, key=lambda bar: order.get(str(bar.key), -1))
        return [self._of_status(bar) for bar in bars]

    def _of_status(self, bar: Bar) -> Stack:
        found = status_pill(self._look, str(bar.key)) if bar.key else None
        pill = found or Pill(self._look.t("summary.no_status"), "idle", "empty")
        return self._stack(pill.word, bar, {"status": _code(bar.key)}, pill=pill)

    def by_year(self, found: PlanSummary) -> list[Stack]:
        """Return a bar for each year in which measures end; those without a last day stand last."""
        return [
            self._stack(str(bar.key or self._look.t("summary.no_year")), bar, {"year": _code(bar.key)})
            for bar in found.by_year
        ]

    def by_area(self, found: PlanSummary) -> list[Stack]:
        """Return a bar for each area, in the order of the areas."""
        order = {term.id: at for at, term in enumerate(self._facts.catalogue.terms_of("area"))}
        bars = sorted(found.by_area, key=lambda bar: order.get(_id(bar.key), len(order)))
        without = self._look.t("summary.no_area")
        return [
            self._stack(self.names.area(_id(bar.key)) or without, bar, {"area": _code(bar.key)})
            for bar in bars
        ]

    def by_agency(self, found: PlanSummary) -> list[Stack]:
        """Return a bar for each agency in the lead by its name; measures that nobody leads stand last."""
        bars = sorted(found.by_agency, key=lambda bar: (bar.key is None, self._sorted_name(bar.key)))
        return [
            self._stack(
                self.names.short(_id(bar.key)) if bar.key else self._look.t("summary.no_lead"),
                bar,
                {"lead": _code(bar.key)},
                tip=self.names.agency(_id(bar.key)),
            )
            for bar in bars
        ]

    def _sorted_name(self, id: str | int | None) -> str:
        return str(alphabetical(self.names.short(_id(id))) or "")

    def _stack(
        self, label: str, bar: Bar, chosen: Chosen, *, tip: str = "", pill: Pill | None = None
    ) -> Stack:
        parts = tuple(
            StackPart(
                any_standing_pill(self._look, standing),
                len(ids),
                Behind(PLAN, ids, {**chosen, **_standing(standing)}),
            )
            for standing, ids in bar.parts.items()
        )
        return Stack(label, parts, Behind(PLAN, bar.ids, chosen), tip, pill)

    def by_report(self, found: PlanSummary) -> list[Stack]:
        """Return a bar for each agency that owes reports for the period: how far they are."""
        if found.period is None:
            return []
        matrix, period = self._facts.matrix, found.period.id
        cells = {id: matrix.cell(id, period) for id in self.reports.by_name(matrix.agencies)}
        stacks = []
        for id, cell in cells.items():
            if not cell.owed:
                continue
            parts = tuple(
                StackPart(
                    report_pill(self._look, state),
                    len(owed),
                    Behind(
                        PROGRESS,
                        tuple(one.assignment_id for one in owed),
                        {"state": frozenset({state})},
                        id,
                        period,
                    ),
                )
                for state in REPORT_STATES
                if (owed := cell.of(state))
            )
            everything = {"state": frozenset(REPORT_STATES)} if cell.besides else {}
            ids = tuple(one.assignment_id for one in cell.owed)
            behind = Behind(PROGRESS, ids, everything, id, period)
            stacks.append(Stack(self.reports.agency(id), parts, behind, self.reports.both_names(id)))
        return stacks

    def by_position(self) -> list[Stack]:
        """Return a bar for each review: which positions its recommendations have."""
        reviews: dict[RecordId, dict[str, list[RecordId]]] = {}
        for row in self._facts.recommendations:
            reviews.setdefault(row.review_id, {}).setdefault(row.position, []).append(row.id)
        return [self._positions(review, found) for review, found in reviews.items()]

    def _positions(self, review: RecordId, found: Mapping[str, Sequence[RecordId]]) -> Stack:
        chosen = self._reviews({review})
        parts = tuple(
            StackPart(
                Pill(self.names.position(code), *POSITIONS.get(code, ("idle", "none"))),
                len(found[code]),
                Behind(RECOMMENDATIONS, tuple(found[code]), {**chosen, "position": frozenset({code})}),
            )
            for code in (*POSITIONS, *(found.keys() - POSITIONS.keys()))
            if code in found
        )
        ids = tuple(id for part in found.values() for id in part)
        return Stack(self.names.review(review), parts, Behind(RECOMMENDATIONS, ids, chosen))

    def _reviews(self, ids: Iterable[RecordId]) -> Chosen:
        """Return the filter of these reviews; none where the register has but one."""
        several = len({row.review_id for row in self._facts.recommendations}) > 1
        return {"review": frozenset(ids)} if several else {}


def _standing(code: str) -> Chosen:
    return {code: YES} if code in TOGGLES else {"standing": frozenset({code})}


def _code(key: str | int | None) -> frozenset[str]:
    return frozenset({"" if key is None else str(key)})


def _id(key: str | int | None) -> RecordId:
    return RecordId(str(key or ""))
