"""Hold what the register knows that a plan is compared with: plans, what they name, what was answered before."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from upr_desktop.grammar.body_directory import Directory
from upr_desktop.grammar.references import parse_references
from upr_desktop.merge.comparison import Known
from upr_desktop.merge.plan_answers import BODY, DEADLINE, MERGED, REFERENCE, STUB, Answers, read_answer
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.fold import fold

AREAS = "area"
KINDS_ABOUT = {
    "bodies": BODY,
    "deadline": DEADLINE,
    "recommendations": REFERENCE,
    "unknown_numbers": STUB,
    "merged": MERGED,
}
"""Kinds of questions whose answers are kept with a plan, by what `plan_answer.about` says."""


@dataclass(frozen=True, slots=True)
class KnownPlans:
    """The register as far as plans need it. `known` holds all kinds named below, archived records too.

    plan, measure, measure_recommendation, assignment (of measures), recommendation, recommendation_part, review, term,
    vocabulary, agency, plan_answer, indicator, indicator_value, register. `directory` knows the agencies by name.
    """

    known: Known
    directory: Directory

    def agencies(self) -> dict[str, RecordId]:
        """Return the agencies in use by their code."""
        return {str(values["code"]): id for id, values in self.known.of("agency").items()}

    def areas(self) -> dict[str, RecordId]:
        """Return the areas by their code and by each of their folded names."""
        of = {id for id, values in self.known.of("vocabulary").items() if values["code"] == AREAS}
        found: dict[str, RecordId] = {}
        for id, term in self.known.of("term").items():
            if term["vocabulary_id"] in of:
                names = [
                    fold(str(term[f"name_{code}"])) for code in ("kk", "ru", "en") if term[f"name_{code}"]
                ]
                found |= dict.fromkeys([str(term["code"]), *names], id)
        return found

    def measures_of(self, plan: RecordId | None) -> dict[RecordId, Values]:
        """Return the measures of a plan, archived ones too."""
        every = self.known.records["measure"]
        return {id: values for id, values in every.items() if plan and values["plan_id"] == plan}

    def answered(self, plan: RecordId | None) -> Answers:
        """Return what was answered with earlier files of a plan, by the kind and the `kept_as` of its question."""
        found = Answers()
        for values in self.known.of("plan_answer").values():
            if plan is None or values["plan_id"] != plan:
                continue
            kind = KINDS_ABOUT[str(values["about"])]
            found = found.give(kind, str(values["raw"]), read_answer(kind, json.loads(str(values["answer"]))))
        return found

    def review_of(self, plan: RecordId | None, texts: Iterable[str]) -> RecordId | None:
        """Return the review that a plan implements: that of its recommendations, else the one with most numbers of it.

        Where no number is known it is the newest review of the register's own State.
        """
        reviews = self.known.of("review")
        recommendations = self.known.of("recommendation")
        linked = Counter(
            str(recommendations[RecordId(str(link["recommendation_id"]))]["review_id"])
            for link in self.known.of("measure_recommendation").values()
            if link["recommendation_id"] in recommendations
            and self.known.records["measure"][RecordId(str(link["measure_id"]))]["plan_id"] == plan
        )
        if linked:
            return RecordId(linked.most_common(1)[0][0])
        whole = list(texts)
        hits = {id: _hits(self.numbers(id), whole) for id in reviews}
        own = {values["state"] for values in self.known.of("register").values()}
        ranked = sorted(
            reviews, key=lambda id: (hits[id], reviews[id]["state"] in own, reviews[id]["cycle"] or 0)
        )
        return ranked[-1] if ranked else None

    def numbers(self, review: RecordId | None) -> dict[str, RecordId]:
        """Return the recommendations in use of a review by their number."""
        return {
            str(values["number"]): id
            for id, values in self.known.of("recommendation").items()
            if values["review_id"] == review and values["number"]
        }


def _hits(numbers: Mapping[str, RecordId], texts: Iterable[str]) -> int:
    return (
        len({number for text in texts for number in parse_references(text, numbers).numbers})
        if numbers
        else 0
    )
