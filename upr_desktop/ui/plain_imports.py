"""Take out the hook that PySide6 puts into `import`.

It reads the source of each module again, for features that nothing here uses: a millisecond for each of some hundred.
"""

import builtins

from PySide6 import QtCore as _QtCore  # noqa: F401  # it puts the hook in

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
