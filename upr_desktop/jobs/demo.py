"""Go through the whole job on the sample: lists and a plan become a register, which goes out and comes back."""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.exchange.typed_workbook import Typed, type_into_copy
from upr_desktop.jobs.demo_plan import PlanDemo
from upr_desktop.jobs.demo_returns import MEASURE, ReturnsDemo
from upr_desktop.jobs.demo_returns import PERIOD as ROUND
from upr_desktop.jobs.edit_evidence import add_evidence
from upr_desktop.jobs.edit_recommendation import Wishes, edit_targets, set_values
from upr_desktop.jobs.export import export_register
from upr_desktop.jobs.import_file import Options, Prepared, apply_import, prepare
from upr_desktop.jobs.merge_returns import CONFLICT, Merge
from upr_desktop.jobs.new_register import new_register
from upr_desktop.jobs.period_words import period_words
from upr_desktop.paths import bundled
from upr_desktop.register.changes import ChangeSet, RecordId, Values
from upr_desktop.register.queries import Catalogue, catalogue
from upr_desktop.register.recommendations import recommendations
from upr_desktop.register.register import Register
from upr_desktop.register.trace import trace
from upr_desktop.words import say

DOCUMENTS = 6
CHANGED, REASSIGNED, REWORDED, NOTED = "140.22", "140.27", "140.33", "140.41"
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, in a sentence, and the file that it wrote, if any."""

    text: str
    file: Path | None = None


@dataclass
class Demo:
    """The demonstration in an empty folder, worded in a language; every change is made by `author`.

    `register` is the file it works on, `edited` the workbook that came back, once `steps` have gone that far.
    """

    folder: Path
    language: str
    author: str
    today: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
        self.register = self.folder / "demo.upr"
        self.edited = self.folder / self.say("file.edited")

    def steps(self) -> Iterator[Step]:
        """Do one thing after the other, each as it is asked for, and tell what was done."""
        name = self.say("name")
        with new_register(self.register, name, "kazakhstan-4", self.author) as register, Gate() as gate:
            yield Step(self.say("made", file=self.register.name), self.register)
            yield from self._lists(register, gate)
            yield from self._work(register)
            yield from self._plan(register, gate)
            yield from self.out(register, "file.out")
            yield from self.edit()
            taken = yield from self._back(register, gate)
            yield from self.out(register, "file.again")
            yield from self._trace(register)
            yield self._undo(register, taken)
            yield from self._round(register, gate)

    def say(self, key: str, **values: object) -> str:
        """Return a wording of the demonstration."""
        return say(f"demo.{key}", self.language, **values)

    def _undo(self, register: Register, number: int) -> Step:
        undone = register.undo(number, self.author)
        return Step(self.say("undone", number=number, revision=undone.revision))

    # ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lists(self, register: Register, gate: Gate) -> Iterator[Step]:
        for name in ("thematic_list.docx", "texts_ru_kk.xlsx"):
            received = read_file(bundled("resources/sample") / name)
            prepared, _ = apply_import(register, prepare(register, received, Options(), gate), self.author)
            yield Step(self.say("read", file=name, counts=self._counts(prepared)))

    def _counts(self, prepared: Prepared) -> str:
        told = (f"{say(f'outcome.{key}', self.language)} {n}" for key, n in prepared.draft.counts.items())
        return ", ".join(told)

    def _work(self, register: Register) -> Iterator[Step]:
        """Give areas and agencies to the recommendations, and documents to some."""
        with register.reading() as connection:
            ids = {row.number: row.id for row in recommendations(connection)}
            names = catalogue(connection)
            targets = edit_targets(connection, [ids[item["number"]] for item in self._items])
        wishes = [_wishes(item, names) for item in self._items]
        self._apply(register, set_values(list(zip(targets, wishes, strict=True))))
        for document in self._documents:
            owners = [(ids[number], number) for number in document["for"]]
            self._apply(register, add_evidence(owners, _fields(document)))
        yield Step(self.say("assigned", count=len(targets), documents=len(self._documents)))

    def _plan(self, register: Register, gate: Gate) -> Iterator[Step]:
        """Take the plan in, make its periods, and report on one of its measures."""
        plan = PlanDemo(register, self.language, self.author)
        for name, prepared in plan.bring(gate):
            yield Step(self.say("read", file=name, counts=self._counts(prepared)))
        yield Step(self.say("periods", count=plan.make_periods()))
        done = plan.report()
        yield Step(
            self.say(
                "reported",
                measure=done.measure,
                agency=done.agency,
                period=period_words(done.period, self.language),
                document=done.document,
            )
        )

    @cached_property
    def _items(self) -> Sequence[Item]:
        items: Sequence[Item] = _sample("recommendations.json")["recommendations"]
        return items

    @cached_property
    def _documents(self) -> Sequence[Item]:
        documents: Sequence[Item] = _sample("work.json")["evidence"][:DOCUMENTS]
        return documents

    def _apply(self, register: Register, changes: ChangeSet) -> None:
        register.apply(ChangeSet(changes.label, changes.changes, self.author))

    # ── out and back ────────────────────────────────────────────────────────────────────────────────────────────

    def out(self, register: Register, key: str) -> Iterator[Step]:
        """Write the register as a workbook under the name that a key words."""
        target = self.folder / self.say(key)
        written = export_register(register, target, self.language, today=self.today)
        yield Step(self.say("written", file=written.name), written)

    def edit(self) -> Iterator[Step]:
        """Edit the workbook as the secretariat would: in its own language, then sorted by agency."""
        title = self._title
        sheet = title("record.recommendation.many")
        source = self.folder / self.say("file.out")
        count = type_into_copy(source, self.edited, self._typed(), {sheet: title("role.lead")})
        yield Step(self.say("edited", count=count, file=self.edited.name), self.edited)

    def _typed(self) -> Sequence[Typed]:
        title = self._title
        sheet, number = title("record.recommendation.many"), title("field.recommendation.number")
        document = self.say("document")
        text = title(f"field.recommendation_part.text_{self.language}")
        rows: Sequence[tuple[str, Mapping[str, str]]] = (
            (CHANGED, {title("record.evidence.many"): document}),
            (REASSIGNED, {title("role.lead"): self._ministry}),
            (REWORDED, {text: self.say("text")}),
            (NOTED, {title("record.note.many"): self.say("note")}),
        )
        evidence: Mapping[str, str | date] = {
            title("field.evidence.title"): document,
            title("field.evidence.act_number"): "№ 112",
            title("field.evidence.act_date"): date(2026, 4, 14),
        }
        return (
            Typed(title("record.evidence.many"), "", None, evidence),
            *(Typed(sheet, number, row, values) for row, values in rows),
        )

    def _title(self, key: str) -> str:
        return say(key, self.language)

    @cached_property
    def _ministry(self) -> str:
        """Return the short name of the Ministry of Internal Affairs, as the workbook has it."""
        with Register.open(self.register, read_only=True) as register, register.reading() as connection:
            agencies = catalogue(connection).agencies.values()
        return next(agency.short(self.language) for agency in agencies if agency.code == "MIA")

    def _back(self, register: Register, gate: Gate) -> Generator[Step, None, int]:
        """Show what the workbook would change, then take it in; the value is the revision's number."""
        options = Options(create_unknown=True)
        prepared = prepare(register, read_file(self.edited), options, gate)
        yield Step(self.say("preview", file=self.edited.name, counts=self._counts(prepared)))
        _, applied = apply_import(register, prepared, self.author)
        if applied.revision is None:
            raise AssertionError("the edited workbook changed nothing")
        yield Step(self.say("taken", revision=applied.revision))
        return applied.revision

    def _trace(self, register: Register) -> Iterator[Step]:
        """Follow the reworded text to the cell that it was typed into."""
        with register.reading() as connection:
            row = next(row for row in recommendations(connection) if row.number == REWORDED)
            part = row.parts[0].id
            first = trace(connection, "recommendation_part", part, f"text_{self.language}")[0]
        place = f"{first.file} › {first.sheet} › {first.address}"
        yield Step(self.say("traced", number=REWORDED, place=place, author=first.author))

    # ── a reporting round ───────────────────────────────────────────────────────────────────────────────────────

    def _round(self, register: Register, gate: Gate) -> Iterator[Step]:
        """Send workbooks, merge them as they come back, decide what is disputed, consolidate, and take it all back."""
        returns = ReturnsDemo(register, self.language, self.author, self.today)
        sent = returns.send(self.folder / self.say("folder.sent"))
        period = period_words(ROUND, self.language)
        for one in sent:
            told = {
                "agency": returns.name(one.agency),
                "period": period,
                "count": one.rows,
                "file": one.file.name,
            }
            yield Step(self.say("issued", **told), one.file)
        back: list[Path] = []
        for one, path, count in returns.fill(sent, self.folder / self.say("folder.returned")):
            back.append(path)
            yield Step(self.say("filled", agency=returns.name(one.agency), count=count, file=path.name), path)
        yield Step(self.say("heard", measure=MEASURE, text=returns.hear()))
        merge, applied = returns.merge(gate, back)
        if applied.revision is None:
            raise AssertionError("the returns brought nothing")
        told = {
            "revision": applied.revision,
            "counts": self._outcomes(merge),
            "count": merge.counts[CONFLICT],
        }
        yield Step(self.say("merged", **told))
        dispute, decided = returns.decide()
        place = f"{dispute.step.file} › {dispute.step.sheet} › {dispute.step.address}"
        yield Step(self.say("decided", taken=dispute.taken, held=dispute.held, place=place))
        written = returns.consolidate(self.folder / self.say("file.consolidated"))
        yield Step(self.say("consolidated", file=written.name), written)
        document = returns.report(self.folder / self.say("file.report"))
        yield Step(self.say("plan_report", file=document.name), document)
        yield self._undo(register, decided)
        yield self._undo(register, applied.revision)

    def _outcomes(self, merge: Merge) -> str:
        told = (f"{say(f'return_outcome.{key}', self.language)} {n}" for key, n in merge.counts.items() if n)
        return ", ".join(told)


def edited_workbook(register: Path, folder: Path, language: str) -> Path:
    """Return a workbook of a register, written into a folder and edited as the demonstration does."""
    demo = Demo(folder, language, "")
    demo.register = register
    with Register.open(register, read_only=True) as opened:
        for _ in (*demo.out(opened, "file.out"), *demo.edit()):
            pass
    return demo.edited


def _sample(name: str) -> Any:
    return json.loads((bundled("resources/sample") / name).read_text(encoding="utf-8"))


def _wishes(item: Item, names: Catalogue) -> Wishes:
    """Return the area and the agencies of an item of the sample, as ids."""
    codes = {agency.code: id for id, agency in names.agencies.items()}
    areas: dict[str | None, RecordId] = {term.code: term.id for term in names.terms_of("area")}
    roles = {"lead": [item["lead"]], "co": item["co"], "consulted": item.get("consulted", [])}
    assigned = {role: tuple(codes[code] for code in wanted) for role, wanted in roles.items()}
    return {"area_id": areas[str(item["area"])], **assigned}


def _fields(document: Item) -> Values:
    return {key: value for key, value in document.items() if key not in ("for", "author", "day")}
