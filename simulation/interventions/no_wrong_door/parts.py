"""The ten distinguishers as parts of a service, each of which could be left out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from simulation.interventions.no_wrong_door.sites import ADOPTER, SPECIALISTS
from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, REST
from simulation.interventions.no_wrong_door.staff import posts_of
from simulation.services.declaration import Part

_JUDGED: Final = (
    "which effects it carries is a judgement (hub_mechanism_...); the ten are from memory, and no "
    "study tells them apart"
)


def parts_of(spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Part]:
    """Return each distinguisher with the service as it is without it."""
    return [
        Part(name, says, _without(name, spec, values), _judged(name))
        for name, says in DISTINGUISHERS.items()
    ]


def _judged(name: str) -> str:
    posts = ", ".join(role.replace("_", " ") for role in SPECIALISTS.get(name, ()))
    return f"{_JUDGED}; its posts go with it: {posts}" if posts else _JUDGED


def _without(name: str, spec: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the service with nothing of a distinguisher, and without the specialists it is there for."""
    given = spec.get("fidelity", ADOPTER)
    table = dict(given) if isinstance(given, Mapping) else {REST: given}
    hubs = [_without_posts(SPECIALISTS.get(name, ()), one, values) for one in spec["hubs"]]
    return {**spec, "fidelity": {**table, name: 0.0}, "hubs": hubs}


def _without_posts(
    roles: Sequence[str], one: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    posts = posts_of(one, values)
    gone = {role: posts[role] for role in roles if posts.get(role, 0.0) > 0}
    return {**one, "vacant": {**(one.get("vacant") or {}), **gone}} if gone else dict(one)
