"""Find what the program ships and where it keeps what is the user's."""

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Return the path of a shipped file or folder (`resources/words`) in a checkout, a wheel or a frozen build."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen)] if frozen else [PACKAGE, PACKAGE.parent]
    for place in places:
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(name)


def user_folder() -> Path:
    """Return (and make) the user's data folder: settings, backups, log, the sample. `UPR_HOME` overrides it."""
    folder = Path(os.environ["UPR_HOME"]) if "UPR_HOME" in os.environ else _system_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _system_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "UPR Desktop"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "UPR Desktop"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "upr-desktop"
