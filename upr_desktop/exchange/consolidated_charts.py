"""Say what stands on the summary of the consolidated workbook, and draw the chart of one of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from upr_desktop.exchange.workbook_cells import Formula
from upr_desktop.exchange.workbook_styles import FONT, LINE, SOFT, TEXT

NAMED = {"name": FONT["font_name"]}
MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class FigureOut:
    """One figure of the summary: what it is called, the formula that counts it, what it counts in a few words."""

    key: str
    label: str
    number: Formula
    note: str


@dataclass(frozen=True, slots=True)
class LineOut:
    """One line of a table: its label (a year stays a number) and a formula for each column."""

    label: str | int
    numbers: Sequence[Formula]


@dataclass(frozen=True, slots=True)
class BlockOut:
    """A table with its chart: columns are series, each with its colour. `bars` lie, else columns stand."""

    key: str
    title: str
    label: str
    columns: Sequence[tuple[str, str]]
    lines: Sequence[LineOut]
    total: str
    bars: bool = True


@dataclass(frozen=True, slots=True)
class FrontOut:
    """The first sheet."""

    name: str
    title: str
    leads: Sequence[str]
    heading: str
    figures: Sequence[FigureOut]
    blocks: Sequence[BlockOut]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a block stands: 0-based rows of its header, first and last line, and of its total; `at` its first line."""

    header: int
    first: int
    last: int

    @property
    def total(self) -> int:
        """Return the row of the totals."""
        return self.last + 1


def add_chart(book: Any, sheet: str, block: BlockOut, place: Placed) -> Any:
    """Return a new chart of a table on this sheet: a series for each column that counts anything."""
    chart = book.add_chart({"type": "bar" if block.bars else "column", "subtype": "stacked"})
    for number, (name, colour) in enumerate(block.columns):
        if any(line.numbers[number].value for line in block.lines):
            chart.add_series(_series(sheet, block, place, number, name, colour))
    _dress(chart, block)
    return chart


def _series(
    sheet: str, block: BlockOut, place: Placed, number: int, name: str, colour: str
) -> dict[str, Any]:
    column = number + 1
    return {
        "name": [sheet, place.header, column],
        "name_data": [name],
        "categories": [sheet, place.first, 0, place.last, 0],
        "categories_data": [line.label for line in block.lines],
        "values": [sheet, place.first, column, place.last, column],
        "values_data": [line.numbers[number].value for line in block.lines],
        "fill": {"color": colour},
        "border": {"color": "#FFFFFF", "width": 0.75},
        "gap": 40,
        "overlap": 100,
        "data_labels": {
            "value": True,
            "num_format": "0;;",
            "font": {**NAMED, "size": 9, "color": readable_on(colour), "bold": True},
        },
    }


def _dress(chart: Any, block: BlockOut) -> None:
    font = {**NAMED, "size": 9, "color": TEXT}
    line = {"color": LINE, "width": 0.75}
    names = {"num_font": font, "line": line, "major_tick_mark": "none", "reverse": block.bars}
    names["interval_unit"] = 1  # the name of every bar, however narrow
    counts: dict[str, Any] = {
        "num_font": {**font, "color": SOFT},
        "num_format": "0",
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": line},
        "major_tick_mark": "none",
        "min": 0,
        "major_unit": whole_step(max(sum(one.value for one in line.numbers) for line in block.lines)),
    }
    if block.bars:  # the axes of lying bars are swapped
        chart.set_y_axis(names)
        chart.set_x_axis({**counts, "label_position": "high"})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(counts)
    title = {**NAMED, "size": 11, "color": TEXT, "bold": True}
    chart.set_title({"name": block.title, "name_font": title, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": line})


def whole_step(most: int) -> int:
    """Return the step of an axis up to `most`: a whole 1, 2 or 5, or ten times as much, and so on."""
    power = 1
    while most > 5 * power * MOST_STEPS:
        power *= 10
    return next(step for step in (power, 2 * power, 5 * power) if most <= step * MOST_STEPS)


def readable_on(colour: str) -> str:
    """Return white or dark text, whichever reads better on a colour (`#RRGGBB`)."""
    light = _luminance(colour)
    white, dark = 1.05 / (light + 0.05), (light + 0.05) / (_luminance(TEXT) + 0.05)
    return "#FFFFFF" if white >= dark else TEXT


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
