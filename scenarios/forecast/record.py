"""How well such forecasts did for this council: from past years, with nothing published later."""

from typing import Any, Final

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from calibration.checks.backtest.run import backtest
from scenarios.forecast.own_record import own_record
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution

#: Futures of each back-test: enough for a 90% range.
REPLICATES: Final = 20
_ONE_YEAR: Final = "The returns hold no year before that of the start to forecast from."
_SAID: Final = {"stock": "Looked after on 31 March", "starts": "Started in the year"}


def record(council: AuthorityProfile, seed: int, execution: Execution) -> dict[str, Any]:
    """Return a council's forecasts from past years beside what was published then.

    Returns
    -------
    dict
        `rows`: origin, horizon, what, median, low, high, published, inside, `error` (CRPS) and that of the
        best simple rule, `rival_error`; `inside` and `of`: how many were inside their 90% range; `note`: why
        there is nothing, or "".

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    if isinstance(council, PrivateProfile):
        return _together(own_record(council, REPLICATES, seed, execution), _ONE_YEAR)
    try:
        found = backtest(
            councils=[council.code], replicates=REPLICATES, seed=seed, execution=execution
        )
    except DoorwaysError as fault:
        if fault.thing != "councils":
            raise
        return _together([], "It was not there in the years tested.")
    rows = [
        {
            "origin": one.origin,
            "horizon": one.horizon,
            "what": _SAID[one.quantity],
            "median": one.median,
            "low": one.low,
            "high": one.high,
            "published": one.published,
            "inside": bool(one.low <= one.published <= one.high),
            "error": one.crps,
            "rival_error": one.rival_crps,
        }
        for one in found.councils
        if one.quantity in _SAID
    ]
    return _together(rows, "")


def _together(rows: list[dict[str, Any]], none: str) -> dict[str, Any]:
    """Return rows with how many were right; `none` says why there are none."""
    inside = sum(one["inside"] for one in rows)
    return {"rows": rows, "inside": inside, "of": len(rows), "note": "" if rows else none}
