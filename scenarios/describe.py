"""A scenario in plain language: what opens, what is believed, and how sure anyone can be."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from agents.lengths import MONTHS_PER_YEAR
from agents.words import capital
from calibration.beliefs.evidence.figure import Figure, bounds, leaves
from calibration.beliefs.evidence.load import figures, sources
from scenarios.already_run import places
from scenarios.beliefs import brought, central_values, own_beliefs
from scenarios.believed import labels_of
from scenarios.cautions import cautions_of
from scenarios.cite import cited_figures, effect_figures, lent_figures
from scenarios.intervention_schema import kinds, plain
from scenarios.opened_files import PARTS, TYPES, shipped_file
from scenarios.override import SET_HERE
from scenarios.scenario import TWINS, Scenario, has_twin
from scenarios.service_costs import costs_in_words
from scenarios.usual import AUTHORITY
from simulation.files.toml_file import read_toml
from simulation.numbers import lasting, written
from simulation.services.barriers.kinds import KINDS
from simulation.services.opened_sites import (
    BESET,
    DECIDED,
    LATER,
    STEP_MONTHS,
    STRENGTH,
    opened_sites,
)

#: Kind of a figure that nobody has measured or judged from what is known.
ASSUMED: Final = "assumed"
#: What holds wherever a service runs already; a comparison says how far, by the dates.
ALREADY: Final = (
    "Councils that run it already: their baseline contains what it does, as far as it had opened by "
    "then, and what a scenario opens is added to it"
)


def describe(scenario: Scenario) -> str:
    """Describe a scenario in plain text, a section a paragraph.

    The sections: title and description; what opens; councils that run it already; twins; what can be turned; the figures that matter, each with
    value, range, grade, kind and source; how much of the rest is assumed; notes; sources.
    """
    parts = [f"{scenario.title} ({scenario.name})", _label(scenario), scenario.description]
    parts += opened(scenario)
    parts += [_already(scenario), _twins(scenario), _turned(scenario)]
    parts += [_beliefs(scenario), _rest(scenario)]
    if told := cautions_of(scenario):
        parts.append("Please note\n" + "\n".join(f"  {note}" for note in told))
    if scenario.sources:
        parts.append(f"Rests on: {', '.join(scenario.sources)}")
    parts.append(f"Write out every source: doorways cite {_argument(scenario)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _label(scenario: Scenario) -> str:
    """Return what it believes that is not what the evidence says; empty: nothing."""
    said = "; ".join(labels_of(scenario))
    return capital(said) if said else ""


def opened(scenario: Scenario) -> tuple[str, ...]:
    """Return what a scenario opens in plain English, one text for each."""
    costs = costs_in_words(scenario)
    return tuple(
        "\n".join([_intervention(one, scenario), *lines])
        for one, lines in zip(scenario.interventions, costs, strict=True)
    )


def describe_part(path: Path) -> str:
    """Describe a programme, practice or condition by itself; empty for the file of a scenario.

    Parameters
    ----------
    path
        Of a file, or, where none lies there, of one that ships: parts/NAME.toml.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, or says something wrong.
    """
    ships = None if path.is_file() else shipped_file(path)
    data = read_toml(ships or path, "file")
    if data.get("type") not in TYPES:
        return ""
    named = f"{PARTS.name}/{path.name}" if ships or path.parent == PARTS else path.name
    one = plain({"kind": data["type"], data["type"]: data}, f"file {path}")
    made = Scenario(name=str(data["name"]), title=str(data["title"]), interventions=(one,))
    parts = [*opened(made), str(data.get("description", "")).strip()]
    parts.append(f"Open it in a scenario:\n\n  [[interventions]]\n  file = {named!r}")
    return "\n\n".join(part for part in parts if part) + "\n"


def key_figures(scenario: Scenario) -> tuple[Figure, ...]:
    """Return the figures a reader should look at first, as the scenario believes them.

    Those are the services' effects and what they name themselves, and whatever the scenario sets.
    """
    own = own_beliefs(scenario)
    looked_at = {
        name
        for one in scenario.interventions
        for name in (*effect_figures(kinds()[one["kind"]]), *kinds()[one["kind"]].shown(one))
    }
    looked_at |= lent_figures(scenario)
    names = [one.id for one in cited_figures(scenario) if one.id in own or one.id in looked_at]
    known = figures()
    return tuple(own[n].applied(known[n]) if n in own else known[n] for n in names)


def grades(scenario: Scenario) -> dict[str, int]:
    """Count by grade of evidence the figures that say how large effects are; those assumed have none.

    Figures of a file's own count as those of the register do.
    """
    own = [one.grade for one in brought(scenario).values() if not one.figure]
    known = [one.grade or (ASSUMED if one.kind == ASSUMED else "") for one in key_figures(scenario)]
    return dict(sorted(Counter(filter(None, (*known, *own))).items()))


def figure_line(one: Figure) -> str:
    """Write a figure with value, range, grade, kind and source on one line."""
    ends = bounds(one) if one.is_drawn else None
    spread = f" ({written(ends[0])} to {written(ends[1])}, {one.interval_meaning})" if ends else ""
    work = sources().get(one.source)
    kind = "set by this scenario" if one.arithmetic == SET_HERE else one.kind
    said = [kind, f"grade {one.grade}" if one.grade else "", work.title if work else one.source]
    return f"{one.id} = {written(one.value)} {one.unit}{spread}; {', '.join(filter(None, said))}"


def _intervention(one: Mapping[str, Any], scenario: Scenario) -> str:
    own = own_beliefs(scenario)

    def number(name: str) -> float:
        known = own[name].central if name in own else figures()[name].value
        return next(leaves(known))

    said = kinds()[one["kind"]].words(one, number)
    said += "".join(f"\n  {line}" for line in _barriers(one))
    if (decided := one.get(DECIDED)) is not None:
        said += f"\n  Decided in month {written(decided)}: {_opening(one, scenario)}"
    if steps := one.get(STEP_MONTHS):
        told = ", ".join(f"{name} {lasting(months, 'month')}" for name, months in steps.items())
        said += f"\n  Before it opens, as this scenario has it: {told}"
    if months := one.get(LATER):
        said += f"\n  All of it {written(months)} months later than is said here"
    if (strength := one.get(STRENGTH)) is not None:
        said += f"\n  Its effects {written(strength)} times as strong as believed (on the log scale): its writer's own belief"
    if one.get("twin", "real") != "real":
        said += f"\n  This is a {TWINS[one['twin']]}"
    return said


def _opening(one: Mapping[str, Any], scenario: Scenario) -> str:
    """Say in which month the first site of a dated service opens, at central values, and when the others do."""
    sites = opened_sites(kinds()[one["kind"]], one, central_values(scenario))
    month = written(MONTHS_PER_YEAR * min(float(site.columns["opens"]) for site in sites))
    many = len(sites) > 1
    return (
        f"{'the first site' if many else 'it'} opens as soon as it is ready, in month {month} at central values "
        f"(doorways launch shows how){', the others as long after it as their months say' if many else ''}"
    )


def _barriers(one: Mapping[str, Any]) -> list[str]:
    """Say what goes wrong with a service, and what lessens it."""
    told = []
    for each in one.get(BESET, ()):
        kind = KINDS[each["barrier"]]
        site = f" at site {each['site']}" if "site" in each else ""
        when = f" in month {written(each['month'])}" if "month" in each else ""
        post = f" ({each['post'].replace('_', ' ')})" if "post" in each else ""
        lasts = f", for {written(each['months'])} months" if "months" in each else ""
        done = "Mitigated" if each["mitigated"] else "Not mitigated"
        told.append(
            f"Barrier{site}{when}: {kind.says}{post}{lasts}. {done}: {kind.mitigation} ({kind.source})"
        )
    return told


def _already(scenario: Scenario) -> str:
    kinds_opened = dict.fromkeys(str(one["kind"]) for one in scenario.interventions)
    lines = [f"  {line}" for kind in kinds_opened for line in places(kind)]
    return "\n".join([ALREADY, *lines]) if lines else ""


def _twins(scenario: Scenario) -> str:
    if scenario.twin_of:
        return f"A twin of {scenario.twin_of}."
    if not any(map(has_twin, scenario.interventions)):
        return "It opens no service, so it has no twins."
    lines = (f"  {scenario.name}-{kind}: {says}" for kind, says in TWINS.items())
    return (
        "Twins, to set beside it: the same services with no effect, and with other recording\n"
        + "\n".join(lines)
    )


def _turned(scenario: Scenario) -> str:
    # Imported here: finding them loads the whole model.
    from scenarios.settings.find import settings_of
    from scenarios.settings.said import line

    found = settings_of(scenario)
    lines = [f"  {line(one)}" for one in found]
    priced = any(one.unit == "£" for one in found)
    whose = f" (prices as they are now in {AUTHORITY})" if priced else ""
    return "\n".join([f"Can be turned, as in --set later=6{whose}", *lines]) if lines else ""


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
