"""Describe a column of a table as data: what it shows, how it sorts, what an edit of it would change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from upr_desktop.alphabet import alphabetical
from upr_desktop.register.changes import Change
from upr_desktop.register.errors import Problem
from upr_desktop.ui.fields import Choice
from upr_desktop.ui.pills import Pill

Row = TypeVar("Row")
Kind = Literal["text", "text2", "pill", "number", "date"]
Align = Literal["left", "right", "center"]
Edit = Callable[[Row, str], Sequence[Change] | Problem]


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column over rows of any kind.

    `title` is a key of resources/words, or a function returning the title; `text` is what is shown, found and
    copied. `sort` gives a comparable value or None (None stands last); without it the text sorts by alphabet.
    `edit` returns the changes that a typed text asks for (none if it changes nothing) or the problem that refuses
    it; a column without it is read-only. `raw` is the text to edit where it differs from the text shown;
    `choices` offers a list to choose from, whose codes `edit` receives. `pill` is painted instead of the text;
    `tone` colours it (`soft`; `bad` and `warn` are bold as well). `stretch` gives the column the free width.
    `mark` is a small tag beside the text (`EN`). Widths are pixels at 13 px text.

    How columns share the width: one with `labels` is as wide as the widest of them and its title. Where the text
    column has less than its `wish`, those with the highest `yields` make room first: they take their `narrow` width,
    where `brief` is shown under `brief_title`, and are left out unless they `stay`: one that stays is left out once the
    text column has less than the column's `until`.
    """

    key: str
    title: str | Callable[[], str]
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    edit: Edit[Row] | None = None
    kind: Kind = "text"
    width: int = 120
    align: Align | None = None
    tooltip: Callable[[Row], str] | None = None
    shown: bool = True
    stretch: bool = False
    strong: bool = False
    raw: Callable[[Row], str] | None = None
    choices: Callable[[Row], Sequence[Choice]] | None = None
    pill: Callable[[Row], Pill | None] | None = None
    tone: Callable[[Row], str | None] | None = None
    mark: Callable[[Row], str] | None = None
    labels: Callable[[], Iterable[str]] | None = None
    wish: int = 0
    yields: int = 0
    narrow: int = 0
    stays: bool = False
    until: int = 0
    brief: Callable[[Row], str] | None = None
    brief_title: str = ""

    def sort_key(self, row: Row) -> Any:
        """Return the comparable value of a row in this column, or None."""
        return self.sort(row) if self.sort else alphabetical(self.text(row))

    def editable_text(self, row: Row) -> str:
        """Return the text that an editor of this cell starts from."""
        return self.raw(row) if self.raw else self.text(row)

    @property
    def alignment(self) -> Align:
        """Return where the text stands: numbers at the right unless said otherwise."""
        return self.align or ("right" if self.kind == "number" else "left")
