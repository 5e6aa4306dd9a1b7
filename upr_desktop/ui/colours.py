"""Name every colour of the window once, for each theme."""

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Colours:
    """The colour tokens of one theme, each `#RRGGBB`; `on_accent` is the text of a primary button."""

    bg: str
    surface: str
    sunken: str
    line: str
    text: str
    soft: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    selection: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    idle: str
    idle_soft: str
    new: str
    new_soft: str

    def of(self, token: str) -> QColor:
        """Return the colour of a token by name, `accent` or `ok_soft`."""
        return QColor(getattr(self, token))


LIGHT = Colours(
    bg="#F6F7F9",
    surface="#FFFFFF",
    sunken="#EEF0F3",
    line="#E1E4E9",
    text="#1B1F27",
    soft="#5B6472",
    faint="#666E7B",
    accent="#1F5FBF",
    accent_soft="#E6EEFB",
    on_accent="#FFFFFF",
    selection="#D5E3F9",
    ok="#176B40",
    ok_soft="#DFF3E7",
    warn="#855400",
    warn_soft="#FCEFD2",
    bad="#B3261E",
    bad_soft="#FCE8E6",
    idle="#515A67",
    idle_soft="#E9ECF0",
    new="#6B3FA0",
    new_soft="#F0E8FA",
)
DARK = Colours(
    bg="#15181D",
    surface="#1D2127",
    sunken="#262B33",
    line="#2E343D",
    text="#E7EAEF",
    soft="#A4ADBA",
    faint="#949DAA",
    accent="#7FB0FF",
    accent_soft="#1F3350",
    on_accent="#0E1726",
    selection="#243F69",
    ok="#6FD3A0",
    ok_soft="#183828",
    warn="#F1BE62",
    warn_soft="#40300F",
    bad="#FF9A92",
    bad_soft="#48211F",
    idle="#B4BCC8",
    idle_soft="#2C323B",
    new="#C9A7F5",
    new_soft="#372650",
)
