"""Read .csv files as they come: their encoding, delimiter and line ends found out, every cell kept as text."""

import csv
import io
import re
from collections.abc import Iterator

from upr_desktop.exchange import caps
from upr_desktop.exchange.book_messages import PlainRow, book_message, in_chunks, sheet_message
from upr_desktop.exchange.frames import Message
from upr_desktop.exchange.refusals import Refusal
from upr_desktop.exchange.sheets import BLANK, TEXT

DELIMITERS = ";,\t|"
SAMPLE_ROWS = 200
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CYRILLIC = ("cp1251", "cp866", "mac_cyrillic")
WESTERN = ("cp1252", "mac_roman")
CYRILLIC_WORD = re.compile("[А-ЯЁӘҒҚҢӨҰҮҺІа-яёәғқңөұүһі]?[а-яёәғқңөұүһі]+|[А-ЯЁӘҒҚҢӨҰҮҺІ]+")
WESTERN_SIGN = re.compile("(?<=[a-z])[éèêëáàâäãåíìîïóòôöõøúùûüñçß’“”](?=[a-z]?)|[‘’“”–—…•§°«»\u00a0]")
FIRST_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def read_csv(content: bytes) -> Iterator[Message]:
    """Yield the messages of a .csv file: one sheet of text cells; rows are records, numbered as in a spreadsheet."""
    text = decoded(content)
    told = FIRST_LINE.match(text)
    if told:
        text = text[told.end() :]
    delimiter = told[1] if told else delimiter_of(text)
    yield from in_chunks(_plain_rows(text, delimiter))
    yield sheet_message("CSV")
    yield book_message("csv")


def decoded(content: bytes) -> str:
    """Return the text in whichever encoding it fits. Raises Refusal where it is no text."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode(eight_bit_encoding(content), "replace")
    if "\0" in text:
        raise Refusal("unknown_content")
    return text


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("unknown_encoding") from error


def eight_bit_encoding(content: bytes) -> str:
    """Return the encoding that makes the most sense of the bytes beyond ASCII.

    Cyrillic words are runs of such bytes; Western accents and quotation marks stand alone among ASCII letters.
    """
    beyond = len(re.findall(rb"[\x80-\xff]", content))
    in_runs = sum(len(run) for run in re.findall(rb"[\x80-\xff]{2,}", content))
    encodings = CYRILLIC if in_runs * 2 > beyond else WESTERN
    measure = _cyrillic_sense if encodings is CYRILLIC else _western_sense
    if b"\r" in content and b"\n" not in content:
        encodings = encodings[::-1]
    sample = content[: caps.MEGABYTE]
    return max(encodings, key=lambda encoding: measure(sample.decode(encoding, "replace")))


def _cyrillic_sense(text: str) -> int:
    return sum(len(word) ** 2 for word in CYRILLIC_WORD.findall(text)) - 9 * text.count("�")


def _western_sense(text: str) -> int:
    return len(WESTERN_SIGN.findall(text)) - 3 * text.count("�")


def delimiter_of(text: str) -> str:
    """Return the delimiter with which most rows have the same number of columns, more than one; else a comma."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [
            len(row) for row, _ in zip(_records(text, delimiter), range(SAMPLE_ROWS), strict=False) if row
        ]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(caps.FILE_BYTES)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _plain_rows(text: str, delimiter: str) -> Iterator[PlainRow]:
    if _ends_inside_quotes(text, delimiter):
        raise Refusal("open_quotation")
    cells = 0
    for number, texts in enumerate(_records(text, delimiter), 1):
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            cells += len(texts)
            if cells > caps.BOOK_CELLS:
                raise Refusal("too_many_cells", limit=caps.BOOK_CELLS)
            yield number, "".join([TEXT if text else BLANK for text in texts]), texts


def _ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Return whether a quotation mark stays open: it would swallow all rows after it without a word."""
    if '"' not in text:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
