"""Do the user's jobs from the command line, without a window."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from upr_desktop import commands, fill_commands, report_commands, return_commands
from upr_desktop.commands import Answer
from upr_desktop.examples import EXAMPLES
from upr_desktop.jobs.telling import place, sentence, what
from upr_desktop.register.errors import RegisterError, RulesBroken
from upr_desktop.usage import Parser, WrongUsage, asked_language, day, named, program
from upr_desktop.words import LANGUAGES, has_words, say

RETURN = "return"  # is refused with the command that merges it
DONE, NOTHING_WRITTEN, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its arguments, and the function that does it."""

    name: str
    arguments: tuple[Argument, ...]
    run: Callable[[argparse.Namespace], Answer]


def argument(*names: str, **options: Any) -> Argument:
    """Return an argument as argparse would add it."""
    return Argument(names, options)


def with_window(name: str) -> Callable[[argparse.Namespace], Answer]:
    """Return what runs a command that opens the window, whose libraries are imported only then."""

    def run(asked: argparse.Namespace) -> Answer:
        from upr_desktop import window_commands

        answer: Answer = getattr(window_commands, name)(asked, partial(emit, error=asked.json))
        return answer

    return run


SPOKEN = "|".join(LANGUAGES)
COMMON = (
    argument("--json", action="store_true"),
    argument("--author", default="", metavar="NAME"),
    argument("--language", default="", choices=("", *LANGUAGES), metavar=SPOKEN),
    argument("--today", type=day, metavar="YYYY-MM-DD"),
)
REGISTER = argument("--register", required=True, type=named, metavar="R")
FOR_AGENCIES = (
    REGISTER,
    argument("--period", required=True, metavar="2026H1"),
    argument("--agency", nargs="+", default=[], metavar="CODE"),
    argument("--workbook-language", default="", choices=("", *LANGUAGES), metavar=SPOKEN),
    argument("--out", required=True, type=named, metavar="DIR"),
)
COMMANDS = (
    Command(
        "new",
        (
            argument("file", type=named, metavar="FILE"),
            argument("--reference", default="none", metavar="kazakhstan-4|none"),
            argument("--sample", action="store_true"),
            argument("--from", dest="dump", metavar="DUMP.jsonl"),
            argument("--name", default="", metavar="NAME"),
        ),
        commands.new,
    ),
    Command(
        "import",
        (
            argument("files", nargs="+", type=named, metavar="FILE"),
            REGISTER,
            argument("--as", dest="layout", default="auto", choices=(*commands.LAYOUTS, RETURN)),
            argument("--state", metavar="KAZ"),
            argument("--map", metavar="MAP.json"),
            argument("--answers", metavar="ANSWERS.json"),
            argument("--dry-run", action="store_true"),
            argument("--again", action="store_true"),
            argument("--create-unknown", action="store_true"),
            argument("--create-row", action="append", default=[], metavar="PLACE"),
            argument("--take", action="append", default=[], metavar="RECORD|all"),
            argument("--clear-blanks", action="store_true"),
        ),
        commands.import_files,
    ),
    Command(
        "issue",
        FOR_AGENCIES,
        return_commands.issue_workbooks,
    ),
    Command(
        "merge",
        (
            argument("files", nargs="+", type=named, metavar="RETURN"),
            REGISTER,
            argument("--on-conflict", default="leave", choices=("leave", "ours", "theirs")),
            argument("--decide", action="append", default=[], choices=tuple(return_commands.RULES)),
            argument("--accept-matches", action="store_true"),
            argument("--agency", metavar="CODE"),
            argument("--period", metavar="2026H1"),
            argument("--again", action="store_true"),
            argument("--dry-run", action="store_true"),
        ),
        return_commands.merge,
    ),
    Command(
        "slip",
        FOR_AGENCIES,
        return_commands.slips,
    ),
    Command(
        "fill",
        (argument("file", type=named, metavar="FILE"), argument("--register", metavar="MINE.upr")),
        fill_commands.fill,
    ),
    Command(
        "write-return",
        (
            argument("--register", required=True, type=named, metavar="MINE.upr"),
            argument("--to", required=True, type=named, metavar="FILE.xlsx|FILE.zip"),
            argument("--period", metavar="2026H1"),
            argument("--compiler", default="", metavar="NAME"),
            argument("--phone", default="", metavar="NUMBER"),
        ),
        fill_commands.write,
    ),
    Command(
        "export",
        (
            REGISTER,
            argument("--to", required=True, type=named, metavar="FILE.xlsx"),
            argument("--what", default="register", choices=report_commands.WHAT),
            argument("--workbook-language", default="", choices=("", *LANGUAGES), metavar=SPOKEN),
            argument("--period", default="", metavar="2026H1"),
            argument("--since", default="", metavar="EDITION"),
            argument("--until", default="", metavar="EDITION"),
            argument("--confidential", action="store_true"),
        ),
        report_commands.export,
    ),
    Command(
        "report",
        (
            REGISTER,
            argument("--to", required=True, type=named, metavar="FILE.docx"),
            argument("--what", default="plan", choices=report_commands.REPORTS),
            argument("--period", default="", metavar="2026H1"),
            argument("--agency", nargs="+", default=[], metavar="CODE"),
            argument("--workbook-language", default="", choices=("", *LANGUAGES), metavar=SPOKEN),
            argument("--confidential", action="store_true"),
        ),
        report_commands.report,
    ),
    Command(
        "show",
        (
            argument("kind", metavar="KIND"),
            REGISTER,
            argument("--where", action="append", default=[], metavar="KEY=VALUE"),
        ),
        commands.show,
    ),
    Command(
        "history",
        (
            argument("record", nargs="?", metavar="RECORD"),
            REGISTER,
            argument("--between", nargs=2, default=(), metavar=("EDITION", "EDITION|now")),
        ),
        report_commands.history,
    ),
    Command(
        "edition",
        (argument("name", metavar="NAME"), REGISTER, argument("--note", default="", metavar="TEXT")),
        report_commands.edition,
    ),
    Command(
        "trace",
        (argument("record", metavar="RECORD"), argument("field", metavar="FIELD"), REGISTER),
        commands.trace,
    ),
    Command("undo", (argument("number", type=int, metavar="N"), REGISTER), commands.undo),
    Command("check", (REGISTER,), commands.check),
    Command(
        "backup", (REGISTER, argument("--to", required=True, type=named, metavar="FILE")), commands.backup
    ),
    Command("dump", (REGISTER,), commands.dump),
    Command("self-test", (), with_window("self_test")),
    Command("demo", (argument("--out", metavar="DIR"),), with_window("demo")),
    Command(
        "pictures",
        (argument("--out", required=True, type=named, metavar="DIR"), argument("--all", action="store_true")),
        with_window("pictures"),
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Do one command; return 0 done, 1 nothing written (or findings), 2 wrong usage."""
    language = asked_language(arguments)
    try:
        asked = parser_in(language).parse_args(arguments)
    except WrongUsage as wrong:
        return _misunderstand(wrong, has_json="--json" in arguments)
    except SystemExit as end:
        return int(end.code or 0)
    asked.language = language
    try:
        return _answer(asked)
    except BrokenPipeError:  # who reads what we say has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _answer(asked: argparse.Namespace) -> int:
    try:
        answer = asked.run(asked)
    except RegisterError as trouble:
        return _refuse(trouble, asked, asked.language)
    if asked.json and answer.data is not None:
        emit(json.dumps(answer.data, ensure_ascii=False, indent=1))
    elif not asked.json:
        for line in answer.lines:
            emit(line)
    return int(answer.code)


def _misunderstand(wrong: WrongUsage, *, has_json: bool) -> int:
    emit(wrong.usage, error=True)
    emit(wrong.said, error=True)
    if has_json:
        emit(json.dumps({"refused": wrong.said, "usage": wrong.usage}, ensure_ascii=False))
    return WRONG_USAGE


def _refuse(trouble: RegisterError, asked: argparse.Namespace, language: str) -> int:
    said = sentence(trouble, language)
    emit(said, error=True)
    if isinstance(trouble, RulesBroken):
        for problem in trouble.problems:
            emit(f"{place(problem, language)}: {what(problem, language)}", error=True)
    if asked.json:
        emit(json.dumps({"refused": said}, ensure_ascii=False))
    return NOTHING_WRITTEN


def emit(line: str, *, error: bool = False) -> None:
    """Write one line: answers to standard output, all else to standard error."""
    stream = sys.stderr if error else sys.stdout
    stream.write(f"{line}\n")
    stream.flush()


def parser_in(language: str) -> Parser:
    """Return what reads a command line and explains itself in a language."""
    told = say("command.program", language)
    ends = say("usage.exit_codes", language)
    parser = Parser(language=language, prog=program(), description=told, epilog=ends)
    parser.add_argument(
        "--version", action="version", version=commands.version(), help=say("usage.version", language)
    )
    chosen = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        told = say(f"command.{command.name}", language)
        below = f"{_examples(command.name, language)}\n\n{ends}"
        sub = chosen.add_parser(command.name, help=told, description=told, epilog=below, language=language)
        for each in command.arguments:
            sub.add_argument(*each.names, **each.options, help=what_for(command.name, each, language))
        for each in COMMON:
            sub.add_argument(*each.names, **each.options, help=say(f"usage.{each.names[0][2:]}", language))
        sub.set_defaults(run=command.run)
    return parser


def what_for(command: str, one: Argument, language: str) -> str:
    """Return what an argument is for: in this command, where that is said of it, else in all."""
    name = one.names[0]
    topic, name = ("option", name[2:]) if name.startswith("--") else ("argument", name)
    own = f"{topic}.{command}.{name}"
    return say(own if has_words(own) else f"{topic}.{name}", language)


def _examples(command: str, language: str) -> str:
    lines = [f"  {program()} {example}" for example in EXAMPLES[command]]
    return "\n".join((f"{say('usage.examples', language)}:", *lines))
