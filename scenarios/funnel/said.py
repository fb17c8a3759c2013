"""The funnel in sentences: where most is lost, and why a difference goes the wrong way."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scenarios import words
from scenarios.funnel.result import over
from scenarios.funnel.steps import Step

TOTAL: Final = "total"
#: Those whom each step loses, in a sentence.
CLAUSES: Final = {
    "referred": "who are never referred",
    "accepted": "who are referred and refused",
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
    leaks = [steps[one.name.lower()] for one in Step if one > Step.COULD_COME]
    worst = max(leaks, key=lambda one: one["lost"]["mean"])
    full = steps["full"]["count"]["mean"]
    lost = worst["lost"]["mean"]
    if lost == 0:
        return f"{opening}, and all of them are reached in time, at half {its} full effect or more."
    return (
        f"{opening}; the largest loss is of those {CLAUSES[worst['step']]} "
        f"({_many(lost)}, {words.percent(lost / could)}), and {_many(full)} "
        f"{_are(full)} reached in time at half {its} full effect or more."
    )


def surprises(
    rows: Sequence[Mapping[str, Any]], aims: Mapping[str, int], pairs: Sequence[Any]
) -> tuple[str, ...]:
    """Return a sentence for each measure that is worse on average though services act on it.

    Parameters
    ----------
    rows
        A comparison's measures, as `scenarios.comparison.Comparison.measures` describes.
    aims
        Which way services push what measures count, `scenarios.funnel.events_met.aims_of`.
    pairs
        The replicates, `scenarios.funnel.replicate.Pair`.
    """
    told = []
    for row in rows:
        if row["window"] != TOTAL or row["better"] == 0 or row["name"] not in aims:
            continue
        if _is_worse(row["difference"], row["better"]):
            arms = (
                over([one.events[arm][row["name"]] for one in pairs]) for arm in pairs[0].events
            )
            told.append(_surprise(row, aims[row["name"]], *arms))
    return tuple(told)


def _is_worse(difference: Mapping[str, Any], better: int) -> bool:
    """Tell whether the average is surely on the wrong side, as far as chance goes."""
    end = difference["mean_high"] if better > 0 else difference["mean_low"]
    return end is not None and end * better < 0


def _surprise(
    row: Mapping[str, Any], aim: int, baseline: Mapping[str, Any], scenario: Mapping[str, Any]
) -> str:
    """Return one sentence that says to whom the difference happened."""
    more = {name: scenario[name]["mean"] - baseline[name]["mean"] for name in baseline}
    kind, whole = row["kind"], row["difference"]["mean"]
    aimed = f"though the services aim at {'more' if aim > 0 else 'fewer'}"
    if aim != row["better"]:
        aimed = "which is worse, and what the services act on pushes it that way"
    said = (
        f"{row['label']}: {words.signed(whole, kind)} on average, {aimed}: "
        f"{words.signed(more['supported'], kind)} among young people they support at some time, "
        f"{words.signed(more['others'], kind)} among all others"
    )
    own = scenario["own_places"]["mean"]
    if own > 0:
        said += f"; {words.number(own, kind)} are into or out of the services' own places"
    return f"{said}."


def _many(mean: float) -> str:
    """Write an average number of people."""
    return words.number(mean, "flow")


def _are(mean: float) -> str:
    return "is" if _many(mean) == "1" else "are"
