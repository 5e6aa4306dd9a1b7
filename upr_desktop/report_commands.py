"""Run the commands of what goes up: editions and what differs between them, workbooks, reports; say their answers."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from upr_desktop import commands
from upr_desktop.commands import Answer, author, opened
from upr_desktop.jobs import report as reports
from upr_desktop.jobs.consolidated import export_consolidated
from upr_desktop.jobs.describe_changes import ToldRecord
from upr_desktop.jobs.difference_sheet import export_difference
from upr_desktop.jobs.edition_words import point_words
from upr_desktop.jobs.editions import Difference, difference, freeze_edition
from upr_desktop.register.changes import Added, Change, Edited
from upr_desktop.register.editions import NOW, Point, point
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.naming import find_record
from upr_desktop.words import say

REPORTS = reports.WHAT
WHAT = ("register", "consolidated", "history", "changes")
NARROWED_BY = {"consolidated": ("period", "since"), "changes": ("since", "until"), "history": ("since",)}


def edition(asked: Namespace) -> Answer:
    """Freeze the register as it stands under a name."""
    with opened(asked) as register:
        frozen = freeze_edition(register, asked.name, author(asked), asked.note)
    said = say("command.edition.done", asked.language, name=frozen.name, number=frozen.revision)
    return Answer(_point_data(frozen), (said,))


def history(asked: Namespace) -> Answer:
    """List saved changes, or what differs between two points."""
    if not asked.between:
        return commands.history(asked)
    with opened(asked, read_only=True) as register, register.reading() as connection:
        record = find_record(connection, asked.record)[1] if asked.record else None
        one, other = (point(connection, named) for named in asked.between)
        found = difference(connection, one, other, asked.language)
    told = [each for each in found.records if record in (None, each.id)]
    changes = [change for change in found.changes if record in (None, change.id)]
    data = {
        "from": _point_data(found.first),
        "to": _point_data(found.last),
        "records": [_record_data(each, found) for each in told],
        "changes": [_change_data(change) for change in changes],
    }
    return Answer(data, list(_lines(found, told, asked.language)))


def export(asked: Namespace) -> Answer:
    """Write a workbook: the register, its history, the consolidated one, or what changed since an edition."""
    for option in ("period", "since", "until"):
        if getattr(asked, option) and option not in NARROWED_BY.get(asked.what, ()):
            raise RegisterError("export_option", option=f"--{option}", what=f"--what {asked.what}")
    if asked.what == "consolidated":
        return _export_consolidated(asked)
    if asked.what == "changes":
        return _export_changes(asked)
    return commands.export(asked)


def _export_consolidated(asked: Namespace) -> Answer:
    language = asked.workbook_language or asked.language
    with opened(asked, read_only=True) as register:
        written = export_consolidated(
            register, Path(asked.to), language,
            today=asked.today, period=asked.period, since=asked.since, confidential=asked.confidential,
        )  # fmt: skip
    data = {"file": str(written.file), "figures": dict(written.figures), "rows": dict(written.rows)}
    return Answer(data, (say("command.export.done", asked.language, file=str(written.file)),))


def _export_changes(asked: Namespace) -> Answer:
    if not asked.since:
        raise RegisterError("export_since_what")
    language = asked.workbook_language or asked.language
    with opened(asked, read_only=True) as register:
        file, found = export_difference(
            register, Path(asked.to), language, asked.since, asked.until or NOW,
            today=asked.today, confidential=asked.confidential,
        )  # fmt: skip
    data = {
        "file": str(file),
        "from": _point_data(found.first),
        "to": _point_data(found.last),
        "records": len(found.records),
    }
    return Answer(data, (say("command.export.done", asked.language, file=str(file)),))


def report(asked: Namespace) -> Answer:
    """Write a Word document: the plan with what was done, agencies' answers, or reminders."""
    language = asked.workbook_language or asked.language
    with opened(asked, read_only=True) as register:
        written = reports.write_report(
            register, Path(asked.to), asked.what, language,
            period=asked.period, agencies=asked.agency, today=asked.today, confidential=asked.confidential,
        )  # fmt: skip
    data = {
        "file": str(written.file),
        "what": asked.what,
        "period": written.period,
        "agencies": list(written.agencies),
        "measures": written.measures,
        "drafts": written.drafts,
        "reminders": [
            {"agency": code, "missing": len(one.missing), "owed": one.owed, "due": one.due}
            for code, one in zip(written.agencies, written.reminders, strict=False)
        ],
    }
    lines = [say("command.report.done", asked.language, file=str(written.file))]
    if written.drafts:
        lines.append(say("command.report.drafts", asked.language, count=written.drafts))
    return Answer(data, lines)


def _point_data(one: Point) -> dict[str, Any]:
    return {
        "edition": one.name or None,
        "revision": one.revision,
        "at": one.at,
        "author": one.author,
        "note": one.note or None,
    }


def _record_data(one: ToldRecord, found: Difference) -> dict[str, Any]:
    fields = []
    for each in one.fields:
        origin = each.origin
        file = found.told.files.get(origin.file) if origin else None
        place = {
            "file": file.name if file else None,
            "cell": f"{origin.sheet}!{origin.address}" if origin else None,
        }
        fields.append({"what": each.what, "before": each.before, "after": each.after, **place})
    return {"kind": one.kind, "id": one.id, "name": one.name, "event": one.event, "fields": fields}


def _change_data(change: Change) -> dict[str, Any]:
    named = {"kind": change.kind, "id": change.id}
    if isinstance(change, Edited):
        return {**named, "field": change.field, "before": change.before, "after": change.after}
    values = dict(change.values)
    before, after = (None, values) if isinstance(change, Added) else (values, None)
    return {**named, "field": None, "before": before, "after": after}


def _lines(found: Difference, told: Sequence[ToldRecord], language: str) -> Iterator[str]:
    yield " → ".join(point_words(one, language) for one in (found.first, found.last))
    for record in told:
        yield f"{record.name}: {say(f'edition.event.{record.event}', language)}"
        for each in record.fields:
            yield f"    {each.what}: {each.before or '—'} → {each.after or '—'}"
    yield say("edition.differing", language, count=len(told))
