"""Read how often something is due, and on which day after or within the reporting period."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from upr_desktop.grammar.deadline import Due, Recurrence
from upr_desktop.grammar.deadline_points import Unclear
from upr_desktop.grammar.deadline_tokens import CURRENT_YEAR, PERIOD_OF_LETTER, Word

_PERIOD = "[yhqmwd]"
_OFTEN = re.compile(
    f"g|e[NCO]?{_PERIOD}s?|[NC]?{_PERIOD}s"
    f"|k?[NC]?ti?[NC]?{_PERIOD}|k?T[ie]?[NC]?{_PERIOD}"
    f"|i{_PERIOD}k?[NC]?t|[NC]?{_PERIOD}k?[NC]t"
)
# `(every, times, interval)`: several short periods are one long one.
_SAME = {("month", 3): "quarter", ("month", 6): "half", ("month", 12): "year", ("quarter", 2): "half"}
_SAME |= {("quarter", 4): "year", ("half", 2): "year"}

_NUMBERS = "N(?:(?:,a?|a)N)*"
_FOLLOWING = re.compile(
    f"[bli]*(?:({_NUMBERS})d?m,?fr?([mqphy])?(?![NRO]?[mqphy])|({_NUMBERS})d?fm"
    f"|r?([mqphy])?fm({_NUMBERS})d?[bl]?)"
)
_LAST = re.compile(f"[bli]*(?:({_NUMBERS})d?xm[qhyp]?|[qhyp]?xm({_NUMBERS})d?[bl]?)")
_DAYS = re.compile(f"[bli]*({_NUMBERS})dm?[bl]?")
_BARE_DAYS = re.compile(f"(?<![^,])(?:[bl]({_NUMBERS})m?|({_NUMBERS})[bl])(?![^,])")
_NEXT_YEAR = re.compile("y,?fry?|r?yfy|fy")


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a deadline, with their letters as one string."""

    words: tuple[Word, ...]

    @property
    def letters(self) -> str:
        """Return one letter for each word."""
        return "".join(word.letter for word in self.words)

    def without(self, match: re.Match[str]) -> "Line":
        """Return the line with a comma in place of what matched."""
        return Line((*self.words[: match.start()], Word(","), *self.words[match.end() :]))


@dataclass(frozen=True, slots=True)
class Frequency:
    """What a line says about repetition: the rest of the line is left to be read; `notes` say why not certain."""

    recurrence: Recurrence | None
    rest: Line
    notes: tuple[str, ...] = ()


def read_frequency(line: Line) -> Frequency:
    """Return how often, and the due days of the month, with the line that remains. Raises Unclear if they differ."""
    recurrence, line = _how_often(line)
    if recurrence is None:
        return _implied(line)
    line = _without_own_period(line, recurrence.every)
    line, current = _without_current_year(line, recurrence.every)
    due, line, notes = _due_days(line, recurrence)
    notes = (*notes, *current)
    times = len(due) if due and recurrence.times == 1 else recurrence.times
    if due and (times != len(due) or recurrence.every in ("day", "week")):
        raise Unclear("dates_and_frequency_differ")
    return Frequency(replace(recurrence, due=due, times=times), line, notes)


def _how_often(line: Line) -> tuple[Recurrence | None, Line]:
    found: Recurrence | None = None
    while match := _OFTEN.search(line.letters):
        recurrence = _recurrence(match[0], line.words[match.start() : match.end()])
        if found not in (None, recurrence):
            raise Unclear("several_frequencies")
        found, line = recurrence, line.without(match)
    return found, line


def _recurrence(letters: str, words: Sequence[Word]) -> Recurrence:
    if letters == "g":
        return Recurrence(words[0].value)
    at = next(at for at, letter in enumerate(letters) if letter in PERIOD_OF_LETTER)
    every = PERIOD_OF_LETTER[letters[at]]
    occasion = max(letters.find("t"), letters.find("T"))
    times = _times(letters, words, occasion)
    interval = _count(words[at - 1]) if at and letters[at - 1] in "NCO" else 1
    if not times or not interval:
        raise Unclear("unclear")
    same = _SAME.get((every, interval))
    return Recurrence(same, times) if same else Recurrence(every, times, interval)


def _times(letters: str, words: Sequence[Word], occasion: int) -> int:
    if occasion < 0:
        return 1
    if letters[occasion] == "T":
        return int(words[occasion].value)
    return _count(words[occasion - 1]) if occasion and letters[occasion - 1] in "NC" else 1


def _count(word: Word) -> int:
    return int(word.value)


def _implied(line: Line) -> Frequency:
    """Read `by the 10th of the month following the reporting quarter` where nothing else says how often."""
    if not (match := _FOLLOWING.search(line.letters)):
        return Frequency(None, line)
    period = PERIOD_OF_LETTER.get(match[2] or match[4] or "")
    if period is None:
        raise Unclear("no_frequency")
    due = _all("following", match, line)
    rest = _without_own_period(line.without(match), period)
    recurrence = Recurrence(period, len(due), due=due)
    return Frequency(recurrence, rest, ("frequency_implied",))


def _without_own_period(line: Line, every: str) -> Line:
    """Drop what repeats the frequency: `by the results of the year` and `to the end of the quarter`."""
    letter = next(key for key, period in PERIOD_OF_LETTER.items() if period == every)
    if other := re.search("j,?r?([yhqmp])|([yhqm])j", line.letters):
        if (other[1] or other[2]) not in (letter, "p"):
            raise Unclear("periods_differ")
        line = line.without(other)
    for own in (
        f"b?z{letter}(?![NRO])",
        f"(?<![YNRO]){letter}zb?",
        f"(?<![NRO])i{letter}",
        f"(?<![YNRO]){letter}i",
        "(?<![^,])j(?![^,])",
    ):
        if match := re.search(own, line.letters):
            line = line.without(match)
    return line


def _without_current_year(line: Line, every: str) -> tuple[Line, tuple[str, ...]]:
    """Drop `of the current year` from what is due every year."""
    for match in re.finditer("Yy", line.letters):
        if every == "year" and line.words[match.start()].value == CURRENT_YEAR:
            return line.without(match), ("current_year",)
    return line, ()


def _due_days(line: Line, recurrence: Recurrence) -> tuple[tuple[Due, ...], Line, tuple[str, ...]]:
    every = recurrence.every
    if match := _FOLLOWING.search(line.letters):
        period = PERIOD_OF_LETTER.get(match[2] or match[4] or "")
        if period not in (None, every):
            raise Unclear("periods_differ")
        named = period is not None or every == "month" or (match[2] or match[4]) == "p"
        return _all("following", match, line), line.without(match), () if named else ("period_not_named",)
    if match := _LAST.search(line.letters):
        return _all("last", match, line), line.without(match), ()
    found = _DAYS.search(line.letters)
    if match := found if found or every != "month" else _BARE_DAYS.search(line.letters):
        if every not in ("month", "quarter"):
            raise Unclear("month_not_named")
        unit, doubts = ("last", ()) if every == "month" else ("following", ("month_not_named",))
        return _all(unit, match, line), line.without(match), doubts
    if every == "year" and (match := _NEXT_YEAR.search(line.letters)):
        line = _joined(line, match)
    return (), line, ()


def _joined(line: Line, match: re.Match[str]) -> Line:
    """Drop `of the year following`: in Kazakh it stands before its date, which must not lose it to a comma."""
    return Line((*line.words[: match.start()], *line.words[match.end() :]))


def _all(unit: str, match: re.Match[str], line: Line) -> tuple[Due, ...]:
    return tuple(sorted(set(_due(unit, match, line))))


def _due(unit: str, match: re.Match[str], line: Line) -> Iterator[Due]:
    for word in line.words[match.start() : match.end()]:
        if word.letter == "N":
            if not 1 <= word.value <= 31:
                raise Unclear("no_such_date")
            yield Due(unit, day=word.value)
