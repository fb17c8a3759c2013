"""England's levels as they were known on 31 March of a year, and councils' spread around them.

Run as ``python -m calibration.checks.backtest.levels``: for every year with profiles it moves starts by age,
exits by route and age, adoption, the placement mix and new need until the simulated year after that
31 March repeats the published year before it, and fits what councils' levels are shrunk by on the
years up to it. The result is levels_<year>.toml in this folder. All of it happens behind the guard of
`calibration.beliefs.authorities.asof`, so that nothing published later can be read.
"""

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Route
from agents.lengths import AGE_BANDS
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import plan_cohort
from calibration.beliefs.authorities.asof import nothing_after
from calibration.beliefs.authorities.load import all_profiles, england, years
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.local.counts import exits_before_18, starts_by_age
from calibration.beliefs.parameters import national, parameters_for
from calibration.checks.backtest.simulated_year import SimulatedYear, simulate_year
from calibration.fitting.councils import fitted, values
from simulation.errors import DoorwaysError
from simulation.files.writing import write_text

Floats = NDArray[np.float64]
HERE: Final = Path(__file__).parent
ROUNDS: Final = 7
_BOLD, _CAREFUL, _BOLD_ROUNDS = 0.8, 0.3, 3
_MOST_CHANGE: Final = 2.0
SEED: Final = 4_000
#: Levels that are moved, by what they are moved to meet.
BY_ROUTE: Final[Mapping[str, Route]] = {
    "home_hazard": Route.HOME,
    "order_hazard": Route.KINSHIP_ORDER,
    "other_exit_hazard": Route.OTHER,
}
MOVED: Final = (
    "fit_entry",
    *BY_ROUTE,
    "adoption_placing_hazard",
    "adoption_hazard",
    "placement_weight",
    "synth_arrival_rate",
)
#: Read by the fit of these levels besides the model's own parameters.
_BESIDES: Final = ("exit_routes_by_age",)
_YEAR: Final = re.compile(r"20\d\d")


def later_figures(origin: int) -> list[str]:
    """Return what a forecast from an origin takes from later years all the same, in sentences.

    Every figure of the register that the model uses, that rests on statistics of a later year and
    that is not derived anew in that origin's levels; and columns of the origin's own profile that
    were filled from later years.
    """
    own = _read(origin)
    names = sorted({one.name for one in national()} - set(own["values"])) + list(_BESIDES)
    found = [f"{name}: {figure(name).says}" for name in names if _rests_on_later(name, origin)]
    with nothing_after(origin):
        blank = {name for one in all_profiles(origin) for name in one.imputed}
        blank -= set(england(origin).counts)
    columns = [f"profile column {name}: not yet published, filled in" for name in sorted(blank)]
    known = own["known"]
    short = [
        f"{name}: the last entries need two years of profiles; those of the register stand in"
        for name, many in sorted(known.items())
        if many < np.size(figure(name).value)
    ]
    return [*found, *short, *columns]


def _rests_on_later(name: str, origin: int) -> bool:
    one = figure(name)
    if not one.source.startswith(("dfe_", "ofsted_")):
        return False
    named = [int(year) for year in _YEAR.findall(f"{one.period} {one.locator} {one.source}")]
    # A source that names no year, such as a register kept up to date, may be of any.
    return not named or max(named) > origin


def levels(origin: int) -> dict[str, Any]:
    """Return the values to put over the register's for a forecast from an origin.

    Raises
    ------
    DoorwaysError
        When there is no file of levels for that year.
    """
    return dict(_read(origin)["values"])


def origins() -> tuple[int, ...]:
    """Return the years with a file of levels, oldest first."""
    return tuple(sorted(int(path.stem[-4:]) for path in HERE.glob("levels_*.toml")))


@cache
def _read(origin: int) -> dict[str, Any]:
    path = HERE / f"levels_{origin}.toml"
    if not path.exists():
        known = ", ".join(str(year) for year in origins())
        raise DoorwaysError(
            "origin",
            origin,
            f"Levels as they were known are there for {known}.",
            "Choose one of these, or run python -m calibration.checks.backtest.levels.",
        )
    return tomllib.loads(path.read_text(encoding="utf-8"))


def wanted(origin: int) -> SimulatedYear:
    """Return England's published year up to 31 March of an origin, in the shapes of a simulated one."""
    whole = england(origin)
    starts = starts_by_age(whole, {"synth_uasc_age_share": figure("synth_uasc_age_share").value})
    mix = np.zeros(len(Placement))
    for council in all_profiles(origin):
        for kind, count in placement_counts(council, parameters_for(council)).items():
            mix[kind] += count
    return SimulatedYear(starts, routes_by_age(whole), mix, np.zeros_like(mix), in_need(origin, {}))


def in_need(origin: int, changed: Mapping[str, Any]) -> float:
    """Return England's children in need who are neither looked after nor care leavers."""
    return float(
        sum(
            plan_cohort(c, parameters_for(c, overrides=changed), 0.0, 0).in_need
            for c in all_profiles(origin)
        )
    )


def routes_by_age(whole: AuthorityProfile) -> Floats:
    """Return exits before 18 by route and age, shape (routes, 5), meeting the year's margins.

    Only the margins are published; the split starts from the registered one and is moved to them.
    """
    seed = np.asarray(figure("exit_routes_by_age").value, dtype=float)
    ages = exits_before_18(whole)
    home = whole["ceases_home_planned"] + whole["ceases_home_unplanned"] + whole["ceases_relatives"]
    orders = whole["ceases_sgo"] + whole["ceases_cao"]
    routes = np.array([home, orders, whole["ceases_adopted"], 0.0])
    # Some who go home or for other reasons are 18: what is left of the ages is other ways.
    routes[-1] = max(ages.sum() - routes.sum(), 0.02 * ages.sum())
    routes *= ages.sum() / routes.sum()
    for _ in range(100):
        seed *= (routes / seed.sum(axis=1))[:, None]
        seed *= ages / seed.sum(axis=0)
    table = np.zeros((len(Route), len(AGE_BANDS)))
    for row, route in enumerate((Route.HOME, Route.KINSHIP_ORDER, Route.ADOPTED, Route.OTHER)):
        table[route] = seed[row]
    return table


def moved(level: Floats, goal: Floats | float, seen: Floats | float, power: float) -> Floats:
    """Return a level moved towards what is wanted; where either is 0 it stays."""
    goal, seen = np.asarray(goal, float), np.asarray(seen, float)
    usable = (goal > 0) & (seen > 0)
    ratio = np.where(usable, goal, 1.0) / np.where(usable, seen, 1.0)
    return np.asarray(level * np.clip(ratio, 1 / _MOST_CHANGE, _MOST_CHANGE) ** power)


def next_levels(
    old: Mapping[str, Floats], seen: SimulatedYear, goal: SimulatedYear, power: float
) -> dict[str, Floats]:
    """Return the levels of the next round."""
    new = {
        name: moved(old[name], goal.exits[route], seen.exits[route], power)
        for name, route in BY_ROUTE.items()
    }
    new["fit_entry"] = moved(old["fit_entry"], goal.starts, seen.starts, power)
    adopted = float(goal.exits[Route.ADOPTED].sum()), float(seen.exits[Route.ADOPTED].sum())
    new["adoption_hazard"] = moved(old["adoption_hazard"], *adopted, power)
    with_adopters = goal.mix[Placement.ADOPTION], seen.mix[Placement.ADOPTION]
    placing = moved(old["adoption_placing_hazard"], *with_adopters, power / 2)
    new["adoption_placing_hazard"] = placing
    arrival = moved(old["synth_arrival_rate"], goal.in_need, seen.in_need, 2 * power)
    new["synth_arrival_rate"] = arrival
    towards = goal.mix
    # Where places are short, no weight brings more children in: see the fit of England's levels.
    beyond = seen.mix - towards * seen.mix.sum() / goal.mix.sum()
    asked = moved(np.ones(towards.size), np.maximum(seen.came - beyond, 0.0), seen.came, power)
    asked[Placement.ADOPTION] = 1.0
    weights = old["placement_weight"] * asked
    new["placement_weight"] = weights / weights.sum(axis=-1, keepdims=True)
    return new


def fit(origin: int, rounds: int = ROUNDS) -> tuple[dict[str, Any], dict[str, int]]:
    """Return all values as they were known at an origin, and how much of each list was fitted."""
    with nothing_after(origin):
        found = fitted(origin)
        register = {name: figure(name).value for name in found}
        local = values(found, register)
        goal = wanted(origin)
        now = {name: np.asarray(figure(name).value, dtype=float) for name in MOVED}
        for i in range(rounds):
            changed = local | {n: v if v.ndim else float(v) for n, v in now.items()}
            years_seen = [simulate_year(c, changed, SEED + i) for c in all_profiles(origin)]
            power = _BOLD if i < _BOLD_ROUNDS else _CAREFUL
            now = next_levels(now, SimulatedYear.together(years_seen), goal, power)
    plain = {name: _rounded(value.tolist()) for name, value in now.items()}
    return local | plain, {name: len(intervals) for name, intervals in found.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return float(f"{value:.5g}")


def text_of(origin: int, known: Mapping[str, int], found: Mapping[str, Any]) -> str:
    """Return a file of levels as text."""
    lines = [
        f"# As known on 31 March {origin}: written by `python -m calibration.checks.backtest.levels`."
    ]
    lines += ["", "[known]", *(f"{name} = {many}" for name, many in sorted(known.items()))]
    lines += ["", "[values]"]
    lines += [
        f"{name} = {json.dumps(_rounded_all(value))}" for name, value in sorted(found.items())
    ]
    return "\n".join(lines) + "\n"


def _rounded_all(value: Any) -> Any:
    return _rounded(np.asarray(value, dtype=float).tolist())


def main() -> None:
    """Fit and write the levels of every year that has profiles."""
    for origin in years():
        found, known = fit(origin)
        path = HERE / f"levels_{origin}.toml"
        write_text(path, text_of(origin, known, found))
        sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
