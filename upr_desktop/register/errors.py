"""Say what went wrong as a key and values: problems are data, trouble from outside is a RegisterError."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.register.changes import RecordId, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person can mend.

    `code` is worded by `problem.CODE.what` and `problem.CODE.fix` of resources/words; `where` is the place as a
    person names it (`Sheet1!B7`, `140.10`), or empty; `record` is the record to open, if there is one.
    `kind` is that of the record which `where` names, empty where it names none.
    `severity` is error (nothing of this row is written), warning (written, worth a look) or info (worth knowing).
    """

    code: str
    where: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    record: RecordId | None = None
    severity: str = "warning"
    kind: str = ""


class RegisterError(Exception):
    """Trouble from outside that a clerk can act on: worded by `error.KEY` of resources/words."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key, values)
        self.key = key
        self.values: Mapping[str, Value] = values


class FileRefused(RegisterError):
    """A file that is not read, with the reason: worded by `refused.KEY` of resources/words."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A field whose value is no longer what a change set expected."""

    kind: str
    id: RecordId
    field: str
    expected: Value
    present: Value
    revisions: tuple[int, ...] = ()


class ChangesRefused(RegisterError):
    """The whole set was refused because fields moved meanwhile; nothing was written."""

    def __init__(self, key: str, moved: Sequence[Moved], **values: Value) -> None:
        super().__init__(key, **values)
        self.moved = tuple(moved)


class RulesBroken(RegisterError):
    """The whole set was refused because it breaks rules; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("rules_broken", count=len(problems))
        self.problems = tuple(problems)
