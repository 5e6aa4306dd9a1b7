"""Describe the table of agencies, its filters, and the fields of an agency's form."""

from collections.abc import Callable, Sequence
from datetime import date

from upr_desktop.code_lists import PERSON_ROLES
from upr_desktop.register.agency_rows import AgencyDetails
from upr_desktop.register.changes import Change, RecordId
from upr_desktop.ui.columns import Column
from upr_desktop.ui.facet_counts import Facet
from upr_desktop.ui.fields import Choice, Field
from upr_desktop.ui.look import Look
from upr_desktop.words import LANGUAGES

EXISTS, ENDED, NOT_YET = "exists", "ended", "not_yet"
IN_LANGUAGE = ("name", "short")
Known = Callable[[], Sequence[AgencyDetails]]


def field_of(column: str, language: str) -> str:
    """Return the field that a column of the table edits in a language."""
    return f"{column}_{language}" if column in IN_LANGUAGE else column


def validity(agency: AgencyDetails, today: date) -> str:
    """Return exists, ended or not_yet, as of a day."""
    row, day = agency.row, today.isoformat()
    if row.valid_to and row.valid_to < day:
        return ENDED
    return NOT_YET if row.valid_from and row.valid_from > day else EXISTS


class AgencyWords:
    """What columns, filters and forms of agencies need to know: the language, the day, the other agencies."""

    def __init__(self, look: Look, known: Known, today: Callable[[], date]) -> None:
        self._look, self._known, self._today = look, known, today

    def validity(self, agency: AgencyDetails) -> str:
        """Return exists, ended or not_yet."""
        return validity(agency, self._today())

    def choices(self, besides: str = "") -> list[Choice]:
        """Return the agencies to choose from, by short name, without one of them."""
        language = self._look.language.code
        found = [one.row for one in self._known() if not one.row.archived and one.id != besides]
        labels = [
            Choice(row.id, f"{row.short(language)} · {row.name(language)}", row.short(language))
            for row in found
        ]
        return sorted(labels, key=lambda choice: choice.label.casefold())

    def short(self, id: RecordId | None) -> str:
        """Return the short name of an agency by its id."""
        row = next((one.row for one in self._known() if one.id == id), None)
        return row.short(self._look.language.code) if row else ""

    def dates(self, agency: AgencyDetails) -> str:
        """Return from when until when an agency exists, nothing where neither is known."""
        first, last = (self._look.language.date(day) for day in (agency.row.valid_from, agency.row.valid_to))
        return f"{first or '…'} – {last or '…'}" if first or last else ""

    def columns(self) -> tuple[Column[AgencyDetails], ...]:
        """Return the columns of the table."""
        t, date_of = self._look.t, self._look.language.date
        return (
            Column("code", "field.agency.code", lambda a: a.row.code, edit=_edits, width=76, strong=True),
            Column("short", "agencies.column.short", self._short, edit=_edits, width=100,
                   raw=lambda a: a.row.shorts.get(self._look.language.code, ""), tone=self._tone),
            *(self._text(f"short_{code}", 92) for code in LANGUAGES),
            Column("name", "agencies.column.name", self._name, edit=_edits, kind="text2", width=120, stretch=True,
                   wish=260, raw=lambda a: a.row.names.get(self._look.language.code, ""), tone=self._tone),
            *(self._text(f"name_{code}", 200) for code in LANGUAGES),
            Column("lead", "agencies.column.lead", lambda a: _count(a, "lead"), lambda a: a.counts.get("lead", 0),
                   kind="number", width=76, yields=2),
            Column("co", "agencies.column.co", lambda a: _count(a, "co"), lambda a: a.counts.get("co", 0),
                   kind="number", width=86, yields=2),
            Column("validity", "agencies.column.validity", self.dates, lambda a: a.row.valid_to, width=104,
                   kind="text2", tone=self._tone, yields=4),
            Column("parent_id", "field.agency.parent_id", lambda a: self.short(a.row.parent_id), edit=_edits, width=110,
                   shown=False, raw=lambda a: a.row.parent_id or "", choices=lambda a: self.choices(a.id)),
            Column("people", "agencies.column.people", lambda a: str(len(a.people) or ""), lambda a: len(a.people),
                   kind="number", width=72, yields=3),
            Column("aliases", "agencies.aliases", lambda a: "; ".join(a.row.aliases), edit=_edits, width=140,
                   kind="text2", shown=False),
            Column("valid_from", "field.agency.valid_from", lambda a: date_of(a.row.valid_from),
                   lambda a: a.row.valid_from, _edits, kind="date", width=100, shown=False),
            Column("valid_to", "field.agency.valid_to", lambda a: date_of(a.row.valid_to),
                   lambda a: a.row.valid_to, _edits, kind="date", width=100, shown=False),
            Column("collective", "field.agency.collective", lambda a: t("history.yes") if a.row.collective else "",
                   edit=_edits, width=92, raw=lambda a: "1" if a.row.collective else "", shown=False,
                   choices=lambda a: self._yes_or_no()),
        )  # fmt: skip

    def facets(self) -> tuple[Facet[AgencyDetails], ...]:
        """Return the filters."""
        t = self._look.t
        return (
            Facet("validity", "agencies.facet.validity", lambda a: [self.validity(a)],
                  lambda code: t(f"agencies.validity.{code}"), (EXISTS, ENDED, NOT_YET)),
            Facet("collective", "agencies.facet.collective", lambda a: ["1"] if a.row.collective else [], toggle=True),
            Facet("unused", "agencies.facet.unused", lambda a: [] if a.recommendations else ["1"], toggle=True),
            Facet("no_person", "agencies.facet.no_person", lambda a: [] if a.people else ["1"], toggle=True),
        )  # fmt: skip

    def fields(self, shown: Callable[[], str]) -> tuple[Field, ...]:
        """Return the fields of the form; `shown` tells whose form it is."""
        return (
            Field("code", "field.agency.code", half=True),
            Field("parent_id", "field.agency.parent_id", "choice", lambda: self.choices(shown()), half=True),
            *(Field(f"name_{code}", f"field.agency.name_{code}", "text", lines=1) for code in LANGUAGES),
            *(Field(f"short_{code}", f"agencies.short_{code}", half=True) for code in LANGUAGES),
            Field("aliases", "agencies.aliases", "names", hint="agencies.add_alias"),
            Field("valid_from", "field.agency.valid_from", "date", half=True),
            Field("valid_to", "field.agency.valid_to", "date", half=True),
            Field("collective", "field.agency.collective", "tick"),
        )

    def part_fields(self, kind: str, shown: Callable[[], str]) -> tuple[Field, ...]:
        """Return the fields of a person, or of a succession."""
        if kind == "person":
            return (
                Field("name", "field.person.name"),
                Field("role", "field.person.role", "choice", self._roles),
                Field("email", "field.person.email"),
                Field("phone", "field.person.phone"),
            )
        return (
            Field("to_id", "agencies.replaced_by", "choice", lambda: self.choices(shown())),
            Field("date", "agencies.replaced_on", "date"),
            Field("act", "field.agency_succession.act"),
            Field("scope", "field.agency_succession.scope", "text", lines=2),
        )

    def _yes_or_no(self) -> list[Choice]:
        return [Choice("1", self._look.t("history.yes")), Choice("", self._look.t("history.no"))]

    def _roles(self) -> list[Choice]:
        return [Choice(role, self._look.t(f"person_role.{role}")) for role in PERSON_ROLES]

    def _text(self, field: str, width: int) -> Column[AgencyDetails]:
        return Column(
            field, f"agencies.{field}" if field.startswith("short") else f"field.agency.{field}",
            lambda a: str(a.values[field] or ""), edit=_edits, width=width, shown=False,
        )  # fmt: skip

    def _short(self, agency: AgencyDetails) -> str:
        return agency.row.shorts.get(self._look.language.code, "")

    def _name(self, agency: AgencyDetails) -> str:
        return agency.row.name(self._look.language.code)

    def _tone(self, agency: AgencyDetails) -> str | None:
        return "soft" if agency.row.archived or self.validity(agency) != EXISTS else None


def _count(agency: AgencyDetails, role: str) -> str:
    return str(agency.counts.get(role, "") or "")


def _edits(agency: AgencyDetails, text: str) -> Sequence[Change]:
    """Mark a column as one that takes edits: `set_cells` decides what they write."""
    return ()
