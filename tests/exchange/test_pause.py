"""Pausing the collector."""

import gc
import weakref

from upr_desktop.exchange.pause import collect_if_grown, collection_paused


def test_what_is_made_in_a_pause_counts_as_old_and_the_collector_runs_again() -> None:
    with collection_paused():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(1_000)]
    assert gc.isenabled()
    old = {id(one) for one in gc.get_objects(generation=2)}
    assert all(id(one) in old for one in made)


class Ring:
    """Something that holds on to itself, as much that is made and dropped does."""

    def __init__(self) -> None:
        self.itself = self
        self.ballast = [[number] for number in range(60_000)]


def test_work_that_begins_with_a_look_lets_nothing_pile_up_that_was_dropped() -> None:
    rings = []
    for _ in range(60):
        collect_if_grown()
        with collection_paused():
            rings.append(weakref.ref(Ring()))
    assert sum(ring() is not None for ring in rings) < 45
