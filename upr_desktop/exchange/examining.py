"""Examine many files one after the other, the next ones while the present one is being judged."""

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from upr_desktop.exchange import caps
from upr_desktop.exchange.gate import Cancelled, Gate
from upr_desktop.exchange.sheets import Book
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused

Examined = Book | FileRefused


def examined(
    gate: Gate, files: Sequence[Received], cancelled: Cancelled | None = None
) -> Generator[Examined]:
    """Yield what each file holds, or why it is refused, in the order of the files.

    As many are examined at a time as the gate has children; whoever stops to ask stops the others too.
    """
    waiting: deque[Future[Examined]] = deque()
    with ThreadPoolExecutor(caps.CHILDREN, "examining") as pool:
        try:
            for file in files:
                waiting.append(pool.submit(_examined, gate, file, cancelled))
                if len(waiting) > caps.CHILDREN:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()


def _examined(gate: Gate, file: Received, cancelled: Cancelled | None) -> Examined:
    try:
        return gate.examine(file.name, file.content, None, cancelled)
    except FileRefused as refusal:
        return refusal
