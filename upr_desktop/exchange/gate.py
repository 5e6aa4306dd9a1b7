"""Let foreign files in: each is hashed here and examined in a child process that may die without harm."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from upr_desktop.exchange import caps
from upr_desktop.exchange.book_messages import Assembly
from upr_desktop.exchange.file_kinds import refuse_by_name, refuse_by_size
from upr_desktop.exchange.frames import Message, read_bytes, read_message, write_bytes, write_message
from upr_desktop.exchange.refusals import Refusal
from upr_desktop.exchange.sheets import Book
from upr_desktop.paths import PACKAGE
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused

Progress = Callable[[int], None]
Cancelled = Callable[[], bool]
GLANCE = 0.05
"""Seconds between two looks at the clock and at `cancelled` while a child works."""


def read_file(path: Path) -> Received:
    """Return the file in memory. Raises FileRefused for a lock file, an empty, huge or unreadable file by its name."""
    try:
        refuse_by_name(path.name)
        refuse_by_size(path.stat().st_size)
        content = path.read_bytes()
    except Refusal as refusal:
        raise _refused(path.name, refusal) from refusal
    except FileNotFoundError as error:
        raise FileRefused("no_such_file", name=path.name) from error
    except OSError as error:
        raise FileRefused("cannot_open", name=path.name) from error
    return Received(path.name, content, hashlib.sha256(content).hexdigest())


@dataclass(slots=True)
class Unpacked:
    """What a .zip holds: files that can be read, documents beside them (name, content), names of what is neither."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    documents: list[tuple[str, bytes]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class Gate:
    """At most two children that examine files; safe to use from two threads. Close it, or use it in a `with`."""

    def __init__(self, command: Sequence[str] | None = None, seconds: float = caps.SECONDS) -> None:
        """`command` starts a child (by default this program's own); `seconds` is what one file may take."""
        self._command = list(command or child_command())
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(caps.CHILDREN)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._closed = False

    def examine(
        self, name: str, content: bytes, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Book:
        """Return what the file holds. `progress` gets the rows read so far. Raises FileRefused.

        `cancelled` is asked from another thread while the child works; a cancelled file is refused as `cancelled`.
        """
        assembly = Assembly(name, hashlib.sha256(content).hexdigest())
        with self._asked("read", name, content, cancelled) as answers:
            for message in answers:
                book = assembly.take(message)
                if book is not None:
                    return book
                if progress:
                    progress(assembly.rows_read)
        raise FileRefused("reader_died", name=name)

    def unpack(
        self, name: str, content: bytes, cancelled: Cancelled | None = None
    ) -> list[tuple[str, bytes]]:
        """Return (name, content) of the files in a .zip that can be read. Raises FileRefused."""
        return self._unpacked("unpack", name, content, cancelled).files

    def unpack_all(self, name: str, content: bytes, cancelled: Cancelled | None = None) -> Unpacked:
        """Return the files in a .zip: those that can be read, documents, names of others. Raises FileRefused."""
        return self._unpacked("unpack_all", name, content, cancelled)

    def _unpacked(self, do: str, name: str, content: bytes, cancelled: Cancelled | None) -> Unpacked:
        found = Unpacked()
        with self._asked(do, name, content, cancelled) as answers:
            for message in answers:
                if "unpacked" in message:
                    return found
                if "left_out" in message:
                    found.left_out.append(str(message["left_out"]))
                elif "document" in message:
                    found.documents.append((str(message["document"]), answers.raw()))
                else:
                    found.files.append((str(message["member"]), answers.raw()))
        raise FileRefused("reader_died", name=name)

    def warm_up(self) -> None:
        """Start a child ahead of the first file."""
        with self._lock:
            if not self._closed and not self._idle and not self._busy:
                self._idle.append(Child(self._command))

    def close(self) -> None:
        """End the children; a file being examined is refused."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for child in self._busy:
                child.kill()
        for child in idle:
            child.end()

    def __enter__(self) -> Self:
        """Return the gate itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the gate."""
        self.close()

    @contextmanager
    def _asked(self, do: str, name: str, content: bytes, cancelled: Cancelled | None) -> Iterator["Answers"]:
        """Give a file to a child and yield its answers; the child is kept only if it answered in full."""
        try:
            refuse_by_name(name)
            refuse_by_size(len(content))
        except Refusal as refusal:
            raise _refused(name, refusal) from refusal
        with self._free:
            child = self._taken()
            kept = False
            try:
                with Watch(child, self._seconds, cancelled) as watch:
                    yield Answers(child, watch, do, name, content)
                kept = child.files < caps.FILES_PER_CHILD and not watch.reason
            finally:
                self._give_back(child, kept)

    def _taken(self) -> "Child":
        with self._lock:
            if self._closed:
                raise RuntimeError("the gate is closed")
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    break
                child.end()
            else:
                child = Child(self._command)
            self._busy.add(child)
            return child

    def _give_back(self, child: "Child", kept: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            kept = kept and not self._closed
            if kept:
                self._idle.append(child)
        if not kept:
            child.end()


class Answers:
    """The messages with which a child answers one file."""

    def __init__(self, child: "Child", watch: "Watch", do: str, name: str, content: bytes) -> None:
        self._child = child
        self._watch = watch
        self._name = name
        child.ask({"do": do, "name": name}, content)

    def __iter__(self) -> Iterator[Message]:
        """Yield message by message. Raises FileRefused, also for a child that died, took too long or was stopped."""
        while (message := self._child.answer()) is not None:
            if "refused" in message:
                values = message["values"]
                assert isinstance(values, dict)
                raise FileRefused(str(message["refused"]), name=self._name, **values)
            yield message
        raise FileRefused(self._watch.reason or "reader_died", name=self._name)

    def raw(self) -> bytes:
        """Return the frame of bytes that follows a message."""
        content = read_bytes(self._child.output)
        if content is None:
            raise FileRefused(self._watch.reason or "reader_died", name=self._name)
        return content


class Child:
    """One child process and its two pipes."""

    def __init__(self, command: Sequence[str]) -> None:
        folders = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin
        assert self._process.stdout
        self._input = self._process.stdin
        self.output = self._process.stdout
        self.files = 0

    @property
    def process_id(self) -> int:
        """Return the id of the process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def ask(self, request: Message, content: bytes) -> None:
        """Send a request; a child that has died shows in its missing answer."""
        self.files += 1
        try:
            write_message(self._input, request)
            write_bytes(self._input, content)
        except OSError:
            return

    def answer(self) -> Message | None:
        """Return the next message, or None when the child has died."""
        return read_message(self.output)

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer sees the pipe end."""
        self._process.kill()

    def end(self) -> None:
        """End the process and give back its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._input, self.output):
            try:
                pipe.close()
            except OSError:
                continue


class Watch:
    """Ends a child that takes too long or whose work was cancelled; `reason` says which."""

    def __init__(self, child: Child, seconds: float, cancelled: Cancelled | None) -> None:
        self.reason = ""
        self._child = child
        self._deadline = time.monotonic() + seconds
        self._cancelled = cancelled
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name="gate watch", daemon=True)

    def __enter__(self) -> Self:
        """Start to look."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop looking."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(GLANCE):
            if self._cancelled and self._cancelled():
                self.reason = "cancelled"
            elif time.monotonic() > self._deadline:
                self.reason = "took_too_long"
            if self.reason:
                self._child.kill()
                return


def child_command() -> list[str]:
    """Return the command that starts a child of this program, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--gate-child"]
    return [sys.executable, "-m", "upr_desktop.exchange.gate_child"]


def _refused(name: str, refusal: Refusal) -> FileRefused:
    return FileRefused(refusal.key, name=name, **refusal.values)
