"""Wire the objects of the program together and open its window."""

import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QMainWindow


def main(arguments: Sequence[str]) -> int:
    """Open the window and run until it is closed; return the exit code."""
    application = QApplication([sys.argv[0], *arguments])
    application.setStyle("Fusion")
    window = QMainWindow()
    window.setWindowTitle("UPR Desktop")
    window.resize(1280, 720)
    window.show()
    return application.exec()
