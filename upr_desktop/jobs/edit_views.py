"""Keep the views that people save of a screen: named columns, filters, sorting and search, as records."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upr_desktop.register.changes import Added, ChangeSet, Label, RecordId, Values, edits, new_id
from upr_desktop.register.queries import fields_of
from upr_desktop.register.register import Connection

VIEW = ("screen", "name", "definition", "archived")


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its name, what it shows as plain data, and its fields as they are stored."""

    id: RecordId
    name: str
    definition: Mapping[str, Any]
    stored: Values


def saved_views(connection: Connection, screen: str) -> list[View]:
    """Return the views of a screen, by name; one whose definition cannot be read shows everything."""
    found = [
        View(id, str(values["name"]), _parsed(str(values["definition"])), values)
        for id, values in fields_of(connection, "saved_view", VIEW)
        if values["screen"] == screen and not values["archived"]
    ]
    return sorted(found, key=lambda view: (view.name.casefold(), view.id))


def add_view(screen: str, name: str, definition: Mapping[str, Any]) -> ChangeSet:
    """Return what saves a view under a name."""
    values: Values = {"screen": screen, "name": name, "definition": _written(definition)}
    return ChangeSet(Label("label.view.added", {"name": name}), (Added("saved_view", new_id(), values),))


def change_view(view: View, definition: Mapping[str, Any]) -> ChangeSet:
    """Return what makes a saved view show something else."""
    after = {"definition": _written(definition)}
    return ChangeSet(
        Label("label.view.changed", {"name": view.name}), edits("saved_view", view.id, view.stored, after)
    )


def rename_view(view: View, name: str) -> ChangeSet:
    """Return what gives a saved view another name."""
    label = Label("label.view.renamed", {"name": view.name, "new_name": name})
    return ChangeSet(label, edits("saved_view", view.id, view.stored, {"name": name}))


def remove_view(view: View) -> ChangeSet:
    """Return what puts a saved view away."""
    label = Label("label.view.removed", {"name": view.name})
    return ChangeSet(label, edits("saved_view", view.id, view.stored, {"archived": True}))


def _written(definition: Mapping[str, Any]) -> str:
    return json.dumps(definition, ensure_ascii=False, sort_keys=True)


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
