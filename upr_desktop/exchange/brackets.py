"""Split the text of a recommendation into parts, each with the States named in brackets at its end."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from upr_desktop.incoming import IncomingState
from upr_desktop.states import state_code

_ENTITY = re.compile(r"&(nbsp|amp|quot|apos|lt|gt|#\d{1,6});")
_ENTITIES = {"nbsp": " ", "amp": "&", "quot": '"', "apos": "'", "lt": "<", "gt": ">"}
_BREAK = re.compile(r"[ \t]*[\r\n\v\f\u2028\u2029]+[ \t]*")
_BETWEEN = re.compile(r"\s*(?:,|/|&|and\b)?\s*")
_PART_END = re.compile(r"\s*[.,]?\s*;")
_LIST_END = re.compile(r"[\s.;,]*\Z")
_COMMA = re.compile(r"\s*[,;/]\s*(?:and\s+|&\s*)?")
_AND = re.compile(r"\s+(?:and|&|и|және)\s+")
# Words that stand in brackets in recommendations and begin with a capital, but belong to no State's name.
# fmt: off
_NO_STATE = frozenset({
    "convention", "protocol", "covenant", "act", "law", "code", "committee", "article", "articles",
    "agenda", "rules", "principles", "declaration", "rights", "programme", "plan", "strategy", "fund",
    "council", "resolution", "optional", "statute", "charter", "treaty",
})
_PARTICLES = frozenset({"of", "the", "and", "de", "la", "le", "da", "do", "dos", "du", "des", "del", "e", "y"})
# fmt: on


@dataclass(frozen=True, slots=True)
class PartFound:
    """One part as the text has it: its wording without the closing brackets, and the States these name."""

    text: str
    states: tuple[IncomingState, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the text that a person should look at: the code of a problem, and the words it is about."""

    code: str
    about: str


@dataclass(frozen=True, slots=True)
class _Bracket:
    start: int
    end: int
    inner: str


def clean(text: str) -> str:
    """Return the text of a label on one line: entities such as `&nbsp;` resolved, white space as one space."""
    return " ".join(_without_entities(text).split())


def one_line(text: str) -> str:
    """Return a text on one line: entities such as `&nbsp;` resolved; other white space inside stays as typed."""
    return _BREAK.sub(" ", _without_entities(text)).strip()


def _without_entities(text: str) -> str:
    return _ENTITY.sub(_resolved, text) if "&" in text else text


def _resolved(entity: re.Match[str]) -> str:
    name = entity[1]
    if name[0] != "#":
        return _ENTITIES[name]
    code = int(name[1:])
    return chr(code) if 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else entity[0]


def split_parts(text: str, certain_only: bool = False) -> tuple[tuple[PartFound, ...], tuple[Doubt, ...]]:
    """Return the parts of a cleaned text, and what is doubtful in it.

    A part ends at brackets that name States and are followed by `;` or by the end. Brackets that name none
    (`(ICRMW)`, `(No. 29)`) are text. With `certain_only` only names of known States count.
    """
    brackets, doubts = _brackets(text)
    parts: list[PartFound] = []
    begin = 0
    for at, bracket in enumerate(brackets):
        last = bool(_LIST_END.match(text, bracket.end))
        end = _PART_END.match(text, bracket.end)
        if not last and not end:
            continue
        run = _run_up_to(text, brackets, at, begin)
        named, unclear = _state_brackets(run, certain_only)
        if not named:
            continue
        _add_part(parts, text[begin : named[0].start], [s for one in named for s in named_states(one.inner)])
        doubts += unclear
        begin = len(text) if last else end.end() if end else begin
    _add_rest(parts, text[begin:], doubts)
    doubts += _left_inside(parts)
    return tuple(parts), tuple(doubts)


def _brackets(text: str) -> tuple[list[_Bracket], list[Doubt]]:
    """Return the brackets that stand in no other one, in order."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    stray = False
    for at, letter in enumerate(text):
        if letter == "(":
            open_at.append(at)
        elif letter == ")" and open_at:
            start = open_at.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, at + 1))
        elif letter == ")":
            stray = True
    doubts = [Doubt("brackets_unbalanced", text)] if stray or open_at else []
    return [_Bracket(start, end, text[start + 1 : end - 1]) for start, end in pairs], doubts


def _run_up_to(text: str, brackets: Sequence[_Bracket], at: int, begin: int) -> list[_Bracket]:
    """Return the bracket at `at` and those before it that follow each other with at most a comma between them."""
    run = [brackets[at]]
    for earlier in range(at - 1, -1, -1):
        bracket = brackets[earlier]
        if bracket.start < begin or not _BETWEEN.fullmatch(text, bracket.end, run[-1].start):
            break
        run.append(bracket)
    return run[::-1]


def _state_brackets(run: Sequence[_Bracket], certain_only: bool) -> tuple[list[_Bracket], list[Doubt]]:
    last = run[-1]
    if not _names_a_state(last.inner) and (certain_only or not _looks_like_states(last.inner)):
        return [], []
    named = [last]
    doubts = [Doubt("unknown_state", state.name) for state in named_states(last.inner) if state.iso is None]
    for bracket in reversed(run[:-1]):
        if not _names_a_state(bracket.inner):
            doubts += [Doubt("bracket_unclear", bracket.inner)] if _looks_like_states(bracket.inner) else []
            break
        doubts += [Doubt("unknown_state", s.name) for s in named_states(bracket.inner) if s.iso is None]
        named.insert(0, bracket)
    return named, doubts


def _add_part(parts: list[PartFound], text: str, states: Iterable[IncomingState]) -> None:
    """Add a part; States whose own text is empty (`… (Chile); (Peru);`) join the part before."""
    text = text.strip().strip(";").strip()
    if text or not parts:
        parts.append(PartFound(text, tuple(states)))
    else:
        parts[-1] = PartFound(parts[-1].text, (*parts[-1].states, *states))


def _add_rest(parts: list[PartFound], rest: str, doubts: list[Doubt]) -> None:
    rest = rest.strip().rstrip(";").strip()
    if any(letter.isalnum() for letter in rest):
        parts.append(PartFound(rest, ()))
        doubts.append(Doubt("no_state", rest))


def _left_inside(parts: Iterable[PartFound]) -> list[Doubt]:
    """Return a doubt for each State in brackets that stayed inside a part's text."""
    inside = (bracket.inner for part in parts for bracket in _brackets(part.text)[0])
    return [Doubt("state_inside_text", inner) for inner in inside if _names_only_states(inner)]


def _names_only_states(inner: str) -> bool:
    states = named_states(inner)
    return bool(states) and all(state.iso for state in states)


def _names_a_state(inner: str) -> bool:
    return any(state.iso for state in named_states(inner))


def _looks_like_states(inner: str) -> bool:
    names = [state.name for state in named_states(inner)]
    return bool(names) and all(_looks_like_a_state(name) for name in names)


def _looks_like_a_state(name: str) -> bool:
    words = re.findall(r"[^\W\d_][^\s(),]*", name)
    if not words or len(words) > 9 or any(letter.isdigit() for letter in name) or name.isupper():
        return False
    if not words[0][0].isupper() or any(word.casefold() in _NO_STATE for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)


@lru_cache(maxsize=4096)
def named_states(inner: str) -> tuple[IncomingState, ...]:
    """Return the States that a bracket or cell lists, as typed; `iso` is None for a name that no State bears."""
    found: list[IncomingState] = []
    for state in _longest_known(inner, _COMMA):
        if state.iso is None:
            split = _longest_known(state.name, _AND)
            found += split if all(one.iso for one in split) else [state]
        else:
            found.append(state)
    return tuple(found)


def _longest_known(text: str, separator: re.Pattern[str]) -> list[IncomingState]:
    """Cut the text at its separators, but keep together what together is a name (`Iran, Islamic Republic of`)."""
    pieces = _pieces(text, separator)
    found: list[IncomingState] = []
    at = 0
    while at < len(pieces):
        for to in range(min(len(pieces), at + 3), at, -1):
            name = text[pieces[at][0] : pieces[to - 1][1]].strip()
            iso = _code_in_text(name)
            if iso or to == at + 1:
                found += [IncomingState(name, iso)] if name else []
                at = to
                break
    return found


def _code_in_text(name: str) -> str | None:
    """Return the code of a State named in running text, where a bare code is an abbreviation: (MDG), (COM)."""
    code = state_code(name) if name else None
    return code if code == "USA" or not code or name.casefold() != code.casefold() else None


def _pieces(text: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    masked = re.sub(r"\([^()]*\)", lambda bracket: "\0" * len(bracket[0]), text)
    pieces, begin = [], 0
    for cut in separator.finditer(masked):
        pieces.append((begin, cut.start()))
        begin = cut.end()
    return [*pieces, (begin, len(text))]
