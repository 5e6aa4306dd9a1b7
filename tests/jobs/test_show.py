"""What `show` prints of each kind of record, and how it is narrowed down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_register import EDIT, Filled, fill

from upr_desktop.jobs.show import show
from upr_desktop.jobs.show_keys import show_keys
from upr_desktop.register.changes import ChangeSet, Edited
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "r.upr", "Sample") as made:
        yield made


@pytest.fixture
def filled(register: Register) -> Filled:
    return fill(register)


@pytest.mark.parametrize("kind", [*kinds()])
@pytest.mark.usefixtures("filled")
def test_the_keys_of_a_kind_are_those_of_its_records(register: Register, kind: str) -> None:
    with register.reading() as connection:
        for row in show(connection, kind, {}):
            assert tuple(sorted(row)) == tuple(sorted(show_keys(kind)))


@pytest.mark.parametrize("kind", ["recommendation", "measure", "agency", "note"])
def test_a_key_that_is_none_is_refused_where_there_is_no_record_too(register: Register, kind: str) -> None:
    with register.reading() as connection:
        assert show(connection, kind, {"id": "1"}) == []
        with pytest.raises(RegisterError, match="unknown_field") as refused:
            show(connection, kind, {"bogus": "1"})
    assert "id" in str(refused.value.values["fields"])


@pytest.mark.parametrize("kind", ["recommendation", "recommendation_part", "agency"])
def test_what_is_put_away_is_shown_only_where_it_is_asked_for(
    register: Register, filled: Filled, kind: str
) -> None:
    id = filled.one(kind)
    register.apply(ChangeSet(EDIT, [Edited(kind, id, "archived", False, True)]))
    with register.reading() as connection:
        assert id not in [row["id"] for row in show(connection, kind, {})]
        assert [row["id"] for row in show(connection, kind, {"archived": "true"})] == [id]
        assert id not in [row["id"] for row in show(connection, kind, {"archived": "false"})]
