"""See whether an installation works: make a register of the sample's lists, export it, take it back, look it over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.demo_plan import PlanDemo, plan_answers
from upr_desktop.jobs.demo_returns import ReturnsDemo
from upr_desktop.jobs.export import export_register
from upr_desktop.jobs.import_file import Options, Prepared, apply_import, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.telling import what
from upr_desktop.merge.three_way import TAKEN
from upr_desktop.paths import bundled
from upr_desktop.register.check import check
from upr_desktop.register.register import Register
from upr_desktop.words import say

LISTS = ("thematic_list.docx", "texts_ru_kk.xlsx")
PLAN = "plan_ru.docx"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was tried, and why it did not work; an empty reason is success."""

    step: str
    reason: str = ""


def self_test_steps(path: Path, author: str, language: str) -> Iterator[Found]:
    """Try one thing after the other on a new register; what is found wrong with one ends nothing.

    Raises RegisterError where a step cannot be done at all.
    """
    with new_register(path, path.stem, "kazakhstan-4", author) as register, Gate() as gate:
        yield Found("new")
        counts = [
            _bring(register, gate, bundled("resources/sample") / name, author).draft.counts for name in LISTS
        ]
        told = (Options(answers=plan_answers()), Options())
        plans = [
            _bring(register, gate, bundled("resources/sample") / PLAN, author, one).draft for one in told
        ]
        counts += [draft.counts for draft in plans]
        is_in = counts[0]["created"] == counts[1]["changed"] > 0
        is_planned = counts[2]["created"] == counts[3]["unchanged"] > 0 and not plans[1].changes.changes
        is_planned = is_planned and not any(problem.severity != "info" for problem in plans[1].problems)
        yield Found("import", "" if is_in and is_planned else str(counts))
        workbook = export_register(register, path.with_suffix(".xlsx"), language)
        yield Found("export", "" if workbook.stat().st_size else str(workbook))
        changes = _bring(register, gate, workbook, author).draft.changes.changes
        yield Found("back", say("self_test.changed", language, count=len(changes)) if changes else "")
        yield Found("round", _round(register, gate, path.parent, author, language))
        with register.reading() as connection:
            wrong = [what(problem, language) for problem in check(connection) if problem.severity == "error"]
        yield Found("check", " ".join(wrong))


def _bring(
    register: Register, gate: Gate, path: Path, author: str, options: Options | None = None
) -> Prepared:
    prepared = prepare(register, read_file(path), options or Options(), gate)
    return apply_import(register, prepared, author)[0]


def _round(register: Register, gate: Gate, folder: Path, author: str, language: str) -> str:
    """Issue a workbook, fill it in and merge it; return why that did not bring what was filled in, if so."""
    PlanDemo(register, language, author).make_periods()
    returns = ReturnsDemo(register, language, author, date.today())
    sent = returns.send(folder / "sent")
    filled = [(path, count) for _, path, count in returns.fill(sent, folder / "returned")]
    merge, _ = returns.merge(gate, [path for path, _ in filled])
    is_in = merge.counts[TAKEN] == sum(count for _, count in filled) > 0
    return "" if is_in else str(merge.counts)
