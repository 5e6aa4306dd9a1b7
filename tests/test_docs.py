import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from upr_desktop import cli
from upr_desktop.jobs.import_file import LAYOUTS
from upr_desktop.ui.pictures import SCENES
from upr_desktop.ui.places import PLACES
from upr_desktop.window_commands import DOCUMENTED
from upr_desktop.words import say

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
MOST_BYTES = 4_000_000


def links(page: Path) -> Iterator[str]:
    for address in LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"https?:|#", address):
            yield address.partition("#")[0]


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.name)
def test_every_command_and_its_options_are_in_the_guide(command: cli.Command) -> None:
    row = next(
        line for line in GUIDE.splitlines() if line.startswith((f"| `{command.name} ", f"| `{command.name}`"))
    )
    options = [name for each in command.arguments for name in each.names if name.startswith("--")]
    assert [name for name in options if name not in row] == []


@pytest.mark.parametrize("page", ["guide.ru.md", "guide.kk.md"])
def test_every_command_is_named_in_the_short_guides(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [command.name for command in cli.COMMANDS if f"`{command.name}`" not in text] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_a_file_is_in_the_guide(layout: str) -> None:
    assert f"`{layout}`" in GUIDE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    assert [address for address in links(page) if not (page.parent / address).exists()] == []


def test_every_picture_that_a_page_shows_is_one_that_the_program_takes() -> None:
    taken = {shot.name for shot in DOCUMENTED}
    shown = {Path(address).name for page in PAGES for address in links(page) if address.endswith(".png")}
    assert shown <= taken
    assert {path.name for path in (ROOT / "docs/pictures").glob("*.png")} == taken
    assert {shot.scene for shot in DOCUMENTED} <= set(SCENES)


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "docs/pictures").iterdir()) < MOST_BYTES


def test_the_readme_opens_with_purpose_picture_and_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    places = [
        text.index(part)
        for part in ("recommendations", "](docs/pictures/", "python3 run.py\n", "python3 run.py test")
    ]
    assert places == sorted(places)
    assert places[-1] < 2500


SCREEN_KEY = re.compile(r"\*\*([^*]+)\*\*[^*`|]{0,24}\(`(Ctrl\+\d)`")
GUIDES = {"en": "guide.md", "ru": "guide.ru.md", "kk": "guide.kk.md"}


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_names_each_screen_with_the_key_that_opens_it(language: str) -> None:
    keys = {say(place.title, language)[:5].casefold(): f"Ctrl+{at}" for at, place in enumerate(PLACES, 1)}
    named = SCREEN_KEY.findall((ROOT / "docs" / GUIDES[language]).read_text(encoding="utf-8"))
    assert [(name, key) for name, key in named if keys.get(name[:5].casefold()) != key] == []
    assert {f"Ctrl+{at}" for at in range(2, len(PLACES) + 1)} - {key for _, key in named} <= {"Ctrl+6"}


@pytest.mark.parametrize("language", GUIDES)
def test_the_help_names_the_keys_of_all_screens_in_their_order(language: str) -> None:
    text = (ROOT / f"resources/help/{language}.md").read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith("| `Ctrl+1`")]
    _, keys, names, _ = (cell.strip() for cell in row.split("|"))
    assert re.findall(r"Ctrl\+\d", keys) == [f"Ctrl+{at}" for at in range(1, len(PLACES) + 1)]
    titles = [say(place.title, language).casefold() for place in PLACES]
    assert [name[:4] for name in names.split(", ")] == [title[:4] for title in titles]


def examples(page: str) -> list[str]:
    """Return the commands of a page that stand alone on their lines, as a newcomer would paste them."""
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = re.findall(r"^python3 run\.py (\S.*)$", text, re.MULTILINE)
    return [line for line in lines if line not in ("test", "--help", "demo", "self-test")]


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{name}" for name in GUIDES.values())])
def test_the_examples_run_as_they_are_written(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UPR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "resources/sample", tmp_path / "resources/sample")
    assert len(examples(page)) >= 3
    for example in examples(page):
        assert cli.main(shlex.split(example)) == 0, (example, capsys.readouterr())
