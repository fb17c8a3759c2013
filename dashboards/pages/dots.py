"""Twenty possible futures as dots, in pounds or counts a threshold can be typed in."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboards.pages.payload import FIRST
from scenarios import words
from scenarios.futures import MOST
from simulation.outcomes.measures import BY_NAME, MEASURES

#: Places the threshold has from end to end, about.
_PLACES: Final = 40
#: Money is counted in the largest of these that its widest difference reaches.
_POUNDS: Final = ((1e6, "m"), (1e3, "k"), (1.0, ""))
_POINT: Final = 0.01


def dots(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the plot shows of each main measure; None where the futures are not known.

    Parameters
    ----------
    found
        What comparison.json holds.
    """
    differences = found["futures"].get("differences")
    if not differences:
        return None
    shown = [_measure(name, differences[name]) for name in FIRST]
    many, runs = len(shown[0]["values"]), found["replicates"]
    title = "Twenty possible futures" if many == MOST else f"{many} possible futures"
    each = (
        "Each dot is one run"
        if runs == many
        else f"Each dot stands for one in {many} of the {runs:,} runs"
    )
    scenario = found["arms"][1]["title"]
    return {
        "title": title,
        "subtitle": f"Difference that {scenario} makes over the whole period, future by future",
        "measures": shown,
        "caption": f"{each}. Filled: below the line you set. Move it, or type where it stands.",
        "table": _table(shown, many),
    }


def _measure(name: str, values: Sequence[float]) -> dict[str, Any]:
    """Return one measure in the unit its threshold is typed in."""
    measure = MEASURES[BY_NAME[name]]
    scale, prefix, suffix = _unit(measure.kind, values)
    scaled = [float(f"{one / scale:.9g}") for one in values]
    ends = min(*scaled, 0.0), max(*scaled, 0.0)
    step = _step(ends[1] - ends[0])
    lower, higher = words.direction(-1.0, measure.kind), words.direction(1.0, measure.kind)
    low, high = step * math.floor(ends[0] / step), step * math.ceil(ends[1] / step)
    decimals = max(0, -math.floor(math.log10(step)))
    middle = values[(len(values) - 1) // 2]
    return {
        "name": name,
        "label": measure.label,
        "unit": f"{prefix}{suffix}".strip() or measure.unit,
        "prefix": prefix,
        "suffix": suffix,
        "decimals": decimals,
        "values": scaled,
        "low": round(low, decimals),
        "high": round(high, decimals),
        "step": step,
        "lower": lower,
        "higher": higher,
        "alt": (
            f"Dot plot of {len(scaled)} possible futures. {measure.label}: from "
            f"{words.signed(values[0], measure.kind)} to {words.signed(values[-1], measure.kind)}, "
            f"at least half of them {words.signed(middle, measure.kind)} or below."
        ),
    }


def _unit(kind: str, values: Sequence[float]) -> tuple[float, str, str]:
    """Return by what a measure is divided, and what stands before and behind the number."""
    if kind == "share":
        return _POINT, "", " points"
    if kind != "money":
        return 1.0, "", ""
    widest = max(map(abs, values))
    scale, letter = next((one for one in _POUNDS if widest >= one[0]), _POUNDS[-1])
    return scale, "£", letter


def _step(width: float) -> float:
    """Return 1, 2 or 5 times a power of ten, about as many of which go into a width as there are places."""
    if width <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width / _PLACES))
    return next(many * power for many in (1, 2, 5, 10) if many * power >= width / _PLACES)


def _table(shown: Sequence[Mapping[str, Any]], many: int) -> dict[str, Any]:
    """Return the dots as numbers: each column from least to most by itself."""
    rows = [
        {"name": f"{k}", "cells": [f"{k + 1}", *(_written(one, one["values"][k]) for one in shown)]}
        for k in range(many)
    ]
    return {
        "id": "dw-futures",
        "caption": "The dots from least to most, each column by itself",
        "columns": ["Place", *(one["label"] for one in shown)],
        "rows": rows,
    }


def _written(one: Mapping[str, Any], value: float) -> str:
    """Write a dot as the plot's line is written, a place finer."""
    size = f"{one['prefix']}{abs(value):,.{one['decimals'] + 1}f}{one['suffix']}"
    return words.signed_as(value, size)
