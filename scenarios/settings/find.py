"""Which numbers of a scenario one turns first: how much of it, when, how strong, and what a home costs.

They come from what services declare (`needed_levers`, `adopted`), from what every scenario may say, and
from one price that decides what a service saves: nothing here knows any service.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from scenarios.arms import arm_of
from scenarios.beliefs import shared_beliefs
from scenarios.intervention_schema import kinds, plain
from scenarios.needed.levers import Lever, levers_of, said_with
from scenarios.override import Override, settable
from scenarios.scenario import Scenario, load_scenario
from scenarios.settings.setting import Setting
from scenarios.usual import AUTHORITY, BASELINE
from simulation.services.declaration import Need, Sort
from simulation.services.opened import VALUES
from simulation.services.opened_sites import LATER, STRENGTH, opened_sites

#: No more than these fit beside an answer.
MOST: Final = 6
#: How far one turns what has no end that makes sense: these parts and multiples of what it is.
_LESS, _MORE, _FEWEST, _MOST_SITES = 0.25, 2.5, 5.0, 2.0
_MOST_LATER, _MOST_STRENGTH, _TENTH, _STEPS = 24.0, 2.0, 0.1, 40.0
#: How strong its effects are: at none it is its null twin, beds aside.
EFFECTS: Final = "strength"
#: What decides whether a service saves anything: the price of the places that it avoids.
HOME_WEEK: Final = "cost_residential_week"
_POUNDS, _PRICES = 100.0, (0.5, 2.0)


def settings_of(scenario: Scenario, council: AuthorityProfile | None = None) -> tuple[Setting, ...]:
    """Return what of a scenario can be turned, at most six; nothing of a twin or of the world.

    Parameters
    ----------
    council
        Whose own price a week in a children's home has; by default the usual council.

    Returns
    -------
    tuple[Setting, ...]
        How many sites or how much reach; months later; places or caseload; fidelity where it acts, or
        else the length of support; strength of effects; price of a week in a children's home.
    """
    if scenario.twin_of or not any(map(_acts, scenario.interventions)):
        return ()
    values = _values(scenario, council or profile(AUTHORITY))
    specs = arm_of(scenario.name, scenario.interventions, values).interventions
    levers = levers_of(specs)
    if not levers:
        return ()
    first = levers[0].place
    mine = [one for one in levers if one.place == first]
    reach = [_of_lever(one) for one in mine if one.declared.need is Need.REACH]
    length = [_of_lever(one) for one in mine if one.declared.need is Need.LENGTH]
    found = [*reach[:1], _later(), *reach[1:2]]
    found += list(_fidelity(specs[first], values)) or length[:1]
    return tuple([*found, _strength(scenario), _home_week(values)][:MOST])


def _values(scenario: Scenario, council: AuthorityProfile) -> dict[str, Any]:
    """Return every value of a run of it, all at the centre of what is believed."""
    arms = (load_scenario(BASELINE), scenario)
    beliefs = shared_beliefs(arms, central=True, calibration=None)
    return dict(beliefs.values(council, 0, 0))


def _of_lever(lever: Lever) -> Setting:
    """Return the setting of something a service declares that could be more or less."""
    one, (least, most) = lever.declared, (lever.scale.low, lever.scale.high)
    if one.entries or one.unit == "sites":
        low, high = max(least, 1.0), min(most, max(_FEWEST, _MOST_SITES * lever.now))
    elif one.unit == "share":
        low, high = max(least, _TENTH), most
    else:
        low, high = max(least, _LESS * lever.now), min(most, _MORE * lever.now)
    step = 1.0 if one.whole else _tidy((high - low) / _STEPS)
    if step == 1.0:
        low, high = float(round(low)) or 1.0, float(round(high))
    turn = partial(_said, place=lever.place, change=partial(said_with, one=one))
    return Setting(one.name, one.says, one.unit, low, high, step, lever.now, turn)


def _tidy(step: float) -> float:
    """Return the power of ten at or below a step: numbers one reads."""
    return float(10.0 ** (len(f"{int(step)}") - 1)) if step >= 1.0 else _TENTH


def _said(scenario: Scenario, value: float, *, place: int, change: Callable[..., Any]) -> Scenario:
    """Return a scenario in which one thing it opens says something else, checked like a file."""
    opened = list(scenario.interventions)
    opened[place] = plain(change(opened[place], value=value), scenario.name)
    return replace(scenario, interventions=tuple(opened))


def _later() -> Setting:
    says = "Months later than planned"
    return Setting("later", says, "months", 0.0, _MOST_LATER, 1.0, 0.0, partial(_each, key=LATER))


def _strength(scenario: Scenario) -> Setting:
    says = "Strength of its effects: 0 none, 1 as the evidence has them"
    said = [one.get(STRENGTH, 1.0) for one in scenario.interventions if _acts(one)]
    turn = partial(_each, key=STRENGTH)
    return Setting(EFFECTS, says, "times", 0.0, _MOST_STRENGTH, _TENTH, said[0], turn)


def _each(scenario: Scenario, value: float, *, key: str) -> Scenario:
    """Return a scenario in which everything it opens but the world says something of itself."""
    opened = (
        {**one, key: value + (one.get(key, 0.0) if key == LATER else 0.0)} if _acts(one) else one
        for one in scenario.interventions
    )
    return replace(scenario, interventions=tuple(plain(one, scenario.name) for one in opened))


def _acts(said: Mapping[str, Any]) -> bool:
    return kinds()[said["kind"]].sort is not Sort.CONDITION


def _fidelity(spec: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Setting]:
    """Yield how faithful its adopters are, where that is declared and what is opened rests on it."""
    kind = kinds()[spec["kind"]]
    if not kind.adopted:
        return
    low, high = settable()[kind.adopted]
    ends = ({**values, **spec[VALUES], kind.adopted: end} for end in (low, high))
    one, other = (_effects(spec, at) for at in ends)
    if one == other:
        return
    says = "Fidelity to the model, from 0 to 1"
    turn = partial(_figure, name=kind.adopted)
    now = float(spec[VALUES][kind.adopted])
    yield Setting("fidelity", says, "", max(low, _TENTH), min(high, 1.0), _TENTH / 2, now, turn)


def _effects(spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Any]:
    """Return what its sites do at some values."""
    kind = kinds()[spec["kind"]]
    said = {key: one for key, one in spec.items() if key != VALUES}
    sites = opened_sites(kind, said, {**values, **kind.derive(values)})
    return [(site.ratios, site.log_odds) for site in sites]


def _home_week(values: Mapping[str, Any]) -> Setting:
    price = float(values[HOME_WEEK])
    low, high = (round(part * price / _POUNDS) * _POUNDS for part in _PRICES)
    says = "What a week in a children's home costs you"
    turn = partial(_figure, name=HOME_WEEK)
    return Setting("home_week", says, "£", low, high, _POUNDS, price, turn)


def _figure(scenario: Scenario, value: float, *, name: str) -> Scenario:
    """Return a scenario that sets a figure of the register."""
    return replace(scenario, parameters={**scenario.parameters, name: Override(value)})
