"""How long it takes until a site opens: each step's earliest and latest month, and its slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.codes import Placement
from simulation.services.declaration import POST, Site
from simulation.services.launch.steps import (
    CONVERTED,
    COST_SHARES,
    NAMES,
    SHORTENED,
    STEPS,
    Step,
)

#: Slack below which a step decides the date: what is left of adding months up.
_NONE_LEFT = 1e-9


@dataclass(frozen=True)
class Planned:
    """Hold one step of one site; months are counted from the decision's beginning.

    Attributes
    ----------
    begins, ends
        As early as it can.
    slack
        Months it can slip before the opening does.
    cost
        Pounds of setting the site up that go into it.
    """

    step: Step
    months: float
    begins: float
    ends: float
    slack: float
    cost: float

    @property
    def critical(self) -> bool:
        """Return whether every month it slips moves the opening."""
        return self.slack < _NONE_LEFT


def needed(site: Site) -> tuple[Step, ...]:
    """Return the steps a site needs: without beds of its own no home, without posts no team."""
    beds = site.places.get(Placement.SERVICE_BED, 0) > 0
    posts = any(line.of == POST and line.posts > 0 for line in site.costs)
    return tuple(one for one in STEPS if (beds or not one.homes) and (posts or not one.posts))


def plan(site: Site, values: Mapping[str, Any]) -> tuple[Planned, ...]:
    """Return the steps before a site opens, with the critical path worked out.

    Parameters
    ----------
    site
        As it is when it does something: twins have no beds and are prepared like it.
    values
        Values by name.
    """
    steps = needed(site)
    lasts = {one.name: months_of(one, site, values) for one in steps}
    ends = dict[str, float]()
    for one in steps:
        ends[one.name] = max((ends[name] for name in _after(one, steps)), default=0.0)
        ends[one.name] += lasts[one.name]
    latest = dict.fromkeys(lasts, max(ends.values()))
    for one in reversed(steps):
        for name in _after(one, steps):
            latest[name] = min(latest[name], latest[one.name] - lasts[one.name])
    costs = costs_of(site, values)
    return tuple(
        Planned(
            one,
            lasts[one.name],
            ends[one.name] - lasts[one.name],
            ends[one.name],
            max(0.0, latest[one.name] - ends[one.name]),
            costs[one.name],
        )
        for one in steps
    )


def months_to_open(site: Site, values: Mapping[str, Any]) -> float:
    """Return the months from the beginning of the decision to the opening."""
    return max(one.ends for one in plan(site, values))


def months_of(step: Step, site: Site, values: Mapping[str, Any]) -> float:
    """Return how long a step takes: less where a home of the council's is turned into the site."""
    there = step.name in SHORTENED and bool(site.columns.get("converts", False))
    return float(values[step.figure]) * (float(values[CONVERTED]) if there else 1.0)


def costs_of(site: Site, values: Mapping[str, Any]) -> dict[str, float]:
    """Return how many pounds of setting a site up go into each step it needs."""
    shares = dict(zip(NAMES, map(float, values[COST_SHARES]), strict=True))
    steps = needed(site)
    total, opening = sum(shares[one.name] for one in steps), sum(c.opening for c in site.costs)
    return {one.name: opening * shares[one.name] / total if total else 0.0 for one in steps}


def _after(step: Step, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Return what a step waits for; of a step that is not needed, what that would wait for."""
    here = {one.name for one in steps}
    every = {one.name: one for one in STEPS}
    found: list[str] = []
    for name in step.after:
        found += [name] if name in here else _after(every[name], steps)
    return tuple(dict.fromkeys(found))
