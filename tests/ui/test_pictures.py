"""Pictures of the documentation are small, and no colour that a person would miss is lost in them."""

from PySide6.QtGui import QColor, QImage

from upr_desktop.ui.pictures import MOST_COLOURS, with_few_colours


def picture(*colours: tuple[int, int, int]) -> QImage:
    """Return a picture with a pixel of each colour in a line, the first of them much wider."""
    image = QImage(len(colours) + 100, 1, QImage.Format.Format_RGB32)
    image.fill(QColor(*colours[0]))
    for x, colour in enumerate(colours):
        image.setPixelColor(x, 0, QColor(*colour))
    return image


def test_shades_that_nobody_tells_apart_become_one_colour() -> None:
    greys = [(level, level, level) for level in range(256)]
    found = with_few_colours(picture(*greys, *greys))
    assert len(found.colorTable()) <= MOST_COLOURS
    assert all(abs(found.pixelColor(level, 0).red() - level) <= 12 for level in range(256))


def test_a_colour_that_only_a_small_mark_has_stays() -> None:
    blues = [(shade // 8, shade % 8 * 16, 200) for shade in range(1000)]
    found = with_few_colours(picture(*blues, *blues, (200, 20, 20)))
    kept = found.pixelColor(2000, 0)
    assert (kept.red(), kept.green(), kept.blue()) == (200, 20, 20)
