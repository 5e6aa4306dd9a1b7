"""Name a point of the register's history in words: an edition, or a saved change, with its day."""

from datetime import datetime

from upr_desktop.jobs.value_words import day_words
from upr_desktop.register.editions import Point
from upr_desktop.words import say


def point_words(one: Point, language: str) -> str:
    """Return what a person calls a point: «Report» (change 7, 21 Nov 2026)."""
    key = "edition.as_of" if one.name else "edition.as_of_change"
    return say(key, language, name=one.name, number=one.revision, date=point_day(one, language))


def point_day(one: Point, language: str) -> str:
    """Return the day of a point where the program runs, as the language writes it."""
    if not one.at:
        return ""
    return day_words(datetime.fromisoformat(one.at).astimezone().date().isoformat(), language)
