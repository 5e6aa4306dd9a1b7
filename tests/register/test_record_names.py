"""A record that `check` tells about is named as a person would name it."""

import pytest

from upr_desktop.register.changes import Value
from upr_desktop.register.rules import record_name


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"number": "140.1", "text": "Ratify"}, "140.1"),
        ({"number": None, "code": "MOJ"}, "MOJ"),
        ({"name": "я" * 60}, "я" * 60),
        ({"text": "слово " * 20}, f"{'слово ' * 9}слово…"),
        ({"kind": "law"}, ""),
    ],
)
def test_a_name_is_the_first_that_tells_one_from_another_and_says_where_it_was_cut(
    values: dict[str, Value], name: str
) -> None:
    assert record_name(values) == name
