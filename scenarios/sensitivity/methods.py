"""The three methods: which runs each takes, and what it reads from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.parameters import future_of
from scenarios.arms import arm_of, without_services
from scenarios.compare import Plan
from scenarios.sensitivity import morris, pawn, sobol
from scenarios.sensitivity.influence import Influence
from scenarios.sensitivity.inputs import Input, probabilities, values_at
from scenarios.sensitivity.request import SensitivityRequest
from scenarios.sensitivity.runs import Bench, measured
from scenarios.shared import PAIR, shared_by
from scenarios.variance import variance_split
from simulation.errors import DoorwaysError
from simulation.runner.spec import ReplicateTask

type Floats = NDArray[np.float64]


@dataclass
class Work:
    """Hold what a study works with.

    Attributes
    ----------
    request, made
        What was asked for, and the ordinary comparison that goes with it.
    inputs
        The figures that can reach the measure.
    bench
        Where runs are made.
    """

    request: SensitivityRequest
    made: Plan
    inputs: tuple[Input, ...]
    bench: Bench

    @cached_property
    def bank(self) -> Floats:
        """Return the comparison's measures by year, (2, replicates, measures, years)."""
        return self.run(self.made.tasks, "comparison")

    def run(self, tasks: Sequence[ReplicateTask], what_for: str) -> Floats:
        """Return the measures of tasks by year, shape (arms, tasks, measures, years)."""
        name = f"{self.made.council.name}: what drives {self.request.measure}: {what_for}"
        return self.bench.outcomes(tasks, name, self._config())

    def _config(self) -> dict[str, Any]:
        """Return all that was asked for."""
        baseline, scenario = self.made.arms
        calibration = self.request.calibration
        return {
            **vars(self.request),
            "baseline": baseline.to_toml(),
            "scenario": scenario.to_toml(),
            "calibration": calibration.key if calibration else None,
        }


@dataclass(frozen=True)
class Found:
    """Hold what a method found: its lines, the screen before them, average and share of chance."""

    influences: tuple[Influence, ...]
    screened: tuple[Influence, ...]
    average: float
    noise_share: float


def runs_needed(request: SensitivityRequest, inputs: int) -> dict[str, int]:
    """Return how many runs each part of a study takes.

    Raises
    ------
    DoorwaysError
        When too few are allowed, so that it is told before anything runs.
    """
    runs = {"comparison": request.replicates}
    if request.method == "morris":
        runs["morris"] = PAIR * (inputs + 1) * morris.trajectories(inputs, request.runs)
    if request.method == "sobol":
        top = min(request.top, inputs)
        runs["morris"] = _first_screen(inputs)
        runs["sobol"] = PAIR * (top + 2) * sobol.base_rows(top, request.runs)
    return runs


def read_pawn(work: Work) -> Found:
    """Read the comparison's own runs; replicates of one draw are averaged."""
    pairs = _studied(work.request, work.bank)
    u = probabilities(work.made.tasks[::PAIR], [one.name for one in work.inputs])
    lines = pawn.influences(work.inputs, u, pairs.mean(axis=1), work.request.seed)
    return Found(lines, (), float(pairs.mean()), _luck_share(pairs))


def read_morris(work: Work) -> Found:
    """Run and read a Morris screen of every figure."""
    return _screen(work, work.request.runs)


def read_sobol(work: Work) -> Found:
    """Screen every figure, then split the variance among the strongest, the others held.

    All rows run in the same two futures.
    """
    request = work.request
    screened = _screen(work, _first_screen(len(work.inputs))).influences
    by_name = {one.name: one for one in work.inputs}
    top = [by_name[one.name] for one in screened[: request.top]]
    rows = sobol.design(len(top), sobol.base_rows(len(top), request.runs), request.seed)
    pairs = _run_rows(work, top, rows, np.zeros(len(rows), dtype=int), "sobol")
    lines = sobol.indices(top, rows, pairs, request.seed)
    return Found(lines, screened, float(pairs.mean()), sobol.noise_share(pairs))


METHODS: Final[Mapping[str, Callable[[Work], Found]]] = {
    "pawn": read_pawn,
    "morris": read_morris,
    "sobol": read_sobol,
}


def _first_screen(inputs: int) -> int:
    """Return the runs of the smallest screen, which picks a Sobol design's figures."""
    return morris.FEWEST * PAIR * (inputs + 1)


def _screen(work: Work, runs: int) -> Found:
    """Run a Morris design; each trajectory has two futures of its own, the same for its rows."""
    inputs, seed = work.inputs, work.request.seed
    number = morris.trajectories(len(inputs), runs)
    rows = morris.design(len(inputs), number, seed)
    futures = np.repeat(np.arange(number), len(inputs) + 1)
    pairs = _run_rows(work, inputs, rows, futures, "morris")
    lines = morris.screen(inputs, rows, pairs, seed)
    return Found(lines, (), float(pairs.mean()), _chance_share(pairs))


def _run_rows(
    work: Work,
    inputs: Sequence[Input],
    rows: Floats,
    futures: NDArray[np.int_],
    what_for: str,
) -> Floats:
    """Return what is studied for each row of a design in its two futures, shape (rows, 2)."""
    request, made = work.request, work.made
    wanted = made.arms if request.of == "difference" else made.arms[:1]
    names = [one.name for one in inputs]
    tasks, coming = [], future_of(made.council)
    for row, future in zip(rows, futures, strict=True):
        at = dict(zip(names, row.tolist(), strict=True))
        values = values_at(made.beliefs, made.council, at)
        arms = tuple(arm_of(one.name, one.interventions, values) for one in wanted)
        shared = without_services(values)
        for replicate in range(PAIR * int(future), PAIR * int(future) + PAIR):
            tasks.append(
                ReplicateTask(
                    coming,
                    shared,
                    arms,
                    request.seed,
                    replicate,
                    request.years,
                    request.step_days,
                )
            )
    return _studied(request, work.run(tasks, what_for))


def _studied(request: SensitivityRequest, outcomes: Floats) -> Floats:
    """Return what is studied of each run, in pairs: shape (runs / 2, 2).

    Raises
    ------
    DoorwaysError
        When it never varies, so that nothing can drive it.
    """
    arms = measured(outcomes, request.measure)
    studied = arms[1] - arms[0] if request.of == "difference" else arms[0]
    if not np.ptp(studied) > 0:
        raise DoorwaysError(
            "measure",
            request.measure,
            f"Its {request.of} is {studied[0]:g} in every run, so nothing drives it.",
            "Choose another measure, another scenario, or the other --of.",
        )
    pairs: Floats = studied.reshape(-1, PAIR)
    return pairs


def _luck_share(pairs: Floats) -> float:
    """Return the share of luck in the variance of averages of the comparison's own pairs.

    Every other pair shares its luck of the years, which averaging then does not halve.
    """
    split = variance_split(pairs.ravel(), shared_by(np.arange(pairs.size), central=False))
    luck = split["children"] / PAIR + split["years"] * (1.0 + 1.0 / PAIR) / 2.0
    total = float(pairs.mean(axis=1).var(ddof=1))
    return float(min(luck / total, 1.0)) if total > 0 else 1.0


def _chance_share(pairs: Floats) -> float:
    """Return the share of chance in the variance of pairs' averages: what pairs differ by inside."""
    chance = float(pairs.var(axis=1, ddof=1).mean()) / PAIR
    total = float(pairs.mean(axis=1).var(ddof=1))
    return min(chance / total, 1.0) if total > 0 else 1.0
