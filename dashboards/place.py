"""Where the pages are reached: on this machine, or through a server in front of them with a name and a path of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from simulation.errors import DoorwaysError

HOST: Final = "127.0.0.1"
_PORTS: Final = {"http": 80, "https": 443}
#: A path that needs no quoting, has no empty part and does not end in a slash.
_ROOT: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_NAME: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?")


@dataclass(frozen=True)
class Place:
    """Hold where the pages are reached.

    Attributes
    ----------
    hosts
        Values of the header `Host` that are answered.
    origins
        Origins whose pages may open WebSockets.
    secure
        Those of the hosts that browsers reach over TLS.
    root
        Path below which a server in front has the pages, such as "/doorways"; "" at the top.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    secure: frozenset[str] = frozenset()
    root: str = ""

    def inner(self, path: str) -> str:
        """Return a path without the root, whether a server in front left it there or took it off."""
        if self.root and (path == self.root or path.startswith(f"{self.root}/")):
            return path.removeprefix(self.root) or "/"
        return path


def sent(host: str, port: int) -> str:
    """Return an address of this machine, with its port, as browsers send it."""
    address = ip_address(host)
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"


def here(port: int, host: str = HOST) -> Place:
    """Return the place of pages that are reached at an address of this machine, with nothing in front."""
    hosts = frozenset({f"localhost:{port}", sent(HOST, port), sent(host, port)})
    return Place(hosts, frozenset(f"http://{one}" for one in hosts))


def place_of(port: int, origins: Sequence[str] = (), root: str = "", host: str = HOST) -> Place:
    """Return the place of pages that are reached on this machine, and through servers in front.

    Parameters
    ----------
    origins
        What browsers have in their address line up to the path: https://doorways.example.gov.uk.
    root
        Path below which a server in front has the pages.
    host
        Address of this machine at which it listens; one that others reach is not answered by itself.

    Raises
    ------
    DoorwaysError
        When one is not what it should be.
    """
    if root and not _ROOT.fullmatch(root):
        rule = "It begins with a slash, ends without one, and has plain letters, digits, . _ ~ and - between."
        raise DoorwaysError("root path", root, rule, "Write for example /doorways.")
    own = here(port, host if ip_address(host).is_loopback else HOST)
    named = [_origin(one) for one in origins]
    return Place(
        own.hosts | {host for _, host in named},
        own.origins | {f"{scheme}://{host}" for scheme, host in named},
        frozenset(host for scheme, host in named if scheme == "https"),
        root,
    )


def check_host(host: str, origins: Sequence[str]) -> None:
    """Check that pages are not open to a network without the name they are reached by.

    Raises
    ------
    DoorwaysError
        When the host is no address, or other machines reach it and no origin is named.
    """
    try:
        address = ip_address(host)
    except ValueError:
        rule = "It is an address of this machine in numbers."
        raise DoorwaysError(
            "host", host, rule, "Write for example 127.0.0.1 or 192.0.2.10."
        ) from None
    if not address.is_loopback and not origins:
        rule = "Other machines reach this address, and only pages whose origin is named are answered there."
        step = "Put a server with TLS in front and name it with --origin, or leave --host out."
        raise DoorwaysError("host", host, rule, step)


def _origin(said: str) -> tuple[str, str]:
    """Return the scheme of an origin, and its host as a browser sends it."""
    try:
        parts = urlsplit(said.strip().lower().rstrip("/"))
    except ValueError:  # A bracket too few, or letters that are a slash or a colon elsewhere.
        parts = urlsplit("")
    host = parts.netloc
    if parts.scheme in _PORTS:
        host = host.removesuffix(f":{_PORTS[parts.scheme]}")
    rest = parts.path or parts.query or parts.fragment
    if parts.scheme not in _PORTS or rest or not _NAME.fullmatch(host):
        rule = "An origin is http or https, ://, a name, and a port unless it is the usual one."
        step = "Write for example https://doorways.example.gov.uk; a path goes into --root-path."
        raise DoorwaysError("origin", said, rule, step)
    return parts.scheme, host
