"""The set-up file, asked to end, ends what it runs and says how that ended."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN = "import sys, bootstrap; sys.exit(bootstrap.pass_on([sys.executable, '-c', sys.argv[1]]))"
SAYS_READY = "print('ready', flush=True); sys.stdin.read()"
MINDS = f"import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)); {SAYS_READY}"


def _running(program: str) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", RUN, program]
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


@pytest.mark.parametrize("program", [MINDS, f"import sys; {SAYS_READY}"])
def test_a_request_to_end_reaches_what_is_run(program: str) -> None:
    """SIGTERM ends the command too, whether it minds it or not, and the code is 143."""
    with _running(program) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        running.terminate()
        # The output ends only when nobody holds it any more: the command has ended as well.
        assert running.stdout.read() == ""
        assert running.wait() == 143


def test_the_code_of_what_is_run_is_returned() -> None:
    """What the command says at its end is what the set-up file says."""
    with _running("import sys; sys.exit(7)") as running:
        assert running.wait() == 7
