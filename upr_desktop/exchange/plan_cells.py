"""Make measures of the cells of a plan's rows: values by field and language, with the cells they stand in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.languages import is_mixed, language_of
from upr_desktop.exchange.numbers import leading_number
from upr_desktop.exchange.plan_header import PlanHeader
from upr_desktop.exchange.sheets import DATE, NUMBER, Cell, column_letters
from upr_desktop.incoming import Place
from upr_desktop.incoming_plan import IncomingIndicator, IncomingMeasure, IncomingSection, IncomingValue
from upr_desktop.register.errors import Problem

LONGEST_NUMBER = 20

_ONLY_YEAR = re.compile(r"20\d\d\D{0,6}")
_NUMBER = re.compile(r"(?:№|N|No\.?)?\s*(?P<number>\d+(?:[.\-–/]\d+)*[^\W\d_]?)\s*[.)]*", re.IGNORECASE)
_LINES = re.compile(r"\s*\n\s*|\s+/\s+")


@dataclass(frozen=True, slots=True)
class Taken:
    """A cell that belongs to a measure, and how it was carried down to it, if it was."""

    cell: Cell
    carried: str | None = None


@dataclass
class MeasureCells:
    """The cells of one measure on their way to it, by 1-based column, from its row and the rows that continue it."""

    sheet: str
    header: PlanHeader
    section: IncomingSection | None = None
    heading: Place | None = None
    """Where a recommendation heads the measures below it."""
    rows: list[int] = field(default_factory=list)
    cells: dict[int, list[Taken]] = field(default_factory=dict)

    def add(self, row: int, cells: Iterable[Taken]) -> None:
        """Add what a row of the measure holds."""
        self.rows.append(row)
        for taken in cells:
            self.cells.setdefault(taken.cell.column, []).append(taken)

    def measure(self, problems: list[Problem]) -> IncomingMeasure:
        """Return the measure; what is in doubt about its cells is added to `problems`."""
        number = self._value("row_no")
        return IncomingMeasure(
            number=self._number(number, problems),
            texts=self._by_language("measure", problems),
            sheet=self.sheet,
            rows=tuple(self.rows),
            number_value=number,
            forms=self._by_language("completion_form", problems),
            deadline=self._value("deadline"),
            lead=self._value("responsible"),
            partners=self._value("partners"),
            references=self._references(problems),
            rec_text=self._value("rec_text"),
            state=self._value("state"),
            theme=self._value("theme"),
            section=self.section,
            funding=self._labelled("funding"),
            note=self._value("note"),
            indicators=self._indicators(),
            doubtful=frozenset({"references"} if self._untyped("rec_no") else ()),
        )

    def _taken(self, name: str) -> list[Taken]:
        return [taken for column in self.header.columns(name) for taken in self.cells.get(column, ())]

    def _value(self, name: str) -> IncomingValue | None:
        return _joined(self.sheet, self._taken(name))

    def _untyped(self, name: str) -> list[Cell]:
        """Return the cells that hold a number or a date where only text is certain."""
        return [taken.cell for taken in self._taken(name) if taken.cell.kind in (NUMBER, DATE)]

    def _number(self, value: IncomingValue | None, problems: list[Problem]) -> str | None:
        if value is None:
            return None
        number = number_of(value.raw)
        for cell in self._untyped("row_no"):
            if "." in cell.raw or cell.kind == DATE:
                self._report(problems, "measure_number_ambiguous", cell)
        return number

    def _references(self, problems: list[Problem]) -> IncomingValue | None:
        for cell in self._untyped("rec_no"):
            self._report(problems, "reference_ambiguous", cell)
        if value := self._value("rec_no"):
            return value
        for taken in self._taken("rec_text"):
            numbers = [
                found.number for line in taken.cell.raw.split("\n") if (found := leading_number(line.strip()))
            ]
            if numbers:
                return IncomingValue(
                    ", ".join(numbers), (place_of_cell(self.sheet, taken.cell),), taken.carried
                )
        if self.heading and (found := leading_number(self.heading.raw.strip())):
            return IncomingValue(found.number, (self.heading,), "section")
        return None

    def _by_language(self, name: str, problems: list[Problem]) -> Mapping[str, IncomingValue]:
        found: dict[str, list[tuple[str, Taken]]] = {}
        for column in self.header.columns(name):
            hints = self.header.titles[column].languages
            for taken in self.cells.get(column, ()):
                for language, text in split_languages(taken.cell.raw, hints):
                    found.setdefault(language, []).append((text, taken))
                if is_mixed(taken.cell.raw) and len(split_languages(taken.cell.raw, hints)) == 1:
                    self._report(problems, "plan_languages_mixed", taken.cell)
        return {language: _texts(self.sheet, pieces) for language, pieces in found.items()}

    def _labelled(self, name: str) -> IncomingValue | None:
        """Return the value of a field that may have several columns, each then with its own title before it."""
        columns = [column for column in self.header.columns(name) if self.cells.get(column)]
        if len(columns) < 2:
            return self._value(name)
        taken = [each for column in columns for each in self.cells[column]]
        told = [
            f"{_last_title(self.header, column)}: {' '.join(each.cell.raw.split())}"
            for column in columns
            for each in self.cells[column]
        ]
        return IncomingValue("; ".join(told), tuple(place_of_cell(self.sheet, each.cell) for each in taken))

    def _indicators(self) -> tuple[IncomingIndicator, ...]:
        found = ((at, _joined(self.sheet, self.cells.get(at, ()))) for at in self.header.columns("indicator"))
        return tuple(IncomingIndicator(_with_year(self.header, at), value) for at, value in found if value)

    def _report(self, problems: list[Problem], code: str, cell: Cell) -> None:
        text = " ".join(cell.raw.split())[:80]
        problems.append(Problem(code, f"{self.sheet}!{cell.address}", {"text": text}))


def number_of(text: str) -> str | None:
    """Return the number of a measure without the signs around it: `3.` is 3, `№ 1.10)` is 1.10; None if it is none."""
    line = " ".join(text.split())
    found = _NUMBER.fullmatch(line)
    return found["number"] if found and len(line) <= LONGEST_NUMBER else None


def split_languages(text: str, hints: frozenset[str]) -> Sequence[tuple[str, str]]:
    """Return the text by language: one piece, unless its lines fall into runs of different languages, each once."""
    whole = text.strip()
    alone = [(language_of(whole, hints) or _only(hints) or "ru", whole)]
    if not is_mixed(whole):
        return alone
    runs: list[tuple[str, str]] = []
    for line in _LINES.split(whole):
        language = language_of(line) or (runs[-1][0] if runs else None)
        if language is None:
            return alone
        if runs and runs[-1][0] == language:
            runs[-1] = (language, f"{runs[-1][1]}\n{line}")
        else:
            runs.append((language, line))
    return runs if len({language for language, _ in runs}) == len(runs) else alone


def place_of_cell(sheet: str, cell: Cell) -> Place:
    """Return where a cell stands and what stands in it."""
    return Place(sheet, cell.address, cell.raw)


def _only(hints: frozenset[str]) -> str | None:
    return next(iter(hints)) if len(hints) == 1 else None


def _joined(sheet: str, taken: Sequence[Taken]) -> IncomingValue | None:
    """Return the cells as one value: their texts, each once, on lines of their own."""
    filled = [each for each in taken if each.cell.raw.strip()]
    if not filled:
        return None
    raw = "\n".join(dict.fromkeys(each.cell.raw.strip() for each in filled))
    return IncomingValue(raw, tuple(place_of_cell(sheet, each.cell) for each in filled), filled[0].carried)


def _texts(sheet: str, pieces: Sequence[tuple[str, Taken]]) -> IncomingValue:
    raw = "\n".join(text for text, _ in pieces)
    return IncomingValue(raw, tuple(place_of_cell(sheet, taken.cell) for _, taken in pieces))


def _with_year(header: PlanHeader, column: int) -> str:
    """Return the title of an indicator's column; of two above each other both, where one of them is a year."""
    title = _last_title(header, column)
    parts = header.written.get(column, title).split(" · ")
    return " ".join(parts) if any(_ONLY_YEAR.fullmatch(part) for part in parts) else title


def _last_title(header: PlanHeader, column: int) -> str:
    return header.written.get(column, column_letters(column)).split(" · ")[-1]
