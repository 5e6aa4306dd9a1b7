"""Whatever agencies send back, in whatever order: the promises P1–P8 of merging hold."""

import shutil
from pathlib import Path

import pytest
from return_histories import make_round, saved_by_office
from return_promises import broken_promises, promises_broken_by

SHORT, LONG = 30, 10_000
OF_OFFICE, AT_ONCE, IN_ONE_TEST = 1_000, 50, 100
PLAIN = LONG - OF_OFFICE
OFFICE = shutil.which("soffice")


@pytest.mark.parametrize("seed", range(SHORT))
def test_a_round_of_returns_keeps_every_promise(seed: int) -> None:
    assert broken_promises(seed) == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, PLAIN, IN_ONE_TEST))
def test_thousands_of_rounds_of_returns_keep_every_promise(first: int) -> None:
    seeds = range(first, first + IN_ONE_TEST)
    assert [(seed, broken) for seed in seeds if (broken := broken_promises(seed))] == []


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("first", range(PLAIN, LONG, AT_ONCE))
def test_rounds_whose_files_libreoffice_saved_keep_every_promise(first: int, tmp_path: Path) -> None:
    assert OFFICE
    rounds = saved_by_office([make_round(seed) for seed in range(first, first + AT_ONCE)], OFFICE, tmp_path)
    assert [(made.seed, broken) for made in rounds if (broken := promises_broken_by(made))] == []
