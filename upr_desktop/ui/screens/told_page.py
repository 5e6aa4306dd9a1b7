"""Write what happened to records onto a page to read: each field before and after, its cell, who decided on it."""

from collections.abc import Sequence

from upr_desktop.jobs.describe_changes import EDITED, Told, ToldField, ToldRecord
from upr_desktop.jobs.telling import field_name
from upr_desktop.register.changes import Origin
from upr_desktop.register.value_decisions import ValueDecision, behind
from upr_desktop.ui.look import Look
from upr_desktop.ui.reading_text import ReadingText
from upr_desktop.ui.screens.decision_words import decision_lines, shortened_raw
from upr_desktop.ui.screens.history_groups import local

QUESTION, CHOICE, SIGNS = "pending_decision", "choice", ("decided_by", "decided_at", "why", "beaten")


def write_record(
    page: ReadingText,
    look: Look,
    record: ToldRecord,
    told: Told,
    text: str = "",
    *,
    revision: int | None = None,
    whole: bool = False,
) -> None:
    """Write one record with its fields; `text` is what the record says, where that helps to know it.

    Decisions by which values came to stand are told where the `revision` is given; with `whole` all of what hovering
    shows stands on the page.
    """
    tail = "" if record.event == EDITED else look.t(f"history.event.{record.event}")
    page.heading(record.name, f"record:{record.kind}:{record.id}", tail)
    if record.event == EDITED and text:
        page.sentence(text, "soft")
    writing = RecordWriting(page, look, record, told, revision, whole=whole)
    for at in range(len(record.fields)):
        writing.write(at)


class RecordWriting:
    """Writes the fields of one record, one after the other."""

    def __init__(
        self,
        page: ReadingText,
        look: Look,
        record: ToldRecord,
        told: Told,
        revision: int | None,
        *,
        whole: bool,
    ) -> None:
        self._page, self._look, self._record, self._told = page, look, record, told
        self._revision, self._whole = revision, whole
        self._last = ""
        decided = (one for decisions in told.decisions.values() for one in decisions)
        self._decided = {one.id: one for one in decided if revision is not None}
        self._written: set[str] = set()

    def write(self, at: int) -> None:
        """Write a field of the record: what became of it, where that stands in a file, who decided it."""
        one = self._record.fields[at]
        question = self._decided.get(one.of[0]) if one.kind == QUESTION and one.of else None
        if question is not None and (one.key in SIGNS or question.id in self._written):
            return
        if question is not None and one.key == CHOICE:
            self._write_decision(question, field_name(question.record_kind, question.field, self._code))
            return
        source, decision = self._source(one), self._decision(one)
        decided = decision_lines(self._look, decision) if decision else []
        tip = "\n".join((*source, *decided))
        if one.before or (one.after and self._record.event == EDITED):
            self._page.change(one.what, one.before, one.after, tip)
        elif one.after:
            self._page.plain(one.what, one.after, tip)
        self._write_place(at, tip, source if self._whole else ())
        if decision:
            self._write_decision(decision)

    @property
    def _code(self) -> str:
        return self._look.language.code

    def _write_decision(self, decision: ValueDecision, what: str = "") -> None:
        """Write who decided, below the value; below the field's caption where no value came in."""
        first, *rest = decision_lines(self._look, decision)
        if what:
            self._page.plain(what, first)
        for line in rest if what else (first, *rest):
            self._page.note(line)
        self._written.add(decision.id)

    def _write_place(self, at: int, tip: str, source: Sequence[str]) -> None:
        """Write where values stand, once below those of one cell, and what is to be told of that place."""
        fields = self._record.fields
        place = self._place(fields[at])
        following = self._place(fields[at + 1]) if at + 1 < len(fields) else ""
        if place and place not in (following, self._last):
            self._page.note(place, "soft", tip)
            for line in source:
                self._page.note(line)
            self._last = place

    def _decision(self, one: ToldField) -> ValueDecision | None:
        """Return the decision that the revision holds on a value, if it does."""
        if self._revision is None:
            return None
        places = ((id, one.key) for id in one.of)
        found = (behind(self._told.decisions, place, self._revision, self._revision + 1) for place in places)
        return next((decision for decision in found if decision), None)

    def _place(self, one: ToldField) -> str:
        """Return where a value stands: file › sheet!cell."""
        if one.origin is None:
            return ""
        file = self._told.files.get(one.origin.file)
        name = file.name if file else self._look.t("history.file_gone")
        return f"{name} › {cell_name(one.origin)}".rstrip(" ›")

    def _source(self, one: ToldField) -> list[str]:
        """Return the text as it stood in the file, when that came, and its sha256."""
        if one.origin is None:
            return []
        file = self._told.files.get(one.origin.file)
        when = self._look.language.moment(local(file.received_at)) if file else "—"
        raw = shortened_raw(one.origin.raw) or "—"
        return self._look.t("history.origin", raw=raw, when=when, sha256=one.origin.file).splitlines()


def cell_name(origin: Origin) -> str:
    """Return sheet and cell as people write them: Sheet1!B7."""
    return (
        f"{origin.sheet}!{origin.address}"
        if origin.sheet and origin.address
        else origin.sheet or origin.address
    )
