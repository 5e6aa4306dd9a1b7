"""Say what a return looks like: its columns in order, which of them are filled in, and the marks it is known by."""

from dataclasses import dataclass

from upr_desktop.code_lists import REPORT_TEXTS

MARK, MARK_SHEET, LAYOUT = "upr-return", "_upr", "1"
KEY_MARK = "upr:"
# Lines of the hidden sheet: the tasks and measures that rows are about; one for each row, what its measure is called;
# which of an agency's own writings it is; and one for each document that belongs to it.
TASKS, NAMED, WRITING, DOCUMENT = "tasks", "measure", "writing", "document"
KEY = "key"
NARRATIVE = "narrative"
OPEN = ("claimed_status", NARRATIVE, "done_on", "evidence_text", "problems_text")
NEW_MEASURE = ("recommendations", "measure", "completion_form", "deadline", "bodies", "reason")


@dataclass(frozen=True, slots=True)
class ReturnColumn:
    """One column: its key, its title's key, its width in characters, its style. An agency fills in `is_open` ones."""

    key: str
    title: str
    width: float
    style: str = "shown"
    is_open: bool = False


# The hidden key stands between two columns that people see: whoever selects these to sort them sorts it too.
COLUMNS = (
    ReturnColumn("number", "return.column.number", 5.5, "shown_number"),
    ReturnColumn(KEY, "return.column.key", 4, "key"),
    ReturnColumn("recommendations", "return.column.recommendations", 10, "shown_number"),
    ReturnColumn("recommendation_text", "return.column.recommendation_text", 27),
    ReturnColumn("measure", "return.column.measure", 30, "shown_strong"),
    ReturnColumn("completion_form", "return.column.completion_form", 14.5),
    ReturnColumn("deadline", "return.column.deadline", 12.5),
    ReturnColumn("bodies", "return.column.bodies", 13.5),
    ReturnColumn("role", "return.column.role", 14.5),
    ReturnColumn("previous", "return.column.previous", 26, "shown_before"),
    ReturnColumn("remark", "return.column.remark", 19, "shown_remark"),
    ReturnColumn("claimed_status", "return.column.claimed_status", 15, "open", is_open=True),
    ReturnColumn(NARRATIVE, "return.column.narrative", 42, "open", is_open=True),
    ReturnColumn("done_on", "return.column.done_on", 12, "open_day", is_open=True),
    ReturnColumn("evidence_text", "return.column.evidence_text", 22, "open", is_open=True),
    ReturnColumn("problems_text", "return.column.problems_text", 22, "open", is_open=True),
)
LOCKED = tuple(column.key for column in COLUMNS if not column.is_open and column.key != KEY)
# These may be left out where no row has one.
OPTIONAL = frozenset({"remark"})
# What the block above the table says, by the key of its label.
HEADINGS = ("body", "period", "due", "compiler", "phone")
WRITTEN_BY_AGENCY = frozenset({"compiler", "phone"})


def base_field(column: str, language: str) -> str:
    """Return the field of a report that an open column holds in a workbook of a language."""
    return f"{column}_{language}" if column in REPORT_TEXTS else column
