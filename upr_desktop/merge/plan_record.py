"""Decide what a file says of the plan itself: its title, act and years; and remember what was answered for it."""

import json
import re

from upr_desktop.incoming_plan import PlanReading
from upr_desktop.merge.comparison import Item, Known
from upr_desktop.merge.plan_answers import STUB, Answers, answer_data
from upr_desktop.merge.plan_asking import Asking
from upr_desktop.merge.plan_fields import Merged
from upr_desktop.merge.plan_known import KINDS_ABOUT
from upr_desktop.register.changes import Edited, Origin, RecordId, Value, Values

NEW_PLAN: Values = {"state": "draft", "who_reports": "lead", "mode": "period"}
_APPROVED = re.compile(r"\b(?:утвержд[её]н\w*|бекітілген|бекітілді|approved|adopted)\b", re.IGNORECASE)
_DRAFT = re.compile(r"\b(?:проект|жоба\w*|draft)\b", re.IGNORECASE)
_ACT_NUMBER = re.compile(r"(?:№|\bNo\.?|\bN)\s*\w*\d", re.IGNORECASE)
_ACT_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EXTENSION = re.compile(r"\.\w{2,5}$")


def add_plan(item: Item, reading: PlanReading, file: str, name: str) -> RecordId:
    """Add a plan; one without a title is called after its file."""
    values: dict[str, Value] = {**NEW_PLAN, **_stated(reading)}
    if not reading.title and reading.measures:
        language = next(iter(reading.measures[0].texts))
        values[f"title_{language}"] = _EXTENSION.sub("", name)
    return item.add("plan", values, _origin(reading, file))


def merge_plan(
    item: Item, known: Known, id: RecordId, reading: PlanReading, file: str, *, is_own: bool
) -> None:
    """Merge title, act and years; a file that is not in the plan's own language gives only what is not there."""
    stored = known.records["plan"][id]
    merged = Merged("plan", id, stored, known, take=False, origin=lambda _: _origin(reading, file))
    for name, value in _stated(reading).items():
        if is_own or name.startswith("title_") or stored[name] is None:
            merged.state(name, value, None)
    item.changes += merged.changes


def approved_by(stamp: str) -> bool:
    """Return whether a stamp says that the plan was approved, by an act with its number and day."""
    plain = " ".join(stamp.split())
    if _DRAFT.search(plain):
        return False
    return bool(_APPROVED.search(plain) and _ACT_NUMBER.search(plain) and _ACT_YEAR.search(plain))


def years_of_plan(plan: Values | None) -> tuple[int, int] | None:
    """Return the first and last year of a plan, None where they are not said."""
    first, last = (plan["valid_from"], plan["valid_to"]) if plan else (None, None)
    return (int(str(first)[:4]), int(str(last)[:4])) if first and last else None


def _stated(reading: PlanReading) -> dict[str, Value]:
    """Return what the file says; a plan that an act with number and day approves is approved, no draft."""
    values: dict[str, Value] = {f"title_{language}": title for language, title in reading.title.items()}
    if reading.stamp:
        values["act"] = " ".join(reading.stamp.split())
        if approved_by(reading.stamp):
            values["state"] = "approved"
    if reading.years:
        values["valid_from"], values["valid_to"] = f"{reading.years[0]}-01-01", f"{reading.years[1]}-12-31"
    return values


def _origin(reading: PlanReading, file: str) -> Origin:
    """Return where the plan as a whole stands: the first table that was read, with the title above it."""
    sheet = next((table.sheet for table in reading.tables if table.recognised), "")
    return Origin(file, sheet, "", next(iter(reading.title.values()), ""))


def remember(item: Item, known: Known, plan: RecordId, asking: Asking, answers: Answers) -> None:
    """Keep what was answered just now, for later files of the plan; a recommendation that was added is there itself."""
    about = {kind: name for name, kind in KINDS_ABOUT.items()}
    for question in asking.questions():
        answer = answers.get(question.kind, question.key)
        is_added = question.kind == STUB and answer is True
        if question.kept_as and answer is not None and not is_added:
            told = json.dumps(answer_data(answer), sort_keys=True)
            _keep(item, known, plan, (about[question.kind], question.kept_as), told)


def _keep(item: Item, known: Known, plan: RecordId, key: tuple[str, str], answer: str) -> None:
    for id, values in known.of("plan_answer").items():
        if (values["plan_id"], values["about"], values["raw"]) == (plan, *key):
            if values["answer"] != answer:
                item.changes.append(Edited("plan_answer", id, "answer", values["answer"], answer))
            return
    item.add("plan_answer", {"plan_id": plan, "about": key[0], "raw": key[1], "answer": answer}, None)
