"""Tell what a file holds from what stands in it, never from its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from upr_desktop.exchange.earlier_cycles import is_recommendation_list
from upr_desktop.exchange.merged_cells import merged_cells
from upr_desktop.exchange.plan_guess import TELLING, may_be_plan
from upr_desktop.exchange.read_register_workbook import has_register_titles
from upr_desktop.exchange.sheets import Book, Sheet
from upr_desktop.exchange.texts import find_text_columns
from upr_desktop.exchange.thematic_list import has_list_header
from upr_desktop.exchange.titles import Header, find_header
from upr_desktop.exchange.upr_info import has_upr_info_header

UNKNOWN = "unknown"
MARK_SHEET = "_upr"
MARKS: Mapping[str, str] = {"upr-register": "register", "upr-return": "return"}

_MEASURES = (frozenset({"measure"}),)
_REPORTED = frozenset({"progress", "status"})
_PLANNED = frozenset({"deadline", "responsible", "completion_form"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is, and why: `layout` is worded by `layout.NAME`, `reason` by `recognised.REASON` with `values`."""

    layout: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)


def recognise(book: Book) -> Recognised:
    """Return the layout of a file: the first of these whose signs it bears, or `unknown`.

    register, return (by the mark in the hidden sheet `_upr`), register (by its titles), recommendations,
    thematic-list, upr-info, then by the titles of its columns return, plan, texts; last a plan with too few titles.
    """
    for check in _CHECKS:
        if found := check(book):
            return found
    titles = sorted({name for header in _headers(book) for name in header.fields()})
    return Recognised(UNKNOWN, "no_signs", {"titles": ", ".join(titles)})


def _by_mark(book: Book) -> Recognised | None:
    for sheet in book.sheets:
        mark = sheet.cell(1, 1).raw.strip() if sheet.name == MARK_SHEET else ""
        if mark in MARKS:
            return Recognised(MARKS[mark], "mark", {"mark": mark})
    return None


def _by_register_titles(book: Book) -> Recognised | None:
    return Recognised("register", "register_titles") if has_register_titles(book) else None


def _recommendations(book: Book) -> Recognised | None:
    return Recognised("recommendations", "json_list") if is_recommendation_list(book.data) else None


def _thematic_list(book: Book) -> Recognised | None:
    return Recognised("thematic-list", "list_titles") if has_list_header(book) else None


def _upr_info(book: Book) -> Recognised | None:
    return Recognised("upr-info", "upr_info_titles") if has_upr_info_header(book) else None


def _plan_or_return(book: Book) -> Recognised | None:
    for header in _headers(book):
        fields = header.fields()
        if "measure" in fields and fields & _REPORTED:
            return Recognised("return", "measures_and_progress", {"row": str(header.row)})
        if "measure" in fields and fields & _PLANNED:
            return Recognised("plan", "measures_and_deadlines", {"row": str(header.row)})
    return None


def _texts(book: Book) -> Recognised | None:
    for sheet in _shown(book):
        if columns := find_text_columns(sheet):
            return Recognised("texts", "numbers_and_texts", {"row": str(columns.header.row)})
    return None


def _likely_plan(book: Book) -> Recognised | None:
    """Take a table for a plan where one title or another is of a plan: what the others hold can be asked."""
    for sheet in _shown(book):
        header = find_header(sheet)
        if header and header.fields() & TELLING and may_be_plan(sheet, merged_cells(sheet)):
            return Recognised("plan", "few_plan_titles", {"row": str(header.row)})
    return None


_CHECKS: tuple[Callable[[Book], Recognised | None], ...] = (
    _by_mark,
    _by_register_titles,
    _recommendations,
    _thematic_list,
    _upr_info,
    _plan_or_return,
    _texts,
    _likely_plan,
)


def _shown(book: Book) -> list[Sheet]:
    return [sheet for sheet in book.sheets if not sheet.hidden]


def _headers(book: Book) -> list[Header]:
    found = (find_header(sheet, _MEASURES) or find_header(sheet) for sheet in _shown(book))
    return [header for header in found if header]
