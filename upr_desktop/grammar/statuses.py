"""Tell what an agency typed as the status of a measure, and statements that are no status."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from upr_desktop.code_lists import STATUSES
from upr_desktop.grammar.deadline import CERTAIN, LIKELY, NONE
from upr_desktop.grammar.evidence_words import suggest_evidence
from upr_desktop.grammar.spelling import fits, sound, sounding, tidy
from upr_desktop.paths import bundled
from upr_desktop.words import LANGUAGES, say

OUTSIDE = "outside_competence"
_LONGEST = 200

_WORD = re.compile(r"[^\W_]+(?:[-‐‑_][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.;,:(\n–—-]")
_PERCENT = sounding(
    r"(?:(?:исполнено|выполнено|орындалды|implemented|done) (?:на )?)?(\d{1,3}) ?%(?: (?:исполнено|орындалды))?"
)
_SEE_ITEM = sounding(
    r"(?:см|смотри|смотреть|см на)\.? ?(?:п|пп|пункт|пункты|строку|стр)\.? ?(?:№ ?)?[\d., и]+"
    r"|[\d., ]+ ?-? ?(?:тармақты|тармақ|тармаққа|жолды) ?(?:қараңыз|қара)"
    r"|see (?:item|items|row|para|paragraph|no)\.? ?[\d.,]+"
)
_DASHES = re.compile(r"[-‐‑‒–—―−/ ]+|-//-|\"")
_DOUBT = sounding(r"\b(?:не|частично|однако|кроме|ішінара|бірақ|but|not|partly|partially)\b")
_LETTER = sounding(r"письм\w*|исх|хат\w*|letter")


class StatusReading(NamedTuple):
    """What was typed as a status: its code (None if it is none), the confidence (certain, likely, none) and a remark.

    The remark is overdue, closed, done_late, outside_competence, no_change or cleared, worded as `status_remark.…`.
    """

    code: str | None
    confidence: str
    remark: str | None = None


def parse_status(text: str) -> StatusReading:
    """Return what a status typed freely in Kazakh, Russian or English says.

    A status at the head of a longer text is likely. Overdue and closed are no status: they are computed and decided.
    """
    plain = tidy(text)
    if remark := _statement(plain):
        return StatusReading(None, NONE, remark)
    if found := _whole(plain):
        return found
    if percent := _PERCENT.fullmatch(sound(plain).rstrip(" .")):
        return _of_percent(int(percent[1]))
    head = _SENTENCE_END.search(plain)
    if head and not _DOUBT.search(sound(plain[head.end() :])):
        found = _whole(plain[: head.start()])
        if found:
            return found._replace(confidence=LIKELY if found.code else found.confidence)
    return StatusReading(None, NONE)


def is_no_change(text: str) -> bool:
    """Return whether a whole cell says that nothing changed since the last report; a letter referred to is news."""
    plain = tidy(text).strip(" .;,")
    if not plain:
        return False
    if _DASHES.fullmatch(plain) or _SEE_ITEM.fullmatch(sound(plain)):
        return True
    return _stands_in(plain, "no_change")


def is_cleared(text: str) -> bool:
    """Return whether a cell asks for its value to be cleared: `[очистить]`, `[тазарту]`, `[clear]`."""
    plain = tidy(text)
    if not (plain.startswith("[") and plain.endswith("]")):
        return False
    return sound(plain[1:-1].strip()) in map(sound, _words()["cleared"])


def is_outside_competence(text: str) -> bool:
    """Return whether a short text says that the measure is outside the body's competence, or is the code `na`."""
    plain = tidy(text)
    if len(plain) > _LONGEST:
        return False
    if sound(plain) == sound("na"):
        return True
    heard = _heard(plain)
    for language, phrases in _words()[OUTSIDE].items():
        for phrase in phrases:
            wanted = _heard(phrase)
            places = range(len(heard) - len(wanted) + 1)
            if any(_fit(heard[at : at + len(wanted)], wanted, language) for at in places):
                return True
    return False


def is_letter_reference(text: str) -> bool:
    """Return whether a text refers to a letter by number or date: «Направлено письмом № …» is news."""
    return bool(_LETTER.search(sound(tidy(text)))) and bool(suggest_evidence(text))


def _statement(plain: str) -> str | None:
    if is_cleared(plain):
        return "cleared"
    if is_no_change(plain):
        return "no_change"
    return OUTSIDE if is_outside_competence(plain) else None


def _whole(plain: str) -> StatusReading | None:
    heard = tuple(_heard(plain))
    for wanted, language, reading in _phrases():
        if _fit(heard, wanted, language):
            return reading
    return None


def _of_percent(percent: int) -> StatusReading:
    if percent > 100:
        return StatusReading(None, NONE)
    code = {0: "not_started", 100: "fully_implemented"}.get(percent, "partially_implemented")
    return StatusReading(code, LIKELY)


def _stands_in(plain: str, group: str) -> bool:
    heard = _heard(plain)
    return any(
        _fit(heard, wanted, language) for wanted, language in _group(group) if len(wanted) == len(heard)
    )


@cache
def _group(name: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the phrases of a group as they are heard, each with its language."""
    phrases = _words()[name].items()
    return tuple((tuple(_heard(text)), language) for language, texts in phrases for text in texts)


def _fit(heard: Iterable[str], wanted: Iterable[str], language: str) -> bool:
    heard, wanted = tuple(heard), tuple(wanted)
    return len(heard) == len(wanted) and all(
        fits(one, other, language) for one, other in zip(heard, wanted, strict=True)
    )


def _heard(text: str) -> list[str]:
    return [match[0] for match in re.finditer(rf"(?:{_WORD.pattern})~?", sound(text))]


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str, StatusReading], ...]:
    return tuple(_all_phrases())


def _all_phrases() -> Iterator[tuple[tuple[str, ...], str, StatusReading]]:
    for code in STATUSES:
        reading = StatusReading(code, CERTAIN)
        yield (sound(code),), "en", reading
        labels = ((language, [say(f"status.{code}", language)]) for language in LANGUAGES)
        for language, texts in (*labels, *_words()["statuses"][code].items()):
            yield from ((tuple(_heard(text)), language, reading) for text in texts)
    for remark, phrases in _words()["remarks"].items():
        late = remark == "done_late"
        reading = StatusReading("fully_implemented" if late else None, CERTAIN if late else NONE, remark)
        for language, texts in phrases.items():
            yield from ((tuple(_heard(text)), language, reading) for text in texts)


@cache
def _words() -> Mapping[str, Any]:
    """Return resources/reference/status_words.json."""
    words: dict[str, Any] = json.loads(
        bundled("resources/reference/status_words.json").read_text(encoding="utf-8")
    )
    return words
