"""What differs for whom, over all pairs of futures: by group, and for those whom services supported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.comparison import TOTAL
from scenarios.prediction import LEVEL
from scenarios.shared import Shared
from scenarios.statistics import MEAN_LEVEL, compare_values, windowed
from scenarios.summarise import measure_row
from scenarios.whom.living import living
from scenarios.whom.pair import WhomPair
from scenarios.whom.splits import Split
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES
from simulation.outcomes.reported.supply import SUPPLY

#: Of carers, homes and markets, or of services: they belong to no group of young people.
_OF_NOBODY: Final = {
    *(one.name for one in SUPPLY if one.unit != "children"),
    "cost_services_gross",
    "cost_services_incremental",
}
#: Measures that groups have.
BY_GROUP: Final[tuple[Measure, ...]] = tuple(one for one in MEASURES if one.name not in _OF_NOBODY)
#: What is kept of a measure's row: whole periods only, and no split of the variance.
_KEPT: Final = ("name", "label", "unit", "kind", "better", "verdict", "judgement")
_NUMBERS: Final = {
    "baseline": ("mean", "low", "high"),
    "scenario": ("mean", "low", "high"),
    "difference": ("mean", "low", "high", "mean_low", "mean_high", "relative"),
}


@dataclass(frozen=True)
class Whom:
    """Hold for whom two arms differ.

    Attributes
    ----------
    splits
        One mapping a way of telling young people apart: name, title, and `groups`, each with its
        name and `measures`, one mapping a measure over the whole period.
    living
        Where those whom services supported live when support ends, 12 and 24 months on, as
        `scenarios.whom.living` has it; None when nobody was.
    notes
        How to read it.
    """

    splits: tuple[Mapping[str, Any], ...]
    living: Mapping[str, Any] | None
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "level": LEVEL,
            "mean_level": MEAN_LEVEL,
            "splits": [dict(one) for one in self.splits],
            "living": self.living,
            "notes": list(self.notes),
        }


def summed_up(pairs: Sequence[WhomPair], splits: Sequence[Split], shared: Shared) -> Whom:
    """Return what all pairs say together.

    Parameters
    ----------
    splits
        The ways young people are told apart; of any run, for they have the same words in all.
    shared
        What replicates share.
    """
    found = tuple(
        {
            "name": one.name,
            "title": one.title,
            "groups": _groups(one, np.stack([pair.values[one.name] for pair in pairs]), shared),
        }
        for one in splits
    )
    after = np.stack([pair.after for pair in pairs])
    return Whom(found, living(after, shared.clusters) if after.any() else None, _notes())


def _groups(split: Split, values: NDArray[np.float64], shared: Shared) -> list[dict[str, Any]]:
    """Return the measures of each group; values have shape (pairs, arms, groups, measures, years)."""
    return [
        {
            "name": name,
            "measures": [
                _row(one, values[:, :, g, MEASURES.index(one)], shared) for one in BY_GROUP
            ],
        }
        for g, name in enumerate(split.groups)
    ]


def _row(measure: Measure, values: NDArray[np.float64], shared: Shared) -> dict[str, Any]:
    """Return one measure of one group over the whole period; values have shape (pairs, arms, years)."""
    base, scen = (windowed(values[:, arm], measure.kind)[:, -1] for arm in (0, 1))
    row = measure_row(measure, TOTAL, compare_values(base, scen, shared))
    kept = {name: row[name] for name in _KEPT}
    return kept | {
        part: {name: row[part][name] for name in names} for part, names in _NUMBERS.items()
    }


def _notes() -> tuple[str, ...]:
    return (
        "Ages are those of the moment. Needs, and where they stood, are those of the moment the run "
        "began, or of a young person's first coming to notice: the same young people are in the same "
        "group with and without the service. What arises later, as most substance use and offending "
        "does, moves nobody into a group.",
        "A young person may have several needs, so those groups overlap; the groups of any other kind, "
        "such as ages, add up to the whole.",
        "Money is that of the young people themselves; what services cost is in the whole alone.",
        "Of so many groups some differ by luck: a group's verdict uses the same rule as the whole's, and "
        "the smaller a group, the less can be told.",
    )
