"""What SALib's methods are given: a fresh problem each time, and a seed it can take."""

from typing import Any

import numpy as np


def problem(inputs: int, low: float, high: float) -> dict[str, Any]:
    """Return SALib's description of inputs between two probabilities.

    Made anew for every call: SALib writes into it, and another method then reads what it wrote.
    """
    names = [str(place) for place in range(inputs)]
    return {"num_vars": inputs, "names": names, "bounds": [[low, high] for _ in names]}


def short_seed(seed: int) -> int:
    """Return a seed as short as SALib's generators take, 0 to 2**32 - 1."""
    return int(np.random.SeedSequence([seed]).generate_state(1)[0])
