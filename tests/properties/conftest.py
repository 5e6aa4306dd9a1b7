"""Fixtures of the properties: a folder of the user's own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def user_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep backups of the tests in a folder of their own."""
    home = tmp_path / "home"
    monkeypatch.setenv("UPR_HOME", str(home))
    return home
