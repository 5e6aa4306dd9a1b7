"""Count the filled cells of an .ods workbook without a spreadsheet reader: repeated cells make small files huge."""

from xml.parsers import expat

from upr_desktop.exchange.cell_links import Link, linked, url_of_formula
from upr_desktop.exchange.scan_sheet_exactly import parse_xml
from upr_desktop.exchange.scan_sheet_xml import SheetScan
from upr_desktop.exchange.sheets import column_letters


def scan_open_document(xml: bytes) -> dict[str, SheetScan]:
    """Return what `content.xml` says of each sheet, by the sheet's name. Raises Damaged if it is no XML."""
    scan = _DocumentScan()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    parse_xml(parser, xml)
    return scan.sheets


def _times(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1


class _DocumentScan:
    """Walks tables, rows and cells with their repetitions."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._sheet = SheetScan(exact=True)
        self._errors: dict[tuple[int, int], str] = {}
        self._merged: list[str] = []
        self._row = self._column = 0
        self._row_times = self._cell_times = 1
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._paragraphs = self._notes = self._tables = 0
        self._links: list[Link] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._tables += 1
            if self._tables == 1:
                self._open_table(attributes.get("table:name", ""))
        elif name == "table:table-row":
            self._row_times, self._column = _times(attributes, "table:number-rows-repeated"), 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell_times = _times(attributes, "table:number-columns-repeated")
            self._attributes, self._text = attributes, []
            if "HYPERLINK(" in attributes.get("table:formula", ""):
                self._note_link(url_of_formula(attributes["table:formula"]))
        elif name == "text:a" and not self._notes:
            self._note_link(attributes.get("xlink:href", ""))
        elif name == "office:annotation":
            self._notes += 1
        elif name == "text:p":
            self._paragraphs += 1

    def text(self, text: str) -> None:
        if self._paragraphs and not self._notes:
            self._text.append(text)

    def end(self, name: str) -> None:
        if name == "table:table":
            self._tables -= 1
            self._sheet.links = linked(self._links)
        elif name == "table:table-row":
            self._row += self._row_times
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._close_cell()
        elif name == "office:annotation":
            self._notes -= 1
        elif name == "text:p":
            self._paragraphs -= 1

    def _open_table(self, name: str) -> None:
        self._errors, self._merged, self._links = {}, [], []
        self._sheet = SheetScan(exact=True, errors=self._errors, merged=self._merged)
        self.sheets[name] = self._sheet
        self._row = 0

    def _note_link(self, url: str) -> None:
        self._links.append((f"{column_letters(self._column + 1)}{self._row + 1}", url))

    def _close_cell(self) -> None:
        row, column, told = self._row + 1, self._column + 1, self._attributes
        self._column += self._cell_times
        across, down = _times(told, "table:number-columns-spanned"), _times(told, "table:number-rows-spanned")
        if across > 1 or down > 1:
            corner = f"{column_letters(column + across - 1)}{row + down - 1}"
            self._merged.append(f"{column_letters(column)}{row}:{corner}")
        shown = "".join(self._text)
        if told.get("calcext:value-type") == "error" and self._row_times == self._cell_times == 1:
            self._errors[row, column] = shown
        elif not self._is_filled(told, shown):
            return
        self._sheet.filled += self._row_times * self._cell_times
        self._sheet.last_row = max(self._sheet.last_row, self._row + self._row_times)
        self._sheet.last_column = max(self._sheet.last_column, self._column)

    @staticmethod
    def _is_filled(told: dict[str, str], shown: str) -> bool:
        kind = told.get("office:value-type")
        if kind == "string":
            return bool(told.get("office:string-value", shown))
        return kind is not None
