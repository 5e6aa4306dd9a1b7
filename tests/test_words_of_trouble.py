"""Whatever the program refuses or finds wrong is worded, with the values that it is raised with."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from upr_desktop.register.rules import RULES
from upr_desktop.register.sqlite import TROUBLES
from upr_desktop.words import wordings

PROGRAM = Path(__file__).resolve().parent.parent / "upr_desktop"
REGISTER = PROGRAM / "register"
RAISED = {"RegisterError": "error", "ChangesRefused": "error", "FileRefused": "refused"}
OF_RULES = (
    "field_missing",
    "wrong_type",
    "unknown_code",
    "not_a_date",
    "unwritable_text",
    "number_too_large",
)
OF_RECORDS = ("number_form", "validity_reversed", "address_form")

Found = tuple[str, frozenset[str] | None]


def calls(folder: Path) -> Iterator[ast.Call]:
    for path in sorted(folder.rglob("*.py")):
        yield from (
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        )


def constants(node: ast.expr) -> list[str]:
    """Return the texts that an argument can be: a constant, or either side of a choice."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def raised(folder: Path) -> Iterator[Found]:
    """Yield each key that is raised, with the names of its values (None where they are not written out)."""
    for call in calls(folder):
        topic = RAISED.get(getattr(call.func, "id", ""))
        if topic and call.args:
            names = frozenset(word.arg for word in call.keywords if word.arg)
            open_ended = any(word.arg is None for word in call.keywords)
            yield from ((f"{topic}.{key}", None if open_ended else names) for key in constants(call.args[0]))


def problems(folder: Path) -> Iterator[Found]:
    for call in calls(folder):
        if getattr(call.func, "id", "") == "Problem" and call.args:
            values = call.args[2] if len(call.args) > 2 else ast.Dict(keys=[], values=[])
            names = (
                frozenset(str(getattr(key, "value", "")) for key in values.keys)
                if isinstance(values, ast.Dict)
                else None
            )
            for code in constants(call.args[0]):
                yield f"problem.{code}.what", names
                yield f"problem.{code}.fix", names


def placeholders(key: str) -> set[str]:
    texts = [
        text
        for wording in wordings()[key].values()
        for text in ([wording] if isinstance(wording, str) else wording.values())
    ]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def unworded(found: Iterator[Found]) -> set[str]:
    faults = set()
    for key, names in found:
        if key not in wordings():
            faults.add(key)
        elif names is not None and not placeholders(key) <= names:
            faults.add(f"{key}: {sorted(placeholders(key) - names)}")
    return faults


def test_every_refusal_is_worded_with_the_values_it_is_raised_with() -> None:
    found = list(raised(PROGRAM))
    assert len(found) > 30
    assert unworded(iter(found)) == set()


def test_every_problem_is_worded_with_the_values_it_has() -> None:
    found = list(problems(PROGRAM))
    assert len(found) > 30
    assert unworded(iter(found)) == set()


def test_trouble_from_outside_is_worded() -> None:
    names = frozenset({"file", "reason"})
    assert (
        unworded((f"error.{key}", names) for key in {*TROUBLES.values(), "rules_broken"} - {"rules_broken"})
        == set()
    )


@pytest.mark.parametrize("code", [*OF_RULES, *OF_RECORDS, "one_owner"])
def test_broken_rules_are_worded(code: str) -> None:
    names = frozenset({"kind", "field"})
    assert unworded((f"problem.{code}.{part}", names) for part in ("what", "fix")) == set()


def test_the_rules_named_here_are_all_there_are() -> None:
    tree = ast.parse((REGISTER / "rules.py").read_text(encoding="utf-8"))
    codes = {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Return | ast.Yield) and isinstance(node.value, ast.Tuple | ast.IfExp)
        for text in constants(getattr(node.value, "body", node.value))
        + [
            each.value
            for each in ast.walk(node.value)
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and "_" in each.value
        ]
    }
    fields = {"valid_to"}
    assert codes - fields == {*OF_RULES, *OF_RECORDS}
    assert RULES
