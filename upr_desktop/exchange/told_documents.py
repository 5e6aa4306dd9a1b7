"""Write and read the lines of a return's hidden sheet that tell which documents belong to which of its rows."""

import json
import re
from collections.abc import Iterator
from typing import Any

from upr_desktop.incoming import MOST_UNITS, units
from upr_desktop.incoming_return import ToldDocument

FIELDS = ("title", "kind", "act_number", "act_date", "issuer", "url", "description")
TICK = "confidential"
LONGEST = 1_000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")


def document_line(document: ToldDocument) -> str:
    """Return the line that tells of a document; a text too long for a cell is left out of it."""
    values = {name: value for name, value in document.values.items() if value not in (None, "", False)}
    told = {"sha256": document.sha256, "file": document.file, "reports": list(document.reports), **values}
    line = json.dumps(told, ensure_ascii=False)
    if units(line) <= MOST_UNITS:
        return line
    short = {name: value for name, value in told.items() if units(str(value)) <= LONGEST or name == "reports"}
    return json.dumps(short, ensure_ascii=False)


def read_document(line: str) -> Iterator[ToldDocument]:
    """Yield the document that a line tells of; nothing for a line that somebody spoilt."""
    try:
        told = json.loads(line)
    except ValueError:
        return
    if isinstance(told, dict) and _SHA256.fullmatch(str(told.get("sha256", ""))):
        values: dict[str, str | bool] = {name: text for name in FIELDS if (text := _text(told, name))}
        if told.get(TICK) is True:
            values[TICK] = True
        yield ToldDocument(str(told["sha256"]), _text(told, "file"), tuple(_reports(told)), values)


def _text(told: dict[str, Any], name: str) -> str:
    text = told.get(name)
    return text if isinstance(text, str) else ""


def _reports(told: dict[str, Any]) -> Iterator[str]:
    keys = told.get("reports")
    for key in keys if isinstance(keys, list) else ():
        if isinstance(key, str) and _ID.fullmatch(key):
            yield key
