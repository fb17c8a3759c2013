"""What an arm opens, from what its scenario says."""


from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.names import check_name
from simulation.services.declaration import Programme

if TYPE_CHECKING:
    from simulation.compile import RuleSet


def programmes(
    rules: "RuleSet", specs: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> tuple[Programme, ...]:
    """Return what an arm opens.

    Parameters
    ----------
    specs
        Services as plain data.
    values
        Parameter values by name.

    Raises
    ------
    DoorwaysError
        When a service is of an unknown kind or says what its kind does not know.
    """
    known = {service.name: (k, service) for k, service in enumerate(rules.services)}
    found = []
    for spec in specs:
        name = str(spec.get("kind"))
        check_name("intervention", name, known, "There is no such kind.")
        kind, service = known[name]
        sites = service.sites(spec, values)
        found.append(Programme(name, kind, 0, service.member, sites))
    return tuple(found)
