"""Read the words of the command line, and say in the person's language what was not understood."""

import argparse
import re
import shlex
import sys
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from upr_desktop.words import LANGUAGES, preferred_language, say

# What argparse says, and the key of our sentence; groups are the sentence's values.
SENTENCES = (
    (r"the following arguments are required: (?P<names>.+)", "usage.missing"),
    (r"unrecognized arguments: (?P<names>.+)", "usage.unknown"),
    (r"argument COMMAND: invalid choice: '(?P<value>.*?)' \(choose from (?P<choices>.*)\)", "usage.command"),
    (
        r"argument (?P<name>.+?): invalid choice: '(?P<value>.*?)' \(choose from (?P<choices>.*)\)",
        "usage.choice",
    ),
    (r"argument (?P<name>.+?): expected (one|at least one|\d+) arguments?", "usage.nothing_follows"),
    (r"argument (?P<name>.+?): invalid int value: '(?P<value>.*)'", "usage.number"),
    (r"argument (?P<name>.+?): day (?P<value>.*)", "usage.day"),
    (r"argument (?P<name>.+?): blank", "usage.blank"),
    (r"argument (?P<name>.+?): ignored explicit argument '(?P<value>.*)'", "usage.takes_nothing"),
    (r"ambiguous option: (?P<name>\S+) could match (?P<choices>.+)", "usage.ambiguous"),
)

INSTALLED = "upr-desktop"


class WrongUsage(Exception):
    """A command line that was not understood: why, and how the command is written."""

    def __init__(self, said: str, usage: str) -> None:
        super().__init__(said)
        self.said, self.usage = said, usage


class Parser(argparse.ArgumentParser):
    """Parses one command (or the choice of one), speaks a language, raises WrongUsage instead of ending the program."""

    def __init__(self, *, language: str, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_formatter(language))
        self._language = language
        self._positionals.title = say("usage.arguments", language)
        self._optionals.title = say("usage.options", language)
        self.add_argument("-h", "--help", action="help", help=say("usage.help", language))

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage."""
        raise WrongUsage(sentence_of(message, self._language), self.format_usage().strip())


def program() -> str:
    """Return how the program is called here: in a checkout through run.py, else by its name."""
    started = Path(sys.argv[0])
    script = started.with_name("run.py")
    if started.name != "main.py" or not script.exists():
        return INSTALLED
    shown = script.name if script.parent == Path.cwd() else typed(str(script))
    return f"{'python' if sys.platform == 'win32' else 'python3'} {shown}"


def typed(word: str) -> str:
    """Return a word as it is typed on a command line of this system."""
    if re.fullmatch(r"[\w@%+=:,./\\-]+" if sys.platform == "win32" else r"[\w@%+=:,./-]+", word):
        return word
    return f'"{word}"' if sys.platform == "win32" else shlex.quote(word)


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, before it is parsed, else the one to speak anyway."""
    for at, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--language":
            wished = value or next(iter(arguments[at + 1 :]), "")
            return wished if wished in LANGUAGES else preferred_language()
    return preferred_language()


def sentence_of(message: str, language: str) -> str:
    """Return what argparse says in the person's language."""
    for pattern, key in SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            values = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            return say(key, language, **values)
    return say("usage.other", language, message=message)


def day(text: str) -> date:
    """Return the day that a word names. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"day {text}") from wrong


def named(text: str) -> str:
    """Return the name of a file or folder. Raises ArgumentTypeError for a blank one."""
    if not text.strip():
        raise argparse.ArgumentTypeError("blank")
    return text


def _formatter(language: str) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[argparse._MutuallyExclusiveGroup],
            prefix: str | None = None,
        ) -> None:
            told = f"{say('usage.usage', language)}: " if prefix is None else prefix
            super().add_usage(usage, actions, groups, told)

        def _split_lines(self, text: str, width: int) -> list[str]:
            return textwrap.wrap(text, width, break_on_hyphens=False)  # no-change stays one word

    return Formatter
