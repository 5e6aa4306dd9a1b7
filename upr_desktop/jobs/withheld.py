"""Keep what is for official use out of an export of the history: documents and reports that are marked so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from upr_desktop.jobs.describe_changes import Told, ToldField, ToldRecord
from upr_desktop.register.changes import Label, RecordId
from upr_desktop.register.confidential import confidential_ids, titles_of
from upr_desktop.register.register import Connection


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is marked: ids of records, titles that other records' changes may quote, and the word shown instead."""

    ids: frozenset[RecordId] = frozenset()
    titles: tuple[str, ...] = ()
    word: str = ""

    def label(self, label: Label) -> Label:
        """Return what a saved change is called, without the titles that are withheld."""
        values = {
            name: self._text(str(value)) if isinstance(value, str) else value
            for name, value in label.values.items()
        }
        return Label(label.key, values)

    def told(self, told: Told) -> Sequence[ToldRecord]:
        """Return the changes of records, with the values that are withheld replaced by the word."""
        return [self._record(one) for one in told.records]

    def _record(self, one: ToldRecord) -> ToldRecord:
        is_marked = one.id in self.ids
        name = self.word if is_marked else self._text(one.name)
        return replace(one, name=name, fields=[self._field(each, is_marked=is_marked) for each in one.fields])

    def _field(self, field: ToldField, *, is_marked: bool) -> ToldField:
        hide = self._whole if is_marked or not self.ids.isdisjoint(field.of) else self._text
        origin = replace(field.origin, raw=hide(field.origin.raw)) if field.origin else None
        return replace(field, before=hide(field.before), after=hide(field.after), origin=origin)

    def _whole(self, text: str) -> str:
        return self.word if text else ""

    def _text(self, text: str) -> str:
        for title in self.titles:
            text = text.replace(title, self.word)
        return text


def withheld(connection: Connection, word: str) -> Withheld:
    """Return what an export for everyone leaves out now; what was marked and no longer is, is shown again."""
    ids = confidential_ids(connection)
    return Withheld(frozenset(ids), tuple(sorted(titles_of(connection, ids), key=len, reverse=True)), word)
