"""Starting a workshop: what cannot work is told in one message, and nothing is open that was not asked for."""

import os
import socket
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from roomed import begin, cut, run, try_mix

from dashboards.place import here
from dashboards.server import listen
from dashboards.workshop import place, serving
from dashboards.workshop.keeping import Kept, fresh_room
from dashboards.workshop.passphrase import LENGTH, Limit, Passphrase
from dashboards.workshop.place import address_of, check_address, is_alone
from dashboards.workshop.serving import room_of, serve
from dashboards.workshop.works import Works
from simulation.errors import DoorwaysError

WORKS = Works(run, lambda tale, choice: None, begin, try_mix, cut, {})  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("host", "passphrase", "says"),
    [
        ("192.0.2.10", None, "--passphrase"),
        ("0.0.0.0", "three kind words", "one address"),
        ("laptop", "three kind words", "in numbers"),
        ("192.0.2.11", "three kind words", "This laptop has: 192.0.2.10"),
        ("192.0.2.10", "short", "8 to 200"),
    ],
)
def test_a_network_is_let_in_only_by_address_and_passphrase(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    passphrase: str | None,
    says: str,
) -> None:
    """Without a passphrase, on every network at once, or at another's address nothing starts and no room is made."""
    monkeypatch.setattr(place, "own_addresses", lambda: ["192.0.2.10"])
    with pytest.raises(DoorwaysError, match=says):
        serve(WORKS, host=host, passphrase=passphrase, folder=tmp_path, open_browser=False)
    assert list(tmp_path.iterdir()) == []


def test_this_laptop_alone_needs_nothing() -> None:
    """Loopback is the default and asks for no passphrase; only its own names are answered there."""
    check_address("127.0.0.1", has_passphrase=False)
    assert here(8421).hosts == {"127.0.0.1:8421", "localhost:8421"}
    assert "http://192.0.2.10:8421" in here(8421, "192.0.2.10").origins


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.0.0.2", True), ("::1", True), ("192.0.2.10", False)],
)
def test_whether_phones_can_join_is_known_by_the_address(host: str, alone: bool) -> None:
    """Every address of this laptop for itself says that no phone can join; one of a network does not."""
    assert is_alone(address_of(host, 8421)) == alone


def test_own_addresses_are_those_that_others_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback, a card's own number, and what only one link knows are none a phone could type."""
    held = [
        (socket.AF_INET, "127.0.0.1"),
        (socket.AF_INET, "192.0.2.10"),
        (socket.AF_INET6, "::1"),
        (socket.AF_INET6, "fe80::1%eth0"),
        (socket.AF_INET6, "2001:db8::1"),
        (psutil.AF_LINK, "00:00:5e:00:53:01"),
    ]
    cards = {"eth0": [SimpleNamespace(family=family, address=one) for family, one in held]}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: cards)
    assert place.own_addresses() == ["192.0.2.10", "2001:db8::1"]
    check_address("2001:DB8::1", has_passphrase=True)


def test_a_story_that_is_not_there_or_another_than_the_kept_one_is_told(tmp_path: Path) -> None:
    """An unknown story names the nearest; another story does not take the place of a room that was not ended."""
    with pytest.raises(DoorwaysError, match="wigan"):
        room_of(tmp_path, "wigen", new=False)
    kept, _ = room_of(tmp_path, "wigan", new=False)
    kept.close()
    with pytest.raises(DoorwaysError, match="--new"):
        room_of(tmp_path, "headline", new=False)
    again, tale = room_of(tmp_path, None, new=False)
    again.close()
    assert (again.room, tale.story.name) == (kept.room, "wigan")
    fresh, _ = room_of(tmp_path, "headline", new=True)
    fresh.close()
    assert [path.name for path in tmp_path.iterdir()] == [f"{fresh.path.name}"]


def test_a_new_room_takes_the_place_of_one_that_cannot_be_read(tmp_path: Path) -> None:
    """What a damaged file is told to do works: --new removes it, whatever is in it."""
    (tmp_path / "bcdfgh.events").write_bytes(b"Dear reader\n")
    with pytest.raises(DoorwaysError, match="--new"):
        room_of(tmp_path, "wigan", new=False)
    fresh, _ = room_of(tmp_path, "wigan", new=True)
    fresh.close()
    assert list(tmp_path.iterdir()) == [fresh.path]


@pytest.mark.parametrize("ended", [True, False])
def test_what_the_same_command_does_next_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    """A room that was stopped opens again; one that was ended is not said to."""

    def interrupted(server: serving.RoomServer, sockets: object) -> None:
        if ended:
            server.hosting.kept.add({"did": "ended"})
            server.hosting.kept.forget()
        raise KeyboardInterrupt

    said: list[str] = []
    monkeypatch.setattr(serving.RoomServer, "run", interrupted)
    monkeypatch.setattr(serving, "warming", lambda: SimpleNamespace(start=lambda: None))
    serve(WORKS, port=0, folder=tmp_path, open_browser=False, say=said.append)
    assert said == [f"Stopped.{'' if ended else ' The same command opens the same room again.'}"]


def test_two_programs_never_write_into_one_room(tmp_path: Path) -> None:
    """While another program has a room open it is refused; what a killed one left behind is no hindrance."""
    kept = fresh_room(tmp_path, "wigan", "wigan")
    kept.close()
    mark = kept.path.with_suffix(".held")
    other = psutil.Process(os.getppid())
    mark.write_text(f"{other.pid} {other.create_time():.2f}", encoding="utf-8")
    with pytest.raises(DoorwaysError, match="Another window"):
        Kept(kept.path)
    mark.write_text(f"{other.pid} 1.00", encoding="utf-8")
    Kept(kept.path).forget()
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_is_known_by_its_digest_alone() -> None:
    """The right words open, any others do not, two rooms' digests of one differ, and its text is nowhere kept."""
    one, two = Passphrase("three kind words"), Passphrase("three kind words")
    assert one.is_right("three kind words")
    assert not one.is_right("three kind word")
    assert vars(one) != vars(two)
    assert "three" not in repr(vars(one))
    with pytest.raises(DoorwaysError):
        Passphrase("x" * (LENGTH[0] - 1))


def test_tries_are_counted_by_address_and_in_all_and_are_forgotten_in_time() -> None:
    """Few from one address, some from all together; a minute later tries are open again."""
    limit = Limit(tries=2, seconds=60.0, from_all=3)
    for _ in range(2):
        assert limit.is_open("a", 0.0)
        limit.note("a", 0.0)
    assert not limit.is_open("a", 59.0)
    assert limit.is_open("b", 59.0)
    limit.note("b", 59.0)
    assert not limit.is_open("c", 59.5)
    assert limit.is_open("a", 61.0)


def test_a_room_is_let_go_of_where_it_cannot_be_served(tmp_path: Path) -> None:
    """A port that is taken is told, and leaves no mark that the room is open."""
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(DoorwaysError, match="port"):
            serve(WORKS, port=port, folder=tmp_path, open_browser=False, say=lambda _: None)
    assert list(tmp_path.glob("*.events"))
    assert not list(tmp_path.glob("*.held"))
