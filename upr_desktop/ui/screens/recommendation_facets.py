"""List the ways to narrow the recommendations down."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from upr_desktop.code_lists import RECOMMENDATION_STATUSES, STATUSES
from upr_desktop.register.plan_rows import NOT_IN_PLAN
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.screens.recommendation_words import NOVELTIES, POSITIONS, SUPPORTED, RecommendationWords

TITLE = "recommendations.facet."
FURTHER = ("claimed", "theme", "group", "sdg", "evidence")
YES, NO = "yes", "no"
YES_ONLY = (YES,)


def recommendation_facets(
    words: RecommendationWords, areas: Sequence[str]
) -> tuple[Facet[RecommendationRow], ...]:
    """Return the facets; `areas` is the list of the areas' ids in their order, kept up to date by its owner."""
    look = words.look
    return (
        Facet("review", TITLE + "review", lambda row: (row.review_id,), words.review),
        Facet("position", TITLE + "position", lambda row: (row.position,), words.position, tuple(POSITIONS)),
        Facet("area", TITLE + "area", lambda row: (row.area_id,) if row.area_id else (), words.area, areas),
        Facet("agency", TITLE + "agency", _agencies, words.agency),
        Facet("state", TITLE + "state", _states, lambda code: words.state(code, code)),
        Facet("assessed", TITLE + "assessed", _assessed, words.assessed, RECOMMENDATION_STATUSES),
        Facet("claimed", TITLE + "claimed", lambda row: row.in_plan.claimed, words.status, STATUSES),
        Facet("novelty", TITLE + "novelty", _novelty, words.novelty, NOVELTIES),
        Facet("theme", TITLE + "theme", _terms(words, "theme"), words.term),
        Facet("group", TITLE + "group", _terms(words, "group"), words.term),
        Facet("sdg", TITLE + "sdg", _terms(words, "sdg"), words.term),
        Facet(
            "evidence",
            TITLE + "evidence",
            lambda row: (YES if row.evidence else NO,),
            lambda code: look.t(f"recommendations.{code}"),
            (YES, NO),
        ),
        Facet(
            "overdue", TITLE + "overdue", lambda row: YES_ONLY if words.is_overdue(row) else (), toggle=True
        ),
        Facet("unplanned", TITLE + "unplanned", _unplanned, toggle=True),
        Facet("unassigned", TITLE + "unassigned", _unassigned, toggle=True, hint=TITLE + "unassigned.hint"),
    )


def has_several_reviews(rows: Sequence[RecommendationRow]) -> bool:
    """Return whether the rows come from more than one review."""
    return len({row.review_id for row in rows}) > 1


def has_plan(rows: Sequence[RecommendationRow]) -> bool:
    """Return whether a plan says something of any of the rows."""
    return any(row.in_plan is not NOT_IN_PLAN for row in rows)


ONLY_IF: Mapping[str, Callable[[Sequence[RecommendationRow]], bool]] = {
    "review": has_several_reviews,
    **dict.fromkeys(("assessed", "claimed", "overdue", "unplanned"), has_plan),
}


def _assessed(row: RecommendationRow) -> Iterable[str]:
    return (row.in_plan.assessed,) if row.in_plan.assessed else ()


def _unplanned(row: RecommendationRow) -> Iterable[str]:
    return YES_ONLY if row.position in SUPPORTED and not row.in_plan.measures else ()


def _agencies(row: RecommendationRow) -> Iterable[str]:
    return {link.agency_id for link in row.agencies}


def _states(row: RecommendationRow) -> Iterable[str]:
    return [iso or name for name, iso in row.states]


def _novelty(row: RecommendationRow) -> Iterable[str]:
    return (row.novelty,) if row.novelty else ()


def _unassigned(row: RecommendationRow) -> Iterable[str]:
    return (YES,) if row.position in SUPPORTED and not row.agencies else ()


def _terms(words: RecommendationWords, vocabulary: str) -> Callable[[RecommendationRow], Iterable[str]]:
    def codes(row: RecommendationRow) -> Iterable[str]:
        return {words.same(id) for id in row.terms.get(vocabulary, ())}

    return codes
