"""Say what a random round breaks of the measures that agencies propose: kept once, taken from their cells, undone."""

import json
from collections.abc import Iterator

from return_histories import Result, Round, gate

from upr_desktop.jobs.bulk_decisions import open_questions
from upr_desktop.jobs.decide_pending import decide_each
from upr_desktop.merge.return_questions import NEW_MEASURES, propose
from upr_desktop.register.changes import Added, Change
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.log import changes_of
from upr_desktop.register.register import Register

LOG = ("revision", "change")


def lost_measures(made: Round, result: Result) -> Iterator[str]:
    """Yield the measures that were typed and are neither proposals nor listed as problems of their rows."""
    kept = {json.loads(str(theirs))["measure"] for kind, _, field, theirs in result.pending
            if (kind, field) == ("proposal", "measure")}  # fmt: skip
    said = {
        (one.read.received.sha256, problem.where)
        for merge in result.merges
        for one in merge.files
        for problem in one.notices
    }
    for filed in made.files:
        for text, sheet, row in filed.seen.wished:
            if text not in kept and (filed.received.sha256, f"{sheet}!{row}") not in said:
                yield f"{filed.received.name}: the proposal {text!r} is lost"


def measures_taken(made: Round, result: Result) -> Iterator[str]:
    """Take all proposed measures, and yield what is wrong with what that wrote or with undoing it."""
    register = result.register
    before = _records(register)
    with register.reading() as connection:
        asked = propose(NEW_MEASURES, open_questions(connection))
        if not asked:
            return
        decisions = {one.asked.pending: one.decision for one in asked if one.asked.pending}
        changes = decide_each(connection, decisions, by="coordinator")
    register.apply(changes)
    revision = register.revision()
    with register.reading() as connection:
        written = list(changes_of(connection, revision))
    added = [one for one in written if isinstance(one, Added) and one.kind == "measure"]
    if len(added) != len(asked):
        yield f"{len(asked)} proposals became {len(added)} measures"
    yield from _read_otherwise(made, written)
    register.undo(revision)
    if _records(register) != before:
        yield "undoing what was taken leaves something"


def _read_otherwise(made: Round, written: list[Change]) -> Iterator[str]:
    """Yield the origins of what was written whose cells say something else."""
    contents = {filed.received.sha256: filed.received for filed in made.files}
    for one in written:
        if not isinstance(one, Added):
            continue
        origin = one.origin
        if origin is None:
            yield f"{one} came from nowhere"
            continue
        received = contents.get(origin.file)
        if received is None:
            continue  # it was proposed in the round before
        book = gate().examine(received.name, received.content)
        sheet = next(sheet for sheet in book.sheets if sheet.name == origin.sheet)
        texts = {cell.address: cell.raw for row in sheet.rows for cell in row.cells()}
        for address, raw in [(origin.address, origin.raw), *(one.cells or {}).values()]:
            if texts.get(address, "") != raw:
                yield f"{address} of {origin.file} reads {texts.get(address)!r}, not {raw!r}"


def _records(register: Register) -> list[str]:
    """Return all records as they are, without the log."""
    with register.reading() as connection:
        lines = list(dump_lines(connection))
    return sorted(line for line in lines if json.loads(line).get("table") not in LOG)
