"""Say in the window's language what stands in a recommendation: States, area, agencies, terms, statuses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from upr_desktop.register.changes import RecordId
from upr_desktop.register.fold import fold
from upr_desktop.register.queries import AgencyRow, Catalogue, RecommendationRow, TermRow
from upr_desktop.states import state_name
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Glyph, Pill, Tone
from upr_desktop.ui.status_pills import STATUSES as STATUS_PILLS

STATES_SHOWN, SHORT_NAME = 2, 8
POSITIONS: Mapping[str, tuple[Tone, Glyph]] = {
    "pending": ("warn", "empty"),
    "supported": ("ok", "full"),
    "supported_in_part": ("accent", "half"),
    "noted": ("idle", "empty"),
}
NOVELTIES = ("new", "repeated", "unknown")
SUPPORTED = ("supported", "supported_in_part")


class RecommendationWords:
    """Words for rows, from the catalogue of terms and agencies that was read last."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.catalogue = Catalogue()
        self.today = date.today()
        self._same: dict[RecordId, RecordId] = {}
        self._names_review = False

    def use(self, catalogue: Catalogue) -> None:
        """Take the terms, agencies and reviews that rows refer to from now on."""
        self.catalogue = catalogue
        first: dict[tuple[str, str], RecordId] = {}
        self._same = {
            id: first.setdefault((term.vocabulary, fold(term.name("en"))), id)
            for id, term in catalogue.terms.items()
        }
        self._names_review = len({row["state"] for row in catalogue.reviews.values()}) > 1

    @property
    def language(self) -> str:
        """Return the window's language."""
        return self.look.language.code

    def text(self, row: RecommendationRow) -> str:
        """Return the text in the window's language, or in what there is."""
        return row.text(self.language)[0]

    def mark(self, row: RecommendationRow) -> str:
        """Return the language of the text where it is not the window's, as a tag; else nothing."""
        text, language = row.text(self.language)
        return "" if language == self.language or not text else language.upper()

    def state(self, name: str, iso: str | None) -> str:
        """Return a State's short name; one that is not known is shown as written."""
        return state_name(iso, self.language) if iso else name

    def states(self, row: RecommendationRow) -> str:
        """Return all States that made the recommendation."""
        return ", ".join(self.state(*state) for state in row.states)

    def few_states(self, row: RecommendationRow) -> str:
        """Return the first States and how many more there are: `Portugal, Slovakia +3`."""
        names = [self.state(*state) for state in row.states]
        more = f" +{len(names) - STATES_SHOWN}" if len(names) > STATES_SHOWN else ""
        return ", ".join(names[:STATES_SHOWN]) + more

    def area(self, id: str | None) -> str:
        """Return an area's number and name, or nothing."""
        term = self.catalogue.terms.get(RecordId(id)) if id else None
        return self.numbered(term) if term else ""

    def area_code(self, id: str | None) -> str:
        """Return an area's number, or its name where it has none."""
        term = self.catalogue.terms.get(RecordId(id)) if id else None
        return (term.code or term.name(self.language)) if term else ""

    def numbered(self, term: TermRow) -> str:
        """Return a term's code and name where it has a code: `5 · Children's rights`."""
        return f"{term.code} · {term.name(self.language)}" if term.code else term.name(self.language)

    def term(self, id: str) -> str:
        """Return a term's name; a goal's with its number, one in another language with its tag: `Justice · EN`."""
        term = self.catalogue.terms.get(RecordId(id))
        if term is None:
            return ""
        name = self.numbered(term) if term.vocabulary in ("sdg", "area") else term.name(self.language)
        tag = term.tag(self.language)
        return f"{name} · {tag}" if tag else name

    def terms(self, row: RecommendationRow, vocabulary: str) -> str:
        """Return the names of a recommendation's terms."""
        return "; ".join(self.term(id) for id in row.terms.get(vocabulary, ()))

    def same(self, id: RecordId) -> RecordId:
        """Return the one term that stands for all of the same name, whatever edition they belong to."""
        return self._same.get(id, id)

    def short(self, id: str) -> str:
        """Return an agency's short name."""
        agency = self.catalogue.agencies.get(RecordId(id))
        return agency.short(self.language) if agency else ""

    def agency(self, id: str) -> str:
        """Return an agency's short and full name."""
        agency = self.catalogue.agencies.get(RecordId(id))
        return self._both(agency) if agency else ""

    def agencies(self, row: RecommendationRow, role: str) -> str:
        """Return the short names of the agencies that have a role."""
        return ", ".join(self.short(link.agency_id) for link in row.agencies if link.role == role)

    def leads(self) -> list[str]:
        """Return the short names that agencies have, long ones left out: what a column must have room for."""
        found = {agency.short(self.language) for agency in self.catalogue.agencies.values()}
        return [name for name in found if len(name) <= SHORT_NAME]

    def agencies_in_full(self, row: RecommendationRow, role: str) -> str:
        """Return the short and full names of the agencies that have a role, one a line."""
        return "\n".join(self.agency(link.agency_id) for link in row.agencies if link.role == role)

    def review(self, id: str) -> str:
        """Return what a review is called: its cycle, and its State where the register holds several."""
        review = self.catalogue.reviews.get(RecordId(id))
        if review is None:
            return ""
        state = str(review["state"] or "")
        cycle = self.look.t("recommendations.cycle", cycle=review["cycle"]) if review["cycle"] else ""
        named = self._names_review or not cycle
        return ", ".join(
            part for part in ((self.state(state, state) if named and state else ""), cycle) if part
        )

    def position(self, code: str) -> str:
        """Return the label of a position."""
        return self.look.t(f"position.{code}") if code in POSITIONS else code

    def position_pill(self, row: RecommendationRow) -> Pill:
        """Return the position as a pill."""
        tone, glyph = POSITIONS.get(row.position, ("idle", "none"))
        return Pill(self.position(row.position), tone, glyph)

    def novelty(self, code: str | None) -> str:
        """Return the label of a novelty, nothing where there is none."""
        if not code:
            return ""
        return self.look.t(f"novelty.{code}") if code in NOVELTIES else code

    def novelty_pill(self, row: RecommendationRow) -> Pill | None:
        """Return a pill for a recommendation that was made for the first time."""
        return Pill(self.novelty("new"), "new", "empty") if row.novelty == "new" else None

    def measures(self, row: RecommendationRow) -> str:
        """Return how many measures implement a recommendation, and the nearest deadline: `! 2 measures, nearest …`."""
        count, nearest = len(row.in_plan.measures), row.in_plan.nearest_deadline
        if not count:
            return ""
        if nearest is None:
            return self.look.t("recommendations.measures", count=count)
        day = self.look.language.date(nearest)
        text = self.look.t("recommendations.measures.nearest", count=count, date=day)
        return f"! {text}" if self.is_overdue(row) else text

    def is_overdue(self, row: RecommendationRow) -> bool:
        """Return whether the last day of one of the measures has passed, and it is neither done nor closed."""
        nearest = row.in_plan.nearest_deadline
        return nearest is not None and nearest < self.today.isoformat()

    def status(self, code: str) -> str:
        """Return the label of a status that agencies claim for a measure."""
        return self.look.t(f"status.{code}")

    def claimed(self, row: RecommendationRow) -> str:
        """Return the statuses that agencies claim for the measures of a recommendation."""
        return ", ".join(self.status(code) for code in row.in_plan.claimed)

    def assessed(self, code: str | None) -> str:
        """Return the label of the coordinator's assessment of a recommendation."""
        return self.look.t(f"recommendation_status.{code}") if code else ""

    def assessed_pill(self, row: RecommendationRow) -> Pill | None:
        """Return the assessment as a pill; none where there is none."""
        code = row.in_plan.assessed
        return Pill(self.assessed(code), *STATUS_PILLS[code]) if code and code in STATUS_PILLS else None

    def codes(self, prefix: str, codes: Iterable[str]) -> list[Choice]:
        """Return codes as choices under their labels."""
        return [Choice(code, self.look.t(f"{prefix}.{code}")) for code in codes]

    def area_choices(self) -> list[Choice]:
        """Return the areas in their order."""
        return [Choice(term.id, self.numbered(term)) for term in self.catalogue.terms_of("area")]

    def term_choices(self, vocabulary: str, kept: Sequence[str] = ()) -> list[Choice]:
        """Return the terms of a vocabulary, each name once: the newest edition's, or one that is in use."""
        found: dict[str, Choice] = {}
        for term in self.catalogue.terms_of(vocabulary):
            label = self.term(term.id)
            if label not in found or found[label].code not in kept:
                found[label] = Choice(term.id, label)
        ordered = list(found.values())
        return ordered if vocabulary == "sdg" else sorted(ordered, key=lambda one: one.label.casefold())

    def agency_choices(self, kept: Sequence[str] = ()) -> list[Choice]:
        """Return the agencies by short name, those no longer there last and only where they are in use."""
        agencies = [
            one
            for one in self.catalogue.agencies.values()
            if one.id in kept or not (one.archived or one.valid_to)
        ]
        ordered = sorted(agencies, key=lambda one: (one.archived, one.short(self.language).casefold()))
        return [Choice(one.id, self._both(one), one.short(self.language)) for one in ordered]

    def _both(self, agency: AgencyRow) -> str:
        short, name = agency.short(self.language), agency.name(self.language)
        return name if short == name else f"{short} · {name}"
