"""A council's own levels as uncertain figures: its counts tell them only so well."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import england
from calibration.beliefs.local.rates import DRAWN, Whole, local_rates
from calibration.beliefs.parameters import local_uniforms
from scenarios.shared import PAIR
from simulation.runner.spec import ReplicateTask

type Floats = NDArray[np.float64]

#: Stands where a figure of the register has its topic.
TOPIC: Final = "local"
_SAYS: Final = {
    "local_entry": "how many children start to be looked after",
    "local_entry_under_1": "starts under the age of 1",
    "local_entry_1_4": "starts aged 1 to 4",
    "local_entry_5_9": "starts aged 5 to 9",
    "local_entry_10_15": "starts aged 10 to 15",
    "local_entry_16_plus": "starts aged 16 and over",
    "local_exit": "how often children leave care",
    "local_move": "how often placements change",
    "local_missing": "how often children go missing",
    "local_gain": "how starts and exits balance",
}
_MIX: Final = "local_mix_"


def says(name: str) -> str:
    """Return a sentence on a council's own level."""
    kind = name.removeprefix(_MIX).replace("_", " ")
    what = _SAYS.get(name, f"placements in {kind}" if name.startswith(_MIX) else kind)
    return f"The council's own level, as far as its counts tell it: {what}."


def levels_at(
    council: AuthorityProfile,
    values: Mapping[str, Any],
    u: Mapping[str, float],
    middle: float,
    whole: Whole | None = None,
) -> dict[str, Any]:
    """Return the parameters that a council's levels give, each level at a probability of its own.

    Parameters
    ----------
    council
        The council's profile.
    values
        All other parameters.
    u
        Probability by level; a level not named is at `middle`.
    middle
        A probability.
    whole
        What `whole_of` gives with these values, where it is known already.
    """
    at = {name: u.get(name, middle) for name in DRAWN}
    return local_rates(council, england(council.public_year), values, at, whole)


def drawn_levels(tasks: Sequence[ReplicateTask]) -> dict[str, Floats]:
    """Return the numbers at which each replicate's council drew its levels, shape (tasks,) each."""
    drawn = [local_uniforms(one.profile, one.seed, one.replicate // PAIR) for one in tasks]
    return {name: np.array([one[name] for one in drawn]) for name in DRAWN}
