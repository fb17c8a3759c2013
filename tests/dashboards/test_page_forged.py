"""The served page under forged requests: each is answered, the terminal stays readable, no seat is lost."""

import http.client
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from dashboards.brief_log import Brief

METHODS = ("GET", "POST", "HEAD", "DELETE")
PATHS = (
    "/jupyter/api/kernels/x",
    "/jupyter/api/kernels/x/channels",
    "/_solara/api/close/x",
    "/_solara/api/close/%00",
    "/_solara/api/evict/x",
    "/_solara/auth/authorize",
    "/_solara/auth/login?return_to=//elsewhere",
    "/_solara/cdn/%00",
    "/_solara/cdn/" + "a" * 3000,
    "/static/%00",
    "/static/assets/%00",
    "/static/public/" + "a" * 3000,
    "/jupyter/nbextensions/%00",
    "/resourcez",
    "/%ff%fe",
    "//elsewhere",
)
#: What a page never sends; the last two are what it sends, but of things that are not there.
FRAMES: tuple[str | bytes, ...] = (
    "",
    "{}",
    "[]",
    "[" * 5000,
    b"\x00",
    '{"header": {"msg_type": "comm_open"}, "content": {}, "parent_header": {}, "metadata": {}}',
    '{"header": {"msg_type": "comm_open", "msg_id": "1"}, "parent_header": {}, "metadata": {}, '
    '"content": {"comm_id": "a", "target_name": "jupyter.widget", "data": {}}}',
    '{"header": {"msg_type": "execute_request", "msg_id": "1"}, "parent_header": {}, '
    '"metadata": {}, "content": {"code": "1"}}',
)


@dataclass
class Served:
    """A page that is being served, and its process."""

    port: int
    process: "subprocess.Popen[str]"

    def ask(self, method: str, path: str) -> int:
        """Send one request and return the status of its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path)
        with connection.getresponse() as answer:
            answer.read()
        connection.close()
        return answer.status

    def send(self, frame: str | bytes) -> None:
        """Open a WebSocket as the page would, send one frame, and close."""
        connection = connect(
            f"ws://127.0.0.1:{self.port}/jupyter/api/kernels/{uuid4()}/channels?session_id=1",
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"solara-session-id={uuid4()}"},
        )
        with connection:
            connection.send(frame)
            try:
                # Solara closes, answers, or passes over it.
                connection.recv(timeout=0)
            except (TimeoutError, WebSocketException):
                return


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The page, served by the command itself."""
    words = (sys.executable, "-m", "dashboards.cli", "dashboard", "--no-browser", "--db")
    process = subprocess.Popen(
        (*words, str(tmp_path / "runs.sqlite")), stderr=subprocess.PIPE, encoding="utf-8"
    )
    with process:
        assert process.stderr is not None
        named = re.search(r"127\.0\.0\.1:(\d+)", process.stderr.readline())
        assert named
        yield Served(int(named[1]), process)
        process.kill()


@pytest.mark.slow
def test_forged_requests_leave_no_trail(served: Served) -> None:
    """Whatever is asked, the answer comes, the page is served after it, and SIGTERM ends it with 143."""
    for path in PATHS:
        for method in METHODS:
            assert 200 <= served.ask(method, path) <= 500
    for frame in FRAMES:
        served.send(frame)
    assert served.ask("GET", "/") == 200
    served.process.terminate()
    _, said = served.process.communicate()
    assert served.process.returncode == 143
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert "A request to the page failed: KeyError('session_id')" in said


def failure(name: str, text: str) -> logging.LogRecord:
    """Return the record of an error with its trail."""
    try:
        raise ValueError("odd\n\x1b[2J")
    except ValueError:
        return logging.LogRecord(name, logging.ERROR, "", 0, text, (), sys.exc_info())


def test_a_librarys_trail_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a library's error the line is kept, of ours the trail; DOORWAYS_DEBUG keeps both."""
    monkeypatch.delenv("DOORWAYS_DEBUG", raising=False)
    said = Brief().format(failure("solara.server", "Sent \x1b[1m"))
    assert said == "Sent \\x1b[1m: ValueError('odd\\n\\x1b[2J')"
    assert "Traceback" in Brief().format(failure("dashboards.jobs", "A comparison failed"))
    monkeypatch.setenv("DOORWAYS_DEBUG", "1")
    assert "Traceback" in Brief().format(failure("solara.server", "Sent"))
