"""Move the baseline levels until England's published year comes out of all councils' years.

Run as ``python -m calibration.national_fit``. Each round simulates every council from 31 March,
compares events and stocks with the published ones and moves each level by the ratio to a power
below 1. The result is written to the register as figures/fitted.toml, as derived figures.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Route
from calibration.evidence.load import FIGURES, figure
from calibration.national import CouncilYear, simulate_england, total
from calibration.published import Published, published

Floats = NDArray[np.float64]
YEAR = 2024
ROUNDS, BOLD_ROUNDS = 12, 5
BOLD, CAREFUL = 0.8, 0.4
_MOST_CHANGE = 3.0
#: Figures this module owns: its file of the register holds exactly these.
OWNED = (
    "fit_entry",
    "home_hazard",
    "order_hazard",
    "adoption_placing_hazard",
    "adoption_hazard",
    "other_exit_hazard",
    "move_hazard",
    "breakdown_hazard",
    "missing_hazard",
    "placement_weight",
    "synth_roaming_variance",
    "synth_arrival_rate",
)
Levels = dict[str, Floats]


def moved(level: Floats, wanted: Floats | float, seen: Floats | float, power: float) -> Floats:
    """Return a level moved towards what is wanted; where either is 0 it stays."""
    wanted, seen = np.asarray(wanted, float), np.asarray(seen, float)
    usable = (wanted > 0) & (seen > 0)
    ratio = np.where(usable, wanted, 1.0) / np.where(usable, seen, 1.0)
    return np.asarray(level * np.clip(ratio, 1 / _MOST_CHANGE, _MOST_CHANGE) ** power)


def next_levels(old: Levels, years: list[CouncilYear], goal: Published, power: float) -> Levels:
    """Return the levels of the next round."""
    starts = np.sum([y.starts for y in years], axis=0)
    exits = np.sum([y.exits for y in years], axis=0)
    missing = np.sum([y.missing for y in years], axis=0)
    mix = np.sum([y.mix for y in years], axis=0)
    broke = total(years, "placement_breakdowns")
    planned = total(years, "placement_moves") - broke
    per_child = total(years, "missing_episodes") / max(total(years, "children_missing"), 1.0)
    route = {
        "home_hazard": Route.HOME,
        "order_hazard": Route.KINSHIP_ORDER,
        "other_exit_hazard": Route.OTHER,
    }
    new = {name: moved(old[name], goal.exits[r], exits[r], power) for name, r in route.items()}
    new["fit_entry"] = moved(old["fit_entry"], goal.starts, starts, power)
    new["adoption_hazard"] = moved(
        old["adoption_hazard"], goal.adoptions, exits[Route.ADOPTED].sum(), power
    )
    adopters = Placement.ADOPTION
    new["adoption_placing_hazard"] = moved(
        old["adoption_placing_hazard"], goal.mix[adopters], mix[adopters], power / 2
    )
    new["move_hazard"] = moved(old["move_hazard"], goal.moves - goal.breakdowns, planned, power)
    new["breakdown_hazard"] = moved(old["breakdown_hazard"], goal.breakdowns, broke, power)
    new["missing_hazard"] = moved(old["missing_hazard"], goal.missing, missing, power)
    new["synth_roaming_variance"] = moved(
        old["synth_roaming_variance"], goal.incidents / goal.children_missing, per_child, power
    )
    new["synth_arrival_rate"] = moved(
        old["synth_arrival_rate"], goal.in_need, total(years, "children_in_need"), 2 * power
    )
    new["placement_weight"] = tilted(old["placement_weight"], goal.mix, mix)
    return new


def tilted(weights: Floats, wanted: Floats, seen: Floats) -> Floats:
    """Return placement weights tilted towards the wanted mix; each row still sums to 1."""
    towards = wanted.copy()
    towards[Placement.ADOPTION] = 0.0
    tilt = moved(np.ones(wanted.size), towards, seen, 1.0)
    new = weights * tilt
    return np.asarray(new / new.sum(axis=-1, keepdims=True))


def fit(rounds: int = ROUNDS) -> tuple[Levels, list[CouncilYear]]:
    """Return the fitted levels and the last simulated year."""
    goal = published(YEAR)
    levels: Levels = {name: np.asarray(figure(name).value, dtype=float) for name in OWNED}
    years: list[CouncilYear] = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for i in range(rounds):
            plain = {n: float(v) if v.ndim == 0 else v for n, v in levels.items()}
            years = simulate_england(YEAR - 1, plain, seed=1000 + i, executor=pool)
            levels = next_levels(levels, years, goal, BOLD if i < BOLD_ROUNDS else CAREFUL)
    return levels, years


def rounded(value: Any) -> Any:
    """Return nested lists of numbers with five significant digits."""
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float(f"{value:.5g}")


def write(levels: Levels, path: Path) -> None:
    """Replace the values of the register's fitted figures, leaving their words alone."""
    lines = path.read_text(encoding="utf-8").splitlines()
    current = ""
    for i, line in enumerate(lines):
        if line.startswith("["):
            current = line.strip("[]")
        if line.startswith("value = ") and current in levels:
            lines[i] = f"value = {json.dumps(rounded(levels[current].tolist()))}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit and write the register's file."""
    levels, years = fit()
    write(levels, FIGURES / "fitted.toml")
    looked_after = total(years, "children_looked_after")
    sys.stdout.write(
        f"Fitted over {len(years)} councils; looked after at the end: {looked_after:,.0f}.\n"
    )


if __name__ == "__main__":
    main()
