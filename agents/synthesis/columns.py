"""Addressed columns of random numbers for synthesis: entry i of a named column is row i's own."""

import zlib

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.inverse import exponential_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def levels(u: Floats, shares: Floats) -> Ints:
    """Return the level 0, 1, ... of each number, by the shares of the levels."""
    found = np.zeros(u.size, np.int64)
    # There are few: comparing with each cut is faster than looking for a number among them.
    for cut in np.cumsum(shares)[:-1]:
        found += u >= cut
    return found


class Columns:
    """Look up columns by name; asking for one never moves another."""

    def __init__(self, seed: int, replicate: int, place: str = "") -> None:
        address = [seed, replicate, zlib.crc32(place.encode("utf-8"))]
        self._word = np.random.SeedSequence(address).generate_state(1, np.uint64)[0]
        # One generator is set to the beginning of each column: a new one for each takes five times as long.
        self._bits = np.random.Philox(key=0)
        self._numbers = np.random.Generator(self._bits)
        self._state = self._bits.state

    def uniform(self, name: str, size: int) -> Floats:
        """Return numbers in [0, 1), shape (size,)."""
        return self._generator(name).random(size)

    def level(self, name: str, shares: Floats, size: int) -> Ints:
        """Return levels 0, 1, ... with the given shares, shape (size,)."""
        return levels(self.uniform(name, size), shares)

    def yes(self, name: str, share: float | Floats, size: int) -> NDArray[np.bool_]:
        """Return True with probability `share`, shape (size,)."""
        return self.uniform(name, size) < share

    def poisson(self, name: str, mean: float) -> int:
        """Return one Poisson number."""
        return int(self._generator(name).poisson(mean))

    def exponential(self, name: str, size: int) -> Floats:
        """Return unit-exponential numbers, shape (size,)."""
        return exponential_quantile(self.uniform(name, size))

    def _generator(self, name: str) -> np.random.Generator:
        key = np.array([self._word, zlib.crc32(name.encode("utf-8"))], np.uint64)
        self._state["state"]["key"] = key
        self._bits.state = self._state
        return self._numbers
