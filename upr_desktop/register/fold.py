"""Fold text so that spellings which look or read the same become equal, for searching and matching."""

import codecs
import re
import unicodedata
from hashlib import sha256

MARK_LENGTH = 16
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

# People mix the Latin and the Cyrillic layout (`Cервисы`, `Mемлекеттік`): letters that look alike in lower or
# upper case fold to one of them. ү and у, и and і stay apart: they tell words and abbreviations apart.
_LOOKALIKES = str.maketrans("авсеһнікмортхуѕјəǝӛɵ", "abcehhikmoptxysjәәөө")
_PLAIN = str.maketrans("‘’‚‛ʼʻ`´“”„‟«»‐‑‒–—―−", "'" * 8 + '"' * 6 + "-" * 7)
_UNSEEN = dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0x300, 0x370)))


def _accented() -> dict[int, str]:
    """Map Latin letters with accents, and ё ѐ ѝ, to what their base folds to; й is not an accented и."""
    codes = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), ord("ё"), ord("ѐ"), ord("ѝ"))
    bases = {code: unicodedata.normalize("NFD", chr(code))[0] for code in codes}
    return {code: base.translate(_LOOKALIKES) for code, base in bases.items() if base != chr(code)}


_TABLE = {**_accented(), **_LOOKALIKES, **_PLAIN, **_UNSEEN}
# The letters of most texts. None is a mark on another, so each folds by itself: as bytes, in a quarter of the time.
_USUAL = (
    "".join(map(chr, range(128)))
    + "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    + "ӘҒҚҢӨҰҮІҺәғқңөұүіһ\xa0«»№–—“”„‘’…"
)
_AS_BYTES = codecs.charmap_build(_USUAL.ljust(256, "\ufffe"))
_FOLDED = "".join(letter.casefold().translate(_TABLE) for letter in _USUAL)


def fold(text: str) -> str:
    """Return the text as it is compared: two texts that a reader takes for the same spelling fold equal.

    Case, normal form, accents, ё and е, look-alike Latin and Cyrillic letters, white space, quotes and
    dashes make no difference; soft hyphens and other invisible marks vanish. Folding again changes nothing.
    The length may change: places in folded text are not places in the text.
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    try:
        usual, _ = codecs.charmap_encode(text, "strict", _AS_BYTES)
    except UnicodeEncodeError:
        return _fold_unusual(text)
    return " ".join(codecs.charmap_decode(usual, "strict", _FOLDED)[0].split())


def folded_mark(text: str) -> str:
    """Return a short mark that is the same for texts which fold equal, empty for a blank one."""
    folded = fold(text)
    return sha256(folded.encode()).hexdigest()[:MARK_LENGTH] if folded else ""


def _fold_unusual(text: str) -> str:
    folded = _fold_once(text)
    while not unicodedata.is_normalized("NFC", folded):  # a mark moved up to a letter when others vanished
        folded = _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(composed.translate(_TABLE).split())


def in_number_order(name: str) -> str:
    """Return a name folded so that it sorts as people expect: 2 before 10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), fold(name))
