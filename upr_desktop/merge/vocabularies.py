"""Find the term that a file means by its words, or ask for a new one in the edition that the file uses."""

import re
from dataclasses import dataclass, field

from upr_desktop.merge.comparison import Known
from upr_desktop.merge.term_names import term_names
from upr_desktop.register.changes import Added, Change, Origin, RecordId, Values, new_id
from upr_desktop.register.fold import fold

NAMES = ("name_en", "name_ru", "name_kk", "code")
OWNERS = {"theme": "OHCHR", "group": "OHCHR", "sdg": "UN"}
GOAL = re.compile(r"\s*(?:SDG|ЦУР|ОДМ)?\s*(\d{1,2})\b", re.IGNORECASE)


@dataclass(slots=True)
class Terms:
    """The terms of the register and those that this import adds; `changes` collects what must be added."""

    known: Known
    version: str
    changes: list[Change] = field(default_factory=list)
    found: dict[tuple[str, str], RecordId] = field(default_factory=dict)
    names: dict[RecordId, str] = field(default_factory=dict)
    vocabularies: dict[str, RecordId] = field(default_factory=dict)
    met: dict[tuple[str, str], tuple[RecordId, str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        editions = self.known.of("vocabulary")
        for id, values in editions.items():
            if values["version"] == self.version or values["code"] == "sdg":
                self.vocabularies[str(values["code"])] = id
        codes = {id: code for code, id in self.vocabularies.items()}
        for id, term in self.known.of("term").items():
            if code := codes.get(RecordId(str(term["vocabulary_id"]))):
                self._learn(code, id, term)

    def _learn(self, vocabulary: str, id: RecordId, term: Values) -> None:
        self.names[id] = str(term["name_en"] or "")
        for name in NAMES:
            if term.get(name):
                self.found.setdefault((vocabulary, fold(str(term[name]))), id)

    def term(self, vocabulary: str, name: str, origin: Origin) -> tuple[RecordId, str | None]:
        """Return the term's id, and the name as written where it is not the term's own.

        A Sustainable Development Goal is known by its number (`1 - NO POVERTY`); any other term by its words.
        """
        if (vocabulary, name) not in self.met:
            self.met[vocabulary, name] = self._find(vocabulary, name, origin)
        return self.met[vocabulary, name]

    def _find(self, vocabulary: str, name: str, origin: Origin) -> tuple[RecordId, str | None]:
        goal = GOAL.match(name) if vocabulary == "sdg" else None
        code = goal[1] if goal else None
        key = (vocabulary, code or fold(name))
        if key not in self.found:
            self.found[key] = self._add(vocabulary, name, code, origin)
        id = self.found[key]
        return id, None if self.names[id] == name else name

    def _add(self, vocabulary: str, name: str, code: str | None, origin: Origin) -> RecordId:
        id = new_id()
        known = term_names(vocabulary, name)
        values: Values = {
            "vocabulary_id": self._vocabulary(vocabulary),
            "code": code,
            "name_en": name,
            **known,
        }
        self.changes.append(Added("term", id, values, origin))
        self.names[id] = name
        return id

    def _vocabulary(self, code: str) -> RecordId:
        if code not in self.vocabularies:
            self.vocabularies[code] = id = new_id()
            values: Values = {"code": code, "version": self.version, "owner": OWNERS.get(code)}
            self.changes.append(Added("vocabulary", id, values))
        return self.vocabularies[code]
