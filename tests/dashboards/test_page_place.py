"""Where the pages are reached: closed but for what was named, and whole behind a server in front."""

import socket
from pathlib import Path
from typing import Any

import pytest
from guarded import COOKIE, SOCKET, Inner, ask
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from proxy import Proxy

from dashboards.guard import Guard
from dashboards.place import check_host, here, place_of
from dashboards.server import listen, serve
from simulation.errors import DoorwaysError

#: How long anything may take on a machine that is busy with other tests, in milliseconds.
READY = 60_000
PUBLIC = "https://doorways.example.gov.uk"


@pytest.mark.parametrize(
    ("said", "host", "origin"),
    [
        (PUBLIC, "doorways.example.gov.uk", PUBLIC),
        ("HTTPS://Doorways.Example.GOV.UK:443/", "doorways.example.gov.uk", PUBLIC),
        ("http://planning:80", "planning", "http://planning"),
        ("https://planning:8443", "planning:8443", "https://planning:8443"),
        ("http://[::1]:9000", "[::1]:9000", "http://[::1]:9000"),
    ],
)
def test_an_origin_is_taken_as_browsers_send_it(said: str, host: str, origin: str) -> None:
    """Small letters, no usual port, no slash; only those over TLS are secure; this machine's own stay."""
    place = place_of(5000, [said])
    assert place.hosts == here(5000).hosts | {host}
    assert place.origins == here(5000).origins | {origin}
    assert place.secure == ({host} if origin.startswith("https") else frozenset())


@pytest.mark.parametrize(
    "said",
    [
        *("doorways.example.gov.uk", "ftp://doorways", "https://", "https://a/b", "https://a?b=1"),
        *("https://user:secret@a", "https://*", "https://a b", "https://a:port", "null", ""),
        *("https://[::1", "https://a\u2100b"),
    ],
)
def test_what_is_no_origin_is_told(said: str) -> None:
    """A path, a wildcard, a name without a scheme: one clear error that says how it is written."""
    with pytest.raises(DoorwaysError, match="origin") as error:
        place_of(5000, [said])
    assert "https://doorways.example.gov.uk" in str(error.value)


@pytest.mark.parametrize(
    "root", ["doorways", "/", "/doorways/", "//a", "/a//b", "/../etc", "/a b", "/a?b", "/ä"]
)
def test_what_is_no_root_path_is_told(root: str) -> None:
    """Slashes at the wrong place, dots that climb and letters that need quoting are refused."""
    with pytest.raises(DoorwaysError, match="root path"):
        place_of(5000, [PUBLIC], root)


PARTS = st.from_regex(r"[a-z0-9_~-][a-z0-9._~-]{0,5}", fullmatch=True)


@given(st.lists(PARTS, min_size=1, max_size=3), st.lists(PARTS, max_size=3))
def test_a_path_is_the_same_whether_the_root_was_left_or_taken_off(
    root: list[str], rest: list[str]
) -> None:
    """Below any root, what is asked for is found; a longer name that only begins like it is not below it."""
    place = place_of(5000, [PUBLIC], "/" + "/".join(root))
    path = "/" + "/".join(rest)
    assert place.inner(f"{place.root}{path}") == path
    assert place.inner(place.root) == "/"
    assert place.inner(f"{place.root}x{path}") == f"{place.root}x{path}"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.10", "::"])
def test_nothing_is_open_to_others_without_a_name(host: str) -> None:
    """An address that other machines reach needs an origin; with one, it is allowed."""
    with pytest.raises(DoorwaysError, match="--origin"):
        check_host(host, [])
    with pytest.raises(DoorwaysError, match="--origin"):
        serve(0, host=host, open_browser=False, say=lambda _: None)
    check_host(host, [PUBLIC])
    for alone in ("127.0.0.1", "::1"):
        check_host(alone, [])
    with pytest.raises(DoorwaysError, match="in numbers"):
        check_host("localhost.example", [PUBLIC])


@pytest.mark.parametrize(
    ("host", "said"), [("127.0.0.2", "127.0.0.2:5000"), ("0:0:0:0:0:0:0:1", "[::1]:5000")]
)
def test_another_address_of_this_machine_alone_is_answered(host: str, said: str) -> None:
    """Browsers there send it as their host; one that others reach is answered by its named origin alone."""
    place = place_of(5000, host=host)
    assert place.hosts == here(5000).hosts | {said}
    assert place.origins == here(5000).origins | {f"http://{said}"}
    assert place_of(5000, [PUBLIC], host="0.0.0.0") == place_of(5000, [PUBLIC])


@pytest.mark.browser
@pytest.mark.slow
def test_it_is_found_at_the_address_it_names(browser: Browser, serve: Any, tmp_path: Path) -> None:
    """Listening at another address of this machine alone, the pages open there."""
    db = f"sqlite:///{(tmp_path / 'runs.sqlite').as_posix()}"
    with serve(db, 0, "--host", "127.0.0.2") as (address, _):
        assert address.startswith("http://127.0.0.2:")
        page = browser.new_page()
        page.set_default_timeout(READY)
        page.goto(address)
        expect(page.get_by_role("link", name="Plan", exact=True)).to_be_visible()
        page.close()


def test_it_listens_where_it_is_told() -> None:
    """Another loopback address is bound, and nothing else."""
    with listen(0, "127.0.0.2") as free:
        assert free.getsockname()[0] == "127.0.0.2"


@pytest.fixture
def inner() -> Inner:
    """The application behind the guard."""
    return Inner()


@pytest.fixture
def guard(inner: Inner, tmp_path: Path) -> Guard:
    """A guard behind a server that has it below /doorways."""
    return Guard(inner, place_of(5000, [PUBLIC], "/doorways"), 2, tmp_path, lambda key, name: None)


@pytest.mark.parametrize("path", ["/doorways/compare", "/compare"])
def test_solara_hears_where_its_pages_are(guard: Guard, inner: Inner, path: str) -> None:
    """Root, whole path and TLS reach it, whatever headers a server in front adds."""
    forged = {
        "x_forwarded_proto": "http",
        "x_script_name": "/elsewhere",
        "x_forwarded_host": "evil",
    }
    ask(guard, path=path, host="doorways.example.gov.uk", **forged)
    (scope,) = inner.scopes
    assert (scope["root_path"], scope["path"], scope["scheme"]) == (
        "/doorways",
        "/doorways/compare",
        "https",
    )
    assert not [name for name, _ in scope["headers"] if name.startswith(b"x-")]


@pytest.mark.parametrize(
    ("host", "origin", "opens"),
    [
        ("doorways.example.gov.uk", PUBLIC, True),
        ("127.0.0.1:5000", "http://127.0.0.1:5000", True),
        ("doorways.example.gov.uk", "http://doorways.example.gov.uk", False),
        ("doorways.example.gov.uk", "https://other.example.gov.uk", False),
        ("other.example.gov.uk", PUBLIC, False),
        ("doorways.example.gov.uk:444", PUBLIC, False),
    ],
)
def test_only_named_origins_open_a_socket(
    guard: Guard, inner: Inner, host: str, origin: str, opens: bool
) -> None:
    """The public name and this machine's own; no other scheme, port or name."""
    path = f"/doorways{SOCKET}"
    said = ask(guard, "websocket", path, host=host, origin=origin, cookie=COOKIE)
    assert [one["type"] for one in said] == [f"websocket.{'accept' if opens else 'close'}"]
    assert [one["scheme"] for one in inner.scopes] == (
        ["wss" if host.startswith("doorways") else "http"] if opens else []
    )


def test_what_is_hidden_stays_so_below_the_root(guard: Guard, inner: Inner) -> None:
    """Solara's inner addresses and what is nobody's are "not found", with a link home below the root."""
    for path in ("/doorways/resourcez", "/doorways/files/key/a.csv", "/doorways/a/b"):
        said: list[Any] = ask(guard, path=path, host="doorways.example.gov.uk")
        assert said[0]["status"] == 404
        assert b"href='/doorways/'" in said[1]["body"]
    assert inner.scopes == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("strips", [True, False])
def test_behind_a_server_below_a_path_everything_works(
    strips: bool, browser: Browser, serve: Any, tmp_path: Path
) -> None:
    """Home, a link, a study's run, its address, download, reload and Back: no error, nothing asked for elsewhere."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Proxy(port, "/doorways", strips=strips) as proxy:
        options = ("--origin", proxy.origin, "--root-path", "/doorways")
        db = f"sqlite:///{(tmp_path / 'runs.sqlite').as_posix()}"
        with serve(db, port, *options) as (address, _):
            assert address == f"{proxy.origin}/doorways/"
            _drive(browser, address)


def _drive(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(READY)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    page.on("request", lambda one: one.url.startswith(address) or faults.append(one.url))
    page.goto(address)
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page).to_have_url(f"{address}plan")
    expect(page.get_by_role("heading", name="Plan", exact=True, level=1)).to_be_visible()
    page.goto(f"{address}resources")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".dw-result")).to_be_visible()
    assert page.url.startswith(f"{address}resources?v=1&")
    with page.expect_download() as saved:
        page.locator(".dw-files a").first.click()
    assert saved.value.failure() is None
    page.reload()
    expect(page.locator(".dw-result")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{address}resources")
    expect(page.get_by_role("button", name="Run")).to_be_visible()
    context.close()
    ours = [one for one in faults if not one.startswith(("data:", "blob:"))]
    assert ours == []
