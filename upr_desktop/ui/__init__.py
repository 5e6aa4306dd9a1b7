"""Show the window."""

from upr_desktop.ui import plain_imports as _plain_imports  # noqa: F401
