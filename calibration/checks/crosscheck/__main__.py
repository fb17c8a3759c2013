"""`python -m calibration.checks.crosscheck`: hold England's stored posterior against another method."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from calibration.checks.crosscheck.compare import DRAWS, METHODS, cross_check, table
from calibration.checks.crosscheck.simulator import simulator
from calibration.joint.england import fitted_from
from calibration.joint.spec import BANK_ROWS, SEED
from simulation.errors import DoorwaysError
from simulation.store.store import open_store

NOTES = """\
Means and sds are of prior probabilities. shift: mean of the other method less the built-in one,
in sds; sd ratio: other over built-in; again: shift of the built-in method under another seed.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print the table and return the exit code."""
    asked = parser().parse_args(arguments)
    try:
        sys.stdout.write(f"{compared(asked)}\n\n{NOTES}")
    except DoorwaysError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """Return what can be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m calibration.checks.crosscheck", description=__doc__
    )
    made.add_argument("--method", choices=tuple(METHODS), required=True)
    made.add_argument("--db", help="address of the store; the usual one by default")
    made.add_argument("--bank", type=int, default=BANK_ROWS, help="rows of the stored bank")
    made.add_argument("--bank-seed", type=int, default=SEED, help="seed of the stored bank")
    made.add_argument("--draws", type=int, default=DRAWS)
    made.add_argument("--seed", type=int, default=SEED, help="seed of the comparison")
    made.add_argument("--runs", type=int, help="abc: calls of the model")
    made.add_argument("--particles", type=int, help="abc: size of a generation")
    made.add_argument(
        "--simulate", action="store_true", help="abc: run the model at every call, for hours"
    )
    return made


def compared(asked: argparse.Namespace) -> str:
    """Return the table that was asked for.

    Raises
    ------
    DoorwaysError
        When no bank is stored to check against.
    """
    with open_store(asked.db) as store:
        stored = fitted_from(store, asked.bank, asked.bank_seed)
    if stored is None:
        rule = "England was not calibrated in this database, so there is no bank."
        step = "Run 'doorways calibrate england' first, or name its database with --db."
        raise DoorwaysError("cross-check", asked.method, rule, step)
    spec, fitted, _ = stored
    options: dict[str, Any] = {}
    if asked.method == "abc":
        given = {"runs": asked.runs, "particles": asked.particles}
        options = {key: value for key, value in given.items() if value is not None}
        if asked.simulate:
            options["simulate"] = simulator(spec)
    observed = fitted.fit.observed
    return table(
        cross_check(fitted.emulator, observed, asked.method, asked.draws, asked.seed, **options)
    )


if __name__ == "__main__":
    sys.exit(main())
