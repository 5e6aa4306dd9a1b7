"""Show the program's own pictures in the colours of the theme."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from upr_desktop.paths import bundled

SIDE = 16
SCALES = (1, 2, 3)


def icon(name: str, colour: str) -> QIcon:
    """Return a picture of resources/icons, its `currentColor` replaced by `#RRGGBB`, sharp at 100 to 300 %."""
    from PySide6.QtSvg import QSvgRenderer

    drawn = (bundled("resources/icons") / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawn.replace("currentColor", colour).encode()))
    made = QIcon()
    for scale in SCALES:
        picture = QPixmap(QSize(SIDE, SIDE) * scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        made.addPixmap(picture)
    return made


def program_icon() -> QIcon:
    """Return the picture of the program itself."""
    return QIcon(str(bundled("resources/icons") / "upr.svg"))
