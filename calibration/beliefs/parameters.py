"""All parameter values of one council's run: drawn or central, then local, then what follows."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from agents.parameter import Parameter
from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import england, profile
from calibration.beliefs.evidence.draw import central, draw, uniform
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.held_levels import PARAMETERS as HOLDING
from calibration.beliefs.held_levels import held_levels
from calibration.beliefs.local.rates import (
    COMPUTED,
    DRAWN,
    PARAMETERS,
    carers_joining,
    local_rates,
    prices_growing,
)
from calibration.beliefs.local.unaccompanied import expecting
from calibration.beliefs.prices import local_costs
from simulation.names import check_name
from simulation.parameters import declared

_LISTED = "docs/processes.md lists them."


@cache
def national() -> tuple[Parameter, ...]:
    """Return every parameter that has a figure of its own in the register, sorted by name."""
    own = [d for d in declared() if d.name not in COMPUTED]
    return tuple(sorted([*own, *PARAMETERS, *HOLDING], key=lambda d: d.name))


def supports() -> dict[str, tuple[float, float]]:
    """Return the support of each national parameter."""
    return {d.name: (d.low, d.high) for d in national()}


@lru_cache(maxsize=128)
def _drawn(seed: int, draw_number: int) -> Mapping[str, Any]:
    """Return the national values of a draw: they are the same for every council."""
    return draw([d.name for d in national()], seed, draw_number, supports())


def parameters_for(
    council: AuthorityProfile,
    *,
    seed: int = 1,
    draw_number: int | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return every value a run of a council needs, by parameter name.

    Parameters
    ----------
    council
        The council's profile.
    seed, draw_number
        Which draw from the figures' distributions; None takes the central values.
    overrides
        Values a scenario sets instead of the register's.

    Raises
    ------
    DoorwaysError
        When one of them is no parameter.
    """
    names = [d.name for d in national()]
    for name in overrides or {}:
        check_name("parameter", name, {*names, *COMPUTED}, "There is none of this name.", _LISTED)
    if draw_number is None:
        values: dict[str, Any] = dict(central(names))
    else:
        values = dict(_drawn(seed, draw_number))
    values |= overrides or {}
    values |= held_levels(values)
    # Each council's own luck in how well its counts tell its levels.
    u = None if draw_number is None else local_uniforms(council, seed, draw_number)
    values |= local_rates(council, england(council.public_year), values, u)
    values["synth_carer_join_rate"] = carers_joining(values)
    values["price_trend"] = prices_growing(values)
    values |= local_costs(council, figures())
    return values


def future_of(
    council: AuthorityProfile, overrides: Mapping[str, Any] | None = None
) -> AuthorityProfile:
    """Return a council's profile with the unaccompanied children it may expect, to synthesise from.

    Parameters
    ----------
    council
        The council's profile.
    overrides
        Values a scenario sets instead of the register's.
    """
    values = dict(central(d.name for d in national())) | dict(overrides or {})
    return expecting(council, england(council.public_year), values)


def local_uniforms(council: AuthorityProfile, seed: int, draw_number: int) -> dict[str, float]:
    """Return a uniform number for each local level of a council that is drawn."""
    return {name: uniform(f"{council.code}/{name}", seed, draw_number) for name in DRAWN}


def parameters_of(name: str, year: int | None = None) -> dict[str, Any]:
    """Return the central values for a council by name."""
    return parameters_for(profile(name, year))
