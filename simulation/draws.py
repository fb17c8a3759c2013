"""Random numbers with addresses: Philox4x32-10 of (seed, stream, person, occurrence).

A draw is looked up, never taken from a stream in order, so two runs that differ in what they do
still share every number. Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3
(SC 2011); the known-answer vectors of its reference library are in the tests.
"""

import math
import zlib
from typing import Any, NamedTuple

import numpy as np

from simulation.rule import part, rule

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MASK, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_SPLIT_LOW, _SPLIT_HIGH = np.uint64(6), np.uint64(5)
_UNIT_53 = 1.0 / 9007199254740992.0


class Address(NamedTuple):
    """Say whose draw it is: the run's key, the row's uid and how often the process has happened."""

    key0: np.uint64
    key1: np.uint64
    uid: np.uint64
    occurrence: np.uint64


def stream(name: str) -> np.uint64:
    """Return the 32-bit address of a named stream of draws."""
    return np.uint64(zlib.crc32(name.encode("utf-8")))


def key_of(seed: int, replicate: int = 0, place: str = "") -> tuple[np.uint64, np.uint64]:
    """Return the two 32-bit key words of a run; neighbouring seeds and places are mixed apart."""
    address = [seed, replicate, zlib.crc32(place.encode("utf-8"))]
    words = np.random.SeedSequence(address).generate_state(2, np.uint32)
    return np.uint64(words[0]), np.uint64(words[1])


@rule
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Return the four 32-bit words of counter (c0..c3) under key (k0, k1), all as uint64."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> _HALF) ^ c1 ^ k0,
            p1 & _MASK,
            (p0 >> _HALF) ^ c3 ^ k1,
            p0 & _MASK,
        )
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@rule
def between_0_and_1(high: Any, low: Any) -> Any:
    """Return the number strictly inside (0, 1) that two 32-bit words make, or two arrays of them."""
    return ((high >> _SPLIT_HIGH) * 67108864.0 + (low >> _SPLIT_LOW) + 0.5) * _UNIT_53


@part
def two_uniforms(address: Address, stream_id: np.uint64) -> tuple[float, float]:
    """Return two independent numbers strictly inside (0, 1) for one address."""
    uid = address.uid
    a, b, c, d = philox(
        uid & _MASK, uid >> _HALF, stream_id, address.occurrence, address.key0, address.key1
    )
    return between_0_and_1(a, b), between_0_and_1(c, d)


@rule
def uniform(address: Address, stream_id: np.uint64) -> float:
    """Return one number strictly inside (0, 1)."""
    return two_uniforms(address, stream_id)[0]


@part
def exponential(address: Address, stream_id: np.uint64) -> float:
    """Return one unit-exponential threshold."""
    return -math.log(two_uniforms(address, stream_id)[0])
