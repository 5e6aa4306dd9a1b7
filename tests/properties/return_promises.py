"""Say which of the promises P1–P8 a random round of returns breaks; none, where merging is right."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator

from proposed_measures import lost_measures, measures_taken
from return_histories import (
    TEXT_FIELDS,
    TEXTS,
    Filed,
    Place,
    Result,
    Round,
    gate,
    make_round,
    meant,
    merged,
    merged_again,
)
from return_workbooks import LANGUAGE_OF, LOCKED, OPEN, Edit

from upr_desktop.merge.return_state import like
from upr_desktop.register.changes import Change, Edited, RecordId, Value
from upr_desktop.register.log import changes_of
from upr_desktop.words import LANGUAGES


def broken_promises(seed: int) -> list[str]:
    """Return the promises that the round of a seed breaks, each with what broke it; none where all is well."""
    return promises_broken_by(make_round(seed))


def promises_broken_by(made: Round) -> list[str]:
    """Return the promises that a round breaks."""
    chance = random.Random(-made.seed)
    order = list(range(len(made.files)))
    first = merged(made, [order])
    found = [f"{name}: {what}" for name, check in CHECKS.items() for what in check(made, first)]
    chance.shuffle(order)
    second = merged(made, [[at] for at in order])
    found += [f"P2: {what}" for what in _same_in_any_order(first, second)]
    for name in ("P3", "P4", "P5", "P6", "P7"):
        found += [f"{name} in order {order}: {what}" for what in CHECKS[name](made, second)]
    found += [f"P1: {what}" for what in _twice_is_once(made, first)]
    return found + [f"new measures: {what}" for what in measures_taken(made, second)]


def _twice_is_once(made: Round, result: Result) -> Iterator[str]:
    again, before, after = merged_again(made, result)
    if after != before:
        yield f"reading the same files again wrote revision {after}"
    if (again.values, sorted(map(str, again.pending)), again.disputed) != (
        result.values,
        sorted(map(str, result.pending)),
        result.disputed,
    ):
        yield "reading the same files again changed something"


def _same_in_any_order(one: Result, other: Result) -> Iterator[str]:
    if one.claims != other.claims:
        yield f"claims differ: {one.claims ^ other.claims}"
    if one.disputed != other.disputed:
        yield f"disputed cells differ: {one.disputed ^ other.disputed}"
    for place, value in one.values.items():
        if place not in one.disputed | other.disputed and like(value) != like(other.values[place]):
            yield f"{place}: {value!r} or {other.values[place]!r}"


def _field(edit: Edit, filed: Filed) -> set[str]:
    """Return the fields that an edit may fill: a text goes to the language that it is written in."""
    if edit.column not in TEXTS:
        return {edit.column}
    known = LANGUAGE_OF.get(edit.raw.strip())
    return {f"{edit.column}_{code}" for code in ([known] if known else LANGUAGES)}


def _own_edits(made: Round) -> Iterator[tuple[Filed, Edit]]:
    for filed in made.files:
        for edit in filed.edits:
            if made.owners.get(edit.key) == filed.agency and edit.key in filed.shown.rows:
                yield filed, edit


def _history(result: Result) -> dict[Place, set[Value]]:
    """Return every value that each field of a report ever had."""
    found: dict[Place, set[Value]] = {}
    for change in _logged(result, range(1, result.register.revision() + 1)):
        if isinstance(change, Edited) and change.kind == "progress":
            found.setdefault((change.id, change.field), set()).update(
                {like(change.before), like(change.after)}
            )
    return found


def _logged(result: Result, revisions: Iterable[int]) -> list[Change]:
    with result.register.reading() as connection:
        return [change for number in revisions for change in changes_of(connection, number)]


def _nothing_is_lost(made: Round, result: Result) -> Iterator[str]:
    """P3: every edit of a cell's owner is in the register, in a conflict, or listed as a problem."""
    history = _history(result)
    conflicts = {
        (record, field, theirs) for kind, record, field, theirs in result.pending if kind == "conflict"
    }
    statements = {(kind, record) for kind, record, _, _ in result.pending}
    said = {
        (one.read.received.sha256, problem.where)
        for merge in result.merges
        for one in merge.files
        for problem in one.notices
    }
    for filed, edit in _own_edits(made):
        sheet = next(one.merged.returned.sheet for m in result.merges for one in m.files
                     if one.merged and one.read.received.sha256 == filed.received.sha256)  # fmt: skip
        row = edit.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        places = [(edit.key, field) for field in _field(edit, filed)]
        is_in = (
            edit.means in ("value", "clear")
            and not edit.is_twice
            and any(
                like(edit.value) in history.get((RecordId(key), field), {like(result.values[key, field])})
                or (key, field, like(edit.value)) in conflicts
                for key, field in places
            )
        )
        is_asked = (edit.means == "no_change" and ("no_change", edit.key) in statements) or (
            edit.means == "blank" and ("cleared", edit.key) in statements
        )
        is_listed = {(filed.received.sha256, f"{sheet}!{where}") for where in (edit.address, row)} & said
        if not (is_in or is_asked or is_listed):
            yield f"{filed.received.name} {edit}"


def _changes(made: Round, result: Result) -> Iterator[tuple[Edited, Filed | None]]:
    """Yield what the merges edited in reports, with the file that each change says it came from."""
    by_file = {filed.received.sha256: filed for filed in made.files}
    for change in _logged(result, _revisions(result)):
        if isinstance(change, Edited) and change.kind == "progress":
            yield change, by_file.get(change.origin.file) if change.origin else None


def _revisions(result: Result) -> list[int]:
    first = min(merge.revision for merge in result.merges)
    return [row.number for row in result.register.history() if row.number > first]


def _shown_value(filed: Filed, key: str, field: str) -> Value:
    """Return what a workbook showed of a field, as records hold it; None for what it did not show."""
    column = field.rpartition("_")[0] if field in TEXT_FIELDS else field
    text = filed.shown.rows.get(key, {}).get(column, ("", ""))[0]
    known = LANGUAGE_OF.get(text.strip())
    if column in TEXTS and known and field != f"{column}_{known}":
        return None
    return like(meant(key, column, text, "", is_twice=False).value) if text else None


def _only_who_saw(made: Round, result: Result) -> Iterator[str]:
    """P4: a value is replaced only by who saw it."""
    for change, filed in _changes(made, result):
        if change.field == "state" or like(change.before) is None:
            continue
        if filed is None or _shown_value(filed, change.id, change.field) != like(change.before):
            yield f"{change.id} {change.field}: {change.before!r} replaced by {filed and filed.received.name}"


def _everything_is_explained(made: Round, result: Result) -> Iterator[str]:
    """P5 and more: what changed in a report is what its owner typed into its own row; a missing row changes nothing."""
    for change, filed in _changes(made, result):
        if change.field == "state":
            continue
        typed = filed.edits if filed else ()
        if not any(
            edit.key == change.id
            and not edit.is_twice
            and change.field in _field(edit, filed)
            and edit.means in ("value", "clear")
            and like(edit.value) == like(change.after)
            for edit in typed
            if filed
        ):
            yield f"{change.id} {change.field} became {change.after!r}: nobody typed that there"


def _can_be_read_again(made: Round, result: Result) -> Iterator[str]:
    """P6: each value re-reads to the same text at its file, sheet and cell."""
    contents = {filed.received.sha256: filed.received for filed in made.files}
    for change, _ in _changes(made, result):
        origin = change.origin
        if origin is None:
            if change.field != "state":
                yield f"{change.id} {change.field} came from nowhere"
            continue
        received = contents[origin.file]
        book = gate().examine(received.name, received.content)
        sheet = next(sheet for sheet in book.sheets if sheet.name == origin.sheet)
        texts = {cell.address: cell.raw for row in sheet.rows for cell in row.cells()}
        if texts.get(origin.address, "") != origin.raw:
            yield f"{origin} reads {texts.get(origin.address)!r}"
        if change.field in TEXT_FIELDS and change.after is not None and change.after != origin.raw:
            yield f"{origin.raw!r} is kept as {change.after!r}"


def _remits_are_kept(made: Round, result: Result) -> Iterator[str]:
    """P7: nothing outside an agency's remit is changed; what it wrote there is a proposal."""
    for change, filed in _changes(made, result):
        if filed is not None and made.owners[change.id] != filed.agency:
            yield f"{filed.received.name} of {filed.agency} wrote into {change.id} of {made.owners[change.id]}"
    kinds = {change.kind for change in _logged(result, _revisions(result))}
    if kinds - {"progress", "pending_decision"}:
        yield f"a merge changed {kinds}"
    proposals = {like(theirs) for kind, _, _, theirs in result.pending if kind == "proposal"}
    for filed in made.files:
        for key, cells in filed.seen.rows.items():
            for column in LOCKED if key in filed.shown.rows else ():
                before = filed.shown.rows[key][column][0]
                text = cells[column][0] if column in cells else before
                is_edit = like(text) not in (like(before), None) and not _was_mistrusted(filed, key)
                if is_edit and like(text) not in proposals:
                    yield f"{filed.received.name}: {text!r} in a locked cell is no proposal"


def _was_mistrusted(filed: Filed, key: str) -> bool:
    shown = [cells["measure"][0] for other, cells in filed.shown.rows.items() if other != key]
    return filed.seen.rows[key].get("measure", ("", ""))[0] in shown


def _counts_close(made: Round, result: Result) -> Iterator[str]:
    """P8: outcome counts add up to the cells read, and every cell to fill in of a keyed row is read once."""
    by_file = {filed.received.sha256: filed for filed in made.files}
    for merge in result.merges:
        if sum(merge.counts.values()) != merge.cells_read:
            yield f"{merge.counts} is not {merge.cells_read}"
        for one in merge.files:
            if one.merged is None:
                continue
            read = Counter((one.merged.sheet_of(cell), cell.cell.address) for cell in one.merged.cells)
            if twice := [place for place, count in read.items() if count > 1]:
                yield f"read twice: {twice}"
            filed = by_file[one.read.received.sha256]
            rows = [*filed.seen.rows.values(), *(cells for _, cells in filed.seen.twice_rows)]
            wanted = {cells[column][1] for cells in rows for column in OPEN if column in cells}
            if lost := wanted - {address for _, address in read}:
                yield f"not read: {lost}"
            missing = filed.shown.rows.keys() - filed.seen.rows.keys() - filed.seen.twice
            if len(one.merged.missing) != len(missing):
                yield f"{one.merged.missing} are missing, not {missing}"


CHECKS = {
    "P3": _nothing_is_lost,
    "P4": _only_who_saw,
    "P5": _everything_is_explained,
    "P6": _can_be_read_again,
    "P7": _remits_are_kept,
    "P8": _counts_close,
    "new measures": lost_measures,
}
