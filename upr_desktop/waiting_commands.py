"""Name, for what waits after a merge, the commands that answer it: ready to be given as they stand."""

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from upr_desktop.jobs.waiting import MATCH, PROPOSED, Waiting
from upr_desktop.merge.return_questions import CONFLICT, NO_CHANGE
from upr_desktop.words import say

ANSWERS: Mapping[str, tuple[str, ...]] = {
    CONFLICT: (
        "--on-conflict theirs",
        "--on-conflict ours",
        "--decide newer-return",
        "--decide both-with-dates",
    ),
    PROPOSED: ("--decide new-measures",),
    NO_CHANGE: ("--decide no-change",),
    MATCH: ("--accept-matches",),
}
INSTALLED = "upr-desktop"


def program() -> str:
    """Return how the program is called here: in a checkout through run.py, else by its name."""
    started = Path(sys.argv[0])
    script = started.with_name("run.py")
    if started.name != "main.py" or not script.exists():
        return INSTALLED
    shown = script.name if script.parent == Path.cwd() else shlex.quote(str(script))
    return f"{'python' if sys.platform == 'win32' else 'python3'} {shown}"


def waiting_data(asked: Namespace, found: Iterable[Waiting]) -> list[dict[str, Any]]:
    """Return what waits as scripts read it: `commands` are whole command lines, none where the window answers."""
    return [
        {"kind": one.kind, "count": one.count, "of_files": one.of_files, "commands": _commands(asked, one)}
        for one in found
    ]


def waiting_lines(asked: Namespace, data: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what waits in words: how many of the files and in the register, and below each how to answer."""
    language = asked.language
    if not data:
        return [say(f"waiting.{'would_be_none' if asked.dry_run else 'none'}", language)]
    lines = [say(f"waiting.{'would' if asked.dry_run else 'now'}", language)]
    for one in data:
        told = {"kind": say(f"waiting.kind.{one['kind']}", language), "count": one["count"]}
        key = "waiting.line" if one["count"] == one["of_files"] else "waiting.line_of"
        lines.append("  " + say(key, language, **told, of_files=one["of_files"]))
        answers = ANSWERS.get(one["kind"], ()) if one["commands"] else ()
        lines += [
            f"    {say(f'waiting.answer.{_name(answer)}', language)}: {command}"
            for answer, command in zip(answers, one["commands"], strict=True)
        ]
        if not one["commands"] or one["count"] > one["of_files"]:
            lines.append("    " + say(f"waiting.elsewhere.{_elsewhere(one)}", language))
    return lines


def _elsewhere(one: Mapping[str, Any]) -> str:
    """Return which sentence says how else it is answered: nobody's rows by mending the file, the rest in the window."""
    if one["kind"] == "unknown_row":
        return "rows"
    return "earlier" if one["count"] > one["of_files"] else "window"


def _name(answer: str) -> str:
    return answer.removeprefix("--").replace("decide ", "").replace(" ", "_").replace("-", "_")


def _commands(asked: Namespace, one: Waiting) -> list[str]:
    if not one.of_files:
        return []
    given = {Path(path).name: path for path in asked.files}
    archives = [path for path in asked.files if path.lower().endswith(".zip")]
    paths = dict.fromkeys(
        path for name in one.files for path in ([given[name]] if name in given else archives)
    )
    words = [*paths, "--register", asked.register]
    words += [
        word
        for name in ("agency", "period")
        if (said := getattr(asked, name))
        for word in (f"--{name}", said)
    ]
    return [f"{program()} merge {shlex.join(words)} {answer}" for answer in ANSWERS.get(one.kind, ())]
