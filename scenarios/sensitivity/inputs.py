"""The uncertain figures a measure can feel, and the parameters at any point of their ranges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import england
from calibration.beliefs.evidence.draw import at
from calibration.beliefs.evidence.figure import Figure
from calibration.beliefs.local.rates import DRAWN, whole_of
from calibration.beliefs.parameters import parameters_for, supports
from scenarios.arms import value_in
from scenarios.beliefs import Beliefs
from scenarios.sensitivity.local_levels import TOPIC, drawn_levels, levels_at, says
from scenarios.sensitivity.request import SensitivityRequest
from simulation.names import check_name
from simulation.parameters import service_parameters
from simulation.runner.spec import ReplicateTask, plain

type Floats = NDArray[np.float64]

#: Ends of the 90% range, between which designs move a figure.
LOW, HIGH = 0.05, 0.95
MIDDLE: Final = 0.5
#: What the ids of prices begin with, services' own among them.
PRICE: Final = "cost_"


@dataclass(frozen=True)
class Input:
    """Name one uncertain figure: its id in the register, its sentence and how it is known."""

    name: str
    says: str
    kind: str
    grade: str
    topic: str


def input_of(one: Figure) -> Input:
    """Return a figure of the register as an input."""
    return Input(one.id, one.says, one.kind, one.grade, one.topic)


def values_at(
    beliefs: Beliefs, council: AuthorityProfile, u: Mapping[str, float]
) -> dict[str, Any]:
    """Return every parameter with each uncertain figure at a probability of its own.

    At the uniform numbers of a draw, the council's own levels included, this is `Beliefs.values` of that draw, a joint calibration
    aside: a calibrated figure is put at that quantile of its own posterior draws, so that what
    goes together in the posterior comes apart here.

    Parameters
    ----------
    beliefs
        What is believed, the scenarios' own settings included.
    council
        The council's profile.
    u
        Probability by figure or level, strictly between 0 and 1; those not named stay at the
        middle.

    Raises
    ------
    DoorwaysError
        When one named is neither.
    """
    limits, calibrated, believed = supports(), _calibrated(beliefs), beliefs.figures()
    for name in u:
        rule = "No figure and no local level has this name."
        check_name("uncertain figure", name, {*believed, *DRAWN}, rule)
    set_here = {
        name: at(one, u.get(name, MIDDLE), limits.get(name))
        for name, one in believed.items()
        if name in beliefs.overrides or (one.is_drawn and name not in calibrated)
    }
    files = {name: set_here.pop(name) for name in beliefs.own if name in set_here}
    values = parameters_for(council, overrides=_learnt(beliefs, u) | set_here)
    values |= levels_at(council, values, u, MIDDLE)
    # What a scenario sets stands, even against what the council's own figures would give.
    values |= {name: set_here[name] for name in beliefs.overrides}
    return values | beliefs.brought(values) | files


def uncertain(beliefs: Beliefs) -> dict[str, Figure]:
    """Return the figures that vary between draws: by their own range, or by a calibration."""
    varying = set(_calibrated(beliefs)) - set(beliefs.overrides)
    return {n: one for n, one in beliefs.figures().items() if one.is_drawn or n in varying}


def inputs_of(
    beliefs: Beliefs, council: AuthorityProfile, request: SensitivityRequest
) -> tuple[Input, ...]:
    """Return the uncertain figures that can reach a measure, by name.

    Left out are figures that the council's own published ones replace, prices when the measure
    is not money (money never causes anything), and what only services read when the measure is
    that of a baseline without any.
    """
    drawn = uncertain(beliefs)
    low = values_at(beliefs, council, dict.fromkeys(drawn, LOW))
    high = values_at(beliefs, council, dict.fromkeys(drawn, HIGH))
    varying = [n for n in sorted(drawn) if plain(low[n]) != plain(high[n])]
    inputs = [input_of(drawn[name]) for name in varying]
    found = [one for one in inputs if _reaches(one, request)]
    return (*found, *levels_of(beliefs, council))


def levels_of(beliefs: Beliefs, council: AuthorityProfile) -> tuple[Input, ...]:
    """Return the council's own levels that its counts leave uncertain."""
    middle = values_at(beliefs, council, {})
    whole = whole_of(england(council.public_year), middle)

    def at(name: str, u: float) -> Any:
        return plain(levels_at(council, middle, {name: u}, MIDDLE, whole))

    return tuple(
        Input(name, says(name), "derived", "", TOPIC)
        for name in DRAWN
        if at(name, LOW) != at(name, HIGH)
    )


def probabilities(tasks: Sequence[ReplicateTask], names: Iterable[str]) -> Floats:
    """Return where each task's figures lie in their ranges, by rank among the tasks.

    Ranks of the values, not the numbers they were drawn with, so that a posterior's draws serve
    as well.

    Returns
    -------
    numpy.ndarray
        Shape (tasks, names), strictly between 0 and 1; 0.5 throughout for one that never varies.
    """
    from scipy.stats import rankdata

    levels = drawn_levels(tasks)
    columns = [levels[n] if n in levels else _leaf(tasks, n) for n in names]
    ranks: Floats = rankdata(np.column_stack(columns), axis=0)
    return (ranks - MIDDLE) / len(tasks)


def _calibrated(beliefs: Beliefs) -> tuple[str, ...]:
    return beliefs.calibration.names if beliefs.calibration else ()


def _learnt(beliefs: Beliefs, u: Mapping[str, float]) -> dict[str, float]:
    """Return each calibrated figure at a quantile of its own posterior draws."""
    if beliefs.calibration is None:
        return {}
    draws = np.array(beliefs.calibration.result["draws"], dtype=float)
    return {
        name: float(np.quantile(column, u.get(name, MIDDLE)))
        for name, column in zip(beliefs.calibration.names, draws.T, strict=True)
    }


def _leaf(tasks: Sequence[ReplicateTask], name: str) -> Floats:
    """Return the first entry of a parameter that varies: entries of a list move together."""
    cells = np.array([np.ravel(value_in(task, name)) for task in tasks], dtype=float)
    varies = np.ptp(cells, axis=0) > 0
    first: Floats = cells[:, int(np.argmax(varies))]
    return first


def _reaches(one: Input, request: SensitivityRequest) -> bool:
    """Tell whether a figure can reach a measure, by what it is about."""
    if request.about.kind != "money" and one.name.startswith(PRICE):
        return False
    baseline, _ = request.comparison().arms()
    serviceless = request.of == "baseline" and not baseline.interventions
    return not (serviceless and one.name in {own.name for own in service_parameters()})
