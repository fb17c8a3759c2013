"""Where a workshop is reached: on this laptop alone, or on the room's network by the laptop's own address."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

import psutil

from dashboards.place import sent
from simulation.errors import DoorwaysError

USUAL_PORT: Final = 8421


def own_addresses() -> list[str]:
    """Return this machine's addresses that others on its networks may reach."""
    found = (one for of in psutil.net_if_addrs().values() for one in of)
    named = {one.address for one in found if one.family in (socket.AF_INET, socket.AF_INET6)}
    return sorted(one for one in named if _is_reached(ip_address(one)))


def _is_reached(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether others reach an address by its numbers alone; IPv6 on one link needs the link's name too."""
    return not address.is_loopback and (address.version == 4 or not address.is_link_local)


def check_address(host: str, *, has_passphrase: bool) -> None:
    """Check that a workshop is open to a network only by name and with a passphrase.

    Raises
    ------
    DoorwaysError
        When the host is no address of this laptop, or others reach it and no passphrase is set.
    """
    try:
        address = ip_address(host)
    except ValueError:
        address = None
    if address is not None and address.is_loopback:
        return
    own = own_addresses()
    if address is None or str(address) not in own:
        rule = "It is the one address of this laptop on the room's network, in numbers."
        step = f"This laptop has: {', '.join(own)}." if own else "This laptop is on no network now."
        raise DoorwaysError("host", host, rule, step)
    if not has_passphrase:
        rule = "Other machines reach this address, so leading the room needs a passphrase."
        raise DoorwaysError("host", host, rule, "Add --passphrase with three words of your own.")


def address_of(host: str, port: int) -> str:
    """Return what people type into a browser."""
    return f"http://{sent(host, port)}"


def is_alone(address: str) -> bool:
    """Tell whether what people would type reaches this laptop from itself only."""
    return ip_address(urlsplit(address).hostname or "").is_loopback
