"""The main job: run what a method needs, read it, and work out what knowing more is worth."""

from pathlib import Path

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.already_run import running_notes
from scenarios.cautions import cautions_of
from scenarios.compare import Runner, RunStore, make_plan, model_runner
from scenarios.sensitivity.decision import Decision, decide
from scenarios.sensitivity.inputs import input_of, inputs_of, levels_of, probabilities, uncertain
from scenarios.sensitivity.methods import METHODS, Found, Work, runs_needed
from scenarios.sensitivity.request import SensitivityRequest
from scenarios.sensitivity.result import Sensitivity
from scenarios.sensitivity.runs import Bench
from scenarios.shared import PAIR
from scenarios.summarise import calibration_note, calibration_of
from simulation.runner.execution import USUAL, Execution
from simulation.runner.held import said
from simulation.store.opened import opened


def study(
    request: SensitivityRequest,
    *,
    execution: Execution = USUAL,
    store: RunStore | str | Path | None = None,
    council: AuthorityProfile | None = None,
    runner: Runner | None = None,
) -> Sensitivity:
    """Run what is missing of a study and read it.

    Every run is stored by its content, as a comparison's are: a study that was stopped goes on,
    and the runs of a comparison with the same seed are used again.

    Parameters
    ----------
    request
        What to study.
    execution, store, council, runner
        As `scenarios.compare.compare` takes them.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, runs are too few, or nothing can be told.
    """
    made = make_plan(request.comparison(), council)
    inputs = inputs_of(made.beliefs, made.council, request)
    runs = runs_needed(request, len(inputs))
    with opened(store) as kept:
        run_one = (lambda: runner) if runner is not None else model_runner
        bench = Bench(kept, run_one, execution, total=sum(runs.values()))
        work = Work(request, made, inputs, bench)
        found = METHODS[request.method](work)
        decision = _decide(work) if request.replicates else None
    return _finished(work, found, decision, runs)


def _decide(work: Work) -> Decision:
    """Work out the decision with every uncertain figure: prices matter to it whatever the measure."""
    figures, tasks = uncertain(work.made.beliefs), work.made.tasks
    levels = levels_of(work.made.beliefs, work.made.council)
    inputs = [*map(input_of, figures.values()), *levels]
    u = probabilities(tasks[::PAIR], [one.name for one in inputs])
    varies = np.ptp(u, axis=0) > 0
    inputs = [one for one, moves in zip(inputs, varies, strict=True) if moves]
    return decide(
        inputs,
        u[:, varies],
        work.bank,
        tasks[0].parameters,
        work.request.value_of_care_week,
        work.request.seed,
    )


def _finished(
    work: Work, found: Found, decision: Decision | None, runs: dict[str, int]
) -> Sensitivity:
    request, made = work.request, work.made
    baseline, scenario = made.arms
    told = [said(work.bench.unsound), calibration_note(request.calibration)]
    told += [
        *running_notes(made.council, made.arms),
        *cautions_of(baseline),
        *cautions_of(scenario),
    ]
    return Sensitivity(
        code=made.council.code,
        authority=made.council.name,
        base_year=made.council.year,
        years=request.years,
        seed=request.seed,
        step_days=request.step_days,
        scenario=scenario.title,
        baseline=baseline.title,
        measure=request.about,
        of=request.of,
        method=request.method,
        average=found.average,
        influences=found.influences,
        screened=found.screened,
        left_out=len(set(uncertain(made.beliefs)) - {one.name for one in work.inputs}),
        noise_share=found.noise_share,
        decision=decision,
        runs={name: number for name, number in runs.items() if number},
        ran=work.bench.ran,
        parameter_digest=made.beliefs.digest(),
        calibration=calibration_of(request.calibration),
        notes=tuple(dict.fromkeys(filter(None, told))),
    )
