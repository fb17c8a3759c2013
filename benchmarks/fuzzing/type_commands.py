"""Fuzz command lines: most in this process with the heavy parts replaced, some for real."""

from pathlib import Path
from typing import Final

from fuzzing.campaign import Campaign, Tally
from fuzzing.lines import lines
from fuzzing.real import RealTypist, real_lines
from fuzzing.stand_ins import stand_ins
from fuzzing.typing_lines import Typist

#: Share of lines that are typed for real: each takes a second or more.
REAL: Final = 0.03


def run(count: int, seed: int, folder: Path, name: str) -> Tally:
    """Type so many lines and return what came of them."""
    real = round(count * REAL)
    for part in ("typed", "real"):
        (folder / part).mkdir()
    with stand_ins():
        whole = Campaign(lines(), Typist(folder / "typed")).run(count - real, seed, name)
    found = Campaign(real_lines(), RealTypist(folder / "real")).run(real, seed, f"{name}, real")
    found.seconds += whole.seconds
    whole.add(found)
    return whole
