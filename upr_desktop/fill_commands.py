"""Run the commands of an agency's focal point, and say their answers: take a workbook in, write the return."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from upr_desktop.commands import Answer, author, opened, problem_data
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.enclosed import return_inside
from upr_desktop.jobs.open_return import home_of, open_workbook, read_workbook
from upr_desktop.jobs.own_compiler import Compiler, compiler, name_compiler
from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.return_package import SentDocument
from upr_desktop.jobs.tell_documents import document_sentences
from upr_desktop.jobs.write_return import Written, write_return
from upr_desktop.register.errors import Problem
from upr_desktop.register.naming import find_record
from upr_desktop.register.own_rows import unanswered
from upr_desktop.register.register import Register
from upr_desktop.usage import program, typed
from upr_desktop.words import say


def fill(asked: Namespace) -> Answer:
    """Take a workbook into the register of the agency's own rows: one named, else the program's."""
    with Gate() as gate:
        received, beside = return_inside(read_file(Path(asked.file)), gate)
        book = read_workbook(received, gate)
    path = Path(asked.register) if asked.register else home_of(book)
    taken = open_workbook(received, book, path, author(asked), beside)
    missing = _missing(path, taken.period)
    data = {
        "register": str(path),
        "agency": taken.agency,
        "period": taken.period,
        "rows": taken.rows,
        "revision": taken.applied.revision,
        "changed": taken.changed,
        "missing": missing,
        "problems": [problem_data(one, asked.language) for one in taken.problems],
    }
    agency = book.shorts.get(asked.language) or taken.agency
    told = {"agency": agency, "period": period_words(taken.period, asked.language), "register": str(path)}
    lines = [say("command.fill.done", asked.language, **told, count=taken.rows, changed=taken.changed)]
    lines += [*_missing_lines(asked, missing), *_problem_lines(asked, taken.problems)]
    own = typed(str(path))
    window, back = f"{program()} {own}", f"{program()} write-return --register {own} --to return.xlsx"
    return Answer(data, [*lines, say("command.fill.next", asked.language, window=window, back=back)])


def write(asked: Namespace) -> Answer:
    """Write the return of an agency's register."""
    with opened(asked) as register, Gate() as gate:
        if asked.compiler or asked.phone:
            _name_compiler(register, asked)
        written = write_return(register, Path(asked.to), gate, author(asked), asked.period)
    missing = _missing(Path(asked.register), written.period)
    data: dict[str, Any] = {
        "file": str(written.file),
        "others": [str(path) for path in written.others],
        "period": written.period,
        "answered": written.answered,
        "rows": written.rows,
        "missing": missing,
        "documents": [_document_data(one, written) for one in written.documents],
        "problems": [problem_data(one, asked.language) for one in written.problems],
    }
    told = {"file": str(written.file), "answered": written.answered, "rows": written.rows}
    lines = [say("command.write_return.done", asked.language, **told)]
    lines += [say("command.write_return.other", asked.language, file=str(path)) for path in written.others]
    lines += document_sentences(written, asked.language)
    return Answer(data, [*lines, *_missing_lines(asked, missing), *_problem_lines(asked, written.problems)])


def _name_compiler(register: Register, asked: Namespace) -> None:
    """Remember who compiles the returns; what is not said stays."""
    with register.reading() as connection:
        known = compiler(connection) or Compiler("", "")
        told = Compiler(asked.compiler or known.name, asked.phone or known.phone)
        changes = name_compiler(connection, told)
    register.apply(replace(changes, author=author(asked)))


def _document_data(one: SentDocument, written: Written) -> dict[str, Any]:
    return {
        "file": one.name,
        "bytes": one.size,
        "measures": list(one.numbers),
        "packed": written.is_packed and one.size is not None,
    }


def _missing(path: Path, period: str) -> list[str]:
    """Return the numbers of the measures that are still to be answered."""
    with Register.open(path, read_only=True) as register, register.reading() as connection:
        _, id = find_record(connection, f"period:{period}")
        return [number for _, number in unanswered(connection, id)]


def _missing_lines(asked: Namespace, missing: list[str]) -> list[str]:
    if not missing:
        return []
    return [say("command.fill.missing", asked.language, count=len(missing), numbers=", ".join(missing))]


def _problem_lines(asked: Namespace, problems: Iterable[Problem]) -> list[str]:
    told = (problem_data(one, asked.language) for one in problems)
    return [f"  {one['place']}: {one['what']}. {one['how_to_fix']}" for one in told]
