"""The comparison as tables: the tidy one, the full one, and that of groups of young people."""

from collections.abc import Mapping
from typing import Any, Final

from scenarios.believed import AS_EVIDENCE

type Row = dict[str, Any]

#: What the tidy table says of each measure and window, by its columns; the full one says the rest.
_TIDY: Final = {
    "measure": "name",
    "label": "label",
    "window": "window",
    "unit": "unit",
    "baseline_mean": "baseline_mean",
    "scenario_mean": "scenario_mean",
    "difference_mean": "difference_mean",
    "difference_low": "difference_low",
    "difference_high": "difference_high",
    "verdict": "verdict",
}
#: What comparison_full.csv says of each measure; comparison.json has everything.
_MEASURE: Final = (
    *("name", "label", "unit", "kind", "better", "window"),
    *("verdict", "judgement", "size_that_matters"),
)
_PARTS: Final = {
    "baseline": ("mean", "low", "high"),
    "scenario": ("mean", "low", "high"),
    "difference": ("mean", "low", "high", "mean_low", "mean_high", "relative"),
}
#: Columns of the full table that hold words, and whole numbers; all others are numbers.
WORDS: Final = frozenset(
    (
        *("authority_code", "authority", "baseline_scenario", "scenario", "believed"),
        *("name", "label", "unit", "kind", "window", "verdict", "judgement"),
    )
)
WHOLE: Final = frozenset(("years", "replicates", "seed", "better"))


def tidy_rows(comparison: Mapping[str, Any]) -> list[Row]:
    """Return the rows of comparison.csv: few columns, each row saying whose it is.

    They are unrounded, and those of several comparisons can be put below one another.
    """
    baseline, scenario = (arm["name"] for arm in comparison["arms"])
    whose = {
        "council": comparison["authority"]["name"],
        "scenario": scenario,
        "baseline": baseline,
        # Not a line above the table, which programs that read it would take for its heading.
        "believed": _believed(comparison),
    }
    measures = map(_measure, comparison["measures"])
    return [whose | {column: row[name] for column, name in _TIDY.items()} for row in measures]


def comparison_rows(comparison: Mapping[str, Any]) -> list[Row]:
    """Return the rows of comparison_full.csv from the content of comparison.json."""
    whose = _whose(comparison)
    return [whose | _measure(row) for row in comparison["measures"]]


def whom_rows(comparison: Mapping[str, Any]) -> list[Row]:
    """Return the rows of whom.csv: one a measure and group of young people, over the whole period."""
    whose = _whose(comparison)
    return [
        whose | {"split": split["name"], "group": group["name"]} | _plain(row)
        for split in comparison["whom"]["splits"]
        for group in split["groups"]
        for row in group["measures"]
    ]


def _plain(row: Mapping[str, Any]) -> Row:
    """Return what is told of a measure of a group."""
    return {name: value for name, value in row.items() if name != "better"}


def _whose(comparison: Mapping[str, Any]) -> Row:
    """Return whose numbers they are, and of what."""
    baseline, scenario = (arm["name"] for arm in comparison["arms"])
    return {
        "authority_code": comparison["authority"]["code"],
        "authority": comparison["authority"]["name"],
        "baseline_scenario": baseline,
        "scenario": scenario,
        "believed": _believed(comparison),
        **{name: comparison[name] for name in ("years", "replicates", "seed")},
    }


def _believed(comparison: Mapping[str, Any]) -> str:
    """Say what either arm believes that is not what the evidence says."""
    labels = (label for arm in comparison["arms"] for label in arm["labels"])
    return "; ".join(dict.fromkeys(labels)) or AS_EVIDENCE


def _measure(row: Mapping[str, Any]) -> Row:
    split = row["variance_split"]["difference"]
    return {
        **{name: row[name] for name in _MEASURE},
        **{f"{part}_{end}": row[part][end] for part, ends in _PARTS.items() for end in ends},
        "variance_ratio": row["variance_ratio"],
        **{name: split[name] for name in ("share_children", "share_years", "share_unknown")},
    }
