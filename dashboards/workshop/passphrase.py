"""Who may lead: a passphrase that is never kept as it was said, and few tries to guess it."""

import hashlib
import hmac
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from simulation.errors import DoorwaysError

#: Letters of a passphrase, and what makes guessing one dear: about a tenth of a second and 16 MB a try.
LENGTH: Final = (8, 200)
_COST: Final = {"n": 2**14, "r": 8, "p": 1}
#: So many tries in so many seconds, from one address and from all together.
TRIES: Final = 5
SECONDS: Final = 60.0
FROM_ALL: Final = 60
#: Addresses remembered at once; the oldest go first.
_ADDRESSES: Final = 1000


class Passphrase:
    """Hold a passphrase as its digest with a salt of its own.

    Raises
    ------
    DoorwaysError
        When it is too short to keep anybody out, or too long.
    """

    def __init__(self, said: str) -> None:
        low, high = LENGTH
        if not low <= len(said) <= high:
            rule = f"It has {low} to {high} letters; three words do well."
            raise DoorwaysError("passphrase", f"of {len(said)} letters", rule, "Choose another.")
        self._salt = secrets.token_bytes(16)
        self._digest = self._hash(said)

    def is_right(self, said: str) -> bool:
        """Tell whether this is it, taking as long whatever was said."""
        return hmac.compare_digest(self._hash(said[: LENGTH[1]]), self._digest)

    def _hash(self, said: str) -> bytes:
        return hashlib.scrypt(said.encode("utf-8"), salt=self._salt, **_COST)


@dataclass
class Limit:
    """Count tries: so many in so many seconds from one address, and so many from all together."""

    tries: int = TRIES
    seconds: float = SECONDS
    from_all: int = FROM_ALL
    _tried: dict[str, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)

    def is_open(self, address: str, now: float) -> bool:
        """Tell whether another try may be made at a moment in seconds."""
        mine = self._tried.get(address, deque())
        for times in (mine, self._all):
            while times and times[0] <= now - self.seconds:
                times.popleft()
        return len(mine) < self.tries and len(self._all) < self.from_all

    def note(self, address: str, now: float) -> None:
        """Take that a try failed."""
        self._tried.setdefault(address, deque()).append(now)
        self._all.append(now)
        while len(self._tried) > _ADDRESSES:
            del self._tried[next(iter(self._tried))]


def mark(token: str) -> str:
    """Return what is kept of a token that a browser holds: nobody gets the token back from it."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()[:32]


def new_token() -> str:
    """Return a token for one browser."""
    return secrets.token_urlsafe(24)
