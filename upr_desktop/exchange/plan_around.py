"""Read what stands around a plan's tables: title, stamp and abbreviations, in paragraphs or in tables of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.exchange.languages import language_of
from upr_desktop.exchange.plan_cells import split_languages
from upr_desktop.exchange.plan_words import holds, is_footnote, is_signature, is_stamp
from upr_desktop.exchange.sheets import Row, Sheet
from upr_desktop.grammar.footnotes import read_footnote
from upr_desktop.incoming_plan import PlanRow

MOST_AROUND = 12
MOST_TITLE_LINES = 5
LONGEST_TITLE = 600
ABBREVIATED = 0.6


@dataclass
class Around:
    """A table that only lays out a stamp, a signature or abbreviations."""

    rows: list[PlanRow] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def around_table(sheet: Sheet) -> Around | None:
    """Return what a table lays out that holds no measures; None if it may hold some."""
    return _abbreviation_table(sheet) or _layout_table(sheet)


def _abbreviation_table(sheet: Sheet) -> Around | None:
    """Return a table of abbreviations: `МЮ`, perhaps a dash, `Министерство юстиции`."""
    lines = [_line(row) for row in sheet.rows]
    known = [line for line in lines if line and read_footnote(line)]
    if len(known) < 2 or len(known) < len(lines) * ABBREVIATED:
        return None
    rows = [PlanRow(sheet.name, row.number, "footnote") for row in sheet.rows]
    return Around(rows, footnotes=known)


def _line(row: Row) -> str:
    """Return a row of two texts, a dash between them left out, as a footnote writes it; else nothing."""
    texts = [" ".join(text.split()) for text in row.raw if text.strip(" \t\n\xa0–—−-")]
    return f"{texts[0]} – {texts[1]}" if len(texts) == 2 and len(texts[0]) < 20 else ""


def _layout_table(sheet: Sheet) -> Around | None:
    if len(sheet.rows) > MOST_AROUND:
        return None
    found = Around()
    for row in sheet.rows:
        text = "\n".join(text.strip() for text in row.raw if text.strip())
        outcome = _outcome(text, found)
        if outcome is None:
            return None
        found.rows.append(PlanRow(sheet.name, row.number, outcome))
    return found


def _outcome(text: str, found: Around) -> str | None:
    if is_footnote(text):
        found.footnotes.append(text)
        return "footnote"
    if is_stamp(text):
        found.stamps.append(text)
        return "stamp"
    if any(is_signature(line) for line in text.split("\n")):
        return "signature"
    if found.footnotes:
        found.footnotes.append(text)
        return "footnote"
    last = found.rows[-1].outcome if found.rows else None
    if last == "stamp":
        found.stamps.append(text)
    return last if last in ("stamp", "signature") or not text else None


def title_lines(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs of a document that are the title of its plan, if it has one."""
    at = next((at for at, text in enumerate(paragraphs) if holds(text, "plan") and not is_stamp(text)), None)
    if at is None or len(paragraphs[at]) > LONGEST_TITLE or is_footnote(paragraphs[at]):
        return []
    first = at
    while first > 0 and at - first < 2 and _leads_to_title(paragraphs[first - 1]):
        first -= 1
    lines = [text.strip() for text in paragraphs[first : at + 1]]
    for text in paragraphs[at + 1 : at + MOST_TITLE_LINES]:
        ends = is_footnote(text) or is_signature(text) or lines[-1].endswith(".")
        if ends or ":" in text or len(text) > LONGEST_TITLE:
            break
        lines.append(text.strip())
    return lines


def _leads_to_title(text: str) -> bool:
    """Return whether a line can be the beginning of a title: in Kazakh the word for plan comes last."""
    begins = len(text) <= LONGEST_TITLE and not any(sign.isdigit() for sign in text)
    return begins and not is_stamp(text) and language_of(text) == "kk"


def titles_by_language(lines: Iterable[str]) -> Mapping[str, str]:
    """Return the title by language (kk, ru, en), each in one line."""
    text = "\n".join(lines)
    if not text.strip():
        return {}
    return {language: " ".join(told.split()) for language, told in split_languages(text, frozenset())}


def stamp_of(lines: Sequence[str], paragraphs: Sequence[str]) -> str:
    """Return the lines of the stamp: those of tables, else the paragraphs from the first that is one to the title."""
    if lines:
        return "\n".join(lines)
    titled = title_lines(paragraphs)
    found: list[str] = []
    for text in paragraphs[:MOST_AROUND]:
        if titled and text.strip() == titled[0]:
            break
        if found or is_stamp(text):
            found.append(text.strip())
    return "\n".join(found) if titled else ""


def abbreviations_of(footnotes: Sequence[str], paragraphs: Sequence[str]) -> Mapping[str, str]:
    """Return what the footnotes of tables and, from the first footnote on, of the document say of abbreviations."""
    first = next((at for at, text in enumerate(paragraphs) if is_footnote(text)), len(paragraphs))
    return read_footnote("\n".join([*footnotes, *paragraphs[first:]]))
