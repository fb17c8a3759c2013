"""What an arm opens, from what its scenario says and believes."""

import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.services.declaration import Programme, Service
from simulation.services.explained import explained
from simulation.services.opened_sites import opened_sites
from simulation.services.wording import checked

if TYPE_CHECKING:
    from simulation.compile import RuleSet

#: Where a specification holds the values its service has in this run.
VALUES = "values"


def programmes(
    rules: "RuleSet", specs: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> tuple[Programme, ...]:
    """Return what an arm opens.

    Parameters
    ----------
    specs
        Services, practices and conditions as plain data; `VALUES` of each, where there are any,
        stand above `values`.
    values
        Parameter values by name.

    Raises
    ------
    DoorwaysError
        When one is of an unknown kind or says what its kind does not know, or two have one name.
    """
    kinds = {service.name: k for k, service in enumerate(rules.services)}
    found: dict[str, Programme] = {}
    for spec in specs:
        kind = str(spec.get("kind"))
        check_name("intervention", kind, kinds, "There is no such kind.")
        made = _programme(rules.services[kinds[kind]], kinds[kind], spec, values)
        if made.name in found:
            raise named_twice("scenario", made.name)
        found[made.name] = made
    return tuple(found.values())


def named_twice(where: str, name: str) -> DoorwaysError:
    """Return the error of two things of one name: their draws and figures would be one."""
    rule = "It opens two things of this name."
    step = "Give one of them another name, or open one with more sites."
    return DoorwaysError(where, name, rule, step)


def _programme(
    service: type[Service], kind: int, spec: Mapping[str, Any], values: Mapping[str, Any]
) -> Programme:
    try:
        said = checked(service.spec, {key: one for key, one in spec.items() if key != VALUES})
    except ValidationError as fault:
        raise explained(fault, service.name, service.spec) from None
    service.check(said)
    name, own = service.called(said), {**values, **spec.get(VALUES, {})}
    return Programme(
        name,
        service.titled(said),
        service.sort,
        kind,
        zlib.crc32(name.encode("utf-8")),
        service.members(said),
        opened_sites(service, said, own),
        service.reach(said),
        service.prepare(said, own),
    )
