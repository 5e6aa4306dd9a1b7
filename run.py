"""Set the program up on a bare computer and start it, with nothing but the standard library.

python3 run.py [arguments of the program]     set up what is missing, then start
python3 run.py test [--long] [pytest …]       every check, then the tests
python3 run.py bench                          the speed claims, measured here
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import locale
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
OLDEST_PYTHON = (3, 11)
NEED_QT = ("", "demo", "self-test")

# Debian's package for each library that Qt loads from the system.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

CHECKS = (
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("mypy", ("-m", "mypy")),
    (
        "lint-imports",
        ("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"),
    ),
)


class CannotGoOn(Exception):
    """The set-up cannot go on; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing, then do what the arguments ask. Returns the exit code."""
    try:
        return start(arguments)
    except CannotGoOn as trouble:
        tell(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130


def start(arguments: Sequence[str]) -> int:
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise CannotGoOn(
            say("old_python", needed=dotted(OLDEST_PYTHON), present=dotted(sys.version_info[:3]))
        )
    task, *rest = arguments or [""]
    if task == "test":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        prepare(TEST_LOCK)
        return run_checks(rest)
    if task == "bench":
        prepare(TEST_LOCK)
        return run(["-m", "benchmarks", *rest])
    prepare(LOCK, needs_qt=task in NEED_QT)
    return hand_over([str(ROOT / "main.py"), *arguments])


def run_checks(pytest_arguments: Sequence[str]) -> int:
    """Run every check, say how each ended, then the tests: pytest's closing line is the last one printed."""
    failed = [name for name, command in CHECKS if run(command) != 0]
    for name, _ in CHECKS:
        print(f"{name}: {'FAILED' if name in failed else 'ok'}", flush=True)
    code = run(["-m", "pytest", "-n", "2", "--dist", "worksteal", *pytest_arguments])
    return code or int(bool(failed))


def run(command: Sequence[str]) -> int:
    """Run the environment's Python in the program's folder, saying so; return its exit code."""
    print("$ python " + " ".join(command), flush=True)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of many processes compiles everything anew
    return subprocess.call([str(python_of(VENV)), *command], cwd=ROOT, env=environment)


def hand_over(command: Sequence[str]) -> int:
    """Become the environment's Python with this command; on Windows, start it and wait for it."""
    full = [str(python_of(VENV)), *command]
    if sys.platform == "win32":
        return subprocess.call(full)
    return os.execv(full[0], full)


# What people read


def tell(sentence: str) -> None:
    """Say something to the person at once, beside whatever the program prints as its result."""
    print(sentence, file=sys.stderr, flush=True)


def say(key: str, **values: object) -> str:
    sentences = json.loads((ROOT / "resources/words/set_up.json").read_text(encoding="utf-8"))
    return str(sentences[f"set_up.{key}"][language()]).format(**values)


def language() -> str:
    """Return the language to speak: `UPR_LANGUAGE`, else the system's, else English."""
    for wish in (os.environ.get("UPR_LANGUAGE", ""), locale.getlocale()[0] or ""):
        short = {"Kazakh": "kk", "Russian": "ru"}.get(wish.split("_")[0], wish[:2].lower())
        if short in ("kk", "ru", "en"):
            return short
    return "en"


def dotted(version: Sequence[int]) -> str:
    return ".".join(str(number) for number in version)


# What the system gives


def prepare(lock: Path, needs_qt: bool = True) -> None:
    """Make `.venv` hold what the lock file names, and see that Qt finds its libraries. Raises CannotGoOn."""
    libraries = wanted_libraries() if needs_qt else {}
    try:
        if is_ready(VENV, lock):
            complete_system(libraries, needs_venv=False)
            return
        with alone(ROOT / ".venv.lock"):
            if not is_ready(VENV, lock):
                complete_system(libraries, needs_venv=not has_pip(VENV))
                install(VENV, lock)
    except OSError as trouble:
        raise CannotGoOn(say("cannot_write", folder=ROOT, reason=trouble.strerror or trouble)) from trouble


def wanted_libraries() -> dict[str, str]:
    """Return the libraries that Qt will load here: more of them where it will open a window through X11."""
    from upr_desktop.display import wayland_answers, x11_listens

    asks_x11 = not os.environ.get("QT_QPA_PLATFORM") and not wayland_answers() and x11_listens()
    return {**LIBRARIES, **WINDOW_LIBRARIES} if asks_x11 else LIBRARIES


def complete_system(libraries: Mapping[str, str], needs_venv: bool) -> None:
    """See that the system has what only it can give; as root on Debian install it. Raises CannotGoOn."""
    no_venv, missing = needs_venv and not can_make_venv(), missing_libraries(libraries)
    if (no_venv or missing) and is_root_on_debian():
        wanted = {**LIBRARIES, **WINDOW_LIBRARIES} if libraries else {}
        packages = {wanted[name] for name in missing_libraries(wanted)} | (
            {"python3-venv"} if no_venv else set()
        )
        apt_install(sorted(packages))
    elif no_venv:
        raise CannotGoOn(say("no_venv"))
    elif missing:
        packages = {libraries[name] for name in missing}
        raise CannotGoOn(say("libraries", libraries=", ".join(missing), packages=" ".join(sorted(packages))))


def can_make_venv() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def missing_libraries(names: Mapping[str, str]) -> list[str]:
    """Return those of the shared libraries that the system cannot load; none of them matter outside Linux."""
    return [name for name in names if not loads(name)] if sys.platform.startswith("linux") else []


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_root_on_debian() -> bool:
    if sys.platform == "win32":
        return False
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages; if that fails, mend what was interrupted, refresh the list, try again."""
    names = " ".join(packages)
    tell(say("apt", packages=names))
    repair = ["apt-get", "install", "--yes", "--no-install-recommends", "--no-remove", "--fix-broken"]
    install = [*repair[:-1], *packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (install, ["dpkg", "--configure", "-a"], ["apt-get", "update"], repair, install):
        code, tail = run_quietly(command, environment)
        if command is install and code == 0:
            return
    raise CannotGoOn(say("apt_failed", packages=names, tail=tail))


# The environment


def is_ready(venv: Path, lock: Path) -> bool:
    """Return whether the environment holds this very lock file and its Python still runs."""
    mark = venv / "set-up-done"
    if (venv / "set-up-started").exists() or not mark.exists():
        return False
    version, *digests = mark.read_text(encoding="ascii").split() or [""]
    return digest(lock) in digests and version == python_version(venv)


def digest(lock: Path) -> str:
    """Return what names the lock file's content, whatever its line ends."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python_version(venv: Path) -> str:
    """Return the version of the environment's Python as in `3.11`, or nothing where it does not run."""
    command = [str(python_of(venv)), "-ISc", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def install(venv: Path, lock: Path) -> None:
    """Install the lock file into the environment, made anew unless it is sound. Raises CannotGoOn."""
    began = time.monotonic()
    if (venv / "set-up-started").exists():
        tell(say("starting_over"))
    tell(say("first_start", size=160 if lock == TEST_LOCK else 100))
    if (venv / "set-up-started").exists() or not has_pip(venv):
        make_venv(venv)
    (venv / "set-up-started").touch()
    pip_install(venv, lock)
    # The test lock holds all that the other holds (a test says so).
    held = {digest(lock), digest(LOCK)} if lock == TEST_LOCK else {digest(lock)}
    (venv / "set-up-done").write_text("\n".join([python_version(venv), *sorted(held)]), encoding="ascii")
    (venv / "set-up-started").unlink()
    tell(say("ready", seconds=round(time.monotonic() - began)))


def has_pip(venv: Path) -> bool:
    return (
        bool(python_version(venv)) and run_quietly([str(python_of(venv)), "-m", "pip", "--version"])[0] == 0
    )


def make_venv(venv: Path) -> None:
    if venv.exists():
        shutil.rmtree(venv)
    venv.mkdir()
    (venv / "set-up-started").touch()
    code, tail = run_quietly([sys.executable, "-m", "venv", str(venv)])
    if code:
        raise CannotGoOn(say("venv_failed", folder=venv, tail=tail))


def pip_install(venv: Path, lock: Path) -> None:
    """Let pip install the lock file, naming each package as it comes. Raises CannotGoOn."""
    command = [str(python_of(venv)), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "-r", str(lock)]
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"}
    lines: list[str] = []
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line.rstrip())
            tell_progress(line)
    if pip.returncode:
        raise CannotGoOn(say("pip_failed", tail="\n".join(lines[-10:])))


def tell_progress(line: str) -> None:
    if found := re.match(r"Collecting (\S+)", line):
        tell(say("package", name=found[1].replace("==", " ")))
    elif line.startswith("Installing collected"):
        tell(say("unpacking"))


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one set-up run at a time; the system frees the lock even if this process is killed."""
    with path.open("a", encoding="ascii") as file:
        waited = False
        while not lock_file(file.fileno()):
            if not waited:
                tell(say("waiting"))
            waited = True
            time.sleep(0.5)
        yield


def lock_file(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def run_quietly(command: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command and return its exit code and the last lines it printed."""
    done = subprocess.run(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, "\n".join(done.stdout.splitlines()[-10:])


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
