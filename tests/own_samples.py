"""Open, fill in and write workbooks as an agency does with the program: what tests of it have in common."""

from dataclasses import dataclass
from pathlib import Path

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.edit_progress import write_report
from upr_desktop.jobs.enclosed import return_inside
from upr_desktop.jobs.open_return import Opened, home_of, open_workbook, read_workbook
from upr_desktop.jobs.own_compiler import Compiler, name_compiler
from upr_desktop.jobs.write_return import Written, write_return
from upr_desktop.register.changes import RecordId, Value, Values
from upr_desktop.register.queries import record, records
from upr_desktop.register.register import Register


@dataclass
class FocalPoint:
    """Somebody of an agency who has the program: a home for its registers, and a gate."""

    home: Path
    gate: Gate
    register: Path | None = None

    def open(self, path: Path) -> Opened:
        received, beside = return_inside(read_file(path), self.gate)
        book = read_workbook(received, self.gate)
        self.register = home_of(book, self.home)
        return open_workbook(received, book, self.register, "focal", beside)

    def report(self, number: str | None, period: str = "2026H2") -> tuple[RecordId, Values]:
        assert self.register
        with Register.open(self.register, read_only=True) as register, register.reading() as connection:
            measures = {id: one["number"] for id, one in records(connection, "measure").items()}
            tasks = {
                id: measures[RecordId(str(one["measure_id"]))]
                for id, one in records(connection, "assignment").items()
            }
            codes = {id: one["code"] for id, one in records(connection, "period").items()}
            return next(
                (id, one)
                for id, one in records(connection, "progress").items()
                if tasks[RecordId(str(one["assignment_id"]))] == number
                and codes[RecordId(str(one["period_id"]))] == period
            )

    def fill(self, number: str | None, period: str = "2026H2", **wishes: Value) -> None:
        assert self.register
        id, stored = self.report(number, period)
        task, of = RecordId(str(stored["assignment_id"])), RecordId(str(stored["period_id"]))
        _, changes = write_report(task, of, wishes, (id, stored))
        with Register.open(self.register) as register:
            register.apply(changes)

    def write(self, target: Path, period: str | None = None) -> Written:
        assert self.register
        with Register.open(self.register) as register:
            return write_return(register, target, self.gate, "focal", period)

    def compile(self, name: str, phone: str) -> None:
        assert self.register
        with Register.open(self.register) as register:
            with register.reading() as connection:
                changes = name_compiler(connection, Compiler(name, phone))
            register.apply(changes)

    def stored(self, kind: str, id: RecordId) -> Values:
        assert self.register
        with Register.open(self.register, read_only=True) as register, register.reading() as connection:
            found = record(connection, kind, id)
        assert found
        return found
