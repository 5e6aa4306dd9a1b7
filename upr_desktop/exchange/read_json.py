"""Read a .json file whole, within limits."""

import json
from collections.abc import Iterator

from upr_desktop.exchange import caps
from upr_desktop.exchange.book_messages import book_message
from upr_desktop.exchange.frames import Message
from upr_desktop.exchange.refusals import Refusal


def read_json(content: bytes) -> Iterator[Message]:
    """Yield the message of a .json file. Raises Refusal for what is no JSON, nests too deep, or holds no number."""
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise Refusal("json_too_deep", limit=caps.JSON_DEPTH) from error
    except ValueError as error:
        raise Refusal("json_broken") from error
    if _depth(data) > caps.JSON_DEPTH:
        raise Refusal("json_too_deep", limit=caps.JSON_DEPTH)
    yield book_message("json", data=data)


def _refuse_constant(constant: str) -> None:
    raise Refusal("json_no_number", constant=constant)


def _depth(data: object) -> int:
    """Return how many lists and objects stand inside one another."""
    depth, level = 0, [data]
    while level := [each for each in level if isinstance(each, (list, dict))]:
        depth += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return depth
