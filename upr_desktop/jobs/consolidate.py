"""Begin the consolidated wording of a measure with what its agencies answered; the answers stay as they are."""

from collections.abc import Callable, Iterable, Sequence

from upr_desktop.register.changes import RecordId, Value
from upr_desktop.register.plan_rows import LANGUAGES
from upr_desktop.register.report_entries import Entry

Name = Callable[[RecordId, str], str]


def answered(entries: Iterable[Entry]) -> list[Entry]:
    """Return those that an agency stands by: handed in and not sent back."""
    return [entry for entry in entries if entry.report and entry.report.mark.counts]


def answer_text(entry: Entry, language: str) -> str:
    """Return what an agency says in a language; where it says that nothing changed, what it said last."""
    report = entry.report
    told = report.narratives.get(language, "") if report else ""
    if told or report is None or report.narratives or not report.mark.no_change or entry.previous is None:
        return told
    return entry.previous.narratives.get(language, "")


def begun_wording(entries: Sequence[Entry], name: Name) -> dict[str, Value]:
    """Return the wording to begin with in each language: `MOJ: …`, one paragraph for each agency, the lead first.

    One agency alone is not named. It is for official use where one of the answers is. Languages in which nobody
    answered are left out.
    """
    found = answered(entries)
    wishes: dict[str, Value] = {}
    for language in LANGUAGES:
        told = [(entry, answer_text(entry, language).strip()) for entry in found]
        told = [(entry, text) for entry, text in told if text]
        if told:
            alone = len(found) == 1
            wishes[f"text_{language}"] = "\n\n".join(
                text if alone else f"{name(entry.body.agency_id, language)}: {text}" for entry, text in told
            )
    if wishes and any(entry.report and entry.report.confidential for entry in found):
        wishes["confidential"] = True
    return wishes


def not_in(entries: Sequence[Entry], language: str) -> list[RecordId]:
    """Return the agencies that answered in another language only."""
    return [
        entry.body.agency_id
        for entry in answered(entries)
        if not answer_text(entry, language) and any(answer_text(entry, code) for code in LANGUAGES)
    ]
