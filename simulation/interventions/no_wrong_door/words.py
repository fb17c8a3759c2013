"""A No Wrong Door service in plain English."""

from collections.abc import Callable, Mapping
from typing import Any

from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, REST
from simulation.numbers import counted, written

#: What a hub's numbers are called, and the figure that holds when a scenario leaves one out.
_NUMBERS = {
    "opens_month": ("opens in month", "hub_mobilise_months"),
    "caseload": ("young people at a time", "hub_caseload"),
    "beds_planned": ("planned beds", "hub_beds_planned"),
    "beds_emergency": ("emergency beds", "hub_beds_emergency"),
    "community_families": ("community foster families", "hub_community_families"),
    "outreach_share": ("share supported where they live", "hub_outreach_share"),
}
_BASES = {"new": "in a new place", "childrens_home": "in a children's home of the council"}
_WHOSE = {
    "adopter": "that of an adopting council",
    "north_yorkshire": "that of North Yorkshire",
    "wigan": "that of Wigan",
    "full": "full, all ten distinguishers",
}
_CLAIMS = {
    "shrunk": "published effects shrunk by the grade of their evidence",
    "published": "PUBLISHED CLAIMS, not shrunk: they come from studies without a comparison group",
}


def words(spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
    """Return the service: its hubs, its fidelity and whose effects it has."""
    lines = [f"A No Wrong Door service with {counted(len(spec['hubs']), 'hub')}"]
    for place, hub in enumerate(spec["hubs"], start=1):
        lines.append(f"  {hub.get('name', f'Hub {place}')}: {_hub(hub, number)}")
    lines.append(f"  Fidelity: {_fidelity(spec)}")
    own = "; ".join(f"{name} = {written(size)}" for name, size in spec.get("effects", {}).items())
    besides = f"; of the writer's own belief: {own}" if own else ""
    lines.append(f"  Effects: {_CLAIMS[spec.get('claims', 'shrunk')]}{besides}")
    if spec.get("existing"):
        lines.append("  Where the council runs such a service already, these are added to it")
    return "\n".join(lines)


def _hub(hub: Mapping[str, Any], number: Callable[[str], float]) -> str:
    told = []
    for key, (label, figure) in _NUMBERS.items():
        value = written(hub[key] if hub.get(key) is not None else number(figure))
        told.append(f"{label} {value}" if key == "opens_month" else f"{value} {label}")
    if base := hub.get("base"):
        told.append(_BASES[base])
    if staff := hub.get("staff"):
        posts = (f"{written(n)} {role.replace('_', ' ')}" for role, n in staff.items())
        told.append(f"staff: {', '.join(posts)}")
    return "; ".join(told)


def _fidelity(spec: Mapping[str, Any]) -> str:
    given = spec.get("fidelity", "adopter")
    if not isinstance(given, Mapping):
        return _WHOSE[given]
    rest = _WHOSE[given.get(REST, "adopter")]
    weights = [f"{DISTINGUISHERS[n]}: {written(w)}" for n, w in given.items() if n != REST]
    return "; ".join([*weights, f"the others: {rest}"])
