"""What was sent and what came back is kept with the change set that cites it, dumped, recovered, and never logged."""

from pathlib import Path

from filled_register import RECEIVED, Filled

from upr_desktop.register.changes import Added, ChangeSet, Edited, Label, RecordId, new_id
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import ChangesRefused
from upr_desktop.register.recover import recover
from upr_desktop.register.register import Register
from upr_desktop.register.return_store import (
    Dispatched,
    ReadCell,
    ReadReturn,
    dispatch,
    dispatches,
    held_since,
    return_files,
)

TEST = Label("label.edited")


def sent(filled: Filled, id: str = "d1") -> Dispatched:
    report = filled.one("progress")
    return Dispatched(
        id, filled.one("agency"), filled.one("period"), "ru", 3, "1", "ab" * 32, "УПО.xlsx", "2026-01-01T00:00:00",
        "me", {report: {"number": "1"}}, {(report, "narrative_ru"): "Готовим"},
    )  # fmt: skip


def read(filled: Filled, outcome: str = "taken") -> ReadReturn:
    cell = ReadCell(
        "Отчёт", "L8", "Сделано", "t", "progress", filled.one("progress"), "narrative_ru", outcome
    )
    return ReadReturn(RECEIVED.sha256, filled.one("agency"), "d1", [cell])


def keep(register: Register, filled: Filled, outcome: str = "taken") -> None:
    register.apply(ChangeSet(TEST, ()), [RECEIVED], [sent(filled), read(filled, outcome)])


def test_what_is_cited_is_kept_without_a_revision_and_without_a_line_of_the_log(
    register: Register, filled: Filled
) -> None:
    before = register.revision()
    keep(register, filled)
    assert register.revision() == before
    with register.reading() as connection:
        assert dispatch(connection, "d1") == sent(filled)
        assert dispatches(connection, period=filled.one("period")) == [sent(filled)]
        assert dispatches(connection, agency=RecordId("nobody")) == []
        (file,) = return_files(connection).values()
    assert (file.dispatch_id, file.merged_in, file.outcomes) == ("d1", None, {"taken": 1})


def test_a_return_read_again_replaces_its_cells_and_keeps_its_revision(
    register: Register, filled: Filled
) -> None:
    keep(register, filled)
    change = Edited("note", filled.one("note"), "text", "text Қазақстан ё", "new")
    done = register.apply(ChangeSet(TEST, (change,), kind="merge"), [], [read(filled)])
    register.apply(ChangeSet(TEST, ()), [], [read(filled, "same")])
    with register.reading() as connection:
        (file,) = return_files(connection).values()
    assert (file.merged_in, file.outcomes) == (done.revision, {"same": 1})


def test_nothing_that_is_cited_is_kept_where_the_changes_are_refused(
    register: Register, filled: Filled
) -> None:
    change = Edited("note", filled.one("note"), "text", "other", "new")
    try:
        register.apply(ChangeSet(TEST, (change,)), [], [sent(filled)])
    except ChangesRefused:
        with register.reading() as connection:
            assert dispatches(connection) == []
    else:
        raise AssertionError


def test_dump_and_recovery_bring_what_was_sent_and_read(
    register: Register, filled: Filled, path: Path, tmp_path: Path
) -> None:
    keep(register, filled)
    with register.reading() as connection:
        lines = list(dump_lines(connection))
    with Register.from_dump(tmp_path / "b.upr", lines) as again, again.reading() as connection:
        assert list(dump_lines(connection)) == lines
    register.close()
    recover(path, tmp_path / "c.upr")
    with Register.open(tmp_path / "c.upr") as mended, mended.reading() as connection:
        assert dispatch(connection, "d1") == sent(filled)
        assert list(return_files(connection)) == [RECEIVED.sha256]


def test_values_held_since_a_revision_leave_out_what_was_undone(register: Register, filled: Filled) -> None:
    note, start = filled.one("note"), register.revision()
    with register.reading() as connection:
        assert held_since(connection, [note], start, ()) == {}
    first = register.apply(
        ChangeSet(TEST, [Edited("note", note, "text", "text Қазақстан ё", "A")], kind="merge")
    )
    second = register.apply(ChangeSet(TEST, [Edited("note", note, "text", "A", "B")]))
    assert first.revision is not None
    assert second.revision is not None
    register.undo(second.revision)
    with register.reading() as connection:
        found = held_since(connection, [note], start, [second.revision])
    assert [(one.value, one.by_merge) for one in found[note, "text"]] == [("A", True)]


def test_a_pending_decision_is_a_record_that_undo_takes_back(register: Register, filled: Filled) -> None:
    values = {
        "kind": "conflict", "record_id": filled.one("progress"), "record_kind": "progress",
        "field": "narrative_ru", "theirs": "Сделано", "agency_id": filled.one("agency"),
    }  # fmt: skip
    done = register.apply(ChangeSet(TEST, [Added("pending_decision", new_id(), values)]))
    assert done.revision is not None
    register.undo(done.revision)
    with register.reading() as connection:
        count = connection.exec_driver_sql(
            "SELECT count(*) FROM pending_decision WHERE field = 'narrative_ru'"
        )
        assert count.scalar() == 0
