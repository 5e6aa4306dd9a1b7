"""Every number of the summary is counted again from the rows of the same file, without its formulas."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from consolidated_samples import DAY, told_plan
from openpyxl import load_workbook

from upr_desktop.jobs.consolidated import Written, export_consolidated
from upr_desktop.jobs.new_register import from_sample
from upr_desktop.paths import bundled
from upr_desktop.register.register import Register
from upr_desktop.words import LANGUAGES, say

Row = Mapping[str, Any]
Write = Callable[..., tuple[Written, "Read"]]
QUOTED = re.compile("«([^»]*)»|“([^”]*)”")
STANDINGS = ("overdue", "due_soon", "open", "done", "done_late", "closed")
STATES = ("submitted", "accepted", "sent_back", "draft")
POSITIONS = ("supported", "supported_in_part", "noted", "pending")


class Read:
    """What a person sees in the file: rows of each sheet by their columns' keys, figures and tables of the summary."""

    def __init__(self, file: Path, language: str) -> None:
        self.book, self.language = load_workbook(file, data_only=True), language
        self.first: list[list[Any]] = [
            list(row) for row in self.book.worksheets[0].iter_rows(values_only=True)
        ]

    def say(self, key: str) -> str:
        return say(key, self.language)

    def count(self, sheet: str, **wanted: str | tuple[str, ...]) -> int:
        """Return how many rows have these labels (keys of words) in these columns."""
        named = {
            self.title(sheet, column): {self.say(key) for key in ([keys] if isinstance(keys, str) else keys)}
            for column, keys in wanted.items()
        }
        return sum(all(row[title] in labels for title, labels in named.items()) for row in self.rows(sheet))

    def title(self, sheet: str, column: str) -> str:
        own = f"consolidated.column.{sheet}.{column}"
        try:
            return self.say(own)
        except KeyError:
            return self.say(f"consolidated.column.{column}")

    def rows(self, sheet: str) -> list[Row]:
        head, *found = self.book[self.say(f"consolidated.sheet.{sheet}")].iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in found]

    def table(self, label: str) -> dict[tuple[Any, str], int]:
        """Return the numbers of the table whose lines are called so, by line and column, without its totals."""
        at = next(
            at for at, row in enumerate(self.first) if row[0] == label and row[1] is not None and at > 5
        )
        head = [title for title in self.first[at][1:] if title]
        found: dict[tuple[Any, str], int] = {}
        for line, *numbers in self.first[at + 1 :]:
            if line == self.say("summary.total"):
                return {key: number for key, number in found.items() if number}
            assert sum(numbers[: len(head) - 1]) == numbers[len(head) - 1], line
            found |= {(line, title): number for title, number in zip(head[:-1], numbers, strict=False)}
        raise AssertionError(label)

    def pairs(self, sheet: str, line: str, across: str, **wanted: str) -> dict[tuple[Any, str], int]:
        titles = {self.title(sheet, column): self.say(key) for column, key in wanted.items()}
        by, over = self.title(sheet, line), self.title(sheet, across)
        return dict(
            Counter((row[by], row[over]) for row in self.rows(sheet) if row.items() >= titles.items())
        )


def of_period(read: Read) -> list[Row]:
    """Return the rows of reports that are owed."""
    owed = read.title("reports", "owed")
    return [row for row in read.rows("reports") if row[owed] == read.say("workbook.yes")]


def in_state(read: Read, *codes: str) -> list[Row]:
    labels = {read.say(f"progress_state.{code}") for code in codes}
    return [row for row in of_period(read) if row[read.title("reports", "state")] in labels]


def silent(read: Read) -> int:
    agency = read.title("reports", "agency")
    heard = {row[agency] for row in in_state(read, "submitted", "accepted", "sent_back")}
    return len({row[agency] for row in of_period(read)} - heard)


def standing(*codes: str) -> Callable[[Read], int]:
    return lambda read: read.count("measures", standing=tuple(f"standing.{code}" for code in codes))


FIGURES: Mapping[str, Callable[[Read], int]] = {
    "measures": lambda read: len(read.rows("measures")),
    "done": standing("done", "done_late"),
    "overdue": lambda read: len(read.rows("overdue")),
    "due_soon": standing("due_soon"),
    "closed": standing("closed"),
    "undecided": lambda read: read.count("measures", undecided="workbook.yes"),
    "no_lead": lambda read: read.count("measures", lead="summary.no_lead"),
    "unchanged": lambda read: read.count("measures", unchanged="workbook.yes"),
    "owed": lambda read: len(of_period(read)),
    "handed_in": lambda read: len(in_state(read, "submitted", "accepted")),
    "silent": silent,
    "recommendations": lambda read: len(read.rows("recommendations")),
    "supported": lambda read: read.count(
        "recommendations", position=("position.supported", "position.supported_in_part")
    ),
    "noted": lambda read: read.count("recommendations", position="position.noted"),
    "without_measure": lambda read: read.count("recommendations", lacking="workbook.yes"),
    "documents": lambda read: len(read.rows("evidence")),
    "changes": lambda read: len(read.rows("changes")),
}


def small(path: Path) -> Register:
    return told_plan(path).register


def shipped(path: Path) -> Register:
    """Return the sample that ships."""
    return from_sample(path)


@pytest.fixture(scope="module", params=[small, shipped])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Write]:
    """Return what gives the file of a register in a language, of a period or of all, and what is read in it.

    Each file is written once for all tests that look at it.
    """
    make: Callable[[Path], Register] = request.param
    folder = tmp_path_factory.mktemp("consolidated")
    with make(folder / "r.upr") as register:

        @cache
        def once(language: str, period: str = "") -> tuple[Written, Read]:
            target = folder / f"{language} {period}.xlsx"
            made = export_consolidated(register, target, language, today=DAY, period=period, since="1")
            return made, Read(made.file, language)

        yield once


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", ["", "2026H1", "2026H2"])
def test_every_figure_is_what_the_rows_of_the_file_give(written: Write, language: str, period: str) -> None:
    made, read = written(language, period)
    assert list(made.figures) == list(FIGURES)
    labels = [read.say(f"consolidated.figure.{key}") for key in FIGURES]
    shown = [(row[0], row[1]) for row in read.first if row[0] in labels and row[2]]
    assert shown == [(label, count(read)) for label, count in zip(labels, FIGURES.values(), strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_what_the_rows_of_the_file_give(written: Write, language: str) -> None:
    _, read = written(language)
    for label, line in (("status", "status"), ("year", "year"), ("area", "area"), ("agency", "lead")):
        assert read.table(read.say(f"consolidated.label.{label}")) == read.pairs(
            "measures", line, "standing"
        ), label
    positions = read.pairs("recommendations", "review", "position")
    assert read.table(read.say("consolidated.label.position")) == positions
    reports = read.pairs("reports", "agency", "state", owed="workbook.yes")
    assert read.table(read.say("consolidated.label.report")) == reports


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_table_has_its_row_with_the_number_the_definition_and_the_place(
    written: Write, language: str
) -> None:
    made, read = written(language)
    defined = {row[read.say("consolidated.definition.figure")]: row for row in read.rows("definitions")}
    for key in FIGURES:
        row = defined[read.say(f"consolidated.figure.{key}")]
        assert row[read.say("consolidated.definition.number")] == made.figures[key]
    headings = [
        row[0] for at, row in enumerate(read.first) if row[0] in defined and row[1] is None and at > 5
    ]
    assert len(headings) == 6
    for row in defined.values():
        assert all(
            row[read.say(f"consolidated.definition.{what}")] for what in ("counts", "program", "workbook")
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_definitions_name_is_a_sheet_a_column_or_a_label_of_the_file(
    written: Write, language: str
) -> None:
    _, read = written(language)
    known = {
        plain(str(value))
        for sheet in read.book
        for row in sheet.iter_rows(max_row=1, values_only=True)
        for value in row
    }
    known |= {plain(sheet.title) for sheet in read.book}
    known |= {plain(str(row[0])) for row in read.first}
    labels = ("standing.{}", STANDINGS), ("progress_state.{}", STATES), ("position.{}", POSITIONS)
    known |= {plain(read.say(key.format(code))) for key, codes in labels for code in codes}
    known |= {plain(read.say(key)) for key in ("workbook.yes", "summary.no_lead", "summary.by.report")}
    for row in read.rows("definitions"):
        told = str(row[read.say("consolidated.definition.workbook")])
        named = [plain(name) for pair in QUOTED.findall(told) for name in pair if name]
        assert named, told
        assert [name for name in named if name not in known] == [], told


def plain(name: str) -> str:
    """Return a title without the hyphens at which it may be broken, and without the inner quotes."""
    return re.sub('[«»“”„‘’"]', "", name.replace("-\n", "")).casefold()


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_what_the_definitions_name_of_the_program_is_called_so_there(language: str) -> None:
    texts = [
        json.loads(path.read_text("utf-8")) for path in sorted(bundled("resources/words").glob("*.json"))
    ]
    words = {key: forms[language] for topic in texts for key, forms in topic.items()}
    known = {
        plain(form).rstrip("…")
        for key, forms in words.items()
        if not key.startswith("consolidated.")
        for form in ([forms] if isinstance(forms, str) else forms.values())
    }
    told = {key: text for key, text in words.items() if key.startswith("consolidated.program.")}
    assert len(told) == len(FIGURES) + 6
    named = [
        (key, name) for key, text in told.items() for pair in QUOTED.findall(text) for name in pair if name
    ]
    assert [(key, name) for key, name in named if plain(name) not in known] == []
