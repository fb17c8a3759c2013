"""The answer in one sentence, with its uncertainty, never as a certainty."""

import math
from collections.abc import Mapping
from typing import Any

#: The measure the headline speaks of.
MEASURE = "weeks_in_care"


def headline(
    row: Mapping[str, Any],
    *,
    authority: str,
    scenario: str,
    baseline: str,
    years: int,
    replicates: int,
    published: bool,
) -> str:
    """Say what the scenario does to weeks in care over the whole horizon.

    Parameters
    ----------
    row
        The measure over the whole horizon, as in `Comparison.measures`.
    authority, scenario, baseline
        As people call them.
    years, replicates
        Horizon and number of paired futures.
    published
        Whether published claims are used without shrinking them.
    """
    gap = row["difference"]
    horizon = "1 year" if years == 1 else f"{years} years"
    opening = "Taking the published claims at face value, in" if published else "In"
    start = f"{opening} {authority}, {scenario}"
    against = "" if baseline == "Baseline" else f", against {baseline},"
    if gap["mean"] is None:
        return f"{start}{against} cannot be judged: too few of the runs can be used."
    if gap["probability_equal"] == 1.0:
        return (
            f"{start}{against} makes no difference to weeks in care over {horizon} "
            f"in any of {replicates:,} paired futures."
        )
    low, high = gap["low"], gap["high"]
    mean = _counted(gap["mean"], low, high, unit=" weeks in care")
    ends = f"from {_counted(low, low, high)} to {_counted(high, low, high)}"
    return (
        f"{start}{against.rstrip(',')}: on average about {mean} over {horizon} "
        f"(in 90 of 100 paired futures {ends}), with fewer in "
        f"{_often(gap['probability_below'], replicates)}. {_verdict(gap)}"
    )


def _verdict(gap: Mapping[str, Any]) -> str:
    low, high = gap["mean_low"], gap["mean_high"]
    if low is None or low <= 0.0 <= high:
        return "This does not show whether it adds or saves weeks in care."
    fewer = high < 0.0
    likely, other = ("fewer", "more") if fewer else ("more", "fewer")
    if gap["low"] <= 0.0 <= gap["high"]:
        return f"On average it means {likely} weeks in care, but {other} remain possible."
    return f"The model points to {likely} weeks in care, as far as its assumptions hold."


def _often(probability: float, replicates: int) -> str:
    """Write a share of futures without ever claiming certainty."""
    percent = round(100.0 * probability)
    if probability == 1.0:
        return f"all {replicates:,} paired futures"
    if probability == 0.0:
        return f"none of {replicates:,} paired futures"
    return f"{min(max(percent, 1), 99)}% of paired futures"


def _counted(value: float, low: float, high: float, unit: str = "") -> str:
    """Round to what the range supports and say which way: "120 fewer", "no more or fewer"."""
    width = high - low
    step = 10.0 ** math.floor(math.log10(width / 10.0)) if width > 0.0 else 1.0
    rounded = round(value / step) * step
    decimals = max(0, -math.floor(math.log10(step))) if step < 1.0 else 0
    text = f"{abs(rounded):,.{decimals}f}"
    if float(text.replace(",", "")) == 0.0:
        return f"no fewer and no more{unit}"
    return f"{text} {'fewer' if rounded < 0 else 'more'}{unit}"
