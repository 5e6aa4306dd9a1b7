import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from upr_desktop.ui import work as work_module
from upr_desktop.ui.look import Look
from upr_desktop.ui.work import Progress, Work, WorkBar

NEVER = 10**8


def slow(progress: Progress) -> str:
    while True:
        progress(1, 3)
        time.sleep(0.01)


def test_the_result_arrives_in_the_windows_thread_after_all_progress(qtbot: QtBot) -> None:
    work = Work()
    events: list[object] = []

    def job(progress: Progress) -> object:
        for step in range(1, 4):
            progress(step * 2**40, 3 * 2**40)
        return threading.get_ident()

    task = work.start("Reading", job)
    task.progressed.connect(lambda done, total: events.append(done))
    task.finished.connect(lambda worker: events.append((worker, threading.get_ident())))
    with qtbot.waitSignal(work.idle):
        pass
    assert events[-2] == 3 * 2**40
    worker, window = events[-1]  # type: ignore[misc]
    assert worker != window == threading.get_ident()


def test_a_failure_reaches_who_asked(qtbot: QtBot) -> None:
    work = Work()
    failures: list[BaseException] = []

    def job(progress: Progress) -> None:
        raise OSError("disk full")

    with qtbot.waitSignal(work.idle):
        work.start("Reading", job, failed=failures.append)
    assert [str(one) for one in failures] == ["disk full"]
    assert not work.is_busy


def test_a_failure_that_nobody_takes_reaches_the_excepthook(qtbot: QtBot) -> None:
    work = Work()

    def job(progress: Progress) -> None:
        raise ValueError("ours")

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(work.idle):
        work.start("Reading", job)
    assert [str(one[1]) for one in caught] == ["ours"]


def test_jobs_run_one_after_another_on_one_thread(qtbot: QtBot) -> None:
    work = Work()
    order: list[tuple[int, int]] = []

    def job(number: int) -> None:
        time.sleep(0.02)
        order.append((number, threading.get_ident()))

    with qtbot.waitSignal(work.idle):
        for number in range(3):
            work.start("Job", lambda progress, n=number: job(n))
    assert [number for number, _ in order] == [0, 1, 2]
    assert len({thread for _, thread in order}) == 1


def test_cancelled_work_ends_and_the_next_job_runs(qtbot: QtBot) -> None:
    work = Work()
    results: list[object] = []
    task = work.start("Slow", slow, done=results.append)
    work.start("Next", lambda progress: "next", done=results.append)
    with qtbot.waitSignal(task.cancelled):
        work.cancel()
    with qtbot.waitSignal(work.idle):
        pass
    assert results == ["next"]


def test_closing_during_work_stops_the_worker() -> None:
    work = Work()
    has_begun = threading.Event()

    def begun(progress: Progress) -> None:
        has_begun.set()
        slow(progress)

    work.start("Slow", begun)
    assert has_begun.wait(60)
    assert work.stop(wait_ms=60_000)


def waiting_bar(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch, shown_after: int, cancel_after: int
) -> tuple[Work, WorkBar]:
    """Return a worker and a bar that waits for these milliseconds."""
    monkeypatch.setattr(work_module, "SHOWN_AFTER_MS", shown_after)
    monkeypatch.setattr(work_module, "CANCEL_AFTER_MS", cancel_after)
    work = Work()
    bar = WorkBar(look, work)
    qtbot.addWidget(bar)
    assert not bar.isVisible()
    return work, bar


def test_the_bar_waits_and_shows_how_much_is_done(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, bar = waiting_bar(qtbot, look, monkeypatch, NEVER, NEVER)
    task = work.start("Reading the list", slow)
    qtbot.waitUntil(lambda: bar.bar.value() == 333)
    assert not bar.isVisible()
    with qtbot.waitSignal(task.cancelled):
        work.cancel()


def test_the_bar_is_shown_before_it_offers_to_cancel(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, bar = waiting_bar(qtbot, look, monkeypatch, 1, NEVER)
    task = work.start("Reading the list", slow)
    qtbot.waitUntil(bar.isVisible)
    assert not bar.cancel_button.isVisible()
    with qtbot.waitSignal(task.cancelled):
        work.cancel()


def test_slow_work_is_cancelled_by_its_button(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, bar = waiting_bar(qtbot, look, monkeypatch, 1, 2)
    task = work.start("Reading the list", slow)
    qtbot.waitUntil(bar.cancel_button.isVisible)
    with qtbot.waitSignal(task.cancelled):
        bar.cancel_button.click()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_quick_work_shows_no_bar(qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    work, bar = waiting_bar(qtbot, look, monkeypatch, 1, 1)
    with qtbot.waitSignal(work.idle):
        work.start("Quick", lambda progress: None)
    qtbot.wait(50)
    assert not bar.isVisible()
