"""The digest that says whether a run is sound, and the sentence about those that are not."""

from collections import Counter

import numpy as np

from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.held import Unsound, said
from simulation.runner.spec import ArmResult
from simulation.store.sound import run_digest


def test_the_sentence_says_how_many_and_why() -> None:
    """Nothing is said of nothing; one reason is named, several are counted."""
    assert said(Counter(), 5) == ""
    one = said(Counter({Unsound.DAMAGED: 14}), 100)
    assert one == (
        "14 of 100 stored runs could not be used and were made again: damaged or incomplete."
    )
    both = said(Counter({Unsound.DAMAGED: 2, Unsound.OLD: 1}), 9)
    assert both.endswith("2 damaged or incomplete; 1 made under another results version.")
    assert said(Counter({Unsound.OLD: 1}), what="pieces").startswith("1 stored pieces")


def test_the_digest_is_of_the_numbers_alone() -> None:
    """Equal numbers have one digest however they lie in memory; the next number has another."""
    weekly = np.arange(2 * len(WEEKLY), dtype=np.float32).reshape(2, -1)
    values = np.arange(len(MEASURES), dtype=np.float64).reshape(-1, 1)
    one = run_digest("key", ArmResult("a", weekly, values, 0.5))
    assert one == run_digest("key", ArmResult("b", weekly.astype(">f4"), values.astype(">f8"), 0.5))
    values[0, 0] = -0.0
    assert one == run_digest("key", ArmResult("a", weekly, values, 0.5))
    values[1, 0] = np.nextafter(1.0, 2.0)
    assert one != run_digest("key", ArmResult("a", weekly, values, 0.5))
