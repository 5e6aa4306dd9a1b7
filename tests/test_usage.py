"""A command line that is not understood is answered in the person's language, as JSON where that is asked for."""

import json
from datetime import date

import pytest

from upr_desktop.cli import COMMANDS, main
from upr_desktop.usage import sentence_of
from upr_desktop.words import LANGUAGES, say

WRONG = [
    (("nonsense",), "usage.command"),
    (("merge",), "usage.missing"),
    (("merge", "x.xlsx", "--register", "r.upr", "--on-conflict", "maybe"), "usage.choice"),
    (("show", "agency", "--register", "r.upr", "--bad"), "usage.unknown"),
    (("show", "agency", "--register"), "usage.nothing_follows"),
    (("undo", "x", "--register", "r.upr"), "usage.number"),
    (("show", "agency", "--register", "r.upr", "--today", "31.12.2026"), "usage.day"),
    (("new", ""), "usage.blank"),
    (("import", "--register", "", "list.docx"), "usage.blank"),
    (("check", "--register", "r.upr", "--json=1"), "usage.takes_nothing"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("arguments", "key"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_what_is_not_understood_is_said_in_a_sentence_and_as_json(
    arguments: tuple[str, ...], key: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *rest = arguments
    assert main([first, "--language", language, "--json", *rest]) == 2
    out, error = capsys.readouterr()
    said = json.loads(out)
    assert said["refused"] in error
    assert said["usage"].startswith(say("usage.usage", language))
    beginning = say(key, language, names="\0", value="\0", choices="\0", name="\0", message="\0")
    for part in (piece.strip() for piece in beginning.split("\0")):
        assert part in said["refused"]


def test_without_json_nothing_stands_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge"]) == 2
    assert capsys.readouterr().out == ""


def test_what_argparse_says_otherwise_is_said_all_the_same() -> None:
    assert "something new" in sentence_of("something new", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [one.name for one in COMMANDS])
def test_every_command_explains_itself_in_each_language(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--language", language, "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for key in (f"command.{command}", "usage.exit_codes", "usage.options", "usage.json"):
        assert say(key, language) in out
    for argument in (one for found in COMMANDS if found.name == command for one in found.arguments):
        if argument.names[0].startswith("--"):
            assert say(f"option.{argument.names[0][2:]}", language) in out
    if language != "en":
        assert "show this help message" not in out


def test_today_is_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--register", "no such.upr", "--today", date(2026, 7, 10).isoformat()]) == 1
