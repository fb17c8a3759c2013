"""A scenario in plain language: what opens, what is believed, and how sure anyone can be."""

from collections.abc import Mapping
from typing import Any

from calibration.beliefs.evidence.figure import Figure, Value, bounds
from calibration.beliefs.evidence.load import figures, sources
from scenarios.beliefs import own_beliefs
from scenarios.cite import cited_figures
from scenarios.intervention_schema import DISTINGUISHERS
from scenarios.override import SET_HERE
from scenarios.scenario import TWINS, Scenario

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
_PRIORS = {"adopter": "an adopting council", "north_yorkshire": "North Yorkshire", "wigan": "Wigan"}
_CLAIMS = {
    "shrunk": "published effects shrunk by the grade of their evidence",
    "published": "PUBLISHED CLAIMS, not shrunk: they come from studies without a comparison group",
}


def describe(scenario: Scenario) -> str:
    """Describe a scenario in plain text, a section a paragraph.

    The sections: title and description; what opens; twins; the figures that matter, each with
    value, range, grade, kind and source; how much of the rest is assumed; notes; sources.
    """
    parts = [f"{scenario.title} ({scenario.name})", scenario.description]
    parts += [_service(one, scenario) for one in scenario.interventions]
    parts += [_twins(scenario), _beliefs(scenario), _rest(scenario)]
    if scenario.notes:
        parts.append("Please note\n" + "\n".join(f"  {note}" for note in scenario.notes))
    if scenario.sources:
        parts.append(f"Rests on: {', '.join(scenario.sources)}")
    parts.append(f"Write out every source: doorways cite {_argument(scenario)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def key_figures(scenario: Scenario) -> tuple[Figure, ...]:
    """Return the figures a reader should look at first, as the scenario believes them.

    Those are the service's effects and fidelity, and whatever the scenario itself sets.
    """
    own = own_beliefs(scenario)
    names = [
        one.id
        for one in cited_figures(scenario)
        if one.id in own or (one.grade and one.topic == "nwd_hub") or one.id in _used(scenario)
    ]
    known = figures()
    return tuple(own[n].applied(known[n]) if n in own else known[n] for n in names)


def figure_line(one: Figure) -> str:
    """Write a figure with value, range, grade, kind and source on one line."""
    ends = bounds(one) if one.is_drawn else None
    spread = f" ({_number(ends[0])} to {_number(ends[1])}, {one.interval_meaning})" if ends else ""
    work = sources().get(one.source)
    kind = "set by this scenario" if one.arithmetic == SET_HERE else one.kind
    said = [kind, f"grade {one.grade}" if one.grade else "", work.title if work else one.source]
    return f"{one.id} = {_number(one.value)} {one.unit}{spread}; {', '.join(filter(None, said))}"


def _service(one: Mapping[str, Any], scenario: Scenario) -> str:
    own = own_beliefs(scenario)
    lines = [f"A No Wrong Door service with {_count(len(one['hubs']), 'hub')}"]
    for number, hub in enumerate(one["hubs"], start=1):
        lines.append(f"  {hub.get('name', f'Hub {number}')}: {_hub(hub, own)}")
    lines.append(f"  Fidelity: {_fidelity(one)}")
    lines.append(f"  Effects: {_CLAIMS[one.get('claims', 'shrunk')]}")
    if one.get("twin", "real") != "real":
        lines.append(f"  This is a {TWINS[one['twin']]}")
    return "\n".join(lines)


def _hub(hub: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    told = []
    for key, (label, figure) in _NUMBERS.items():
        value = hub.get(key)
        if value is None:
            value = own[figure].central if figure in own else figures()[figure].value
        number = _number(value)
        told.append(f"{label} {number}" if key == "opens_month" else f"{number} {label}")
    if base := hub.get("base"):
        told.append(_BASES[base])
    if staff := hub.get("staff"):
        posts = (f"{_number(n)} {role.replace('_', ' ')}" for role, n in staff.items())
        told.append(f"staff: {', '.join(posts)}")
    return "; ".join(told)


def _fidelity(one: Mapping[str, Any]) -> str:
    given, whose = one.get("fidelity", "adopter"), _PRIORS[one.get("prior", "adopter")]
    if given == "full":
        return "full, all ten distinguishers as in North Yorkshire"
    if not isinstance(given, Mapping):
        return f"that of {whose}"
    weights = (f"{DISTINGUISHERS[name]}: {_number(weight)}" for name, weight in given.items())
    return f"{'; '.join(weights)}; the others that of {whose}"


def _twins(scenario: Scenario) -> str:
    if scenario.twin_of:
        return f"A twin of {scenario.twin_of}."
    if not scenario.interventions:
        return "It opens no service, so it has no twins."
    lines = (f"  {scenario.name}-{kind}: {says}" for kind, says in TWINS.items())
    return (
        "Twins, to set beside it: the same hubs with no effect, and with other recording\n"
        + "\n".join(lines)
    )


def _beliefs(scenario: Scenario) -> str:
    lines = [f"  {figure_line(one)}" for one in key_figures(scenario)]
    return "\n".join(["What is believed", *lines]) if lines else ""


def _rest(scenario: Scenario) -> str:
    kinds: dict[str, int] = {}
    used = cited_figures(scenario)
    for one in used:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    return (
        f"A run reads {len(used)} figures of the evidence register: {counts}. "
        "Every comparison lists those that are assumed or elicited."
    )


def _argument(scenario: Scenario) -> str:
    """Return what to type to get this scenario: its name, or the path of its file."""
    if not scenario.origin:
        return scenario.name
    return scenario.origin + scenario.name.removeprefix(scenario.twin_of or scenario.name)


def _used(scenario: Scenario) -> set[str]:
    """Name the fidelity figures the scenario's services take."""
    chosen = {
        "north_yorkshire" if one.get("fidelity") == "full" else one.get("prior", "adopter")
        for one in scenario.interventions
    }
    return {f"hub_fidelity_{one}" for one in chosen}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _number(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_number(part) for part in value) + "]"
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
