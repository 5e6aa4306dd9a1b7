"""Say a book as a sequence of messages, row by row, and put it together again on the other side of the pipe.

`{"rows": [numbers], "kinds": [a text for each row], "text": …}` for the sheet being read, `{"sheet": …}` when it is
complete, and at last `{"book": …}`. All values are JSON. The texts of the cells are one `text`, joined by a character
that none of them holds, which a frame carries much faster than thousands of short ones; or else a list, `texts`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

from upr_desktop.exchange.frames import Message
from upr_desktop.exchange.sheets import Book, Row, Sheet

PlainRow: TypeAlias = tuple[int, str, Sequence[str]]
ROWS_AT_ONCE = 1_000
SEPARATOR = "\x7f"


def rows_message(rows: Sequence[PlainRow]) -> Message:
    """Return the message of some rows of the present sheet."""
    numbers, kinds, rows_of_texts = zip(*rows, strict=True)
    texts = list(chain.from_iterable(rows_of_texts))
    joined = SEPARATOR.join(texts)
    told: Message = {"rows": numbers, "kinds": kinds}
    if joined.count(SEPARATOR) == len(texts) - 1:
        return told | {"text": joined}
    return told | {"texts": texts}


def sheet_message(
    name: str,
    *,
    merged: Sequence[str] = (),
    hidden: bool = False,
    hidden_rows: Sequence[int] | None = None,
    hidden_columns: Sequence[int] | None = None,
    comments: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    formulas_without_value: Sequence[str] = (),
) -> Message:
    """Return the message that completes the present sheet."""
    told = {
        "name": name,
        "merged": merged,
        "hidden": hidden,
        "hidden_rows": hidden_rows,
        "comments": comments or {},
        "links": links or {},
    }
    return {
        "sheet": told | {"hidden_columns": hidden_columns, "formulas_without_value": formulas_without_value},
    }


def book_message(
    kind: str,
    *,
    headers: Sequence[str] = (),
    paragraphs: Sequence[str] = (),
    properties: Mapping[str, str] | None = None,
    data: object = None,
    saved_at: str = "",
) -> Message:
    """Return the message that completes the book."""
    told = {"format": kind, "headers": headers, "paragraphs": paragraphs}
    return {"book": told | {"properties": properties or {}, "data": data, "saved_at": saved_at}}


def in_chunks(rows: Iterable[PlainRow]) -> Iterable[Message]:
    """Yield the rows as messages of a thousand rows, so that neither side holds a large sheet twice."""
    chunk: list[PlainRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_AT_ONCE:
            yield rows_message(chunk)
            chunk = []
    if chunk:
        yield rows_message(chunk)


class Assembly:
    """Puts messages together into a book."""

    def __init__(self, name: str, sha256: str) -> None:
        self._name = name
        self._sha256 = sha256
        self._sheets: list[Sheet] = []
        self._rows: list[Row] = []
        self.rows_read = 0

    def take(self, message: Mapping[str, Any]) -> Book | None:
        """Take one message; return the book when it is complete."""
        rows = message.get("rows")
        if rows:
            self._rows += _rows(message)
            self.rows_read += len(rows)
        elif "sheet" in message:
            self._sheets.append(_sheet(tuple(self._rows), message["sheet"]))
            self._rows = []
        else:
            return self._book(message["book"])
        return None

    def _book(self, told: Mapping[str, Any]) -> Book:
        return Book(
            self._name,
            self._sha256,
            told["format"],
            tuple(self._sheets),
            headers=tuple(told["headers"]),
            paragraphs=tuple(told["paragraphs"]),
            properties=told["properties"],
            data=told["data"],
            saved_at=told["saved_at"],
        )


def _rows(message: Mapping[str, Any]) -> Iterator[Row]:
    texts = message["text"].split(SEPARATOR) if "text" in message else message["texts"]
    start = 0
    for number, kinds in zip(message["rows"], message["kinds"], strict=True):
        end = start + len(kinds)
        yield Row(number, tuple(texts[start:end]), kinds)
        start = end


def _sheet(rows: tuple[Row, ...], told: Mapping[str, Any]) -> Sheet:
    hidden_rows, hidden_columns = told["hidden_rows"], told["hidden_columns"]
    return Sheet(
        told["name"],
        rows,
        merged=tuple(told["merged"]),
        hidden=told["hidden"],
        hidden_rows=None if hidden_rows is None else frozenset(hidden_rows),
        hidden_columns=None if hidden_columns is None else frozenset(hidden_columns),
        comments=told["comments"],
        links=told["links"],
        formulas_without_value=tuple(told["formulas_without_value"]),
    )
