"""One trial: simulated authorities with the service as the lot gave it, and the same without it."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR, MONTHS_PER_YEAR
from scenarios.trial.design import PERIOD, Trial
from scenarios.trial.names import Design, Pool
from simulation.outcomes.measures import WEEKLY
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import run_years

type Floats = NDArray[np.float64]

#: What a programme's entry rule looks at, and what tells how far a service reaches.
RISING: Final = "children_looked_after"
_SUPPORTED, _KNOWN = "service_supported", ("children_looked_after", "edge_of_care")
_TRAITS: Final = ("cla", "children_0_17", "low_income_percent")


@dataclass(frozen=True)
class TrialTask:
    """Ask for one trial.

    Attributes
    ----------
    trial, seed, number
        What is asked for, the seed of its lots, and which of many it is.
    candidates
        The authorities to choose from, each a task with the arm without the service.
    services
        By candidate, then by month of beginning: the arm with it.
    nothing
        Whether the service does nothing at all, so that it need not be run.
    """

    trial: Trial
    seed: int
    number: int
    candidates: tuple[ReplicateTask, ...]
    services: tuple[dict[float, ArmSpec], ...]
    nothing: bool

    def __str__(self) -> str:
        return f"trial {self.number}"


def trial_of(asked: TrialTask) -> dict[str, Any]:
    """Return what one trial saw, as plain data: a pure function of its task.

    Returns
    -------
    dict
        `y`, what is counted by authority and period with the service as it was allotted; `without`,
        the same had nobody had it; `others`, of those a matched design compares with; `exposed`;
        `children`, of both; `reach`, the share of those looked after or on the edge of care who were
        supported while the service was there; `chosen`, codes of the authorities.
    """
    trial, random = asked.trial, np.random.default_rng([asked.seed, asked.number])
    runs = [_weeks(one, one.arms[0]) for one in asked.candidates]
    chosen = _chosen(trial, runs)
    others = _like(asked, chosen) if trial.design is Design.MATCHED else []
    begins = trial.begins(random.permutation(trial.authorities))
    exposed = trial.exposed(begins)
    with_it = [
        runs[k] if asked.nothing or not np.isfinite(month) else _run(asked, k, float(month))
        for k, month in zip(chosen, begins, strict=True)
    ]
    children = [
        [asked.candidates[k].profile["children_0_17"] for k in who] for who in (chosen, others)
    ]
    return {
        "y": _table(trial, with_it),
        "without": _table(trial, [runs[k] for k in chosen]),
        "others": _table(trial, [runs[k] for k in others]),
        "exposed": exposed.tolist(),
        "children": children,
        "reach": _reach(trial, with_it, exposed),
        "chosen": [asked.candidates[k].profile.code for k in chosen],
    }


def _run(asked: TrialTask, k: int, month: float) -> Floats:
    return _weeks(asked.candidates[k], asked.services[k][month])


def _weeks(task: ReplicateTask, arm: ArmSpec) -> Floats:
    """Return the weekly columns of one arm."""
    run = started(task, arm, population_of(task))
    return np.asarray(run_years(run, task.years, task.step_days)[1], np.float64)


def _chosen(trial: Trial, runs: list[Floats]) -> list[int]:
    """Return which candidates are in the trial: the first, or those whose number rose most."""
    if trial.pool is Pool.NATIONAL:
        return list(range(trial.authorities))
    stock = [one[:, WEEKLY.index(RISING)] for one in runs]
    year = BINS_PER_YEAR
    rise = [float(one[year - 1] / max(one[0], 1.0)) for one in stock]
    return sorted(np.argsort(rise)[::-1][: trial.authorities].tolist())


def _like(asked: TrialTask, chosen: list[int]) -> list[int]:
    """Return for each authority the candidate most like it that is not in the trial, each once."""
    traits = np.array(
        [[one.profile[name] for name in _TRAITS] for one in asked.candidates], dtype=float
    )
    traits[:, 0] /= traits[:, 1]
    traits[:, 1] = np.log(traits[:, 1])
    spread = traits.std(axis=0)
    traits = traits / np.where(spread > 0, spread, 1.0)
    left, found = [k for k in range(len(traits)) if k not in chosen], []
    for k in chosen:
        near = min(left, key=lambda j: float(((traits[j] - traits[k]) ** 2).sum()))
        left.remove(near)
        found.append(near)
    return found


def _table(trial: Trial, runs: list[Floats]) -> list[list[float]]:
    """Return what is counted by authority and period: events added up, numbers averaged."""
    column = WEEKLY.index(trial.outcome)
    weeks = round(BINS_PER_YEAR * PERIOD / MONTHS_PER_YEAR)
    return [one[:, column].reshape(trial.periods, weeks).sum(axis=1).tolist() for one in runs]


def _reach(trial: Trial, runs: list[Floats], exposed: NDArray[np.bool_]) -> float:
    """Return the share of those it could be for who are supported while it is there."""
    weeks = round(BINS_PER_YEAR * PERIOD / MONTHS_PER_YEAR)
    there = np.repeat(exposed, weeks, axis=1)
    supported = np.array([one[:, WEEKLY.index(_SUPPORTED)] for one in runs])
    known = sum(np.array([one[:, WEEKLY.index(name)] for one in runs]) for name in _KNOWN)
    whole = float((known * there).sum())
    return float((supported * there).sum() / whole) if whole else 0.0
