"""Word the lines of the history, their days and their filters in the window's language."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from upr_desktop.jobs.telling import label as label_words
from upr_desktop.register.history import measures_touched
from upr_desktop.register.log import RevisionRow
from upr_desktop.register.plan_rows import in_language
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.look import Look
from upr_desktop.ui.pills import Pill, Tone
from upr_desktop.ui.screens.history_groups import Entry, local
from upr_desktop.ui.screens.history_list import LineWords
from upr_desktop.ui.session import Session

KINDS = ("edit", "import", "merge", "issue", "undo", "new")
TONES: dict[str, Tone] = {"import": "accent", "merge": "accent", "undo": "warn", "new": "ok", "issue": "new"}


# Of a line that holds more changes, as an import does, no measures are named; of several, so many by their numbers.
MOST_CHANGES, MOST_NUMBERS, FIRST_WORDS = 400, 4, 28
Measures = Sequence[tuple[str, Mapping[str, str]]]


class HistoryWords:
    """The wordings of the history in the language of the window; what lines are about is read when they are shown."""

    def __init__(self, look: Look, session: Session) -> None:
        self._look, self._session = look, session
        self._measures: dict[tuple[int, ...], Measures] = {}

    def forget(self) -> None:
        """Read anew what lines are about: records may have changed since."""
        self._measures.clear()

    def facets(self, months: Sequence[str]) -> tuple[Facet[RevisionRow], ...]:
        """Return the filters; `months` is kept up to date by the caller and stands newest first."""
        t = self._look.t
        return (
            Facet("author", "history.facet.author", lambda row: [row.author] if row.author else []),
            Facet(
                "kind",
                "history.facet.kind",
                lambda row: [row.kind],
                lambda code: t(f"revision_kind.{code}"),
                KINDS,
            ),
            Facet("month", "history.facet.month", lambda row: [month_of(row)], self._month, months),
            Facet("file", "history.facet.file", file_of),
            Facet("undone", "history.facet.undone", lambda row: ["1"] if row.undone_by else [], toggle=True),
        )

    def day(self, day: date) -> str:
        """Return what a day is called: today, yesterday, else its date."""
        told = self._look.language.date(day)
        for key, back in (("history.today", 0), ("history.yesterday", 1)):
            if day == date.today() - timedelta(days=back):
                return self._look.t(key, date=told)
        return told

    def line(self, entry: Entry) -> LineWords:
        """Return what a line of the list shows."""
        t, row, others = self._look.t, entry.newest, len(entry.revisions) - 1
        what = label_words(row.label, self._look.language.code)
        if others:
            what = t("history.and_more", label=what, count=others)
        first, last = f"{local(entry.revisions[-1].at):%H:%M}", f"{local(row.at):%H:%M}"
        time = last if first == last else f"{first}–{last}"
        about = [told] if (told := self._about(entry)) else []
        below = (*about, time, row.author or t("history.nobody"), t("history.changes", count=entry.changes))
        is_undone = row.undone_by is not None
        pill = Pill(t("history.undone"), "idle", "none") if is_undone else self._pill(row.kind)
        return LineWords(what, " · ".join(below), pill, is_undone)

    def _about(self, entry: Entry) -> str:
        """Return which measures a line is about: number and first words of one, the first numbers of several."""
        if entry.changes > MOST_CHANGES:
            return ""
        numbers = tuple(row.number for row in entry.revisions)
        if numbers not in self._measures:
            self._measures[numbers] = self._session.read(
                lambda connection: measures_touched(connection, numbers)
            )
        found = self._measures[numbers]
        if len(found) == 1:
            number, texts = found[0]
            return f"{number} {_first_words(in_language(texts, self._look.language.code)[0])}".strip()
        named = ", ".join(number for number, _ in found[:MOST_NUMBERS] if number)
        left = len(found) - MOST_NUMBERS
        return self._look.t("history.measures_more", numbers=named, count=left) if left > 0 else named

    def _pill(self, kind: str) -> Pill | None:
        key = "history.an_undo" if kind == "undo" else f"revision_kind.{kind}"
        return Pill(self._look.t(key), TONES[kind], "none") if kind in TONES else None

    def _month(self, code: str) -> str:
        year, month = code.split("-")
        name = self._look.language.locale.standaloneMonthName(int(month))
        return f"{name[:1].upper()}{name[1:]} {year}"


def _first_words(text: str) -> str:
    if len(text) <= FIRST_WORDS:
        return text
    return f"{text[: FIRST_WORDS + 1].rpartition(' ')[0] or text[:FIRST_WORDS]}…"


@lru_cache(maxsize=65_536)
def _month_of(at: str) -> str:
    return f"{local(at):%Y-%m}"


def month_of(row: RevisionRow) -> str:
    """Return the month of a saved change in local time: 2026-11."""
    return _month_of(row.at)


def file_of(row: RevisionRow) -> list[str]:
    """Return the name of the file that a change came from, if one did."""
    name = row.label.values.get("file")
    return [str(name)] if name and row.kind in ("import", "merge") else []
