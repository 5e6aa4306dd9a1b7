"""Reduce words to what is heard in them: without look-alikes, Kazakh keys and endings of cases."""

import re
import unicodedata
from functools import cache, lru_cache

from upr_desktop.register.fold import fold

# What people type who have no Kazakh keyboard: both spellings go to one. Applied after fold, which makes i of і.
_WITHOUT_KAZAKH_KEYS = str.maketrans({
    "ә": "a", "ғ": "г", "қ": "k", "ң": "h", "ө": "o", "ұ": "y", "ү": "y", "i": "и",
})  # fmt: skip
_UNSEEN = re.compile("[\xad\u200b-\u200f\u2060\ufeff\u0300-\u0305\u0307\u0309-\u036f]")
_LETTERS = re.compile(r"\(\?P<\w+>|\\.|[^\W\d_]+")

_RUSSIAN = (
    "а я у ю е и ы ь о й ом ем ой ей ою ею ов ев ам ям ах ях ами ями ый ий ая яя ое ее ые ие ого его ему ому"
    " им ым их ых ыми ими ую юю ью ья ье ьи ии ия ию ием иям иях иями ьего ьей ьем ьему ьим но"
)
_KAZAKH_PLURAL = "лар лер дар дер тар тер"
_KAZAKH_OWN = "ы і сы сі"
_KAZAKH_CASE = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті н да де та те нда нде дан ден тан тен нан нен"
    " мен бен пен ғы гі қы кі дағы дегі тағы тегі ндағы ндегі"
)


def tidy(text: str) -> str:
    """Return the text in NFC, on one line, without invisible marks; white space of any kind is one space."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def sound(text: str) -> str:
    """Return the text as it is compared, letter for letter: its length and its places stay those of the text.

    Case, accents, look-alike letters and Kazakh letters typed on a Russian keyboard make no difference.
    Never compare abbreviations by it: СІМ and СИМ are two ministries.
    """
    return "".join(map(_letter, text))


def sounding(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, written in small letters, that is matched against sound()."""
    return re.compile(_LETTERS.sub(lambda part: part[0] if part[0][0] in "(\\" else sound(part[0]), pattern))


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    folded = fold(character).translate(_WITHOUT_KAZAKH_KEYS)
    return folded if len(folded) == 1 else character


def has_russian_ending(word: str, stem: str) -> bool:
    """Return whether a word is a stem with a Russian ending, or with none; both as sound() gives them."""
    return word.startswith(stem) and word[len(stem) :] in _russian_endings()


@lru_cache(maxsize=1024)
def strip_russian_ending(word: str) -> str:
    """Return a word, as sound() gives it, without its longest Russian ending; at least three letters stay."""
    for length in (4, 3, 2, 1):
        if len(word) - length >= 3 and word[-length:] in _russian_endings():
            return word[:-length]
    return word


def has_kazakh_ending(word: str, stem: str) -> bool:
    """Return whether a word is a stem with Kazakh endings of number, owner and case; both as sound() gives them."""
    return word.startswith(stem) and _kazakh_endings().fullmatch(word, len(stem)) is not None


def fits(heard: str, wanted: str, language: str | None) -> bool:
    """Return whether a word is a wanted one, both as sound() gives them; `~` behind it stands for any ending."""
    if not wanted.endswith("~"):
        return heard == wanted
    return (has_russian_ending if language == "ru" else has_kazakh_ending)(heard, wanted[:-1])


@cache
def _russian_endings() -> frozenset[str]:
    return frozenset(("", *sound(_RUSSIAN).split()))


@cache
def _kazakh_endings() -> re.Pattern[str]:
    parts = (_KAZAKH_PLURAL, _KAZAKH_OWN, _KAZAKH_CASE)
    return re.compile("".join(f"(?:{'|'.join(sound(part).split())})?" for part in parts))
