"""Match the rows of a return to what was sent: by key, else (for a person to confirm) by numbers, else by text."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from upr_desktop.incoming_return import IncomingReturn, ReturnedRow
from upr_desktop.merge.return_state import Ledger, Sent
from upr_desktop.register.changes import RecordId, Values
from upr_desktop.register.errors import Problem
from upr_desktop.register.fold import fold, folded_mark

OWN, FOREIGN, TWICE, STRANGE = "own", "foreign", "twice", "strange"
BY_NUMBER, BY_TEXT, GONE = "number", "text", "gone"
LIKELY, CLEARLY, WHOLLY = 90.0, 6.0, 100.0
MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """One row and the report that it is about, if that is known.

    `standing` is own, foreign, twice (its key stands in several rows) or strange; `guess` is the report that a strange
    one may be about, found `by` number or text (`score` says how much alike, of 100); by `gone` it was about a report
    that the register holds no longer.
    """

    row: ReturnedRow
    standing: str
    report: RecordId | None = None
    guess: RecordId | None = None
    by: str = ""
    score: float = 0.0

    @property
    def is_guessed(self) -> bool:
        """Return whether the row was known by number or text alone, whether or not that was confirmed."""
        return self.by in (BY_NUMBER, BY_TEXT)


@dataclass(frozen=True, slots=True)
class Matching:
    """All rows of a return, and the reports that were sent and have none."""

    rows: Sequence[MatchedRow]
    missing: Sequence[RecordId] = field(default_factory=tuple)


def added_rows(matching: Matching, sent: Sent) -> set[int]:
    """Return the numbers of the rows without a key that are about a measure that was not sent in any row.

    None are where no row was known by its key: then all may have lost theirs.
    """
    if not any(one.standing == OWN and not one.is_guessed for one in matching.rows):
        return set()
    strange = [one.row for one in matching.rows if one.standing == STRANGE and not one.guess]
    told = {
        row.number: fold(row.cells["measure"].raw)
        for row in strange
        if not row.key and "measure" in row.cells
    }
    known = {fold(shown.get("measure", "")) for shown in sent.shown.values()} if told else set()
    return {number for number, text in told.items() if text and text not in known}


def match_rows(
    returned: IncomingReturn,
    sent: Sent,
    ledger: Ledger,
    *,
    accept: bool | Collection[int] = False,
) -> Matching:
    """Return the rows matched; guesses count as matches where a person accepts all, or those of some row numbers.

    Keys are believed as `believed_keys` says. The number may have stayed behind as well: people leave it out of a
    sort to keep 1, 2, 3.
    """
    keys = _believed_keys(returned.rows, sent)
    counted = Counter(key for key in keys if key)
    taken = {key for key in counted if key in sent.shown}
    free = [key for key in sent.shown if key not in taken and key in ledger.reports]
    guesses = _Guesses(sent, free)
    rows = [
        _matched(row, key, counted, sent, ledger, guesses)
        for row, key in zip(returned.rows, keys, strict=True)
    ]
    if accept:
        rows = _accepted(rows, accept)
    seen = {row.report for row in rows} | {row.guess for row in rows}
    return Matching(rows, [key for key in sent.shown if key not in seen and key in ledger.reports])


def by_measures(returned: IncomingReturn) -> IncomingReturn:
    """Return what an agency opens itself, with the keys of its rows as their measures tell them, by its hidden sheet.

    A key that is not believed gives way to that of the only row that was sent with this measure, which is told; where
    there are several, or that key stands elsewhere, the row has none.
    """
    marks = {key: mark for key, (_, mark) in returned.measures.items()}
    shown = [folded_mark(row.cells[MEASURE].raw) if MEASURE in row.cells else "" for row in returned.rows]
    keys = believed_keys([row.key for row in returned.rows], shown, marks)
    counted = Counter(marks.values())
    free = {mark: key for key, mark in marks.items() if key not in keys and counted[mark] == 1}
    rows = tuple(
        row if row.key == key else replace(row, key=free.get(mark, ""))
        for row, key, mark in zip(returned.rows, keys, shown, strict=True)
    )
    moved = [row.number for row, key in zip(rows, keys, strict=True) if row.key != key]
    told: Values = {"count": len(moved), "rows": ", ".join(map(str, moved))}
    problems = [Problem("own_rows_by_measure", f"{returned.sheet}!{moved[0]}", told)] if moved else []
    return replace(returned, rows=rows, problems=(*returned.problems, *problems))


def believed_keys(keys: Sequence[str], shown: Sequence[str], measures: Mapping[str, str]) -> list[str]:
    """Return the keys of rows, empty where they are not believed; `shown` are their measures, `measures` those sent.

    No key is believed whose row shows the measure of another row that was sent: then some columns were sorted without
    the others. In such a file those alone are believed that show their own, which no other row has too.
    Measures are texts folded, or marks of them: either way equal where they read alike, and empty for a blank one.
    """
    sent = Counter(measures.values())
    rows = [(key, measure, measures.get(key)) for key, measure in zip(keys, shown, strict=True)]
    if not any(own is not None and measure and measure != own and sent[measure] for _, measure, own in rows):
        return list(keys)
    return [key if own is None or (measure == own and sent[own] == 1) else "" for key, measure, own in rows]


def _believed_keys(rows: Sequence[ReturnedRow], sent: Sent) -> list[str]:
    """Return the keys that are believed; where all measures came back as they were, none needs to be folded."""
    keys = [row.key for row in rows]
    if all(MEASURE not in row.cells or row.cells[MEASURE].raw == _measure(sent, row.key) for row in rows):
        return keys
    shown = [fold(row.cells[MEASURE].raw) if MEASURE in row.cells else "" for row in rows]
    return believed_keys(keys, shown, {key: fold(_measure(sent, key)) for key in sent.shown})


def _measure(sent: Sent, key: str) -> str:
    return sent.shown.get(RecordId(key), {}).get(MEASURE, "")


def _matched(
    row: ReturnedRow, key: str, counted: Mapping[str, int], sent: Sent, ledger: Ledger, guesses: "_Guesses"
) -> MatchedRow:
    id = RecordId(key)
    if counted[key] > 1:
        return MatchedRow(row, TWICE, id if id in sent.shown else None)
    if id in sent.shown and id not in ledger.reports:
        return MatchedRow(row, STRANGE, by=GONE)
    if id in sent.shown:
        return MatchedRow(row, OWN, id)
    if id in ledger.reports:
        return MatchedRow(row, FOREIGN, id)
    guess, by, score = guesses.find(row)
    return MatchedRow(row, STRANGE, None, guess, by, score)


def _accepted(rows: Iterable[MatchedRow], accept: bool | Collection[int]) -> list[MatchedRow]:
    """Return the rows with guesses (all, or those of some row numbers) taken for matches.

    Where two such rows are guessed to be about one report, neither is.
    """
    found = list(rows)
    wished = [row for row in found if row.guess and (accept is True or row.row.number in _numbers(accept))]
    counted = Counter(row.guess for row in wished)
    taken = {row.row.number for row in wished if counted[row.guess] == 1}
    return [
        MatchedRow(row.row, OWN, row.guess, None, row.by, row.score) if row.row.number in taken else row
        for row in found
    ]


def _numbers(accept: bool | Collection[int]) -> Collection[int]:
    return () if isinstance(accept, bool) else accept


class _Guesses:
    """What rows without a key may be about: reports that were sent and stand in no other row."""

    def __init__(self, sent: Sent, free: Sequence[RecordId]) -> None:
        self._free = {id: sent.shown[id] for id in free}

    def find(self, row: ReturnedRow) -> tuple[RecordId | None, str, float]:
        """Return the report that the row's numbers name, else the one whose measure reads clearly most alike."""
        told = {name: fold(cell.raw) for name, cell in row.cells.items()}
        number = self._by_number(told)
        if number and number[2] >= LIKELY:
            return number
        text = self._by_text(told.get(MEASURE, ""))
        if number and text and text[2] == WHOLLY:
            return text  # the number stayed where it was, the rest was sorted
        return number or text or (None, "", 0.0)

    def _by_number(self, told: Mapping[str, str]) -> tuple[RecordId, str, float] | None:
        number, of = told.get("number", "").rstrip("."), told.get("recommendations", "")
        if not number or not of:
            return None
        found = [
            id
            for id, shown in self._free.items()
            if fold(shown.get("number", "")).rstrip(".") == number
            and fold(shown.get("recommendations", "")) == of
        ]
        if len(found) != 1:
            return None
        shown = self._free[found[0]]
        return found[0], BY_NUMBER, fuzz.ratio(told.get("measure", ""), fold(shown.get("measure", "")))

    def _by_text(self, measure: str) -> tuple[RecordId, str, float] | None:
        if not measure:
            return None
        scored = sorted(
            ((fuzz.ratio(measure, fold(shown.get("measure", ""))), id) for id, shown in self._free.items()),
            reverse=True,
        )
        best, next_best = (*scored, (0.0, RecordId("")), (0.0, RecordId("")))[:2]
        is_clear = best[0] >= LIKELY and best[0] - next_best[0] >= CLEARLY
        return (best[1], BY_TEXT, best[0]) if is_clear else None
