"""Read the tables of a .docx document: a sheet for each table, a row for each table row, text as a reader sees it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from upr_desktop.exchange import caps
from upr_desktop.exchange.book_messages import PlainRow, book_message, in_chunks, sheet_message
from upr_desktop.exchange.cell_links import linked, target_of, targets_of
from upr_desktop.exchange.frames import Message
from upr_desktop.exchange.package_checks import Package, relationships_of, resolved
from upr_desktop.exchange.refusals import Refusal
from upr_desktop.exchange.sheets import BLANK, TEXT, column_letters
from upr_desktop.exchange.xml_parts import attributes_of, parsed

DOCUMENT = "word/document.xml"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{" + USUAL.decode() + "}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LEFT_OUT = {W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")} | {FALLBACK}
SIGNS = {
    W + "tab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
TEXT_TAG, PARAGRAPH, TABLE, ROW, CELL, SYMBOL = (W + name for name in ("t", "p", "tbl", "tr", "tc", "sym"))
HYPERLINK = W + "hyperlink"
WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
WIDEST = 200


def read_word(package: Package) -> Iterator[Message]:
    """Yield the messages of a .docx document. Raises Refusal."""
    body = _parsed_word(package, DOCUMENT).find(W + "body")
    paragraphs: list[str] = []
    cells = tables = 0
    targets = targets_of(package, DOCUMENT)
    for element in _unwrapped(body if body is not None else Element("none"), (PARAGRAPH, TABLE)):
        if element.tag == PARAGRAPH:
            paragraphs.append(paragraph_text(element))
            continue
        tables += 1
        grid = _grid(element)
        cells += grid.cells
        if cells > caps.BOOK_CELLS:
            raise Refusal("too_many_cells", limit=caps.BOOK_CELLS)
        yield from in_chunks(grid.rows)
        links = linked((address, target_of(told, targets)) for address, told in grid.links)
        yield sheet_message(f"Table {tables}", merged=grid.merged, links=links)
    headers = tuple(_headers(package))
    yield book_message("docx", headers=headers, paragraphs=[text for text in paragraphs if text.strip()])


def _parsed_word(package: Package, name: str) -> Element:
    return parsed(package.xml(name).replace(STRICT, USUAL))


def _headers(package: Package) -> Iterator[str]:
    """Yield the text of each page header in the order in which the document names them."""
    name = relationships_of(DOCUMENT)
    told = [attributes_of(each) for each in parsed(package.xml(name))] if package.has(name) else []
    seen: set[str] = set()
    for each in told:
        target = resolved(DOCUMENT, each.get("Target", ""))
        if each.get("Type", "").endswith("/header") and package.has(target):
            text = cell_text(_parsed_word(package, target))
            if text.strip() and text not in seen:
                seen.add(text)
                yield text


def _unwrapped(parent: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """Yield the wanted children, also those inside content controls and accepted insertions."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from _unwrapped(child, wanted)


def paragraph_text(paragraph: Element) -> str:
    """Return the text of a paragraph: tabs, breaks and no-break hyphens kept, deletions left out, insertions kept."""
    return "".join(_pieces(paragraph))


def cell_text(cell: Element) -> str:
    """Return the paragraphs of a cell (or header), also those of a table within it, joined by line breaks."""
    return "\n".join(paragraph_text(each) for each in _paragraphs(cell)).rstrip("\n")


def _paragraphs(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == PARAGRAPH:
            yield child
        elif child.tag not in LEFT_OUT:
            yield from _paragraphs(child)


def _pieces(parent: Element) -> Iterator[str]:
    for child in parent:
        tag = child.tag
        if tag == TEXT_TAG:
            yield child.text or ""
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag == SYMBOL:
            yield _symbol(child.get(W + "char", ""))
        elif tag == PARAGRAPH:
            yield f"\n{paragraph_text(child)}"
        elif tag not in LEFT_OUT:
            yield from _pieces(child)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


@dataclass(slots=True)
class _Grid:
    """A table laid out in columns."""

    rows: list[PlainRow] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    links: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    cells: int = 0


@dataclass(slots=True)
class _Span:
    """A vertical merge that is still open: its first row and its columns."""

    top: int
    left: int
    right: int
    bottom: int

    def range(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"

    def is_merged(self) -> bool:
        return self.right > self.left or self.bottom > self.top


def _grid(table: Element) -> _Grid:
    grid = _Grid()
    spans: list[_Span] = []
    open_spans: dict[int, _Span] = {}
    number = 0
    for row in _unwrapped(table, (ROW,)):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        number += 1
        texts = _row_texts(row, properties, number, open_spans, spans, grid.links)
        grid.cells += len(texts)
        if any(texts):
            grid.rows.append((number, "".join([TEXT if text else BLANK for text in texts]), texts))
    grid.merged = [span.range() for span in spans if span.is_merged()]
    return grid


def _row_texts(
    row: Element,
    properties: Element | None,
    number: int,
    open_spans: dict[int, _Span],
    spans: list[_Span],
    links: list[tuple[str, dict[str, str]]],
) -> list[str]:
    """Return the texts of a row by grid column; note in `spans` which cells stretch over several, and their links."""
    texts = [""] * _whole(properties, "gridBefore", 0)
    continued: dict[int, _Span] = {}
    for cell in _unwrapped(row, (CELL,)):
        about = cell.find(W + "tcPr")
        left, width = len(texts) + 1, _whole(about, "gridSpan", 1)
        merge = about.find(W + "vMerge") if about is not None else None
        above = open_spans.get(left) if merge is not None and merge.get(W + "val") != "restart" else None
        if above is not None:
            above.bottom = number
        else:
            above = _Span(number, left, left + width - 1, number)
            spans.append(above)
        if merge is not None:
            continued[left] = above
        address = f"{column_letters(left)}{number}"
        links.extend((address, attributes_of(each)) for each in cell.iter(HYPERLINK))
        texts += [cell_text(cell), *[""] * (width - 1)]
    open_spans.clear()
    open_spans.update(continued)
    return texts


def _whole(properties: Element | None, name: str, otherwise: int) -> int:
    """Return a count from the properties of a row or cell, within what a page can hold."""
    found = properties.find(W + name) if properties is not None else None
    value = found.get(W + "val", "") if found is not None else ""
    return min(max(int(value), otherwise), WIDEST) if value.isdecimal() and len(value) < 9 else otherwise
