"""Run the commands of the reporting round, and say their answers: issue workbooks, merge what comes back."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from upr_desktop.commands import Answer, author, opened
from upr_desktop.jobs.issue import Issued, issue
from upr_desktop.jobs.return_sheets import change_words
from upr_desktop.words import say


def issue_workbooks(asked: Namespace) -> Answer:
    """Write a workbook for each agency named, or for all that owe a report."""
    language = asked.workbook_language or asked.language
    with opened(asked) as register:
        issued = issue(
            register,
            asked.period,
            Path(asked.out),
            language,
            codes=asked.agency,
            author=author(asked),
            today=asked.today,
        )
    lines = [line for one in issued for line in _issued_lines(one, asked.language)]
    return Answer([_issued_data(one) for one in issued], lines)


def _issued_data(one: Issued) -> dict[str, Any]:
    return {
        "agency": one.agency,
        "file": str(one.file),
        "dispatch": one.dispatch,
        "rows": one.rows,
        "previous": one.previous,
        "changed": [asdict(change) for change in one.since],
    }


def _issued_lines(one: Issued, language: str) -> list[str]:
    done = say("command.issue.done", language, agency=one.agency, file=str(one.file), rows=one.rows)
    return [done, *(f"  {change.number}  {change_words(change, language)}" for change in one.since)]
