"""Run the commands of the reporting round, and say their answers: issue workbooks, merge what comes back."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from upr_desktop.commands import Answer, author, dry_lines, opened, problem_data, written_lines
from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.enclosed import load_returns
from upr_desktop.jobs.issue import Issued, issue
from upr_desktop.jobs.loose_documents import give_loose, reading_again
from upr_desktop.jobs.merge_returns import (
    FileMerge,
    Merge,
    MergeOptions,
    apply_merge,
    conflicts_after,
    merge_read,
    read_returns,
)
from upr_desktop.jobs.open_decisions import open_conflicts
from upr_desktop.jobs.return_documents import KeptDocument
from upr_desktop.jobs.return_sheets import change_words
from upr_desktop.jobs.rule_decisions import Ruled
from upr_desktop.jobs.slip_document import write_slips
from upr_desktop.jobs.telling import sentence
from upr_desktop.jobs.waiting import Waiting, waiting_after, waiting_now
from upr_desktop.merge.return_cells import CellOutcome
from upr_desktop.merge.return_questions import (
    BOTH_WITH_DATES,
    CONFIRM_NO_CHANGE,
    NEW_MEASURES,
    NEWER_RETURN,
    SUCCESSOR,
    WHOLE_FILE,
    Proposed,
)
from upr_desktop.merge.returns import MergedReturn
from upr_desktop.register.changes import RecordId
from upr_desktop.register.naming import find_record
from upr_desktop.register.plan_queries import periods
from upr_desktop.register.queries import agencies
from upr_desktop.register.register import Register
from upr_desktop.waiting_commands import waiting_data, waiting_lines
from upr_desktop.words import say

# What rules are called on the command line.
RULES = {
    "no-change": CONFIRM_NO_CHANGE,
    "newer-return": NEWER_RETURN,
    "both-with-dates": BOTH_WITH_DATES,
    "whole-file": WHOLE_FILE,
    "new-measures": NEW_MEASURES,
    "successor": SUCCESSOR,
}


def issue_workbooks(asked: Namespace) -> Answer:
    """Write a workbook for each agency named, or for all that owe a report."""
    language = asked.workbook_language or asked.language
    with opened(asked) as register:
        issued = issue(
            register,
            asked.period,
            Path(asked.out),
            language,
            codes=asked.agency,
            author=author(asked),
            today=asked.today,
        )
        shorts = _short_names(register, asked.language)
    lines = [line for one in issued for line in _issued_lines(one, asked.language, shorts)]
    return Answer([_issued_data(one) for one in issued], lines)


def slips(asked: Namespace) -> Answer:
    """Write for each agency named, or all that there is something to tell, what became of its return."""
    language = asked.workbook_language or asked.language
    with opened(asked, read_only=True) as register:
        written = write_slips(
            register, asked.period, Path(asked.out), language, codes=asked.agency, today=asked.today
        )
        shorts = _short_names(register, asked.language)
    data = [{**asdict(one), "file": str(one.file)} for one in written]
    named = [{**one, "agency": shorts.get(str(one["agency"]), one["agency"])} for one in data]
    lines = [say("command.slip.done", asked.language, **one) for one in named]
    return Answer(data, lines or [say("command.slip.nothing", asked.language)])


def _short_names(register: Register, language: str) -> dict[str, str]:
    """Return the agencies' short names in a language by code, for sentences."""
    with register.reading() as connection:
        return {row.code: row.short(language) for row in agencies(connection).values()}


def _issued_data(one: Issued) -> dict[str, Any]:
    return {
        "agency": one.agency,
        "file": str(one.file),
        "dispatch": one.dispatch,
        "rows": one.rows,
        "previous": one.previous,
        "changed": [asdict(change) for change in one.since],
    }


def _issued_lines(one: Issued, language: str, shorts: Mapping[str, str]) -> list[str]:
    agency = shorts.get(one.agency, one.agency)
    done = say("command.issue.done", language, agency=agency, file=str(one.file), rows=one.rows)
    return [done, *(f"  {change.number}  {change_words(change, language)}" for change in one.since)]


def merge(asked: Namespace) -> Answer:
    """Read returns (and those inside .zip files), and merge them in one step."""
    options = MergeOptions(asked.on_conflict, asked.accept_matches, asked.again, asked.agency, asked.period)
    rules = [RULES[name] for name in asked.decide]
    with opened(asked, read_only=asked.dry_run) as register, Gate() as gate:
        _check_names(asked, register)
        loaded = load_returns([Path(file) for file in asked.files], gate)
        read = read_returns(register, loaded.files, options, gate, enclosed=loaded.enclosed)
        read = give_loose(read, loaded, reading_again(register, options, gate))
        merged = merge_read(register, read, options, author(asked))
        ruled = Ruled(register, rules)
        merged, revision = _dry(ruled, merged) if asked.dry_run else _applied(register, ruled, merged)
        conflicts, waits = _open(register, merged, ruled, is_done=not asked.dry_run)
        with register.reading() as connection:
            codes = {id: row.code for id, row in agencies(connection).items()}
            named = {row.id: row.code for row in periods(connection)}
        shorts = _short_names(register, asked.language)
    data: dict[str, Any] = {
        "revision": revision,
        "files": [
            *(_refused_data(name, None, sentence(why, asked.language)) for name, why in loaded.refused),
            *(_file_data(one, asked.language, codes, named) for one in merged.files),
        ],
        "counts": merged.counts,
        "cells_read": merged.cells_read,
        "rows_missing": merged.rows_missing,
        "open_conflicts": conflicts,
        "waiting": waiting_data(asked, waits),
        "decided": [_ruled_data(rule, one) for rule, found in ruled.found.items() for one in found],
    }
    is_nothing = not any(one.merged or one.read.same for one in merged.files)
    lines = [
        *_merge_lines(data, asked.language, shorts),
        *_ruled_lines(ruled, asked.language),
        *written_lines(asked, revision),
        *dry_lines(asked, is_nothing=is_nothing),
        *waiting_lines(asked, data["waiting"]),
    ]
    return Answer(data, lines, int(is_nothing))


def _dry(ruled: Ruled, merged: Merge) -> tuple[Merge, None]:
    ruled.decide(merged)
    return merged, None


def _applied(register: Register, ruled: Ruled, merged: Merge) -> tuple[Merge, int | None]:
    done, applied = apply_merge(register, merged, ruled.changes if ruled.rules else None)
    return done, applied.revision


def _open(register: Register, merged: Merge, ruled: Ruled, *, is_done: bool) -> tuple[int, list[Waiting]]:
    """Return how many conflicts are open in the register, and what waits; before a merge is applied, what would."""
    if is_done:
        with register.reading() as connection:
            return open_conflicts(connection), waiting_now(connection, merged)
    conflicts = conflicts_after(register, merged) - ruled.conflicts
    with register.reading() as connection:
        return conflicts, waiting_after(connection, merged, ruled.questions)


def _check_names(asked: Namespace, register: Register) -> None:
    """Raise RegisterError("no_such_record") where the register knows no such agency or period."""
    with register.reading() as connection:
        for kind, code in (("agency", asked.agency), ("period", asked.period)):
            if code:
                find_record(connection, f"{kind}:{code}")


def _ruled_lines(ruled: Ruled, language: str) -> Iterator[str]:
    """Tell how many questions each rule decided, and of one that decided none, why."""
    for rule, found in ruled.found.items():
        named = say(f"bulk_rule.{rule}", language)
        if why := ruled.why[rule]:
            reason = say(f"bulk_rule.{rule}.why_not.{why}", language)
            yield say("waiting.decided_none", language, rule=named, why=reason)
        else:
            yield say("command.merge.decided", language, rule=named, count=len(found))


def _ruled_data(rule: str, one: Proposed) -> dict[str, Any]:
    kind, record, field, _ = one.asked.question
    return {
        "rule": next(name for name, known in RULES.items() if known == rule),
        "kind": kind,
        "record": record,
        "field": field,
        "held": one.asked.held,
        "returned": one.asked.returned,
        "choice": one.decision.choice,
        "sha256": one.asked.file,
        "sheet": one.asked.sheet,
        "address": one.asked.address,
    }


def _refused_data(name: str, sha256: str | None, said: str | None) -> dict[str, Any]:
    return {"file": name, "sha256": sha256, "identity": None, "refused": said, "notices": [], "cells": []}


def _file_data(
    one: FileMerge, language: str, codes: Mapping[RecordId, str], named: Mapping[RecordId, str]
) -> dict[str, Any]:
    received = one.read.received
    said = sentence(one.refused, language) if one.refused else None
    data = _refused_data(received.name, received.sha256, said)
    if one.read.same:
        data["same_file"] = {"name": one.read.same.name, "at": one.read.same.received_at}
    if one.merged is None or one.identity is None:
        return data
    sent = one.identity.sent
    data["identity"] = {
        "dispatch": sent.id,
        "agency": codes.get(sent.agency_id),
        "period": named.get(sent.period_id),
        "language": sent.language,
        "by": list(one.identity.by),
    }
    data["notices"] = [problem_data(problem, language) for problem in one.notices]
    data["counts"] = one.merged.counts
    data["rows_missing"] = len(one.merged.missing)
    data["cells"] = [_cell_data(one.merged, cell) for cell in one.merged.cells]
    data["documents"] = [_document_data(document) for document in one.kept.documents]
    return data


def _document_data(one: KeptDocument) -> dict[str, Any]:
    return {
        "file": one.received.name,
        "sha256": one.received.sha256,
        "evidence": one.evidence,
        "reports": list(one.reports),
        "is_new": one.is_new,
    }


def _cell_data(merged: MergedReturn, one: CellOutcome) -> dict[str, Any]:
    return {
        "sheet": merged.sheet_of(one),
        "address": one.cell.address,
        "record": one.record_id,
        "field": one.field,
        "base": one.base,
        "ours": one.ours,
        "theirs": one.theirs,
        "outcome": one.outcome,
        "raw": one.cell.raw,
    }


def _merge_lines(data: Mapping[str, Any], language: str, shorts: Mapping[str, str]) -> list[str]:
    """Return what the command says; `shorts` are the agencies' short names by code."""
    lines: list[str] = []
    for file in data["files"]:
        if file["refused"]:
            lines.append(f"{file['file']}: {file['refused']}")
        elif "same_file" in file:
            key = "same_file" if file["same_file"]["at"] else "same_twice"
            first = file["same_file"]["name"]
            lines.append(say(f"command.merge.{key}", language, file=file["file"], first=first))
        else:
            counts = ", ".join(
                f"{say(f'return_outcome.{name}', language)} {count}"
                for name, count in file["counts"].items()
                if count
            )
            agency = shorts.get(file["identity"]["agency"], file["identity"]["agency"])
            lines.append(
                say("command.merge.file", language, file=file["file"], agency=agency, counts=counts or "—")
            )
            lines += [f"  {p['where']}: {p['what']}. {p['how_to_fix']}" for p in file["notices"]]
    told = {"cells": data["cells_read"], "missing": data["rows_missing"]}
    return [*lines, say("command.merge.done", language, **told)]
