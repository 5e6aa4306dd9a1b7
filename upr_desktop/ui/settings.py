"""Remember what a person chose: language, theme, name, recent files, widths and splits. One JSON file."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from upr_desktop.paths import user_folder

RECENT = 10


class Settings:
    """The user's settings; each change is written at once, whole. A damaged file counts as empty."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or user_folder() / "settings.json"
        self._values: dict[str, Any] = self._read()
        self._assumed: dict[str, str] = {}

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def text(self, key: str, default: str = "") -> str:
        """Return a text, or the default where there is none."""
        value = self._assumed.get(key, self._values.get(key, default))
        return value if isinstance(value, str) else default

    def assume(self, key: str, value: str) -> None:
        """Take a text for as long as the program runs, without keeping it: what the command line said."""
        self._assumed[key] = value

    def flag(self, key: str) -> bool:
        """Return whether something was switched on."""
        return self._values.get(key) is True

    def is_new(self) -> bool:
        """Return whether nothing was ever chosen or opened: the program's first run."""
        return not self._values

    def table(self, key: str) -> Mapping[str, Any]:
        """Return a table of values (a layout, for example), empty where there is none."""
        value = self._values.get(key)
        return value if isinstance(value, dict) else {}

    def write(self, key: str, value: object) -> None:
        """Set a value and keep it; None forgets it. A folder that cannot be written to is no one's loss."""
        self._assumed.pop(key, None)
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            temporary.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            temporary.replace(self._path)
        except OSError:
            temporary.unlink(missing_ok=True)

    @property
    def author(self) -> str:
        """Return the name of who is working; empty until it was asked."""
        return self.text("author")

    def recent(self) -> list[Path]:
        """Return the registers opened last, newest first, those that are still there."""
        known = self._values.get("recent")
        paths = [Path(path) for path in known if isinstance(path, str)] if isinstance(known, list) else []
        return [path for path in paths if path.is_file()]

    def remember(self, path: Path) -> None:
        """Put a register first among the recent ones."""
        others = [str(other) for other in self.recent() if other != path.absolute()]
        self.write("recent", [str(path.absolute()), *others][:RECENT])
