"""Lay out a register workbook: the order, widths, lists and explanations of its columns, in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upr_desktop.code_lists import (
    DEADLINE_KINDS,
    EVIDENCE_KINDS,
    NOVELTIES,
    PERSON_ROLES,
    PLAN_MODES,
    PLAN_STATES,
    POSITIONS,
    PROGRESS_STATES,
    STATUSES,
    SUMMARY_STATES,
    WHO_REPORTS,
)
from upr_desktop.exchange.read_register_workbook import ID_TITLE
from upr_desktop.exchange.register_workbook import AboutLine, ColumnOut
from upr_desktop.exchange.workbook_styles import OK, SOFT, WARN
from upr_desktop.merge.cell_values import Wording
from upr_desktop.merge.register_columns import PART, RECOMMENDATIONS, Column, Holds, SheetSpec
from upr_desktop.words import has_words, say

CODES = {
    "position": POSITIONS,
    "novelty": NOVELTIES,
    "evidence_kind": EVIDENCE_KINDS,
    "person_role": PERSON_ROLES,
    "plan_state": PLAN_STATES,
    "who_reports": WHO_REPORTS,
    "plan_mode": PLAN_MODES,
    "deadline_kind": DEADLINE_KINDS,
    "status": STATUSES,
    "progress_state": PROGRESS_STATES,
    "summary_state": SUMMARY_STATES,
    "mechanism": ("UPR",),
}
STYLES = {
    Holds.NUMBER: "name",
    Holds.ITEM: "name",
    Holds.DAY: "day",
    Holds.WHOLE: "whole",
    Holds.CODE: "label",
    Holds.FLAG: "label",
}
TINTS = {"supported": OK, "supported_in_part": OK, "noted": SOFT, "pending": WARN}
TABS = {"recommendations": "#1F5FBF", "evidence": "#1B7F4B"}
USUAL_WIDTH = 20
WIDTHS: Mapping[str, Mapping[str, float]] = {
    "recommendations": {
        "review": 10, "number": 14, "states": 17, "position": 14, "area": 24, "lead": 13, "co": 15, "consulted": 15,
        "evidence": 27, "notes": 22, "novelty": 13, "position_source": 22, "heading": 28, "themes": 34, "groups": 28,
        "sdgs": 30,
    },
    "evidence": {
        "title": 42, "kind": 15, "act_number": 14, "act_date": 12, "issuer": 20, "description": 36, "url": 24,
        "file_name": 18, "confidential": 13,
    },
    "agencies": {
        "code": 10, "name_kk": 28, "name_ru": 28, "name_en": 28, "short_kk": 14, "short_ru": 14, "short_en": 14,
        "aliases": 22, "parent": 14, "valid_from": 12, "valid_to": 12, "collective": 13,
    },
    "plans": {
        "title_kk": 44, "title_ru": 44, "title_en": 44, "act": 28, "state": 14, "valid_from": 12, "valid_to": 12,
        "who_reports": 30, "mode": 24,
    },
    "measures": {
        "number": 8, "text_kk": 50, "text_ru": 50, "text_en": 50, "recommendations": 18, "deadline_raw": 22,
        "deadline_kind": 15, "deadline_start": 12, "deadline_end": 12, "lead": 14, "co": 18, "consulted": 15,
        "section": 26, "evidence": 26, "plan": 24,
    },
    "periods": {"code": 12, "first_day": 13, "last_day": 13, "due_agencies": 16, "due_upward": 16, "plan": 40},
    "progress": {
        "assignment": 18, "period": 11, "claimed_status": 18, "narrative_kk": 50, "narrative_ru": 50,
        "narrative_en": 50, "done_on": 12, "evidence_text_kk": 30, "evidence_text_ru": 30, "evidence_text_en": 30,
        "problems_text_kk": 30, "problems_text_ru": 30, "problems_text_en": 30, "no_change": 13, "remarks": 28,
        "evidence": 28, "state": 16, "confidential": 13,
    },
    "wordings": {
        "measure": 12, "period": 11, "text_kk": 60, "text_ru": 60, "text_en": 60, "state": 14, "confidential": 13,
    },
    "indicators": {"measure": 14, "name_kk": 50, "name_ru": 50, "name_en": 50, "unit": 16},
    "indicator_values": {"indicator": 44, "year": 9, "period": 14, "planned": 24, "actual": 24},
    "people": {"agency": 20, "name": 34, "role": 20, "email": 32, "phone": 22},
    "reviews": {"mechanism": 26, "state": 24, "cycle": 9, "session": 10},
    "terms": {"vocabulary": 26, "code": 10, "no": 7, "name_kk": 50, "name_ru": 50, "name_en": 50},
}  # fmt: skip
TEXT_WIDTH = 50
PLAIN = (Holds.TEXT, Holds.DAY, Holds.WHOLE)
# What of a plan is printed; the texts of which are those in the workbook's language, if any has one.
PRINTED: Mapping[str, tuple[str, ...]] = {
    "measures": (
        "number", "text", "recommendations", "completion_form", "deadline_raw", "lead", "co", "consulted", "funding",
    ),
    "progress": (
        "assignment", "period", "claimed_status", "narrative", "done_on", "evidence_text", "problems_text", "remarks",
    ),
    "wordings": ("measure", "period", "text", "state"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The columns of a sheet in the order in which they stand; the first `printed` of them are printed."""

    columns: tuple[Column, ...]
    printed: int


def arrange(
    spec: SheetSpec, language: str, texts: Mapping[str, int], *, several_reviews: bool
) -> Arrangement:
    """Return the columns of a sheet in order, those in the workbook's language first.

    `texts` counts the sheet's texts by language: the one that is printed is the workbook's, unless most lack it.
    """
    main = (
        language if texts[language] * 2 >= max(texts.values()) else max(texts, key=lambda code: texts[code])
    )
    if spec.key in PRINTED:
        return _printed_first(spec, main)
    if spec.key != RECOMMENDATIONS:
        return Arrangement(_own_language_first(spec.columns, language), 0)
    order = ["number", *(["review"] if several_reviews else []), f"text_{main}", "states", "position", "area"]
    order += ["lead", "co", "consulted", "evidence", "notes"]
    rest = [column for column in _own_language_first(spec.columns, language) if column.key not in order]
    rest.sort(key=lambda column: (not column.key.startswith("text_"), column.key == "review"))
    return Arrangement((*map(spec.column, order), *rest), len(order))


def _printed_first(spec: SheetSpec, language: str) -> Arrangement:
    present = {column.key for column in spec.columns}
    order = [key if key in present else f"{key}_{language}" for key in PRINTED[spec.key]]
    rest = [column for column in _own_language_first(spec.columns, language) if column.key not in order]
    return Arrangement((*map(spec.column, order), *rest), len(order))


def _own_language_first(columns: tuple[Column, ...], language: str) -> tuple[Column, ...]:
    """Return the columns with each run of three languages (kk, ru, en) turned so that one's own comes first."""
    found = list(columns)
    for at, column in enumerate(columns):
        if column.key.endswith("_kk") and column.key[:-2] == columns[at + 1].key[:-2]:
            found[at : at + 3] = sorted(
                columns[at : at + 3], key=lambda each: not each.key.endswith(language)
            )
    return tuple(found)


def columns_out(spec: SheetSpec, arranged: Arrangement, wording: Wording) -> tuple[ColumnOut, ...]:
    """Return how each column looks, and the hidden ones that hold the keys."""
    keys = tuple(
        ColumnOut(f"id.{kind}", f"{ID_TITLE}{kind}", 12, "id", hidden=True, is_fitted=False)
        for kind in spec.keys
    )
    shown = (
        _column_out(spec, column, wording, is_fitted=not arranged.printed or at < arranged.printed)
        for at, column in enumerate(arranged.columns)
    )
    return (*shown, *keys)


def _column_out(spec: SheetSpec, column: Column, wording: Wording, *, is_fitted: bool) -> ColumnOut:
    is_text = spec.key == RECOMMENDATIONS and column.key.startswith("text_")
    width = TEXT_WIDTH if is_text else WIDTHS[spec.key].get(column.key, USUAL_WIDTH)
    hint = f"workbook.hint.{column.key}"
    return ColumnOut(
        key=column.key,
        title=say(column.title, wording.language),
        width=width,
        style="name" if column.key in ("title", "code") else STYLES.get(column.holds, "text"),
        choices=_choices(column, wording),
        hint=say(hint, wording.language) if has_words(hint) and spec.key == RECOMMENDATIONS else "",
        is_fitted=is_fitted or is_text,
        is_own=column.record == PART,
        tints={say(f"position.{code}", wording.language): colour for code, colour in TINTS.items()}
        if column.key == "position"
        else {},
    )


def _choices(column: Column, wording: Wording) -> tuple[str, ...]:
    """Return the labels that a cell may hold; none where it may hold several."""
    if column.holds is Holds.CODE:
        return tuple(say(f"{column.codes}.{code}", wording.language) for code in CODES[column.codes])
    if column.holds is Holds.FLAG:
        return tuple(say(f"workbook.{word}", wording.language) for word in ("yes", "no"))
    if column.holds is Holds.REF or column.key == "lead":
        return tuple(wording.names[column.names].choices())
    return ()


def about_lines(
    facts: tuple[tuple[str, str], ...],
    arranged: Mapping[str, tuple[SheetSpec, Arrangement]],
    name: str,
    language: str,
) -> Iterator[AboutLine]:
    """Yield the last sheet: what the workbook is, how it is filled in, and what each column holds."""
    yield AboutLine("title", (name,))
    yield AboutLine("lead", (say("workbook.about.lead", language),))
    yield AboutLine("plain")
    for caption, text in facts:
        yield AboutLine("plain", (caption, text))
    yield AboutLine("plain")
    yield AboutLine("section", (say("workbook.about.how", language), ""))
    for rule in ("edit", "sort", "blank", "new", "missing", "lists"):
        yield AboutLine(
            "plain", (say(f"workbook.rule.{rule}", language), say(f"workbook.about.{rule}", language))
        )
    for spec, arrangement in arranged.values():
        yield AboutLine("plain")
        yield AboutLine("section", (say(spec.title, language), ""))
        for column in arrangement.columns:
            if key := _explained(spec, column):
                yield AboutLine("plain", (say(column.title, language), say(key, language)))


def _explained(spec: SheetSpec, column: Column) -> str:
    """Return the key of what there is to say of a column, nothing where its title says it all."""
    own = f"workbook.column_is.{spec.key}.{column.key}"
    if has_words(own):
        return own
    return "" if column.holds in PLAIN else f"workbook.column_holds.{column.holds.name.lower()}"
