"""What a funnel says over all pairs of futures: counts with their ranges, and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from scenarios.funnel.spells import REFUSALS
from scenarios.funnel.steps import LATE, LEAKS, STEPS, Step
from scenarios.prediction import LEVEL

#: Which of the entrants a part of the funnel is of, in words.
GROUPS: Final = {
    "baseline": "would have started to be looked after without it",
    "scenario": "started to be looked after with it",
}


@dataclass(frozen=True)
class Funnel:
    """Hold the funnels of a scenario's services in one council.

    Attributes
    ----------
    about
        What was asked for: council, scenarios, years, replicates, seed, versions.
    entered
        How many young people with a family started to be looked after: `baseline`, `scenario`,
        `both`, `baseline_only`, `scenario_only`; each a mean with its range.
    services
        One mapping a service: `title`, `member`, `acts_on_entry`, `entrants` (by `GROUPS`, None where
        nobody can be a member before care), `support`, `sentence`, `notes`.
    every
        The funnel of all services together: `entrants` and `sentence`.
    surprises
        A sentence for each difference that surprises, and one for all of which nothing is left, as
        `scenarios.funnel.surprising` has them.
    notes
        What a reader has to know beside the numbers.
    followed
        How many runs were followed, and how well that makes shares known.
    """

    about: Mapping[str, Any]
    entered: Mapping[str, Any]
    services: tuple[Mapping[str, Any], ...]
    every: Mapping[str, Any]
    surprises: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]
    followed: str

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            **self.about,
            "level": LEVEL,
            "entered": dict(self.entered),
            "services": [dict(one) for one in self.services],
            "all": dict(self.every),
            "surprises": [dict(one) for one in self.surprises],
            "followed": self.followed,
            "notes": list(self.notes),
        }


def over(trees: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a tree whose numbers are averages over replicates, with the ends of their range."""
    return {
        key: over([tree[key] for tree in trees])
        if isinstance(value, Mapping)
        else spread([tree[key] for tree in trees])
        for key, value in trees[0].items()
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the mean of some numbers, and the points between which 9 in 10 lie."""
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(values, [tail, 1.0 - tail])
    return {"mean": float(np.mean(values)), "low": float(low), "high": float(high)}


def share(part: Mapping[str, float], whole: Mapping[str, float]) -> float | None:
    """Return the share of one average in another, None of nothing."""
    return part["mean"] / whole["mean"] if whole["mean"] > 0 else None


def entrants(counts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the funnel of one group of entrants over all replicates."""
    found = over(counts)
    steps = found["steps"]
    return {
        "steps": [_step(found, one) for one in Step],
        "late": {
            one.name.lower(): {"label": said, **found["late"][one.name.lower()]}
            for one, said in LATE.items()
        },
        "refused": {
            why.value: {"label": said, **found["refused"][why.value]}
            for why, said in REFUSALS.items()
        },
        "never_referred": found["never_referred"],
        "mean_dose_in_time": share(found["dose"], steps["in_time"]),
        "mean_weeks_in_time": share(found["weeks"], steps["in_time"]),
    }


def _step(found: Mapping[str, Any], one: Step) -> dict[str, Any]:
    """Return one step: who got there, who did not and why, and who did not enter."""
    name, steps = one.name.lower(), found["steps"]
    step = {
        "step": name,
        "label": STEPS[one],
        "count": steps[name],
        "share_of_entered": share(steps[name], steps["entered"]),
        "did_not_enter": found["spared"][name],
    }
    if one in LEAKS:
        before = steps[Step(one - 1).name.lower()]
        lost = found["lost"][name]
        step |= {"leak": LEAKS[one], "lost": lost, "share_lost": share(lost, before)}
    return step


def support(counts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return whom a service supports over all replicates, with averages a member and a week."""
    found = over(counts)
    ended = {
        name: share(found["weeks_by_ending"][name], many) for name, many in found["endings"].items()
    }
    return {
        **found,
        "mean_weeks_waited": share(found["weeks_waited_in_all"], found["started"]),
        "mean_weeks": share(found["weeks"], found["started"]),
        "mean_weeks_by_ending": ended,
        "mean_strength": share(found["weeks_strength"], found["weeks"]),
        "mean_dose": share(found["weeks_dose"], found["weeks"]),
    }
