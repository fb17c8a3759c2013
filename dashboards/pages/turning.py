"""The numbers of a scenario that are turned on its page: in the link, on the command line, and as sliders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from calibration.beliefs.authorities.load import profile
from dashboards.pages.fields import BETWEEN
from scenarios.scenario import Scenario, load_scenario
from scenarios.settings.find import settings_of
from scenarios.settings.said import ends, numbers_of
from scenarios.settings.setting import Setting, in_words, texts_of, turned
from simulation.errors import DoorwaysError

NAME: Final = "set"
#: Letters of a text that may be a number turned.
_LONGEST: Final = 60


@dataclass(frozen=True, kw_only=True)
class Turned:
    """Hold what is turned, as texts such as ``later=6``; sliders ask for it, no field of the form."""

    name: str = NAME
    label: str = "What is turned"
    usual: tuple[str, ...] = ()
    more: bool = True
    part: str = ""
    under: str = ""

    def settle(self, wanted: object, notes: list[str]) -> tuple[str, ...]:
        """Return the texts that are a name and a number; tell of others."""
        given = wanted.split(BETWEEN) if isinstance(wanted, str) else wanted
        texts = list(given) if isinstance(given, list | tuple) else []
        kept: list[str] = []
        for text in texts:
            if not text:
                continue
            try:
                numbers_of([*kept, str(text)[:_LONGEST]])
            except DoorwaysError:
                notes.append("Something that was turned is no name and number, and is left out.")
            else:
                kept.append(str(text)[:_LONGEST])
        return tuple(kept)

    def shown(self) -> dict[str, Any]:
        """Return nothing: it is no field of the form."""
        return {}

    def said(self, value: Iterable[str]) -> str:
        """Return what is turned in words."""
        return in_words(value)

    def words(self, value: Iterable[str]) -> list[str]:
        """Return it as on the command line."""
        return [word for text in value for word in ("--set", text)]


@lru_cache(maxsize=256)
def settings(council: str, scenario: str) -> tuple[Setting, ...]:
    """Return what of a scenario can be turned in a council."""
    return settings_of(load_scenario(scenario), profile(council))


def allowed(council: str, scenario: str, texts: Iterable[str], notes: list[str]) -> tuple[str, ...]:
    """Return what of some texts can be turned there and is otherwise than the scenario has it; tell of others."""
    known = {one.name: one for one in settings(council, scenario)}
    kept: dict[str, float] = {}
    for name, value in numbers_of(texts).items():
        one = known.get(name)
        if one is None:
            notes.append(f"“{name.replace('_', ' ')}” cannot be turned here, and is left out.")
            continue
        try:
            one.checked(value)
        except DoorwaysError as fault:
            notes.append(f"{fault.rule} It stays at {one.now:g}.")
            continue
        if not one.is_now(value):
            kept[name] = value
    return texts_of({name: kept[name] for name in known if name in kept})


def scenario_of(council: str, scenario: str, texts: Iterable[str]) -> str | Scenario:
    """Return a scenario by its name, or with what is turned in it."""
    values = numbers_of(texts)
    if not values:
        return scenario
    return turned(load_scenario(scenario), settings(council, scenario), values)


def is_made_of(text: str, council: str, scenario: str, texts: Iterable[str]) -> bool:
    """Whether a scenario's text is what turning these in another gives today."""
    try:
        made = scenario_of(council, scenario, texts)
    except DoorwaysError:
        return False
    return isinstance(made, Scenario) and made.to_toml() == text


def sliders(council: str, scenario: str, texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return what sliders show, each at its value."""
    values = numbers_of(texts)
    return [_slider(one, values) for one in settings(council, scenario)]


def _slider(one: Setting, values: Mapping[str, float]) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": f"{one.says}, £" if one.unit == "£" else one.says,
        "hint": ends(one),
        "low": one.low,
        "high": one.high,
        "step": one.step,
        "now": one.now,
        "value": values.get(one.name, one.now),
    }
