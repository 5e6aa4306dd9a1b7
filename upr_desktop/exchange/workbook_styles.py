"""Say how workbooks look: quiet colours, one font, hairlines, and a page that prints well."""

from collections.abc import Mapping
from typing import Any

TEXT, SOFT, LINE, HEAD, ACCENT = "#1B1F27", "#5B6472", "#E1E4E9", "#EEF1F5", "#1F5FBF"
OK, WARN, BAD = "#1B7F4B", "#9A6200", "#B3261E"
# Arial is as wide in every office program: Excel has it, others have Liberation Sans. Calibri is not, so that columns
# and printed pages would differ.
FONT = {"font_name": "Arial", "font_size": 9, "font_color": TEXT}
LINE_HEIGHT = 12.0
DEFAULT_FONT = {"font_name": "Arial", "font_size": 10}
CELL = {**FONT, "valign": "top", "bottom": 1, "bottom_color": LINE, "text_wrap": True}
# A text stands off the one in the column before it; INDENT is how much of a column that takes, in characters.
INDENTED, INDENT = {**CELL, "align": "left", "indent": 1}, 1.3
DAY_FORMATS = {"en": "d mmm yyyy", "ru": "dd.mm.yyyy", "kk": "dd.mm.yyyy"}

STYLES: Mapping[str, Mapping[str, Any]] = {
    "header": {
        **FONT,
        "bold": True,
        "bg_color": HEAD,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
        "bottom": 1,
        "bottom_color": "#9AA3AF",
    },
    "text": {**INDENTED, "num_format": "@"},
    "name": {**INDENTED, "num_format": "@", "bold": True},
    "label": INDENTED,
    "whole": {**CELL, "align": "center", "num_format": "0"},
    "day": INDENTED,
    "id": {**CELL, "num_format": "@", "font_color": SOFT, "text_wrap": False, "locked": True},
    "title": {**FONT, "bold": True, "font_size": 14},
    "lead": {**FONT, "font_color": SOFT, "valign": "top"},
    "section": {
        **FONT,
        "bold": True,
        "font_size": 10,
        "font_color": ACCENT,
        "bottom": 1,
        "bottom_color": LINE,
    },
    "plain": {**FONT, "text_wrap": True, "valign": "top"},
    "strong": {**FONT, "bold": True, "text_wrap": True, "valign": "top"},
}


def style(name: str, language: str, *, soft: bool = False) -> dict[str, Any]:
    """Return the properties of a cell's format. A soft one repeats what stands above it."""
    look = dict(STYLES[name])
    if name == "day":
        look["num_format"] = DAY_FORMATS[language]
    if soft:
        look |= {"font_color": "#6B7480", "bold": False}
    return look
