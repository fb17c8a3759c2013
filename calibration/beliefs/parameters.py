"""All parameter values of one council's run: drawn or central, then local, then what follows."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from agents.parameter import Parameter
from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import england, profile
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.beliefs.evidence.draw import central, draw, uniform
from calibration.beliefs.evidence.figure import frozen
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.held_levels import PARAMETERS as HOLDING
from calibration.beliefs.held_levels import held_levels
from calibration.beliefs.local.declared import COMPUTED, PARAMETERS
from calibration.beliefs.local.rates import (
    DRAWN,
    Whole,
    carers_joining,
    local_rates,
    prices_growing,
    whole_of,
)
from calibration.beliefs.local.unaccompanied import expecting
from calibration.beliefs.prices import local_costs
from simulation.names import check_name
from simulation.parameters import declared

#: What is set by a scenario or found by a calibration, in the order of names.
type Said = tuple[tuple[str, Any], ...]

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


def _held(seed: int, draw_number: int | None, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return national values, drawn or central, with what is set, and the levels that follow."""
    if draw_number is None:
        values: dict[str, Any] = dict(central(d.name for d in national()))
    else:
        values = dict(_drawn(seed, draw_number))
    values |= overrides
    return values | held_levels(values)


@of_tables(128)
def _whole(year: int, seed: int, draw_number: int | None, said: Said) -> Whole:
    """Return England's part of local rates: every council of a draw shares it."""
    return whole_of(england(year), _held(seed, draw_number, dict(said)))


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
    values = _held(seed, draw_number, overrides or {})
    # Each council's own luck in how well its counts tell its levels.
    u = None if draw_number is None else local_uniforms(council, seed, draw_number)
    year = council.public_year
    said = tuple((name, frozen(each)) for name, each in sorted((overrides or {}).items()))
    whole = _whole(year, 0 if draw_number is None else seed, draw_number, said)
    values |= local_rates(council, england(year), values, u, whole)
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
