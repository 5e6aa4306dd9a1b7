"""Run long work on one worker thread, with progress and cancel, and hand its result back to the window."""

import time
from collections import deque
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from upr_desktop.ui.look import Look
from upr_desktop.ui.theme import BLOCK_SPACE

PROGRESS_EVERY = 0.05
SHOWN_AFTER_MS, CANCEL_AFTER_MS = 300, 2000


class Cancelled(Exception):
    """Raised inside the work when a person cancelled it."""


class Progress:
    """What the work calls now and then: `progress(done, total)`; a total of 0 is not known. Raises Cancelled."""

    def __init__(self, announce: Callable[[int, int], None]) -> None:
        self._announce = announce
        self._cancelled = Event()
        self._announced = 0.0

    def __call__(self, done: int = 0, total: int = 0) -> None:
        """Tell how much is done, and stop here if that was asked for."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._announced >= PROGRESS_EVERY or (total and done >= total):
            self._announced = now
            self._announce(done, total)

    @property
    def is_cancelled(self) -> bool:
        """Return whether the work should stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop the next time it tells its progress."""
        self._cancelled.set()


Job = Callable[[Progress], Any]


class Task(QObject):
    """A job and what comes of it; lives in the window's thread and owns the signals.

    One of `finished` (the job's result), `failed` (the exception) and `cancelled` comes, once, and then `ended`.
    """

    progressed = Signal(object, object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _returned = Signal(object, object)

    def __init__(self, title: str, job: Job, parent: QObject, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self.title = title
        self.quiet = quiet
        self.job = job
        self.progress = Progress(self.progressed.emit)
        self._returned.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def run(self) -> None:
        """Do the job; called on the worker's thread."""
        try:
            self.progress()
            result = self.job(self.progress)
        except BaseException as error:  # noqa: BLE001, RUF100  # whatever ends the job must reach the window
            self._returned.emit(None, error)
        else:
            self._returned.emit(result, None)

    def _end(self, result: object, error: BaseException | None) -> None:
        try:
            if error is None:
                self.finished.emit(result)
            elif isinstance(error, Cancelled):
                self.cancelled.emit()
            else:
                self.failed.emit(error)
        finally:
            self.ended.emit()


class _Run(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


class Work(QObject):
    """The one worker: jobs run one after another, `started` and `idle` frame them."""

    started = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: deque[Task] = deque()
        self.current: Task | None = None

    @property
    def is_busy(self) -> bool:
        """Return whether a job runs or waits."""
        return self.current is not None

    def start(
        self,
        title: str,
        job: Job,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Any], object] | None = None,
        *,
        quiet: bool = False,
    ) -> Task:
        """Run a job on the worker after those that wait, and return its task.

        `title` is a wording to show; `done` gets the result and `failed` the exception, both in the window's thread.
        A failure without `failed` is raised there and so reaches the excepthook. A quiet job is not shown.
        """
        task = Task(title, job, self, quiet=quiet)
        if done is not None:
            task.finished.connect(done)
        task.failed.connect(failed if failed is not None else _raise)
        task.ended.connect(self._next)
        self._waiting.append(task)
        if self.current is None:
            self._take()
        return task

    def cancel(self) -> None:
        """Ask the running job to stop; jobs that wait go on."""
        if self.current is not None:
            self.current.progress.cancel()

    def stop(self, wait_ms: int = 10_000) -> bool:
        """Cancel everything and wait for the worker, before the window closes; return whether it came to an end."""
        self._waiting.clear()
        self.cancel()
        return self._pool.waitForDone(wait_ms)

    def _take(self) -> None:
        self.current = self._waiting.popleft()
        self.started.emit(self.current)
        self._pool.start(_Run(self.current))

    def _next(self) -> None:
        if self.current is not None:
            self.current.deleteLater()
        self.current = None
        if self._waiting:
            self._take()
        else:
            self.idle.emit()


def _raise(error: BaseException) -> None:
    raise error


class WorkBar(QWidget):
    """Shows the running job: after 0.3 seconds a bar, after 2 seconds a button to cancel."""

    def __init__(self, look: Look, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._work = look, work
        self._title = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(look.theme.px(160))
        self.cancel_button = QPushButton()
        self.cancel_button.setProperty("role", "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(BLOCK_SPACE)
        for widget in (self._title, self.bar, self.cancel_button):
            layout.addWidget(widget)
        look.text(self.cancel_button, self.cancel_button.setText, "toolkit.work.cancel")
        look.name(self.bar, "toolkit.work.progress")
        self._show_timer = self._timer(SHOWN_AFTER_MS, self.show)
        self._cancel_timer = self._timer(CANCEL_AFTER_MS, self.cancel_button.show)
        self.cancel_button.clicked.connect(self._cancel)
        work.started.connect(self._begin)
        work.idle.connect(self._end)
        self._end()

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer

    def _begin(self, task: Task) -> None:
        if task.quiet:
            self._end()
            return
        self._title.setText(task.title)
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        task.progressed.connect(self._show_progress)
        self._show_timer.start()
        self._cancel_timer.start()

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(min(1000, done * 1000 // total) if total else 0)

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._title.setText(self._look.t("toolkit.work.stopping"))
        self._work.cancel()

    def _end(self) -> None:
        self._show_timer.stop()
        self._cancel_timer.stop()
        self.cancel_button.hide()
        self.hide()
