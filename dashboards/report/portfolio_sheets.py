"""A portfolio in tables and sentences: the same on the terminal and in a report."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.report.sheets import Sheet
from scenarios import words

READING: Final = (
    "Better: how much less of what should be less, or more of what should be more, against opening nothing, on the same "
    "futures, with the 95% interval of the mean. Regret: how much less than the best mix of each future, on average."
)


def headline(found: Mapping[str, Any]) -> str:
    """Say which mix does best, and how surely; or that none is seen to help."""
    where = f"{found['authority']}, {words.period(found['years'])}, at most {_pounds(found['budget'])} for services"
    what = f"“{found['outcome_label']}”"
    first = found["mixes"][0]
    if not first["members"]:
        return f"{where}: no mix within the budget does better for {what} than opening nothing."
    low = first["better"]["mean_low"]
    if low is None or low <= 0.0:
        return (
            f"{where}: {first['mix']} does best for {what} on average, {_better(found, first)}, but no mix is surely "
            "better than opening nothing."
        )
    like = [one for one in found["mixes"] if not one["told_apart"] and one["members"]]
    beside = ""
    if len(like) > 1:
        cheap = min(like, key=lambda one: one["cost"]["mean"])
        least = "it is also the cheapest" if cheap is first else _cheapest(cheap)
        beside = f" {len(like) - 1} others cannot be told apart from it; {least}."
    return (
        f"{where}: {first['mix']} does best for {what}, {_better(found, first)}, at {_pounds(first['cost']['mean'])}; "
        f"the best in {first['best_in']:.0%} of futures, and in {first['surely_best']:.0%} of samples of them by its "
        f"average.{beside}"
    )


def _cheapest(one: Mapping[str, Any]) -> str:
    return f"the cheapest of them is {one['mix']}, at {_pounds(one['cost']['mean'])}"


def mixes(found: Mapping[str, Any]) -> Sheet:
    """Return the mixes within the budget, the best first."""
    heads = ("Mix", "Better by", "95% interval", "Costs", "Best in", "Surely", "Regret")
    rows = tuple(
        (
            one["mix"] if one["members"] else "Opening nothing",
            _number(found, one["better"]["mean"]),
            _interval(found, one["better"]),
            _pounds(one["cost"]["mean"]),
            f"{one['best_in']:.0%}",
            f"{one['surely_best']:.0%}",
            _number(found, one["regret"]["mean"]),
        )
        for one in found["mixes"]
    )
    return Sheet(heads, rows)


def together(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the best mixes do more or less than their members' sum, in a sentence each."""
    return [(one["mix"], one["together"]["says"]) for one in found["mixes"] if one["together"]]


def searched(found: Mapping[str, Any]) -> str:
    """Say what was tried."""
    how = "Every mix" if found["full"] else f"{found['tried']:,} of {found['there']:,} mixes"
    return (
        f"{how} of {', '.join(found['members'])} was tried; {found['dear']:,} cost more than the budget."
        if found["full"]
        else f"{how} of {', '.join(found['members'])} were tried; {found['dear']:,} of them cost more than the budget."
    )


def rows_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of portfolio.csv: one a mix."""
    about = {
        name: found[name]
        for name in ("authority", "outcome", "budget", "step_months", "years", "replicates", "seed")
    }
    return [
        about
        | {"rank": k, "mix": one["mix"], "members": " ".join(one["members"])}
        | {f"better_{end}": value for end, value in one["better"].items()}
        | {f"cost_{end}": value for end, value in one["cost"].items()}
        | {name: one[name] for name in ("best_in", "surely_best", "told_apart")}
        | {"regret": one["regret"]["mean"]}
        for k, one in enumerate(found["mixes"], start=1)
    ]


def _better(found: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    return f"better by {_number(found, one['better']['mean'])} ({_interval(found, one['better'])})"


def _interval(found: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    if one["mean_low"] is None:
        return "cannot be told"
    return words.signed_range(one["mean_low"], one["mean_high"], found["outcome_kind"])


def _number(found: Mapping[str, Any], value: float) -> str:
    return words.signed(value, found["outcome_kind"])


def _pounds(value: float) -> str:
    return words.number(value, "money")
