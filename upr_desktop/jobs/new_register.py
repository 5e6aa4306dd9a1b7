"""Make a new register: empty, with a reference set, from the sample, or from a dump."""

from pathlib import Path

from upr_desktop.register.changes import Label
from upr_desktop.register.reference import NONE, reference_changes, reference_set
from upr_desktop.register.register import Register


def new_register(path: Path, name: str = "", reference: str = NONE, author: str = "") -> Register:
    """Make a register file with a reference set and return it open. `none` gives what every register gets.

    Raises RegisterError: file_exists, no_reference_set.
    """
    chosen = reference_set(reference)
    register = Register.create(path, name or path.stem, state=chosen.state, author=author)
    changes = reference_changes(reference)
    register.apply(
        type(changes)(Label("label.reference_set", changes.label.values), changes.changes, author, "new")
    )
    return register
