"""Name, for what waits after a merge, the commands that answer it: ready to be given as they stand."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from upr_desktop.jobs.waiting import MATCH, PROPOSED, STRAY, Waiting
from upr_desktop.merge.return_questions import CONFLICT, NO_CHANGE, PROPOSAL
from upr_desktop.usage import program, typed
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
ELSEWHERE: Mapping[str, str] = {STRAY: "rows", PROPOSAL: "proposal"}
NAMED = 3  # so many earlier files are named


def waiting_data(asked: Namespace, found: Iterable[Waiting]) -> list[dict[str, Any]]:
    """Return what waits as scripts read it.

    `commands` are whole command lines for what these files ask, none where the window answers; `earlier` are the files
    that asked the rest.
    """
    return [
        {
            "kind": one.kind,
            "count": one.count,
            "of_files": one.of_files,
            "commands": _commands(asked, one),
            "earlier": list(one.earlier),
        }
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
        lines += [f"    {line}" for line in _answers(one, language)]
    return lines


def _answers(one: Mapping[str, Any], language: str) -> Iterator[str]:
    answers = ANSWERS.get(one["kind"], ())
    # There are no commands where none of it is these files'.
    for answer, command in zip(answers, one["commands"], strict=False):
        yield f"{say(f'waiting.answer.{_name(answer)}', language)}: {command}"
    if not answers:
        yield say(f"waiting.elsewhere.{ELSEWHERE.get(one['kind'], 'window')}", language)
    elif one["earlier"]:
        shown = ", ".join((*one["earlier"][:NAMED], *("…" for _ in one["earlier"][NAMED:][:1])))
        yield say("waiting.elsewhere.earlier", language, files=shown, answer=answers[0])


def _name(answer: str) -> str:
    return answer.removeprefix("--").replace("decide ", "").replace(" ", "_").replace("-", "_")


def _commands(asked: Namespace, one: Waiting) -> list[str]:
    if not one.of_files:
        return []
    words = [*_paths(asked, one), "--register", asked.register]
    words += [
        word
        for name in ("agency", "period")
        if (said := getattr(asked, name))
        for word in (f"--{name}", said)
    ]
    given = " ".join(map(typed, words))
    return [f"{program()} merge {given} {answer}" for answer in ANSWERS.get(one.kind, ())]


def _paths(asked: Namespace, one: Waiting) -> Sequence[str]:
    """Return the files that ask, as they were named; all of them before anything is merged, as they ask together."""
    if asked.dry_run:
        return list(asked.files)
    named = {Path(path).name: path for path in asked.files}
    archives = [path for path in asked.files if path.lower().endswith(".zip")]
    return list(
        dict.fromkeys(path for name in one.files for path in ([named[name]] if name in named else archives))
    )
