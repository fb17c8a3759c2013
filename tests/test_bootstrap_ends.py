"""The set-up file, asked to end, ends what it runs and says how that ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN = "import sys, bootstrap; sys.exit(bootstrap.pass_on([sys.executable, '-c', sys.argv[1]]))"
SAYS_READY = "print('ready', flush=True); sys.stdin.read(); print('left alone')"
MINDS = f"import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)); {SAYS_READY}"

SAVES = """
import os, signal, sys, threading

def save(*_):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("saving", flush=True)
    sys.stdin.read()
    print("saved", flush=True)
    sys.exit(130)

signal.signal(signal.SIGINT, save)
print(os.getpid(), flush=True)
threading.Event().wait(60)
"""


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
        assert running.wait(timeout=60) == 143
        # The output ends only when nobody holds it any more; what had not ended would now be told to.
        assert running.communicate(timeout=60)[0] == ""


def test_an_interrupted_command_ends_in_its_own_time() -> None:
    """Ctrl-C, which both hear, twice even: what the command still does before it ends, it does."""
    with _running(SAVES) as running:
        assert running.stdout is not None
        command = int(running.stdout.readline())
        for process in (running.pid, command):
            os.kill(process, signal.SIGINT)
        assert running.stdout.readline() == "saving\n"
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=60)[0] == "saved\n"
        assert running.returncode == 130


def test_the_code_of_what_is_run_is_returned() -> None:
    """What the command says at its end is what the set-up file says."""
    with _running("import sys; sys.exit(7)") as running:
        assert running.wait(timeout=60) == 7
