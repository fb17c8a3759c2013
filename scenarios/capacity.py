"""Whether what a scenario opens has more room than need, or begins too late to do anything."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.synthesis.synthesise import synthesise
from agents.words import capital
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.outcomes.measures import WEEKLY
from simulation.runner.spec import ReplicateTask
from simulation.services.declaration import Service, Site
from simulation.services.opened_sites import opened_sites

#: The registered figure: the share of what opens' room below which there is more room than need.
LEAST_FILLED: Final = "service_least_filled"


def capacity_note(
    interventions: Sequence[Mapping[str, Any]],
    weekly: NDArray[np.float32],
    believed: Mapping[str, Any],
    years: int,
) -> str | None:
    """Say in a sentence when services stay far from full in the last year; else None.

    Parameters
    ----------
    interventions
        Of the scenario, as plain data.
    weekly
        Weekly columns of the scenario's runs, shape (replicates, weeks, len(WEEKLY)).
    believed
        Figures by name: their central values are the room of a site that sets none of its own.
    years
        Horizon; the last year of it is looked at.
    """
    central = {name: one.value for name, one in believed.items()}
    sites = _open(interventions, central, years)
    room = sum(int(site.columns["capacity"]) for site in sites)
    if not room or not weekly.size:
        return None
    last = weekly.shape[1] // years
    supported = float(weekly[:, -last:, WEEKLY.index("service_supported")].mean())
    if supported >= next(leaves(figure(LEAST_FILLED).value)) * room:
        return None
    return (
        f"What opens has room for {room:,} young people at a time "
        f"and supported {supported:,.0f} on average in the last year: more room than this council "
        "plausibly needs."
    )


def late_notes(
    interventions: Sequence[Mapping[str, Any]], believed: Mapping[str, Any], years: int
) -> list[str]:
    """Say of each thing that begins after the run has ended that it does nothing in it.

    Parameters
    ----------
    interventions, believed, years
        As in `capacity_note`.
    """
    central = {name: one.value for name, one in believed.items()}
    told = []
    for one in interventions:
        kind = kinds()[one["kind"]]
        if all(site.columns["opens"] >= years for site in opened_sites(kind, one, central)):
            title = kind.titled(one)
            told.append(
                f"{capital(title)} begins after the end of the run, so it does nothing in it."
            )
    return told


def council_notes(arms: Sequence[Scenario], task: ReplicateTask) -> list[str]:
    """Say what of that which the arms open comes to nothing, or to less, in this council.

    Parameters
    ----------
    task
        The first replicate: its people are looked at.
    """
    opened = [(kinds()[one["kind"]], one) for arm in arms for one in arm.interventions]
    asked = [(kind, one) for kind, one in opened if "notes" in vars(kind)]
    # People are made for this alone: only where something depends on them.
    if not asked:
        return []
    years = float(task.years)
    people = synthesise(task.profile, task.parameters, task.seed, task.replicate, years)
    told = [
        note
        for kind, one in asked
        for note in kind.notes(one, people, years, {**task.parameters, **_own(kind)})
    ]
    return list(dict.fromkeys(told))


def _own(kind: type[Service]) -> dict[str, Any]:
    """Return the central values of a kind's own figures."""
    return {one.name: figure(one.name).value for one in kind.parameters}


def _open(
    interventions: Sequence[Mapping[str, Any]], central: Mapping[str, Any], years: int
) -> list[Site]:
    """Return the sites that enrol young people, whom alone the weeks count, all the last year."""
    return [
        site
        for one in interventions
        if kinds()[one["kind"]].members(one) == Member.YOUNG_PERSON
        for site in opened_sites(kinds()[one["kind"]], one, central)
        if site.columns.get("capacity", 0) > 0
        and site.columns["opens"] <= years - 1
        and site.columns.get("closes", years) >= years
    ]
