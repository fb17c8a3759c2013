"""A finished case: everything the table, the workbook and the report show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import WEEKS_PER_YEAR
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.prices import price_year
from scenarios.already_run import running, running_notes
from scenarios.believed import labels_of
from scenarios.case.acceptable import acceptability
from scenarios.case.appraise import VIEWS, Books, View
from scenarios.case.otherwise import break_even, steps, switching
from scenarios.case.own_prices import table_of
from scenarios.case.pair import Bills
from scenarios.case.results import in_view
from scenarios.cautions import cautions_of
from scenarios.compare import Plan
from scenarios.prediction import LEVEL
from scenarios.shared import Shared, shared_by
from scenarios.statistics import MEAN_LEVEL, told
from scenarios.summarise import FEW, calibration_note, calibration_of, few_note
from simulation.costs.bill import OF_SERVICES
from simulation.outcomes.measure import Measure
from simulation.runner.spec import digest
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

type Floats = NDArray[np.float64]

#: Whom services take on: what a case is divided by, to say what it is for each of them.
SUPPORTED: Final = "service_accepted"
#: The four sums that comparisons show, and whether a fall in them is what is told.
SUMS: Final = {
    "gross": ("cost_services_gross", 1.0),
    "incremental": ("cost_services_incremental", 1.0),
    "avoided": ("cost_placements", -1.0),
    "cashable": ("cost_placements_cashable", -1.0),
}
_HOME: Final = "childrens_home"
NOTES: Final = (
    "Real prices; the first year counts in full and later ones are discounted with the Green Book's "
    "rates. Sums by payer and by year are as planned: neither discounted nor corrected.",
    "Nobody put a price on a child's own good: what is saved is money alone. The curve says what one "
    "would have to pay for one of an outcome.",
    "The benefit-cost ratio divides by everything services cost; savings that are losses make it fall "
    "below 0.",
    "Effects are weighed by how their studies were done and where, before they are simulated; the steps "
    "take further corrections on top, and none is part of the result unless it was asked for.",
)


@dataclass(frozen=True, eq=False)
class Case:
    """Hold the case for a scenario.

    Attributes
    ----------
    about
        Council, scenarios, runs, versions, price year: plain data.
    books
        What differs line by line in every future, as the workbook holds it.
    shared
        What futures share.
    better
        How much better the outcome is in each future, shape (futures,).
    content
        Everything else as plain data, as case.json has it.
    """

    about: Mapping[str, Any]
    books: Books
    shared: Shared
    better: Floats
    content: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of case.json."""
        return {**self.about, **self.content}


def result_of(
    made: Plan,
    books: Books,
    face: Books | None,
    bills: Sequence[Bills],
    outcome: Measure,
    ladder: tuple[float, tuple[float, ...]],
) -> Case:
    """Return the case of the bills of all futures.

    Parameters
    ----------
    books, face
        What the scenario costs more than the baseline, and with studies at face value, if told of.
    outcome
        What the curve is of.
    ladder
        What setting up is made dearer by, and what is taken off savings, step by step.
    """
    shared = shared_by(np.arange(len(bills)), central=made.request.central)
    groups = shared.clusters
    better = outcome.better * _differs(bills, outcome.name).sum(axis=1)
    home = next(one for one in books.lines if one.line.what == _HOME)
    content = {
        "outcome": outcome.label,
        "views": {
            view.value: {"says": VIEWS[view]}
            | in_view(books, view, groups)
            | {
                "break_even": break_even(books, view, groups),
                "switching": switching(books, view, groups),
                "acceptability": acceptability(
                    better, books.net(view), outcome, home.delivered * WEEKS_PER_YEAR, groups
                ),
            }
            for view in View
        },
        "sums": {
            name: _summed(sign * _differs(bills, measure), groups)
            for name, (measure, sign) in SUMS.items()
        },
        "per_supported": _per_supported(bills, books, groups),
        "payers": _by_payer(books, groups),
        "lines": _lines(books, groups),
        "steps": steps(books, face, *ladder, groups),
        "unit_costs": table_of(books.lines),
        "notes": _notes(made, len(bills)),
    }
    return Case(_about(made, books, len(bills)), books, shared, better, content)


def _differs(bills: Sequence[Bills], name: str) -> Floats:
    """Return a measure of the scenario less that of the baseline, shape (futures, years)."""
    return np.array([one.measure(1, name) - one.measure(0, name) for one in bills])


def _summed(by_year: Floats, groups: NDArray[np.intp]) -> dict[str, Any]:
    """Return undiscounted pounds over the whole period and by year."""
    return {
        "total": told(by_year.sum(axis=1), groups),
        "by_year": [told(one, groups) for one in by_year.T],
    }


def _per_supported(
    bills: Sequence[Bills], books: Books, groups: NDArray[np.intp]
) -> dict[str, Any] | None:
    """Return money for each young person taken on, ratios of means; None where nobody is."""
    many = _differs(bills, SUPPORTED).sum(axis=1)
    mean = float(many.mean())
    if mean <= 0.0:
        return None
    return {
        "supported": told(many, groups),
        "views": {
            view.value: {
                "spent": float(books.spent(view).mean()) / mean,
                "saved": float(books.saved(view).mean()) / mean,
                "net": float(books.net(view).mean()) / mean,
            }
            for view in View
        },
    }


def _by_payer(books: Books, groups: NDArray[np.intp]) -> list[dict[str, Any]]:
    """Return for each payer what it pays for services and no longer pays for all else, as planned, by year."""
    found = []
    for payer in dict.fromkeys(one.line.payer for one in books.lines):
        own = [k for k, one in enumerate(books.lines) if one.line.payer == payer]
        ratios = np.array([books.lines[k].ratio for k in own])
        apart = books.apart[:, own] * ratios[:, None]
        cost = np.array([books.lines[k].is_cost for k in own])
        spent, saved = apart[:, cost].sum(axis=1), -apart[:, ~cost].sum(axis=1)
        found.append(
            {
                "payer": payer,
                "spent": _summed(spent, groups),
                "saved": _summed(saved, groups),
                "net": _summed(saved - spent, groups),
            }
        )
    return found


def _lines(books: Books, groups: NDArray[np.intp]) -> list[dict[str, Any]]:
    """Return for each line how much more is used, and its pounds, undiscounted, at prices in use."""
    return [
        {
            "name": one.name,
            "label": one.label,
            "payer": one.line.payer,
            "group": one.line.group.value,
            "is_cost": one.line.group in OF_SERVICES,
            "unit": one.unit,
            "price": one.price,
            "more_used": told(pounds.sum(axis=1) / one.delivered, groups),
            "pounds": _summed(pounds * one.ratio, groups),
        }
        for k, one in enumerate(books.lines)
        for pounds in (books.apart[:, k],)
    ]


def _notes(made: Plan, many: int) -> list[str]:
    request, arms = made.request, made.arms
    found = [calibration_note(request.calibration)]
    found += [note for arm in arms for note in cautions_of(arm)]
    found += running_notes(made.council, arms) if running(made.council, arms) else []
    if request.central:
        found.append("Every parameter is at its central value: the ranges show chance only.")
    if many < FEW:
        found.append(few_note(request))
    return list(dict.fromkeys((*found, *NOTES)))


def _about(made: Plan, books: Books, many: int) -> dict[str, Any]:
    request, (baseline, scenario) = made.request, made.arms
    how = books.corrections
    return {
        "product_version": PRODUCT_VERSION,
        "results_version": RESULTS_VERSION,
        "authority": made.council.name,
        "code": made.council.code,
        "base_year": made.council.year,
        "baseline": baseline.title,
        "scenario": scenario.title,
        "labels": list(labels_of(scenario)),
        "years": request.years,
        "replicates": many,
        "seed": request.seed,
        "step_days": request.step_days,
        "central": request.central,
        "calibration": calibration_of(request.calibration),
        "believes": made.beliefs.digest(),
        "opens": digest([arm.to_toml() for arm in made.arms]),
        "price_year": price_year(figures()),
        "level": LEVEL,
        "mean_level": MEAN_LEVEL,
        "factors": [float(one) for one in books.factors],
        "cashable_share": books.cashable,
        "corrections": vars(how),
    }
