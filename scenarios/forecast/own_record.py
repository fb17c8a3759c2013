"""A private profile's own back-test: forecasts from each year of its returns, beside what the next said."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import PrivateProfile
from calibration.beliefs.own.kept import PREFIX, of_year, read_kept
from calibration.checks.backtest.scores import crps
from scenarios.compare import plan
from scenarios.forecast.pair import Future, futures_of
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import PAIR
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all

type Floats = NDArray[np.float64]

_NOTHING: Final = Scenario("as-it-is", "As it is")
_AHEAD: Final = (1, 2)
_SAID: Final = {"cla": "Looked after on 31 March", "starts": "Started in the year"}
_ENDS: Final = (5.0, 50.0, 95.0)


def own_record(
    council: PrivateProfile, replicates: int, seed: int, execution: Execution
) -> list[dict[str, Any]]:
    """Return forecasts from each year of the returns but the last, as `record` has rows.

    Children and rates are those of the return up to the origin. England's rates are those of the nearest
    published year, which may be a later one. The simple rule beside them is that nothing changes.
    """
    kept = read_kept(council.code.removeprefix(PREFIX).partition("@")[0])
    rows: list[dict[str, Any]] = []
    for origin in kept.years:
        ahead = [h for h in _AHEAD if origin + h in kept.years]
        if not ahead or origin >= council.year:
            continue
        here = of_year(kept, origin)
        request = CompareRequest(
            authority=here.code,
            scenario=_NOTHING,
            years=max(ahead),
            replicates=replicates,
            seed=seed,
        )
        tasks = [replace(task, arms=task.arms[:1]) for task in plan(request, here)]
        futures = [
            one[0]
            for one in run_all(tasks, futures_of, execution, what="back-test", each="futures")
        ]
        for horizon in ahead:
            told = kept.years[origin + horizon]["counts"]
            rows += [
                _row(origin, horizon, name, _seen(futures, name, horizon), told[name], here[name])
                for name in _SAID
            ]
    return rows


def _seen(futures: list[Future], name: str, horizon: int) -> Floats:
    if name == "starts":
        return np.array(
            [float(one.values[BY_NAME["care_entries"], horizon - 1]) for one in futures]
        )
    return np.array([float(one.marches[horizon].children.sum()) for one in futures])


def _row(
    origin: int, horizon: int, name: str, seen: Floats, told: float, before: float
) -> dict[str, Any]:
    low, median, high = np.percentile(seen, _ENDS)
    return {
        "origin": origin,
        "horizon": horizon,
        "what": _SAID[name],
        "median": float(median),
        "low": float(low),
        "high": float(high),
        "published": told,
        "inside": bool(low <= told <= high),
        "error": crps(seen.reshape(-1, PAIR), told),
        "rival_error": abs(told - before),
    }
