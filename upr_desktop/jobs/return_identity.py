"""Find out which workbook a return answers and whose it is, by any of its carriers, and say what is odd about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from upr_desktop.incoming_return import IncomingReturn
from upr_desktop.jobs.period_words import period_words
from upr_desktop.merge.return_state import Sent
from upr_desktop.merge.returns import MergedReturn
from upr_desktop.register.changes import RecordId
from upr_desktop.register.errors import FileRefused, Problem
from upr_desktop.register.fold import fold
from upr_desktop.register.plan_queries import periods
from upr_desktop.register.queries import AgencyRow, agencies, agencies_told
from upr_desktop.register.register import Connection
from upr_desktop.register.return_store import DispatchHead, ReturnFile, dispatch, dispatch_heads
from upr_desktop.words import LANGUAGES

ROWS, TOLD = "rows", "told"


@dataclass(frozen=True, slots=True)
class Identified:
    """The workbook that a return answers; `by` are the carriers that name it, `rows` (keys alone) or `told`.

    `owner` is the agency that the file says it is from, where that is not the one the workbook was sent to. Where its
    heading names another period than that of the workbook, and nobody confirmed that one, `periods` are the code of
    the workbook's and those words: what it says is held until then. `is_said` tells that a person said of this very
    file which agency it is from, where else nothing would.
    """

    sent: Sent
    by: tuple[str, ...]
    others: tuple[str, ...] = ()
    owner: RecordId | None = None
    periods: tuple[str, str] | None = None
    is_said: bool = False


Found = tuple[Sent, tuple[str, ...], tuple[str, ...]]


class Shelf:
    """The workbooks that were sent, each read once when it is asked for, and the names of agencies and periods."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, Sent] = {}
        self.heads = dispatch_heads(connection)
        self.agencies = agencies(connection)

    def sent(self, id: str) -> Sent:
        """Return one workbook that was sent."""
        if id not in self._read:
            one = dispatch(self._connection, id)
            assert one is not None
            self._read[id] = Sent(
                one.id, one.agency_id, one.period_id, one.language, one.revision, one.shown, one.base
            )
        return self._read[id]

    def periods_named(self, words: str, code: str | None) -> set[RecordId]:
        """Return the periods of a code, or where none is given those that these words name."""
        wanted = fold(words)
        return {
            row.id
            for row in periods(self._connection)
            if row.code == code
            or (not code and wanted in {fold(period_words(row.code, language)) for language in LANGUAGES})
        }

    def other_period(self, sent: Sent, words: str) -> tuple[str, str] | None:
        """Return the code of a workbook's period and these words, where they name another one that is known."""
        named = self.periods_named(words, None) if words else set()
        own = next((row.code for row in periods(self._connection) if row.id == sent.period_id), "")
        return (own, words) if named and sent.period_id not in named else None


def identify(
    shelf: Shelf, returned: IncomingReturn, agency: str | None, period: str | None, *, is_said: bool = False
) -> Identified:
    """Return the workbook that was sent and comes back; the agency and period told stand in where nothing else tells.

    `is_said` lets what a person said of this very file stand above its heading; the period told confirms that of the
    workbook. Raises FileRefused("return_not_identified").
    """
    found = _by_carriers(shelf, returned) or _by_rows(shelf, returned)
    found = found or _as_told(shelf, returned, agency, period)
    if found is None:
        raise FileRefused("return_not_identified", name=returned.name)
    sent, by, others = found
    is_said = is_said and by == (TOLD,)
    owner = None if is_said else _other_owner(returned, sent, shelf.agencies)
    heading = "" if period and by == (TOLD,) else returned.headings.get("period", "")
    periods = shelf.other_period(sent, heading)
    return Identified(sent, by, others, owner, None if periods and periods[0] == period else periods, is_said)


def _by_carriers(shelf: Shelf, returned: IncomingReturn) -> Found | None:
    """Return the dispatch that carriers name; where they name several, the one that most rows belong to."""
    known = {head.id for head in shelf.heads}
    named = {carrier: id for carrier, id in returned.dispatches.items() if id in known}
    if not named:
        return None
    keys = {row.key for row in returned.rows}
    best = max(dict.fromkeys(named.values()), key=lambda id: len(keys & shelf.sent(id).shown.keys()))
    by = tuple(carrier for carrier, id in named.items() if id == best)
    return shelf.sent(best), by, tuple(carrier for carrier in named if carrier not in by)


def _by_rows(shelf: Shelf, returned: IncomingReturn) -> Found | None:
    """Return the oldest dispatch that most of the rows' keys belong to.

    What a later one showed then reads as said before: judged by a later one, an older answer could pass for an edit.
    """
    keys = {row.key for row in returned.rows if row.key}
    if not keys:
        return None
    held = [(len(keys & shelf.sent(head.id).shown.keys()), head.id) for head in shelf.heads]
    most = max((count for count, _ in held), default=0)
    return (
        next(((shelf.sent(id), (ROWS,), ()) for count, id in held if count == most), None) if most else None
    )


def _as_told(shelf: Shelf, returned: IncomingReturn, agency: str | None, period: str | None) -> Found | None:
    """Return the dispatch to the agency and for the period that a person, or the file's heading, names.

    Of several it is the one whose measures most rows read like (they are in one language), of those alike the oldest.
    """
    if agency:
        own = [id for id, row in shelf.agencies.items() if row.code == agency]
    else:
        own = agencies_named(returned.headings.get("body", ""), shelf.agencies)
    wanted = shelf.periods_named(returned.headings.get("period", ""), period)
    fitting = [head.id for head in shelf.heads if head.agency_id in own and head.period_id in wanted]
    if not fitting or len(own) != 1:
        return None
    told = {fold(row.cells["measure"].raw) for row in returned.rows if "measure" in row.cells}

    def alike(id: str) -> int:
        return len(told & {fold(shown.get("measure", "")) for shown in shelf.sent(id).shown.values()})

    return shelf.sent(max(fitting, key=alike)), (TOLD,), ()


def agencies_named(text: str, named: Mapping[RecordId, AgencyRow]) -> list[RecordId]:
    """Return the agencies that a text names, by name, short name, alias or code; several where it is ambiguous."""
    wanted = fold(text)
    return [
        id
        for id, row in named.items()
        if wanted
        and not row.archived
        and wanted
        in {fold(one) for one in (row.code, *row.names.values(), *row.shorts.values(), *row.aliases)}
    ]


def _other_owner(
    returned: IncomingReturn, sent: Sent, named: Mapping[RecordId, AgencyRow]
) -> RecordId | None:
    found = agencies_named(returned.headings.get("body", ""), named)
    return found[0] if len(found) == 1 and found[0] != sent.agency_id else None


def notices(
    identity: Identified,
    merged: MergedReturn,
    earlier: Mapping[str, ReturnFile],
    known: Iterable[DispatchHead],
    named: Mapping[RecordId, AgencyRow],
) -> Iterator[Problem]:
    """Yield what a person should know of a file as a whole, then the problems of its rows and cells."""
    name, sent = merged.returned.name, identity.sent
    told = agencies_told("agency", [named[id] for id in [sent.agency_id] if id in named])
    if identity.others:
        yield Problem("return_carriers_disagree", name, told)
    if identity.is_said:
        yield Problem("return_agency_said", name, told, None, "info")
    elif identity.by in ((ROWS,), (TOLD,)):
        yield Problem("return_marks_gone", name, told)
    if identity.owner:
        both = told | agencies_told("other", [named[identity.owner]])
        yield Problem("return_of_another", name, both)
    if identity.periods:
        code, words = identity.periods
        yield Problem("return_of_another_period", name, {"period": code, "told": words}, None, "warning")
    yield from _order(identity, merged, earlier, known)
    counts = merged.counts
    for outcome in ("no_change", "cleared"):
        if counts[outcome]:
            yield Problem(f"return_{outcome}", name, {"count": counts[outcome]})
    if merged.missing:
        yield Problem("return_rows_missing", name, {"count": len(merged.missing)}, None, "info")
    yield from merged.problems


def _order(
    identity: Identified,
    merged: MergedReturn,
    earlier: Mapping[str, ReturnFile],
    known: Iterable[DispatchHead],
) -> Iterator[Problem]:
    """Say whether a newer workbook was sent since, a return of a newer one is in already, or another one of this."""
    name, sent = merged.returned.name, identity.sent
    own = [one for one in known if (one.agency_id, one.period_id) == (sent.agency_id, sent.period_id)]
    newer = {one.id for one in own if one.id > sent.id and one.language == sent.language}
    others = [file for sha256, file in earlier.items() if sha256 != merged.returned.file]
    if after := [file for file in others if file.dispatch_id in newer]:
        yield Problem("return_after_newer", name, {"other": after[-1].name})
    elif newer:
        yield Problem("return_of_older_workbook", name, {})
    if same := [file for file in others if file.dispatch_id == sent.id]:
        yield Problem(
            "return_second", name, {"other": same[-1].name, "day": same[-1].received_at[:10]}, None, "info"
        )
