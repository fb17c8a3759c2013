"""The guard around the page: who may connect, what is hidden, and what every answer carries."""

from pathlib import Path
from typing import Any

import pytest
from guarded import COOKIE, OURS, SOCKET, Inner, ask

from dashboards.guard import FULL, MISSING, Guard
from dashboards.place import here

HOST = "127.0.0.1:5000"
KEY = "k3y"


@pytest.fixture
def inner() -> Inner:
    """The application behind the guard."""
    return Inner()


@pytest.fixture
def guard(inner: Inner, tmp_path: Path) -> Guard:
    """A guard with one kept file and two seats."""
    (tmp_path / "lib@1").mkdir()
    (tmp_path / "lib@1" / "a.js").write_text("1", encoding="utf-8")
    (tmp_path / "numbers.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "program.exe").write_text("?", encoding="utf-8")

    def file_of(key: str, name: str) -> Path | None:
        return tmp_path / name if key == KEY and name in ("numbers.csv", "program.exe") else None

    return Guard(inner, here(5000), 2, tmp_path, file_of)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (HOST, "http://evil.example"),
        (HOST, "null"),
        (HOST, ""),
        (HOST, "https://127.0.0.1:5000"),
        ("evil.example:5000", "http://evil.example:5000"),
    ],
)
def test_a_socket_from_elsewhere_is_refused(
    guard: Guard, inner: Inner, host: str, origin: str
) -> None:
    """A page of another origin, or a name pointed at this machine, opens no session."""
    said = ask(guard, "websocket", SOCKET, host=host, origin=origin, cookie=COOKIE)
    assert [m["type"] for m in said] == ["websocket.close"]
    assert inner.scopes == []


def test_our_own_page_opens_a_socket_and_gives_its_seat_back(guard: Guard) -> None:
    """The page's own origin is passed on; the seat is free again afterwards."""
    said = ask(guard, "websocket", SOCKET, host=HOST, origin=f"http://{HOST}", cookie=COOKIE)
    assert [m["type"] for m in said] == ["websocket.accept"]
    assert guard.open == []


@pytest.mark.parametrize(
    ("path", "cookie"),
    [
        ("?session_id=1", ""),
        ("?session_id=1", "a=1"),
        ("?session_id=1", "solara-session-id="),
        ("?session_id=1", "solara-session-id=abc"),
        ("?session_id=1", COOKIE.replace("solara", "solaris")),
        ("", COOKIE),
        ("?session_id=", COOKIE),
        ("?session=1", COOKIE),
    ],
)
def test_a_socket_without_our_session_takes_no_seat(
    guard: Guard, inner: Inner, path: str, cookie: str
) -> None:
    """Who brings no cookie of the page, or no number of a tab, is refused before Solara hears of it."""
    said = ask(guard, "websocket", f"/x{path}", host=HOST, origin=f"http://{HOST}", cookie=cookie)
    assert [m["type"] for m in said] == ["websocket.close"]
    assert inner.scopes == []


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_what_solara_falls_over_is_a_line(
    guard: Guard, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """An error inside Solara reaches nobody as a trail, and the seat is free again."""

    async def fall(*_: Any) -> None:
        raise KeyError("session_id\x1b[2J")

    guard.app = fall
    ask(guard, kind, SOCKET, host=HOST, origin=f"http://{HOST}", cookie=COOKIE)
    assert guard.open == []
    (record,) = caplog.records
    assert record.exc_info is None
    assert record.getMessage() == "A request to the page failed: KeyError('session_id\\x1b[2J')"


def test_nothing_in_front_of_the_page_is_believed(guard: Guard, inner: Inner) -> None:
    """Headers by which a server in front would move the page never reach Solara."""
    names = ("x_forwarded_proto", "x_forwarded_host", "forwarded", "script_name", "x_script_name")
    ask(guard, host=HOST, accept_language="en", **dict.fromkeys(names, "https"))
    assert [pair[0] for pair in inner.scopes[0]["headers"]] == [b"host", b"accept-language"]


def test_a_full_room_is_said_in_words(guard: Guard, inner: Inner) -> None:
    """With every seat taken the page says so and no further session starts."""
    guard.open = [OURS, OURS]
    page = ask(guard, host=HOST)
    assert ask(guard, path="/case", host=HOST)[0]["status"] == 503
    socket = ask(guard, "websocket", SOCKET, host=HOST, origin=f"http://{HOST}", cookie=COOKIE)
    assert page[0]["status"] == 503
    assert page[1]["body"].decode() == FULL
    assert socket[0]["type"] == "websocket.close"
    assert inner.scopes == []


def test_a_file_of_a_study_is_handed_out_to_be_saved(guard: Guard, inner: Inner) -> None:
    """A browser with our page open gets the file, of its own kind, under its own name, and every header."""
    guard.open = [OURS]
    start, body = ask(guard, path=f"/files/{KEY}/numbers.csv", host=HOST, cookie=COOKIE)
    headers = dict(start["headers"])
    assert (start["status"], body["body"]) == (200, b"a,b\n1,2\n")
    assert headers[b"content-type"] == b"text/csv; charset=utf-8"
    assert headers[b"content-disposition"] == b'attachment; filename="numbers.csv"'
    assert headers[b"content-length"] == b"8"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert inner.scopes == []


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{KEY}/numbers.csv", {}),
        (f"{KEY}/numbers.csv", {"cookie": COOKIE, "sec_fetch_site": "cross-site"}),
        (f"{KEY}/numbers.csv", {"cookie": COOKIE, "sec_fetch_site": "same-site"}),
        ("other/numbers.csv", {"cookie": COOKIE}),
        (f"{KEY}/other.csv", {"cookie": COOKIE}),
        (f"{KEY}/program.exe", {"cookie": COOKIE}),
        (f"{KEY}/../numbers.csv", {"cookie": COOKIE}),
        (f"{KEY}/lib@1/a.js", {"cookie": COOKIE}),
        (f"{KEY}/", {"cookie": COOKIE}),
        (KEY, {"cookie": COOKIE}),
        ("", {"cookie": COOKIE}),
        ("%2e%2e/%2e%2e/etc/passwd", {"cookie": COOKIE}),
        ("\0/\0", {"cookie": COOKIE}),
    ],
)
def test_no_other_file_is_handed_out(
    guard: Guard, inner: Inner, path: str, headers: dict[str, str]
) -> None:
    """Without our page, from another site, by another key, name or kind there is nothing."""
    guard.open = [OURS]
    start, body = ask(guard, path=f"/files/{path}", host=HOST, **headers)
    assert start["status"] == 404
    assert body["body"].decode() == MISSING
    assert inner.scopes == []


@pytest.mark.parametrize("elsewhere", [[], ["11111111-2222-3333-4444-555555555555"]])
def test_a_session_nobody_has_open_is_given_no_file(guard: Guard, elsewhere: list[str]) -> None:
    """A made-up session, or one whose page was closed, is as good as none."""
    guard.open = elsewhere
    start, _ = ask(guard, path=f"/files/{KEY}/numbers.csv", host=HOST, cookie=COOKIE)
    assert start["status"] == 404


def test_a_file_that_went_meanwhile_is_missed_in_words(guard: Guard, tmp_path: Path) -> None:
    """A file offered a moment ago and gone now is a page that says so, not a failure."""
    guard.open = [OURS]
    (tmp_path / "numbers.csv").unlink()
    start, body = ask(guard, path=f"/files/{KEY}/numbers.csv", host=HOST, cookie=COOKIE)
    assert (start["status"], body["body"].decode()) == (404, MISSING)


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/case/deeper", HOST, 404),
        ("/resourcez", HOST, 404),
        ("/_solara/cdn/lib@1/missing.js", HOST, 404),
        ("/_solara/cdn/../../secret", HOST, 404),
        ("/_solara/cdn/a\0", HOST, 404),
        ("/_solara/cdn/" + "a" * 5000, HOST, 404),
        ("/", "evil.example", 400),
    ],
)
def test_what_is_hidden_never_reaches_solara(
    guard: Guard, inner: Inner, path: str, host: str, status: int
) -> None:
    """Server internals, files not kept here and foreign names are answered by the guard."""
    assert ask(guard, path=path, host=host)[0]["status"] == status
    assert inner.scopes == []


def test_a_kept_file_is_served(guard: Guard, inner: Inner) -> None:
    """A file of the vendored set is passed on to Solara."""
    ask(guard, path="/_solara/cdn/lib@1/a.js", host=HOST)
    assert len(inner.scopes) == 1


def test_a_page_names_its_language_allows_zoom_and_carries_the_headers(guard: Guard) -> None:
    """HTML gets lang and a zoomable viewport, a right length, and every security header."""
    start, body = ask(guard, host=HOST, accept_encoding="gzip")
    headers = {k.lower(): v for k, v in start["headers"]}
    assert body["body"] == b'<html lang="en-GB"><meta content="initial-scale=1">'
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"same-origin"


def test_an_unknown_address_is_answered_in_our_own_words(guard: Guard, inner: Inner) -> None:
    """What Solara does not find, and what it may not be asked, give one page with the way on."""
    inner.status, inner.kind = 404, b"text/plain"
    for path in ("/nowhere", "/nowhere/at/all", "/resourcez"):
        start, body = ask(guard, path=path, host=HOST)
        headers = [(k.lower(), v) for k, v in start["headers"]]
        assert start["status"] == 404
        assert [v for k, v in headers if k == b"content-type"] == [b"text/html; charset=utf-8"]
        assert [v for k, v in headers if k == b"content-length"] == [str(len(MISSING)).encode()]
        assert body["body"].decode() == MISSING
    assert "<a href='/'>" in MISSING
