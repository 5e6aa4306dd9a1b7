"""Remember how a person divided the room between two parts of a screen."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSplitter

from upr_desktop.ui.settings import Settings


def keep_split(splitter: QSplitter, settings: Settings, name: str, usual: Sequence[int]) -> None:
    """Divide the room as it was divided last under this name, else as usual (sizes, or shares of one)."""
    kept = settings.table(f"{name}.split").get("sizes")
    is_whole = isinstance(kept, list) and len(kept) == len(usual)
    splitter.setSizes([int(size) for size in kept] if is_whole and kept else list(usual))
    splitter.splitterMoved.connect(lambda: settings.write(f"{name}.split", {"sizes": splitter.sizes()}))
