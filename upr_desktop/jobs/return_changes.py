"""Say what a workbook shows otherwise than the one sent before it: rows that came or went, texts that changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from upr_desktop.jobs.return_content import ReturnContent
from upr_desktop.register.return_store import Dispatched

ROW = "row"


@dataclass(frozen=True, slots=True)
class SentChange:
    """One difference: the measure's number, a column (`row` for a row that came or went), and the texts."""

    number: str
    column: str
    before: str
    after: str


def changes_since(before: Dispatched, now: ReturnContent) -> list[SentChange]:
    """Return what changed since a workbook in the same language, row by row; rows that went come last."""
    found: list[SentChange] = []
    for row in now.rows:
        number = row.shown.get("number", "")
        then = before.shown.get(row.key)
        if then is None:
            found.append(SentChange(number, ROW, "", row.shown.get("measure", "")))
            continue
        sent = {**then, **{name: value for (id, name), value in before.base.items() if id == row.key}}
        shown = {**row.shown, **row.base}
        found += [
            SentChange(number, name, sent.get(name, ""), shown.get(name, ""))
            for name in dict.fromkeys((*sent, *shown))
            if sent.get(name, "") != shown.get(name, "")
        ]
    present = {row.key for row in now.rows}
    gone: Sequence[SentChange] = [
        SentChange(then.get("number", ""), ROW, then.get("measure", ""), "")
        for key, then in before.shown.items()
        if key not in present
    ]
    return [*found, *gone]
