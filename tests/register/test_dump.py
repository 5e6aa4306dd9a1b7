"""A dump holds the whole register, and what reads it back gives the same lines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from filled_register import CONTENT, Filled

from upr_desktop.register.check import check
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.register import Register


def lines_of(register: Register) -> list[str]:
    with register.reading() as connection:
        return list(dump_lines(connection))


@pytest.mark.usefixtures("filled")
def test_a_register_made_from_a_dump_dumps_the_same_lines(register: Register, tmp_path: Path) -> None:
    lines = lines_of(register)
    with Register.from_dump(tmp_path / "b.upr", lines) as again:
        assert lines_of(again) == lines
        assert again.history() == register.history()
        with again.reading() as connection:
            assert check(connection) == []
            assert connection.exec_driver_sql("SELECT content FROM received_file").scalar() == CONTENT


def test_lines_come_as_json_with_sorted_keys_and_without_the_search_index(
    register: Register, filled: Filled
) -> None:
    heading, *rows = lines_of(register)
    assert json.loads(heading)["format"] == "upr-dump"
    assert all(
        json.dumps(json.loads(row), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == row
        for row in rows
    )
    tables = {json.loads(row)["table"] for row in rows}
    assert {*filled.ids, "register", "revision", "change", "received_file"} == tables


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda lines: [], 1),
        (lambda lines: lines[1:], 1),
        (lambda lines: ["[]", *lines[1:]], 1),
        (lambda lines: [*lines[:3], "{", *lines[3:]], 4),
        (lambda lines: [*lines, '{"table":"weather","row":{}}'], -1),
        (lambda lines: [*lines, '{"table":"agency","row":{"id":"x","colour":"red"}}'], -1),
        (lambda lines: [*lines, '{"table":"agency","row":{"id":"x","code":"A"}}', lines[-1]], -2),
        (lambda lines: [*lines, '{"table":"review","row":{"id":"x","mechanism":"A","cycle":"four"}}'], -1),
        (lambda lines: [*lines, '{"table":"review","row":{"id":"x","mechanism":"A","cycle":1e999}}'], -1),
        (lambda lines: [*lines, '{"table":"review","row":{"id":"x","mechanism":{},"cycle":1}}'], -1),
        (lambda lines: [*lines, '{"table":"review","row":{"id":"x","mechanism":"\\ud800","cycle":1}}'], -1),
        (lambda lines: "\n".join(lines).encode("utf-16").splitlines(keepends=True), 1),
        (lambda lines: [b"\xff\xfe\x00"], 1),
        (lambda lines: [*lines, '{"table":"received_file","row":{"sha256":"x","content":"??"}}'], -1),
        (lambda lines: [line for line in lines if '"table":"review"' not in line], 0),
    ],
)
@pytest.mark.usefixtures("filled")
def test_what_is_no_dump_is_refused_with_its_line_and_leaves_no_file(
    register: Register, tmp_path: Path, spoil: Callable[[list[str]], list[str]], line: int
) -> None:
    lines = lines_of(register)
    target = tmp_path / "b.upr"
    with pytest.raises(RegisterError) as refused:
        Register.from_dump(target, spoil(lines))
    expected = len(lines) - line if line < 0 else line
    assert (refused.value.key, refused.value.values) == ("not_a_dump", {"line": expected})
    assert [path.name for path in tmp_path.iterdir() if "b.upr" in path.name] == []


def test_a_dump_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="newer_dump"):
        Register.from_dump(tmp_path / "b.upr", ['{"format":"upr-dump","schema":"9999"}'])


def test_an_existing_file_is_never_written_over(register: Register, path: Path) -> None:
    before = path.read_bytes()
    for make in (
        lambda: Register.create(path, "Other"),
        lambda: Register.from_dump(path, lines_of(register)),
    ):
        with pytest.raises(RegisterError, match="file_exists"):
            make()
    assert path.read_bytes() == before
