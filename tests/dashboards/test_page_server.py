"""Starting the page: what cannot work is told before anything is served."""

import socket
from pathlib import Path

import pytest

from dashboards import server
from dashboards.server import HOST, listen, serve
from simulation.errors import DoorwaysError


def test_a_database_that_cannot_be_used_is_told_at_the_start(tmp_path: Path) -> None:
    """A file that is no database stops the start with one message and no address."""
    wrong = tmp_path / "letter.sqlite"
    wrong.write_text("Dear reader, this is not a database. " * 40, encoding="utf-8")
    said: list[str] = []
    with pytest.raises(DoorwaysError):
        serve(open_browser=False, db=f"sqlite:///{wrong.as_posix()}", say=said.append)
    assert said == []


def test_a_taken_or_impossible_port_is_told() -> None:
    """A port in use and one out of range each give one message that names the port."""
    with listen(0) as taken:
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(DoorwaysError, match=str(number)):
            listen(number)
    with pytest.raises(DoorwaysError, match="65535"):
        listen(70_000)


def test_the_page_listens_on_loopback_only() -> None:
    """The socket is bound to this machine's own address, on any free port."""
    with listen(0) as free:
        assert free.getsockname()[0] == HOST == "127.0.0.1"
        assert free.family == socket.AF_INET


def test_the_usual_port_is_taken_when_free_so_that_links_outlive_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a wish the same port comes every time, and any other when that one is in use."""
    with listen(0) as free:
        usual = free.getsockname()[1]
    monkeypatch.setattr(server, "USUAL_PORT", usual)
    with listen(None) as first, listen(None) as second:
        assert first.getsockname()[1] == usual
        assert second.getsockname()[1] not in (0, usual)
