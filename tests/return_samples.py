"""Issue workbooks, edit them as a clerk does, and merge what comes back: what tests of returns have in common."""

import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from plan_samples import Planned

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.issue import issue
from upr_desktop.jobs.merge_returns import (
    Merge,
    MergeOptions,
    apply_merge,
    merge_read,
    read_returns,
)
from upr_desktop.jobs.open_decisions import open_conflicts
from upr_desktop.register.queries import records
from upr_desktop.words import LANGUAGES, say

KEY = 2


class Clerk:
    """Somebody who opens a workbook in a spreadsheet program, types, and saves it under another name."""

    def __init__(self, source: Path) -> None:
        self.book = load_workbook(source)
        self.sheet = self.book.worksheets[0]
        self.source = source

    def column(self, key: str) -> int:
        wanted = {say(f"return.column.{key}", language) for language in LANGUAGES}
        return next(cell.column for cell in self.sheet[7] if cell.value in wanted)

    def rows(self) -> list[int]:
        return [
            row for row in range(9, self.sheet.max_row + 1) if len(str(self.sheet.cell(row, KEY).value)) == 32
        ]

    def row(self, number: str) -> int:
        return next(row for row in self.rows() if self.sheet.cell(row, 1).value == number)

    def type(self, number: str, **cells: object) -> "Clerk":
        for key, value in cells.items():
            self.sheet.cell(self.row(number), self.column(key)).value = value  # type: ignore[assignment]
        return self

    def move_up(self, after: int) -> None:
        """Move what stands right of a column up by a row, the first row's to the last, as a sort of a part does."""
        rows, first = self.rows(), after + 1
        texts = [[cell.value for cell in self.sheet[row]][after:] for row in rows]
        for row, values in zip(rows, texts[1:] + texts[:1], strict=True):
            for at, value in enumerate(values, first):
                self.sheet.cell(row, at).value = value

    def save(self, name: str) -> Path:
        target = self.source.with_name(name)
        self.book.save(target)
        return target


def sent(
    sample: Planned, folder: Path, code: str = "MOJ", language: str = "ru", period: str = "2026H2"
) -> Path:
    return issue(sample.register, period, folder / language, language, codes=[code])[0].file


def merged(sample: Planned, gate: Gate, *paths: Path, **options: Any) -> Merge:
    chosen = MergeOptions(**options)
    read = read_returns(sample.register, [read_file(path) for path in paths], chosen, gate)
    return apply_merge(sample.register, merge_read(sample.register, read, chosen, "me"))[0]


def report(sample: Planned, measure: str, code: str = "MOJ", period: str = "2026H2") -> dict[str, object]:
    with sample.register.reading() as connection:
        return next(
            {**row, "id": id}
            for id, row in records(connection, "progress").items()
            if row["assignment_id"] == sample[f"{measure}/{code}"] and row["period_id"] == sample[period]
        )


def codes(merge: Merge, at: int = 0) -> set[str]:
    return {problem.code for problem in merge.files[at].notices}


def filled(merge: Merge) -> dict[str, int]:
    return {outcome: count for outcome, count in merge.counts.items() if count}


def conflicts(sample: Planned) -> int:
    with sample.register.reading() as connection:
        return open_conflicts(connection)


def without_days(text: object) -> str:
    """Return a text with DAY in place of each day, whichever day the test runs on."""
    return re.sub(r"\d\d\.\d\d\.\d{4}", "DAY", str(text))
