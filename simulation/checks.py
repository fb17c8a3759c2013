"""Refuse declarations that do not hold: what is named exists, what is declared is read, and once."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from simulation import entering, placing
from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.process import MOST_OPTIONS, Effect, Intervention, Parameter, Process, Rule

#: Cells are the bits of a signed number of 64.
MOST_CELLS: Final = 63
SHARED: Final = (*placing.PARAMETERS, *entering.PARAMETERS)

type Processes = Sequence[type[Process]]
type Services = Sequence[type[Intervention]]


def check_rules(processes: Processes, services: Services, cells: Sequence[str]) -> None:
    """Check everything a rule set declares.

    Raises
    ------
    DoorwaysError
        When a name is used twice or means two things, a process cannot happen, or an effect names a
        process, option or parameter that does not exist or that nothing reads.
    """
    _once("process", [process.name for process in processes])
    _once("intervention", [service.kind_name for service in services])
    _once("cell", cells)
    _at_most("cells", cells, MOST_CELLS)
    for process in processes:
        _check_process(process)
    own = [p.parameters for p in processes] + [s.parameters for s in services]
    known = merged([SHARED, *own])
    by_name = {process.name: process for process in processes}
    for service in services:
        for effect in service.effects:
            if service.effects.count(effect) > 1:
                _refuse(service, effect.process, "The same effect is listed twice.", "Drop one.")
            _check_effect(service, effect, by_name, known)


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
    if "/" in process.name or not process.outcomes:
        rule = "Its name has no stroke, and it has an outcome."
        raise DoorwaysError("process", process.name, rule, "Rename it or name its outcomes.")
    _once(f"outcome of {thing}", process.outcomes)
    _once(f"option of {thing}", process.options)
    _at_most(f"options of {thing}", process.options, MOST_OPTIONS)
    if bool(process.options) != reads(process.happen, "tilt"):
        rule = "What happens reads the log odds on its options if, and only if, it declares some."
        raise DoorwaysError(thing, process.options, rule, "Declare what is read, and read it.")


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
    service: type[Intervention],
    effect: Effect,
    processes: dict[str, type[Process]],
    known: dict[str, Parameter],
) -> None:
    """Check that an effect does one thing, to a process that reads it, by a number that exists."""
    thing = f"effect of {service.kind_name} on {effect.process}"
    check_name(thing, effect.process, processes, "There is no such process.", "Use a process.")
    process = processes[effect.process]
    if (effect.ratio is None) == (effect.option is None):
        rule = "An effect has either a ratio or an option with log odds."
        _refuse(service, effect.process, rule, "Make two effects of one that has both.")
    if (effect.option is None) != (effect.log_odds is None):
        rule = "An option and its log odds go together."
        _refuse(service, effect.process, rule, "Name both or neither.")
    if effect.ratio is not None and process.hazard is None:
        rule = "It happens only when due, so nothing reads a ratio."
        _refuse(service, effect.process, rule, "Act on a process with a hazard.")
    if effect.option is not None:
        rule = "The process has no such option to tilt."
        check_name(thing, effect.option, process.options, rule)
    _check_number(thing, str(effect.ratio or effect.log_odds), known, ratio=bool(effect.ratio))


def _check_number(thing: str, name: str, known: dict[str, Parameter], *, ratio: bool) -> None:
    check_name(thing, name, known, "No such parameter is declared.", "Declare it.")
    if known[name].shape or (ratio and known[name].low < 0):
        rule = "The size of an effect is one number, and a ratio is never below 0."
        raise DoorwaysError(thing, name, rule, "Correct its declaration.")


def _refuse(service: type[Intervention], process: str, rule: str, step: str) -> None:
    raise DoorwaysError(f"effect of {service.kind_name}", process, rule, step)


def _once(thing: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise DoorwaysError(thing, name, "This name is used twice.", "Rename one of them.")


def _at_most(thing: str, names: Sequence[str], most: int) -> None:
    if len(names) > most:
        raise DoorwaysError(thing, len(names), f"There is room for {most}.", "Use fewer.")
