"""Fuzz scenario files: each is written to a file and read the way a person's file is read."""

from pathlib import Path

from fuzzing.campaign import Campaign, Tally
from fuzzing.reading import Reader
from fuzzing.texts import as_text, contents


def run(count: int, seed: int, folder: Path, name: str) -> Tally:
    """Read so many files and return what came of them."""
    return Campaign(contents(20_000), Reader(folder), as_text).run(count, seed, name)
