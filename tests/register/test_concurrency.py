"""Several programs write one register: nobody's change is lost, and nobody waits for ever."""

import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filled_register import EDIT

from upr_desktop.register.changes import Added, ChangeSet, Edited, RecordId, new_id
from upr_desktop.register.check import check
from upr_desktop.register.errors import ChangesRefused
from upr_desktop.register.register import GaveWay, Register

COUNTING = """
    import sys, time
    from pathlib import Path
    from upr_desktop.register.changes import ChangeSet, Edited, Label
    from upr_desktop.register.errors import ChangesRefused
    from upr_desktop.register.queries import record
    from upr_desktop.register.register import Register

    path, id, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    print("ready", flush=True)
    input()
    refused = 0
    with Register.open(path) as register:
        while times:
            with register.reading() as connection:
                now = record(connection, "review", id)["cycle"]
            time.sleep(0.002)
            try:
                register.apply(ChangeSet(Label("label.edited"), (Edited("review", id, "cycle", now, now + 1),)))
                times -= 1
            except ChangesRefused:
                refused += 1
    print(refused)
"""


def add_counter(register: Register) -> RecordId:
    id = new_id()
    register.apply(ChangeSet(EDIT, (Added("review", id, {"mechanism": "UPR", "cycle": 0}),)))
    return id


def count(register: Register, id: RecordId) -> int:
    with register.reading() as connection:
        return int(connection.exec_driver_sql("SELECT cycle FROM review WHERE id = ?", (id,)).scalar_one())


def test_no_update_is_lost_when_two_programs_count_to_two_hundred(register: Register, path: Path) -> None:
    id = add_counter(register)
    code = [sys.executable, "-c", textwrap.dedent(COUNTING), str(path), id, "100"]
    programs = [
        subprocess.Popen(code, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == b"ready\n"
    with ThreadPoolExecutor() as pool:
        said = list(pool.map(lambda program: program.communicate(b"\n"), programs))
    assert [errors.decode() for _, errors in said] == ["", ""]
    assert any(int(refused) for refused, _ in said), "the two never met: the test shows nothing"
    assert count(register, id) == 200
    assert register.revision() == 202
    with register.reading() as connection:
        assert check(connection) == []
    assert register.moved_elsewhere()


def test_threads_of_one_program_take_turns(register: Register) -> None:
    id = add_counter(register)
    refused: list[int] = []

    def add_one_often() -> None:
        done = 0
        while done < 25:
            now = count(register, id)
            try:
                register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", now, now + 1),)))
                done += 1
            except ChangesRefused:
                refused.append(now)

    threads = [threading.Thread(target=add_one_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(register, id) == 100
    assert register.revision() == 102


def test_a_change_made_on_what_another_has_changed_is_refused_whole(register: Register, path: Path) -> None:
    id = add_counter(register)
    with Register.open(path) as other:
        other.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 0, 1),), "other"))
        mine = (Edited("review", id, "session", None, 48), Edited("review", id, "cycle", 0, 5))
        with pytest.raises(ChangesRefused) as refused:
            register.apply(ChangeSet(EDIT, mine))
    (moved,) = refused.value.moved
    assert (moved.field, moved.expected, moved.present) == ("cycle", 0, 1)
    with register.reading() as connection:
        assert connection.exec_driver_sql("SELECT session FROM review WHERE id = ?", (id,)).scalar() is None


def test_a_question_in_the_background_gives_way_to_a_change(register: Register) -> None:
    id = add_counter(register)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n, review"
    asked, gave_way = threading.Event(), threading.Event()

    def ask() -> None:
        try:
            with register.giving_way() as connection:
                asked.set()
                connection.exec_driver_sql(endless)
        except GaveWay:
            gave_way.set()

    asking = threading.Thread(target=ask)
    asking.start()
    assert asked.wait(10)
    register.apply(ChangeSet(EDIT, (Edited("review", id, "cycle", 0, 1),)))
    asking.join(10)
    assert gave_way.is_set()
    assert count(register, id) == 1


def test_a_question_in_the_background_that_is_not_disturbed_is_answered(register: Register) -> None:
    add_counter(register)
    with register.giving_way() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM review").scalar_one() == 1
