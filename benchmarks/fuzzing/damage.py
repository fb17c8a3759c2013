"""Fuzz what was stored: databases of runs, and the machine code that compiling left."""

from pathlib import Path
from typing import Final

from fuzzing.campaign import Campaign, Tally
from fuzzing.databases import damages
from fuzzing.engines import Engines, engine_damages
from fuzzing.stand_ins import stand_ins
from fuzzing.stored import Stored

#: Share of cases that are engines: each is compiled again, which takes a second or two.
ENGINES: Final = 0.15


def run(count: int, seed: int, folder: Path, name: str) -> Tally:
    """Damage so many databases and engines and return what came of them."""
    whole, engines = Tally(), round(count * ENGINES)
    with stand_ins():
        (folder / "databases").mkdir()
        stored = Stored(folder / "databases")
        whole.add(Campaign(damages(stored.tables), stored).run(count - engines, seed, name))
    (folder / "engines").mkdir()
    toys = Engines(folder / "engines")
    try:
        found = Campaign(engine_damages(), toys).run(engines, seed, f"{name}, engines")
    finally:
        toys.close()
    found.seconds += whole.seconds
    whole.add(found)
    return whole
