"""Show the window.

PySide6 puts a hook into `import` that reads the source of each module again, for features that nothing here uses. It
is taken out, which saves a millisecond for each of some hundred modules.
"""

import builtins

from PySide6 import QtCore as _QtCore  # noqa: F401  # it puts the hook in

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
