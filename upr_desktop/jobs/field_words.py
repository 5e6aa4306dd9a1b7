"""Know a field of a record by what a person calls it: its key, or the title of its column in any language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from upr_desktop.jobs.telling import field_name
from upr_desktop.register.kinds import kinds
from upr_desktop.register.trace import COMPOUNDS
from upr_desktop.words import LANGUAGES, has_words, say

# What people ask for under the title of a column of the window, and the fields of `show` that hold it.
COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "recommendation": {
        "area": ("area",),
        "lead": ("agencies",),
        "co": ("agencies",),
        "consulted": ("agencies",),
        "agencies": ("agencies",),
        "states": ("states",),
        "theme": ("themes",),
        "group": ("groups",),
        "sdg": ("sdgs",),
        "text": ("text",),
        "measures": ("measures",),
        "status": ("claimed", "assessed"),
        "claimed": ("claimed",),
        "assessed": ("assessed",),
        "deadline": ("nearest_deadline",),
        "evidence": ("evidence",),
    },
    "measure": {
        "area": ("area",),
        "lead": ("bodies",),
        "co": ("bodies",),
        "consulted": ("bodies",),
        "text": ("text",),
        "form": ("completion_form",),
        "understood": ("deadline",),
        "deadline": ("deadline",),
        "last_day": ("deadline_end",),
        "status": ("claimed", "assessed"),
        "claimed": ("claimed",),
        "assessed": ("assessed",),
        "recommendations": ("recommendations",),
        "evidence": ("evidence",),
    },
    "progress": {
        "status": ("claimed_status",),
        "narrative": ("narrative",),
        "evidence": ("evidence",),
        "remarks": ("remarks",),
        "state": ("state",),
    },
}
NOT_SAID = ("archived", "original_language", "quality_kk", "quality_ru", "quality_en", "deadline_details")


def fields_named(kind: str, word: str) -> tuple[str, ...]:
    """Return the fields that a person means by a word, as `trace` knows them; the word itself where it is no other."""
    if word in kinds()[kind].by_name or word in COMPOUNDS.get(kind, {}):
        return (word,)
    asked = _plain(word)
    for column, fields in COLUMNS.get(kind, {}).items():
        if asked in {_plain(one) for one in (column, *_titles(kind, column))}:
            return fields
    for name in _keys(kind):
        if asked in {_plain(field_name(kind, name, language)) for language in LANGUAGES}:
            return (name,)
    return (word,)


def known_fields(kind: str, language: str, keys: Iterable[str] = ()) -> str:
    """Return the words by which fields can be asked for (or only these), each with its title: `lead (Lead), …`."""
    named = {key: _title(kind, key, language) for key in keys or (*COLUMNS.get(kind, {}), *_keys(kind))}
    return ", ".join(f"{key} ({title})" if title else key for key, title in named.items())


def _title(kind: str, key: str, language: str) -> str:
    """Return the title of a column or field, nothing where it has none of its own."""
    tried = (
        *_titles(kind, key, (language,)),
        *(field_name(kind, name, language) for name in (key, f"{key}_id")),
    )
    return next((title for title in tried if title not in (key, f"{key}_id", "№")), "")


def _titles(kind: str, column: str, languages: Sequence[str] = LANGUAGES) -> Iterator[str]:
    for key in (f"{kind}s.column.{column}", f"asked_field.{kind}.{column}", f"asked_field.{column}"):
        if has_words(key):
            yield from (say(key, language) for language in languages)


def _keys(kind: str) -> list[str]:
    """Return the fields of a kind that people have a word for, without those that only name another record."""
    specs, columns = kinds()[kind].by_name, COLUMNS.get(kind, {})
    own = [name for name, spec in specs.items() if not spec.refers and has_words(f"field.{kind}.{name}")]
    held = {name for fields in columns.values() for name in fields}
    found = [name for name in (*own, *COMPOUNDS.get(kind, {})) if name not in held and name not in columns]
    return [name for name in dict.fromkeys(found) if name not in NOT_SAID and not name.endswith("_raw")]


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("ё", "е").split())
