"""Run each command of the command line and say its answer: as data for scripts, as lines for people."""

import getpass
import json
import platform
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.plan_maps import column_maps
from upr_desktop.jobs import import_file, new_register
from upr_desktop.jobs.export import export_register
from upr_desktop.jobs.export_history import export_history
from upr_desktop.jobs.field_words import known_fields
from upr_desktop.jobs.import_choices import kept_records
from upr_desktop.jobs.show import show as shown
from upr_desktop.jobs.tell_plan import plan_data, plan_lines
from upr_desktop.jobs.tell_trace import moment, trace_lines, trace_named
from upr_desktop.jobs.telling import how_to_fix, label, left_alone, place, sentence, what
from upr_desktop.jobs.undo_words import returns_to_read_again
from upr_desktop.merge.draft import CREATED, LEFT_ALONE, REFUSED, Draft
from upr_desktop.merge.plan_answers import Answers, answers_from
from upr_desktop.merge.plan_draft import PlanDraft
from upr_desktop.register import backup as backups
from upr_desktop.register import check as checks
from upr_desktop.register.changes import Received
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import FileRefused, Problem, RegisterError
from upr_desktop.register.naming import CALLED, find_record
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import quick_check
from upr_desktop.states import state_code
from upr_desktop.usage import program, typed
from upr_desktop.words import say

LAYOUTS = import_file.LAYOUTS
ALL = "all"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says: one JSON document (None where it has written itself), lines for a person, the exit code."""

    data: Any
    lines: Sequence[str] = field(default_factory=tuple)
    code: int = 0


@contextmanager
def opened(asked: Namespace, *, read_only: bool = False) -> Iterator[Register]:
    """Open the register that the command names, and give it back."""
    with Register.open(Path(asked.register), read_only=read_only) as register:
        yield register


def author(asked: Namespace) -> str:
    """Return who is working: as said, else the system's user."""
    if asked.author:
        return str(asked.author)
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


def version() -> str:
    """Return the program's version with Python's."""
    try:
        own = metadata.version("upr-desktop")
    except metadata.PackageNotFoundError:
        own = "0.1.0"
    return f"UPR Desktop {own} (Python {platform.python_version()})"


def new(asked: Namespace) -> Answer:
    """Make a register: with a reference set, from the sample, or from a dump."""
    path = Path(asked.file)
    if asked.dump:
        register = new_register.from_dump(path, Path(asked.dump))
    elif asked.sample:
        register = new_register.from_sample(path)
    else:
        register = new_register.new_register(path, asked.name, asked.reference, author(asked))
    with register:
        revision = register.revision()
    said = say("command.new.done", asked.language, file=path.name)
    return Answer({"file": str(path), "revision": revision}, (said,))


def import_files(asked: Namespace) -> Answer:
    """Import files one by one; each stands or falls alone."""
    with opened(asked, read_only=asked.dry_run) as register, Gate() as gate:
        found = [answer for path in asked.files for answer in _import_path(asked, register, gate, Path(path))]
    data = found[0].data if len(found) == 1 else {"files": [answer.data for answer in found]}
    is_nothing = all(answer.code for answer in found)
    lines = [
        *(line for answer in found for line in answer.lines),
        *dry_lines(asked, is_nothing=is_nothing),
    ]
    return Answer(data, lines, max(answer.code for answer in found))


def _import_path(asked: Namespace, register: Register, gate: Gate, path: Path) -> Iterator[Answer]:
    try:
        received = import_file.load([path], gate)
    except FileRefused as refusal:
        yield _refused(asked, path.name, refusal)
        return
    for file in received:
        try:
            yield _import_one(asked, register, gate, file)
        except RegisterError as refusal:
            yield _refused(asked, file.name, refusal)


def _refused(asked: Namespace, name: str, refusal: RegisterError) -> Answer:
    said = sentence(refusal, asked.language)
    return Answer({"file": name, "refused": said}, (f"{name}: {said}",), 1)


def _import_one(asked: Namespace, register: Register, gate: Gate, file: Received) -> Answer:
    options = _options(asked, register)
    if not (asked.again or asked.take) and (known := import_file.already_in(register, file, options)):
        return _not_read(asked, file, known)
    prepared = import_file.prepare(register, file, options, gate)
    if isinstance(prepared.draft, PlanDraft) and prepared.draft.asks_for_columns:
        raise FileRefused("plan_columns_unknown", name=file.name)
    if ALL in asked.take:
        chosen = replace(options, take=kept_records(prepared.draft.rows))
        prepared = import_file.redraft(register, prepared, chosen)
    revision = None
    if not asked.dry_run:
        prepared, applied = import_file.apply_import(register, prepared, author(asked))
        revision = applied.revision
    return _taken(asked, file, prepared, revision, _not_new(prepared.draft, options))


def _taken(
    asked: Namespace,
    file: Received,
    prepared: import_file.Prepared,
    revision: int | None,
    besides: Iterable[Problem],
) -> Answer:
    """Answer for a file that was read: its counts, problems and rows left alone, and what else a plan has to say."""
    draft = prepared.draft
    problems = [problem_data(problem, asked.language) for problem in (*draft.problems, *besides)]
    alone = [
        {"where": row.where, "reason": left_alone(row.reason, row.values, asked.language)}
        for row in draft.rows
        if row.outcome == LEFT_ALONE
    ]
    data = {
        "file": file.name,
        "sha256": file.sha256,
        "layout": prepared.recognised.layout,
        "revision": revision,
        "unit": draft.unit,
        **draft.counts,
        "problems": problems,
        "left_alone_rows": alone,
    }
    lines = [_counted(asked, file, draft.unit, draft.counts)]
    if isinstance(draft, PlanDraft):
        data |= plan_data(draft)
        lines += plan_lines(draft, asked.language)
    lines += [f"  {p['place']}: {p['what']} {p['how_to_fix']}" for p in problems]
    lines += [*_in_ranges(alone), *written_lines(asked, revision)]
    is_for_nothing = revision is None and (draft.changes.changes or draft.counts[REFUSED])
    return Answer(data, lines, int(bool(is_for_nothing) and not asked.dry_run))


def written_lines(asked: Namespace, revision: int | None) -> list[str]:
    """Return which change was written and how to take it back; nothing where none was."""
    if revision is None:
        return []
    back = f"{program()} undo {revision} --register {typed(asked.register)}"
    return [say("command.written", asked.language, number=revision, command=back)]


def dry_lines(asked: Namespace, *, is_nothing: bool) -> list[str]:
    """Return that nothing was written, where only that was asked for; not where nothing could be."""
    return [say("command.dry_run", asked.language)] if asked.dry_run and not is_nothing else []


def _in_ranges(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return lines for rows left alone: those that follow one another with the same reason share a line."""
    found: list[tuple[str, str, str]] = []
    for row in rows:
        sheet, _, address = row["where"].rpartition("!")
        if found and sheet and (found[-1][0].rpartition("!")[0], found[-1][2]) == (sheet, row["reason"]):
            found[-1] = (found[-1][0], f"–{address}", row["reason"])
        else:
            found.append((row["where"], "", row["reason"]))
    return [f"  {first}{last}: {reason}" for first, last, reason in found]


def _options(asked: Namespace, register: Register) -> import_file.Options:
    """Return what the person said of the files.

    Raises RegisterError for a record that is not there, FileRefused for a --map or --answers that says nothing.
    """
    with register.reading() as connection:
        take = frozenset(find_record(connection, named)[1] for named in asked.take if named != ALL)
    return import_file.Options(
        layout=asked.layout,
        state=_state(asked.state),
        take=take,
        create_unknown=asked.create_unknown,
        create=frozenset(asked.create_row),
        clear_blanks=asked.clear_blanks,
        mapping=column_maps(_parsed(asked.map), asked.map) if asked.map else (),
        answers=answers_from(_parsed(asked.answers), asked.answers) if asked.answers else Answers(),
        today=asked.today or date.today(),
    )


def _parsed(path: str) -> object:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise FileRefused("not_json", name=Path(path).name) from fault


def _state(named: str | None) -> str | None:
    if not named:
        return None
    if (code := state_code(named)) is None:
        raise RegisterError("unknown_state", name=named)
    return code


def _not_new(draft: Draft, options: import_file.Options) -> list[Problem]:
    """Name the places that were told to create a row although none of the file's new rows stands there."""
    new = {row.where for row in draft.rows if row.outcome in (CREATED, REFUSED)}
    return [Problem("row_not_new", place, severity="warning") for place in sorted(options.create - new)]


def _not_read(asked: Namespace, file: Received, known: import_file.AlreadyIn) -> Answer:
    """Answer for a file that the register holds already, without reading it."""
    data: dict[str, Any] = {
        "file": file.name,
        "sha256": file.sha256,
        "layout": known.layout,
        "revision": None,
        "same_file": known.revision,
        "unit": known.unit,
        **known.counts,
        "problems": [],
        "left_alone_rows": [],
    }
    said = say("command.import.same_file", asked.language, number=known.revision, date=known.at[:10])
    return Answer(data, (_counted(asked, file, known.unit, known.counts), f"  {said}"))


def _counted(asked: Namespace, file: Received, unit: str, counts: Mapping[str, int]) -> str:
    told = ", ".join(f"{say(f'outcome.{key}', asked.language)} {count}" for key, count in counts.items())
    return f"{file.name}: {say(f'unit.{unit}', asked.language)}: {told}"


def problem_data(problem: Problem, language: str) -> dict[str, Any]:
    """Return a problem as scripts read it."""
    return {
        "code": problem.code,
        "where": problem.where,
        "place": place(problem, language),
        "what": what(problem, language),
        "how_to_fix": how_to_fix(problem, language),
        "record": problem.record,
        "severity": problem.severity,
    }


def export(asked: Namespace) -> Answer:
    """Write a workbook of the register or of its history."""
    language = asked.workbook_language or asked.language
    with opened(asked, read_only=True) as register:
        if asked.what == "history":
            written = export_history(
                register,
                Path(asked.to),
                language,
                asked.today,
                since=asked.since,
                confidential=asked.confidential,
            )
        else:
            written = export_register(register, Path(asked.to), language, confidential=asked.confidential)
    return Answer({"file": str(written)}, (say("command.export.done", asked.language, file=str(written)),))


def show(asked: Namespace) -> Answer:
    """List the records of a kind."""
    where = {key: value for key, _, value in (pair.partition("=") for pair in asked.where)}
    try:
        with opened(asked, read_only=True) as register, register.reading() as connection:
            rows = shown(connection, asked.kind, where)
    except RegisterError as refusal:
        if refusal.key != "unknown_field":
            raise
        fields = known_fields(
            CALLED.get(asked.kind, asked.kind), asked.language, str(refusal.values["fields"]).split(", ")
        )
        raise RegisterError("unknown_field", field=refusal.values["field"], fields=fields) from refusal
    return Answer(rows, [_line(row) for row in rows])


def _line(row: dict[str, Any]) -> str:
    return "  ".join(f"{key}={value}" for key, value in row.items() if value not in (None, "", [], False))


def history(asked: Namespace) -> Answer:
    """List revisions, newest first: all, or those of one record."""
    with opened(asked, read_only=True) as register:
        record = None
        if asked.record:
            with register.reading() as connection:
                _, record = find_record(connection, asked.record)
        rows = register.history(record)
    data: list[dict[str, Any]] = [
        {
            "revision": row.number,
            "at": row.at,
            "author": row.author,
            "kind": row.kind,
            "label": label(row.label, asked.language),
            "changes": row.changes,
            "undo_of": row.undo_of,
            "undone_by": row.undone_by,
        }
        for row in rows
    ]
    return Answer(
        data,
        [
            f"{r['revision']:>5}  {moment(r['at'])}  {r['author']}  {r['label']} ({r['changes']})"
            for r in data
        ],
    )


def trace(asked: Namespace) -> Answer:
    """Follow one field back to the cells and people it came from."""
    with opened(asked, read_only=True) as register, register.reading() as connection:
        kind, id = find_record(connection, asked.record)
        steps = trace_named(connection, kind, id, asked.field, asked.language)
        lines = trace_lines(connection, steps, asked.language)
    return Answer([asdict(step) for step in steps], lines)


def undo(asked: Namespace) -> Answer:
    """Undo one revision."""
    with opened(asked) as register:
        with register.reading() as connection:
            again = returns_to_read_again(connection, asked.number, asked.language)
        applied = register.undo(asked.number, author(asked))
    said = say("command.undo.done", asked.language, number=asked.number, revision=applied.revision)
    return Answer({"undone": asked.number, "revision": applied.revision}, (said, *([again] if again else ())))


def check(asked: Namespace) -> Answer:
    """Look a register over."""
    with opened(asked, read_only=True) as register:
        with register.reading() as connection:
            found = checks.check(connection, asked.today)
        damage = quick_check(register.path)
    found += [Problem("file_damaged", register.path.name, {"reason": line}) for line in damage]
    problems = [problem_data(problem, asked.language) for problem in found]
    wrong = any(problem.severity != "info" for problem in found)
    lines = [f"{p['place']}: {p['what']} {p['how_to_fix']}" for p in problems]
    return Answer(problems, lines or (say("command.check.fine", asked.language),), int(wrong))


def backup(asked: Namespace) -> Answer:
    """Save a checked copy of a register."""
    with opened(asked, read_only=True) as register:
        backups.save_copy(register.path, Path(asked.to))
    return Answer({"file": asked.to}, (say("command.backup.done", asked.language, file=asked.to),))


def dump(asked: Namespace) -> Answer:
    """Write a register as sorted JSON lines to standard output."""
    with opened(asked, read_only=True) as register, register.reading() as connection:
        for line in dump_lines(connection):
            sys.stdout.buffer.write(line.encode() + b"\n")
        sys.stdout.buffer.flush()
    return Answer(None, ())
