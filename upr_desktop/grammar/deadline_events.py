"""Read deadlines that hang on an event or a condition: `within ten working days after adoption of the law`."""

import re
from collections.abc import Mapping
from functools import cache

from upr_desktop.grammar.deadline import CERTAIN, LIKELY, Deadline, Offset
from upr_desktop.grammar.deadline_points import Unclear
from upr_desktop.grammar.deadline_tokens import deadline_words, words_of
from upr_desktop.grammar.spelling import sound, sounding

# Each shape: language, whether the time lies before the event, the pattern. A quoted event is in another language.
_SHAPES = (
    ("ru", False, r"{within} {span},? {event}"),
    ("ru", False, r"{within} {span} {quoted}"),
    ("ru", False, r"{event},? {within} {span}"),
    ("ru", False, r"в {adjective} срок\w*,? {event}"),
    ("ru", True, r"(?:не позднее(?: чем)? )?за {span} (?P<event>до .+)"),
    ("ru", True, r"за {span} {quoted}"),
    ("ru", False, r"после события {quoted}"),
    ("ru", False, r"{event}"),
    ("kk", False, r"{event},? {span} {within}"),
    ("kk", False, r"{span} ішінде {quoted}"),
    ("kk", True, r"(?P<event>.+?дейін),? {span} (?:бұрын|қалғанда)"),
    ("kk", True, r"(?P<event>.+?дейін),? {span} (?P<doubt>кешіктірмей)"),
    ("kk", True, r"{span} бұрын {quoted}"),
    ("kk", False, r"оқиғадан кейін {quoted}"),
    ("kk", False, r"{event}"),
    ("en", False, r"(?:{within} )?{span} {event}"),
    ("en", False, r"{within} {span} {quoted}"),
    ("en", True, r"{span} before {quoted}"),
    ("en", True, r"(?:(?:no later than|at least) )?{span} (?P<event>(?:before|prior to) .+)"),
    ("en", False, r"after the event {quoted}"),
    ("en", False, r"{event}"),
)
_PARTS = {
    "ru": {
        "within": r"(?:в течени[ие]|(?:в срок )?не позднее(?: чем)?(?: через)?|через|в срок до)",
        "event": r"(?P<event>(?:считая )?(?:со дня|с момента|с даты|от даты|после|с) .+?)",
        "unit": r"(?:дн\w+|день|сут\w+|недел\w+|месяц\w*|квартал\w*|полугоди\w+|год\w*|лет)",
        "working": r"(?P<working>рабоч\w+ )?(?:календарн\w+ )?",
    },
    "kk": {
        "within": r"(?:ішінде|ішінен кешіктірмей|кешіктірмей|мерзімде|мерзім ішінде)",
        "event": r"(?P<event>.+?(?:бастап|кейін|соң))",
        "unit": r"(?:күн|апта|айд|ай|тоқсан|жартыжыл|жыл)\w*",
        "working": r"(?P<working>жұмыс )?(?:күнтізбелік )?",
    },
    "en": {
        "within": r"(?:within|no later than|not later than|in)",
        "event": r"(?P<event>(?:from|after|of|following|upon) .+?)",
        "unit": r"(?:days?|weeks?|months?|quarters?|half-years?|years?)",
        "working": r"(?P<working>(?:working|business) )?(?:calendar )?",
    },
}
_QUOTED = r"\(?[«“\"](?P<foreign>.+)[»”\"]\)?"
_UNIT_STEMS = {
    "day": "дн день сут күн day",
    "week": "недел апта week",
    "half": "полугод жартыжыл half",
    "month": "месяц месяч ай month",
    "quarter": "квартал тоқсан quarter",
    "year": "год лет жыл year",
}
_FREE = (
    (
        "ru",
        r"(?:по мере|по итогам|по результатам|при|согласно|в соответствии с|в случае|по запросу|по поручению) .+",
    ),
    (
        "kk",
        r".+ (?:нәтижелері бойынша|нәтижесі бойынша|қорытындысы бойынша|қорытындылары бойынша|қарай|сәйкес|кезінде"
        r"|жағдайда)",
    ),
    ("en", r"(?:upon|subject to|according to|in accordance with|in case of|based on|depending on) .+"),
)
_SAID_FOREIGN = r"(?:при условии|шартпен|on condition) " + _QUOTED
_TRAILING = " .;,*"


def read_event(raw: str, text: str) -> Deadline | None:
    """Return what a tidy text says about an event and the time after or before it; None if it says nothing so.

    Raises Unclear if the text names dates or another term as well, or an amount of nothing.
    """
    text = text.rstrip(_TRAILING)
    heard = sound(text)
    for pattern, early in _patterns():
        if match := pattern.fullmatch(heard):
            found = _event(raw, text, match, early=early)
            if found:
                return found
    if any(pattern.fullmatch(heard) for pattern in _eventless()):
        raise Unclear("no_event")
    return None


def read_condition(raw: str, text: str) -> Deadline | None:
    """Return the known condition that a tidy text is, or None."""
    text = text.rstrip(_TRAILING)
    if code := _conditions().get(sound(text)):
        return Deadline(raw, "conditional", condition=code)
    match = sounding(_SAID_FOREIGN).fullmatch(sound(text))
    if match:
        return Deadline(raw, "conditional", anchor=text[slice(*match.span("foreign"))])
    return None


def read_free_condition(raw: str, text: str) -> Deadline | None:
    """Return a tidy text that begins or ends as conditions do, as likely; None if it names dates or numbers."""
    text = text.rstrip(_TRAILING)
    heard = sound(text)
    if names_dates(text) or re.search(r"\d", text):
        return None
    if any(sounding(pattern).fullmatch(heard) for _, pattern in _FREE):
        return Deadline(raw, "conditional", anchor=text, confidence=LIKELY, reasons=("condition_unknown",))
    return None


def names_dates(text: str) -> bool:
    """Return whether a tidy text names a date, a year, a month or a frequency, a reporting period or a second term."""
    return any(word.letter in "YDEFMglr" for word in words_of(text))


def event_language(event: str, *, early: bool) -> str | None:
    """Return the language (kk, ru, en) in which an event is written as time after it or before it is told, or None."""
    before = {"ru": "до .+", "kk": ".+дейін", "en": "(?:before|prior to) .+"}
    for language, parts in _PARTS.items():
        if sounding(before[language] if early else parts["event"]).fullmatch(sound(event)):
            return language
    return None


def condition_language(text: str) -> str | None:
    """Return the language (kk, ru, en) in which a condition is written, if it is read without quotes, or None."""
    found = read_free_condition("", text)
    if found is None or found.anchor != text:
        return None
    return next(language for language, pattern in _FREE if sounding(pattern).fullmatch(sound(text)))


def is_known_event(text: str) -> bool:
    """Return whether a text names an event that deadlines often hang on, such as adoption or receipt."""
    return any(stem in sound(text) for stem in _event_stems())


def _event(raw: str, text: str, match: re.Match[str], *, early: bool) -> Deadline | None:
    groups = match.groupdict()
    name = "foreign" if groups.get("foreign") else "event"
    anchor = text[slice(*match.span(name))]
    if names_dates(anchor):
        if not groups.get("unit"):
            return None
        raise Unclear("several_deadlines")
    known = is_known_event(anchor)
    if not groups.get("unit"):
        if not known and name == "event":
            return None
        return Deadline(raw, "relative", anchor=anchor)
    reasons = (
        *(["event_unknown"] if not known else []),
        *(["before_or_after"] if groups.get("doubt") else []),
    )
    return Deadline(
        raw,
        "relative",
        offset=_offset(groups, early=early),
        anchor=anchor,
        confidence=LIKELY if reasons else CERTAIN,
        reasons=reasons,
    )


def _offset(groups: Mapping[str, str | None], *, early: bool) -> Offset:
    said = groups["amount"]
    digits = re.match(r"\d+", said or "1")
    amount = int(digits[0]) if digits else _numbers()[said or ""]
    unit = next(unit for unit, stems in _units() if (groups["unit"] or "").startswith(stems))
    if not amount:
        raise Unclear("unclear")
    if groups.get("working"):
        if unit != "day":
            raise Unclear("unclear")
        unit = "working_day"
    return Offset(amount, unit, early)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    return tuple((sounding(shape.format(**_parts(language))), early) for language, early, shape in _SHAPES)


@cache
def _eventless() -> tuple[re.Pattern[str], ...]:
    shapes = (("ru", "{within} {span}"), ("ru", r"в {adjective} срок\w*"), ("kk", "{span} {within}"))
    return tuple(
        sounding(shape.format(**_parts(language))) for language, shape in (*shapes, ("en", "{within} {span}"))
    )


def _parts(language: str) -> dict[str, str]:
    parts = _PARTS[language]
    numbers = "|".join(sorted(_numbers(), key=len, reverse=True))
    amount = rf"(?:(?P<amount>\d{{1,3}}(?:-?ти|-?х)?|{numbers})(?: ?\([^()]*\))?[ -]+)?"
    return {
        **parts,
        "span": rf"{amount}{parts['working']}(?P<unit>{parts['unit']})",
        "adjective": rf"(?:(?P<amount>\d{{1,3}}(?:-?ти|-?х)?|{numbers})[ -]*)?"
        r"(?P<unit>дневн|недельн|месячн|годичн|годов)\w*",
        "quoted": _QUOTED,
    }


@cache
def _numbers() -> Mapping[str, int]:
    groups = deadline_words()["cardinals"].items()
    return {sound(form): int(no) for no, forms in groups for texts in forms.values() for form in texts}


@cache
def _units() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((unit, tuple(sound(stems).split())) for unit, stems in _UNIT_STEMS.items())


@cache
def _event_stems() -> tuple[str, ...]:
    return tuple(sound(stem) for stems in deadline_words()["events"].values() for stem in stems)


@cache
def _conditions() -> Mapping[str, str]:
    groups = deadline_words()["conditions"].items()
    return {sound(text): code for code, forms in groups for texts in forms.values() for text in texts}
