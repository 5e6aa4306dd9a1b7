"""Play the round of the sample: send workbooks, fill them in as the bodies do, with everything that goes wrong."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

from upr_desktop.exchange.filled_return import fill_return, write_letter
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.issue import issue
from upr_desktop.jobs.merge_returns import MergeOptions, apply_merge, merge_read, read_returns
from upr_desktop.paths import bundled
from upr_desktop.register.changes import Change, ChangeSet, Edited, Label, RecordId
from upr_desktop.register.plan_queries import measures, periods
from upr_desktop.register.progress_queries import progress_of
from upr_desktop.register.queries import agencies
from upr_desktop.register.register import Register
from upr_desktop.words import say

SENT_IN = "ru"
CODED = "claimed_status"
DAY = "done_on"
COMMON = "common"


class SampleRound:
    """The round of the sample in a register. Files are written into `folder`; changes are `author`'s on `today`."""

    def __init__(self, register: Register, folder: Path, author: str, today: date) -> None:
        self._register, self._folder, self._author, self._today = register, folder, author, today
        source = bundled("resources/sample/returns.json")
        self._sample: Mapping[str, Any] = json.loads(source.read_text(encoding="utf-8"))

    @property
    def period(self) -> str:
        """Return the code of the period that the round is for."""
        return str(self._sample["period"])

    def begin(self) -> None:
        """Send a workbook to every body that owes a report, and take in the first returns."""
        folder = self._folder / COMMON
        self._issue(folder, SENT_IN, ())
        files = []
        for code, rows in self._sample["handed_in"].items():
            target = folder / f"{code}.xlsx"
            fill_return(self._sent[code], target, _in_language(rows, SENT_IN))
            files.append(read_file(target))
        with Gate() as gate:
            read = read_returns(self._register, files, MergeOptions(), gate)
        apply_merge(self._register, merge_read(self._register, read, MergeOptions(), self._author))

    def returned(self, language: str) -> list[Path]:
        """Return what came back in a language: good files, one twice, two that disagree, one without marks, a letter.

        Before it, workbooks are sent in that language; after that somebody edits the register.
        """
        folder = self._folder / language
        self._write(self._sample["before"], language)
        self._issue(folder, language, sorted({one["agency"] for one in self._sample["files"]}))
        self._write(self._sample["meanwhile"], language)
        files = []
        for one in self._sample["files"]:
            target = folder / one["name"][language]
            rows = _in_language(one["rows"], language)
            fill_return(self._sent[one["agency"]], target, rows, keeps_marks=one.get("marks", True))
            files.append(target)
        again = folder / f"{files[0].stem} (1){files[0].suffix}"
        copyfile(files[0], again)
        letter = self._sample["letter"]
        return [*files, again, write_letter(folder / letter[language], letter["text"][language])]

    def _issue(self, folder: Path, language: str, codes: tuple[str, ...] | list[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        issued = issue(
            self._register, self.period, folder, language, codes=codes, author=self._author, today=self._today
        )
        self._sent = {one.agency: one.file for one in issued}

    def _write(self, edit: Mapping[str, Any], language: str) -> None:
        """Write a text into the report of an agency on a measure."""
        with self._register.reading() as connection:
            owner = next(id for id, row in agencies(connection).items() if row.code == edit["agency"])
            period = next(row.id for row in periods(connection) if row.code == self.period)
            about = next(row.id for row in measures(connection) if row.number == edit["measure"])
            report = next(
                row
                for row in progress_of(connection, agency=owner)
                if row.mark.period_id == period and row.mark.measure_id == about
            )
        field = f"narrative_{language}"
        before, after = report.narratives.get(language), edit["text"][language]
        if before != after:
            change: Change = Edited("progress", RecordId(report.id), field, before, after)
            self._register.apply(ChangeSet(Label("label.progress.written", {}), [change], self._author))


def _in_language(rows: Mapping[str, Any], language: str) -> dict[str, dict[str, str | date]]:
    """Return what is typed into each row: texts and names of statuses in a language, days as days."""
    return {
        number: {column: _typed(column, value, language) for column, value in cells.items()}
        for number, cells in rows.items()
    }


def _typed(column: str, value: Any, language: str) -> str | date:
    if isinstance(value, dict):
        return str(value[language])
    if column == DAY:
        return date.fromisoformat(value)
    return say(f"status.{value}", language) if column == CODED else str(value)
