"""Describe the fields of a form as data, and read what a person types into them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from upr_desktop.register.changes import Value
from upr_desktop.words import LANGUAGES

MONTH_NAMES = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
)
MONTHS = {name: number for names in MONTH_NAMES for number, name in enumerate(names.split(), 1)} | {"май": 5}
LONGEST_QUOTED = 160
NAMED_DAY = re.compile(r"(\d{1,2})[\s.-]+([^\W\d_]{3,})[.,]?[\s-]+(\d{4})")

FieldKind = Literal["line", "text", "texts", "choice", "date", "tick", "chips", "names", "shown"]
FieldValue = Value | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list: the code that is written and the label that is shown; `short` is what a chip shows."""

    code: str
    label: str
    short: str = ""


def no_choices() -> Sequence[Choice]:
    """Return an empty list of choices."""
    return ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `caption` and `hint` are keys of resources/words. Kinds: `line` and `text` (text or None), `texts` (three fields
    `KEY_kk`, `KEY_ru`, `KEY_en` behind language tabs), `choice` (a code or None), `date` (ISO text or None),
    `tick` (bool or None), `chips` (tuple of codes), `names` (tuple of texts typed freely), `shown` (text, never
    edited). `choices` is asked anew at each change of language, so its labels follow. Two neighbours with `half` share
    a line; `lines` is the least height of a text, `empty` the value that stands for no text. In chips
    that are `single` a choice takes the place of the one before.
    """

    key: str
    caption: str
    kind: FieldKind = "line"
    choices: Callable[[], Sequence[Choice]] = no_choices
    hint: str | None = None
    half: bool = False
    lines: int = 3
    read_only: bool = False
    empty: Value = None
    single: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the values that the field shows: one, or one for each language."""
        return tuple(f"{self.key}_{code}" for code in LANGUAGES) if self.kind == "texts" else (self.key,)


def restored(original: str, seen: str, edited: str) -> str:
    """Return an edited text with the parts a person left alone as they stood in the original.

    `seen` is how the widget showed the original: it makes one line feed of each CRLF. What lies before the first
    and after the last edited letter is taken from the original, so that its line ends survive.
    """
    places = _places(original)
    if len(places) != len(seen) + 1:
        return edited
    before = _common(seen, edited)
    after = _common(seen[before:][::-1], edited[before:][::-1])
    head, tail = original[: places[before]], original[places[len(seen) - after] :]
    return head + edited[before : len(edited) - after] + tail


def _places(original: str) -> list[int]:
    """Return where each letter of the text with CRLF counted as one begins, and the end."""
    return [match.start() for match in re.finditer(r"\r\n|.", original, re.DOTALL)] + [len(original)]


def _common(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)


def parse_date(text: str) -> str | None:
    """Return a typed date as ISO text: `10.07.2026`, `10/7/26`, `10 Jul 2026` or `2026-07-10`. Raises ValueError.

    Months may be named in English, Russian or Kazakh, by their first three letters at least.
    """
    text = text.strip()
    if not text:
        return None
    if named := NAMED_DAY.fullmatch(text):
        day, month, year = named.groups()
        text = f"{day}.{MONTHS.get(month[:3].casefold(), 0)}.{year}"
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 3 or re.search(r"[^\d.,/\-\s]", text):
        raise ValueError(text)
    if len(numbers[0]) != 4:
        numbers.reverse()
    year, month, day = (int(number) for number in numbers)
    return date(year + 2000 if year < 100 else year, month, day).isoformat()


class Untypable(ValueError):
    """A typed text that is no value of its field; holds the key of the sentence that says how to write it."""


def brief(value: FieldValue) -> str:
    """Return a value in one line, cut where it is long, to be quoted in a sentence."""
    text = " ".join(str(value or "—").split())
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
