"""Draws with addresses: the published generator, the same compiled, and nobody's twice."""

import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from numba import njit

import simulation
from simulation.discover import processes
from simulation.draws import Address, exponential, key_of, philox, stream, two_uniforms

#: Random123's kat_vectors for philox4x32-10: counter, key, result.
KNOWN = (
    ("00000000 00000000 00000000 00000000", "00000000 00000000",
     "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
     "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
     "d16cfe09 94fdcceb 5001e420 24126ea1"),
)  # fmt: skip
N = 40_000
APART = 4096
STREAM = re.compile(r"stream\(\s*\"([^\"]+)\"")


def words(text: str) -> np.ndarray:
    """Return 32-bit words written in hexadecimal, as uint64."""
    return np.array([int(word, 16) for word in text.split()], np.uint64)


@njit
def compiled_block(counter, key, out):  # type: ignore[no-untyped-def]
    """Fill `out` with the generator's words."""
    a, b, c, d = philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1])
    out[0], out[1], out[2], out[3] = a, b, c, d


@njit
def table(keys, uids, streams, occurrences, out):  # type: ignore[no-untyped-def]
    """Fill `out`, shape (n, 3), with both uniforms and the threshold of each address."""
    for i in range(uids.size):
        address = Address(keys[i, 0], keys[i, 1], uids[i], occurrences[i])
        out[i, 0], out[i, 1] = two_uniforms(address, streams[i])
        out[i, 2] = exponential(address, streams[i])


def draws(seed: int = 1, uid: int = 0, name: str = "a", occurrence: int = 0) -> np.ndarray:
    """Return draws of N rows from `uid` on, shape (N, 3)."""
    out = np.empty((N, 3))
    keys = np.tile(np.array(key_of(seed), np.uint64), (N, 1))
    uids = np.arange(uid, uid + N, dtype=np.uint64)
    streams = np.full(N, stream(name))
    table(keys, uids, streams, np.full(N, occurrence, np.uint64), out)
    return out


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_the_generator_is_the_published_one(counter: str, key: str, result: str) -> None:
    """Philox4x32-10 gives the published words for the published counters, plain and compiled."""
    expected = words(result)
    plain = np.array(philox.py_func(*words(counter), *words(key)), np.uint64)
    out = np.zeros(4, np.uint64)
    compiled_block(words(counter), words(key), out)
    assert plain.tolist() == expected.tolist()
    assert out.tolist() == expected.tolist()


def test_plain_and_compiled_twins_agree() -> None:
    """On two hundred random counters the generator gives the same words plain and compiled."""
    rng = np.random.default_rng(np.random.SeedSequence(7))
    for _ in range(200):
        counter = rng.integers(0, 1 << 32, 4, dtype=np.uint64)
        key = rng.integers(0, 1 << 32, 2, dtype=np.uint64)
        out = np.zeros(4, np.uint64)
        compiled_block(counter, key, out)
        assert [int(w) for w in philox.py_func(*counter, *key)] == out.tolist()


NEIGHBOURS = {
    "seed": (dict(seed=1), dict(seed=2)),
    "far seed": (dict(seed=0), dict(seed=1 << 31)),
    "uid": (dict(uid=0), dict(uid=1)),
    "table": (dict(uid=0), dict(uid=1 << 40)),
    "stream": (dict(name="arrest"), dict(name="arrest/charge")),
    "occurrence": (dict(occurrence=0), dict(occurrence=1)),
}


@pytest.mark.statistics
@pytest.mark.parametrize("what", NEIGHBOURS)
def test_neighbouring_addresses_are_unrelated(what: str) -> None:
    """Draws of neighbouring addresses share no value and do not correlate.

    40,000 pairs, two-sided at 4.5 standard errors (about 1 false alarm in 150,000): a correlation
    of 0.04 is found with a probability above 99.9%; so is any overlap, which would share values.
    """
    one, other = (draws(**place)[:, 0] for place in NEIGHBOURS[what])
    if what == "uid":
        assert np.array_equal(one[1:], other[:-1])
    else:
        assert np.intersect1d(one, other).size == 0
    assert abs(np.corrcoef(one, other)[0, 1]) * np.sqrt(N) < 4.5
    assert abs(np.corrcoef((one - 0.5) ** 2, (other - 0.5) ** 2)[0, 1]) * np.sqrt(N) < 4.5


@pytest.mark.statistics
def test_draws_have_the_distribution_they_should() -> None:
    """Uniforms fill 100 cells of the unit square evenly and thresholds have mean and variance 1.

    Chi-squared with 99 degrees of freedom, two-sided at about 4.5 standard errors: cells that
    are 6% off are found with a probability above 99%; so is a mean of thresholds off by 4%.
    """
    found = draws(seed=3)
    assert found[:, :2].min() > 0
    assert found[:, :2].max() < 1
    cells = (found[:, 0] * 10).astype(int) * 10 + (found[:, 1] * 10).astype(int)
    counts = np.bincount(cells, minlength=100)
    chi = ((counts - N / 100) ** 2 / (N / 100)).sum()
    assert 50 < chi < 170
    assert abs(found[:, 2].mean() - 1) * np.sqrt(N) < 4.5
    assert abs(found[:, 2].var() - 1) * np.sqrt(N / 8) < 4.5


def test_no_two_streams_share_an_address() -> None:
    """Each named stream is asked for in one place only, and no two are nearer than 4096 words.

    The words just above a stream's are its own too: spill-over choices and, for a process, its
    occurrences. So no two draws of a run have one address.
    """
    root = Path(simulation.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))]
    named = [name for text in texts for name in STREAM.findall(text)]
    assert named
    everything = named + [process.name for process in processes()]
    assert sorted(everything) == sorted(set(everything))
    starts = np.sort([zlib.crc32(name.encode()) for name in everything])
    assert np.diff(starts).min() > APART
    assert starts[-1] + APART < 1 << 32
