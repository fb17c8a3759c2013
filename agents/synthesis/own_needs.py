"""Latent need of those looked after, given where their own return says they live and how often they moved.

Synthesis draws needs first and placements and moves after them. Here placements and moves are
known, so needs are drawn given them: many candidates each, one of them by how likely it makes the two.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import WEEK
from agents.synthesis.care import leaning
from agents.synthesis.children import set_needs
from agents.synthesis.columns import Columns
from agents.synthesis.own_start import Start, column

Floats = NDArray[np.float64]
#: Candidates of each child.
_CANDIDATES: Final = 24
_TINY: Final = 1e-9
#: What a candidate brings.
_BROUGHT: Final = (
    "frailty",
    "roaming",
    "risk",
    "emotional",
    "send",
    "behaviour",
    "exploitation",
    "offending",
    "substance",
)


def give_own_needs(
    people: Any, p: Mapping[str, Any], care: slice, start: Start, draws: Columns
) -> None:
    """Give each child needs that go with placement and moves, by sampling and resampling."""
    n = care.stop - care.start
    pool = np.repeat(people[care], _CANDIDATES).view(np.recarray)
    set_needs(pool, p, draws)
    lean = leaning(pool, p)[np.arange(pool.size), pool.placement.astype(np.int64)]
    weights = lean * np.exp(log_of_moves(pool.frailty, p, start))
    reached = np.cumsum(weights.reshape(n, _CANDIDATES), axis=1)
    u = draws.uniform("own/chosen", n) * reached[:, -1]
    chosen = np.minimum((reached < u[:, None]).sum(axis=1), _CANDIDATES - 1)
    rows = np.arange(n) * _CANDIDATES + chosen
    for name in _BROUGHT:
        people[name][care] = pool[name][rows]


def log_of_moves(need: Floats, p: Mapping[str, Any], start: Start) -> Floats:
    """Return the log likelihood of each child's moves at the need of each candidate, to a constant.

    Moves are geometric with a mean that grows with need and time in care, as
    `agents.synthesis.care.give_past` draws them. Where they are only the least, they say nothing.
    """
    moves, weeks, cut = (
        np.repeat(column(start, name), _CANDIDATES) for name in ("moves", "care_weeks", "cut")
    )
    mean = float(p["synth_moves_per_year"]) * need * (weeks + 1.0) * WEEK + _TINY
    log = moves * np.log(mean) - (moves + 1) * np.log1p(mean)
    log = np.where(cut == 1, 0.0, log)
    top = log.reshape(-1, _CANDIDATES).max(axis=1)
    return np.asarray(log - np.repeat(top, _CANDIDATES))
