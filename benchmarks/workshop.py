"""How fast a workshop's room is with thirty phones, and whether its memory stays flat.

python benchmarks/workshop.py                # one minute of playing to and fro
python benchmarks/workshop.py --minutes 60   # as long as a workshop
python benchmarks/workshop.py --minutes 5 --memory   # judged by its memory alone, where other work goes on beside it
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import urlencode

import psutil

START = "from dashboards.cli.app import main; main()"
SAID = re.compile(r"Room ([A-Z]{6})|join at http://([\d.:]+)")
PHONES = 30
WEEKS = 40
#: Seconds, weeks a second, and megabytes that are allowed; the second is a least.
LIMITS = {
    "a week's step shown": 0.1,
    "a prediction acknowledged": 0.3,
    "a reveal on thirty phones": 1.0,
    "weeks a second at 10": 9.5,
    "memory grown, MB": 25.0,
}


class Client:
    """Be one browser: its cookies, what it does, and its stream."""

    def __init__(self, host: str) -> None:
        self.host, self.cookie = host, ""
        self.told: Queue[tuple[str, Any, float]] = Queue()

    def post(self, path: str, **form: Any) -> str:
        """Send a form and return what is said to it."""
        line = HTTPConnection(self.host)
        headers = {
            "Origin": f"http://{self.host}",
            "Cookie": self.cookie,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request("POST", path, urlencode(form, doseq=True), headers)
        answer = line.getresponse()
        text = answer.read().decode()
        self.cookie = (answer.getheader("set-cookie") or self.cookie).partition(";")[0]
        if answer.status >= 400:
            raise SystemExit(f"{path} {form}: {answer.status} {text}")
        return text

    def watch(self, who: str) -> None:
        """Open a stream and note each message with its time."""
        line = HTTPConnection(self.host)
        line.request("GET", f"/{who}/events", headers={"Cookie": self.cookie})
        answer = line.getresponse()
        threading.Thread(target=self._listen, args=(answer,), daemon=True).start()

    def wait(self, name: str, fits: Callable[[Any], bool]) -> float:
        """Wait for a message that fits and return when it came."""
        while True:
            told, what, when = self.told.get(timeout=120)
            if told == name and fits(what):
                return when

    def _listen(self, answer: HTTPResponse) -> None:
        name = ""
        for line in iter(answer.readline, b""):
            if line.startswith(b"event: "):
                name = line[7:].strip().decode()
            elif line.startswith(b"data: "):
                self.told.put((name, json.loads(line[6:]), time.perf_counter()))


@contextmanager
def served(folder: Path, story: str) -> Iterator[tuple[str, str, psutil.Process]]:
    """Serve a room and give its host, its letters and its process."""
    words = ["workshop", "--no-browser", "--port", "0", "--folder", str(folder), "--story", story]
    with subprocess.Popen(
        [sys.executable, "-c", START, *words],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    ) as server:
        assert server.stderr is not None
        letters, host = "", ""
        for line in iter(server.stderr.readline, ""):
            match = SAID.search(line)
            letters = (match[1] or letters) if match else letters
            if match and match[2]:
                host = match[2]
                break
        try:
            yield host, letters, psutil.Process(server.pid)
        finally:
            server.terminate()


def joined(host: str, letters: str) -> list[Client]:
    """Return thirty phones in the room, each with its stream."""
    phones = [Client(host) for _ in range(PHONES)]
    for phone in phones:
        phone.post("/join", letters=letters)
        phone.watch("seat")
    return phones


def predict(lead: Client, phones: list[Client]) -> list[float]:
    """Return how long each phone's prediction took, all sent at once."""
    lead.post("/do", did="moved", phase="predict")
    stages: list[str] = []

    def asks(parts: dict[str, str]) -> bool:
        stages.append(parts.get("stage", ""))
        return "What do you think" in stages[-1]

    for phone in phones:
        phone.wait("parts", asks)
    form = stages[-1].partition('id="guess-q1"')[2].partition("</form>")[0]
    values = [50] * form.count('name="values"')

    def send(phone: Client) -> float:
        began = time.perf_counter()
        phone.post("/do", did="guessed", question="q1", values=values)
        return time.perf_counter() - began

    with ThreadPoolExecutor(PHONES) as pool:
        return list(pool.map(send, phones))


def reveal(lead: Client, phones: list[Client]) -> float:
    """Return how long a reveal took to stand on the last of all phones."""
    lead.post("/do", did="moved", phase="run")
    lead.wait("parts", lambda parts: "ready to be revealed" in parts.get("futures", ""))
    began = time.perf_counter()
    lead.post("/do", did="moved", phase="reveal")
    return (
        max(
            phone.wait("parts", lambda parts: "What came of it" in parts.get("stage", ""))
            for phone in phones
        )
        - began
    )


def steps(lead: Client) -> list[float]:
    """Return how long each step of a week took to be shown."""
    lead.post("/do", did="shown", screen="map")
    lead.post("/play", what="start")
    lead.wait("frame", lambda frame: frame["week"] == 0)
    found = []
    for _ in range(WEEKS):
        began = time.perf_counter()
        lead.post("/play", what="week")
        found.append(lead.wait("frame", lambda frame: True) - began)
    return found


def playing(lead: Client, seconds: float) -> float:
    """Return how many weeks a second were shown while it played at 10."""
    lead.post("/play", what="start")
    lead.post("/play", what="speed", amount=10)
    lead.wait("frame", lambda frame: frame["week"] == 0)
    lead.post("/play", what="play")
    first = lead.wait("frame", lambda frame: frame["week"] == 1)
    weeks = int(10 * seconds)
    last = lead.wait("frame", lambda frame: frame["week"] > weeks)
    lead.post("/play", what="pause")
    return weeks / (last - first)


def grown(lead: Client, process: psutil.Process, minutes: float) -> float:
    """Return by how much memory grew while the run was played to and fro, once it had been so for a while."""

    def to_and_fro(seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            playing(lead, min(10.0, max(2.0, ends - time.monotonic())))

    to_and_fro(20)
    before = process.memory_info().rss
    to_and_fro(60 * minutes)
    return float(process.memory_info().rss - before) / 1e6


def main() -> int:
    """Print the table; the exit status is 1 when something is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--story", default="north-yorkshire")
    parser.add_argument("--memory", action="store_true", help="judge by memory alone")
    asked = parser.parse_args()
    # Whoever ends this ends the room that it serves.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with (
        tempfile.TemporaryDirectory() as name,
        served(Path(name), asked.story) as (host, letters, process),
    ):
        lead = Client(host)
        lead.post("/console")
        lead.watch("console")
        phones = joined(host, letters)
        sent = predict(lead, phones)
        told = reveal(lead, phones)
        shown = steps(lead)
        pace = playing(lead, 10)
        more = grown(lead, process, asked.minutes)
        size = process.memory_info().rss / 1e6
    found = {
        "a week's step shown": (statistics.median(shown), max(shown)),
        "a prediction acknowledged": (statistics.median(sent), max(sent)),
        "a reveal on thirty phones": (told, told),
        "weeks a second at 10": (pace, pace),
        "memory grown, MB": (more, more),
    }
    print(f"{'what':<28} {'median':>8} {'worst':>8} {'limit':>8}   {asked.story}, {size:.0f} MB")
    for what, (median, worst) in found.items():
        print(f"{what:<28} {median:>8.3f} {worst:>8.3f} {LIMITS[what]:>8.2f}")
    beyond = [
        what
        for what, (median, _) in found.items()
        if (median < LIMITS[what]) == (what == "weeks a second at 10")
        and (what == "memory grown, MB" or not asked.memory)
    ]
    return int(bool(beyond))


if __name__ == "__main__":
    sys.exit(main())
