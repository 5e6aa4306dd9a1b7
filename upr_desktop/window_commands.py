"""Run the commands that need the window, each without a display: the demonstration, the self-test, the pictures."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from upr_desktop.app import Program, Start
from upr_desktop.commands import Answer, author, version
from upr_desktop.exchange.gate import Gate, read_file
from upr_desktop.jobs.demo import Demo, edited_workbook
from upr_desktop.jobs.new_register import from_sample
from upr_desktop.jobs.open_return import home_of, open_workbook, read_workbook
from upr_desktop.jobs.sample_returns import SampleRound
from upr_desktop.jobs.self_test import Found, self_test_steps
from upr_desktop.register.queries import count
from upr_desktop.register.register import Register
from upr_desktop.ui.errors import versions
from upr_desktop.ui.own_pictures import OWN_SCENES
from upr_desktop.ui.pictures import (
    THEMES,
    Shot,
    Studio,
    Unattended,
    all_shots,
    application,
    wait_until,
)
from upr_desktop.ui.return_pictures import RETURN_SCENES
from upr_desktop.ui.settings import Settings
from upr_desktop.words import say

Tell = Callable[[str], None]
DEMO_FOLDER = "demo-output"

SPOKEN = ("kk", "ru", "en")
DEMO_SHOTS = tuple(
    Shot(scene, language, theme)
    for scene in ("recommendations", "history", "import")
    for language in SPOKEN
    for theme in THEMES
)
DOCUMENTED_SCENES = (
    "plan",
    "plan_import_questions",
    "progress",
    "own_rows",
    "returns",
    "merge",
    "reading",
    "summary",
    "history",
    "import",
    "agencies",
    "welcome",
    "bulk",
)
DOCUMENTED = (
    *(Shot("recommendations", language, theme) for language in SPOKEN for theme in THEMES),
    *(Shot(scene, language, "light") for scene in DOCUMENTED_SCENES for language in SPOKEN),
    Shot("history", "ru", "dark"),
    Shot("import", "kk", "dark"),
    *(Shot("returns_waiting", language, "light", (1280, 720)) for language in SPOKEN),
    Shot("merge", "ru", "dark"),
    Shot("reading", "ru", "dark"),
    Shot("problems", "en", "light"),
    Shot("settings", "en", "light"),
    Shot("recommendations", "ru", "light", (1280, 720)),
    Shot("recommendations", "kk", "dark", (1440, 900), 1.5),
)


def demo(asked: Namespace, tell: Tell) -> Answer:
    """Go through the whole job on the sample, telling each step, and name the files that were written."""
    folder = _empty_folder(Path(asked.out or DEMO_FOLDER))
    language = asked.language
    tell(say("demo.begin", language, folder=str(folder)))
    files = []
    with at_home_elsewhere():
        shown = Demo(
            folder, language, asked.author or say("demo.author", language), asked.today or date.today()
        )
        for number, step in enumerate(shown.steps(), 1):
            tell(f"{number:>3}. {step.text}")
            files += [step.file] if step.file else []
        pictures = folder / say("demo.file.pictures", language)
        with studio(shown.register, shown.edited, asked.today or date.today()) as room:
            taken = list(room.take(DEMO_SHOTS, pictures))
    tell(f"{number + 1:>3}. {say('demo.pictures', language, count=len(taken))}")
    named = [str(path) for path in (*files, *taken)]
    return Answer({"folder": str(folder), "files": named}, (say("demo.files", language), *named))


def self_test(asked: Namespace, tell: Tell) -> Answer:
    """Do each thing once in a temporary folder; the exit code is 1 where something did not work."""
    language = asked.language
    done: list[dict[str, object]] = []
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, at_home_elsewhere():
        path = Path(name) / "self-test.upr"
        for found in (*self_test_steps(path, author(asked), language), _window_step(path)):
            done.append({"step": found.step, "passed": not found.reason, "reason": found.reason})
            tell(_told(found, language))
            if found.reason:
                break
        ran_on = [version(), *versions()]
    passed = all(step["passed"] for step in done)
    lines = (*ran_on, *((say("self_test.passed", language),) if passed else ()))
    return Answer({"passed": passed, "steps": done, "versions": ran_on}, lines, int(not passed))


def pictures(asked: Namespace, tell: Tell) -> Answer:
    """Take the pictures of the documentation into a folder: the chosen ones, or all."""
    wanted = all_shots() if asked.all else DOCUMENTED
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, at_home_elsewhere():
        register = Path(name) / "sample.upr"
        from_sample(register).close()
        edited = edited_workbook(register, Path(name), "ru")
        taken = []
        today = asked.today or date.today()
        for shots, made in _studios(wanted, register, edited, Path(name), today):
            with made as room:
                for path in room.take(shots, Path(asked.out)):
                    tell(str(path))
                    taken.append(str(path))
    return Answer({"files": taken})


def _studios(
    wanted: Sequence[Shot], register: Path, edited: Path, folder: Path, today: date
) -> Iterator[tuple[Sequence[Shot], AbstractContextManager[Studio]]]:
    """Yield the pictures to take and where: those of returns in registers of their own for each language."""
    apart = {**RETURN_SCENES, **OWN_SCENES}
    others = [shot for shot in wanted if shot.scene not in apart]
    if others:
        yield others, studio(register, edited, today)
    for language in dict.fromkeys(shot.language for shot in wanted):
        shots = [shot for shot in wanted if shot.scene in apart and shot.language == language]
        if not shots:
            continue
        path = folder / language / register.name
        returned = played_round(path, language, today)
        if office := [shot for shot in shots if shot.scene in RETURN_SCENES]:
            yield office, studio(path, edited, today, returned)
        if own := [shot for shot in shots if shot.scene in OWN_SCENES]:
            yield (
                own,
                studio(agencys_register(path.parent, returned[0], language), edited, today),
            )


def agencys_register(folder: Path, workbook: Path, language: str) -> Path:
    """Make the register of an agency's own rows from a workbook it has begun to fill in, and return its path."""
    received = read_file(workbook)
    with Gate() as gate:
        book = read_workbook(received, gate)
    path = home_of(book, folder / "agencies")
    open_workbook(received, book, path, say("demo.author", language))
    return path


def played_round(path: Path, language: str, today: date) -> Sequence[Path]:
    """Make a register of the sample, play its round in a language, and return the files that came back last."""
    with from_sample(path) as opened:
        sample = SampleRound(opened, path.parent / "returns", say("demo.author", language), today)
        sample.begin()
        return sample.returned(language)


@contextmanager
def studio(register: Path, edited: Path, today: date, returned: Sequence[Path] = ()) -> Iterator[Studio]:
    """Open the window on a register, without a display, to be photographed; `returned` are returns to merge."""
    app = application()
    settings = Settings(Path(os.environ["UPR_HOME"]) / "settings.json")
    settings.write("recent", [])
    program = Program(app, Start(register, "en", say("demo.author", "en"), today), settings)
    bugs: list[str] = []
    unattended = Unattended(bugs)
    program.window.show()
    wait_until(lambda: program.room is not None, "the window")
    assert program.room is not None
    program.catcher.bug.disconnect(program.room.show_bug)
    program.catcher.bug.connect(bugs.append)
    try:
        shown = Studio(program.room, edited, bugs, returned)
        if shown.workspace.session.keeper is None:
            shown.workspace.check()  # or some pictures would show the number of problems and others not
            shown.wait()
        yield shown
    finally:
        wait_until(lambda: not program.work.is_busy and program.window.close(), "the end of the work")
        unattended.deleteLater()


@contextmanager
def at_home_elsewhere() -> Iterator[None]:
    """Keep settings, backups and log of what is done here out of the user's folder."""
    before = os.environ.get("UPR_HOME")
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["UPR_HOME"] = home
        try:
            yield
        finally:
            del os.environ["UPR_HOME"]
            if before is not None:
                os.environ["UPR_HOME"] = before


def _empty_folder(wanted: Path) -> Path:
    """Return the folder, or the next of its name that holds nothing yet: nothing is overwritten."""
    folder, number = wanted, 1
    while folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _window_step(path: Path) -> Found:
    """Show the window on the register and see its rows."""
    with Register.open(path, read_only=True) as register, register.reading() as connection:
        expected = count(connection, "recommendation")
    with studio(path, path, date.today()) as room:
        shown = room.count_rows()
    return Found("window", "" if shown == expected else f"{shown} / {expected}")


def _told(found: Found, language: str) -> str:
    step = say(f"self_test.{found.step}", language)
    return (
        say("self_test.failed", language, step=step, reason=found.reason) if found.reason else f"  ✓ {step}"
    )
