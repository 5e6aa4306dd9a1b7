"""Whatever agencies send back, in whatever order: the promises P1–P8 of merging hold."""

import pytest
from return_promises import broken_promises

SHORT, LONG = 30, 10_000


@pytest.mark.parametrize("seed", range(SHORT))
def test_a_round_of_returns_keeps_every_promise(seed: int) -> None:
    assert broken_promises(seed) == []


@pytest.mark.long
def test_ten_thousand_rounds_of_returns_keep_every_promise() -> None:
    assert [(seed, broken) for seed in range(SHORT, LONG) if (broken := broken_promises(seed))] == []
