"""Say in the window's language what stands on the screen of reading."""

from upr_desktop.register.changes import RecordId
from upr_desktop.register.queries import Catalogue
from upr_desktop.register.readings import Reading
from upr_desktop.register.report_entries import Entry
from upr_desktop.ui.screens.progress_words import ProgressWords


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

    def missing(self, entry: Entry) -> str:
        """Return the sentence on an answer that was not handed in, with the day on which it is or was due."""
        due = entry.period.due(entry.body.agency_id)
        said = self._look.t("reading.not_handed_in")
        if due is None:
            return said
        key = "reading.was_due" if entry.is_late else "reading.is_due"
        return f"{said} {self._look.t(key, date=self._look.language.date(due))}"
