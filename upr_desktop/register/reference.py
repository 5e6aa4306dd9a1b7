"""Turn a reference set that ships with the program into the records that a new register starts with."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from upr_desktop.paths import bundled
from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, Value, new_id
from upr_desktop.register.errors import RegisterError

COMMON = "common"
NONE = "none"


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """One file of resources/reference, as parsed JSON.

    `{"code", "names", "state", "content_languages", "reviews", "vocabularies", "agencies", "successions", "marked"}`,
    where `names` and `shorts` are texts by language. A review has the fields of its record. A vocabulary is `{"code",
    "version", "owner", "names", "terms": [{"code", "no", "names"}]}`, an agency `{"code", "names", "shorts",
    "aliases": [{"name", "language"}], "valid_from", "valid_to", "parent", "collective"}` with the code of its parent, a
    succession `{"from", "to", "date", "act", "scope"}` with codes of agencies. `marked` are short names that mean
    several bodies, `{"name", "language"}`. `source` is a remark for whoever edits the file. What is not known is null.
    """

    data: Mapping[str, Any]

    @property
    def code(self) -> str:
        """Return the name under which the command line knows the set."""
        return str(self.data["code"])

    @property
    def state(self) -> str | None:
        """Return the ISO code of the State whose register this is for."""
        return self.data["state"]  # type: ignore[no-any-return]  # text or null in every shipped file, by a test

    @property
    def content_languages(self) -> tuple[str, ...]:
        """Return the languages in which texts are kept."""
        return tuple(self.data["content_languages"])

    def name(self, language: str) -> str:
        """Return the name of the set in kk, ru or en."""
        return str(self.data["names"][language])

    def items(self, key: str) -> list[dict[str, Any]]:
        """Return the objects of one list of the file."""
        return list(self.data.get(key, ()))


def reference_names() -> tuple[str, ...]:
    """Return the names of the sets that ship, without `none`."""
    names = (path.stem for path in bundled("resources/reference").glob("*.json"))
    return tuple(sorted(name for name in names if name != COMMON and _parsed(name).get("code") == name))


def reference_set(name: str) -> ReferenceSet:
    """Return a set by its name; `none` holds only what every register gets. Raises RegisterError for others."""
    if name not in (*reference_names(), NONE, COMMON):
        raise RegisterError("no_reference_set", name=name, known=", ".join((*reference_names(), NONE)))
    return ReferenceSet(_parsed(COMMON if name == NONE else name))


def reference_changes(name: str) -> ChangeSet:
    """Return what adds a set, and what every register gets, to a register; its own record is not among it.

    Each call gives fresh ids. Raises RegisterError for a set that does not ship.
    """
    sets = [reference_set(COMMON)] if name == NONE else [reference_set(COMMON), reference_set(name)]
    changes = [change for each in sets for change in _records(each)]
    return ChangeSet(Label("label.reference_set", {"name": name}), changes, kind="new")


@cache
def _parsed(name: str) -> Mapping[str, Any]:
    parsed: Mapping[str, Any] = json.loads(
        (bundled("resources/reference") / f"{name}.json").read_text(encoding="utf-8")
    )
    return parsed


def _records(reference: ReferenceSet) -> Iterator[Added]:
    yield from (_added("review", _without_source(review)) for review in reference.items("reviews"))
    for vocabulary in reference.items("vocabularies"):
        yield from _vocabulary(vocabulary)
    yield from _agencies(reference)


def _vocabulary(vocabulary: dict[str, Any]) -> Iterator[Added]:
    fields = {field: vocabulary[field] for field in ("code", "version", "owner")}
    added = _added("vocabulary", {**fields, **_by_language("name", vocabulary["names"])})
    yield added
    for term in vocabulary["terms"]:
        values = {"vocabulary_id": added.id, "code": term["code"], "no": term["no"]}
        yield _added("term", {**values, **_by_language("name", term["names"])})


def _agencies(reference: ReferenceSet) -> Iterator[Added]:
    ids = {agency["code"]: new_id() for agency in reference.items("agencies")}
    for agency in reference.items("agencies"):
        yield Added("agency", ids[agency["code"]], _agency_values(agency, ids))
    for agency in reference.items("agencies"):
        for alias in agency["aliases"]:
            yield _added("agency_alias", {"agency_id": ids[agency["code"]], **alias})
    for succession in reference.items("successions"):
        ends = {"from_id": ids[succession["from"]], "to_id": ids[succession["to"]]}
        yield _added(
            "agency_succession", ends | {field: succession[field] for field in ("date", "act", "scope")}
        )


def _agency_values(agency: dict[str, Any], ids: Mapping[str, RecordId]) -> dict[str, Value]:
    return {
        "code": agency["code"],
        **_by_language("name", agency["names"]),
        **_by_language("short", agency["shorts"]),
        "valid_from": agency["valid_from"],
        "valid_to": agency["valid_to"],
        "parent_id": ids[agency["parent"]] if agency["parent"] else None,
        "collective": agency["collective"],
    }


def _added(kind: str, values: Mapping[str, Value]) -> Added:
    return Added(kind, new_id(), values)


def _by_language(field: str, texts: Mapping[str, str | None]) -> dict[str, Value]:
    return {f"{field}_{language}": texts[language] for language in ("kk", "ru", "en")}


def _without_source(values: Mapping[str, Value]) -> dict[str, Value]:
    return {field: value for field, value in values.items() if field != "source"}
