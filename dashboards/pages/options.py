"""What the page offers to choose from: every council that can run and every scenario that ships."""

from functools import cache

from calibration.beliefs.authorities.load import all_profiles
from dashboards.pages.choice import Option, Options
from scenarios.scenario import list_scenarios


@cache
def options() -> Options:
    """Return the councils by name and the scenarios with their twins."""
    councils = sorted(
        (Option(profile.code, profile.name) for profile in all_profiles()), key=lambda o: o.label
    )
    scenarios = tuple(Option(one.name, one.title) for one in list_scenarios() if one.interventions)
    return Options(tuple(councils), scenarios)
