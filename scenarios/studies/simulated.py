"""A service's studies simulated: its own arrangement with the findings put in, beside the null twin."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.effects.load import studies as rows_of_studies
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from calibration.joint.store import usual
from scenarios.compare import Plan, make_plan
from scenarios.funnel.replicate import played
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.studies.met import Met, Place, Reader
from simulation.bands import in_years
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of
from simulation.services.declaration import Service
from simulation.services.measured import Measured, Studies

Floats = NDArray[np.float64]

#: Seeds of the futures on which the scale of doses is set, and on which it is tested.
SET_ON, TESTED_ON = 7_001, 7_002
#: Which window of a study.
FITTED, LATER = "fitted", "later"


@dataclass(frozen=True)
class Seen:
    """Hold what pairs of arms show of one effect in one window.

    Attributes
    ----------
    without, with_it
        Events and years of each pair, shape (pairs, 2): in the null twin, and with the findings.
    places
        Events of the null twin by quarter, over all pairs.
    """

    without: Floats
    with_it: Floats
    places: Counter[Place]

    @property
    def log_ratio(self) -> float:
        """Return the logarithm of the rate with the service over that without it."""
        (n0, t0), (n1, t1) = self.without.sum(axis=0), self.with_it.sum(axis=0)
        return log(n1 / t1) - log(n0 / t0)

    @property
    def error(self) -> float:
        """Return its Monte Carlo standard error, from the scatter of pairs (delta method)."""
        (n0, t0), (n1, t1) = self.without.sum(axis=0), self.with_it.sum(axis=0)
        each = self.with_it @ [1 / n1, -1 / t1] - self.without @ [1 / n0, -1 / t0]
        return sqrt(len(each)) * float(np.std(each, ddof=1))


@dataclass(frozen=True)
class PairMet:
    """Hold what one pair of arms shows of every effect, by figure and window."""

    without: Mapping[tuple[str, str], Met]
    with_it: Mapping[tuple[str, str], Met]


def finding_of(size: str, study: Measured) -> float:
    """Return the ratio that is put in: as published, or the register's where none can be."""
    if study.lacking:
        return float(next(leaves(figure(size).value)))
    return published(study.study)


def published(study: str) -> float:
    """Return the ratio of a row of the studies.

    Raises
    ------
    DoorwaysError
        When there is no such row, or it holds no ratio.
    """
    found = {row.id: row.ratio for row in rows_of_studies()}
    if not found.get(study, nan) > 0.0:
        rule = "The table of studies has no such row with a ratio."
        raise DoorwaysError("study", study, rule, "Say why it is lacking, or name another.")
    return found[study]


def as_found(service: type[Service]) -> dict[str, float]:
    """Return every finding of a service at face value, by figure."""
    return {size: finding_of(size, one) for size, one in studies_of(service).effects.items()}


def studies_of(service: type[Service]) -> Studies:
    """Return the studies of a service.

    Raises
    ------
    DoorwaysError
        When none is declared.
    """
    if service.studies is None:
        rule = "No study of it is declared."
        raise DoorwaysError("service", service.name, rule, "See 'doorways effects'.")
    return service.studies


def simulate(
    service: type[Service],
    sizes: Mapping[str, float],
    *,
    pairs: int,
    seed: int,
    execution: Execution = USUAL,
) -> dict[tuple[str, str], Seen]:
    """Run the arrangement that was studied beside its null twin, and count as the studies did.

    Parameters
    ----------
    sizes
        Effects put in, by figure.
    pairs, seed
        How many pairs of futures, and their seed.

    Returns
    -------
    dict
        By figure and window.

    Raises
    ------
    DoorwaysError
        When the service has no study.
    """
    from simulation.simulate import warm_up

    made = _plan(service, sizes, pairs, seed)
    warm_up()
    each = partial(pair_met, service)
    return _summed(run_all(made.tasks, each, execution, what="check of effects", each="pairs"))


def windows(studies: Studies) -> list[tuple[str, str, tuple[float, float]]]:
    """Return every effect and window of studies: (figure, window, months)."""
    return [
        (size, name, months)
        for size, one in studies.effects.items()
        for name, months in ((FITTED, one.months), (LATER, one.later))
        if months is not None
    ]


def _plan(service: type[Service], sizes: Mapping[str, float], pairs: int, seed: int) -> Plan:
    """Return the tasks: central values, years held apart from the service's doing by the pairing."""
    studied = studies_of(service)
    spec = {**studied.spec, "kind": service.name, "effects": dict(sizes)}
    real = Scenario("as-studied", "As studied", interventions=(spec,))
    last = max(months[1] + studied.effects[size].follow for size, _, months in windows(studied))
    request = CompareRequest(
        studied.place,
        real.twin("null"),
        real,
        years=max(1, int(np.ceil(in_years(last)))),
        replicates=pairs,
        seed=seed,
        central=True,
        calibration=usual(),
    )
    return make_plan(request)


def pair_met(service: type[Service], task: ReplicateTask) -> PairMet:
    """Return what both arms of a task show of every effect: a pure function of it."""
    population, studied = population_of(task), studies_of(service)
    both = []
    for arm in task.arms:
        reader = Reader(played(task, arm, population), float(task.years))
        both.append(
            {
                (size, name): reader.met(studied.effects[size], months)
                for size, name, months in windows(studied)
            }
        )
    return PairMet(*both)


def seen_of(without: Sequence[Met], with_it: Sequence[Met]) -> Seen:
    """Return what pairs of arms show together.

    Parameters
    ----------
    without, with_it
        Of each pair, in the same order: the null twin, and the arm with the findings.
    """
    sides = [
        np.array([[one.events, one.years] for one in side], np.float64)
        for side in (without, with_it)
    ]
    places: Counter[Place] = Counter()
    for one in without:
        places.update(one.places)
    return Seen(sides[0], sides[1], places)


def _summed(pairs: Sequence[PairMet]) -> dict[tuple[str, str], Seen]:
    """Return what all pairs show together, by figure and window."""
    return {
        key: seen_of([one.without[key] for one in pairs], [one.with_it[key] for one in pairs])
        for key in pairs[0].without
    }
