"""Set-up: what counts as done, what counts as broken, what is said."""

import importlib.util
import json
import os
import re
import string
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_bytes(b"a==1 --hash=sha256:00\n")
    return path


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return a real environment, without pip so that it is made at once."""
    folder = tmp_path / ".venv"
    venv.create(folder, with_pip=False, symlinks=os.name == "posix")
    return folder


@pytest.fixture
def done(run: ModuleType, environment: Path, lock: Path) -> Path:
    (environment / "set-up-done").write_text(f"{HERE}\n{run.digest(lock)}", encoding="ascii")
    return environment


def test_an_environment_marked_with_this_lock_is_ready(run: ModuleType, done: Path, lock: Path) -> None:
    assert run.is_ready(done, lock)


def test_no_environment_is_not_ready(run: ModuleType, tmp_path: Path, lock: Path) -> None:
    assert not run.is_ready(tmp_path / "nothing", lock)


def test_a_changed_lock_is_installed_again(run: ModuleType, done: Path, lock: Path) -> None:
    lock.write_bytes(b"a==2 --hash=sha256:01\n")
    assert not run.is_ready(done, lock)


def test_line_ends_do_not_change_a_lock(run: ModuleType, done: Path, lock: Path) -> None:
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert run.is_ready(done, lock)


def test_an_interrupted_set_up_is_not_ready(run: ModuleType, done: Path, lock: Path) -> None:
    (done / "set-up-started").touch()
    assert not run.is_ready(done, lock)


def test_an_environment_of_another_python_is_not_ready(run: ModuleType, done: Path, lock: Path) -> None:
    (done / "set-up-done").write_text(f"3.7\n{run.digest(lock)}", encoding="ascii")
    assert not run.is_ready(done, lock)


def test_an_environment_whose_python_is_gone_is_not_ready(run: ModuleType, done: Path, lock: Path) -> None:
    run.python_of(done).unlink()
    assert not run.is_ready(done, lock)


def test_an_empty_mark_is_not_ready(run: ModuleType, done: Path, lock: Path) -> None:
    (done / "set-up-done").write_text("", encoding="ascii")
    assert not run.is_ready(done, lock)


def test_the_python_of_an_environment_says_its_version(run: ModuleType, environment: Path) -> None:
    assert run.python_version(environment) == HERE


def test_checks_and_tests_keep_what_they_compile_whatever_the_shell_says(
    run: ModuleType, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "VENV", environment)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert run.run(["-c", "import sys; sys.exit(sys.dont_write_bytecode)"]) == 0


def test_an_environment_without_pip_is_made_anew(run: ModuleType, environment: Path) -> None:
    assert not run.has_pip(environment)


def test_pip_that_fails_is_reported_with_its_last_lines(
    run: ModuleType, environment: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_LANGUAGE", "en")
    with pytest.raises(run.CannotGoOn, match="No module named pip"):
        run.pip_install(environment, lock)


@pytest.mark.skipif(
    sys.platform == "win32", reason="the lock of another process is asked for through fcntl here"
)
def test_two_set_ups_do_not_run_at_once(run: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with run.alone(path), path.open("a") as second:
        assert not run.lock_file(second.fileno())
    with path.open("a") as third:
        assert run.lock_file(third.fileno())


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_test_lock_holds_all_that_the_program_needs() -> None:
    assert pins("requirements.lock")
    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_every_package_of_a_lock_has_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[\w.-]+==)", text))
        assert "://" not in text


def sentences() -> Iterator[tuple[str, dict[str, str]]]:
    yield from json.loads((ROOT / "resources/words/set_up.json").read_text(encoding="utf-8")).items()


def blanks(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_every_sentence_is_said_in_three_languages_with_the_same_values() -> None:
    for key, wordings in sentences():
        assert set(wordings) == {"en", "ru", "kk"}, key
        assert len({frozenset(blanks(text)) for text in wordings.values()}) == 1, key


def test_every_sentence_said_is_worded_and_every_one_worded_is_said() -> None:
    said = set(re.findall(r'say\("(\w+)"', (ROOT / "run.py").read_text(encoding="utf-8")))
    assert said == {key.removeprefix("set_up.") for key, _ in sentences()}


@pytest.mark.parametrize(("wish", "spoken"), [("ru", "ru"), ("kk_KZ.UTF-8", "kk"), ("Russian_Russia", "ru")])
def test_it_speaks_the_language_of_the_system(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, wish: str, spoken: str
) -> None:
    monkeypatch.setenv("UPR_LANGUAGE", wish)
    assert run.language() == spoken


def test_an_old_python_is_told_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UPR_LANGUAGE", "en")
    monkeypatch.setattr(run, "OLDEST_PYTHON", (99, 0))
    assert run.main([]) == 1
    assert "needs Python 99.0 or newer; this one is" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux leaves libraries to the system")
def test_a_library_that_is_not_there_is_missing(run: ModuleType) -> None:
    assert run.missing_libraries({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}) == [
        "libnowhere.so.9"
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux leaves libraries to the system")
def test_who_may_not_install_libraries_is_told_the_command(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPR_LANGUAGE", "en")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(run.CannotGoOn, match="sudo apt install libnowhere9"):
        run.complete_system({"libnowhere.so.9": "libnowhere9"}, needs_venv=False)


def test_it_uses_no_shell_and_only_the_standard_library() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("run.py", "upr_desktop/display.py"))
    imported = set(re.findall(r"^\s*(?:import|from) ([\w.]+)", text, re.MULTILINE)) - {"upr_desktop.display"}
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)
    assert "shell=True" not in text
    assert "os.system" not in text


def test_a_command_that_fails_gives_its_code_and_last_lines(run: ModuleType) -> None:
    code, tail = run.run_quietly([sys.executable, "-c", "print(*range(30), sep='\\n'); raise SystemExit(3)"])
    assert code == 3
    assert tail.split() == [str(number) for number in range(20, 30)]


@pytest.mark.skipif(sys.platform == "win32", reason=".ci/run is for bash")
def test_ci_runs_the_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec python3 run.py test" in script.read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
