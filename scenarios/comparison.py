"""A finished comparison: everything the table, the files and the pages show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from calibration.beliefs.evidence.load import figures
from calibration.beliefs.prices import price_year
from scenarios.again import command
from simulation.files.csv_text import flat
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

if TYPE_CHECKING:
    from pandas import DataFrame

#: Windows are "year 1" to "year n" and this one, the whole horizon.
TOTAL = "total"


#: What is told of services' money: the measure whose difference it is, and its sign.
SERVICE_MONEY: Final = {
    "gross": ("cost_services_gross", 1),
    "incremental": ("cost_services_incremental", 1),
    "avoided": ("cost_placements", -1),
    "cashable": ("cost_placements_cashable", -1),
}


@dataclass(frozen=True)
class Arm:
    """Name one side of a comparison; `labels` stand beside its numbers wherever they are shown."""

    role: str
    name: str
    title: str
    published_claims: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Hold the result of a comparison as plain data.

    Attributes
    ----------
    code, authority, region, base_year
        The council and the year whose 31 March the run starts from.
    arms
        Baseline and scenario.
    years, replicates, seed, step_days, central
        As asked for.
    run_key
        Content hash of everything the numbers depend on.
    parameter_digest
        Hash of what was believed: every figure with its distribution.
    measures
        One dictionary for each measure and window: name, label, unit, kind, better, about, window;
        verdict, judgement (better, worse or None) and size_that_matters, as `scenarios.verdict` has
        them;
        `baseline`, `scenario` and `difference`, each with mean, low and high (range of outcomes at
        `level`; of the difference, where one more future would lie), mean_low and mean_high (interval of the mean at `mean_level`) and standard_error;
        the difference also with average_low and average_high (where it lies 9 times in 10 once luck is averaged out), relative and probability_below/_equal/_above; variance_ratio with
        variance_ratio_note; variance_split for each of the three: children, years,
        unknown, the share of each and note, as `scenarios.variance` has them. What cannot be known is None and the note says why.
    weekly
        `times` in years, and `columns`: for each weekly column its label and, for baseline,
        scenario and difference, the lists mean, low, middle and high (5%, 50% and 95% points).
    timings
        Seconds, and how many replicates were run, how many reused, and how many runs of each arm.
    assumptions
        Figures the result rests on that are assumed or elicited: id, says, value, unit, low, high,
        kind, grade.
    notes
        Sentences to show with the result.
    headline
        One sentence with the answer and its uncertainty.
    opened
        What each arm opens: the arm's role, the words that describe it, the scenario as a file
        that holds all it names, and how many figures of its effects have which grade of evidence.
    already_run
        What the council runs already, as `scenarios.already_run.Running` has it.
    calibration
        Key, place and status of the joint calibration that was drawn from; None without one.
    funnel
        Whom the scenario's services reach, and why differences surprise, as
        `scenarios.funnel.result.Funnel.to_dict` has it; None when nobody asked, or nobody is referred.
    needed
        What would have to be true, as `scenarios.needed.result.Needed.to_dict` has it; None unasked.
    whom
        For whom the arms differ, as `scenarios.whom.result.Whom.to_dict` has it; None unasked.
    futures
        How differences are spread, and by when it pays, as `scenarios.futures.futures_of` has them.
    """

    code: str
    authority: str
    region: str
    base_year: int
    arms: tuple[Arm, Arm]
    years: int
    replicates: int
    seed: int
    step_days: float
    central: bool
    run_key: str
    parameter_digest: str
    level: float
    mean_level: float
    measures: tuple[Mapping[str, Any], ...]
    weekly: Mapping[str, Any]
    timings: Mapping[str, Any]
    assumptions: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]
    headline: str
    calibration: Mapping[str, str] | None = None
    opened: tuple[Mapping[str, Any], ...] = ()
    already_run: tuple[Mapping[str, Any], ...] = ()
    funnel: Mapping[str, Any] | None = None
    needed: Mapping[str, Any] | None = None
    whom: Mapping[str, Any] | None = None
    futures: Mapping[str, Any] = field(default_factory=dict)
    product_version: str = field(default=PRODUCT_VERSION)
    results_version: int = field(default=RESULTS_VERSION)

    @property
    def price_year(self) -> str:
        """Return the financial year whose pounds all money is in."""
        return price_year(figures())

    @property
    def reproduce(self) -> str:
        """Return the command that gives the same numbers again."""
        return command(self)

    def row(self, name: str, window: str = TOTAL) -> Mapping[str, Any]:
        """Return one measure over one window.

        Raises
        ------
        KeyError
            When there is no such measure or window.
        """
        for row in self.measures:
            if row["name"] == name and row["window"] == window:
                return row
        raise KeyError((name, window))

    def to_dict(self) -> dict[str, Any]:
        """Return the content of comparison.json: only what JSON can hold, never a nan."""
        head = {
            "product_version": self.product_version,
            "results_version": self.results_version,
            "run_key": self.run_key,
            "authority": {
                "code": self.code,
                "name": self.authority,
                "region": self.region,
                "year": self.base_year,
            },
            "arms": [vars(arm) for arm in self.arms],
            "years": self.years,
            "replicates": self.replicates,
            "seed": self.seed,
            "step_days": self.step_days,
            "central": self.central,
            "calibration": self.calibration,
            "parameter_digest": self.parameter_digest,
            "reproduce": self.reproduce,
            "price_year": self.price_year,
            "level": self.level,
            "mean_level": self.mean_level,
            "headline": self.headline,
            "notes": self.notes,
            "opened": self.opened,
            "already_run": self.already_run,
            "funnel": self.funnel,
            "needed": self.needed,
            "whom": self.whom,
            "service_money": self.service_money(),
            "futures": self.futures,
            "measures": self.measures,
            "weekly": self.weekly,
            "timings": self.timings,
            "assumptions": self.assumptions,
        }
        return {key: _jsonable(value) for key, value in head.items()}

    def service_money(self) -> dict[str, Any]:
        """Return what services cost and what they avoided over the horizon, kept apart, never netted.

        Undiscounted pounds, each ``{mean, low, high}``: avoided and cashable are falls in
        placement spending, so more is better; gross and incremental are spending.
        """
        found = {}
        for name, (measure, sign) in SERVICE_MONEY.items():
            gap = self.row(measure)["difference"]
            ends = [gap["low"], gap["high"]]
            if sign < 0:
                ends = [None if end is None else -end for end in reversed(ends)]
            mean = None if gap["mean"] is None else sign * gap["mean"]
            found[name] = {"mean": mean, "low": ends[0], "high": ends[1]}
        return found

    def to_frame(self) -> "DataFrame":
        """Return one row for each measure and window, nested names joined by underscores."""
        from pandas import DataFrame

        return DataFrame([flat(row) for row in self.measures])


def _jsonable(value: Any) -> Any:
    """Turn tuples into lists and numbers JSON cannot hold into None."""
    if isinstance(value, Mapping):
        return {key: _jsonable(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_jsonable(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
