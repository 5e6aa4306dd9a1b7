"""Say how a return looks: what is only to read is quiet, what is to be filled in is tinted."""

from collections.abc import Mapping
from typing import Any

from upr_desktop.exchange.workbook_styles import ACCENT, DAY_FORMATS, HEAD, LINE, SOFT, TEXT, WARN

FONT = {"font_name": "Calibri", "font_size": 10, "font_color": TEXT}
TINT, TINT_LINE, TINT_HEAD, THEME = "#FFF8E1", "#E6D9B0", "#F7E7B4", "#E8EFFA"
SHOWN: Mapping[str, Any] = {
    **FONT,
    "valign": "top",
    "text_wrap": True,
    "border": 1,
    "border_color": LINE,
    "num_format": "@",
}
OPEN: Mapping[str, Any] = {**SHOWN, "bg_color": TINT, "border_color": TINT_LINE, "locked": False}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {**FONT, "bold": True, "font_size": 16},
    "subtitle": {**FONT, "font_color": SOFT, "font_size": 11},
    "label": {**FONT, "font_color": SOFT},
    "value": {**FONT, "bold": True, "num_format": "@"},
    "blank": {
        **FONT,
        "num_format": "@",
        "bg_color": TINT,
        "bottom": 1,
        "bottom_color": TINT_LINE,
        "locked": False,
    },
    "header": {
        **FONT,
        "bold": True,
        "bg_color": HEAD,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": "#C9CFD8",
    },
    "header_open": {
        **FONT,
        "bold": True,
        "bg_color": TINT_HEAD,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": "#D9C27A",
    },
    "count": {
        **FONT,
        "font_size": 8,
        "font_color": SOFT,
        "align": "center",
        "border": 1,
        "border_color": LINE,
    },
    "theme": {
        **FONT,
        "bold": True,
        "font_color": ACCENT,
        "bg_color": THEME,
        "valign": "vcenter",
        "num_format": "@",
    },
    "shown": SHOWN,
    "shown_strong": {**SHOWN, "bold": True},
    "shown_number": {**SHOWN, "align": "center"},
    "shown_before": {**SHOWN, "font_color": SOFT},
    "shown_remark": {**SHOWN, "font_color": WARN},
    "key": {**FONT, "font_size": 8, "font_color": SOFT, "num_format": "@"},
    "open": OPEN,
    "open_day": {**OPEN, "align": "center"},
    "plain": {**FONT, "text_wrap": True, "valign": "top", "font_size": 11},
    "step": {**FONT, "bold": True, "font_color": ACCENT, "valign": "top", "align": "center", "font_size": 11},
    "section": {**FONT, "bold": True, "font_size": 12, "font_color": ACCENT},
}


def return_style(name: str, language: str) -> dict[str, Any]:
    """Return the properties of a cell's format."""
    look = dict(STYLES[name])
    if name == "open_day":
        look["num_format"] = DAY_FORMATS[language]
    return look
