"""Say the invented plan of the sample in one language: titles, sections, measures as the rows of its table."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sample_files import read

from upr_desktop.paths import bundled

LANGUAGES = ("ru", "kk", "en")
Item = Mapping[str, Any]

_BODY = re.compile(r"(?P<code>@?\w+)(?P<marks>[!#~]*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as a row; an empty cell is one that carries on what stands above it."""

    number: str
    rec_no: str
    rec_text: str
    measure: str
    form: str
    deadline: str
    bodies: str
    rec_rows: int = 1
    body_rows: int = 1

    def cells(self) -> tuple[str, ...]:
        """Return the seven texts of the row."""
        return (
            self.number,
            self.rec_no,
            self.rec_text,
            self.measure,
            self.form,
            self.deadline,
            self.bodies,
        )


@dataclass(frozen=True, slots=True)
class PlanText:
    """The whole plan in one language."""

    language: str
    words: Mapping[str, Any]
    columns: Mapping[str, str]
    sections: Sequence[tuple[str, Sequence[Line]]]
    total: str
    abbreviations: Sequence[tuple[str, str]]

    def upper_titles(self) -> tuple[str, ...]:
        """Return the titles of the upper header row; the second stands over two columns."""
        names = (
            "row_no",
            "recommendation",
            "recommendation",
            "measure",
            "completion_form",
            "deadline",
            "responsible",
        )
        return tuple(self.columns[name] for name in names)

    def lower_titles(self) -> tuple[str, str]:
        """Return the two titles below that of the recommendation."""
        return self.columns["rec_no"], self.columns["rec_text"]

    def footnote(self) -> tuple[str, str]:
        """Return the footnote: its beginning, and what each abbreviation stands for."""
        return self.words["footnote"], "; ".join(
            f"{short} – {long}" for short, long in self.abbreviations
        ) + "."


def plan_text(language: str) -> PlanText:
    """Return the plan in Russian, Kazakh or English."""
    data, reference = read("plan.json"), _reference()
    words = {name: told.get(language, told) for name, told in data["words"].items()}
    numbers = count(1)
    sections = [
        (
            _heading(words, reference, group["area"], language),
            _lines(data, group["measures"], numbers, language),
        )
        for group in data["areas"]
    ]
    used = [body for group in data["areas"] for one in group["measures"] for body in one["bodies"].split()]
    return PlanText(
        language,
        words,
        {name: told[language] for name, told in data["words"]["columns"].items()},
        sections,
        words["total"].format(count=next(numbers) - 1),
        _abbreviations(used, words, language),
    )


def _heading(words: Item, reference: Item, area: int, language: str) -> str:
    terms = next(each["terms"] for each in reference["vocabularies"] if each["code"] == "area")
    name = next(term["names"][language] for term in terms if term["no"] == area)
    return str(words["section"]).format(area=area, name=name)


def _lines(data: Item, measures: Sequence[Item], numbers: Iterator[int], language: str) -> list[Line]:
    """Return the rows of a section: what equals the row above it stands there only once."""
    found = []
    for at, one in enumerate(measures):
        same_rec = at > 0 and measures[at - 1]["recommendations"] == one["recommendations"]
        same_body = same_rec and measures[at - 1]["bodies"] == one["bodies"]
        found.append(
            Line(
                str(next(numbers)),
                "" if same_rec else one["recommendations"],
                "" if same_rec else _rec_text(one["recommendations"], language, data["words"]),
                one[language],
                data["forms"][one["form"]][language],
                data["deadlines"][one["deadline"]][language],
                "" if same_body else _bodies(one["bodies"], data["words"], language),
                0 if same_rec else _run(measures[at:], "recommendations"),
                0 if same_body else _run(measures[at:], "recommendations", "bodies"),
            )
        )
    return found


def _run(measures: Sequence[Item], *names: str) -> int:
    """Return how many rows from the first on say the same."""
    values = [tuple(one[name] for name in names) for one in measures]
    return next((at for at, value in enumerate(values) if value != values[0]), len(values))


def _rec_text(numbers: str, language: str, words: Item) -> str:
    """Return the texts of the recommendations in a list, each on a line; a range stands for its whole area."""
    if "–" in numbers:
        return str(words["range"][language])
    items = {item["number"]: item for item in read("recommendations.json")["recommendations"]}
    return "\n".join(_without_states(items[number], language) for number in numbers.split(", "))


def _without_states(item: Item, language: str) -> str:
    if language == "en":
        return "; ".join(part["en"] for part in item["parts"])
    texts = item.get(language) or [part[language] for part in item["parts"]]
    return "; ".join(texts)


def _bodies(told: str, words: Item, language: str) -> str:
    return ", ".join(_body(body, words, language) for body in told.split())


def _body(told: str, words: Item, language: str) -> str:
    found = _BODY.fullmatch(told)
    if not found:
        raise ValueError(told)
    marks = [
        words[name][language]
        for sign, name in (("!", "lead"), ("#", "gathers"), ("~", "agreement"))
        if sign in found["marks"]
    ]
    name = _short(found["code"], words, language)
    return f"{name} ({', '.join(marks)})" if marks else name


def _short(code: str, words: Item, language: str) -> str:
    if code in words["collective"]:
        return str(words["collective"][code][language])
    agency = _agencies()[code]
    if language == "en":
        return code
    return str(agency["shorts"][language] or agency["names"][language])


def _abbreviations(used: Sequence[str], words: Item, language: str) -> list[tuple[str, str]]:
    """Return the short forms that the plan uses, with what they stand for, in alphabetical order."""
    codes = {found["code"] for body in used if (found := _BODY.fullmatch(body)) and found["code"][0] != "@"}
    pairs = {
        (_agencies()[code]["shorts"][language] or code if language != "en" else code): _agencies()[code][
            "names"
        ][language]
        for code in codes
        if language == "en" or _agencies()[code]["shorts"][language]
    }
    if language == "en":
        pairs.pop("LEB", None)
    else:
        short, name = words["central"]
        pairs[short] = name
    return sorted(pairs.items())


def _agencies() -> dict[str, Any]:
    return {each["code"]: each for each in _reference()["agencies"]}


def _reference() -> Any:
    return json.loads(bundled("resources/reference/kazakhstan-4.json").read_text(encoding="utf-8"))
