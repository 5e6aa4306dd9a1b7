"""A command line that is not understood is answered in the person's language, as JSON where that is asked for."""

import json
import shlex
import sys
from datetime import date
from pathlib import Path

import pytest

from upr_desktop import usage
from upr_desktop.cli import COMMANDS, main, parser_in, what_for
from upr_desktop.examples import EXAMPLES
from upr_desktop.report_commands import REPORTS, WHAT
from upr_desktop.return_commands import RULES
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
        assert what_for(command, argument, language) in out
    for example in EXAMPLES[command]:
        assert f"upr-desktop {example}" in out
    if language != "en":
        assert "show this help message" not in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_and_each_kind_of_document_is_told_apart(language: str) -> None:
    for key, names in (("merge.decide", RULES), ("export.what", WHAT), ("report.what", REPORTS)):
        told = say(f"option.{key}", language)
        assert [name for name in names if name not in told] == []


@pytest.mark.parametrize(
    ("command", "example"), [(key, one) for key, told in EXAMPLES.items() for one in told]
)
def test_every_example_is_understood(command: str, example: str) -> None:
    first, *rest = shlex.split(example.partition(" > ")[0])
    assert first == command
    parser_in("en").parse_args([first, *rest])


def test_in_a_checkout_the_program_is_called_as_the_readme_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).resolve().parent.parent
    monkeypatch.setattr(sys, "argv", [str(root / "main.py")])
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(root)
    assert usage.program() == "python3 run.py"
    monkeypatch.chdir(root.parent)
    assert usage.program() == f"python3 {root / 'run.py'}"
    monkeypatch.setattr(sys, "argv", ["/usr/bin/upr-desktop"])
    assert usage.program() == "upr-desktop"


@pytest.mark.parametrize(
    ("platform", "word", "typed"),
    [
        ("linux", "МВД 1.xlsx", "'МВД 1.xlsx'"),
        ("linux", "sent/МВД.xlsx", "sent/МВД.xlsx"),
        ("win32", "МВД 1.xlsx", '"МВД 1.xlsx"'),
        ("win32", "C:\\МВД.xlsx", "C:\\МВД.xlsx"),
    ],
)
def test_a_name_is_written_as_it_is_typed_on_the_system(
    monkeypatch: pytest.MonkeyPatch, platform: str, word: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert usage.typed(word) == typed


def test_today_is_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--register", "no such.upr", "--today", date(2026, 7, 10).isoformat()]) == 1
