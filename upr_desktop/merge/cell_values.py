"""Write a value as the text of a workbook's cell, and read such a text back into the value."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from upr_desktop.grammar.days import read_day
from upr_desktop.merge.joined_cells import joined
from upr_desktop.merge.register_columns import Column, Holds
from upr_desktop.merge.register_lines import CellValue
from upr_desktop.merge.workbook_names import Names, pieces
from upr_desktop.register.changes import RecordId, Value, Values
from upr_desktop.register.fold import fold
from upr_desktop.states import state_code, state_name
from upr_desktop.words import LANGUAGES, has_words, say, wordings

TEXT_KIND, NUMBER_KIND, DATE_KIND, FLAG_KIND, ERROR_KIND = "t", "n", "d", "b", "e"
SEPARATORS: Mapping[str, str] = {
    "agency": ",;",
    "recommendation": ",;",
    "evidence": "",
    "theme": ";",
    "group": ";",
    "sdg": ";",
}
JOINERS: Mapping[str, str] = {"agency": ", ", "recommendation": ", ", "evidence": "\n"}
LINE_JOINERS: Mapping[str, str] = {"notes": "\n\n", "remarks": "\n\n", "aliases": "; "}
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
LINE_BREAKS: Mapping[str, re.Pattern[str]] = {
    "notes": _BLANK_LINE,
    "remarks": _BLANK_LINE,
    "aliases": re.compile(r"[;\n]"),
}
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
IDENTITY = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is not read as it stands; `is_error` refuses the cell."""

    code: str
    values: Values = field(default_factory=dict)
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: a value, what is wrong with it, and how the items of a list of States were typed."""

    value: CellValue
    faults: tuple[Fault, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """The language of a workbook and the names of what its cells refer to."""

    language: str
    names: Mapping[str, Names]

    def written(self, column: Column, value: CellValue) -> str:
        """Return the text of a cell; empty where there is no value."""
        if value is None or value == ():
            return ""
        return _WRITERS[column.holds](self, column, value)


def same_text(one: str, other: str) -> bool:
    """Return whether two cells say the same: line ends, normal form and blank cells of spaces make no difference."""
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unified if unified.strip() else ""


def _write_code(wording: Wording, column: Column, value: CellValue) -> str:
    return _code_label(column.codes, str(value), wording.language)


@cache
def _code_label(codes: str, code: str, language: str) -> str:
    key = f"{codes}.{code}"
    return say(key, language) if has_words(key) else code


def _write_refs(wording: Wording, column: Column, value: CellValue) -> str:
    assert isinstance(value, tuple)
    names = wording.names[column.names]
    return joined([names.label(id) for id in value], JOINERS.get(column.names, "; "), wording.language)


def _write_states(wording: Wording, column: Column, value: CellValue) -> str:
    assert isinstance(value, tuple)
    return joined([state_name(state, wording.language) for state in value], "; ", wording.language)


def _write_lines(wording: Wording, column: Column, value: CellValue) -> str:
    assert isinstance(value, tuple)
    return joined(value, LINE_JOINERS[column.key], wording.language)


def _plainly(wording: Wording, column: Column, value: CellValue) -> str:
    return str(value)


_WRITERS: Mapping[Holds, Callable[[Wording, Column, CellValue], str]] = {
    Holds.TEXT: _plainly,
    Holds.NUMBER: _plainly,
    Holds.ITEM: _plainly,
    Holds.DAY: _plainly,
    Holds.WHOLE: _plainly,
    Holds.CODE: _write_code,
    Holds.FLAG: lambda wording, column, value: say("workbook.yes", wording.language),
    Holds.STATE: lambda wording, column, value: state_name(str(value), wording.language),
    Holds.REF: lambda wording, column, value: wording.names[column.names].label(str(value)),
    Holds.REFS: _write_refs,
    Holds.STATES: _write_states,
    Holds.LINES: _write_lines,
}


def read_cell(column: Column, text: str, kind: str, names: list[Names], sent: CellValue = None) -> Said:
    """Return what a filled cell says. `names` are asked in turn; `sent` is the value that the cell held when written.

    Codes and States are known by their labels in every language, dates as dates, as 31.12.2026 or in words.
    """
    if kind == ERROR_KIND:
        return Said(None, (Fault("workbook_error_cell", {"text": text}),))
    return _READERS[column.holds](column, text, kind, names, sent)


def _read_text(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    return Said(text)


def _read_number(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    if kind != TEXT_KIND:
        return Said(None, (Fault("number_ambiguous"),))
    number = text.strip()
    faults = () if IDENTITY.fullmatch(number) else (Fault("workbook_number_form", {"text": text}, False),)
    return Said(number, faults)


def _read_item(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    """Read a measure's number; 12 typed as a number is one, 12.10 may have been 12.1 or a date."""
    number = text.strip()
    if kind == TEXT_KIND or (kind == NUMBER_KIND and number.isdigit()):
        return Said(number)
    return Said(None, (Fault("number_ambiguous"),))


def _read_code(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    code = _codes(column.codes).get(fold(text))
    if code is None:
        return Said(None, (Fault("workbook_code_unknown", {"text": text}),))
    return Said(code)


@cache
def _codes(prefix: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key in wordings():
        if key.startswith(f"{prefix}."):
            code = key.removeprefix(f"{prefix}.")
            found |= {fold(name): code for name in (code, *(say(key, language) for language in LANGUAGES))}
    return found


def _read_day(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    day = _day(text.strip()) if kind in (TEXT_KIND, DATE_KIND) else None
    return Said(day) if day else Said(None, (Fault("workbook_not_a_date", {"text": text}),))


def _day(text: str) -> str | None:
    if not ISO_DAY.fullmatch(text):
        return read_day(text)
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def _read_whole(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    whole = text.strip()
    if kind in (TEXT_KIND, NUMBER_KIND) and re.fullmatch(r"-?\d{1,15}", whole):
        return Said(int(whole))
    return Said(None, (Fault("workbook_not_whole", {"text": text}),))


def _read_flag(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    words = {fold(say(f"workbook.{word}", code)): word for word in ("yes", "no") for code in LANGUAGES}
    answer = {"true": "yes", "false": "no", "1": "yes", "0": "no", "+": "yes"}.get(text.strip().lower())
    answer = answer or words.get(fold(text))
    if answer is None:
        return Said(None, (Fault("workbook_not_yes_or_no", {"text": text}),))
    return Said(True if answer == "yes" else None)


def _read_state(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    code = state_code(text)
    return Said(code) if code else Said(None, (Fault("workbook_state_unknown", {"text": text}),))


def _read_ref(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    found = _meant(text, names)
    if len(found) == 1:
        return Said(found.pop())
    return Said(None, (_unmet(column, text, found),))


def _meant(text: str, names: list[Names]) -> set[RecordId]:
    found = (group.ids(text) for group in names)
    return next((set(ids) for ids in found if ids), set())


GROUPS = (
    "agency",
    "evidence",
    "review",
    "vocabulary",
    "plan",
    "period",
    "assignment",
    "recommendation",
    "measure",
    "indicator",
)


def _unmet(column: Column, text: str, found: set[RecordId]) -> Fault:
    kind = column.names if column.names in GROUPS else "term"
    ambiguous = "ambiguous" if found else "unknown"
    return Fault(f"workbook_{kind}_{ambiguous}", {"text": text})


def _read_refs(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    items: dict[str, None] = {}
    faults: list[Fault] = []
    for name in pieces(text, lambda part: _meant(part, names), SEPARATORS.get(column.names, ";")):
        found = _meant(name, names)
        if len(found) == 1:
            items[found.pop()] = None
        else:
            faults.append(_unmet(column, name, found))
    return Said(tuple(items), tuple(faults))


def _read_states(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    before = {fold(name): name for name in sent} if isinstance(sent, tuple) else {}
    items: dict[str, str] = {}
    faults: list[Fault] = []
    for name in pieces(text, lambda part: fold(part) in before or state_code(part), ",;"):
        state = state_code(name) or before.get(fold(name))
        if state is None:
            faults.append(Fault("unknown_state", {"text": name}, is_error=False))
        items[state or name] = name
    return Said(tuple(items), tuple(faults), items)


def _read_lines(column: Column, text: str, kind: str, names: list[Names], sent: CellValue) -> Said:
    before = sent if isinstance(sent, tuple) else ()
    if before != tuple(_lines(column, LINE_JOINERS[column.key].join(before))):
        if len(before) == 1:
            return Said((text,))
        return Said(None, (Fault("workbook_list_unclear"),))
    return Said(tuple(_lines(column, text)))


def _lines(column: Column, text: str) -> Iterator[str]:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return (item.strip() for item in LINE_BREAKS[column.key].split(unified) if item.strip())


_READERS: Mapping[Holds, Callable[[Column, str, str, list[Names], CellValue], Said]] = {
    Holds.TEXT: _read_text,
    Holds.NUMBER: _read_number,
    Holds.ITEM: _read_item,
    Holds.CODE: _read_code,
    Holds.DAY: _read_day,
    Holds.WHOLE: _read_whole,
    Holds.FLAG: _read_flag,
    Holds.STATE: _read_state,
    Holds.REF: _read_ref,
    Holds.REFS: _read_refs,
    Holds.STATES: _read_states,
    Holds.LINES: _read_lines,
}


def canonical(value: CellValue) -> Value:
    """Return a value as it is compared: lists regardless of their order, texts as a cell keeps them."""
    if isinstance(value, tuple):
        return "\x1f".join(sorted(value)) or None
    return _plain(value) or None if isinstance(value, str) else value


def plain_value(value: CellValue) -> Value:
    """Return a value as a record's field holds it."""
    assert not isinstance(value, tuple)
    return value
