"""Change what the columns of a plan's file mean, keep that in a .json file or take it from one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from upr_desktop.incoming_plan import ColumnMap
from upr_desktop.jobs.plan_maps import load_maps, map_of, put_map, save_maps, with_field
from upr_desktop.jobs.telling import sentence
from upr_desktop.merge.plan_draft import FileTable, PlanDraft
from upr_desktop.register.errors import RegisterError
from upr_desktop.ui.asking import ask_target
from upr_desktop.ui.look import Look
from upr_desktop.ui.screens.import_files import FileEntry

MAP_END = ".json"


class PlanMapping(QObject):
    """How the sheets of one file are read. `chosen` carries Options that a person changed, `told` words and tone."""

    chosen = Signal(object)
    told = Signal(str, str)

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self._entry: FileEntry | None = None
        self._tables: Sequence[FileTable] = ()

    def use(self, entry: FileEntry, draft: PlanDraft) -> None:
        """Take the file whose columns are meant."""
        self._entry, self._tables = entry, draft.tables

    def of(self, table: FileTable) -> ColumnMap:
        """Return how a sheet is read, or may be."""
        told = self._entry.options.mapping if self._entry else ()
        return map_of(table, told, is_first=table is self._tables[0])

    def fields(self, table: FileTable) -> Mapping[str, str]:
        """Return the field of each column, those too that are no part of a plan."""
        is_told = self._entry is not None and any(
            one.sheet == table.sheet for one in self._entry.options.mapping
        )
        return self.of(table).columns if is_told else dict(zip(table.columns, table.fields, strict=True))

    def choose_field(self, table: FileTable, letters: str, name: str) -> None:
        """Let a column hold another field, or none."""
        self._put([with_field(self.of(table), letters, name)])

    def choose_header(self, table: FileTable, number: int) -> None:
        """Let the titles stand in another row, or nowhere for 0."""
        self._put([replace(self.of(table), header_row=number)])

    @property
    def has_guess(self) -> bool:
        """Return whether a sheet that was not recognised may be read by what its columns seem to hold."""
        return bool(self._guessed())

    def take_guess(self) -> None:
        """Read the sheets that were not recognised by what their columns seem to hold."""
        self._put(self._guessed())

    def save(self, path: Path) -> None:
        """Write what the columns mean to a .json file."""
        try:
            save_maps(path, [self.of(table) for table in self._tables if any(self.fields(table).values())])
        except RegisterError as error:
            self._refuse(error)
        else:
            self.told.emit(self._look.t("plan_import.map_saved", file=path.name), "ok")

    def load(self, path: Path) -> None:
        """Take what the columns mean from a .json file."""
        try:
            maps = load_maps(path, self._tables)
        except RegisterError as error:
            self._refuse(error)
        else:
            self._put(maps)
            self.told.emit(self._look.t("plan_import.map_loaded", file=path.name), "ok")

    def ask_save(self, folder: Path) -> None:
        """Ask where to, and write the mapping there."""
        name = Path(self._entry.name).stem if self._entry else ""
        proposed = folder / f"{name}-map{MAP_END}"
        title, kind = "plan_import.save_map", "plan_import.map_files"
        if (target := ask_target(self._look, self._window, title, proposed, kind)) is not None:
            self.save(target)

    def ask_load(self, folder: Path) -> None:
        """Ask which mapping to take."""
        kinds = f"{self._look.t('plan_import.map_files')} (*{MAP_END})"
        title = self._look.t("plan_import.load_map")
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(folder), kinds)
        if name:
            self.load(Path(name))

    def _guessed(self) -> list[ColumnMap]:
        maps = [self.of(table) for table in self._tables if not table.recognised]
        return [one for one in maps if "measure" in one.columns.values()]

    def _put(self, maps: Sequence[ColumnMap]) -> None:
        if self._entry is None:
            return
        mapping = self._entry.options.mapping
        for one in maps:
            mapping = put_map(mapping, one)
        self.chosen.emit(replace(self._entry.options, mapping=mapping))

    def _refuse(self, error: RegisterError) -> None:
        self.told.emit(sentence(error, self._look.language.code), "bad")
