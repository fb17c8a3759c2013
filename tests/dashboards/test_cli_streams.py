"""The command line under closed streams, broken pipes, full disks, SIGTERM and a missing home."""

import errno
import os
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app

#: Closes the streams named in its first word, then becomes the command line.
CLOSER = (
    "import os, sys\n"
    "for number in sys.argv[1]: os.close(int(number))\n"
    "os.execv(sys.executable, [sys.executable, '-m', 'dashboards.cli', *sys.argv[2:]])\n"
)
#: Commands that only print, with something to print for each.
TALKERS = (
    ("--help",),
    ("compare", "--help"),
    ("authorities",),
    ("authorities", "--csv"),
    ("scenarios",),
    ("measures",),
    ("describe", "no-wrong-door"),
    ("cite", "no-wrong-door"),
    ("cite", "no-wrong-door", "--format", "csv"),
    ("effects",),
    ("effects", "no_wrong_door", "--format", "csv"),
    ("version",),
)
#: Those that are tried each time, one of a kind; the others say as much in the same way.
QUICK = (("--help",), ("effects",), ("effects", "no_wrong_door", "--format", "csv"))


def shell(*words: str, **options: object) -> "subprocess.CompletedProcess[str]":
    """Run Python to its end and return what it left."""
    made: subprocess.CompletedProcess[str] = subprocess.run(  # type: ignore[call-overload]
        (sys.executable, *words),
        encoding="utf-8",
        check=False,
        **{"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, **options},
    )
    return made


def homeless(file: Path) -> dict[str, str]:
    """Return an environment whose home, and all that hangs on it, lies under a file."""
    file.touch()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("XDG_")}
    return {**kept, "HOME": str(file / "home"), "USERPROFILE": str(file / "home")}


@cache
def usual_of(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command with every stream in place."""
    return shell("-m", "dashboards.cli", command, stdout=subprocess.PIPE)


@pytest.mark.parametrize(
    "closed", ["1", "012", *(pytest.param(one, marks=pytest.mark.slow) for one in "02")]
)
@pytest.mark.parametrize("command", ["version", "nosuch"])
def test_closed_streams_are_no_trouble(closed: str, command: str) -> None:
    """Whichever streams were closed by the caller, the rest is said and the code is the usual one."""
    usual = usual_of(command)
    done = shell("-c", CLOSER, closed, command, stdout=subprocess.PIPE)
    assert done.returncode == usual.returncode
    assert done.stdout == ("" if "1" in closed else usual.stdout)
    assert done.stderr == ("" if "2" in closed else usual.stderr)


def test_nothing_printed_ends_in_a_file_opened_later(tmp_path: Path) -> None:
    """With stdout and stderr closed a database gets no number of theirs: it holds no message."""
    file = tmp_path / "runs.sqlite"
    done = shell("-c", CLOSER, "012", "diagnose", "--list", "--db", str(file))
    assert done.returncode == 0
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    assert b"doorways" not in file.read_bytes()[:16]


@pytest.mark.parametrize(
    "command",
    [*QUICK, *(pytest.param(one, marks=pytest.mark.slow) for one in TALKERS if one not in QUICK)],
    ids=" ".join,
)
def test_a_reader_who_has_gone_is_left_quietly(command: tuple[str, ...]) -> None:
    """As in `doorways authorities | head -1`: code 0, and nothing on stderr."""
    read, write = os.pipe()
    os.close(read)
    done = shell("-m", "dashboards.cli", *command, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_wrong_use_keeps_its_code_when_nobody_listens() -> None:
    """A mistake told to a pipe without a reader is a mistake still."""
    for command in ("nosuch", "effects atlantis"):
        read, write = os.pipe()
        os.close(read)
        words = ("-m", "dashboards.cli", *command.split())
        assert shell(*words, stdout=write, stderr=write).returncode == 2
        os.close(write)


#: Lets no file grow, then becomes the command line; to a program this is a full disk.
FULL = (
    "import os, resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    "os.execv(sys.executable, [sys.executable, '-m', 'dashboards.cli', *sys.argv[1:]])\n"
)


@pytest.mark.parametrize("command", ["effects", "effects no_wrong_door --format csv", "version"])
def test_a_full_disk_behind_stdout_is_one_clear_error(command: str, tmp_path: Path) -> None:
    """What cannot be written is said once, with code 2 and no trail."""
    with (tmp_path / "list.txt").open("wb") as file:
        done = shell("-c", FULL, *command.split(), stdout=file)
    assert done.returncode == 2
    assert done.stderr.count(os.strerror(errno.EFBIG)) == 1
    assert "Make room" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("threads", ["0", pytest.param("many", marks=pytest.mark.slow)])
def test_threads_that_nobody_uses_end_no_command(threads: str) -> None:
    """A number of threads that the compiler cannot use, set for something else, is no matter."""
    words = ("-m", "dashboards.cli", "describe", "no-wrong-door")
    done = shell(*words, stdout=subprocess.PIPE, env=os.environ | {"NUMBA_NUM_THREADS": threads})
    assert (done.returncode, done.stderr) == (0, "")


#: A comparison that tells each step of its progress bar, so that a test knows when to stop it.
TELLING = """
import sys
from dashboards.cli import app, running
class Telling(running.Bar):
    def update(self, done, total):
        super().update(done, total)
        print(done, flush=True)
if __name__ == "__main__":
    running.Bar = Telling
    app.main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_sigterm_stops_like_ctrl_c(workers: str, tmp_path: Path) -> None:
    """Told to end, a comparison keeps what is finished, ends its workers and leaves with 143."""
    script = tmp_path / "telling.py"
    script.write_text(TELLING, encoding="utf-8")
    words = (
        f"compare --authority Rutland --years 10 --replicates 100 --workers {workers} --out here"
    )
    running = subprocess.Popen(
        (sys.executable, str(script), *words.split()),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with running:
        assert running.stdout is not None
        while running.stdout.readline().strip() in ("", "0"):
            assert running.poll() is None
        running.terminate()
        # Both pipes end only when the workers, who hold them too, have ended.
        rest, said = running.communicate()
    assert running.returncode == 143
    assert "Stopped." in said
    assert not {"leaked", "Traceback"} & set(said.replace(":", " ").split())
    with sqlite3.connect(tmp_path / "here" / "doorways.sqlite") as raw:
        (kept,) = raw.execute("SELECT count(*) FROM run").fetchone()
    raw.close()
    told = int((rest.split() or ["1"])[-1])
    assert f"{told:,} of 100" in said or not rest
    assert 0 < 2 * told <= kept < 200


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Without a place for the database there is one message that names the way out."""
    done = shell("-m", "dashboards.cli", "diagnose", "--list", env=homeless(tmp_path / "file"))
    assert done.returncode == 2
    assert "cannot be written there" in done.stderr
    assert "--db" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "program",
    [
        "import sys; from dashboards.cli import app; sys.argv[1:] = ['version']\n"
        "try: app.main()\n"
        "except SystemExit: import matplotlib.font_manager",
        "from dashboards.server import application; from dashboards.place import here; application(here(1))",
    ],
    ids=["charts", "page"],
)
def test_libraries_do_not_complain_of_a_missing_home(program: str, tmp_path: Path) -> None:
    """Libraries that want a folder of settings make do without it, and in silence."""
    root = Path(__file__).resolve().parents[2]
    done = shell(
        "-c", program, env=homeless(tmp_path / "file"), cwd=root, stdout=subprocess.DEVNULL
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    ["compare --authority {}", "{}", "compare {}", "describe {}", "compare --years {}", "--{}"],
)
def test_an_address_in_the_wrong_place_loses_its_login(command: str) -> None:
    """Given as a council, a number or a stray word, an address is refused without its password."""
    secret = "Z7qSECRETq7Z"
    for form in ("postgresql://bob:{}@h/x", "postgresql://h/x?user=bob&password={}"):
        done = CliRunner().invoke(app, command.format(form.format(secret)).split())
        assert done.exit_code == 2
        assert done.output
        assert secret not in done.output
