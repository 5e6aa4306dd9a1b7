"""Give each record that cells refer to a label of its own, and find the record that a label or other name means."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from upr_desktop.register.changes import RecordId, Value, Values
from upr_desktop.register.fold import fold
from upr_desktop.states import state_name
from upr_desktop.words import say

LANGUAGES = ("kk", "ru", "en")
LONGEST_LABEL = 200
NEXT_BEST = {"kk": ("ru", "en"), "ru": ("kk", "en"), "en": ()}
_LINES = re.compile(r"\r\n|\r|\n")
COMMON = {"theme": "workbook.column.themes", "group": "workbook.column.groups", "sdg": "workbook.column.sdgs"}
Records = Mapping[str, Mapping[RecordId, Values]]
Known = Callable[[str], object]


@dataclass(slots=True)
class Names:
    """The names of one group of records. `labels` are what cells show, each of which means one record only."""

    labels: dict[RecordId, str] = field(default_factory=dict)
    alive: set[RecordId] = field(default_factory=set)
    _ids: dict[str, set[RecordId]] = field(default_factory=dict)

    def learn(self, id: RecordId, names: Iterable[str], *, archived: bool = False) -> None:
        """Take in the names of a record, without giving it a label."""
        for name in names:
            if folded := fold(name):
                self._ids.setdefault(folded, set()).add(id)
        if not archived:
            self.alive.add(id)

    def name(self, id: RecordId, wished: Iterable[str]) -> None:
        """Label a record with the first of these that means no other, else with the first and an end of its id."""
        candidates = [" ".join(name.split()) for name in wished if name.strip()]
        label = next((name for name in candidates if self._ids.get(fold(name)) == {id}), None)
        if label is None or len(label) > LONGEST_LABEL:
            first = candidates[0] if candidates else ""
            first = f"{first[:LONGEST_LABEL]}…" if len(first) > LONGEST_LABEL else first
            label = f"{first} [{id[-6:]}]".strip()
            self._ids.setdefault(fold(label), set()).add(id)
        self.labels[id] = label

    def label(self, id: str) -> str:
        """Return a record's label; an unknown id stays as it is."""
        return self.labels.get(RecordId(id), id)

    def ids(self, text: str) -> set[RecordId]:
        """Return the records that a text names: those in use, or archived ones where none in use bears the name."""
        found = self._ids.get(fold(text), set())
        return found & self.alive or found

    def choices(self) -> list[str]:
        """Return the labels of the records in use, in the order in which they were given."""
        return [label for id, label in self.labels.items() if id in self.alive]


def all_names(records: Records, language: str) -> dict[str, Names]:
    """Return the names by group: review, agency, evidence, vocabulary, and the terms of each vocabulary by its code."""
    groups = {
        "review": _names(records["review"], lambda review: _review(review, language)),
        "agency": _names(
            _by_code(records["agency"]), lambda agency: _agency(agency, language), _aliases(records)
        ),
        "evidence": _names(records["evidence"], _evidence),
        "vocabulary": _names(records["vocabulary"], lambda found: _vocabulary(found, language)),
    }
    groups |= plan_names(records, language, groups["agency"])
    for code, terms in _by_vocabulary(records).items():
        groups[code] = _names(terms, lambda term: _term(term, records, language))
    return groups


def plan_names(records: Records, language: str, agencies: Names) -> dict[str, Names]:
    """Return the names of plans, periods, measures, indicators, tasks (`12 · MOJ`) and, in a plan, recommendations."""
    plans = _names(records.get("plan", {}), lambda plan: _plan(plan, language))
    numbered = records.get("recommendation", {}) if plans.labels else {}
    cycles = {id: review["cycle"] for id, review in records["review"].items()}
    measures = records.get("measure", {})
    tasks = {
        id: row for id, row in records.get("assignment", {}).items() if row.get("measure_id") in measures
    }
    measure_names = _names(measures, _measure)
    indicators = records.get("indicator", {})
    return {
        "plan": plans,
        "measure": measure_names,
        "indicator": _names(indicators, lambda one: _indicator(one, measure_names, language)),
        "period": _names(records.get("period", {}), lambda period: _period(period, plans)),
        "assignment": _names(tasks, lambda task: _task(task, measures, agencies)),
        "recommendation": _names(
            numbered, lambda row: _numbers(row, cycles.get(RecordId(str(row["review_id"]))))
        ),
    }


def learn_new(names: Mapping[str, Names], group: str, id: RecordId, values: Values) -> None:
    """Let later rows of a file name a record that an earlier row brings, as they would one that is there."""
    whole: Values = defaultdict(lambda: None, values)
    if group == "measure":
        wished = _measure(whole)
    elif group == "indicator":
        wished = [name for code in LANGUAGES for name in _indicator(whole, names["measure"], code)]
    else:
        wished = [value for value in values.values() if isinstance(value, str)]
    names[group].learn(id, wished)
    if group == "measure":
        names[group].name(id, wished)


def _plan(plan: Values, language: str) -> list[str]:
    titles = _texts(plan, *(f"title_{code}" for code in (language, "ru", "kk", "en")))
    dated = [f"{title} ({str(plan['valid_from'])[:4]})" for title in titles if plan["valid_from"]]
    return [*titles[:1], *dated, *titles[1:], *_texts(plan, "act")]


def _period(period: Values, plans: Names) -> list[str]:
    return [str(period["code"]), f"{period['code']} · {plans.label(str(period['plan_id']))}"]


def _task(task: Values, measures: Mapping[RecordId, Values], agencies: Names) -> list[str]:
    measure = measures[RecordId(str(task["measure_id"]))]
    texts = _texts(measure, "number", "text_ru", "text_kk", "text_en")
    return [f"{(texts or ['—'])[0][:60]} · {agencies.label(str(task['agency_id']))}"]


def _measure(measure: Values) -> list[str]:
    texts = [text[:60] for text in _texts(measure, "number", "text_ru", "text_kk", "text_en")]
    return [*texts[:1], " · ".join(texts[:2])]


def _indicator(indicator: Values, measures: Names, language: str) -> list[str]:
    names = _texts(indicator, *(f"name_{code}" for code in (language, "ru", "kk", "en")), "unit")
    return [f"{measures.label(str(indicator['measure_id']))} · {(names or ['—'])[0][:60]}"]


def _numbers(recommendation: Values, cycle: Value) -> list[str]:
    number = str(recommendation["number"] or "")
    return [number, f"{cycle}/{number}"] if number else []


def _names(
    rows: Mapping[RecordId, Values],
    wished: Callable[[Values], list[str]],
    others: Mapping[RecordId, list[str]] | None = None,
) -> Names:
    names = Names()
    wishes = {id: wished(values) for id, values in rows.items()}
    for id, values in rows.items():
        names.learn(id, [*wishes[id], *(others or {}).get(id, ())], archived=bool(values["archived"]))
    for id in wishes:
        names.name(id, wishes[id])
    return names


def _by_code(agencies: Mapping[RecordId, Values]) -> dict[RecordId, Values]:
    return dict(sorted(agencies.items(), key=lambda item: str(item[1]["code"])))


def _texts(values: Values, *fields: str) -> list[str]:
    return [str(values[name]) for name in fields if values[name] not in (None, "")]


def _review(review: Values, language: str) -> list[str]:
    state = str(review["state"] or "")
    names = [state_name(state, code) for code in (language, *LANGUAGES)] if state else []
    cycle = _texts(review, "cycle")
    worded = [say("recommendations.cycle", code, cycle=cycle[0]) for code in (language, *LANGUAGES) if cycle]
    return [
        *worded[:1],
        *cycle,
        *(f"{name}, {worded[0]}" for name in names if worded),
        *(f"{name}, {cycle[0]}" for name in names if cycle),
        *worded[1:],
        *_texts(review, "report_symbol"),
        *names,
    ]


def _agency(agency: Values, language: str) -> list[str]:
    order = (language, *NEXT_BEST[language])
    own = [f"{stem}_{code}" for code in order for stem in ("short", "name")]
    return _texts(
        agency, *own, "code", *(f"{stem}_{code}" for stem in ("short", "name") for code in LANGUAGES)
    )


def _aliases(records: Records) -> dict[RecordId, list[str]]:
    found: dict[RecordId, list[str]] = {}
    for alias in records["agency_alias"].values():
        if not alias["archived"]:
            found.setdefault(RecordId(str(alias["agency_id"])), []).append(str(alias["name"]))
    return found


def _evidence(evidence: Values) -> list[str]:
    title, act = str(evidence["title"]), _texts(evidence, "act_number")
    return [title, *(f"{title} ({number})" for number in act)]


def _vocabulary(vocabulary: Values, language: str) -> list[str]:
    code = str(vocabulary["code"])
    common = [say(COMMON[code], language)] if code in COMMON else []
    names = [*_texts(vocabulary, f"name_{language}", "name_en", "name_ru", "name_kk"), *common, code]
    version: Value = vocabulary["version"]
    dated = [f"{name} ({version})" for name in names] if version else []
    return [*names[:1], *dated, *names[1:]]


def _term(term: Values, records: Records, language: str) -> list[str]:
    names = _texts(term, f"name_{language}", "name_en", "name_ru", "name_kk", "code")
    version = records["vocabulary"][RecordId(str(term["vocabulary_id"]))]["version"]
    numbered = [f"{term['code']}. {names[0]}"] if term["code"] and names else []
    return [*names[:1], *numbered, *(f"{name} ({version})" for name in names[:1]), *names[1:]]


def _by_vocabulary(records: Records) -> dict[str, dict[RecordId, Values]]:
    found: dict[str, dict[RecordId, Values]] = {"area": {}, "theme": {}, "group": {}, "sdg": {}}
    for id, term in sorted(records["term"].items(), key=lambda item: _place(item[1])):
        owner = records["vocabulary"][RecordId(str(term["vocabulary_id"]))]
        found.setdefault(str(owner["code"]), {})[id] = term
    return found


def _place(term: Values) -> tuple[str, int]:
    return (str(term["vocabulary_id"]), int(term["no"] or 0))


def pieces(text: str, known: Known, separators: str) -> Iterator[str]:
    """Yield the names that a cell lists, one a line or split by a separator; known names that hold one stay whole."""
    for line in _LINES.split(text):
        tokens = re.split(f"([{separators}])", line) if separators else [line]
        at = 0
        while at < len(tokens):
            ends = range(len(tokens), at, -1)
            end = next((to for to in ends if known("".join(tokens[at:to]).strip())), at + 1)
            name = "".join(tokens[at:end]).strip()
            if name and name not in separators:
                yield name
            at = end
