"""Sort words as the dictionaries of Kazakh, Russian and English do, whatever the places of their letters in Unicode."""

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
ORDER = {ord(letter): chr(0x400 + place) for place, letter in enumerate(ALPHABET)}
SORTED_LETTERS = 40


def alphabetical(text: str) -> str | None:
    """Return a key that sorts Kazakh, Russian and English words as their dictionaries do; None for no text.

    Only the first 40 letters count.
    """
    if not text:
        return None
    start = text[:SORTED_LETTERS].casefold()
    return start if start.isascii() else start.translate(ORDER)
