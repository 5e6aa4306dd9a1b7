"""Fixtures that several folders of tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from own_samples import FocalPoint
from plan_samples import Planned, planned

from upr_desktop.exchange.gate import Gate

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the full numbers of kills and histories")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        skip = pytest.mark.skip(reason="a long property: runs with --long")
        for item in items:
            if "long" in item.keywords:
                item.add_marker(skip)


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of real files that are not part of the project, or skip."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real files (shared/data beside the checkout) are not here")
    return folder


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    """Return a gate whose child serves all tests of a file."""
    with Gate() as opened:
        yield opened


@pytest.fixture
def sample(tmp_path: Path) -> Planned:
    """Return the small plan in a file of its own."""
    return planned(tmp_path / "r.upr")


@pytest.fixture
def focal(tmp_path: Path, gate: Gate) -> FocalPoint:
    """Return somebody of an agency who has the program and no register yet."""
    return FocalPoint(tmp_path / "home", gate)
