"""Find where the cells of a file link to, which their text need not show: inserted links and HYPERLINK formulas."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote
from xml.parsers import expat

from upr_desktop.exchange.package_checks import Package, relationships_of
from upr_desktop.exchange.scan_sheet_exactly import parse_xml
from upr_desktop.exchange.sheets import column_number
from upr_desktop.exchange.xml_parts import attributes_of, parsed

MOST, LONGEST = 5_000, 2_083
"""Links of a sheet and characters of an address that are told: more than a table has, and what a browser takes."""
LONGEST_FORMULA, FEW_CELLS = 10_000, 200
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
CALL = b"HYPERLINK("
CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>')
FORMULA_END = re.compile(rb"</(?:\w+:)?f>")
FORMULA_START = re.compile(rb"<(?:\w+:)?f[\s>]")
FIRST_ARGUMENT = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"')
SCHEME = re.compile(r"^(?:https?://|mailto:|file:/*)", re.IGNORECASE)

Link = tuple[str, str]


def linked(found: Iterable[Link]) -> dict[str, str]:
    """Return the addresses that a sheet links to, by cell or range; several of one cell line by line.

    Places within the workbook itself (`#Sheet!A1`) are left out: what stands there is read or told as it is.
    """
    links: dict[str, str] = {}
    for reference, target in found:
        url = target.strip()[:LONGEST]
        if not reference or not url or url.startswith("#"):
            continue
        if reference not in links:
            if len(links) == MOST:
                break
            links[reference] = url
        elif url not in links[reference].split("\n") and len(links[reference]) < LONGEST:
            links[reference] += f"\n{url}"
    return links


def links_of_sheet(xml: bytes, package: Package, part: str) -> dict[str, str]:
    """Return the links of a worksheet part, by cell or range. Raises Damaged or Refusal for a part that is no XML."""
    elements = _hyperlinks(xml)
    formulas = xml.find(CALL) >= 0
    if not elements and not formulas:
        return {}
    targets = targets_of(package, part) if elements else {}
    inserted = ((told.get("ref", ""), target_of(told, targets)) for told in elements)
    return linked([*inserted, *(_formula_links(xml) if formulas else ())])


def targets_of(package: Package, part: str) -> dict[str, str]:
    """Return the addresses outside the package that a part links to, by the id of the relationship."""
    name = relationships_of(part)
    told = [attributes_of(each) for each in parsed(package.xml(name))] if package.has(name) else []
    return {
        each.get("Id", ""): each.get("Target", "")
        for each in told
        if each.get("TargetMode") == "External" and each.get("Type", "").endswith("/hyperlink")
    }


def target_of(told: Mapping[str, str], targets: Mapping[str, str]) -> str:
    """Return where a hyperlink element with these attributes leads outside the package; empty where it does not."""
    target, place = targets.get(told.get("id", ""), ""), told.get("location") or told.get("anchor")
    return f"{target}#{place}" if target and place else target


def url_of_formula(formula: str) -> str:
    """Return the address that a formula links to, where it is spelled out there; else an empty text."""
    found = FIRST_ARGUMENT.search(formula[:LONGEST_FORMULA])
    return found[1].replace('""', '"') if found else ""


def linked_cells(reference: str) -> tuple[tuple[int, int], ...]:
    """Return the 1-based rows and columns of a link's cells: all of a few, of very many the first."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return ()
    left, top = column_number(found[1]), int(found[2])
    right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    if not 0 < (right - left + 1) * (bottom - top + 1) <= FEW_CELLS:
        return ((top, left),)
    return tuple((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def is_shown(url: str, text: str) -> bool:
    """Return whether a cell's text spells out the address it links to, with or without `https://` and a last slash."""
    wanted = SCHEME.sub("", unquote(url)).rstrip("/")
    return bool(re.search(rf"(?<![\w.-]){re.escape(wanted)}/?(?=[.,;:!?)\]>»”\"']*(?:\s|$))", unquote(text)))


def _hyperlinks(xml: bytes) -> list[dict[str, str]]:
    """Return the attributes of each hyperlink element; they stand after the cells, which are not parsed again."""
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if xml.find(b"hyperlink", max(end, 0)) < 0:
        return []
    found: list[dict[str, str]] = []

    def note(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "hyperlink" and len(found) < MOST:
            found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = note
    parse_xml(parser, xml[:start] + b"<sheetData>" + xml[end:] if 0 <= start < end else xml)
    return found


def _formula_links(xml: bytes) -> Iterator[Link]:
    """Yield cell and address of the formulas that link; the bounds hold where the part is written to be slow."""
    at = xml.find(CALL)
    for _ in range(MOST):
        if at < 0:
            return
        before = xml[max(0, at - LONGEST_FORMULA) : at]
        cell, formula = before.rfind(b' r="'), xml[at : at + LONGEST_FORMULA]
        yield from _formula_link(before[before.rfind(b"<", 0, max(cell, 0)) :], formula)
        at = xml.find(CALL, at + len(CALL))


def _formula_link(cell: bytes, formula: bytes) -> Iterator[Link]:
    place, ended = CELL.match(cell), FORMULA_END.search(formula)
    if place and ended and FORMULA_START.search(cell) and not FORMULA_END.search(cell):
        said = html.unescape(formula[: ended.start()].decode("utf-8", "replace"))
        yield place[1].decode(), url_of_formula(said)
