"""A No Wrong Door service in plain English."""

from collections.abc import Callable, Mapping
from typing import Any

from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, GATE, REST
from simulation.interventions.no_wrong_door.staff import USUAL, caseload_of
from simulation.numbers import counted, lasting, times, written
from simulation.services.opened_sites import DECIDED

#: What a hub's numbers are called, and the figure that holds when a scenario leaves one out.
_NUMBERS = {
    "opens_month": ("opens in month", "hub_mobilise_months"),
    "caseload": ("young people at a time", "hub_caseload"),
    "beds_planned": ("planned beds", "hub_beds_planned"),
    "beds_emergency": ("emergency beds", "hub_beds_emergency"),
    "community_families": ("community foster families", "hub_community_families"),
    "bed_stay_months": ("months at most in a bed", "hub_bed_stay_months"),
    "family_stay_months": ("months at most with a family", "hub_family_stay_months"),
    "outreach_share": ("supported by outreach", "hub_outreach_share"),
    "outages_a_year": ("times a year closed to newcomers", "hub_outage_rate"),
    "outage_months": ("months closed each time", "hub_outage_months"),
}
_BEDS = ("beds_planned", "beds_emergency")
#: Reasons for referral besides the edge of care.
_REASONS = {
    "edging_to_care": "in need and in a crisis",
    "placement_support": "looked after in a family, under 16 and in a crisis",
    "step_down": "in a children's home and to step down from it, in a crisis or not",
    "independence": "looked after from 16, in a crisis or not",
    "care_leavers": "a care leaver, in a crisis or not",
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
    hubs = spec["hubs"]
    lines = [f"A No Wrong Door service with {counted(len(hubs), 'hub')}"]
    # Where it is said when preparing begins, hubs open as they are ready: their months are steps apart.
    dated = spec.get(DECIDED) is not None
    first = min(_given(hub, "opens_month", number) for hub in hubs) if dated else None
    for place, hub in enumerate(hubs, start=1):
        lines.append(f"  {hub.get('name', f'Hub {place}')}: {_hub(hub, number, first)}")
    lines += [f"  Who comes: {_who(spec, number)}", f"  Support: {_support(spec, number)}"]
    lines.append(f"  Fidelity: {_fidelity(spec)}")
    own = "; ".join(f"{name} = {written(size)}" for name, size in spec.get("effects", {}).items())
    besides = f"; of the writer's own belief: {own}" if own else ""
    lines.append(f"  Effects: {_CLAIMS[spec.get('claims', 'shrunk')]}{besides}")
    if spec.get("existing"):
        lines.append("  Where the council runs such a service already, these are added to it")
    return "\n".join(lines)


def _hub(hub: Mapping[str, Any], number: Callable[[str], float], first: float | None) -> str:
    """Say what a hub has; when it opens, or how long after the first, whose month is given then."""
    told = [_number(key, hub, number, first) for key in _NUMBERS]
    told = [one for one in told if one]
    if base := hub.get("base"):
        told.append(_BASES[base])
    if staff := hub.get("staff"):
        posts = (f"{written(n)} {role.replace('_', ' ')}" for role, n in staff.items())
        told.append(f"staff: {', '.join(posts)}")
    elif any(_given(hub, key, number) != number(_NUMBERS[key][1]) for key in _BEDS):
        told.append("the usual posts, which go by the caseload and not by beds (staff says others)")
    if vacant := hub.get("vacant"):
        posts = (f"{written(n)} {role.replace('_', ' ')}" for role, n in vacant.items())
        told.append(f"vacant: {', '.join(posts)}")
    return "; ".join(told)


def _number(
    key: str, hub: Mapping[str, Any], number: Callable[[str], float], first: float | None
) -> str:
    """Say one of a hub's numbers; empty for the month of the first of those that open as they are ready."""
    given, label = _given(hub, key, number), _NUMBERS[key][0]
    if key == "opens_month" and first is not None:
        return f"opens {lasting(given - first, 'month')} after the first" if given > first else ""
    if key == "opens_month":
        return f"{label} {written(given)}"
    said = f"{given:.0%} {label}" if key == "outreach_share" else f"{written(given)} {label}"
    if key == "caseload" and (can := _supported(hub, number)) < given:
        said += f", of whom its filled posts can support {can}"
    return said


def _given(hub: Mapping[str, Any], key: str, number: Callable[[str], float]) -> float:
    """Return a number as a scenario gives it, or as the register has it."""
    return float(hub[key] if hub.get(key) is not None else number(_NUMBERS[key][1]))


def _supported(hub: Mapping[str, Any], number: Callable[[str], float]) -> int:
    """Return how many a hub's filled posts can support at a time."""
    figures = ("hub_caseload", "hub_young_people_per_worker", *USUAL.values())
    return caseload_of(hub, {name: number(name) for name in figures})


def _who(spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
    """Say who is referred for which reason, how often against the edge of care, and who is taken on."""

    def at(key: str) -> float:
        return float(spec.get("gate", {}).get(key, number(GATE[key])))

    often = "; ".join(f"{said}, {_as_often(at(key))}" for key, said in _REASONS.items())
    return (
        f"young people from {written(at('youngest'))} to {written(at('oldest'))}; one on the edge of "
        f"care who had a crisis in the last {lasting(at('crisis_months'), 'month')} is referred "
        f"{times(at('per_year'))} a year to each hub, one without a crisis "
        f"{at('without_crisis'):.0%} as often; against the former, others are referred: {often}; "
        f"{at('accepted'):.0%} of those referred are taken on, none while {at('waiting_limit'):.0%} of the caseload "
        "wait"
    )


def _as_often(ratio: float) -> str:
    return "just as often" if ratio == 1 else f"{ratio:.1%} as often".replace(".0%", "%")


def _support(spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
    gate = spec.get("gate", {})
    months, first = (
        float(gate.get(key, number(GATE[key])))
        for key in ("support_months", "priority_after_crisis")
    )
    told = f"planned for {lasting(months, 'month')}, for a few far longer"
    return told + (f"; after a crisis {times(first)} as soon" if first > 1 else "")


def _fidelity(spec: Mapping[str, Any]) -> str:
    given = spec.get("fidelity", "adopter")
    if not isinstance(given, Mapping):
        return _WHOSE[given]
    rest = _WHOSE[given.get(REST, "adopter")]
    weights = [f"{DISTINGUISHERS[n]}: {written(w)}" for n, w in given.items() if n != REST]
    others = [f"the others: {rest}"] if len(weights) < len(DISTINGUISHERS) else []
    return "; ".join([*weights, *others])
