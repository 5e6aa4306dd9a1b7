"""Hold what importing a plan would do: the file's rows as they stand, what they become, and what must be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.incoming import Place
from upr_desktop.merge.draft import Draft
from upr_desktop.merge.plan_answers import Answer
from upr_desktop.register.changes import Label, RecordId, Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: what Answers keep, and the sentence that says it (a key of resources/words)."""

    answer: Answer
    label: Label


@dataclass(frozen=True, slots=True)
class Question:
    """What a person should decide. `kind` is one of plan_answers.QUESTIONS, `key` the key under which Answers keep it.

    `text` is what the file says, `places` are all its cells that say so, `measures` the indexes of their results.
    Besides the `choices` an answer can be typed where `editor` is deadline, agencies, number or measure. `reasons` are
    codes: `deadline_reason.CODE` of a deadline, `body_doubt.CODE` of a body. `score` (0 to 100) says how alike the
    texts of a match are. `answer` was given, `remembered` with an earlier file of this plan. Until a question that
    `blocks` is answered nothing of its measures is written; the others leave only their own cell as it is.
    `kept_as` is the text under which an answer is kept with the plan for its later files; "" where it is not.
    """

    kind: str
    key: str
    text: str
    places: tuple[Place, ...] = ()
    measures: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    editor: str = ""
    reasons: tuple[str, ...] = ()
    score: int | None = None
    answer: Answer | None = None
    remembered: bool = False
    blocks: bool = False
    kept_as: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it waits for an answer."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the file as it stands: `texts` by column of its table, and what it became (`plan_row.OUTCOME`).

    `reason` says why it was left alone (`left_alone.REASON`); `result` is the index of the measure it is part of.
    """

    number: int
    texts: tuple[str, ...]
    outcome: str
    reason: str | None = None
    result: int | None = None


@dataclass(frozen=True, slots=True)
class FileTable:
    """A sheet of the file with the mapping it was read by: `columns` are letters, `fields` the field of each or "".

    `titles` are those of the header as written. Where the table is not `recognised`, its fields are only a guess from
    what stands in the cells. `header_row` is 0 where no header is known.
    """

    sheet: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    fields: tuple[str, ...]
    header_row: int
    recognised: bool
    rows: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class ResultField:
    """One field of a measure as it will be, and before; `places` are its cells. `kept`: the register's value stays.

    `field` is worded by `field.measure.FIELD`; bodies, recommendations and indicators are told as one line of text.
    """

    field: str
    before: Value
    after: Value
    places: tuple[Place, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What becomes of one measure of the file, in the order of the file. `outcome` is as in Draft.

    `rows` are (sheet, row number). `record` is the measure in the register; None for a refused one that is not there.
    `score` says how alike the texts are (0 to 100) where it was not found by its number.
    """

    name: str
    outcome: str
    fields: tuple[ResultField, ...]
    rows: tuple[tuple[str, int], ...]
    record: RecordId | None = None
    score: int | None = None
    questions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A measure of the register that the file no longer names; it goes to the archive only if that was ticked."""

    record: RecordId
    name: str
    text: str
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class PlanDraft(Draft):
    """The import of a plan, not yet applied; its rows are the measures, then each row of the file left alone.

    `plan` is the plan that the file is of, None as long as that is asked. `file_rows` says how many rows of the file
    ended as what; they add up to its rows. A file of which no column is recognised `asks_for_columns`.
    """

    plan: RecordId | None = None
    title: str = ""
    is_new_plan: bool = True
    tables: Sequence[FileTable] = ()
    results: Sequence[Result] = ()
    questions: Sequence[Question] = ()
    dropped: Sequence[Dropped] = ()
    file_rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions that wait for an answer."""
        return tuple(question for question in self.questions if question.is_open)

    @property
    def asks_for_columns(self) -> bool:
        """Return whether no table could be read because nobody knows what its columns hold."""
        return bool(self.tables) and not any(table.recognised for table in self.tables)
