"""Fixtures of the register's tests: a filled register, and a folder of the user's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_register import Filled, fill

from upr_desktop.register.register import Register


@pytest.fixture(autouse=True)
def user_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep backups and settings of the tests in a folder of their own."""
    home = tmp_path / "home"
    monkeypatch.setenv("UPR_HOME", str(home))
    return home


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.upr"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    with Register.create(path, "Test") as made:
        yield made


@pytest.fixture
def filled(register: Register) -> Filled:
    """Return what the register holds: one of everything, by an import and by hand."""
    return fill(register)
