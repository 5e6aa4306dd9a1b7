"""Read .xlsx, .xlsm, .xls and .ods workbooks: values by python-calamine, counted again wherever there is XML."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from upr_desktop.exchange import caps
from upr_desktop.exchange.book_messages import book_message, in_chunks, sheet_message
from upr_desktop.exchange.cell_links import links_of_sheet
from upr_desktop.exchange.frames import Message
from upr_desktop.exchange.package_checks import Package, relationships_of, resolved
from upr_desktop.exchange.plain_values import PlainRows
from upr_desktop.exchange.refusals import Damaged, Refusal
from upr_desktop.exchange.scan_open_document import scan_open_document
from upr_desktop.exchange.scan_sheet_exactly import columns_within, empty_strings, exact_scan
from upr_desktop.exchange.scan_sheet_xml import SheetScan, cells_of_strings, quick_scan
from upr_desktop.exchange.sheets import column_letters
from upr_desktop.exchange.xml_parts import attributes_of, local, parsed

STYLES_PART, STRINGS_PART, PROPERTIES_PART = "xl/styles.xml", "xl/sharedStrings.xml", "docProps/custom.xml"
CORE_PART, LONGEST_MOMENT = "docProps/core.xml", 40
WORKBOOK_PART = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part that another part points to: the last word of its type, and its name in the package."""

    kind: str
    target: str


class ExcelPackage:
    """An .xlsx package: which part is which sheet, and what stands beside the cells."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def check_parts(self) -> None:
        """Check what the reader will read besides the sheets. Raises Damaged or Refusal."""
        for name in (STYLES_PART, STRINGS_PART):
            if self._package.has(name):
                self._package.check_xml(name)

    @cached_property
    def sheet_parts(self) -> Mapping[str, str]:
        """Return the part of each sheet by the sheet's name, in the order of the tabs."""
        related = self._related(WORKBOOK_PART)
        found: dict[str, str] = {}
        for element in parsed(self._package.xml(WORKBOOK_PART)).iter():
            if local(element.tag) == "sheet":
                told = attributes_of(element)
                target = related.get(told.get("id", ""))
                if target is None or not self._package.has(target.target):
                    raise Damaged()
                found[told.get("name", "")] = target.target
        if not 0 < len(found) <= caps.SHEETS:
            raise Damaged() if not found else Refusal("too_many_sheets", limit=caps.SHEETS)
        return found

    def sheet_xml(self, name: str) -> bytes:
        """Return the XML of a sheet. Raises Damaged where there is none."""
        if name not in self.sheet_parts:
            raise Damaged()
        return self._package.xml(self.sheet_parts[name])

    @cached_property
    def empty_strings(self) -> frozenset[int]:
        """Return the indices of the shared strings without text."""
        return empty_strings(self._package.xml(STRINGS_PART) if self._package.has(STRINGS_PART) else None)

    def comments(self, sheet: str) -> dict[str, str]:
        """Return the comments of a sheet by address; a thread of comments line by line."""
        found: dict[str, str] = {}
        related = self._related(self.sheet_parts[sheet]).values()
        for target in sorted(related, key=lambda each: each.kind == "threadedComment"):
            if target.kind in ("comments", "threadedComment") and self._package.has(target.target):
                found |= _comments(parsed(self._package.xml(target.target)), target.kind)
        return found

    def links(self, sheet: str, xml: bytes) -> dict[str, str]:
        """Return the addresses that the cells of a sheet link to, by cell or range; `xml` is the sheet's part."""
        return links_of_sheet(xml, self._package, self.sheet_parts[sheet])

    def properties(self) -> dict[str, str]:
        """Return the custom document properties."""
        if not self._package.has(PROPERTIES_PART):
            return {}
        root = parsed(self._package.xml(PROPERTIES_PART))
        return {each.attrib.get("name", ""): "".join(each.itertext()) for each in root}

    def saved_at(self) -> str:
        """Return when the workbook was saved last as it says itself, empty where it does not."""
        if not self._package.has(CORE_PART):
            return ""
        root = parsed(self._package.xml(CORE_PART))
        told = (each.text or "" for each in root if local(each.tag) == "modified")
        return next(iter(told), "").strip()[:LONGEST_MOMENT]

    def _related(self, part: str) -> dict[str, Relationship]:
        name = relationships_of(part)
        if not self._package.has(name):
            return {}
        told = [attributes_of(each) for each in parsed(self._package.xml(name))]
        return {
            each.get("Id", ""): Relationship(
                each.get("Type", "").rpartition("/")[2], resolved(part, each.get("Target", ""))
            )
            for each in told
            if each.get("TargetMode") != "External"
        }


def _comments(root: Element, kind: str) -> dict[str, str]:
    wanted, inner = ("comment", "t") if kind == "comments" else ("threadedComment", "text")
    found: dict[str, str] = {}
    for element in root.iter():
        if local(element.tag) == wanted:
            text = "".join(part.text or "" for part in element.iter() if local(part.tag) == inner)
            address = element.attrib.get("ref", "")
            found[address] = f"{found[address]}\n{text}" if address in found else text
    return found


def read_excel(package: Package, content: bytes) -> Iterator[Message]:
    """Yield the messages of an .xlsx or .xlsm workbook. Raises Refusal."""
    excel = ExcelPackage(package)
    excel.check_parts()
    scans = {name: _scan(excel, name) for name in excel.sheet_parts}
    _check_grids(scans)
    workbook = _opened(content)
    for told in workbook.sheets_metadata:
        if told.typ is not SheetTypeEnum.WorkSheet or told.name not in scans:
            continue
        sheet, scan = _sheet(workbook, told.name), scans[told.name]
        rows = PlainRows(sheet.iter_rows(), indent=(sheet.start or (0, 0))[1], errors=scan.errors)
        yield from _guarded_rows(rows)
        if rows.filled + len(scan.errors) < scan.filled:
            _check_count(rows, excel, told.name, scan.filled - len(scan.errors))
        yield sheet_message(
            told.name,
            merged=scan.merged,
            hidden=told.visible is not SheetVisibleEnum.Visible,
            hidden_rows=scan.hidden_rows,
            hidden_columns=columns_within(scan.hidden_columns, scan.last_column),
            comments=excel.comments(told.name),
            links=scan.links,
            formulas_without_value=scan.formulas_without_value,
        )
    yield book_message("xlsx", properties=excel.properties(), saved_at=excel.saved_at())


def _guarded_rows(rows: PlainRows) -> Iterator[Message]:
    try:
        yield from in_chunks(rows)
    except (CalamineError, ValueError, OverflowError) as error:
        raise Damaged() from error


def _scan(excel: ExcelPackage, name: str) -> SheetScan:
    xml = excel.sheet_xml(name)
    scan = quick_scan(xml)
    if scan is None or scan.last_row * scan.last_column > caps.GRID_CELLS:
        scan = exact_scan(xml, excel.empty_strings)
    scan.links = excel.links(name, xml)
    return scan


def _check_count(rows: PlainRows, excel: ExcelPackage, name: str, counted: int) -> None:
    """Count again: `counted` includes the cells that hold an empty text. What is still missing is counted exactly."""
    xml = excel.sheet_xml(name)
    if rows.filled >= counted - cells_of_strings(xml, excel.empty_strings):
        return
    scan = exact_scan(xml, excel.empty_strings)
    if rows.filled + len(scan.errors) < scan.filled:
        raise Refusal("cells_lost", sheet=name, counted=scan.filled, read=rows.filled + len(scan.errors))


def _check_grids(scans: Mapping[str, SheetScan]) -> None:
    total = 0
    for name, scan in scans.items():
        grid = scan.last_row * scan.last_column
        total += grid
        if grid > caps.GRID_CELLS:
            last = f"{column_letters(scan.last_column)}{scan.last_row}"
            raise Refusal("too_wide_range", sheet=name, address=last)
    if total > caps.BOOK_CELLS or sum(scan.filled for scan in scans.values()) > caps.BOOK_CELLS:
        raise Refusal("too_many_cells", limit=caps.BOOK_CELLS)


def _opened(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refusal("password") from error
    except (CalamineError, XmlError, ZipError) as error:
        raise Damaged() from error


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, XmlError, ZipError) as error:
        raise Damaged() from error


def read_old_excel(content: bytes) -> Iterator[Message]:
    """Yield the messages of an .xls workbook. Raises Refusal."""
    workbook = _opened(content)
    for told in workbook.sheets_metadata:
        if told.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = _sheet(workbook, told.name)
        yield from _guarded_rows(PlainRows(sheet.iter_rows(), indent=(sheet.start or (0, 0))[1]))
        merged = [_range(first, last) for first, last in sheet.merged_cell_ranges or ()]
        yield sheet_message(told.name, merged=merged, hidden=told.visible is not SheetVisibleEnum.Visible)
    yield book_message("xls")


def _range(first: tuple[int, int], last: tuple[int, int]) -> str:
    return ":".join(f"{column_letters(column + 1)}{row + 1}" for row, column in (first, last))


def read_open_document(package: Package, content: bytes) -> Iterator[Message]:
    """Yield the messages of an .ods workbook. Raises Refusal."""
    scans = scan_open_document(package.xml("content.xml"))
    _check_grids(scans)
    workbook = _opened(content)
    for told in workbook.sheets_metadata:
        if told.name not in scans:
            continue
        sheet, scan = _sheet(workbook, told.name), scans[told.name]
        rows = PlainRows(sheet.iter_rows(), indent=(sheet.start or (0, 0))[1], errors=scan.errors)
        yield from _guarded_rows(rows)
        if rows.filled + len(scan.errors) < scan.filled:
            raise Refusal(
                "cells_lost", sheet=told.name, counted=scan.filled, read=rows.filled + len(scan.errors)
            )
        yield sheet_message(
            told.name,
            merged=scan.merged,
            hidden=told.visible is not SheetVisibleEnum.Visible,
            links=scan.links,
        )
    yield book_message("ods")
