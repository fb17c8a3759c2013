"""Does the baseline reproduce England? Published beside simulated, with a verdict in words."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from calibration.authorities.load import england
from calibration.national import CouncilYear, simulate_england, total
from calibration.published import published

YEAR = 2024
WITHIN = 0.10
DRIFT = 0.05
SHARE_LOW, SHARE_HIGH = 0.08, 0.12
SEED = 1


@dataclass(frozen=True)
class CheckRow:
    """Hold one line of the table: what was published, what came out, and whether it will do."""

    label: str
    published: float
    simulated: float
    ratio: float
    tolerance: str
    verdict: str
    inside: bool


def row(label: str, seen: float, simulated: float, within: float = WITHIN) -> CheckRow:
    """Return a line for a figure that should come out within a share of the published one."""
    ratio = simulated / seen if seen else float("nan")
    off = ratio - 1
    inside = bool(abs(off) <= within)
    if abs(off) < 0.005:
        words = "the same"
    else:
        words = f"{abs(off):.1%} {'more' if off > 0 else 'fewer'} than published"
    verdict = words if inside else f"{words}: outside the tolerance"
    return CheckRow(label, seen, simulated, ratio, f"within {within:.0%}", verdict, inside)


def ranged(label: str, seen: float, simulated: float, low: float, high: float) -> CheckRow:
    """Return a line for a figure that should come out inside a range."""
    inside = low <= simulated <= high
    verdict = "inside the range" if inside else "outside the range"
    return CheckRow(
        label,
        seen,
        simulated,
        simulated / seen if seen else float("nan"),
        f"{low:g} to {high:g}",
        verdict,
        inside,
    )


def flow_rows(years: list[CouncilYear]) -> list[CheckRow]:
    """Return the lines on stock, starts and ways out."""
    now = england(YEAR)
    home = now["ceases_home_planned"] + now["ceases_home_unplanned"] + now["ceases_relatives"]
    return [
        row("Looked after on 31 March", now["cla"], total(years, "children_looked_after")),
        row("Started to be looked after", now["starts"], total(years, "care_entries")),
        row("Ceased to be looked after", now["ceases"], total(years, "exits")),
        row("Ceased: home or to relatives", home, total(years, "exits_home")),
        row(
            "Ceased: special guardianship or child arrangements order",
            now["ceases_sgo"] + now["ceases_cao"],
            total(years, "exits_kinship_order"),
        ),
        row("Ceased: adopted", now["ceases_adopted"], total(years, "exits_adopted")),
        row("Ceased: aged 18", now["ceases_18_plus"], total(years, "exits_aged_out")),
    ]


def placement_rows(years: list[CouncilYear]) -> list[CheckRow]:
    """Return the lines on where children live and how often they move."""
    now, before = england(YEAR), england(YEAR - 1)
    pooled = now["cla_supported"] + now["cla_other"]
    mix = np.sum([y.mix for y in years], axis=0)
    other = mix[5] + mix[6] + mix[10]
    moves = published(YEAR).moves
    placements = before["new_placements"] - before["changes_status_only"]
    share = total(years, "three_plus_placements") / total(years, "children_looked_after")
    return [
        row("In foster placements", now["cla_foster"], total(years, "foster_placements")),
        row("In children's homes", now["cla_homes"], total(years, "childrens_home_placements")),
        row("In supported accommodation or other placements", pooled, float(other)),
        row("Placed with parents", now["cla_parents"], total(years, "parents_placements")),
        row("Placed for adoption", now["cla_adoption"], float(mix[8])),
        row("Placed outside the authority", now["cla_outside"], total(years, "out_of_authority")),
        row("Placed over 20 miles from home", now["cla_far"], total(years, "over_20_miles")),
        ranged(
            "Share with three or more placements",
            now["cla_three_plus"] / now["cla"],
            share,
            SHARE_LOW,
            SHARE_HIGH,
        ),
        row(
            "Placements started (2022-23, status only left out)",
            placements,
            total(years, "new_placements"),
        ),
        row(
            "Placement changes (2022-23, status only left out)",
            moves,
            total(years, "placement_moves"),
        ),
    ]


def missing_rows(years: list[CouncilYear]) -> list[CheckRow]:
    """Return the lines on missing episodes."""
    now = england(YEAR)
    return [
        row("Missing incidents", now["missing_incidents"], total(years, "missing_episodes")),
        row("Children missing", now["children_missing"], total(years, "children_missing")),
    ]


def council_rows(years: list[CouncilYear]) -> list[CheckRow]:
    """Return the lines on the median council: drift of the stock, starts and ceases."""
    from calibration.authorities.load import all_profiles

    real = {council.name: council for council in all_profiles(YEAR)}
    drift = np.median([y["children_looked_after"] / max(y.looked_after_before, 1) for y in years])
    starts = np.median([y["care_entries"] / max(real[y.name]["starts"], 1.0) for y in years])
    ceases = np.median([y["exits"] / max(real[y.name]["ceases"], 1.0) for y in years])
    return [
        row("Median council: stock after a year over before", 1.0, float(drift), DRIFT),
        row("Median council: starts over published", 1.0, float(starts)),
        row("Median council: ceases over published", 1.0, float(ceases)),
    ]


def run(progress: Callable[[int, int], None] | None = None) -> list[CheckRow]:
    """Simulate the year to 31 March 2024 for every council and return the table."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        years = simulate_england(YEAR - 1, seed=SEED, executor=pool, progress=progress)
    return [*flow_rows(years), *placement_rows(years), *missing_rows(years), *council_rows(years)]
