"""Say what a measure's deadline is called in a language, in words of that language where the plan's are in another."""

from upr_desktop.grammar.deadline import stored_deadline
from upr_desktop.grammar.deadlines import word_deadline
from upr_desktop.register.plan_rows import MeasureRow

# Kinds of deadlines that need no first and last day.
UNDATED = ("recurring", "continuous", "relative", "conditional")


def deadline_text(measure: MeasureRow, language: str) -> str:
    """Return a deadline as the plan writes it; in another language than the plan's in its words, if understood."""
    due = measure.deadline
    if measure.original in (None, language) or due.kind is None or not due.is_decided:
        return due.raw or ""
    start, end = due.start, due.end
    if due.kind not in UNDATED:
        start, end = start or end, end or start
        if end is None:
            return due.raw or ""
    return word_deadline(stored_deadline(due.raw or "", due.kind, start, end, due.details), language)
