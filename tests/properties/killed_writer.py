"""Write to a register until killed, saying each revision that was acknowledged. A child of test_kills.py."""

import random
import sys
from pathlib import Path

from filled_register import EDIT, RECEIVED, import_changes

from upr_desktop.register.backup import save_copy
from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, RecordId, new_id
from upr_desktop.register.register import Register

LARGE = 100


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def large_import(rounds: int) -> list[Change]:
    changes: list[Change] = []
    for _ in range(rounds):
        changes += import_changes({})
    return changes


def write(path: Path, seed: int) -> None:
    """Edit, import, undo, back up and reopen in random order, for ever."""
    chance = random.Random(seed)
    register = Register.open(path)
    say("open")
    review, value = RecordId(""), 0
    while True:
        job = chance.choice(["edit", "edit", "edit", "import", "large", "undo", "backup", "reopen"])
        revision: int | None = None
        if job == "edit" and review:
            edit = Edited("review", review, "session", value, value + 1)
            revision, value = register.apply(ChangeSet(EDIT, (edit,), "me")).revision, value + 1
        elif job == "edit":
            review = new_id()
            new = Added("review", review, {"mechanism": "UPR", "session": value})
            revision = register.apply(ChangeSet(EDIT, (new,), "me")).revision
        elif job in ("import", "large"):
            changes = large_import(LARGE if job == "large" else 1)
            revision = register.apply(ChangeSet(EDIT, changes, "it", "import"), [RECEIVED]).revision
        elif job == "undo" and (number := register.undoable("it")):
            revision = register.undo(number, "it").revision
        elif job == "backup":
            save_copy(path, path.with_name("copy.upr"))
        elif job == "reopen":
            register.close()
            register = Register.open(path)
        if revision:
            say("revision", revision)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
