import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from upr_desktop import cli
from upr_desktop.exchange.typed_workbook import Typed, type_into_copy
from upr_desktop.jobs import self_test
from upr_desktop.jobs.demo import REASSIGNED, REWORDED, Demo, Step
from upr_desktop.jobs.show import show
from upr_desktop.register.check import check
from upr_desktop.register.queries import records
from upr_desktop.register.register import Register
from upr_desktop.register.return_queries import pending_decisions
from upr_desktop.words import LANGUAGES, say


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@dataclass(frozen=True)
class Shown:
    """What a demonstration told and where it left its files; nobody writes there any more."""

    folder: Path
    steps: list[Step]

    def told(self) -> list[str]:
        return [step.text for step in self.steps]

    def register(self) -> Register:
        return Register.open(self.folder / "demo.upr", read_only=True)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shown]:
    """Return what gives the demonstration in a language, shown once for all tests that look at it."""

    @cache
    def once(language: str) -> Shown:
        folder = tmp_path_factory.mktemp("demo")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("UPR_HOME", str(tmp_path_factory.mktemp("home")))
            return Shown(folder, list(Demo(folder, language, "Secretariat").steps()))

    return once


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_takes_the_edited_workbook_back_and_undoes_it(
    shown: Callable[[str], Shown], language: str
) -> None:
    demo = shown(language)
    counts = [
        dict(zip(("created", "changed"), map(int, re.findall(r"\d+(?=,)", text)), strict=False))
        for text in demo.told()
        if say("outcome.refused", language) in text
    ]
    assert counts[0]["created"] == 57
    assert counts[-1] | {"created": 1, "changed": 4} == counts[-1]
    workbooks = [load_workbook(path) for path in sorted(demo.folder.glob("[123] *.xlsx"))]
    leads = [lead_of(book, language, REASSIGNED) for book in workbooks]
    assert leads[0] not in leads[1:]
    with demo.register() as register:
        imported = next(row for row in register.history() if row.kind == "import")
    assert imported.undone_by == imported.number + 1
    assert any(REWORDED in text and "›" in text for text in demo.told())


def test_the_demonstration_brings_a_plan_in_and_one_agency_reports_with_a_document(
    shown: Callable[[str], Shown],
) -> None:
    told = shown("ru").told()
    assert any("plan_kk.docx" in text and "изменено 64" in text for text in told)
    assert any("за I полугодие 2026 года" in text for text in told)
    assert not any("2026H1" in text for text in told)
    with shown("ru").register() as register, register.reading() as connection:
        (report,) = show(connection, "progress", {"state": "submitted"})
        measures = show(connection, "measure", {})
        assert not [problem for problem in check(connection) if problem.severity == "error"]
    assert (report["state"], report["period"]) == ("submitted", "2026H1")
    assert report["evidence"]
    assert len([row for row in measures if row["text_ru"] and row["text_kk"] and row["text_en"]]) == 64


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_merges_returns_decides_a_conflict_and_takes_it_all_back(
    shown: Callable[[str], Shown], language: str
) -> None:
    demo = shown(language)
    steps = demo.steps
    folders = [demo.folder / say(f"demo.folder.{key}", language) for key in ("sent", "returned")]
    assert [len(list(folder.glob("*.xlsx"))) for folder in folders] == [2, 2]
    written = [step.file for step in steps if step.file]
    last = [say(f"demo.file.{key}", language) for key in ("consolidated", "report")]
    assert [file.name for file in written[-2:]] == last
    assert any(say("demo.return.narrative_6", language) in text for text in _texts(written[-1]))
    assert all(file.is_file() for file in written)
    assert any(say("demo.return.heard", language) in step.text and "›" in step.text for step in steps)
    with demo.register() as register:
        *undone, decided, merged = register.history()[:4]
        with register.reading() as connection:
            (waiting,) = pending_decisions(connection) or [None]
            said = [row[f"narrative_{language}"] for row in records(connection, "progress").values()]
    assert [row.undo_of for row in undone] == [merged.number, decided.number]
    assert merged.label.values["conflict"] == 1
    assert waiting is None, "what was asked goes with the merge that asked it"
    assert say("demo.return.heard", language) in said
    assert say("demo.return.narrative_6", language) not in said


def _texts(document: Path) -> list[str]:
    return [cell.text for table in Document(str(document)).tables for cell in table._cells]


def lead_of(book: object, language: str, number: str) -> str:
    sheet = book[say("record.recommendation.many", language)]  # type: ignore[index]  # a workbook
    titles = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == number)
    return str(row[titles.index(say("role.lead", language))])


def test_sorting_a_copy_keeps_each_row_together_and_the_received_file_as_it_was(
    shown: Callable[[str], Shown], tmp_path: Path
) -> None:
    source, target = shown("en").folder / "1 register.xlsx", tmp_path / "sorted.xlsx"
    before = source.read_bytes()
    type_into_copy(source, target, [], {"Recommendations": "Text in English"})
    assert source.read_bytes() == before
    rows = [
        set(load_workbook(path)["Recommendations"].iter_rows(values_only=True)) for path in (source, target)
    ]
    assert rows[0] == rows[1]
    with pytest.raises(KeyError):
        type_into_copy(source, target, [Typed("Recommendations", "No such title", "140.1", {})], {})


def test_self_test_passes_here_and_prints_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["self-test", "--json", "--language", "en"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["passed"]
    assert [step["step"] for step in said["steps"]] == [
        "new",
        "import",
        "export",
        "back",
        "round",
        "check",
        "window",
    ]
    assert any(line.startswith("SQLite") for line in said["versions"])


def test_self_test_fails_where_a_workbook_comes_back_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = self_test.export_register

    def spoiled(register: Register, target: Path, language: str) -> Path:
        path = written(register, target.with_name("first.xlsx"), language)
        title = say("field.recommendation_part.text_en", language)
        number = say("field.recommendation.number", language)
        sheet = say("record.recommendation.many", language)
        type_into_copy(path, target, [Typed(sheet, number, "140.1", {title: "Other words"})], {})
        return target

    monkeypatch.setattr(self_test, "export_register", spoiled)
    assert cli.main(["self-test", "--language", "en"]) == 1
    assert "FAILED" in capsys.readouterr().out


def test_demo_ends_by_naming_the_files_it_wrote_and_overwrites_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "shown"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert cli.main(["demo", "--out", str(out), "--language", "ru"]) == 0
    lines = capsys.readouterr().out.splitlines()
    named = [Path(line) for line in lines[lines.index(say("demo.files", "ru")) + 1 :]]
    assert all(path.is_file() for path in named)
    assert {path.suffix for path in named} == {".upr", ".xlsx", ".docx", ".png"}
    assert named[0].parent == tmp_path / "shown-2"
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    assert not (tmp_path / "home").exists()
