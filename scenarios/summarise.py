"""From the results of all replicates to a comparison."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.joint.result import CALIBRATED, Calibration
from scenarios.already_run import as_plain, running, running_notes
from scenarios.beliefs import Beliefs
from scenarios.believed import OWN, labels_of, taken
from scenarios.capacity import capacity_note, late_notes
from scenarios.cautions import cautions_of
from scenarios.comparison import TOTAL, Arm, Comparison
from scenarios.describe import grades, opened
from scenarios.futures import futures_of
from scenarios.gather import Gathered
from scenarios.headline import CHILDREN, headline
from scenarios.prediction import LEVEL
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import PAIR, shared_by
from scenarios.statistics import MEAN_LEVEL, bands, explain_values, windowed
from scenarios.usual import MONEY
from scenarios.verdict import judgement, verdict
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY
from simulation.runner.spec import digest
from simulation.services.wording import felt
from simulation.version import RESULTS_VERSION

ROLES: Final = ("baseline", "scenario")
#: With fewer replicates the ends of the range of outcomes are little more than the extremes.
FEW: Final = 20


def summarise(
    *,
    request: CompareRequest,
    council: AuthorityProfile,
    arms: tuple[Scenario, Scenario],
    beliefs: Beliefs,
    gathered: Gathered,
    timings: Mapping[str, Any],
    began: float,
) -> Comparison:
    """Sum up a comparison, or what there is of it so far.

    `gathered` holds at least one replicate; `began` is when it started on the performance counter.
    """
    request = replace(request, replicates=gathered.replicates.size)
    rows = measure_rows(gathered, central=request.central)
    parameter_digest = beliefs.digest()
    total = {row["name"]: row for row in rows if row["window"] == TOTAL}
    weekly = weekly_bands(gathered, request.years)
    return Comparison(
        code=council.code,
        authority=council.name,
        region=council.region,
        base_year=council.year,
        arms=(_arm(ROLES[0], arms[0]), _arm(ROLES[1], arms[1])),
        years=request.years,
        replicates=request.replicates,
        seed=request.seed,
        step_days=request.step_days,
        central=request.central,
        run_key=_key(request, council, arms, parameter_digest),
        parameter_digest=parameter_digest,
        level=LEVEL,
        mean_level=MEAN_LEVEL,
        measures=rows,
        weekly=weekly,
        timings={**timings, "wall_seconds": round(time.perf_counter() - began, 3)},
        assumptions=beliefs.assumptions(),
        notes=(
            *running_notes(council, arms),
            *notes(request, arms, gathered),
            *_late(arms, beliefs, request.years),
        ),
        headline=headline(
            total[MONEY],
            total[CHILDREN],
            authority=council.name,
            scenario=arms[1].title,
            baseline=arms[0].title,
            years=request.years,
            base_year=council.year,
            published=any(taken(arm) for arm in arms),
            own=any(one.startswith(OWN) for arm in arms for one in labels_of(arm)),
            room=capacity_note(
                arms[1].interventions, gathered.weekly[1], beliefs.figures(), request.years
            ),
        ),
        calibration=calibration_of(request.calibration),
        opened=tuple(_opened(role, arm) for role, arm in zip(ROLES, arms, strict=True)),
        already_run=as_plain(running(council, arms)),
        futures=futures_of(gathered),
    )


def _late(arms: tuple[Scenario, Scenario], beliefs: Beliefs, years: int) -> list[str]:
    """Say what either arm opens too late to do anything, once."""
    late = [
        note for arm in arms for note in late_notes(arm.interventions, beliefs.figures(), years)
    ]
    return list(dict.fromkeys(late))


def _opened(role: str, arm: Scenario) -> dict[str, Any]:
    """Return what one arm opens: in words, as the file that holds all of it, how good its evidence is."""
    words = list(opened(arm))
    return {"role": role, "words": words, "toml": arm.to_toml(), "grades": grades(arm)}


def measure_rows(gathered: Gathered, *, central: bool) -> tuple[dict[str, Any], ...]:
    """Return one row for each measure and window, as `Comparison.measures` describes."""
    years = gathered.values.shape[-1]
    shared = shared_by(gathered.replicates, central=central)
    windows = [*(f"year {k}" for k in range(1, years + 1)), TOTAL]
    rows = []
    for measure in MEASURES:
        index = BY_NAME[measure.name]
        base, scen = (windowed(arm[:, index, :], measure.kind) for arm in gathered.values)
        for i, window in enumerate(windows):
            compared = explain_values(base[:, i], scen[:, i], shared)
            rows.append(measure_row(measure, window, compared))
    return tuple(rows)


def measure_row(measure: Measure, window: str, compared: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a measure shows in a window, the numbers and what they amount to."""
    size = measure.size.of(compared["baseline"]["mean"] or 0.0)
    found = verdict(compared["difference"], size)
    return {
        "name": measure.name,
        "label": measure.label,
        "unit": measure.unit,
        "kind": measure.kind,
        "better": measure.better,
        "about": measure.about,
        "window": window,
        "verdict": found,
        "judgement": judgement(found, measure.better),
        "size_that_matters": size,
        **compared,
    }


def weekly_bands(gathered: Gathered, years: int) -> dict[str, Any]:
    """Return the bands of every weekly column, as `Comparison.weekly` describes."""
    _, replicates, weeks, _ = gathered.weekly.shape
    if not replicates:
        return {"times": [], "replicates": 0, "columns": {}}
    labels = {measure.name: measure.label for measure in MEASURES}
    columns = {}
    for i, name in enumerate(WEEKLY):
        base, scen = gathered.weekly[0, :, :, i], gathered.weekly[1, :, :, i]
        columns[name] = {
            "label": labels.get(name, name.replace("_", " ").capitalize()),
            "baseline": bands(base),
            "scenario": bands(scen),
            "difference": bands(scen - base),
        }
    times = [round((week + 1) * years / weeks, 5) for week in range(weeks)]
    return {"times": times, "replicates": replicates, "columns": columns}


def notes(
    request: CompareRequest, arms: tuple[Scenario, Scenario], gathered: Gathered
) -> tuple[str, ...]:
    """Return what a reader has to know beside the numbers."""
    told = [calibration_note(request.calibration)]
    told += [note for arm in arms for note in cautions_of(arm)]
    if not any(arm.interventions for arm in arms):
        told.append("Neither scenario opens a service, so nothing can differ between them.")
    if request.central:
        told.append("Every parameter is at its central value: the ranges show chance only.")
    if request.replicates < FEW:
        told.append(few_note(request))
    used = gathered.weekly.shape[1]
    if used and used < request.replicates:
        told.append(f"The weekly curves show the first {used:,} replicates.")
    return tuple(dict.fromkeys(told))


def few_note(request: CompareRequest) -> str:
    """Say what ranges of few replicates are: those of one draw of settings hold no doubt about them."""
    many = request.replicates
    draws = np.unique(shared_by(np.arange(many), central=request.central).clusters).size
    if draws < PAIR and not request.central:
        return (
            f"{many} replicates share one draw of the settings: ranges only reach from the "
            "smallest to the largest result, and are narrower than they should be."
        )
    stretched = (
        f"{many} replicates are few: ranges of outcomes are stretched to hold what they say."
    )
    if draws != PAIR:
        return stretched
    return (
        f"{stretched} Of two independent draws an average is hardly known: its {MEAN_LEVEL:.0%} interval can "
        f"be wider than the range of one future, which holds {LEVEL:.0%}."
    )


def calibration_of(calibration: Calibration | None) -> dict[str, str] | None:
    """Return what names the calibration that was drawn from."""
    if calibration is None:
        return None
    return {
        "key": calibration.key,
        "place": calibration.place,
        "status": calibration.status,
    }


def calibration_note(calibration: Calibration | None) -> str:
    """Say whether what no table gives was calibrated, and whether that can be relied on."""
    if calibration is None:
        return (
            "Not jointly calibrated: levels are fitted to England's year, and what no table gives is "
            "drawn from its registered range."
        )
    named = f"calibration {calibration.short} of {calibration.place}"
    if calibration.status == CALIBRATED:
        return f"What no table gives is drawn from {named}, which passed its checks."
    why = " ".join(calibration.result["gate"]["why"])
    return f"Not calibrated: {named}, from which it is drawn, did not pass its checks. {why}"


def _arm(role: str, scenario: Scenario) -> Arm:
    return Arm(
        role,
        scenario.name,
        scenario.title,
        bool(taken(scenario)),
        labels_of(scenario),
    )


def _key(
    request: CompareRequest,
    council: AuthorityProfile,
    arms: tuple[Scenario, Scenario],
    parameter_digest: str,
) -> str:
    """Hash everything the numbers depend on."""
    return digest(
        {
            "profile": digest(council),
            "parameters": parameter_digest,
            "arms": [[arm.name, tuple(map(felt, arm.interventions))] for arm in arms],
            "seed": request.seed,
            "replicates": request.replicates,
            "years": request.years,
            "step_days": request.step_days,
            "results_version": RESULTS_VERSION,
        }
    )
