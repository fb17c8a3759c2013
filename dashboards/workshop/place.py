"""Where a workshop is reached: on this laptop alone, or on the room's network by the laptop's own address."""

import socket
from ipaddress import ip_address
from typing import Final

import psutil

from dashboards.place import HOST, Place, here
from simulation.errors import DoorwaysError

USUAL_PORT: Final = 8421


def own_addresses() -> list[str]:
    """Return this machine's addresses that others on its networks may reach."""
    found = [
        one.address
        for of in psutil.net_if_addrs().values()
        for one in of
        if one.family == socket.AF_INET and not ip_address(one.address).is_loopback
    ]
    return sorted(found)


def check_address(host: str, *, has_passphrase: bool) -> None:
    """Check that a workshop is open to a network only by name and with a passphrase.

    Raises
    ------
    DoorwaysError
        When the host is no address of one network, or others reach it and no passphrase is set.
    """
    try:
        address = ip_address(host)
    except ValueError:
        address = None
    if address is None or address.is_unspecified:
        rule = "It is the one address of this laptop on the room's network, in numbers."
        known = ", ".join(own_addresses())
        step = f"This laptop has: {known}." if known else "This laptop is on no network now."
        raise DoorwaysError("host", host, rule, step)
    if not address.is_loopback and not has_passphrase:
        rule = "Other machines reach this address, so leading the room needs a passphrase."
        raise DoorwaysError("host", host, rule, "Add --passphrase with three words of your own.")


def place_of(host: str, port: int) -> Place:
    """Return which hosts and origins are answered at an address."""
    own = here(port)
    if host == HOST:
        return own
    shown = f"[{host}]" if ":" in host else host
    named = f"{shown}:{port}"
    return Place(own.hosts | {named}, own.origins | {f"http://{named}"})


def address_of(host: str, port: int) -> str:
    """Return what people type into a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
