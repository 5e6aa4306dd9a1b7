"""What is for official use is in no part of the consolidated workbook's file, unless it is asked for."""

import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from consolidated_samples import DAY, written
from plan_samples import TEST, Planned, planned, report

from upr_desktop.jobs.difference_sheet import export_difference
from upr_desktop.jobs.export_history import export_history
from upr_desktop.register.changes import Added, ChangeSet, Value, new_id
from upr_desktop.register.kinds import kinds
from upr_desktop.words import LANGUAGES

WORD = re.compile(r"zk\d{3}x")
ENDINGS = ("", " «кавычки» & <знаки>", "\nвторая строка", "  два  пробела", " " + "длинный" * 60)
LINKS = ("_id", "record_kind", "file_sha256")


class Secrets:
    """Gives texts with a word of its own each, and knows them all."""

    def __init__(self) -> None:
        self._next = itertools.count(100)
        self.told: dict[str, str] = {}

    def text(self, where: str) -> str:
        number = next(self._next)
        word = f"zk{number}x"
        self.told[word] = where
        return f"{word} секрет{ENDINGS[number % len(ENDINGS)]}"

    def fields(self, kind: str, /, **given: Value) -> dict[str, Value]:
        """Return a text for every field of a kind that holds one."""
        texts = {
            spec.name: self.text(f"{kind}.{spec.name}")
            for spec in kinds()[kind].fields
            if spec.type is str and not (spec.codes or spec.day or spec.refers or spec.name.endswith(LINKS))
        }
        return texts | given


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def sample(tmp_path: Path, secrets: Secrets) -> Iterator[Planned]:
    """Return a plan in which everything that can be for official use is, with a word of its own in each field."""
    made = planned(tmp_path / "r.upr")
    _reports(made, secrets)
    _documents(made, secrets)
    _wordings(made, secrets)
    yield made
    made.register.close()


def _reports(made: Planned, secrets: Secrets) -> None:
    made.edit("1/MIA/2026H1", "progress", "narrative_ru", secrets.text("before it was marked"))
    made.edit("1/MIA/2026H1", "progress", "confidential", True)
    made.edit("1/MIA/2026H1", "progress", "narrative_ru", secrets.text("after it was marked"))
    for task, period, state in (
        ("10.1/MOJ", "2026H1", "accepted"), ("10.1/MOJ", "2026H2", "submitted"), ("10/LEB", "2026H1", "sent_back"),
        ("10/LEB", "2026H2", "draft"),
    ):  # fmt: skip
        report(
            made,
            task,
            period,
            state,
            **secrets.fields("progress", confidential=True, claimed_status="in_progress"),
        )
        name = f"{task}/{period}"
        made.put(f"{name} remark", "remark", progress_id=made[name], text=secrets.text("remark"))
        _noted(made, secrets, "progress", name)
        ends: dict[str, Value] = {"record_id": made[name], "record_kind": "progress", "field": "narrative_ru"}
        asked = secrets.fields("pending_decision", **ends, kind="conflict", decided_at=None)
        made.put(f"{name} asked", "pending_decision", **asked, agency_id=made["MOJ"], progress_id=made[name])
    made.save()


def _noted(made: Planned, secrets: Secrets, kind: str, name: str) -> None:
    made.put(
        f"{name} note", "note", record_id=made[name], record_kind=kind, text=secrets.text(f"note on {kind}")
    )


def _documents(made: Planned, secrets: Secrets) -> None:
    for at, (name, kind) in enumerate(
        (("m1", "measure"), ("140.1", "recommendation"), ("1/MIA/2026H2", "progress"))
    ):
        paper = f"paper {at}"
        made.put(paper, "evidence", **secrets.fields("evidence", confidential=True, kind="order"))
        made.put(
            f"{paper} link", "evidence_link", evidence_id=made[paper], record_id=made[name], record_kind=kind
        )
        _noted(made, secrets, "evidence", paper)
    made.save()
    for at in range(3):
        made.edit(f"paper {at}", "evidence", "title", secrets.text("a later title"))
    made.edit("paper 2", "evidence", "archived", True)
    gone = Added("evidence", new_id(), secrets.fields("evidence", confidential=True))
    made.register.apply(ChangeSet(TEST, [gone], "me"))
    made.register.undo(made.register.revision(), "me")


def _wordings(made: Planned, secrets: Secrets) -> None:
    for name, state in (("m1", "agreed"), ("m2", "draft")):
        ends: dict[str, Value] = {
            "record_id": made[name],
            "record_kind": "measure",
            "period_id": made["2026H1"],
        }
        made.put(
            f"{name} wording", "summary", **secrets.fields("summary", **ends, state=state, confidential=True)
        )
    made.save()
    made.edit("m1 wording", "summary", "text_ru", secrets.text("a later wording"))


def words_in(file: Path) -> set[str]:
    """Return the words of ours in any part of the file: names of parts, their bytes, comments of the package."""
    with zipfile.ZipFile(file) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        return set(WORD.findall("\n".join((*parts, *package.namelist(), str(package.comment)))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", ["", "2026H1", "2026H2"])
def test_nothing_for_official_use_is_in_any_part_of_the_file(
    sample: Planned, secrets: Secrets, language: str, period: str
) -> None:
    file = written(sample, language, period=period, since="1").file
    assert {word: secrets.told[word] for word in words_in(file)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_is_it_in_the_list_of_changes_or_the_history(
    sample: Planned, secrets: Secrets, tmp_path: Path, language: str
) -> None:
    register = sample.register
    changes, _ = export_difference(register, tmp_path / "changes.xlsx", language, "1", today=DAY)
    history = export_history(register, tmp_path / "history.xlsx", language, DAY)
    for file in (changes, history):
        assert {word: secrets.told[word] for word in words_in(file)} == {}


def test_who_asks_for_it_has_all_of_it_that_the_workbook_tells(sample: Planned, secrets: Secrets) -> None:
    found = words_in(written(sample, period="2026H1", since="1", confidential=True).file)
    told = {secrets.told[word] for word in found}
    assert {
        "progress.narrative_ru",
        "progress.problems_text_ru",
        "evidence.url",
        "a later wording",
        "remark",
    } <= told
