"""The funnel in sentences: where most of those whom a service could reach are lost."""

from collections.abc import Mapping
from typing import Any, Final

from scenarios import words
from scenarios.funnel.steps import Step

#: Those whom each step loses, in a sentence.
CLAUSES: Final = {
    "could_come": "who are never of the ages taken while one is open",
    "referred": "who are never referred",
    "accepted": "who are declined, or turned away at a full list",
    "supported": "who are accepted but wait in vain",
    "in_time": "who enter before their support begins",
    "acting": "whose support is over, with nothing of it left",
    "full": "whom support reaches too weakly",
}


def largest_leak(entrants: Mapping[str, Any], title: str, *, several: bool = False) -> str:
    """Return one sentence that names where most of those whom a service could reach are lost.

    Parameters
    ----------
    entrants
        The funnel of those who would have started to be looked after without it.
    title
        What it is called, with its article.
    several
        Whether these are several services.
    """
    takes, its = (
        ("they are for while they are", "their") if several else ("it is for while it is", "its")
    )
    steps = {one["step"]: one for one in entrants["steps"]}
    entered, could = (steps[name]["count"]["mean"] for name in ("entered", "could_come"))
    opening = (
        f"Of {_many(entered)} young people who would start to be looked after without {title}, "
        f"{_many(could)} are of the ages {takes} open"
    )
    if could == 0:
        return f"{opening}: nobody can be reached."
    worst = _worst(steps, Step.COULD_COME)
    full = steps["full"]["count"]["mean"]
    lost = worst["lost"]["mean"]
    if lost == 0:
        return f"{opening}, and all of them are reached in time, at half {its} full effect or more."
    return (
        f"{opening}; the largest loss is of those {CLAUSES[worst['step']]} "
        f"({_many(lost)}, {words.percent(lost / could)} of those {_many(could)}), and {_many(full)} "
        f"{_are(full)} reached in time at half {its} full effect or more."
    )


def _worst(steps: Mapping[str, Any], beyond: Step) -> Mapping[str, Any]:
    """Return the step on the way to which most are lost, of those beyond one."""
    leaks: list[Mapping[str, Any]] = [steps[one.name.lower()] for one in Step if one > beyond]
    return max(leaks, key=lambda one: one["lost"]["mean"])


def _many(mean: float) -> str:
    """Write an average number of people."""
    return words.number(mean, "flow")


def _are(mean: float) -> str:
    return "is" if _many(mean) == "1" else "are"
