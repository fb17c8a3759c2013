"""What one scenario does in many councils: in each, in groups of them, in all, and who gains."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.prices import price_year
from scenarios.already_run import running
from scenarios.comparison import TOTAL
from scenarios.many.design import IN_WORDS
from scenarios.many.rollout import Rollout
from scenarios.prediction import LEVEL
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import Shared
from scenarios.statistics import MEAN_LEVEL, compare_values, windowed
from scenarios.summarise import FEW, calibration_of, few_note, measure_row
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

type Floats = NDArray[np.float64]

#: What councils are sorted by poverty in: equal parts, the least poor first.
FIFTHS: Final = 5
POVERTY: Final = "low_income_percent"
#: Measures whose sum over councils means something.
ADDED: Final[tuple[Measure, ...]] = tuple(one for one in MEASURES if one.kind != "share")
_KEPT: Final = (
    "name",
    "label",
    "unit",
    "kind",
    "better",
    "verdict",
    "judgement",
    "size_that_matters",
)
_NUMBERS: Final = {
    "baseline": ("mean", "low", "high"),
    "scenario": ("mean", "low", "high"),
    "difference": ("mean", "low", "high", "mean_low", "mean_high", "relative"),
}


@dataclass(frozen=True)
class Council:
    """Hold one council's results.

    Attributes
    ----------
    profile
        The council.
    delay
        By how many months later than the scenario says it begins; None: never.
    values
        Measures by year, shape (arms, replicates, measures, years).
    measures
        What they amount to over the whole period, a row each.
    """

    profile: AuthorityProfile
    delay: float | None
    values: Floats
    measures: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Many:
    """Hold one scenario in many councils.

    Attributes
    ----------
    about
        What was asked for: scenarios, rollout, years, replicates, seed, versions.
    councils
        One mapping a council: code, name, region, `later_months` (None: it never begins), children,
        `poverty` and its fifth, whether it runs what is opened already, and `measures`.
    groups
        Sums over regions and fifths of poverty: `by`, `name`, `councils` and `measures`.
    total
        Measures of all councils together.
    gains
        By measure that has a good direction: how many councils have which verdict.
    notes
        What a reader has to know beside the numbers.
    """

    about: Mapping[str, Any]
    councils: tuple[Mapping[str, Any], ...]
    groups: tuple[Mapping[str, Any], ...]
    total: tuple[Mapping[str, Any], ...]
    gains: Mapping[str, Mapping[str, int]]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            **self.about,
            "total": list(self.total),
            "gains": {name: dict(many) for name, many in self.gains.items()},
            "groups": list(self.groups),
            "councils": list(self.councils),
            "notes": list(self.notes),
        }


def summed_up(
    request: CompareRequest,
    rollout: Rollout,
    found: Sequence[Council],
    shared: Shared,
    notes: Sequence[str] = (),
) -> Many:
    """Return what all councils' results say together."""
    fifths = _fifths([one.profile for one in found])
    arms = request.arms()
    rows = [_council(one, fifth, arms) for one, fifth in zip(found, fifths, strict=True)]
    groups = [
        {"by": by, "name": name, "councils": len(members), "measures": _added(members, shared)}
        for by, of in (
            ("region", [one.profile.region for one in found]),
            ("poverty", [_fifth_in_words(fifth) for fifth in fifths]),
        )
        for name, members in _grouped(of, found)
    ]
    few = (few_note(request),) if request.replicates < FEW else ()
    return Many(
        _about(request, rollout, found),
        tuple(rows),
        tuple(groups),
        tuple(_added(found, shared)),
        _gains(rows),
        (*notes, *few, *_notes(rollout, rows)),
    )


def council_of(
    profile: AuthorityProfile, delay: float | None, values: Floats, shared: Shared
) -> Council:
    """Return one council with what its results amount to; see `Council`."""
    return Council(profile, delay, values, _rows(MEASURES, values, shared))


def _council(one: Council, fifth: int, arms: tuple[Scenario, Scenario]) -> dict[str, Any]:
    """Return one council as plain data."""
    council = one.profile
    return {
        "code": council.code,
        "name": council.name,
        "region": council.region,
        "later_months": one.delay,
        "looked_after": council.counts["cla"],
        "children_0_17": council.counts["children_0_17"],
        "poverty": council.counts[POVERTY],
        "poverty_fifth": fifth,
        "already_runs": [one.kind for one in running(council, arms)],
        "measures": one.measures,
    }


def _added(members: Sequence[Council], shared: Shared) -> list[dict[str, Any]]:
    """Return the measures of some councils added up, future by future."""
    return _rows(ADDED, np.sum([one.values for one in members], axis=0), shared)


def _rows(measures: Sequence[Measure], values: Floats, shared: Shared) -> list[dict[str, Any]]:
    """Return measures over the whole period; values have shape (arms, replicates, measures, years)."""
    found = []
    for measure in measures:
        k = MEASURES.index(measure)
        base, scen = (windowed(arm[:, k], measure.kind)[:, -1] for arm in values)
        row = measure_row(measure, TOTAL, compare_values(base, scen, shared))
        kept = {name: row[name] for name in _KEPT}
        found.append(
            kept
            | {part: {name: row[part][name] for name in names} for part, names in _NUMBERS.items()}
        )
    return found


def _grouped(of: Sequence[str], found: Sequence[Council]) -> list[tuple[str, list[Council]]]:
    """Return councils by what they have in common, in the order of its names."""
    names = sorted(set(of))
    return [
        (name, [one for one, its in zip(found, of, strict=True) if its == name]) for name in names
    ]


def _fifths(councils: Sequence[AuthorityProfile]) -> list[int]:
    """Return the fifth of poverty of each, among those asked for: 1 is the least poor."""
    order = np.argsort(np.argsort([one.counts[POVERTY] for one in councils], kind="stable"))
    return [1 + int(rank) * FIFTHS // len(councils) for rank in order]


def _fifth_in_words(fifth: int) -> str:
    ends = {1: " (least)", FIFTHS: " (most)"}
    return f"fifth {fifth} of children in low-income families{ends.get(fifth, '')}"


def _gains(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Count verdicts over councils, of each measure that has a good direction."""
    many: dict[str, Counter[str]] = {one.name: Counter() for one in MEASURES if one.better}
    for council in rows:
        for one in council["measures"]:
            if one["name"] in many:
                many[one["name"]][one["judgement"] or one["verdict"]] += 1
    return {name: dict(counts) for name, counts in many.items()}


def _about(request: CompareRequest, rollout: Rollout, found: Sequence[Council]) -> dict[str, Any]:
    """Return what was asked for."""
    baseline, scenario = request.arms()
    return {
        "product_version": PRODUCT_VERSION,
        "results_version": RESULTS_VERSION,
        "baseline": {"name": baseline.name, "title": baseline.title},
        "scenario": {"name": scenario.name, "title": scenario.title},
        "price_year": price_year(figures()),
        "authorities": len(found),
        "base_year": request.base_year,
        **request.numbers(),
        "calibration": calibration_of(request.calibration),
        "rollout": {
            "design": rollout.design.value,
            "waves": rollout.waves,
            "step_months": rollout.step_months,
            "seed": rollout.seed,
        },
        "level": LEVEL,
        "mean_level": MEAN_LEVEL,
    }


def _notes(rollout: Rollout, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what a reader has to know."""
    told = [
        f"Rollout: {IN_WORDS[rollout.design]}.",
        "Replicates of one number share what is believed and the nation's luck in every council: the "
        "range of a total holds both, and is wider than that of councils that had nothing in common.",
        "A verdict in each of many councils is not a test of any one: some differ by luck.",
    ]
    running = [one["name"] for one in rows if one["already_runs"]]
    if running:
        told.append(
            f"Run what is opened, or have taken it up, already: {', '.join(running)}. What is opened "
            "there is added to it."
        )
    return told
