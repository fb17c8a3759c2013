"""Score the simulation and its rivals on the same councils and outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.load import years
from calibration.checks.backtest.forecast import Result, Task
from calibration.checks.backtest.level import level_row
from calibration.checks.backtest.levels import later_figures
from calibration.checks.backtest.past import KINDS, past, shares
from calibration.checks.backtest.rival_ensembles import (
    SIMULATION,
    Members,
    count_rivals,
    share_rivals,
)
from calibration.checks.backtest.scorecard import CouncilRow, MethodRow, Scorecard, SkillRow
from calibration.checks.backtest.scores import Score, bootstrap, points, score

Floats = NDArray[np.float64]
QUANTITIES: Final = ("stock", "starts", "placements")
#: Years ahead for which the simulation is held against the best rival of all origins together.
LEVEL_HORIZON: Final = 1
_RESAMPLED: Final = 2000


@dataclass(frozen=True)
class Scored:
    """Hold one method's score of one council, and its size for relative scores.

    Of placements each kind has its own, told apart by `what`.
    """

    task: Task
    method: str
    score: Score
    size: float
    ensemble: Floats
    outcome: float
    fell_back: bool = False
    what: str = ""

    @property
    def origin(self) -> int:
        """Return the year it starts from."""
        return self.task.origin

    @property
    def code(self) -> str:
        """Return the council."""
        return self.task.code

    @property
    def crps(self) -> float:
        """Return its CRPS."""
        return self.score.crps


def count_scores(task: Task, result: Result, quantity: str, horizon: int) -> list[Scored]:
    """Return every method's score of a council's stock or starts; none without an outcome."""
    outcome = getattr(past(task.origin + horizon), quantity)[task.code].get(task.origin + horizon)
    if outcome is None:
        return []
    view = past(task.origin)
    now = getattr(view, quantity)[task.code][task.origin]
    futures = np.array([years_of[horizon - 1] for years_of in result[quantity]])
    forecasts = {SIMULATION: Members(futures[:, None])}
    forecasts |= count_rivals(view, task.code, quantity, horizon)
    return [
        Scored(
            task,
            method,
            score(one.values, outcome, drawn=method == SIMULATION),
            max(now, 1.0),
            one.values,
            outcome,
            one.fell_back,
        )
        for method, one in forecasts.items()
    ]


def share_scores(task: Task, result: Result, horizon: int) -> list[Scored]:
    """Return every method's scores of a council's shares of placements, in percentage points."""
    outcomes = shares(task.origin + horizon).get(task.code)
    if outcomes is None:
        return []
    mix = np.array([years_of[horizon - 1] for years_of in result["mix"]])
    simulated = mix / np.maximum(mix.sum(axis=1, keepdims=True), 1.0)
    rivals = share_rivals(task.origin, task.code, horizon)
    found = []
    for kind, name in enumerate(KINDS):
        if np.isnan(outcomes[kind]) or not rivals[kind]:
            continue
        forecasts = {SIMULATION: simulated[:, kind, None], **rivals[kind]}
        outcome = 100 * float(outcomes[kind])
        found += [
            Scored(
                task,
                method,
                score(100 * members, outcome, drawn=method == SIMULATION),
                100.0,
                members,
                outcome,
                what=name,
            )
            for method, members in forecasts.items()
        ]
    return found


def method_rows(
    origin: int, horizon: int, quantity: str, scored: Sequence[Scored]
) -> list[MethodRow]:
    """Return one row a method, the simulation first."""
    rows = []
    for method in dict.fromkeys(one.method for one in scored):
        own = [one for one in scored if one.method == method]
        columns = np.array(
            [
                (s.error, s.crps, 100 * s.crps / size, s.inside50, s.inside90)
                for s, size in ((one.score, one.size) for one in own)
            ],
            dtype=float,
        ).mean(axis=0)
        error, crps, relative, inside50, inside90 = (float(value) for value in columns)
        rows.append(
            MethodRow(
                origin,
                horizon,
                quantity,
                method,
                len(own),
                error,
                crps,
                relative,
                inside50,
                inside90,
                sum(one.fell_back for one in own),
            )
        )
    return rows


def skill_row(rows: Sequence[MethodRow], scored: Sequence[Scored], seed: int) -> SkillRow:
    """Return the simulation against the rival with the lowest mean CRPS."""
    ours, *rivals = rows
    best = min(rivals, key=lambda row: row.crps)
    apart: dict[str, list[float]] = {}
    for method, sign in ((SIMULATION, 1.0), (best.method, -1.0)):
        for one in scored:
            if one.method == method:
                apart.setdefault(one.task.code, []).append(sign * one.score.crps)
    means = np.array([2 * np.mean(values) for values in apart.values()])
    low, high = bootstrap(means, _RESAMPLED, seed)
    return SkillRow(
        ours.origin,
        ours.horizon,
        ours.quantity,
        best.method,
        ours.crps - best.crps,
        low,
        high,
        100 * (1 - ours.crps / best.crps),
    )


def council_rows(
    rows: Sequence[MethodRow], scored: Sequence[Scored], rival: str
) -> list[CouncilRow]:
    """Return each council's forecast, outcome and scores against one rival."""
    theirs = {one.task.code: one.score.crps for one in scored if one.method == rival}
    found = []
    for one in scored:
        if one.method == SIMULATION:
            low, middle, high = points(one.ensemble, [0.05, 0.5, 0.95])
            found.append(
                CouncilRow(
                    rows[0].origin,
                    rows[0].horizon,
                    rows[0].quantity,
                    one.task.code,
                    one.task.name,
                    one.size,
                    middle,
                    low,
                    high,
                    one.outcome,
                    one.score.crps,
                    theirs[one.task.code],
                )
            )
    return found


def scorecard(
    tasks: Sequence[Task],
    results: Mapping[str, Result],
    horizons: Sequence[int],
    seed: int,
) -> Scorecard:
    """Return the tables of every forecast that can be scored.

    Parameters
    ----------
    tasks, results
        Forecasts, and their results by key.
    horizons
        Years ahead to score.
    seed
        Address of the bootstrap's draws.
    """
    methods: list[MethodRow] = []
    skill: list[SkillRow] = []
    councils: list[CouncilRow] = []
    together: dict[str, list[Scored]] = {}
    origins = list(dict.fromkeys(task.origin for task in tasks))
    for origin in origins:
        own = [task for task in tasks if task.origin == origin]
        for horizon in (h for h in horizons if origin + h in years()):
            for quantity in QUANTITIES:
                scored = _scored(own, results, quantity, horizon)
                if not scored:
                    continue
                rows = method_rows(origin, horizon, quantity, scored)
                methods += rows
                skill.append(skill_row(rows, scored, seed))
                if quantity != "placements":
                    councils += council_rows(rows, scored, skill[-1].rival)
                if horizon == LEVEL_HORIZON:
                    together.setdefault(quantity, []).extend(scored)
    settings = {"replicates": tasks[0].replicates, "seed": seed}
    later = {origin: later_figures(origin) for origin in origins}
    level = tuple(
        level_row(scored, SIMULATION, LEVEL_HORIZON, quantity, seed)
        for quantity, scored in together.items()
    )
    return Scorecard(tuple(methods), tuple(skill), tuple(councils), later, settings, level)


def _scored(
    tasks: Sequence[Task], results: Mapping[str, Result], quantity: str, horizon: int
) -> list[Scored]:
    found: list[Scored] = []
    for task in tasks:
        if quantity == "placements":
            found += share_scores(task, results[task.key], horizon)
        else:
            found += count_scores(task, results[task.key], quantity, horizon)
    return found
