"""Read the bodies that one cell of a plan names, their roles and what is in doubt about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upr_desktop.grammar.body_directory import AgencyRow, Directory, Found
from upr_desktop.grammar.body_tokens import (
    is_agreement,
    is_one_akimat,
    is_region,
    is_shared_head,
    phrase_at,
    role_of,
    short_key,
    tokens_of,
)
from upr_desktop.grammar.footnotes import read_footnote

__all__ = ["AgencyRow", "Bodies", "Body", "Directory", "body_key", "parse_bodies", "read_footnote"]

LONGEST = 5_000
_BETWEEN = ("separator", "and", "dash", "mark", "skipped", "close")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a cell. `code` is its agency, or None with the `candidates` that it may be.

    `role` is lead, co or consulted; `presumed`, that no mark says so. `not_subordinate` is «по согласованию», which may
    bind to the last body or to the whole list: `scope_uncertain`. `collective` is local, central, interested, all or
    other. `ended` says that the agency no longer was there on the day asked for; `successors` are its heirs' codes,
    known also where the day of its end is not. `doubts` are codes worded as `body_doubt.CODE`.
    """

    raw: str
    code: str | None
    candidates: tuple[str, ...] = ()
    role: str | None = None
    presumed: bool = False
    not_subordinate: bool = False
    collective: str | None = None
    ended: bool = False
    successors: tuple[str, ...] = ()
    ambiguous: bool = False
    scope_uncertain: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the key under which an answer about this body is kept."""
        return body_key(self.raw)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of a cell in order, and the pieces of its text that are none."""

    raw: str
    bodies: tuple[Body, ...]
    leftovers: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Return whether every body is known and nothing is in doubt."""
        return all(body.code and not body.doubts for body in self.bodies) and not self.leftovers


def body_key(raw: str) -> str:
    """Return the key of a body's text: spellings that a reader takes for the same give the same key."""
    return short_key(raw).strip(" .,;:*")


def parse_bodies(
    text: str,
    directory: Directory,
    *,
    footnote: Mapping[str, str] | None = None,
    answers: Mapping[str, Sequence[str]] | None = None,
    on: date | None = None,
) -> Bodies:
    """Return the bodies that a cell names. Texts longer than 5,000 letters name none: they are a leftover.

    `footnote` is what the plan's own footnote says of abbreviations (see read_footnote) and outranks the directory.
    `answers` are a person's, by body_key: the codes that a text stands for, none where it is no agency; they outrank
    all. `on` is the day for which abolished bodies are told.
    """
    if len(text) > LONGEST:
        return Bodies(text, (), (text,))
    notes = {short_key(short): meaning for short, meaning in (footnote or {}).items()}
    cell = _Cell(text, directory, notes, answers or {}, on)
    cell.read()
    return Bodies(text, tuple(_with_roles(_once(cell.bodies))), tuple(cell.leftovers))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A body with what stands beside it: whether `и` joins it to the one before, and whether a mark is its own."""

    body: Body
    joined: bool = False
    marked: bool = False


class _Cell:
    """Walk through the words of a cell from left to right."""

    def __init__(
        self,
        text: str,
        directory: Directory,
        notes: Mapping[str, str],
        answers: Mapping[str, Sequence[str]],
        on: date | None,
    ) -> None:
        self.text, self.directory, self.notes, self.answers, self.on = text, directory, notes, answers, on
        self.tokens = tokens_of(text)
        self.bodies: list[_Marked] = []
        self.leftovers: list[str] = []
        self.at = 0
        self._label: str | None = None
        self._joined = False
        self._after_ministries = False
        heads = (at for at, token in enumerate(self.tokens) if is_shared_head(token, "kk"))
        self._kk_head = next(heads, -1)

    def read(self) -> None:
        """Read all bodies."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "open":
                self._read_bracket()
            elif token.kind in _BETWEEN or self.at == self._kk_head or token.kind == "colon":
                self._joined = token.kind == "and" or (self._joined and token.kind == "skipped")
                self.at += 1
            elif not (self._read_mark() or self._read_number() or self._read_others()):
                self._read_body()

    def _slice(self, first: int, end: int) -> str:
        """Return the text from a token to before another, with the republic's name on either side."""
        while first > 0 and self.tokens[first - 1].kind == "skipped":
            first -= 1
        while end < len(self.tokens) and self.tokens[end].kind == "skipped":
            end += 1
        return " ".join(self.text[self.tokens[first].start : self.tokens[end - 1].end].split())

    def _ends_at(self, at: int) -> bool:
        while at < len(self.tokens) and self.tokens[at].kind in ("skipped", "mark"):
            at += 1
        return at >= len(self.tokens) or self.tokens[at].kind != "word" or at == self._kk_head

    def _segment_end(self, at: int) -> int:
        while at < len(self.tokens) and self.tokens[at].kind in ("word", "skipped", "mark"):
            at += 1
        return at

    def _read_bracket(self) -> None:
        close = next((at for at in range(self.at, len(self.tokens)) if self.tokens[at].kind == "close"), None)
        end = len(self.tokens) if close is None else close
        start = self.tokens[self.at].end
        inside = self.text[start : self.tokens[end].start if close is not None else len(self.text)]
        self.at = end + 1
        if not (self.bodies and (self._apply_mark(inside) or self._names_last(inside))):
            shown = " ".join(inside.split())
            self.leftovers.append(f"({shown})")

    def _apply_mark(self, inside: str) -> bool:
        """Give the last body the role, or the agreement, that a mark behind it says; several may share a bracket."""
        parts = [part for part in inside.replace(";", ",").split(",") if part.strip()]
        if not parts or not all(is_agreement(part) or role_of(part) for part in parts):
            return False
        last = self.bodies[-1]
        body = last.body
        for part in parts:
            role = role_of(part)
            body = replace(body, role=role) if role else replace(body, not_subordinate=True)
        self.bodies[-1] = replace(last, body=body, marked=True)
        return True

    def _names_last(self, inside: str) -> bool:
        """Return whether a bracket only repeats the last body: `Министерство юстиции (МЮ)`."""
        code = self.bodies[-1].body.code
        tokens = tokens_of(inside)
        short = len(tokens) == 1 and code in self.directory.by_short(tokens[0].text)
        return bool(code) and (short or self.directory.by_name(inside) == code)

    def _read_mark(self) -> bool:
        """Read `Ответственные:` before bodies and `– созыв` behind one."""
        end = self._segment_end(self.at)
        said = self.text[self.tokens[self.at].start : self.tokens[end - 1].end]
        if end < len(self.tokens) and self.tokens[end].kind == "colon" and role_of(said):
            self._label, self.at = role_of(said), end + 1
            return True
        behind = self.at > 0 and self.tokens[self.at - 1].kind == "dash"
        if behind and self.bodies and self._apply_mark(said):
            self.at = end
            return True
        return False

    def _read_number(self) -> bool:
        """Pass over `1)` and `2.` before a body."""
        token = self.tokens[self.at]
        following = self.tokens[self.at + 1 : self.at + 2]
        if token.text.isdigit() and following and following[0].text in ").":
            self.at += 2
            return True
        return False

    def _read_others(self) -> bool:
        size = phrase_at(self.tokens, self.at, "others")
        if not size or not self._ends_at(self.at + size):
            return False
        end = self._segment_end(self.at)
        and_ = self.at - 1 if self._joined and self.tokens[self.at - 1].heard == "и" else self.at
        self.leftovers.append(self.text[self.tokens[and_].start : self.tokens[end - 1].end])
        self.at = end
        return True

    def _read_body(self) -> None:
        first = self.at
        found = self._known(first)
        if found and self._ends_at(found.end):
            self.at = found.end
            self._after_ministries |= is_shared_head(self.tokens[first], "ru")
            raw = self._slice(first, found.end)
            self._add(raw, self._resolved(raw, found))
            return
        end, inner = self._unknown_end(first)
        self.at = end
        raw = self._slice(first, end).rstrip(" .*")
        words = [token.text for token in self.tokens[first:end] if token.kind == "word"]
        self._add(raw, self._from_short(raw, words[0]) if len(words) == 1 else self._unknown(raw, inner))

    def _known(self, at: int) -> Found | None:
        """Return the longest name that ends where a body may end; regions belong to the akimats beside them."""
        start = self._after_regions(at)
        if start > at and (found := self._at(start)) and found.collective == "local":
            return found
        found = self._at(at)
        if found and found.collective == "local":
            return Found(found.code, found.collective, self._after_regions(found.end))
        return found

    def _at(self, at: int) -> Found | None:
        found = self.directory.find(self.tokens, at) if at < len(self.tokens) else None
        if found is None and (self._after_ministries or at < self._kk_head):
            tail = self.directory.find_tail(self.tokens, at)
            found = tail if tail and self._ends_at(tail.end) else None
        return found

    def _after_regions(self, at: int) -> int:
        end = at
        while at < len(self.tokens):
            if self.tokens[at].kind == "word" and is_region(self.tokens[at]):
                end = at + 1
            elif self.tokens[at].kind not in ("separator", "and", "mark"):
                break
            at += 1
        return end

    def _unknown_end(self, first: int) -> tuple[int, tuple[str, ...]]:
        """Return where an unknown body ends, and the codes of agencies named within it, as in `КУИС МВД`."""
        codes: list[str] = []
        at = first
        while at < len(self.tokens):
            token = self.tokens[at]
            goes_on = token.kind in ("word", "skipped", "mark") or self._continues(at)
            if not goes_on:
                break
            found = self.directory.find(self.tokens, at) if token.kind == "word" else None
            if token.kind == "word":
                single = self.directory.by_short(token.text)
                codes += [found.code] if found and found.code else single
                codes += self.directory.local_codes if is_one_akimat(token) else ()
            at = found.end if found else at + 1
        return at, tuple(dict.fromkeys(codes))

    def _continues(self, at: int) -> bool:
        """Return whether `и` stands within a name that is not known: a small letter follows that begins no name."""
        if self.tokens[at].kind != "and" or at + 1 >= len(self.tokens):
            return False
        following = self.tokens[at + 1]
        if following.kind != "word" or not following.text[0].islower():
            return False
        return not (self._known(at + 1) or phrase_at(self.tokens, at + 1, "others"))

    def _add(self, raw: str, bodies: Sequence[Body]) -> None:
        answered = self.answers.get(body_key(raw))
        if answered is not None:
            bodies = [self._agency(raw, code, None) for code in answered]
            if not answered:
                self.leftovers.append(raw)
        for body in bodies:
            role = body.role or self._label
            self.bodies.append(_Marked(replace(body, role=role), self._joined, marked=bool(self._label)))
        self._joined = False

    def _resolved(self, raw: str, found: Found) -> list[Body]:
        if found.code is None:
            return [Body(raw, None, collective=found.collective, doubts=("collective",))]
        return [self._agency(raw, found.code, found.collective)]

    def _agency(self, raw: str, code: str, collective: str | None) -> Body:
        row = self.directory.agencies.get(code)
        if row is None:
            return Body(raw, None, doubts=("unknown_body",))
        ended = row.has_ended(self.on)
        kind = collective or self.directory.collective_kind(code)
        doubts = ("ended",) if ended else ()
        return Body(raw, code, collective=kind, ended=ended, successors=row.successors, doubts=doubts)

    def _from_short(self, raw: str, short: str) -> list[Body]:
        codes = self.directory.by_short(short)
        meaning = self.notes.get(short_key(short))
        agreed = meaning is not None and is_agreement(meaning)
        if meaning is not None and not agreed:
            code = self.directory.by_name(meaning)
            if code is None:
                return [Body(raw, None, codes, doubts=("footnote_unknown",))]
            return [self._agency(raw, code, None)]
        if self.directory.is_ambiguous(short):
            body = Body(raw, None, codes, ambiguous=True, doubts=("ambiguous_short",))
        elif codes:
            body = self._agency(raw, codes[0], None)
        else:
            body = self._unknown(raw, ())[0]
        return [replace(body, not_subordinate=agreed)]

    def _unknown(self, raw: str, inner: tuple[str, ...]) -> list[Body]:
        return [Body(raw, None, inner, doubts=("part_of_body" if inner else "unknown_body",))]


def _once(marked: Sequence[_Marked]) -> list[_Marked]:
    """Return the bodies without those that are named again; a mark on either is kept."""
    found: list[_Marked] = []
    for each in marked:
        same = next(
            (at for at, other in enumerate(found) if each.body.code and other.body.code == each.body.code),
            None,
        )
        if same is None:
            found.append(each)
            continue
        first = found[same].body
        agreed = first.not_subordinate or each.body.not_subordinate
        kept = replace(first, role=first.role or each.body.role, not_subordinate=agreed)
        found[same] = replace(found[same], body=kept, marked=found[same].marked or each.marked)
    return found


def _with_roles(marked: Sequence[_Marked]) -> list[Body]:
    """Return the bodies with their roles: where no mark names a lead, the first body without any mark is presumed."""
    bodies = _with_scopes(marked)
    if not bodies:
        return []
    if not any(body.role == "lead" for body in bodies):
        free = (at for at, each in enumerate(marked) if not each.body.not_subordinate and not each.body.role)
        roleless = (at for at, body in enumerate(bodies) if not body.role)
        lead = next(free, next(roleless, None))
        if lead is not None:
            bodies[lead] = replace(bodies[lead], role="lead", presumed=True)
    return [replace(body, role=body.role or "co") for body in bodies]


def _with_scopes(marked: Sequence[_Marked]) -> list[Body]:
    """Say where a mark behind a body may be meant for those before it as well."""
    agreed = [at for at, each in enumerate(marked) if each.body.not_subordinate]
    found = []
    for at, each in enumerate(marked):
        before = marked[:at]
        open_before = any(not other.marked for other in before)
        joined = each.marked and each.joined and bool(before) and not before[-1].marked
        alone_at_end = agreed == [at] and at == len(marked) - 1 and each.marked and open_before
        uncertain = joined or alone_at_end
        doubts = (*each.body.doubts, "suffix_scope") if uncertain else each.body.doubts
        found.append(replace(each.body, scope_uncertain=uncertain, doubts=doubts))
    return found
