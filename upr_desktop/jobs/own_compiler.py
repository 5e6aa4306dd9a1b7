"""Remember who compiles an agency's returns, and by which telephone they are asked."""

from dataclasses import dataclass

from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, Values, edits, new_id
from upr_desktop.register.connection import Connection
from upr_desktop.register.errors import RegisterError
from upr_desktop.register.own_rows import keeper
from upr_desktop.register.queries import records

FOCAL = "focal"


@dataclass(frozen=True, slots=True)
class Compiler:
    """Who compiles the returns: a name and a telephone, either may be empty."""

    name: str
    phone: str


def compiler(connection: Connection) -> Compiler | None:
    """Return who compiles the returns of an agency's own register, None where nobody was named yet."""
    found = _stored(connection)
    return Compiler(str(found[1]["name"] or ""), str(found[1]["phone"] or "")) if found else None


def name_compiler(connection: Connection, told: Compiler) -> ChangeSet:
    """Return what remembers who compiles the returns. Raises RegisterError("not_an_agency_register")."""
    kept = keeper(connection)
    if kept is None:
        raise RegisterError("not_an_agency_register", file="")
    wished: Values = {"name": told.name.strip(), "phone": told.phone.strip() or None}
    label = Label("label.own.compiler", {"name": str(wished["name"])})
    if found := _stored(connection):
        return ChangeSet(label, edits("person", found[0], found[1], wished))
    person: Values = {"agency_id": kept.agency_id, "role": FOCAL, **wished}
    given = {name: value for name, value in person.items() if value}
    return ChangeSet(label, [Added("person", new_id(), given)] if wished["name"] else [])


def _stored(connection: Connection) -> tuple[RecordId, Values] | None:
    """Return the focal person of the agency: the one named first."""
    kept = keeper(connection)
    people = sorted(records(connection, "person").items()) if kept else []
    return next(
        (
            (id, one)
            for id, one in people
            if kept and not one["archived"] and (one["agency_id"], one["role"]) == (kept.agency_id, FOCAL)
        ),
        None,
    )
