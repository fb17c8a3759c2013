"""What stands beside a new year's cells where no table of it is given: that of the last year that is kept."""

from collections.abc import Iterable, Mapping
from typing import Final

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.councils import Council, split
from calibration.beliefs.authorities.extras import BANDS, NO_HOMES, Figures, Homes
from calibration.beliefs.authorities.load import all_profiles, england
from calibration.beliefs.authorities.sources import ENGLAND

_REGISTERS: Final = ("homes_register_year", "supported_register_year")


def bands(
    year: int, councils: Iterable[Council], children: Mapping[str, float]
) -> dict[str, Figures]:
    """Return age bands by ONS code; a new council's are its share of those it follows.

    Parameters
    ----------
    year
        The year that is kept.
    councils
        Those that there are and were.
    children
        Children of the new year by council number, by which a council that is over is divided.
    """
    found = {one.code: _of(one, BANDS) for one in all_profiles(year)}
    return _followed(found, councils, children) | {ENGLAND: _of(england(year), BANDS)}


def homes(year: int, councils: Iterable[Council], children: Mapping[str, float]) -> Homes:
    """Return places in homes as they stand in a kept year; a new council's are its share, marked as divided."""
    profiles = all_profiles(year)
    kept = {one.code: _of(one, NO_HOMES) for one in profiles}
    whole = _followed(kept, councils, children)
    divided = {one.code for one in profiles if "homes_count" in one.imputed}
    divided |= whole.keys() - kept.keys()
    registers = (int(england(year)[name]) for name in _REGISTERS)
    in_homes, in_supported = registers
    whole[ENGLAND] = _of(england(year), NO_HOMES)
    return Homes(whole, in_homes, in_supported, frozenset(divided))


def _of(profile: AuthorityProfile, names: Iterable[str]) -> Figures:
    return {name: profile[name] for name in names}


def _followed(
    found: Mapping[str, Figures], councils: Iterable[Council], children: Mapping[str, float]
) -> dict[str, Figures]:
    whole = {code: dict(figures) for code, figures in found.items()}
    for former, heirs in split(councils).items():
        fresh = [one for one in heirs if one.code not in found]
        if former.code not in found or not fresh:
            continue
        weights = [children.get(one.dfe_code, 0.0) for one in heirs]
        weights = weights if all(weights) else [1.0] * len(heirs)
        for one, weight in zip(heirs, weights, strict=True):
            if one in fresh:
                at = whole.setdefault(one.code, {})
                for name, value in found[former.code].items():
                    at[name] = at.get(name, 0.0) + round(value * weight / sum(weights), 2)
    return whole
