"""Draw records and changes of every kind, with the nasty texts that people and their programs make."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from upr_desktop.register.changes import Added, Edited, Origin, RecordId, Value, new_id
from upr_desktop.register.kinds import FieldSpec, kinds
from upr_desktop.register.store import Key, State

NASTY = (
    "=1+1",
    "140.10",
    "\u00a0",
    "a\r\nb",
    "ё",
    "Ё",
    "🇰🇿👩‍👩‍👧",
    "'\"%_\\",
    "e\u0301",
    "0",
    "null",
    "қ" * 3000,
    " ",
)
texts = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8
)
days = st.dates().map(lambda day: day.isoformat())
whole = st.integers(-(2**63), 2**63 - 1)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
origins = st.none() | st.builds(Origin, st.just("ab" * 32), texts, st.just("B7"), texts)
Ids = Mapping[str, Sequence[RecordId]]


def values_of(spec: FieldSpec, ids: Ids) -> st.SearchStrategy[Value]:
    """Draw a value that a field may hold; `ids` are the records that there are, by kind."""
    drawn: st.SearchStrategy[Value] = {str: texts, int: whole, float: numbers, bool: st.booleans()}[spec.type]
    if spec.name == "archived":
        return st.booleans()
    if spec.codes:
        drawn = st.sampled_from(spec.codes)
    elif spec.day:
        drawn = days
    elif spec.refers:
        known = ids.get(spec.refers, ())
        drawn = st.sampled_from(list(known)) if known else st.none()
    if spec.required and spec.type is str and not spec.codes and not spec.refers:
        drawn = drawn.filter(lambda text: bool(str(text).strip()))
    return drawn if spec.required else st.none() | drawn


def can_be_added(kind: str, ids: Ids) -> bool:
    fields, one_of = kinds()[kind].fields, owners_there(kind, ids)
    if kinds()[kind].one_of and not one_of:
        return False
    return all(ids.get(spec.refers) for spec in fields if spec.refers and spec.required) and (
        bool(ids.get("recommendation")) or not any(spec.any_record for spec in fields)
    )


def owners_there(kind: str, ids: Ids) -> list[str]:
    """Return those of the fields of which one is filled that have a record to refer to."""
    return [name for name in kinds()[kind].one_of if ids.get(kinds()[kind].by_name[name].refers or "")]


def added(kind: str, ids: Ids) -> st.SearchStrategy[Added]:
    """Draw the adding of a record of a kind whose references lead to records that there are."""
    fields: dict[str, st.SearchStrategy[Value]] = {
        spec.name: st.sampled_from(list(ids["recommendation"])) if spec.any_record else values_of(spec, ids)
        for spec in kinds()[kind].fields
    }
    if "record_kind" in fields:
        fields["record_kind"] = st.just("recommendation")
    drawn = st.fixed_dictionaries(fields)
    if kinds()[kind].one_of:
        chosen = st.sampled_from(owners_there(kind, ids)).flatmap(
            lambda name: st.tuples(
                st.just(name), st.sampled_from(list(ids[kinds()[kind].by_name[name].refers or ""]))
            )
        )
        drawn = st.builds(
            lambda values, one: {**values, **dict.fromkeys(kinds()[kind].one_of), one[0]: one[1]},
            drawn,
            chosen,
        )
    return st.builds(lambda values, origin: Added(kind, new_id(), values, origin), drawn, origins)


def twins(records: Mapping[Key, State]) -> bool:
    """Return whether two records in use share what only one may have."""
    seen = [
        (kind, *(values[name] for name in kinds()[kind].unique))
        for (kind, _), values in records.items()
        if kinds()[kind].unique and not values["archived"]
    ]
    return len(seen) != len(set(seen))


def edited(key: Key, values: State, ids: Ids) -> st.SearchStrategy[Edited]:
    """Draw an edit of one field of a record, but not of what it is a reference of any kind to."""
    kind, id = key
    kept = {"record_kind", *kinds()[kind].one_of}
    fields = [spec for spec in kinds()[kind].fields if not spec.any_record and spec.name not in kept]
    return st.sampled_from(fields).flatmap(
        lambda spec: st.builds(
            lambda after, origin: Edited(kind, id, spec.name, values[spec.name], after, origin),
            values_of(spec, ids),
            origins,
        )
    )
