"""Tell which returns of an archive a file beside them goes with: those of its folder, else of the nearest above."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upr_desktop.jobs.merge_returns import ReadFile


def folder_of(name: str) -> str:
    """Return the folder of a file by its name in an archive; empty for one at the top."""
    return name.replace("\\", "/").rpartition("/")[0]


def nearest(files: Sequence["ReadFile"], folder: str) -> Sequence["ReadFile"]:
    """Return those of the files that stand in the folder, else in the nearest above it; all where none does."""
    for one in (PurePosixPath(folder), *PurePosixPath(folder).parents):
        if found := [file for file in files if PurePosixPath(folder_of(file.received.name)) == one]:
            return found
    return files
