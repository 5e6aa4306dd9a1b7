"""Tell saved changes in people's words: which record, which field, from what to what, from which cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upr_desktop.jobs.period_words import period_words
from upr_desktop.jobs.question_words import question_words
from upr_desktop.jobs.telling import field_name, kind_name
from upr_desktop.jobs.value_words import value_words
from upr_desktop.register.changes import Added, Change, Edited, Origin, RecordId, Removed, Value, Values
from upr_desktop.register.history import FileInfo, files_named, states_of
from upr_desktop.register.kinds import kinds
from upr_desktop.register.register import Connection
from upr_desktop.register.value_decisions import Place, ValueDecision, value_decisions
from upr_desktop.states import state_name
from upr_desktop.words import say

ADDED, REMOVED, ARCHIVED, RESTORED, EDITED = "added", "removed", "archived", "restored", "edited"
Key = tuple[str, RecordId]

# Which field names the record that a record belongs to, and its kind; none where `record_kind` says it.
OWNERS: Mapping[str, tuple[str, str]] = {
    "recommendation_part": ("recommendation_id", "recommendation"),
    "recommending_state": ("part_id", "recommendation_part"),
    "position_change": ("recommendation_id", "recommendation"),
    "recommendation_link": ("recommendation_id", "recommendation"),
    "assignment": ("recommendation_id", "recommendation"),
    "tag": ("record_id", ""),
    "note": ("record_id", ""),
    "evidence_link": ("record_id", ""),
    "agency_alias": ("agency_id", "agency"),
    "agency_succession": ("from_id", "agency"),
    "person": ("agency_id", "agency"),
    "measure_recommendation": ("measure_id", "measure"),
    "measure_decision": ("measure_id", "measure"),
    "indicator": ("measure_id", "measure"),
    "indicator_value": ("indicator_id", "indicator"),
    "period": ("plan_id", "plan"),
    "period_extension": ("period_id", "period"),
    "plan_answer": ("plan_id", "plan"),
    "remark": ("progress_id", "progress"),
    "letter": ("agency_id", "agency"),
    "letter_progress": ("letter_id", "letter"),
    "pending_decision": ("record_id", ""),
    "summary": ("record_id", ""),
    "assessment": ("record_id", ""),
}
CONTENT: Mapping[str, tuple[str, ...]] = {
    "recommendation_part": ("text_en", "text_ru", "text_kk"),
    "position_change": ("position_after",),
    "measure_decision": ("decision", "value_after", "act", "date"),
    "assessment": ("value", "reason"),
    "summary": ("text_ru", "text_kk", "text_en"),
    "remark": ("text",),
}
NAMED_BY: Mapping[str, tuple[str, str]] = {
    "assignment": ("agency_id", "agency"),
    "tag": ("term_id", "term"),
    "evidence_link": ("evidence_id", "evidence"),
    "agency_succession": ("to_id", "agency"),
    "recommendation_link": ("other_id", "recommendation"),
    "measure_recommendation": ("recommendation_id", "recommendation"),
    "period_extension": ("agency_id", "agency"),
}
JOINED = 160
NOT_TOLD = {"archived", "no", "paragraph", "item", "subitem", "deadline_details", "record_kind", "record_id"}


@dataclass(frozen=True, slots=True)
class ToldField:
    """One field before and after, in words; empty where there was nothing. `origin` is the cell it came from.

    `of` are the records that hold it: the record that is told, or such as belong to it; `kind` and `key` are what the
    first of them is and the field's own name.
    """

    what: str
    before: str
    after: str
    origin: Origin | None = None
    of: tuple[RecordId, ...] = ()
    kind: str = ""
    key: str = ""


@dataclass(slots=True)
class ToldRecord:
    """What happened to one record and what belongs to it. `event` is added | removed | archived | restored | edited."""

    kind: str
    id: RecordId
    name: str
    event: str = EDITED
    fields: list[ToldField] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """A page of changes in words, the received files that they cite, by sha256, and how people decided on values."""

    records: Sequence[ToldRecord]
    files: Mapping[str, FileInfo]
    decisions: Mapping[Place, Sequence[ValueDecision]] = field(default_factory=dict)


def describe(
    connection: Connection, changes: Sequence[Change], language: str, besides: Sequence[Change] = ()
) -> Told:
    """Return the changes in words, gathered by the record that they belong to, in the order of the first of each.

    `besides` are changes that are not told but add records which the others name.
    """
    names = Names.of(connection, changes, language, besides)
    told: dict[Key, ToldRecord] = {}
    moved = {change.id for change in changes if isinstance(change, Edited) and change.field == "position"}
    for change in changes:
        owner = names.owner((change.kind, change.id))
        if change.kind == "position_change" and owner[1] in moved:
            continue
        record = told.setdefault(owner, ToldRecord(*owner, names.title(owner)))
        _tell(record, change, names, is_own=owner == (change.kind, change.id))
    cited = (change.origin.file for change in changes if change.origin)
    decisions = value_decisions(connection, {change.id for change in changes})
    return Told(list(told.values()), files_named(connection, cited), decisions)


def _tell(record: ToldRecord, change: Change, names: "Names", *, is_own: bool) -> None:
    match change:
        case Edited(field="archived"):
            if is_own:
                record.event = ARCHIVED if change.after else RESTORED
            else:
                gone = bool(change.after)
                record.fields += _contents(change, names.state((change.kind, change.id)), names, gone=gone)
        case Edited(field="deadline_details"):
            pass  # its words are those of the deadline itself, which changes with it
        case Edited():
            record.fields.append(_edited(change, names, is_own=is_own))
        case Added() | Removed():
            gone = isinstance(change, Removed)
            if is_own:
                record.event = REMOVED if gone else ADDED
            told = _own_fields if is_own else _contents
            for one in told(change, change.values, names, gone=gone):
                _join(record.fields, one)


def _join(fields: list[ToldField], one: ToldField) -> None:
    """Add a line, or join it to the one before where both name the same thing from the same cell: two States."""
    last = fields[-1] if fields else None
    same_cell = last and (last.origin and last.origin.address) == (one.origin and one.origin.address)
    if last and same_cell and last.what == one.what and len(last.after + one.after) <= JOINED:
        before, after = (
            ", ".join(text for text in texts if text)
            for texts in ((last.before, one.before), (last.after, one.after))
        )
        fields[-1] = ToldField(one.what, before, after, last.origin, last.of + one.of, last.kind, last.key)
    else:
        fields.append(one)


def _edited(change: Edited, names: "Names", *, is_own: bool) -> ToldField:
    what = field_name(change.kind, change.field, names.language)
    if not is_own and change.kind not in CONTENT:
        what = " · ".join(part for part in (names.short((change.kind, change.id)), what) if part)
    before, after = (names.words(change.kind, change.field, value) for value in (change.before, change.after))
    return ToldField(what, before, after, change.origin, (change.id,), change.kind, change.field)


def _own_fields(change: Change, values: Values, names: "Names", *, gone: bool) -> list[ToldField]:
    cells = (change.cells or {}) if isinstance(change, Added) else {}
    found = []
    for spec in kinds()[change.kind].fields:
        name, value = spec.name, values.get(spec.name)
        text = names.words(change.kind, name, value) if name not in NOT_TOLD else ""
        if text:
            origin = change.origin
            if origin and name in cells:
                origin = Origin(origin.file, origin.sheet, *cells[name])
            what = field_name(change.kind, name, names.language)
            found.append(
                ToldField(
                    what, text if gone else "", "" if gone else text, origin, (change.id,), change.kind, name
                )
            )
    return found


def _contents(change: Change, values: Values, names: "Names", *, gone: bool) -> list[ToldField]:
    """Tell a record that belongs to another by what it holds, in one line for each text it has."""
    if change.kind == "pending_decision":
        what, before, after = question_words(values, names.language, names.words)
        before, after = (after, before) if gone else (before, after)
        return [ToldField(what, before, after, change.origin, (change.id,))]
    if change.kind in CONTENT:
        pairs = [
            (field_name(change.kind, name, names.language), names.words(change.kind, name, values.get(name)))
            for name in CONTENT[change.kind]
        ]
    else:
        pairs = [(names.caption(change.kind, values), names.content(change.kind, values))]
    return [
        ToldField(what, text if gone else "", "" if gone else text, change.origin, (change.id,))
        for what, text in pairs
        if text
    ]


class Names:
    """The names of the records that changes speak of, in one language."""

    def __init__(self, language: str, states: Mapping[Key, Values]) -> None:
        self.language = language
        self._states = states

    @classmethod
    def of(
        cls,
        connection: Connection,
        changes: Sequence[Change],
        language: str,
        besides: Sequence[Change] = (),
    ) -> "Names":
        """Read what is needed to name these changes: the records, their owners, and what they refer to."""
        states: dict[Key, Values] = {
            (change.kind, change.id): change.values
            for change in (*besides, *changes)
            if isinstance(change, Added | Removed)
        }
        waiting = {(change.kind, change.id) for change in changes}
        waiting |= {key for change in (*besides, *changes) for key in _referred(change)}
        tried: set[Key] = set()
        while waiting:
            wanted: dict[str, list[RecordId]] = {}
            for kind, id in waiting:
                wanted.setdefault(kind, []).append(id)
            found = states_of(connection, wanted)
            states.update(found)
            tried |= waiting
            waiting = {key for (kind, _), values in found.items() for key in _links(kind, values)} - tried
        return cls(language, states)

    def state(self, key: Key) -> Values:
        """Return the fields of a record, none where it is not known."""
        return self._states.get(key, {})

    def owner(self, key: Key) -> Key:
        """Return the record that a record belongs to in the end: the recommendation of a State's part."""
        kind, values = key[0], self.state(key)
        if kind not in OWNERS or not values:
            return key
        name, owner_kind = OWNERS[kind]
        if kind == "assignment" and values.get("measure_id"):
            name, owner_kind = "measure_id", "measure"
        above = (owner_kind or str(values.get("record_kind")), RecordId(str(values.get(name))))
        return self.owner(above) if self.state(above) else key

    def title(self, key: Key) -> str:
        """Return a record's kind and name: Recommendation 140.10."""
        return f"{kind_name(key[0], self.language)} {self.short(key)}".strip()

    def short(self, key: Key) -> str:
        """Return a record's name alone: 140.10, MFA, a term's name."""
        return self.content(key[0], self.state(key))

    def words(self, kind: str, name: str, value: Value) -> str:
        """Return a value in words."""
        return value_words(kind, name, value, self.language, lambda other, id: self.short((other, id)))

    def content(self, kind: str, values: Values) -> str:
        """Return what a person calls a record with these values."""
        if kind in NAMED_BY:
            name, other = NAMED_BY[kind]
            return self.short((other, RecordId(str(values.get(name)))))
        if kind == "recommending_state" and values.get("iso"):
            return state_name(str(values["iso"]), self.language)
        if kind == "review":
            return self._review(values)
        if kind == "progress":
            return self._report(values)
        if kind == "period":
            return period_words(str(values.get("code") or ""), self.language)
        languages = (self.language, "en", "ru", "kk")
        tried = ["number", *(f"short_{code}" for code in languages[:1]), "code" if kind == "agency" else ""]
        tried += [f"{stem}_{code}" for stem in ("name", "title", "text") for code in languages]
        tried += ["title", "name", "text", "code"]
        if kind == "recommendation" and not values.get("number"):
            return str(values.get("position_source") or "")
        return next((str(values[name]) for name in tried if values.get(name)), "")

    def caption(self, kind: str, values: Values) -> str:
        """Return what stands before the content of a record that belongs to another: its role, its kind."""
        if kind == "assignment":
            return self.words(kind, "role", values.get("role"))
        if kind == "tag":
            return self._vocabulary(values) or kind_name(kind, self.language)
        return kind_name(kind, self.language)

    def _report(self, values: Values) -> str:
        task = self.state(("assignment", RecordId(str(values.get("assignment_id")))))
        named = (("measure", task), ("agency", task), ("period", values))
        names = [self.short((kind, RecordId(str(of.get(f"{kind}_id"))))) for kind, of in named]
        return " · ".join(name for name in names if name)

    def _vocabulary(self, tag: Values) -> str:
        term = self.state(("term", RecordId(str(tag.get("term_id")))))
        code = self.state(("vocabulary", RecordId(str(term.get("vocabulary_id"))))).get("code")
        return say(f"history.vocabulary.{code}", self.language) if code in VOCABULARIES else ""

    def _review(self, values: Values) -> str:
        cycle, state = values.get("cycle"), values.get("state")
        name = state_name(str(state), self.language) if state else ""
        return say("history.review", self.language, state=name, cycle=cycle or "—").strip(" ,")


VOCABULARIES = ("theme", "group", "sdg", "area")


def _referred(change: Change) -> list[Key]:
    if isinstance(change, Added | Removed):
        return _links(change.kind, change.values)
    return [
        key for value in (change.before, change.after) for key in _links(change.kind, {change.field: value})
    ]


def _links(kind: str, values: Values) -> list[Key]:
    """Return the records that a record refers to."""
    found = []
    for spec in kinds()[kind].fields if kind in kinds() else ():
        target = values.get(spec.name)
        other = spec.refers or (str(values.get("record_kind")) if spec.any_record else None)
        if other and target and other in kinds():
            found.append((other, RecordId(str(target))))
    return found
