"""List the columns of the recommendations: what each shows, how it sorts, what may be typed into it."""

from collections.abc import Callable, Sequence
from functools import partial

from upr_desktop.register.changes import Change
from upr_desktop.register.errors import Problem
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.columns import Column
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.screens.recommendation_words import NOVELTIES, POSITIONS, RecommendationWords

Ask = Callable[[str, RecommendationRow, str], Sequence[Change] | Problem]
Columns = tuple[Column[RecommendationRow], ...]
TITLE = "recommendations.column."
TEXT_WISH = 240


def recommendation_columns(words: RecommendationWords, ask: Ask) -> Columns:
    """Return the columns; `ask` gives the changes (or the problem) that a text typed into a field means."""
    return (
        *_what(words, ask),
        *_answer(words, ask),
        *_bodies(words, ask),
        *_in_plan(words),
        *_terms(words, ask),
        *_counts(words),
        *_source(words, ask),
    )


def _what(words: RecommendationWords, ask: Ask) -> Columns:
    return (
        Column(
            "number",
            TITLE + "number",
            lambda row: row.number or "",
            sort=lambda row: row.order if row.number else None,
            edit=partial(ask, "number"),
            width=72,
            strong=True,
        ),
        Column(
            "text",
            TITLE + "text",
            words.text,
            kind="text2",
            width=190,
            stretch=True,
            mark=words.mark,
            wish=TEXT_WISH,
        ),
        Column(
            "states",
            TITLE + "states",
            words.few_states,
            kind="text2",
            width=124,
            tooltip=words.states,
            yields=3,
        ),
    )


def _answer(words: RecommendationWords, ask: Ask) -> Columns:
    def area_order(row: RecommendationRow) -> tuple[int, str] | None:
        term = words.catalogue.terms.get(row.area_id) if row.area_id else None
        return (term.no or 0, term.code or "") if term else None

    return (
        Column(
            "area_id",
            TITLE + "area",
            lambda row: words.area(row.area_id),
            sort=area_order,
            edit=partial(ask, "area_id"),
            kind="text2",
            width=220,
            raw=lambda row: row.area_id or "",
            choices=lambda row: words.area_choices(),
            brief=lambda row: words.area_code(row.area_id),
            brief_title=TITLE + "area_brief",
            narrow=48,
            yields=4,
        ),
        Column(
            "position",
            TITLE + "position",
            lambda row: words.position(row.position),
            sort=lambda row: list(POSITIONS).index(row.position) if row.position in POSITIONS else None,
            edit=partial(ask, "position"),
            kind="pill",
            width=100,
            raw=lambda row: row.position,
            choices=lambda row: words.codes("position", POSITIONS),
            pill=words.position_pill,
            labels=lambda: [choice.label for choice in words.codes("position", POSITIONS)],
            narrow=56,
            yields=2,
            stays=True,
        ),
    )


def _bodies(words: RecommendationWords, ask: Ask) -> Columns:
    def leads(row: RecommendationRow) -> str:
        return ", ".join(link.agency_id for link in row.agencies if link.role == "lead")

    def lead_choices(row: RecommendationRow) -> Sequence[Choice]:
        return words.agency_choices([link.agency_id for link in row.agencies])

    def others(role: str) -> Column[RecommendationRow]:
        return Column(
            role,
            TITLE + role,
            lambda row: words.agencies(row, role),
            edit=partial(ask, role),
            kind="text2",
            width=110,
            shown=False,
            tooltip=lambda row: words.agencies_in_full(row, role),
        )

    return (
        Column(
            "lead",
            TITLE + "lead",
            lambda row: words.agencies(row, "lead"),
            edit=partial(ask, "lead"),
            width=72,
            labels=words.leads,
            yields=1,
            raw=lambda row: leads(row) if "," not in leads(row) else words.agencies(row, "lead"),
            choices=lead_choices,
            tooltip=lambda row: words.agencies_in_full(row, "lead"),
        ),
        others("co"),
        others("consulted"),
    )


def _in_plan(words: RecommendationWords) -> Columns:
    return (
        Column(
            "measures",
            TITLE + "measures",
            words.measures,
            sort=lambda row: row.in_plan.nearest_deadline,
            kind="text2",
            width=160,
            tone=lambda row: "bad" if words.is_overdue(row) else None,
            yields=5,
        ),
        Column("claimed", TITLE + "claimed", words.claimed, kind="text2", width=120, shown=False, yields=6),
        Column(
            "assessed",
            TITLE + "assessed",
            lambda row: words.assessed(row.in_plan.assessed),
            kind="pill",
            width=130,
            pill=words.assessed_pill,
            shown=False,
            yields=6,
        ),
    )


def _terms(words: RecommendationWords, ask: Ask) -> Columns:
    def column(vocabulary: str) -> Column[RecommendationRow]:
        return Column(
            vocabulary,
            TITLE + vocabulary,
            lambda row: words.terms(row, vocabulary),
            edit=partial(ask, vocabulary),
            kind="text2",
            width=180,
            shown=False,
        )

    return (
        Column(
            "novelty",
            TITLE + "novelty",
            lambda row: words.novelty(row.novelty),
            edit=partial(ask, "novelty"),
            width=112,
            raw=lambda row: row.novelty or "",
            choices=lambda row: words.codes("novelty", NOVELTIES),
            pill=words.novelty_pill,
            tone=lambda row: "soft" if row.novelty == "unknown" else None,
            shown=False,
        ),
        *(column(vocabulary) for vocabulary in ("theme", "group", "sdg")),
    )


def _counts(words: RecommendationWords) -> Columns:
    return (
        Column(
            "evidence",
            TITLE + "evidence",
            lambda row: words.look.language.number(len(row.evidence)) if row.evidence else "",
            sort=lambda row: len(row.evidence),
            kind="number",
            width=92,
            shown=False,
        ),
        Column(
            "notes",
            TITLE + "notes",
            lambda row: words.look.language.number(row.notes) if row.notes else "",
            sort=lambda row: row.notes,
            kind="number",
            width=84,
            shown=False,
        ),
    )


def _source(words: RecommendationWords, ask: Ask) -> Columns:
    return (
        Column(
            "review",
            TITLE + "review",
            lambda row: words.review(row.review_id),
            sort=lambda row: (-(row.cycle or 0), words.review(row.review_id)),
            width=100,
            shown=False,
        ),
        Column(
            "position_source",
            TITLE + "position_source",
            lambda row: row.position_source or "",
            edit=partial(ask, "position_source"),
            width=170,
            shown=False,
        ),
        Column(
            "heading",
            TITLE + "heading",
            lambda row: row.heading or "",
            edit=partial(ask, "heading"),
            kind="text2",
            width=160,
            shown=False,
        ),
    )
