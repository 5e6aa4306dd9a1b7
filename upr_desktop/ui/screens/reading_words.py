"""Say in the window's language what stands on the screen of reading."""

import re

from upr_desktop.jobs.edit_progress import FIELDS
from upr_desktop.register.changes import RecordId
from upr_desktop.register.letters_in import LetterIn
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.readings import Reading
from upr_desktop.register.report_entries import DRAFT, Entry
from upr_desktop.register.value_decisions import behind
from upr_desktop.register.value_sources import SaidBy
from upr_desktop.ui.screens.decision_words import decision_lines, shortened_raw
from upr_desktop.ui.screens.history_groups import local
from upr_desktop.ui.screens.progress_words import ProgressWords
from upr_desktop.ui.screens.reading_measures import ReadingPage

LONG_WORD, NO_WIDTH = re.compile(r"[0-9a-f]{8}(?=[0-9a-f]{8})"), "\u200b"


class ReadingWords(ProgressWords):
    """The wordings of one plan's answers; `names` word areas."""

    names: Catalogue | None = None

    def area(self, id: str) -> str:
        """Return an area's name."""
        term = self.names.terms.get(RecordId(id)) if self.names else None
        return term.name(self.language) if term else "—"

    def agency_in(self, id: RecordId, language: str) -> str:
        """Return an agency's short name in a language."""
        row = self.agencies.get(id)
        return row.short(language) if row else "—"

    def count(self, row: Reading) -> str:
        """Return how many agencies answered of those that were asked: 1 of 2."""
        number, answered = self._look.language.number, {mark.agency_id for mark in row.came_in}
        return self._look.t("reading.n_of_m", done=number(len(answered)), total=number(len(row.agencies)))

    def brief_count(self, row: Reading) -> str:
        """Return how many agencies answered of those that were asked, as a cell says it: 1/2."""
        return f"{len({mark.agency_id for mark in row.came_in})}/{len(row.agencies)}"

    def state_and_count(self, row: Reading) -> str:
        """Return whether a measure is read, and how many answered."""
        return f"{self._look.t(f'reading.state.{row.state}')}: {self.count(row)}"

    def of_measure(self, row: Reading) -> str:
        """Return a measure's text in the window's language, or in what there is."""
        return super().measure(row.measure)

    def tongue(self, row: Reading) -> str:
        """Return the language of a measure's text where it is not the window's, as a tag."""
        return super().mark(row.measure)

    def letter(self, one: LetterIn) -> str:
        """Return the sentence on a letter that came for the period, with its day and number where it has them."""
        day, number = self._look.language.date(one.date) if one.date else "", one.number or ""
        key = "dated" if day and number else "undated" if number else "plain"
        return self._look.t(f"reading.letter.{key}", date=day, number=number, file=one.name)

    def missing(self, entry: Entry) -> str:
        """Return the sentence on an answer that was not handed in, with the day on which it is or was due."""
        due = entry.period.due(entry.body.agency_id)
        said = self._look.t("reading.not_handed_in")
        if due is None:
            return said
        key = "reading.was_due" if entry.is_late else "reading.is_due"
        return f"{said} {self._look.t(key, date=self._look.language.date(due))}"

    def last_said(self, page: ReadingPage, entry: Entry) -> str:
        """Return the day on which an answer was written or edited last; nothing where there is none."""
        report = entry.report
        if report is None or entry.state == DRAFT:
            return ""
        edited = [said.at for (id, field), said in page.said.items() if id == report.id and field in FIELDS]
        begun = page.added.get(report.id, ("", ""))[0]
        return self._look.language.date(local(max([begun, *edited])).date()) if begun else ""

    def origin(self, page: ReadingPage, entry: Entry, field: str) -> str:
        """Return, in lines, where a value of an answer came from: a file's cell, or who entered it; who decided."""
        if entry.report is None or not field:
            return ""
        place = entry.report.id, field
        said = page.said.get(place)
        decision = behind(page.decided, place, said.revision if said else 0)
        told = [self._entered(page, entry.report.id, said)]
        told += decision_lines(self._look, decision) if decision else []
        return "\n".join(filter(None, told))

    def _entered(self, page: ReadingPage, report: RecordId, said: SaidBy | None) -> str:
        language, t = self._look.language, self._look.t
        file = page.files.get(said.file or "") if said else None
        if said and file:
            raw, when = shortened_raw(said.raw or "—"), language.moment(local(file.received_at))
            told = t("history.origin", raw=raw, when=when, sha256=file.sha256)
            return f"{file.name} · {said.sheet}!{said.address}\n{told}"
        at, who = (said.at, said.author) if said else page.added.get(report, ("", ""))
        return t("reading.entered", who=who, when=language.moment(local(at))) if at else ""


def breakable(text: str) -> str:
    """Return a text with places to wrap at in words that are too long for a narrow card, as checksums are."""
    return LONG_WORD.sub(lambda part: f"{part[0]}{NO_WIDTH}", text)
