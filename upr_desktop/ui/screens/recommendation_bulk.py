"""Say what can be changed in many recommendations at once."""

from collections.abc import Callable, Iterable, Sequence

from upr_desktop.jobs.edit_recommendation import Target, Wish, changes_for, set_values
from upr_desktop.register.changes import Change, ChangeSet
from upr_desktop.register.queries import RecommendationRow
from upr_desktop.ui.fields import Field
from upr_desktop.ui.screens.bulk_edit import BulkField, BulkJob
from upr_desktop.ui.screens.recommendation_words import NOVELTIES, POSITIONS, RecommendationWords

CAPTION = "recommendations.field."


def recommendation_bulk(words: RecommendationWords) -> BulkJob:
    """Return the fields: area, position, whether first made, lead, further co-executors and themes, a note."""
    fields = (
        BulkField(
            Field("area_id", CAPTION + "area_id", "choice", words.area_choices),
            lambda row, value: (words.area(row.area_id), words.area(value)),
        ),
        BulkField(
            Field("position", CAPTION + "position", "choice", lambda: words.codes("position", POSITIONS)),
            lambda row, value: (words.position(row.position), words.position(value)),
        ),
        BulkField(
            Field("novelty", CAPTION + "novelty", "choice", lambda: words.codes("novelty", NOVELTIES)),
            lambda row, value: (words.novelty(row.novelty), words.novelty(value)),
        ),
        BulkField(
            Field("lead", CAPTION + "lead", "chips", words.agency_choices),
            lambda row, value: (words.agencies(row, "lead"), ", ".join(map(words.short, value))),
        ),
        BulkField(Field("add_co", CAPTION + "co", "chips", words.agency_choices), _added_agencies(words)),
        BulkField(
            Field("add_theme", CAPTION + "theme", "chips", lambda: words.term_choices("theme")),
            _added_themes(words),
        ),
        BulkField(Field("note", "recommendations.notes.one", "text"), lambda row, value: ("", str(value))),
    )
    return BulkJob("recommendations", fields, _changes, _change_set)


def with_more(before: str, added: Iterable[str], separator: str) -> tuple[str, str]:
    """Return a list as it is and with what is added to it."""
    return before, separator.join([*([before] if before else []), *added])


def _changes(target: Target, key: str, value: Wish) -> Sequence[Change]:
    return changes_for(target, {key: value})


def _change_set(targets: Sequence[Target], key: str, value: Wish) -> ChangeSet:
    return set_values([(target, {key: value}) for target in targets])


Shown = Callable[[RecommendationRow, tuple[str, ...]], tuple[str, str]]


def _added_agencies(words: RecommendationWords) -> Shown:
    def shown(row: RecommendationRow, value: tuple[str, ...]) -> tuple[str, str]:
        present = [link.agency_id for link in row.agencies]
        added = [words.short(id) for id in value if id not in present]
        return with_more(words.agencies(row, "co"), added, ", ")

    return shown


def _added_themes(words: RecommendationWords) -> Shown:
    def shown(row: RecommendationRow, value: tuple[str, ...]) -> tuple[str, str]:
        fresh = [words.term(id) for id in value if id not in row.terms.get("theme", ())]
        return with_more(words.terms(row, "theme"), fresh, "; ")

    return shown
