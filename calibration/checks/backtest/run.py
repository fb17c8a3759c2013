"""Back-test councils: make every forecast, score it against what was published, and sum up."""

from collections.abc import Sequence
from typing import Final

from calibration.beliefs.authorities.load import all_profiles, profile, years
from calibration.beliefs.own.kept import is_private
from calibration.checks.backtest.compare import scorecard
from calibration.checks.backtest.forecast import Task, forecast
from calibration.checks.backtest.levels import origins as with_levels
from calibration.checks.backtest.past import past
from calibration.checks.backtest.rests import rests_on
from calibration.checks.backtest.scorecard import Scorecard
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all

REPLICATES: Final = 40
HORIZONS: Final = (1, 2)


def settled_origins() -> tuple[int, ...]:
    """Return the origins whose next year has been published, oldest first."""
    return tuple(year for year in with_levels() if year + 1 in years())


def tasks_for(
    origins: Sequence[int],
    horizons: Sequence[int] = HORIZONS,
    councils: Sequence[str] | None = None,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> list[Task]:
    """Return the forecasts to make: councils that were there at the origin, as far as years go.

    Parameters
    ----------
    origins, horizons
        Years to start from and years ahead; those not published yet are left out.
    councils
        Names or codes; every council when left out.
    replicates, seed
        Futures of each council, and the address of their draws.

    Raises
    ------
    DoorwaysError
        When an origin has no levels, or nothing after it has been published; or a council is a private profile.
    """
    for name in councils or ():
        if is_private(name):
            rule = "A private profile is scored by its own later returns, not by what is published."
            step = f"doorways forecast --authority {name} does so."
            raise DoorwaysError("council", name, rule, step)
    found = []
    for origin in origins:
        ahead = [h for h in horizons if origin + h in years()]
        if origin not in with_levels() or not ahead:
            known = ", ".join(str(year) for year in settled_origins())
            raise DoorwaysError(
                "origin",
                origin,
                f"Origins that can be scored are {known}.",
                "Choose one of these; a later one needs another published year.",
            )
        chosen = (
            [one for one in all_profiles(origin) if "cla" not in one.imputed]
            if councils is None
            else [profile(name, origin) for name in councils]
        )
        scored, known = set(past(origin).codes()), rests_on(origin)
        found += [
            Task(origin, one.code, one.name, max(ahead), replicates, seed, known)
            for one in chosen
            if one.code in scored
        ]
    return found


def backtest(
    origins: Sequence[int] | None = None,
    horizons: Sequence[int] = HORIZONS,
    councils: Sequence[str] | None = None,
    replicates: int = REPLICATES,
    seed: int = 1,
    *,
    execution: Execution = USUAL,
) -> Scorecard:
    """Return the scorecard of councils' forecasts against what was published.

    Parameters
    ----------
    origins, horizons, councils, replicates, seed
        As for `tasks_for`; every origin that can be scored when left out.
    execution
        How forecasts are made, who is told how many of all are there, and who may stop it.

    Raises
    ------
    DoorwaysError
        When an origin cannot be scored or no council is left.
    StoppedError
        When it was stopped before its end.
    """
    wanted = settled_origins() if origins is None else tuple(origins)
    tasks = tasks_for(wanted, horizons, councils, replicates, seed)
    if not tasks:
        raise DoorwaysError(
            "councils", "none", "No council chosen was there at the origin.", "Choose another."
        )
    made = run_all(tasks, forecast, execution, what="back-test", each="forecasts")
    results = {task.key: one for task, one in zip(tasks, made, strict=True)}
    return scorecard(tasks, results, horizons, seed)
