"""Make a new register: with a reference set, from the sample, or from a dump."""

from dataclasses import replace
from pathlib import Path

from upr_desktop.paths import bundled
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.reference import NONE, reference_changes, reference_set
from upr_desktop.register.register import Register


def new_register(path: Path, name: str = "", reference: str = NONE, author: str = "") -> Register:
    """Make a register file with a reference set and return it open. `none` gives what every register gets.

    Raises RegisterError: file_exists, no_reference_set.
    """
    chosen = reference_set(reference)
    register = Register.create(path, name or path.stem, state=chosen.state, author=author)
    register.apply(replace(reference_changes(reference), author=author))
    return register


def from_dump(path: Path, dump: Path) -> Register:
    """Make a register from a dump and return it open.

    Raises RegisterError: file_exists, no_such_file, cannot_open, not_a_dump (with the line), newer_dump.
    """
    if not dump.is_file():
        raise RegisterError("no_such_file", file=str(dump))
    try:
        lines = dump.open("rb")
    except OSError as trouble:
        raise RegisterError("cannot_open", file=str(dump), reason=trouble.strerror or "") from trouble
    with lines:
        return Register.from_dump(path, lines)


def from_sample(path: Path) -> Register:
    """Make a copy of the sample register that ships and return it open."""
    return from_dump(path, bundled("resources/sample/sample.jsonl"))
