"""Tell the language of a text from its letters."""

import re

KAZAKH_LETTERS = "әғқңөұүіһӘҒҚҢӨҰҮІҺ"
CYRILLIC, LATIN = re.compile("[Ѐ-ӿ]+"), re.compile("[A-Za-z]+")
_NOT_RUSSIAN = re.compile(f"[A-Za-z{KAZAKH_LETTERS}]")
# Of Kazakh letters about one in five is specific to it; a Kazakh name in a Russian sentence brings one in a hundred.
KAZAKH_SHARE = 0.04
# Under a Kazakh title it may be fewer: some sentences have only one in thirty.
KAZAKH_SHARE_EXPECTED = 0.02
# In so many letters a Kazakh text would show some that Russian lacks.
TELLING = 40
# Words of most Russian sentences and of no Kazakh one; with a capital or a dot they may be initials.
_RUSSIAN_WORD = re.compile(r"(?<![\w.])(?:в|для|до|за|и|из|к|на|об|от|по|при|с|со)(?![\w.])")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


def language_of(text: str, hints: frozenset[str] = frozenset()) -> str | None:
    """Return kk, ru or en; None where a text has no letters.

    `hints` are the languages of the column's title: they decide where the letters do not, as in a short Kazakh text
    without a letter of its own.
    """
    if hints != {"kk"} and not _NOT_RUSSIAN.search(text):  # most texts, in a fifth of the time
        return "ru" if CYRILLIC.search(text) else None
    cyrillic, latin = (sum(map(len, letters.findall(text))) for letters in (CYRILLIC, LATIN))
    kazakh = sum(map(text.count, KAZAKH_LETTERS))
    if not cyrillic + latin:
        return None
    if latin > cyrillic:
        return "en"
    share = KAZAKH_SHARE_EXPECTED if hints == {"kk"} else KAZAKH_SHARE
    if kazakh >= max(1, cyrillic * share):
        return "kk"
    is_told = cyrillic >= TELLING or _RUSSIAN_WORD.search(text)
    return "kk" if hints == {"kk"} and not is_told else "ru"


def language_written(text: str, hints: frozenset[str] = frozenset()) -> str | None:
    """Return the language of what a person wrote; an address of a page, or a number, alone is in none."""
    has_link = "@" in text or "://" in text or "www." in text
    return language_of(_LINK.sub(" ", text) if has_link else text, hints)


def is_mixed(text: str) -> bool:
    """Return whether lines of the text, each long enough to tell, are in different languages."""
    lines = [line for part in text.split("\n") for line in part.split(" / ")]
    telling = [line for line in lines if sum(letter.isalpha() for letter in line) >= TELLING // 2]
    return len({language_of(line) for line in telling}) > 1
