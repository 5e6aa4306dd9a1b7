"""Scan a worksheet part with an XML parser: slower than looking for bytes, right for every way to write it."""

from collections.abc import Sequence
from xml.parsers import expat

from upr_desktop.exchange.refusals import FORBIDDEN_XML, Damaged
from upr_desktop.exchange.scan_sheet_xml import SheetScan
from upr_desktop.exchange.sheets import column_letters, column_number

TRUE = ("1", "true", "on")


def parse_xml(parser: expat.XMLParserType, xml: bytes) -> None:
    """Run the parser over a part. Raises Damaged if it is no XML or declares a document type."""

    def refuse(*_: object) -> None:
        raise Damaged(FORBIDDEN_XML)

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged() from error


def empty_strings(shared: bytes | None) -> frozenset[int]:
    """Return the indices of the shared strings that hold no text."""
    if shared is None:
        return frozenset()
    scan = _StringScan()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    parse_xml(parser, shared)
    return frozenset(scan.empty)


def exact_scan(xml: bytes, empty: frozenset[int]) -> SheetScan:
    """Return what the part says; `empty` are the indices of the shared strings that hold no text."""
    scan = _CellScan(empty)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    parse_xml(parser, xml)
    return scan.found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _StringScan:
    def __init__(self) -> None:
        self.empty: list[int] = []
        self._index = 0
        self._depth = 0
        self._inside = ""
        self._kept = False
        self._filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = _local(name)
        self._kept = attributes.get("xml:space") == "preserve"
        self._depth += self._inside == "rPh"
        if self._inside == "si":
            self._filled = False

    def text(self, text: str) -> None:
        if self._inside == "t" and not self._depth and (self._kept or text.strip()):
            self._filled = True

    def end(self, name: str) -> None:
        local, self._inside = _local(name), ""
        self._depth -= local == "rPh"
        if local == "si":
            if not self._filled:
                self.empty.append(self._index)
            self._index += 1


class _CellScan:
    """Walks rows and cells, with or without addresses, and notes what a SheetScan holds."""

    def __init__(self, empty: frozenset[int]) -> None:
        self._errors: dict[tuple[int, int], str] = {}
        self._merged: list[str] = []
        self.found = SheetScan(exact=True, errors=self._errors, merged=self._merged)
        self._empty = empty
        self._row = self._column = 0
        self._kind = "n"
        self._inside = ""
        self._kept = self._formula = self._has_value = False
        self._phonetic = 0
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._inside = _local(name)
        if local == "c":
            self._open_cell(attributes)
        elif local == "row":
            self._open_row(attributes)
        elif local == "col" and attributes.get("hidden") in TRUE:
            self.found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif local == "mergeCell":
            self._merged.append(attributes.get("ref", ""))
        elif local == "f":
            self._formula = True
        elif local == "v":
            self._has_value = True
        elif local == "rPh":
            self._phonetic += 1
        elif local == "t":
            self._kept = attributes.get("xml:space") == "preserve"

    def text(self, text: str) -> None:
        in_string = self._inside == "t" and not self._phonetic and (self._kept or text.strip())
        if self._inside == "v" or in_string:
            self._value.append(text)

    def end(self, name: str) -> None:
        local, self._inside = _local(name), ""
        if local == "rPh":
            self._phonetic -= 1
        elif local == "c":
            self._close_cell("".join(self._value))

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self._row + 1
        self._column = 0
        if attributes.get("hidden") in TRUE:
            self.found.hidden_rows.append(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        if letters and letters.isascii() and letters.isalpha() and len(letters) <= 3 and reference != letters:
            self._column, self._row = column_number(letters.upper()), int(reference[len(letters) :])
        self._kind = attributes.get("t", "n")
        self._formula = self._has_value = False
        self._value = []

    def _close_cell(self, value: str) -> None:
        address = f"{column_letters(self._column)}{self._row}"
        if self._formula and not value and not (self._kind == "str" and self._has_value):
            self.found.formulas_without_value.append(address)
        if not value or (self._kind == "s" and value.isdecimal() and int(value) in self._empty):
            return
        if self._kind == "e":
            self._errors[self._row, self._column] = value
        self.found.filled += 1
        self.found.last_row = max(self.found.last_row, self._row)
        self.found.last_column = max(self.found.last_column, self._column)


def columns_within(ranges: Sequence[tuple[int, int]], last: int) -> list[int]:
    """Return the columns of the ranges up to the last used one."""
    return sorted({column for low, high in ranges for column in range(low, min(high, last) + 1)})
