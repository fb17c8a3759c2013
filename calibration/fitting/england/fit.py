"""Move the baseline's levels until England's published year comes out of all councils' years.

Run as ``python -m calibration.fitting.england.fit``. Each round simulates every council from 31 March of the
year before, compares what is seen with what was published and moves each level towards it. The
result is written to the register as figures/fitted.toml, as derived figures.
"""

import json
import sys
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.base_year import FITTED
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.evidence.load import FIGURES, figure
from calibration.beliefs.held_levels import HELD, SHIFTS
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.england.counted import Counted, counted, together
from calibration.fitting.england.goals import goals
from calibration.fitting.england.levels import next_levels, stuck
from calibration.fitting.england.step import Levels, Step
from calibration.fitting.patterns.record import record_run
from simulation.errors import DoorwaysError
from simulation.files.writing import write_text

YEAR: Final = FITTED
ROUNDS: Final = 16
BOLD_ROUNDS: Final = 9
BOLD, CAREFUL = 0.6, 0.3
#: Years run, so that who comes back within a year can be seen.
YEARS: Final = 2
FILE: Final = FIGURES / "fitted.toml"


#: Figures this module owns.
LEVELS: Final = (
    "fit_entry",
    "entry_newborn_ratio",
    "synth_arrival_rate",
    "synth_arrival_age_share",
    "home_hazard",
    "order_hazard",
    "other_exit_hazard",
    "adoption_hazard",
    "adoption_placing_hazard",
    "home_parents_ratio",
    "home_duration_ratio",
    "order_duration_ratio",
    "synth_care_age_tilt",
    "synth_placement_elapsed_share",
    "synth_placement_care_time",
    "synth_placement_quarter",
    "move_duration_ratio",
    "breakdown_duration_ratio",
    "move_hazard",
    "breakdown_hazard",
    "breakdown_teen",
    "placement_weight",
    "kind_flows",
    "care_exits",
    "entry_along",
    "exit_along",
    "entry_back",
    "uasc_placement_weight",
    "placement_home_again",
    "placement_home_age",
    "synth_placement_age_weight",
    "synth_outside_weight",
    "missing_kind_ratio",
    "missing_outside_ratio",
    "missing_hazard",
    "synth_roaming_variance",
    "arrest_hazard",
    "substance_hazard",
    "re_entry_hazard",
    "carer_exit_hazard",
    "synth_carer_join_rate",
)


def council_counted(council: AuthorityProfile, overrides: Mapping[str, Any], seed: int) -> Counted:
    """Return what one council's run shows with the given levels."""
    parameters = parameters_for(council, overrides=overrides)
    return counted(record_run(council, parameters, seed, 0, YEARS))


def england_counted(overrides: Mapping[str, Any], seed: int, pool: Executor, year: int) -> Counted:
    """Return what all councils' runs from 31 March of `year` show together."""
    councils = all_profiles(year)
    n = len(councils)
    return together(
        list(pool.map(council_counted, councils, [overrides] * n, [seed] * n, chunksize=4))
    )


def as_overrides(levels: Levels) -> dict[str, Any]:
    """Return levels as overrides, with nothing held against other figures: that comes afterwards."""
    plain: dict[str, Any] = {n: float(v) if v.ndim == 0 else v for n, v in levels.items()}
    return plain | {table: np.zeros((len(HELD[level]), 2)) for level, table in SHIFTS.items()}


def fit(names: tuple[str, ...], rounds: int = ROUNDS) -> Levels:
    """Return the fitted levels of some figures of the register.

    Raises
    ------
    DoorwaysError
        When a level ends at its limit or a weight has run away.
    """
    goal = goals(YEAR)
    levels: Levels = {name: np.asarray(figure(name).value, dtype=float) for name in names}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for i in range(rounds):
            shown = england_counted(as_overrides(levels), 1000 + i, pool, YEAR - 1)
            power = BOLD if i < BOLD_ROUNDS else CAREFUL
            levels = next_levels(Step(levels, shown, goal, power))
            sys.stderr.write(f"round {i + 1} of {rounds}\n")
    if faults := stuck(levels):
        raise DoorwaysError(
            "fit", "; ".join(faults), "A level at its limit is not fitted.", "Nothing was written."
        )
    return levels


def rounded(value: Any) -> Any:
    """Return nested lists of numbers with five significant digits."""
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float(f"{value:.5g}")


def write(levels: Levels, path: Path = FILE) -> None:
    """Replace the values of a file's figures, leaving their words alone."""
    lines = path.read_text(encoding="utf-8").splitlines()
    current = ""
    for i, line in enumerate(lines):
        if line.startswith("["):
            current = line.strip("[]")
        if line.startswith("value = ") and current in levels:
            lines[i] = f"value = {json.dumps(rounded(levels[current].tolist()))}"
    write_text(path, "\n".join(lines) + "\n")


def main() -> None:
    """Fit and write the register's file."""
    write(fit(LEVELS))
    sys.stdout.write(f"Fitted {len(LEVELS)} figures.\n")


if __name__ == "__main__":
    main()
