"""What stands for that which no return tells: population, children in need, places, costs, distances."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from calibration.beliefs.authorities.catalogue import NAMES
from calibration.beliefs.authorities.groups import AVERAGES
from calibration.beliefs.authorities.load import all_profiles, profile, years
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv
from simulation.names import check_name

#: Shares of those looked after that no return tells without a table of postcodes.
_SHARES: Final = (
    "cla_inside",
    "cla_outside",
    "cla_near",
    "cla_far",
    "cla_distance_unknown",
    "cla_12m_10_17",
    "convicted",
    "substance_base",
    "substance_identified",
)
#: Taken over where the table of missing periods is all but empty, likewise.
_MISSING: Final = (
    "missing_incidents",
    "children_missing",
    "children_missing_twice",
    "missing_31_march",
)
_YEARS: Final = ("homes_register_year", "supported_register_year")
_EVERYWHERE: Final = "England"


def nearest_year(year: int) -> int:
    """Return the year of published tables nearest a year."""
    return min(years(), key=lambda one: (abs(one - year), one))


def named(authorities: Sequence[str], year: int) -> list[AuthorityProfile]:
    """Return the published profiles of the councils that a return is of; all of England's when none is said.

    Raises
    ------
    DoorwaysError
        When one is no council, is a private profile, or is named twice.
    """
    if not authorities:
        return list(all_profiles(year))
    found: dict[str, AuthorityProfile] = {}
    for name in authorities:
        council, said = profile(name, year), f"option --authority, {name}"
        if isinstance(council, PrivateProfile):
            rule = "A private profile stands on what is published of councils, not on another one."
            raise DoorwaysError(said, council.name, rule, "Name the council itself.")
        if council.code in found:
            rule = "Each council of a region counts once."
            raise DoorwaysError(said, council.name, rule, "Name it once.")
        found[council.code] = council
    return list(found.values())


def together(councils: Sequence[AuthorityProfile]) -> tuple[dict[str, float], frozenset[str]]:
    """Return several councils' figures as one's, prices and percentages their mean, and what was filled in."""
    weight = sum(one["cla"] for one in councils)
    counts: dict[str, float] = {}
    for name in dict.fromkeys(name for one in councils for name in one.counts):
        there = [one for one in councils if name in one.counts]
        if name in _YEARS:
            counts[name] = max(one[name] for one in there)
        elif name in AVERAGES:
            counts[name] = sum(one[name] * one["cla"] for one in there) / weight
        else:
            counts[name] = sum(one[name] for one in there)
    return counts, frozenset().union(*(one.imputed for one in councils))


def completed(
    told: Mapping[str, float],
    authorities: Sequence[str],
    year: int,
    figures: Mapping[str, float],
) -> tuple[dict[str, float], frozenset[str]]:
    """Return all figures of a year, and which of them were filled in when they were published.

    Parameters
    ----------
    told
        What the return tells.
    authorities
        Councils whose published figures stand for the rest; none: England's, at this council's size.
    year
        Year of published tables.
    figures
        What the council says of itself besides.
    """
    base, imputed = together(named(authorities, year))
    ratio = told["cla"] / base["cla"]
    if not authorities:
        base = {
            name: value if name in AVERAGES or name in _YEARS else value * ratio
            for name, value in base.items()
        }
    shares = {
        name: base[name] * told[over] / base["cla"]
        for names, over in ((_SHARES, "cla"), (_MISSING, "years_all"))
        for name in names
        if name in base
    }
    counts = base | shares | dict(told)
    # As many are in need outside care as are published there.
    counts["cin"] = max(base["cin"] - base["cla"], 0.0) + told["cla"]
    counts |= figures
    return counts, imputed - told.keys() - figures.keys()


def region_of(authorities: Sequence[str], year: int) -> tuple[str, str]:
    """Return the region, and the code of the one council whose past and neighbours are its own; or none."""
    councils = named(authorities, year) if authorities else []
    regions = {one.region for one in councils}
    code = councils[0].code if len(councils) == 1 else ""
    return (regions.pop() if len(regions) == 1 else _EVERYWHERE), code


def read_figures(path: Path | None, told: Mapping[str, float]) -> dict[str, float]:
    """Return what a council says of itself in a small file: a line a figure, its name and its value.

    Raises
    ------
    DoorwaysError
        When a figure is none of a profile, is told by the return, stands there twice, or is no number.
    """
    found: dict[str, float] = {}
    for row in read_csv(path, "figures") if path is not None else ():
        name, text = (str(row.get(heading, "")).strip() for heading in ("figure", "value"))
        step = "docs/authorities.md says what each is; columns of the file are figure and value."
        check_name("figure", name, set(NAMES), "A profile has none of this name.", step)
        if name in told or name in found:
            rule = "The return itself tells it." if name in told else "It stands there already."
            raise DoorwaysError(f"figures, {path}", name, rule, "Take the line out.")
        try:
            found[name] = float(text.replace(",", ""))
        except ValueError:
            found[name] = -1.0
        if not 0.0 <= found[name] < float("inf"):
            rule = f"The value of {name} is a number from 0 upwards."
            raise DoorwaysError(f"figures, {path}", text, rule, "Mend it.")
    return found
