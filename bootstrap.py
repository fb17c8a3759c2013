"""Set Doorways up in this folder, then run it: needs only Python (3.12 or newer) and pip.

python bootstrap.py compare --authority "North Yorkshire"    set up once, then `doorways compare ...`
python bootstrap.py test                                     set up with the test tools, then pytest
python bootstrap.py setup [--dev]                            only set up

Every other word is handed to the `doorways` command. Everything is installed into `.venv` beside
this file, from a lock that names each file's hash; a second run finds that done and starts at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
VENV_PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
# The Pythons every package in the locks has files for.
OLDEST, NEWEST = (3, 12), (3, 14)


class SetupError(Exception):
    """Say what stopped the set-up and what to do about it."""


def python_version(command: list[str]) -> tuple[int, int] | None:
    """Version of the Python that `command` starts, or None when it does not start one."""
    question = [*command, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        answer = subprocess.run(question, capture_output=True, text=True, timeout=60, check=True)
        major, minor = answer.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def other_pythons() -> list[list[str]]:
    """Commands that may start a suitable Python, the most tried version first."""
    minors = (13, 12, 14)
    commands = []
    for minor in minors:
        found = shutil.which(f"python3.{minor}")
        if found:
            commands.append([found])
        if os.name == "nt" and shutil.which("py"):
            commands.append(["py", f"-3.{minor}"])
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for minor in minors:
        commands += [[str(path)] for path in sorted(pyenv.glob(f"3.{minor}.*/bin/python"))]
    return commands


def pass_on(command: list[str], folder: Path | None = None) -> int:
    """Run a command to its end, hand on to it a request to end, and return its exit status."""
    child: list[subprocess.Popen[bytes]] = []
    asked: list[int] = []

    def end(number: int, _: object) -> None:
        asked.append(number)
        for one in child:
            one.terminate()

    # Heard from before it starts, so that no request is lost on the way.
    signal.signal(signal.SIGTERM, end)
    with subprocess.Popen(command, cwd=folder) as running:
        child.append(running)
        if asked:
            running.terminate()
        code = _to_its_end(running)
    # One that a signal ended has minus its number; a shell says 128 and the number.
    return code if code >= 0 else 128 - code


def _to_its_end(running: subprocess.Popen[bytes]) -> int:
    """Wait for a command and return its exit status; Ctrl-C reaches it too, and it ends in its own time."""
    while True:
        try:
            return running.wait()
        except KeyboardInterrupt:
            continue


def hand_over(arguments: list[str]) -> int:
    """Run this file again under a Python in the supported range."""
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    for command in other_pythons():
        version = python_version(command)
        if version and OLDEST <= version <= NEWEST:
            print(f"Python {running} cannot run Doorways; using {version[0]}.{version[1]}.")
            return pass_on([*command, str(ROOT / "bootstrap.py"), *arguments])
    raise SetupError(
        f"This is Python {running}; Doorways needs Python {wanted} and found none. "
        "Install one and run this again with it."
    )


def digest(lock: str) -> str:
    """Fingerprint of what an environment made from `lock` must hold, and of where it stands."""
    content = (ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    # A moved checkout needs its scripts written again, so the folder counts too.
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def is_ready(lock: str) -> bool:
    """Whether the environment was completely set up from this very lock."""
    stamp = VENV / f"{lock}.sha256"
    return (
        VENV_PYTHON.exists()
        and stamp.exists()
        and stamp.read_text(encoding="utf-8").strip() == digest(lock)
    )


def pip(*arguments: str) -> None:
    """Run pip inside the environment; its own words go to the screen."""
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, *arguments], cwd=ROOT, check=False).returncode:
        raise SetupError(
            "pip could not install what Doorways needs (its message is above). "
            "Check the network connection and run the same command again."
        )


def set_up(lock: str) -> None:
    """Make the environment hold exactly what `lock` names, and this checkout itself."""
    if is_ready(lock):
        return
    print("Setting up Doorways in .venv (once; a minute or two) ...", flush=True)
    usable = VENV_PYTHON.exists() and python_version([str(VENV_PYTHON)])
    if not usable or not OLDEST <= usable <= NEWEST:
        venv.create(VENV, clear=True, with_pip=True)
    pip("--require-hashes", "--requirement", lock)
    # The build tool is in the lock, so nothing unhashed is fetched here.
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    # The test lock holds everything of the other one at the same versions.
    for name in {lock, RUN_LOCK}:
        (VENV / f"{name}.sha256").write_text(digest(name) + "\n", encoding="utf-8")


def run(arguments: list[str]) -> int:
    """Set up what the first word needs, then do it; return its exit status."""
    word, *rest = arguments or ["compare"]
    if word in ("-h", "--help"):
        print(__doc__)
        return 0
    if word == "test":
        set_up(DEV_LOCK)
        return pass_on([str(VENV_PYTHON), "-m", "pytest", *rest], ROOT)
    if word == "setup":
        set_up(DEV_LOCK if "--dev" in rest else RUN_LOCK)
        print("Ready. Try: python bootstrap.py compare")
        return 0
    set_up(RUN_LOCK)
    # In the caller's own folder, so that `--out here` means what it says.
    return pass_on([str(SCRIPTS / "doorways"), word, *rest])


def main(arguments: list[str]) -> int:
    """Choose a Python, run, and turn what stopped us into one clear message."""
    try:
        if not OLDEST <= sys.version_info[:2] <= NEWEST:
            return hand_over(arguments)
        return run(arguments)
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
    except OSError as error:
        print(f"error: could not write {VENV}: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
