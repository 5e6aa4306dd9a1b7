"""Show that the code is shaped as the design says: who imports whom, how long it is, what nobody writes."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"__pycache__", "demo-output", "dist", "build"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".json",
    ".lock",
    ".txt",
    ".ini",
    ".cfg",
    ".yml",
    ".yaml",
    ".qss",
    ".svg",
    ".mako",
    "",
}
MOST_LINES = {ast.Module: 400, ast.ClassDef: 250, ast.FunctionDef: 40, ast.AsyncFunctionDef: 40}

# A worker, an excepthook and the child behind a pipe must pass on whatever happens.
MAY_CATCH_EVERYTHING = {
    "upr_desktop/ui/work.py",
    "upr_desktop/ui/errors.py",
    "upr_desktop/exchange/gate_child.py",
}

WRONG_IMPORTS = {
    "layers": ("upr_desktop/jobs/wrong_layer.py", "import upr_desktop.ui"),
    "decides-without-records": ("upr_desktop/merge/wrong_reach.py", "import upr_desktop.register.records"),
    "register-without-words": ("upr_desktop/register/wrong_text.py", "import upr_desktop.words"),
    "database": ("upr_desktop/jobs/wrong_database.py", "import sqlalchemy"),
    "files": ("upr_desktop/ui/wrong_file.py", "import openpyxl"),
    "likeness": ("upr_desktop/jobs/wrong_likeness.py", "import rapidfuzz"),
    "window": ("upr_desktop/register/wrong_window.py", "from PySide6.QtCore import QObject"),
}


def our_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name == ".ci" or not (name in NOT_OURS or name[0] == ".")]
        yield from (Path(folder) / name for name in names)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def our_code() -> dict[str, ast.Module]:
    files = sorted(path for path in our_files() if path.suffix == ".py")
    return {named(path): ast.parse(path.read_text(encoding="utf-8"), named(path)) for path in files}


@cache
def our_walks() -> dict[str, list[ast.AST]]:
    return {name: list(ast.walk(tree)) for name, tree in our_code().items()}


def our_nodes() -> Iterator[tuple[str, ast.AST]]:
    for name, nodes in our_walks().items():
        yield from ((name, node) for node in nodes)


def check_contracts(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", lint, "--no-logo", "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_are_kept() -> None:
    result = check_contracts(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def copy_with_wrong_imports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copytree(
        ROOT / "upr_desktop", folder / "upr_desktop", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / ".importlinter", folder)
    for name, line in WRONG_IMPORTS.values():
        (folder / name).write_text(line + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("contract", WRONG_IMPORTS)
def test_a_wrong_import_breaks_its_contract(copy_with_wrong_imports: Path, contract: str) -> None:
    module = Path(WRONG_IMPORTS[contract][0]).stem
    result = check_contracts(copy_with_wrong_imports, "--contract", contract)
    assert result.returncode == 1
    assert module in result.stdout


def test_migrations_do_not_import_the_program() -> None:
    wrong = [
        name
        for name, node in our_nodes()
        if name.startswith("db/") and any(module.startswith("upr_desktop") for module in modules_of(node))
    ]
    assert not wrong


def modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def length(node: ast.AST, name: str) -> int:
    if isinstance(node, ast.Module):
        return len((ROOT / name).read_text(encoding="utf-8").splitlines())
    assert isinstance(node, ast.stmt)
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_classes_and_functions_are_short() -> None:
    too_long = [
        f"{name}: {getattr(node, 'name', 'the file')} has {length(node, name)} lines, {most} at most"
        for name, node in our_nodes()
        if (most := MOST_LINES.get(type(node))) and length(node, name) > most and "db/versions/" not in name
    ]
    assert not too_long, "\n".join(too_long)


def test_every_file_says_first_what_it_is_for() -> None:
    silent = [
        name
        for name, tree in our_code().items()
        if tree.body and not ast.get_docstring(tree) and not name.startswith("tests/")
    ]
    assert not silent


def test_nothing_is_imported_by_star() -> None:
    stars = [
        name
        for name, node in our_nodes()
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert not stars


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in caught)
    passes_on = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
    return broad and not passes_on


def test_no_exception_is_caught_that_is_not_named() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, node in our_nodes()
        if isinstance(node, ast.ExceptHandler)
        and catches_everything(node)
        and name not in MAY_CATCH_EVERYTHING
    ]
    assert not wrong


def test_no_answer_of_a_register_is_cached_for_good() -> None:
    """A cache would keep the connection, and answer what was so before the last change."""
    kept = [
        f"{name}:{node.lineno} {node.name}"
        for name, node in our_nodes()
        if name.startswith("upr_desktop/")
        and isinstance(node, ast.FunctionDef)
        and any(
            "cache" in ast.unparse(one) and "property" not in ast.unparse(one) for one in node.decorator_list
        )
        and any("onnection" in ast.unparse(one) or "Register" in ast.unparse(one) for one in node.args.args)
    ]
    assert kept == []


def test_nobody_turns_the_event_loop_by_hand() -> None:
    wrong = [name for name, node in our_nodes() if getattr(node, "attr", "") == "process" + "Events"]
    assert not wrong


def lines_with(pattern: str, suffixes: set[str]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{named(path)}:{number}: {line.strip()[:100]}"
        for path in our_files()
        if path.suffix in suffixes
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if found.search(line)
    ]


def test_types_are_ignored_only_with_a_code() -> None:
    assert not lines_with("# type: " + r"ignore(?!\[)", {".py"})


def test_no_file_names_a_package_registry() -> None:
    hosts = [
        "py" + "pi",
        "python" + "hosted",
        "npm" + "js",
        "crates" + r"\.io",
        "conda" + r"\.",
        "deb" + r"\.debian",
    ]
    assert not lines_with("(?i)" + "|".join(hosts), TEXT)


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    folders = ["root", "work", "home", "opt", "Users"]
    assert not lines_with(r"(?<![\w./~<>{}\])])/(" + "|".join(folders) + r")/\w", TEXT)
