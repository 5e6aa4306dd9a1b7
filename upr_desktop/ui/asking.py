"""Ask for a file, or whether something may be lost: the few questions that are dialogs."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from upr_desktop.paths import user_folder
from upr_desktop.ui.look import Look
from upr_desktop.ui.settings import Settings

FOREIGN = "*.docx *.xlsx *.xlsm *.xls *.ods *.csv *.json *.zip"
REGISTER_END = ".upr"
WORKBOOK_ENDS = (".xlsx", ".xlsm", ".xls", ".ods")
ARCHIVE_END = ".zip"
# What may be a workbook to fill in: also a return that was written with its documents.
FILLED_ENDS = (*WORKBOOK_ENDS, ARCHIVE_END)
WORKBOOKS = " ".join(f"*{end}" for end in FILLED_ENDS)
RETURN_ENDS = {".xlsx": "own.files", ARCHIVE_END: "own.archives"}
RETURNS_FOLDER = "returns.received"


def ask_register(look: Look, parent: QWidget, folder: Path) -> Path | None:
    """Ask which register to open, or which workbook to fill in."""
    kinds = f"{look.t('window.files.registers')} (*{REGISTER_END});;{look.t('own.files')} ({WORKBOOKS})"
    name, _ = QFileDialog.getOpenFileName(parent, look.t("window.ask.open"), str(folder), kinds)
    return Path(name) if name else None


def ask_files(look: Look, parent: QWidget, folder: Path, title: str = "window.ask.import") -> list[Path]:
    """Ask which files to bring in; `title` is the key of the question."""
    kinds = f"{look.t('window.files.foreign')} ({FOREIGN});;{look.t('window.files.all')} (*)"
    names, _ = QFileDialog.getOpenFileNames(parent, look.t(title), str(folder), kinds)
    return [Path(name) for name in names]


def ask_returns(look: Look, parent: QWidget, register: Path, settings: Settings) -> list[Path]:
    """Ask which returns to take in, where the last ones were found."""
    kept = settings.text(RETURNS_FOLDER)
    folder = Path(kept) if kept and Path(kept).is_dir() else files_folder(register)
    if paths := ask_files(look, parent, folder, "merge.ask"):
        settings.write(RETURNS_FOLDER, str(paths[0].parent))
    return paths


def ask_workbook(look: Look, parent: QWidget, folder: Path) -> Path | None:
    """Ask which workbook of the secretariat's to fill in."""
    kinds = f"{look.t('own.files')} ({WORKBOOKS})"
    name, _ = QFileDialog.getOpenFileName(parent, look.t("own.ask"), str(folder), kinds)
    return Path(name) if name else None


def ask_target(look: Look, parent: QWidget, title: str, proposed: Path, kind: str) -> Path | None:
    """Ask where to write a file; `kind` is the key of what it is, its ending that of the name proposed."""
    kinds = f"{look.t(kind)} (*{proposed.suffix})"
    name, _ = QFileDialog.getSaveFileName(parent, look.t(title), str(proposed), kinds)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() == proposed.suffix else path.with_name(path.name + proposed.suffix)


def ask_return_target(look: Look, parent: QWidget, proposed: Path) -> Path | None:
    """Ask where to write a return: a workbook, or an archive with its documents; as which, the ending says."""
    ends = sorted(RETURN_ENDS, key=lambda end: end != proposed.suffix)
    kinds = {f"{look.t(RETURN_ENDS[end])} (*{end})": end for end in ends}
    title = look.t("own.ask_target")
    name, chosen = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(kinds))
    if not name or Path(name).suffix.lower() in RETURN_ENDS:
        return Path(name) if name else None
    return Path(f"{name}{kinds.get(chosen, proposed.suffix)}")


def confirm(look: Look, parent: QWidget, question: str, yes: str, no: str = "window.ask.keep") -> bool:
    """Ask whether to do what loses something; Esc and Enter keep it. `yes` and `no` are keys."""
    box = QMessageBox(QMessageBox.Icon.Question, "UPR Desktop", question, parent=parent)
    agreed = box.addButton(look.t(yes), QMessageBox.ButtonRole.AcceptRole)
    kept = box.addButton(look.t(no), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(kept)
    box.setEscapeButton(kept)
    box.exec()
    return box.clickedButton() is agreed


def choose(look: Look, parent: QWidget, question: str, ways: Sequence[str]) -> str | None:
    """Ask which of several ways to go, each a key of words; Esc goes none."""
    box = QMessageBox(QMessageBox.Icon.Question, "UPR Desktop", question, parent=parent)
    buttons = {box.addButton(look.t(way), QMessageBox.ButtonRole.AcceptRole): way for way in ways}
    box.setEscapeButton(box.addButton(look.t("window.ask.keep"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    pressed = box.clickedButton()
    return next((way for each, way in buttons.items() if each is pressed), None)


def files_folder(register: Path) -> Path:
    """Return where the files of a register are: beside it; where the program keeps it, among the documents."""
    if user_folder() in register.absolute().parents:
        return first_folder(documents())
    return register.parent


def documents() -> list[Path]:
    """Return where this system keeps documents, whether the folders are there or not."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return [Path(place) for place in QStandardPaths.standardLocations(kind)]


def first_folder(places: Sequence[Path]) -> Path:
    """Return the first of the folders that is there, else the user's own."""
    return next((place for place in places if place.is_dir()), Path.home())


def free_path(folder: Path, name: str) -> Path:
    """Return the path of a name in a folder, numbered where something has that name: `name 2.upr`."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} {number}{Path(name).suffix}"
        number += 1
    return path
