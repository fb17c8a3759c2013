"""England one year on as the sum of its councils' futures: `python benchmarks/england_sum.py`.

Every council that can be scored, from each origin of the back-test. A case is a quantity from an
origin: of placements it is inside where every kind is. Wanted: at least 8 of the 9 cases inside their 90% interval, and the
interval of a count no wider than 1.5 times what England's published wandering (`benchmarks/volatility.py`) implies.
Leaves with 1 where that is missed.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from scipy.special import ndtri
from volatility import NATIONAL

from calibration.checks.backtest.forecast import forecast
from calibration.checks.backtest.run import REPLICATES, settled_origins, tasks_for
from calibration.checks.backtest.together import ENDS, Sum, sums
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all

WANTED, AS_WIDE, HORIZON = 8, 1.5, 1


def implied(quantity: str) -> float:
    """Return half the 90% interval of a year's relative change that England's published wandering implies."""
    return float(ndtri(ENDS[1])) * NATIONAL[quantity]


def line(one: Sum) -> str:
    """Return one sum in words."""
    digits = 3 if one.what else 0
    said = f"{one.middle:,.{digits}f} ({one.low:,.{digits}f} to {one.high:,.{digits}f})"
    word = "inside" if one.inside else "OUTSIDE"
    name = f"{one.quantity} {one.what}".strip()
    return f"{one.origin} +{one.horizon}  {name:32s} {said:32s} came {one.outcome:,.{digits}f}  {word}  +-{one.half_width:.1%}"


def judged(found: Sequence[Sum]) -> bool:
    """Print how many cases are inside and how wide counts are; return whether both are as wanted."""
    cases = {(one.origin, one.quantity): True for one in found}
    for one in found:
        cases[one.origin, one.quantity] &= one.inside
    inside = sum(cases.values())
    print(f"{inside} of {len(cases)} cases inside, wanted {WANTED}")
    good = inside >= WANTED
    for quantity in ("stock", "starts"):
        most = max(one.half_width for one in found if one.quantity == quantity)
        limit = AS_WIDE * implied(quantity)
        print(f"{quantity}: at most +-{most:.1%} wide, wanted +-{limit:.1%}")
        good &= most <= limit
    return good


def main() -> int:
    """Simulate, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=REPLICATES)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    began = time.perf_counter()
    tasks = tasks_for(settled_origins(), (HORIZON,), replicates=given.replicates)
    made = run_all(tasks, forecast, Execution(given.workers), what="sums", each="forecasts")
    found = sums(tasks, {task.key: one for task, one in zip(tasks, made, strict=True)}, HORIZON)
    for one in found:
        print(line(one))
    good = judged(found)
    print(f"{len(tasks)} forecasts in {time.perf_counter() - began:,.0f} s")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
