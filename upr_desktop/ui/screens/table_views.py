"""Keep the arrangement of a screen's table and filters: the last one, and those saved under a name."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from upr_desktop.jobs.edit_views import View, add_view, change_view, remove_view, rename_view, saved_views
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.record_list import RecordList
from upr_desktop.ui.screens.saved_views import NameLine, ViewButton
from upr_desktop.ui.session import Session, Write


class TableViews(QObject):
    """Applies and keeps the views of a screen. `search_asked` carries the search text of a view that was chosen."""

    search_asked = Signal(str)

    def __init__(
        self,
        look: Look,
        session: Session,
        screen: str,
        list: RecordList,  # noqa: A002  # the user's word
        button: ViewButton,
        line: NameLine,
        write: Write,
        query: Callable[[], str],
    ) -> None:
        super().__init__(list)
        self._look, self._session, self._list, self._button, self._line = look, session, list, button, line
        self._write, self._query, self._screen = write, query, screen
        self._layout_key, self._last_key = f"{screen}.layout", f"{screen}.view"
        self._renaming: View | None = None
        self._known: dict[str, Any] = {}
        self._default = list.table.layout_data()
        self._connect()

    def restore(self) -> None:
        """Arrange the table as it was left, in the view that was used last."""
        layout = self._session.settings.table(self._layout_key)
        if layout:
            self._use_layout(layout)
        self._known = self._layout()
        self.refresh()
        if (view := self._button.current) is not None:
            self._list.facets.choose(view.definition.get("facets", {}))

    def read(self) -> list[View]:
        """Return the views that there are now."""
        return self._session.read(lambda connection: saved_views(connection, self._screen))

    def refresh(self) -> None:
        """Offer the views that there are now."""
        views = self.read()
        last = self._session.settings.text(self._last_key)
        self._button.show_views(views, last if any(view.id == last for view in views) else "")
        self.compare()

    def compare(self) -> None:
        """Mark the view in use as changed where filters or search are no longer its own."""
        view = self._button.current
        if view is not None:
            wanted = {key: sorted(codes) for key, codes in view.definition.get("facets", {}).items() if codes}
            shown = self.definition()
            same = wanted == shown["facets"] and view.definition.get("search", "") == shown["search"]
            self._button.mark_changed(not same)

    def choose(self, id: str) -> None:
        """Use a saved view; an empty id shows everything as it is shown first."""
        self._session.settings.write(self._last_key, id or None)
        self.refresh()
        view = self._button.current
        definition: Mapping[str, Any] = view.definition if view else {}
        layout = definition.get("layout")
        self._use_layout(layout or self._default)
        self._list.facets.choose(definition.get("facets", {}))
        self.search_asked.emit(str(definition.get("search", "")))
        if layout:
            self._keep_layout()
        else:
            self._known = self._layout()
            self._session.settings.write(self._layout_key, None)

    def definition(self) -> dict[str, Any]:
        """Return what is shown now, as plain data."""
        facets = {key: sorted(codes) for key, codes in self._list.facets.chosen().items()}
        return {"layout": self._layout(), "facets": facets, "search": self._query()}

    def _connect(self) -> None:
        self._list.table.layout_changed.connect(self._keep_layout)
        self._list.facets.chosen_changed.connect(self.compare)
        self._button.chosen.connect(self.choose)
        self._button.save_asked.connect(self._ask_name)
        self._button.change_asked.connect(self._change)
        self._button.rename_asked.connect(self._ask_new_name)
        self._button.remove_asked.connect(self._remove)
        self._line.named.connect(self._take_name)

    def _use_layout(self, layout: Mapping[str, Any]) -> None:
        """Arrange columns and sorting; how high rows are is one choice for the whole window."""
        self._list.table.use_layout({**layout, "compact": self._list.table.cells.is_compact})

    def _layout(self) -> dict[str, Any]:
        layout = self._list.table.layout_data()
        layout.pop("compact", None)
        return layout

    def _keep_layout(self) -> None:
        """Remember how a person arranged the table."""
        layout = self._layout()
        if layout != self._known:
            self._known = layout
            self._session.settings.write(self._layout_key, layout)

    def _ask_name(self) -> None:
        self._renaming = None
        self._line.ask()

    def _ask_new_name(self) -> None:
        if (view := self._button.current) is not None:
            self._renaming = view
            self._line.ask(view.name)

    def _take_name(self, name: str) -> None:
        if self._renaming is not None:
            self._write(rename_view(self._renaming, name))
        else:
            added = add_view(self._screen, name, self.definition())
            if self._write(added):
                self._session.settings.write(self._last_key, added.changes[0].id)
        self.refresh()

    def _change(self) -> None:
        if (view := self._button.current) is not None:
            self._write(change_view(view, self.definition()))
            self.refresh()

    def _remove(self) -> None:
        if (view := self._button.current) is not None and self._write(remove_view(view)):
            self._session.settings.write(self._last_key, None)
            self.refresh()
