"""Files that something relies on are whole on the disk before it counts, and none is left behind where it does not."""

from pathlib import Path

import pytest

from upr_desktop.exchange.save import staged
from upr_desktop.register.errors import RegisterError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_whole_beside_their_targets_before_they_are_put_in_place(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"old")
    with staged({tmp_path / "a.xlsx": b"first", tmp_path / "b.xlsx": b"second"}) as put_in_place:
        assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"first", b"old", b"second"]
        assert put_in_place() == [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    assert [(tmp_path / name).read_bytes() for name in names(tmp_path)] == [b"first", b"second"]


def test_nothing_is_left_where_what_relies_on_them_fails(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old")
    with pytest.raises(KeyError), staged({tmp_path / "a.xlsx": b"new", tmp_path / "n" / "b.xlsx": b""}):
        raise KeyError
    assert (names(tmp_path), (tmp_path / "a.xlsx").read_bytes()) == (["a.xlsx", "n"], b"old")
    assert names(tmp_path / "n") == []


def test_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").mkdir()
    with (
        pytest.raises(RegisterError, match="cannot_write_file"),
        staged({tmp_path / "a.xlsx": b"", tmp_path / "b.xlsx": b""}),
    ):
        raise AssertionError("nothing relies on files that cannot be written")
    assert names(tmp_path) == ["b.xlsx"]
