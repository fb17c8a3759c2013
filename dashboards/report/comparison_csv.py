"""The comparison as comma-separated values: one row a measure and window, each saying whose it is."""

from collections.abc import Mapping
from typing import Any, Final

from scenarios.believed import AS_EVIDENCE

#: What comparison.csv says of each measure; comparison.json has everything.
_MEASURE: Final = (
    *("name", "label", "unit", "kind", "better", "window"),
    *("verdict", "judgement", "size_that_matters"),
)
_PARTS: Final = {
    "baseline": ("mean", "low", "high"),
    "scenario": ("mean", "low", "high"),
    "difference": ("mean", "low", "high", "mean_low", "mean_high", "relative"),
}


def comparison_rows(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of comparison.csv from the content of comparison.json.

    Each holds council and scenarios, so that the tables of several comparisons can be joined.
    """
    whose = _whose(comparison)
    return [whose | _measure(row) for row in comparison["measures"]]


def whom_rows(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of whom.csv: one a measure and group of young people, over the whole period."""
    whose = _whose(comparison)
    return [
        whose | {"split": split["name"], "group": group["name"]} | _plain(row)
        for split in comparison["whom"]["splits"]
        for group in split["groups"]
        for row in group["measures"]
    ]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a measure of a group."""
    return {name: value for name, value in row.items() if name != "better"}


def _whose(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """Return whose numbers they are, and of what."""
    baseline, scenario = (arm["name"] for arm in comparison["arms"])
    return {
        "authority_code": comparison["authority"]["code"],
        "authority": comparison["authority"]["name"],
        "baseline_scenario": baseline,
        "scenario": scenario,
        # Not a line above the table, which programs that read it would take for its heading.
        "believed": "; ".join(dict.fromkeys(_labels(comparison))) or AS_EVIDENCE,
        **{name: comparison[name] for name in ("years", "replicates", "seed")},
    }


def _labels(comparison: Mapping[str, Any]) -> list[str]:
    """Return what either arm believes that is not what the evidence says."""
    return [label for arm in comparison["arms"] for label in arm["labels"]]


def _measure(row: Mapping[str, Any]) -> dict[str, Any]:
    split = row["variance_split"]["difference"]
    return {
        **{name: row[name] for name in _MEASURE},
        **{f"{part}_{end}": row[part][end] for part, ends in _PARTS.items() for end in ends},
        "variance_ratio": row["variance_ratio"],
        **{name: split[name] for name in ("share_children", "share_years", "share_unknown")},
    }
