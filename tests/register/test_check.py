"""Looking a register over finds what another program planted in it, and nothing in a sound one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filled_register import EDIT, Filled, values_of

from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, new_id
from upr_desktop.register.check import BrokenLog, check, replay
from upr_desktop.register.errors import Problem
from upr_desktop.register.register import Register

# SQL that another program might run behind the log's back, and the problems that come of it.
PLANTED = {
    "a field changed": ("UPDATE recommendation SET position = 'noted'", {"log_disagrees"}),
    "a text changed": (
        "UPDATE recommendation_part SET text_ru = 'x'",
        {"log_disagrees", "search_index_stale"},
    ),
    "a row taken out": ("DELETE FROM tag", {"log_disagrees"}),
    "a row put in": ("INSERT INTO review (id, mechanism) VALUES ('ab', 'UPR')", {"log_disagrees"}),
    "a code nobody knows": (
        "UPDATE assignment SET role = 'boss'",
        {"unknown_code", "log_disagrees", "no_lead", "measure_without_lead"},
    ),
    "a parent taken out": (
        "DELETE FROM vocabulary",
        {"log_disagrees", "refers_to_nothing"},
    ),
    "a change taken out of the log": (
        "DELETE FROM change WHERE field = 'archived'",
        {"log_disagrees", "revision_empty"},
    ),
    "a change made up": ("UPDATE change SET before = '\"noted\"' WHERE field = 'position'", {"log_broken"}),
    "a change that cannot be read": (
        "UPDATE change SET after = '{' WHERE record_kind = 'note'",
        {"log_broken"},
    ),
    "a change of an unknown kind": (
        "UPDATE change SET record_kind = 'x' WHERE record_kind = 'note'",
        {"log_broken", "log_disagrees"},
    ),
    "an older revision taken out": (
        "DELETE FROM change WHERE revision = 3; DELETE FROM revision WHERE number = 3",
        {"log_broken", "revision_missing"},
    ),
    "a received file altered": ("UPDATE received_file SET content = x'00'", {"received_file_altered"}),
    "a received file taken out": ("DELETE FROM received_file", {"file_not_kept"}),
    "a search row taken out": ("DELETE FROM search_key WHERE kind = 'agency'", {"search_index_stale"}),
    "a search text changed": ("UPDATE search SET text = 'x' WHERE rowid = 1", {"search_index_stale"}),
}


def codes(register: Register) -> set[str]:
    return {problem.code for problem in problems(register)}


def problems(register: Register) -> list[Problem]:
    with register.reading() as connection:
        return check(connection)


@pytest.mark.usefixtures("filled")
def test_a_sound_register_has_no_problems(register: Register) -> None:
    assert problems(register) == []


@pytest.mark.parametrize("fault", PLANTED)
@pytest.mark.usefixtures("filled")
def test_what_another_program_did_is_found(register: Register, path: Path, fault: str) -> None:
    planted, expected = PLANTED[fault]
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(planted)
    assert codes(register) == expected


@pytest.mark.usefixtures("filled")
def test_a_log_that_contradicts_itself_does_not_replay(register: Register, path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("DELETE FROM change WHERE field = 'position' AND revision = 3")
    with register.reading() as connection, pytest.raises(BrokenLog, match="before_differs"):
        replay(connection)


def added(filled: Filled, kind: str, **more: object) -> Added:
    return Added(kind, new_id(), values_of(kind, filled.ids, **more))


CASES = {
    "number_twice": lambda f: [
        one := added(f, "recommendation", number="140.10"),
        added(f, "recommendation_part", recommendation_id=one.id),
    ],
    "recommendation_without_text": lambda f: [added(f, "recommendation", number="140.11")],
    "number_form": lambda f: [
        one := added(f, "recommendation", number="140"),
        added(f, "recommendation_part", recommendation_id=one.id),
    ],
    "two_leads": lambda f: [added(f, "assignment", role="lead", measure_id=None)],
    "no_lead": lambda f: [Edited("assignment", f.one("assignment"), "role", "lead", "co")],
    "unknown_state": lambda f: [
        Edited("recommending_state", f.one("recommending_state"), "iso", "PRT", None)
    ],
    "agency_code_twice": lambda f: [added(f, "agency", code="code Қазақстан ё")],
    "validity_reversed": lambda f: [
        Edited("agency", f.one("agency"), "valid_to", "2025-01-23", "2024-01-23")
    ],
    "address_form": lambda f: [
        Edited("evidence", f.one("evidence"), "url", "https://example.org/act", "act 5")
    ],
}


@pytest.mark.parametrize("code", CASES)
def test_what_a_person_may_write_but_should_look_at_is_found(
    register: Register, filled: Filled, code: str
) -> None:
    changes: list[Change] = CASES[code](filled)
    register.apply(ChangeSet(EDIT, changes))
    assert codes(register) == {code}
    assert all(problem.record and problem.where for problem in problems(register))


def test_archived_records_are_not_looked_at(register: Register, filled: Filled) -> None:
    one = added(filled, "recommendation", number="140.10", archived=True)
    register.apply(ChangeSet(EDIT, [one]))
    assert problems(register) == []
