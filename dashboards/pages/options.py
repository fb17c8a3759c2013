"""What pages offer to choose from: councils that can run, scenarios that ship, and measures."""

from functools import cache
from typing import Final

from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.own.kept import is_private
from calibration.joint.at_hand import known
from calibration.joint.store import shipped
from dashboards.pages.choice import Options
from dashboards.pages.fields import Option
from scenarios.funnel.study import has_services
from scenarios.intervention_schema import kinds
from scenarios.many.which import ALL, NEIGHBOURS
from scenarios.scenario import Scenario, list_scenarios
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES
from simulation.services.declaration import Sort
from simulation.version import holds

#: Under which the twins of scenarios are folded away.
TWINS: Final = "Twins, to try an evaluation on"


@cache
def options() -> Options:
    """Return the councils by name and the scenarios with their twins."""
    return Options(councils(), scenarios())


@cache
def councils() -> tuple[Option, ...]:
    """Return the councils by name."""
    found = (Option(profile.code, profile.name) for profile in all_profiles())
    return tuple(sorted(found, key=lambda one: one.label))


@cache
def regions() -> tuple[Option, ...]:
    """Return the regions, each standing for its councils."""
    names = sorted({profile.region for profile in all_profiles()})
    return tuple(Option(name, name) for name in names)


@cache
def everywhere() -> tuple[Option, ...]:
    """Return all councils, those of each region, and each council with its statistical neighbours."""
    beside = (
        Option(f"{NEIGHBOURS}{one.label}", f"{one.label} and its statistical neighbours")
        for one in councils()
    )
    return (Option(ALL, "All councils of England"), *regions(), *beside)


def _scenario(one: Scenario) -> Option:
    return Option(one.name, one.title, TWINS if one.twin_of else "")


@cache
def scenarios() -> tuple[Option, ...]:
    """Return the scenarios that open anything, with their twins."""
    found = (one for one in list_scenarios() if one.interventions)
    return tuple(map(_scenario, found))


@cache
def choices() -> tuple[Option, ...]:
    """Return the scenarios that open a service or a practice, without their twins: what a council can choose."""
    sorts = kinds()
    found = (
        one
        for one in list_scenarios()
        if not one.twin_of
        and any(sorts[said["kind"]].sort is not Sort.CONDITION for said in one.interventions)
    )
    return tuple(map(_scenario, found))


@cache
def services() -> tuple[Option, ...]:
    """Return the scenarios that open a service, without their twins."""
    found = (one for one in list_scenarios() if has_services(one) and not one.twin_of)
    return tuple(map(_scenario, found))


@cache
def services_and_twins() -> tuple[Option, ...]:
    """Return the scenarios that open a service, and their twins."""
    found = (one for one in list_scenarios() if has_services(one))
    return tuple(map(_scenario, found))


@cache
def outcomes() -> tuple[Option, ...]:
    """Return the measures of which fewer or more is better, counted in young people or what happens to them."""
    found = (one for one in MEASURES if one.better and one.kind not in ("money", "share"))
    return tuple(Option(one.name, one.label) for one in found)


@cache
def measures() -> tuple[Option, ...]:
    """Return every measure."""
    return tuple(Option(one.name, one.label) for one in MEASURES)


def calibrations() -> tuple[Option, ...]:
    """Return the calibrations that can be looked at: those stored, the newest first, then those shipped.

    Those of private profiles are among them where no other machine reaches the pages.
    """
    from dashboards.boards import desk

    try:
        found = known(desk().db)
    except DoorwaysError:
        # A database that cannot be read is told when something is run.
        found = shipped()
    return tuple(
        Option(one.short, f"{one.place}, {one.status} ({one.short})")
        for one in found
        if holds(one.results_version) and (desk().alone or not is_private(one.place))
    )
