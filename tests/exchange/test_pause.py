"""Pausing the collector."""

import gc

from upr_desktop.exchange.pause import collection_paused


def test_what_is_made_in_a_pause_counts_as_old_and_the_collector_runs_again() -> None:
    with collection_paused():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(1_000)]
    assert gc.isenabled()
    old = {id(one) for one in gc.get_objects(generation=2)}
    assert all(id(one) in old for one in made)
