"""A finished portfolio: the mixes within the budget, how surely the first is best, and what they do together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.load import figures
from calibration.beliefs.prices import price_year
from scenarios.already_run import running_notes
from scenarios.cautions import cautions_of
from scenarios.compare import Plan
from scenarios.portfolio.judged import judged
from scenarios.portfolio.members import Members
from scenarios.portfolio.mix import Mix, in_words
from scenarios.portfolio.search import Found
from scenarios.prediction import LEVEL
from scenarios.statistics import MEAN_LEVEL
from scenarios.summarise import FEW, calibration_note, calibration_of, few_note
from simulation.outcomes.measure import Measure
from simulation.runner.spec import digest
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

if TYPE_CHECKING:
    from scenarios.portfolio.study import Asked

type Groups = NDArray[np.intp]


@dataclass(frozen=True)
class Portfolio:
    """Hold a finished portfolio as plain data, as portfolio.json has it."""

    content: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it."""
        return dict(self.content)


def clear(excess: Mapping[str, Any]) -> bool:
    """Tell whether an interval leaves nothing out."""
    low, high = excess["mean_low"], excess["mean_high"]
    return low is not None and not low <= 0.0 <= high


def portfolio_of(
    made: Plan,
    members: Members,
    asked: "Asked",
    measure: Measure,
    found: Found,
    together: Mapping[Mix, Mapping[str, Any]],
    groups: Groups,
) -> Portfolio:
    """Return the portfolio of what a search found.

    Parameters
    ----------
    together
        What some mixes do more than their members by themselves.
    groups
        Futures that are not independent share one.
    """
    rows = judged(found.finalists, groups, made.request.seed)
    mixes = [_row(row, members, together, measure) for row in rows]
    request = made.request
    return Portfolio(
        {
            "product_version": PRODUCT_VERSION,
            "results_version": RESULTS_VERSION,
            "authority": made.council.name,
            "code": made.council.code,
            "base_year": made.council.year,
            "baseline": made.arms[0].title,
            "members": [one.title for one in members.scenarios],
            "names": [one.name for one in members.scenarios],
            "opens": digest([one.to_toml() for one in members.scenarios]),
            "believes": made.beliefs.digest(),
            "budget": asked.budget,
            "price_year": price_year(figures()),
            "outcome": measure.name,
            "outcome_label": measure.label,
            "outcome_unit": measure.unit,
            "outcome_kind": measure.kind,
            "step_months": asked.step_months,
            "years": request.years,
            "replicates": len(made.tasks),
            "seed": request.seed,
            "step_days": request.step_days,
            "central": request.central,
            "calibration": calibration_of(request.calibration),
            "level": LEVEL,
            "mean_level": MEAN_LEVEL,
            "tried": found.tried,
            "there": found.there,
            "full": found.full,
            "dear": found.dear,
            "mixes": mixes,
            "notes": _notes(made, members, found),
        }
    )


def _row(
    row: Mapping[str, Any],
    members: Members,
    together: Mapping[Mix, Mapping[str, Any]],
    measure: Measure,
) -> dict[str, Any]:
    mix: Mix = row["mix"]
    beside = together.get(mix)
    return {
        **row,
        "mix": in_words(mix, members.titles),
        "members": [members.scenarios[one].name for one in mix.members],
        "together": None if beside is None else {**beside, "says": _says(beside, measure)},
    }


def _says(beside: Mapping[str, Any], measure: Measure) -> str:
    """Say whether a mix does more or less than its members' sum, and why."""
    excess = beside["excess"]
    if not clear(excess):
        return "No more and no less is seen than its members do by themselves, added up."
    more = "more" if excess["mean"] > 0.0 else "less"
    size = f"{abs(excess['mean']):,.1f} {more} of “{measure.label}”, better, than its members' sum"
    off = beside["switched_off"]
    levers = ", ".join(one.replace("_", " ") for one in beside["levers"])
    if off is not None and not clear(off):
        return f"It does {size}, because they act on the same: {levers}. Without these effects nothing is left of that."
    why = (
        f"that they act on the same ({levers}) does not explain it"
        if levers
        else "no interaction explains it"
    )
    counted = ", so it is counted as its members' sum" if beside["as_sum"] else ""
    return f"It does {size}; {why}{counted}."


def _notes(made: Plan, members: Members, found: Found) -> list[str]:
    request = made.request
    told = [calibration_note(request.calibration)]
    told += [note for one in members.scenarios for note in cautions_of(one)]
    told += running_notes(made.council, made.arms)
    if request.central:
        told.append("Every parameter is at its central value: the ranges show chance only.")
    if len(made.tasks) < FEW:
        told.append(few_note(request))
    if not found.full:
        told.append(
            f"Of {found.there:,} mixes {found.tried:,} were tried: those that grow out of the best smaller ones."
        )
    told.append(
        "The best of many is flattered by luck: what it does was measured on the futures it was chosen by. Compare it anew "
        "with another seed before anything is decided."
    )
    return list(dict.fromkeys(told))
