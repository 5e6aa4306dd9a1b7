"""Make up deadlines that can be written, and texts out of the words that deadlines are made of."""

from datetime import date, timedelta

from hypothesis import strategies as st

from upr_desktop.grammar.deadline import Deadline, Due, Offset, Recurrence, Span
from upr_desktop.grammar.deadline_points import Item, span_of
from upr_desktop.grammar.deadline_tokens import deadline_words

YEARS = st.integers(2000, 2099)
PERIODS = ("year", "half", "quarter", "month", "week", "day")
EVENTS_AFTER = (
    "со дня подписания",
    "после принятия Закона",
    "с даты вступления в силу «Конвенции»",
    "қол қойылған күннен бастап",
    "талдау нәтижелері ұсынылғаннан кейін",
    "after adoption of the law",
    "from the date of signature",
)
EVENTS_BEFORE = ("до начала сессии", "ішкі талдау басталғанға дейін", "before the start of the session")
CONDITIONS = ("по мере поступления жалоб", "жоспарға сәйкес", "subject to available funds", "Шығу кезінде")


def _unit_spans(kind: str) -> st.SearchStrategy[Span]:
    if kind == "day":
        days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
        return days.map(lambda day: Span(day.isoformat(), day.isoformat()))
    most = {"year": 1, "half": 2, "quarter": 4, "month": 12}[kind]
    return st.builds(lambda number, year: span_of(Item(kind, number, year=year)), st.integers(1, most), YEARS)


@st.composite
def dated(draw: st.DrawFn) -> Deadline:
    kind = draw(st.sampled_from(("day", "month", "quarter", "half", "year")))
    shape = draw(st.sampled_from(("one", "range", "list")))
    least, most = {"one": (1, 1), "range": (2, 2), "list": (2, 4)}[shape]
    drawn = draw(st.lists(_unit_spans(kind), min_size=least, max_size=most, unique=True))
    spans = sorted(drawn, key=lambda span: span.start)
    name = "years" if kind == "year" and len(spans) > 1 else kind
    kept = tuple(spans) if shape == "list" else ()
    return Deadline("", name, spans[0].start, spans[-1].end, spans=kept)


_SPAN = st.one_of(
    st.just((None, None)),
    YEARS.map(lambda year: (f"{year}-01-01", None)),
    YEARS.map(lambda year: (None, f"{year}-12-31")),
    st.tuples(YEARS, YEARS).map(lambda ends: (f"{min(ends)}-01-01", f"{max(ends)}-12-31")),
)


def _sorted(due: list[Due]) -> tuple[Due, ...]:
    return tuple(sorted(set(due)))


_DAYS = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: Due("day", day.month, day.day))
_IN_YEAR = st.one_of(
    st.lists(_DAYS, min_size=1, max_size=4).map(_sorted),
    st.lists(st.integers(1, 12).map(lambda no: Due("month", no)), min_size=1, max_size=4).map(_sorted),
    st.lists(st.integers(1, 4).map(lambda no: Due("quarter", no)), min_size=1, max_size=4).map(_sorted),
    st.lists(st.integers(1, 2).map(lambda no: Due("half", no)), min_size=1, max_size=2).map(_sorted),
)
_DAY_NUMBERS = st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True)


@st.composite
def recurring(draw: st.DrawFn) -> Deadline:
    every = draw(st.sampled_from(PERIODS))
    interval = draw(st.sampled_from((1, 1, 1, 5, 7)))
    times = draw(st.integers(1, 5))
    due: tuple[Due, ...] = ()
    shape = draw(st.sampled_from(("none", "in_year", "day")))
    if shape == "in_year" and every == "year":
        due = draw(_IN_YEAR)
    elif shape == "in_year" and every == "half" and interval == 1:
        first = draw(st.integers(1, 6))
        day = draw(st.integers(1, 28))
        due, times = (Due("day", first, day), Due("day", first + 6, day)), 1
        return Deadline("", "recurring", *draw(_SPAN), Recurrence(every, times, interval, due))
    elif shape == "day" and every not in ("week", "day"):
        unit = draw(st.sampled_from(("following", "last")))
        due = _sorted([Due(unit, day=day) for day in draw(_DAY_NUMBERS)])
    start, end = draw(_SPAN)
    return Deadline("", "recurring", start, end, Recurrence(every, len(due) or times, interval, due))


def continuous() -> st.SearchStrategy[Deadline]:
    return _SPAN.map(lambda span: Deadline("", "continuous", *span))


@st.composite
def relative(draw: st.DrawFn) -> Deadline:
    amount = draw(st.one_of(st.none(), st.integers(1, 120)))
    early = amount is not None and draw(st.booleans())
    unit = draw(st.sampled_from((*PERIODS, "working_day")))
    offset = Offset(amount, unit, early) if amount else None
    return Deadline(
        "", "relative", offset=offset, anchor=draw(st.sampled_from(EVENTS_BEFORE if early else EVENTS_AFTER))
    )


def conditional() -> st.SearchStrategy[Deadline]:
    known = st.sampled_from(sorted(deadline_words()["conditions"]))
    return st.one_of(
        known.map(lambda code: Deadline("", "conditional", condition=code)),
        st.sampled_from(CONDITIONS).map(lambda text: Deadline("", "conditional", anchor=text)),
    )


def decided() -> st.SearchStrategy[Deadline]:
    return st.one_of(dated(), recurring(), continuous(), relative(), conditional())


def mixed_texts() -> st.SearchStrategy[str]:
    """Texts of known words in any order, with numbers and marks."""
    words = deadline_words()
    groups = [*words["symbols"].values(), *words["frequencies"].values(), *words["ordinals"].values()]
    phrases = [text.rstrip("~") for group in groups for texts in group.values() for text in texts]
    months = [
        form
        for month in words["months"]
        for form in (month["ru"]["of"], month["kk"]["name"], month["en"]["name"])
    ]
    marks = [",", "-", "–", ";", "(", ")", ".", "/", "\n", " / "]
    numbers = ["1", "2", "4", "10", "31", "2026", "2027", "IV", "I", "10.07.2026", "10.07", "26"]
    pieces = st.one_of(*map(st.sampled_from, (phrases, months, marks, numbers)))
    return st.lists(pieces, min_size=1, max_size=9).map(" ".join)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31) - timedelta(days=1))
