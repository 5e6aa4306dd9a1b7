"""Make the register of the sample: import its lists, then do what a secretariat does; the same bytes each time."""

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from sample_files import HERE, Item, read
from sample_progress import Reporting

from upr_desktop.exchange.gate import Gate
from upr_desktop.jobs.demo_plan import plan_answers
from upr_desktop.jobs.edit_evidence import add_evidence, add_note
from upr_desktop.jobs.edit_recommendation import (
    Target,
    Wishes,
    edit_targets,
    set_part_quality,
    set_values,
)
from upr_desktop.jobs.edit_views import add_view
from upr_desktop.jobs.import_file import Options, apply_import, as_received, prepare
from upr_desktop.jobs.new_register import new_register
from upr_desktop.register.changes import Added, Change, ChangeSet, Edited, Label, new_id
from upr_desktop.register.dump import dump_lines
from upr_desktop.register.queries import catalogue, records
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Register
from upr_desktop.register.sqlite import IN_MEMORY

LIST, TEXTS, EARLIER, REGISTER = (
    "thematic_list.docx",
    "texts_ru_kk.xlsx",
    "earlier_cycle.json",
    "sample.jsonl",
)
PLANS = ("plan_ru.docx", "plan_kk.docx", "plan_en.docx")
MADE = datetime(2025, 7, 21, 9, 0, tzinfo=UTC)
SECRETARIAT = "Секретариат"
NAME = "Sample (invented) · Образец (вымышленный) · Үлгі (ойдан шығарылған)"


# ── ids and times ───────────────────────────────────────────────────────────────────────────────────────────────────


class Clock(datetime):
    """A clock that goes on by 20 seconds whenever it is read, and is set by `turn_to`."""

    time = MADE

    @classmethod
    def now(cls, tz: Any = None) -> "Clock":
        Clock.time += timedelta(seconds=20)
        return Clock.fromtimestamp(Clock.time.timestamp(), tz)

    @classmethod
    def turn_to(cls, day: str, hour: int = 10) -> None:
        """Set the clock to a day (ISO) that is not before its own."""
        Clock.time = max(Clock.time, datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00"))


@contextmanager
def counted() -> Iterator[None]:
    """Let the program take its ids and times from here: the same ones each time."""
    chance = random.Random(48)
    Clock.time = MADE
    ticks = itertools.count()
    clock = SimpleNamespace(time_ns=lambda: int(Clock.time.timestamp()) * 10**9 + next(ticks) * 10**6)
    system = SimpleNamespace(urandom=chance.randbytes)
    with ExitStack() as patches:
        patches.enter_context(mock.patch("upr_desktop.register.changes.time", clock))
        patches.enter_context(mock.patch("upr_desktop.register.changes.os", system))
        patches.enter_context(mock.patch("upr_desktop.register.apply.datetime", Clock))
        patches.enter_context(mock.patch("upr_desktop.register.register.datetime", Clock))
        yield


# ── the register ────────────────────────────────────────────────────────────────────────────────────────────────────


def write_register(path: Path, folder: Path = HERE) -> None:
    """Write the dump of a register that is made as a secretariat would, from the lists in a folder."""
    with counted(), new_register(IN_MEMORY, NAME, "kazakhstan-4", SECRETARIAT) as register, Gate() as gate:
        bring_in(register, gate, folder / LIST, "thematic-list", "2025-07-21")
        bring_in(register, gate, folder / TEXTS, "texts", "2025-08-04")
        bring_in(register, gate, folder / EARLIER, "recommendations", "2025-08-05")
        plans = [partial(bring_in, register, gate, folder / name, "plan") for name in PLANS]
        Secretariat(register).work(list(zip(("2026-01-26", "2026-01-27", "2026-01-28"), plans, strict=True)))
        Reporting(register, Clock.turn_to, SECRETARIAT).work()
        with register.reading() as connection:
            text = "".join(f"{line}\n" for line in dump_lines(connection))
    path.write_text(text, encoding="utf-8", newline="\n")


def bring_in(register: Register, gate: Gate, path: Path, layout: str, day: str) -> None:
    """Import a file on a day (ISO) and take what it says."""
    Clock.turn_to(day)
    received = as_received(path.name, path.read_bytes())
    options = Options(layout=layout, state="KAZ", answers=plan_answers())
    prepared = prepare(register, received, options, gate)
    apply_import(register, prepared, SECRETARIAT)


class Secretariat:
    """What the people of the sample did to its register after the lists were in."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.items: Sequence[Item] = read("recommendations.json")["recommendations"]
        self.did: Item = read("work.json")
        with register.reading() as connection:
            found = [row for row in recommendations(connection) if row.number]
            self.ids = {str(row.number): row.id for row in found}
            names = catalogue(connection)
            self.agencies = {row.code: id for id, row in names.agencies.items()}
            self.areas = {int(term.code or 0): term.id for term in names.terms_of("area")}

    def work(self, besides: Sequence[tuple[str, Callable[[str], None]]]) -> None:
        """Do everything, in the order of its days; what is done `besides` is given its day."""
        self.sort_into_areas()
        self.link_earlier()
        self.assign()
        self.trust_texts()
        self.save_views()
        days: list[tuple[str, Callable[[Any], None], Any]] = [
            *((day, act, day) for day, act in besides),
            *((one["day"], self.add_evidence, one) for one in self.did["evidence"]),
            *((one["day"], self.add_note, one) for one in self.did["notes"]),
            (self.did["reassigned"]["day"], self.reassign, self.did["reassigned"]),
            (self.did["position_change"]["day"], self.change_position, self.did["position_change"]),
            (self.did["mistake"]["day"], self.mistake, self.did["mistake"]),
        ]
        for day, act, one in sorted(days, key=lambda entry: entry[0]):
            Clock.turn_to(day, 11)
            act(one)

    def apply(self, changes: ChangeSet, author: str = SECRETARIAT) -> int:
        """Apply a change set and return its revision."""
        applied = self.register.apply(ChangeSet(changes.label, changes.changes, author))
        if applied.revision is None:
            raise ValueError(changes.label)
        return applied.revision

    def targets(self, numbers: Sequence[str]) -> list[Target]:
        """Return the recommendations of these numbers as they are now."""
        with self.register.reading() as connection:
            return edit_targets(connection, [self.ids[number] for number in numbers])

    def set(self, wishes: Mapping[str, Wishes], author: str = SECRETARIAT) -> int:
        """Give each number the values wished, as one step."""
        targets = self.targets(list(wishes))
        return self.apply(set_values(list(zip(targets, wishes.values(), strict=True))), author)

    def sort_into_areas(self) -> None:
        Clock.turn_to("2025-08-11")
        self.set({item["number"]: {"area_id": self.areas[item["area"]]} for item in self.items})
        self.set({item["number"]: {"novelty": item.get("novelty", "unknown")} for item in self.items})

    def link_earlier(self) -> None:
        changes = [
            Added("recommendation_link", new_id(), {
                "recommendation_id": self.ids[number], "other_id": self.ids[other], "link": "repeats",
                "asserted_by": SECRETARIAT,
            })
            for number, other in self.did["repeats"].items()
        ]  # fmt: skip
        self.apply(ChangeSet(Label("label.recommendations.repeats", {"count": len(changes)}), changes))

    def assign(self) -> None:
        """Assign area by area; what the sample leaves open is there for `check` to find."""
        for area in sorted(self.areas):
            Clock.turn_to("2025-08-18" if area < 8 else "2025-08-19", 9)
            chosen = [item for item in self.items if item["area"] == area]
            self.set({
                item["number"]: self._roles(item)
                for item in chosen if item["number"] not in self.did["unassigned"]
            })  # fmt: skip

    def _roles(self, item: Item) -> Wishes:
        number = item["number"]
        leads = [] if number in self.did["without_lead"] else [item["lead"]]
        leads += [self.did["second_lead"][number]] if number in self.did["second_lead"] else []
        co = [code for code in item["co"] if code not in leads]
        roles = {"lead": leads, "co": co, "consulted": item.get("consulted", [])}
        return {role: tuple(self.agencies[code] for code in codes) for role, codes in roles.items()}

    def trust_texts(self) -> None:
        """Mark the Russian texts of some areas as official."""
        Clock.turn_to("2025-08-25")
        owners = {self.ids[item["number"]] for item in self.items if item["area"] in self.did["official"]}
        with self.register.reading() as connection:
            parts = records(connection, "recommendation_part")
        changes: list[Change] = []
        for id, values in sorted(parts.items()):
            if values["recommendation_id"] in owners and values["text_ru"]:
                changes += set_part_quality(None, id, values, "ru", "official").changes
        self.apply(ChangeSet(Label("label.recommendations.quality", {"count": len(changes)}), changes))

    def save_views(self) -> None:
        Clock.turn_to("2025-08-29")
        for view in read("views.json"):
            self.apply(add_view("recommendations", view["name"], self._definition(view)))

    def _definition(self, view: Item) -> Item:
        """Return what the view shows, with the ids of the areas and agencies that it names."""
        facets = {
            key: [self.areas.get(code, self.agencies.get(code, code)) for code in codes]
            for key, codes in view["facets"].items()
        }
        return {**view["definition"], "facets": facets}

    def add_evidence(self, one: Item) -> None:
        owners = [(self.ids[number], number) for number in one["for"]]
        values = {key: value for key, value in one.items() if key not in ("for", "author", "day")}
        self.apply(add_evidence(owners, values), one["author"])

    def add_note(self, one: Item) -> None:
        self.apply(add_note(self.ids[one["for"]], one["for"], one["text"]), one["author"])

    def reassign(self, one: Item) -> None:
        roles = {role: tuple(self.agencies[code] for code in one[role]) for role in ("lead", "co")}
        self.set({one["number"]: roles}, one["author"])

    def change_position(self, one: Item) -> None:
        """Note that the State changed its answer, with the source and the day."""
        (target,) = self.targets([one["number"]])
        before = target.stored
        changed = {"position": one["position"], "position_source": one["source"]}
        edits = [
            Edited("recommendation", target.id, key, before[key], value) for key, value in changed.items()
        ]
        noted = {
            "recommendation_id": target.id, "position_before": before["position"],
            "position_after": one["position"], "source": one["source"], "date": one["date"],
        }  # fmt: skip
        label = Label("label.recommendation.position", {"number": one["number"]})
        self.apply(ChangeSet(label, [*edits, Added("position_change", new_id(), noted)]), one["author"])

    def mistake(self, one: Item) -> None:
        """Set a position by mistake and undo that."""
        number = self.set({one["number"]: {"position": one["position"]}}, one["author"])
        self.register.undo(number, one["author"])
