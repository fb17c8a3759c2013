"""How long a national bank and a council's posterior take: `python benchmarks/joint.py`.

Makes a bank in a database of its own (or goes on with the one named) and times what is timed as its
users wait for it: wall time. Without --whole the bank is a sixteenth, and its time is multiplied.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from calibration.beliefs.authorities.load import profile
from calibration.joint.calibrate import calibrate, infer
from calibration.joint.council import calibrate_council
from calibration.joint.result import Calibration
from calibration.joint.runs import JobRunner, bank_of, difference
from calibration.joint.spec import BANK_ROWS, england_spec
from simulation.runner.execution import Execution
from simulation.simulate import warm_up
from simulation.store.store import open_store
from simulation.version import RESULTS_VERSION

MOST_BANK_MINUTES, MOST_COUNCIL_SECONDS = 15.0, 5.0
WORKERS = 2
PART = 16


def timed_bank(rows: int, address: str) -> float:
    """Return the minutes a bank of the usual size takes, from one of `rows` rows."""
    spec = england_spec(rows)
    with open_store(address) as store:
        began = time.perf_counter()
        bank_of(spec, JobRunner(store, Execution(WORKERS)))
        return (time.perf_counter() - began) / 60.0 * BANK_ROWS / rows


def timed_council(rows: int, address: str, name: str) -> float:
    """Return the seconds from a stored bank to a council's posterior, reading it included."""
    spec = england_spec(rows)
    with open_store(address) as store:
        run = JobRunner(store, Execution(WORKERS))
        status, result = calibrate(spec, run)
        whole = Calibration("0" * 64, "England", status, RESULTS_VERSION, result)
        began = time.perf_counter()
        fitted = infer(spec, bank_of(spec, run), difference(spec, run))
        calibrate_council(profile(name), spec, fitted, whole)
        return time.perf_counter() - began


def main() -> int:
    """Measure, print beside the limits, and say whether one was missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--whole", action="store_true", help="the whole bank, and a posterior")
    parser.add_argument("--db", help="go on with this database")
    parser.add_argument("--authority", default="Norfolk")
    chosen = parser.parse_args()
    warm_up()
    rows = BANK_ROWS if chosen.whole else BANK_ROWS // PART
    with tempfile.TemporaryDirectory() as folder:
        address = chosen.db or str(Path(folder) / "bank.sqlite")
        found = []
        if chosen.db is None:
            minutes = timed_bank(rows, address)
            found.append(("bank of 4,096, two workers", minutes, MOST_BANK_MINUTES, "minutes"))
        if chosen.whole or chosen.db:
            seconds = timed_council(BANK_ROWS, address, chosen.authority)
            found.append(("posterior of a council", seconds, MOST_COUNCIL_SECONDS, "seconds"))
    for what, value, limit, unit in found:
        print(f"{what:32s} {value:8.2f} {unit}, wanted at most {limit:g}")
    return int(any(value > limit for _, value, limit, _ in found))


if __name__ == "__main__":
    sys.exit(main())
