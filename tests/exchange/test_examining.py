"""Many files are examined two at a time and told in their order, whatever becomes of each."""

from upr_desktop.exchange.examining import examined
from upr_desktop.exchange.gate import Gate
from upr_desktop.exchange.sheets import Book
from upr_desktop.jobs.import_file import as_received
from upr_desktop.register.changes import Received
from upr_desktop.register.errors import FileRefused


def table(number: int, rows: int = 1) -> Received:
    return as_received(f"{number}.csv", f"a;{number}\n".encode() * rows)


def told(found: Book | FileRefused) -> str:
    return found.key if isinstance(found, FileRefused) else found.sheets[0].cell(1, 2).raw


def test_files_are_told_in_their_order_refused_or_not(gate: Gate) -> None:
    files = [table(0, 20_000), table(1), as_received("2.xlsx", b"no workbook"), table(3, 5_000), table(4)]
    assert [told(one) for one in examined(gate, files)] == ["0", "1", "wrong_extension", "3", "4"]


def test_who_asks_for_no_more_leaves_the_gate_as_it_was(gate: Gate) -> None:
    asking = examined(gate, [table(number) for number in range(6)])
    assert told(next(asking)) == "0"
    asking.close()
    assert [told(one) for one in examined(gate, [table(7)])] == ["7"]


def test_what_is_cancelled_is_said_of_each_file_or_it_was_read_before(gate: Gate) -> None:
    found = {told(one) for one in examined(gate, [table(1), table(1)], lambda: True)}
    assert found <= {"cancelled", "1"}


def test_no_files_are_nothing_to_examine(gate: Gate) -> None:
    assert list(examined(gate, [])) == []
