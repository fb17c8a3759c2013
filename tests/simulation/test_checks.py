"""What processes and services declare is refused where it could not do what it says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from agents.parameter import Parameter
from agents.schema import BY_LEVER, BY_OPTION
from simulation import placing
from simulation.checks import MOST_CELLS, merged
from simulation.compile import RuleSet
from simulation.discover import model_rules, processes, services
from simulation.errors import DoorwaysError
from simulation.outcomes.cells import CELLS, occupied
from simulation.process import MOST_OPTIONS, Outcome, Process
from simulation.rule import part
from simulation.services.declaration import Effect, Service
from simulation.testing import ToyHelp
from simulation.testing.toys import ToyArrival, ToyLeaving, ToyShock


@part
def leaning(world: Any) -> Any:
    """Return how far the first option is favoured over the second."""
    return world.shared[0].tilt[0] - world.shared[0].tilt[1]


class ToyChoice(ToyShock):
    """A shock with two options, which something it calls reads."""

    name = "toy_choice"
    options: ClassVar[Mapping[str, str]] = {"left": "going left", "right": "going right"}

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Lean."""
        row.frailty = leaning(world)
        return 0


class ToyPositive(ToyShock):
    """A shock with a figure that could be a ratio."""

    name = "toy_positive"
    parameters = (Parameter("positive", "ratio", 0.1, 10, "Above 0."),)


def helping(*effects: Effect, parameters: tuple[Parameter, ...] = ()) -> type[Service]:
    """Return a service with these effects."""
    own = (*ToyHelp.parameters, Parameter("toy_log_odds", "log odds", -5, 5, "Left."), *parameters)
    return type("Helping", (ToyHelp,), {"effects": effects, "parameters": own})


def changed(process: type[Process], **declared: Any) -> type[Process]:
    """Return a process that declares something else."""
    return type("Changed", (process,), declared)


def rule_set(
    *members: type[Process], services: tuple[type[Service], ...] = (), cells: Any = CELLS
) -> RuleSet:
    """Return a rule set of these."""
    return RuleSet(members, services, cells, occupied)


def effect(size: str = "toy_help_ratio", lever: str = "toy_choice", option: str = "") -> Effect:
    """Return an effect."""
    return Effect(lever, size, option)


def test_sound_declarations_are_taken() -> None:
    """A ratio of the service's own, one of the model's, and log odds on either option are all taken."""
    sound = (
        effect(),
        effect("positive"),
        effect("toy_log_odds", option="left"),
        effect("toy_log_odds", option="right"),
        effect("toy_log_odds", "placement", "kinship"),
        effect(lever="toy_leaving"),
    )
    rules = rule_set(ToyChoice, ToyPositive, ToyLeaving, services=(helping(*sound),))
    assert {one.lever for one in sound if not one.option} <= set(rules.levers)
    assert {f"{one.lever}/{one.option}" for one in sound if one.option} <= set(rules.options)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (effect(lever="toy_choise"), "no such process to act on. Did you mean toy_choice"),
        (effect("toy_help_ratoi"), "No such parameter is declared. Did you mean toy_help_r"),
        (effect("toy_log_ods", option="left"), "No such parameter .* toy_log_odds"),
        (
            effect("toy_log_odds", option="lift"),
            "no such option of a choice. Did you mean toy_choice/left",
        ),
        (effect("toy_log_odds", "toy_leaving", "left"), "no such option"),
        (effect("toy_log_odds", "placement", "kinshipp"), "Did you mean placement/kinship"),
        (effect(lever="toy_arrival"), "nothing reads a ratio"),
        (effect("toy_log_odds"), "a ratio is above 0"),
        (effect("far_share"), "one number"),
        (effect("far_share", option="left"), "one number"),
    ],
)
def test_an_effect_that_could_not_act_is_refused(bad: Effect, said: str) -> None:
    """An effect on nothing, by nothing, or by a number that nobody could use is no effect."""
    members = (ToyChoice, ToyLeaving, ToyArrival)
    with pytest.raises(DoorwaysError, match=said):
        rule_set(*members, services=(helping(bad),))


def test_an_effect_listed_twice_is_refused() -> None:
    """The same effect twice would act twice as hard."""
    one = effect()
    with pytest.raises(DoorwaysError, match="listed twice"):
        rule_set(ToyChoice, services=(helping(one, replace(one)),))


NAMES = tuple("abcdefgh")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ((ToyShock, ToyShock), "process: 'toy_shock'. This name is used twice"),
        ((ToyShock, changed(ToyLeaving, name="toy_shock")), "used twice"),
        ((changed(ToyShock, outcomes=Outcome("Twice", {"A": 0, "B": 1, "C": 0})),), "each once"),
        ((changed(ToyShock, outcomes=Outcome("Gap", {"A": 0, "B": 2})),), "numbered from 0"),
        ((changed(ToyShock, outcomes=Outcome("Late", {"A": 1})),), "numbered from 0"),
        ((changed(ToyShock, outcomes=Outcome),), "has an outcome"),
        ((changed(ToyShock, next_chance=None),), "Did you mean next_change"),
        ((changed(ToyShock, name="toy/shock"),), "no stroke"),
        (
            (changed(ToyShock, options=dict.fromkeys(NAMES[: MOST_OPTIONS + 1], "x")),),
            f"room for {MOST_OPTIONS}",
        ),
        ((changed(ToyShock, options={"left": "x"}),), "reads the log odds on its options"),
        ((changed(ToyChoice, options={}),), "reads the log odds on its options"),
        ((changed(ToyShock, words=""),), "has words for people"),
        ((changed(ToyChoice, options={"left": "x", "right": " "}),), "has words for people"),
        ((changed(ToyShock, hazard=None),), "never happens"),
        (
            (
                ToyShock,
                changed(ToyLeaving, parameters=(replace(ToyShock.parameters[0], high=1.0),)),
            ),
            "toy_shock_hazard'. It is declared twice",
        ),
        ((changed(ToyShock, parameters=(replace(placing.PARAMETERS[-1], low=-1.0),)),), "twice"),
    ],
)
def test_a_process_that_could_not_be_told_apart_is_refused(
    members: tuple[type[Process], ...], said: str
) -> None:
    """What could not be told apart, or is counted or written where nobody looks, is refused."""
    with pytest.raises(DoorwaysError, match=said):
        rule_set(*members)


def test_a_service_or_cell_that_is_there_twice_is_refused() -> None:
    """Services and cells have names of their own, and cells fit into the bits there are."""
    with pytest.raises(DoorwaysError, match="service: 'toy_help'"):
        rule_set(ToyShock, services=(ToyHelp, ToyHelp))
    with pytest.raises(DoorwaysError, match="cell: 'a'"):
        rule_set(ToyShock, cells=("a", "a"))
    many = tuple(f"c{i}" for i in range(MOST_CELLS + 1))
    rule_set(ToyShock, cells=many[1:])
    with pytest.raises(DoorwaysError, match="room for 63"):
        rule_set(ToyShock, cells=many)


def test_the_same_declaration_may_stand_in_two_places() -> None:
    """Two processes that read one parameter may both declare it, as long as they say the same."""
    (one,) = ToyShock.parameters
    assert merged([(one,), (replace(one),)]) == {one.name: one}


def test_the_model_holds_and_its_effects_are_read() -> None:
    """What is discovered passes, and names what the laws can switch off."""
    rules = model_rules()
    assert rules.processes == processes()
    assert rules.services == services()
    assert {effect.lever for service in services() for effect in service.effects} & set(
        rules.levers
    )


def test_services_are_numbered_by_name() -> None:
    """Whatever the order of discovery, a service has one number: it is in rows and written rules."""
    other = type("Other", (ToyHelp,), {"name": "a_toy"})
    one, turned = (
        rule_set(ToyShock, services=found) for found in ((ToyHelp, other), (other, ToyHelp))
    )
    assert one.services == turned.services == (other, ToyHelp)


@pytest.mark.parametrize("column", ["capacity", *BY_LEVER, *BY_OPTION])
def test_a_column_that_is_there_already_is_refused(column: str) -> None:
    """A service's own columns have names that no common column has."""
    own = type("Own", (ToyHelp,), {"columns": ((column, "f8"),)})
    with pytest.raises(DoorwaysError, match=f"column of a site: '{column}'"):
        rule_set(ToyShock, services=(own,))


@pytest.mark.parametrize("option", ["placement/none", "first_placement/adoption"])
def test_a_placement_that_is_never_chosen_is_no_option(option: str) -> None:
    """Log odds on a kind of placement that nothing ever chooses would act on nobody."""
    with pytest.raises(DoorwaysError, match="no such option"):
        rule_set(ToyChoice, services=(helping(effect("toy_log_odds", *option.split("/"))),))


def test_every_lever_and_option_of_the_model_has_words() -> None:
    """What a file can act on is told in words, none of them a name of the code's."""
    rules = model_rules()
    assert set(rules.words) == {*rules.levers, *rules.options}
    assert [said for said in rules.words.values() if "_" in said or "/" in said] == []
