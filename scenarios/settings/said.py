"""Settings as text: on the command line (`later=6`) and in links."""

from collections.abc import Iterable

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from scenarios.scenario import Scenario, load_scenario
from scenarios.settings.find import settings_of
from scenarios.settings.setting import Setting, turned
from simulation.errors import DoorwaysError


def scenario_set(
    scenario: str | Scenario, texts: Iterable[str], council: AuthorityProfile | str
) -> Scenario:
    """Return a scenario with settings as texts such as ``later=6`` say.

    Parameters
    ----------
    council
        Or its name: a week in a children's home has its own price there.

    Raises
    ------
    DoorwaysError
        When a text is no name and number, the scenario has no such setting, or a number is out of bounds.
    """
    made = load_scenario(scenario) if isinstance(scenario, str) else scenario
    where = profile(council) if isinstance(council, str) else council
    return turned(made, settings_of(made, where), numbers_of(texts))


def numbers_of(texts: Iterable[str]) -> dict[str, float]:
    """Return numbers by name from texts such as ``later=6``.

    Raises
    ------
    DoorwaysError
        When one is no name and number, or a name stands twice.
    """
    found: dict[str, float] = {}
    for text in texts:
        name, _, number = text.partition("=")
        name = name.strip().replace("-", "_")
        try:
            value = float(number)
        except ValueError:
            rule = "A setting is a name, an equals sign and a number, such as later=6."
            raise DoorwaysError("setting", text, rule, "'doorways describe' lists names.") from None
        if name in found:
            raise DoorwaysError("setting", text, "It is set twice.", "Leave one out.")
        found[name] = value
    return found


def line(one: Setting) -> str:
    """Return a setting in words, with its bounds and what it is now."""
    return f"{one.name}: {one.says} ({ends(one)})"


def ends(one: Setting) -> str:
    """Return between which values a setting is turned, and what it is now."""
    pounds, unit = ("£", "") if one.unit == "£" else ("", f" {one.unit}".rstrip())
    return f"{pounds}{one.low:,g} to {pounds}{one.high:,g}{unit}; now {pounds}{one.now:,g}"
