"""Write a decided deadline in Russian, Kazakh or English, as a civil servant would."""

from collections.abc import Callable, Sequence
from datetime import date

from upr_desktop.grammar.deadline import Deadline, Due, Recurrence, Span
from upr_desktop.grammar.deadline_events import condition_language, event_language, is_known_event
from upr_desktop.grammar.deadline_tokens import deadline_words
from upr_desktop.words import say

_ROMAN = ("I", "II", "III", "IV")
_LENGTH = {"half": 6, "quarter": 3}


def word_deadline(deadline: Deadline, language: str) -> str:
    """Return a decided deadline in kk, ru or en, so that reading it again gives the same; undecided, its raw text.

    An event or condition that nobody translated stays in its own language, in quotes.
    """
    if deadline.kind == "undecided":
        return deadline.raw
    if deadline.kind == "relative":
        return _relative(deadline, language)
    if deadline.kind == "conditional":
        return _conditional(deadline, language)
    if deadline.kind == "continuous":
        return _in_years(_say("continuous", language), deadline, language)
    if deadline.recurrence:
        often = _in_years(_often(deadline.recurrence, language), deadline, language)
        due = _due(deadline.recurrence, language)
        return f"{often}, {due}" if due else often
    return _dates(deadline, language)


def _say(key: str, language: str, **values: object) -> str:
    return say(f"deadline_text.{key}", language, **values)


def _dates(deadline: Deadline, language: str) -> str:
    if deadline.spans:
        return _joined(deadline.kind, deadline.spans, language, _listed)
    whole = Span(deadline.start or "", deadline.end or "")
    first, last = _unit_at(whole.start, deadline.kind), _unit_at(whole.end, deadline.kind)
    if first == last:
        return _joined(deadline.kind, [whole], language, _listed)
    ends = [Span(day, day) for day in (whole.start, whole.end)]
    return _joined(deadline.kind, ends, language, _ranged)


Joining = Callable[[Sequence[str], str], str]


def _joined(kind: str, spans: Sequence[Span], language: str, join: Joining) -> str:
    """Return dates as a list or a range, with a year that they share said once."""
    years = [int(span.start[:4]) for span in spans]
    if kind in ("year", "years"):
        return _say(
            "years" if len(years) > 1 else "year", language, years=join(list(map(str, years)), language)
        )
    if len(set(years)) == 1:
        return _say("in_year", language, dates=_short(kind, spans, language, join), year=years[0])
    texts = [_joined(kind, [span], language, join) for span in spans]
    return join(texts, language)


def _short(kind: str, spans: Sequence[Span], language: str, join: Joining) -> str:
    """Return dates of one year without the year."""
    days = [date.fromisoformat(span.start) for span in spans]
    if kind == "month":
        return join([_month(day.month, "name", language) for day in days], language)
    if kind != "day":
        numbers = join([_ordinal(kind, _unit_at(span.start, kind)[1], language) for span in spans], language)
        return _say(f"{kind}s" if len(spans) > 1 else kind, language, numbers=numbers)
    texts = [_day(day.day, day.month, language) for day in days]
    if len({day.month for day in days}) == 1:
        texts[:-1] = [str(day.day) for day in days[:-1]]
    return join(texts, language)


def _unit_at(day: str, kind: str) -> tuple[int, int]:
    """Return the year of a day, and its number in the year of a month, quarter or half-year, or of the day itself."""
    found = date.fromisoformat(day)
    if kind in ("year", "years"):
        return found.year, 0
    if kind == "day":
        return found.year, found.timetuple().tm_yday
    return found.year, (found.month - 1) // _LENGTH.get(kind, 1) + 1


def _listed(texts: Sequence[str], language: str) -> str:
    if len(texts) == 1:
        return texts[0]
    return _say("list", language, others=", ".join(texts[:-1]), last=texts[-1])


def _ranged(texts: Sequence[str], language: str) -> str:
    if len(texts) == 1:
        return texts[0]
    return " – ".join(texts) if any(" " in text for text in texts[:1]) else "–".join(texts)


def _day(day: int, month: int, language: str) -> str:
    return _say("day", language, day=day, month=_month(month, "of", language))


def _month(number: int, form: str, language: str) -> str:
    """Return a month in a form (name, of, to, in) of its language, or its name where the language has none such."""
    forms = deadline_words()["months"][number - 1][language]
    return str(forms.get(form, forms["name"]))


def _ordinal(kind: str, number: int, language: str) -> str:
    if language == "en":
        return f"{'H' if kind == 'half' else 'Q'}{number}"
    return _say(f"half.{number}", language) if kind == "half" else _ROMAN[number - 1]


def _often(recurrence: Recurrence, language: str) -> str:
    every, times, interval = recurrence.every, recurrence.times, recurrence.interval
    fixed = any(due.unit not in ("following", "last") for due in recurrence.due)
    said = _say("twice", language) if times == 2 else _say("times", language, count=times)
    if interval > 1:
        span = _say(f"periods.{every}", language, count=interval)
        return (
            _say("often", language, times=said, span=span)
            if times > 1
            else _say("seldom", language, span=span)
        )
    if times == 1 or (times == len(recurrence.due) and (every == "year" or not fixed)):
        return _say(f"every.{every}", language)
    return _say(f"times_a.{every}", language, times=said)


def _in_years(text: str, deadline: Deadline, language: str) -> str:
    first, last = (day[:4] if day else None for day in (deadline.start, deadline.end))
    if first is None and last is None:
        return text
    if last is None:
        return _say("since", language, often=text, year=first)
    if first is None:
        return _say("until", language, often=text, year=last)
    if first == last:
        return _say("within_year", language, often=text, year=first)
    return _say("within_years", language, often=text, years=f"{first}–{last}")


def _due(recurrence: Recurrence, language: str) -> str:
    if not recurrence.due:
        return ""
    unit = recurrence.due[0].unit
    if unit in ("following", "last"):
        return _due_day(recurrence, unit, language)
    texts = [_due_date(due, language) for due in recurrence.due]
    said = _say(f"due.{unit}{'s' if len(texts) > 1 else ''}", language, dates=_listed(texts, language))
    return said.replace("в II ", "во II ") if language == "ru" else said


def _due_date(due: Due, language: str) -> str:
    number = due.number or 1
    if due.unit == "day":
        return _say(
            "due_date",
            language,
            day=due.day,
            month=_month(number, "to" if language == "kk" else "of", language),
        )
    if due.unit == "month":
        return _month(number, "in", language)
    return _ordinal(due.unit, number, language)


def _due_day(recurrence: Recurrence, unit: str, language: str) -> str:
    days = [_numbered(due.day or 0, language) for due in recurrence.due]
    period = "period" if recurrence.interval > 1 else recurrence.every
    if unit == "last" and recurrence.every == "month":
        return _say("due.day_of_month", language, days=_listed(days, language))
    span = _say(f"{unit}.{period}", language)
    return _say(f"due.{unit}", language, days=_listed(days, language), period=span)


def _numbered(day: int, language: str) -> str:
    """Return a day of the month as a number, in English as an ordinal."""
    if language != "en":
        return str(day)
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _relative(deadline: Deadline, language: str) -> str:
    anchor, offset = deadline.anchor or "", deadline.offset
    own = event_language(anchor, early=bool(offset and offset.before)) == language
    if offset is None:
        return anchor if own and is_known_event(anchor) else _say("after_event", language, event=anchor)
    form = "before" if offset.before else "within"
    span = _say(f"{form}.{offset.unit}", language, count=offset.amount)
    return _say(form if own else f"{form}_foreign", language, span=span, event=anchor)


def _conditional(deadline: Deadline, language: str) -> str:
    if deadline.condition:
        return str(deadline_words()["conditions"][deadline.condition][language][0])
    anchor = deadline.anchor or ""
    if condition_language(anchor) == language:
        return anchor
    return _say("on_condition", language, event=anchor)
