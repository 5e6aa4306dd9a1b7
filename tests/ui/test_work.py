import threading
import time

from pytestqt.qtbot import QtBot

from upr_desktop.ui.look import Look
from upr_desktop.ui.work import Progress, Work, WorkBar


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


def test_closing_during_work_stops_the_worker(qtbot: QtBot) -> None:
    work = Work()
    work.start("Slow", slow)
    qtbot.wait(30)
    assert work.stop(wait_ms=3000)


def test_the_bar_shows_late_and_offers_to_cancel_later_still(qtbot: QtBot, look: Look) -> None:
    work = Work()
    bar = WorkBar(look, work)
    qtbot.addWidget(bar)
    assert not bar.isVisible()
    task = work.start("Reading the list", slow)
    qtbot.wait(50)
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible, timeout=2000)
    qtbot.waitUntil(lambda: bar.bar.value() == 333, timeout=2000)
    assert not bar.cancel_button.isVisible()
    qtbot.waitUntil(bar.cancel_button.isVisible, timeout=4000)
    with qtbot.waitSignal(task.cancelled):
        bar.cancel_button.click()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_quick_work_shows_no_bar(qtbot: QtBot, look: Look) -> None:
    work = Work()
    bar = WorkBar(look, work)
    qtbot.addWidget(bar)
    with qtbot.waitSignal(work.idle):
        work.start("Quick", lambda progress: None)
    qtbot.wait(350)
    assert not bar.isVisible()
