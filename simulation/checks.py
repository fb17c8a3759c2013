"""Refuse declarations that do not hold: what is named exists, what is declared is read, and once."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from agents.parameter import Parameter
from agents.schema import BY_LEVER, BY_OPTION, SERVICE
from simulation import entering, placing, siblings
from simulation.errors import DoorwaysError
from simulation.kinds import Kind
from simulation.names import check_name
from simulation.process import MOST_OPTIONS, Outcome, Process, Rule
from simulation.services.declaration import Effect, Service

if TYPE_CHECKING:
    from simulation.compile import RuleSet

#: Cells are the bits of a signed number of 64, and so are the levers services act on.
MOST_CELLS: Final = 63
SHARED: Final = (*placing.PARAMETERS, *siblings.PARAMETERS, *entering.PARAMETERS)

#: Attributes of a process; what it calls something else would never be looked at.
_SAID: Final = tuple(Process.__annotations__)

type Services = Sequence[type[Service]]


def check_rules(rules: "RuleSet") -> None:
    """Check everything a rule set declares.

    Raises
    ------
    DoorwaysError
        When a name is used twice or means two things, a process cannot happen, or an effect names a
        lever, option or figure that does not exist or that nothing reads.
    """
    _once("process", [process.name for process in rules.every])
    _once("service", [service.name for service in rules.services])
    _once("column of a site", service_dtype_names(rules.services))
    _once("cell", rules.cells)
    _at_most("cells", rules.cells, MOST_CELLS)
    _at_most("levers", rules.levers, MOST_CELLS)
    for process in rules.every:
        _check_process(process)
    for name in (*rules.levers, *rules.options):
        if not rules.words[name].strip():
            rule = "Services can act on it, so it has words for people who have not read the code."
            raise DoorwaysError("words of", name, rule, "Say what happens, as in 'going missing'.")
    for choice in rules.choices:
        _check_ways(choice, rules.ways(choice))
    _once("option of a choice", rules.options)
    own = [p.parameters for p in rules.every] + [
        (*s.parameters, *s.derived) for s in rules.services
    ]
    known = merged([SHARED, *own])
    for service in rules.services:
        for effect in service.effects:
            if service.effects.count(effect) > 1:
                _refuse(service, effect.lever, "The same effect is listed twice.", "Drop one.")
            _check_effect(service, effect, rules, known)


def service_dtype_names(services: Services) -> list[str]:
    """Return the names of all columns of a site's row."""
    common = [column[0] for column in SERVICE]
    acts = (*BY_LEVER, *BY_OPTION)
    return [*common, *acts, *(column for s in services for column, _ in s.columns)]


def merged(groups: Iterable[Iterable[Parameter]]) -> dict[str, Parameter]:
    """Return declarations by name.

    Raises
    ------
    DoorwaysError
        When two declarations of one name differ.
    """
    found: dict[str, Parameter] = {}
    for group in groups:
        for parameter in group:
            if found.setdefault(parameter.name, parameter) != parameter:
                raise DoorwaysError(
                    "parameter",
                    parameter.name,
                    "It is declared twice with a different meaning.",
                    "Declare it once.",
                )
    return found


def _check_process(process: type[Process]) -> None:
    thing = f"process {process.name}"
    if process.hazard is None and process.due is None:
        rule = "It says neither how likely it is nor when it is due, so it never happens."
        raise DoorwaysError("process", process.name, rule, "Give it a hazard or a due time.")
    if "/" in process.name:
        raise DoorwaysError("process", process.name, "Its name has no stroke.", "Rename it.")
    if process.choice and process.kind != Kind.YOUNG_PERSON:
        rule = "Services lean on choices of young people only."
        raise DoorwaysError(thing, process.choice, rule, "Take it out of the choice.")
    for own in (own for own in dir(process) if not own.startswith("_")):
        check_name(thing, own, _SAID, "A process says no such thing of itself.")
    _check_outcomes(thing, process.outcomes)
    _at_most(f"options of {thing}", tuple(process.options), MOST_OPTIONS)
    if bool(process.options) != reads(process.happen, "tilt"):
        rule = "What happens reads the log odds on its options if, and only if, it declares some."
        raise DoorwaysError(thing, process.options, rule, "Declare what is read, and read it.")


def _check_ways(choice: str, ways: Sequence[type[Process]]) -> None:
    """Check that processes that are ways of one thing compete: by chance, at the same time."""
    thing = f"choice {choice}"
    if len(ways) < len(("one", "another")):
        rule = "It has one way, so there is nothing to choose."
        raise DoorwaysError(thing, [way.name for way in ways], rule, "Name it in another process.")
    for way in ways:
        # Who leaves with a brother or sister leaves the same way: nothing is chosen then.
        dated = way.due is not None and not reads(way.due, "followed")
        if way.hazard is None or dated or way.statuses != ways[0].statuses:
            rule = (
                "Its ways happen by chance alone, or with a brother or sister, to young people of "
                "the same statuses."
            )
            raise DoorwaysError(thing, way.name, rule, "Take this process out of the choice.")


def _check_outcomes(thing: str, outcomes: type[Outcome]) -> None:
    """Check that what happens returns the place its outcome has among the names that are counted."""
    numbers = [int(outcome) for outcome in outcomes.__members__.values()]
    if not numbers or numbers != list(range(len(numbers))):
        rule = (
            "A process has an outcome, and outcomes are numbered from 0 in their order, each once."
        )
        raise DoorwaysError(f"outcomes of {thing}", numbers, rule, "Give each of them `auto()`.")


@cache
def reads(rule: Rule, field: str) -> bool:
    """Return whether a rule, or one it calls, reads a field of this name."""
    todo, seen = [rule], set()
    while todo:
        function = getattr(one := todo.pop(), "py_func", one)
        code = getattr(function, "__code__", None)
        if code is None or function in seen:
            continue
        seen.add(function)
        if field in code.co_names:
            return True
        todo += [function.__globals__[n] for n in code.co_names if n in function.__globals__]
        todo += [cell.cell_contents for cell in function.__closure__ or ()]
    return False


def _check_effect(
    service: type[Service], effect: Effect, rules: "RuleSet", known: dict[str, Parameter]
) -> None:
    """Check that an effect moves something that is there, by a number that exists."""
    thing = f"effect of {service.name} on {effect.lever}"
    if effect.option:
        option = f"{effect.lever}/{effect.option}"
        rule = "There is no such option of a choice."
        check_name(thing, option, rules.options, rule)
    else:
        by_name = {process.name: process for process in rules.every}
        if effect.lever in by_name and by_name[effect.lever].hazard is None:
            rule = "It happens only when due, so nothing reads a ratio."
            _refuse(service, effect.lever, rule, "Act on a process with a hazard.")
        check_name(thing, effect.lever, rules.levers, "There is no such process to act on.")
    _check_number(thing, effect.size, known, ratio=not effect.option)


def _check_number(thing: str, name: str, known: dict[str, Parameter], *, ratio: bool) -> None:
    check_name(thing, name, known, "No such parameter is declared.", "Declare it.")
    if known[name].shape or (ratio and known[name].low <= 0):
        rule = "The size of an effect is one number, and a ratio is above 0."
        raise DoorwaysError(thing, name, rule, "Correct its declaration.")


def _refuse(service: type[Service], lever: str, rule: str, step: str) -> None:
    raise DoorwaysError(f"effect of {service.name}", lever, rule, step)


def _once(thing: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise DoorwaysError(thing, name, "This name is used twice.", "Rename one of them.")


def _at_most(thing: str, names: Sequence[str], most: int) -> None:
    if len(names) > most:
        raise DoorwaysError(thing, len(names), f"There is room for {most}.", "Use fewer.")
