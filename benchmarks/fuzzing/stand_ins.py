"""What stands in for the heavy parts, so that a command takes milliseconds and all else is real."""

import base64
import importlib
import math
import pkgutil
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
import typer

from dashboards import report
from dashboards.report.charts import Chart
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.spec import ArmResult, ReplicateTask

WEEKS_A_YEAR: Final = 52
#: A line that asks for more runs than this is stopped, as with Ctrl-C.
MOST_RUNS: Final = 4_000
#: A picture of one dot, which whoever sets it into a document can read.
DOT: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
#: What ran: replicate and arm.
RAN: list[tuple[int, str]] = []
#: What of a content decides which pictures its report needs, where its template counts on them.
ALLOWED: Final[dict[str, Callable[[Any], Hashable]]] = {
    "dashboards.report.diagnose": lambda of: of.found.key,
    "dashboards.report.chart_sensitivity": lambda result: result.decision is None,
}


def run_replicate(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Give every measure and week numbers that depend on the task alone; services lower them."""
    results = []
    for arm in task.arms:
        if len(RAN) > MOST_RUNS:
            raise KeyboardInterrupt
        RAN.append((task.replicate, arm.name))
        rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))
        values = rng.gamma(4.0, 250.0, (len(MEASURES), task.years)) * (
            0.9 ** len(arm.interventions)
        )
        weekly = rng.gamma(2.0, 100.0, (task.years * WEEKS_A_YEAR, len(WEEKLY))).astype(np.float32)
        results.append(ArmResult(arm.name, weekly, values, 0.01))
    return tuple(results)


def funnel_of(task: ReplicateTask) -> Any:
    """Give a funnel of forty made-up young people, of each service that the scenario opens."""
    from scenarios.funnel.by_support import GROUPS, of_young_people
    from scenarios.funnel.lives import Lives
    from scenarios.funnel.members import gate, how_it_ends, weeks_of, whom
    from scenarios.funnel.replicate import ARMS, Pair
    from scenarios.funnel.steps import Reached, Step, counted
    from scenarios.intervention_schema import kinds
    from simulation.outcomes.measures import MEASURES
    from simulation.services.declaration import Sort

    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))
    step = rng.integers(0, len(Step), 40)
    why, nobody = np.where(step == Step.SUPPORTED, 0, -1), np.zeros(40, np.bool_)
    refused = np.where(step == Step.REFERRED, 0, -1)
    group = counted(Reached(step, why, refused, nobody, step / Step.FULL, step / 10), nobody)
    funnels = dict.fromkeys(ARMS, group)
    support: dict[str, Any] = gate([], Counter(), None) | how_it_ends([], 1.0)
    support |= dict.fromkeys(("weeks", "weeks_strength", "weeks_dose"), 0.0)
    nobody_there, never = np.zeros(0, np.int64), np.zeros(0)
    lives = Lives(never, nobody_there, never, nobody_there, nobody_there)
    support |= whom(nobody_there, weeks_of([], 1.0), lives)
    opened = [kinds()[one["kind"]] for one in task.arms[1].interventions]
    about = {"member": "young_person", "acts_on_entry": True, "entrants": funnels}
    services = [
        {"title": one.title, "support": support, **about}
        for one in opened
        if one.sort is Sort.SERVICE
    ]
    met = {one.name: dict.fromkeys(GROUPS, 1.0) for one in MEASURES if of_young_people(one.read)}
    entered = ("baseline", "scenario", "both", "baseline_only", "scenario_only")
    results = run_replicate(task)
    return Pair(
        dict.fromkeys(entered, 40),
        tuple(services),
        funnels,
        dict.fromkeys(ARMS, met),
        results,
    )


def whom_of(task: ReplicateTask) -> Any:
    """Give made-up numbers of every group, and forty young people whose support has ended."""
    from agents.schema import YOUNG_PERSON
    from scenarios.whom.family import LATER, PLACES
    from scenarios.whom.pair import WhomPair
    from scenarios.whom.splits import splits_of

    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))
    values = {
        one.name: rng.gamma(4.0, 250.0, (2, len(one.groups), len(MEASURES), task.years))
        for one in splits_of(np.zeros(0, YOUNG_PERSON))
    }
    lived = rng.multinomial(40, np.full(len(PLACES), 1 / len(PLACES)), (2, len(LATER)))
    return WhomPair(values, lived)


def without_it(task: ReplicateTask) -> Any:
    """Give made-up measures of those a scenario supports, as they would be without it."""
    return run_replicate(task)[0].values / 2.0


def bench_of(asked: Any) -> Any:
    """Give made-up parts of every headline in three arms."""
    from scenarios.headlines.pair import ARMS, SHOWN, BenchPair
    from scenarios.headlines.published import HEADLINES
    from scenarios.headlines.readings import AROUND, READINGS

    task = asked.task
    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))

    def parts() -> tuple[float, float]:
        whole = float(rng.integers(0, 9))
        return float(rng.integers(0, 9)), whole

    return BenchPair(
        {arm: {one.name: parts() for one in HEADLINES} for arm in ARMS},
        {name: (parts(), parts()) for name in READINGS},
        {months: {name: parts() for name in AROUND} for months in SHOWN},
        dict.fromkeys(ARMS, 9),
    )


def trial_of(asked: Any) -> dict[str, Any]:
    """Give made-up counts of every authority and period of a trial."""
    trial = asked.trial
    rng = np.random.default_rng([asked.seed, asked.number])
    size = (trial.authorities, trial.periods)
    matched = trial.design.value == "matched"
    return {
        "y": rng.poisson(20.0, size).tolist(),
        "without": rng.poisson(20.0, size).tolist(),
        "others": rng.poisson(20.0, size).tolist() if matched else [],
        "exposed": trial.exposed(trial.begins(np.arange(trial.authorities))).tolist(),
        "children": [[1e4] * trial.authorities, [1e4] * (trial.authorities if matched else 0)],
        "reach": 0.1,
        "chosen": ["E06000017"] * trial.authorities,
    }


def forecast(task: Any) -> dict[str, Any]:
    """Give a back-test's forecast of a council without simulating it."""
    from calibration.checks.backtest.forecast import GROUPS

    rng = np.random.default_rng(np.random.SeedSequence([task.seed % 2**32, task.origin]))
    size = (task.replicates, task.horizon)
    return {
        "stock": rng.gamma(20.0, 10.0, size).tolist(),
        "starts": rng.gamma(10.0, 5.0, size).tolist(),
        "mix": rng.gamma(10.0, 5.0, (*size, len(GROUPS))).tolist(),
    }


def bills_of(task: ReplicateTask) -> Any:
    """Give a bill with every line that prices have, and the stand-in's measures."""
    from scenarios.case.pair import Bills

    return Bills(
        tuple(_bill(task) for _ in task.arms), tuple(one.values for one in run_replicate(task))
    )


def futures_of(task: ReplicateTask) -> Any:
    """Give a forecast of made-up children, one future an arm."""
    from scenarios.forecast.counted import AGES, GROUPS, WITH_PLACES, March
    from scenarios.forecast.pair import Future

    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate, 2]))
    shape = (len(AGES), len(GROUPS), 2)
    marches = [
        March(rng.poisson(5.0, shape).astype(float), rng.gamma(9.0, 9.0, len(WITH_PLACES)))
        for _ in range(task.years + 1)
    ]
    return tuple(Future(tuple(marches), _bill(task), one.values) for one in run_replicate(task))


def _bill(task: ReplicateTask) -> Any:
    from simulation.costs import UnitCosts
    from simulation.costs.bill import unit_prices

    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate, 3]))
    lines = unit_prices(UnitCosts.from_parameters(task.parameters))
    return {line: rng.gamma(2.0, 1e5, task.years) for line in lines}


def calibrated(*_: Any) -> tuple[str, Any]:
    """Give the calibration of England that ships for any other."""
    from calibration.joint.store import shipped

    found = next(one for one in shipped() if one.place == "England")
    return found.status, found.result


def checked(_: Any = None) -> list[Any]:
    """Give England's table with every target met but each seventh."""
    from calibration.checks.england import row
    from calibration.fitting.targets.load import england_targets

    return [
        row(one, one.value * (math.e if i % 7 == 6 else 1.0))
        for i, one in enumerate(england_targets())
    ]


def saved(figure: Any, file: Any, **how: Any) -> None:
    """Write a picture of one dot in place of one: drawing takes longer than all the rest."""
    png = how.get("format", Path(file).suffix.removeprefix(".")) == "png"
    Path(file).write_bytes(DOT if png else b'<svg xmlns="http://www.w3.org/2000/svg"></svg>')


def composed_once(
    draw: Callable[..., tuple[Chart, ...]], allowed: Callable[[Any], Hashable]
) -> Callable[..., tuple[Chart, ...]]:
    """Compose a report's pictures once for all contents that allow the same ones, and keep them."""
    kept: dict[Hashable, tuple[Chart, ...]] = {}

    def draw_all(content: Any, folder: Path) -> tuple[Chart, ...]:
        key = allowed(content)
        if key not in kept:
            kept[key] = draw(content, folder)
        charts = []
        for chart in kept[key]:
            png, svg = folder / chart.png.name, folder / chart.svg.name
            saved(None, png)
            saved(None, svg)
            charts.append(replace(chart, png=png, svg=svg))
        return tuple(charts)

    return draw_all


def nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


@contextmanager
def stand_ins() -> Iterator[None]:
    """Replace the model, the pictures, the page's server and the browser while inside."""
    # Loaded before the first command, whose folders and environment are made up.
    from dashboards import server  # noqa: F401
    from dashboards.cli import health
    from dashboards.cli.packages import packages

    replaced: dict[str, Any] = {
        "simulation.runner.worker.run_replicate": run_replicate,
        "scenarios.funnel.replicate.funnel_of": funnel_of,
        "scenarios.whom.pair.whom_of": whom_of,
        "scenarios.adopting.supported.without_it": without_it,
        "scenarios.case.study.bills_of": bills_of,
        "scenarios.forecast.study.futures_of": futures_of,
        "scenarios.headlines.pair.bench_of": bench_of,
        "scenarios.trial.study.trial_of": trial_of,
        "simulation.simulate.warm_up": nothing,
        "dashboards.cli.running.announce": nothing,
        "dashboards.cli.calibrate._compiled": nothing,
        "calibration.checks.backtest.run.forecast": forecast,
        "calibration.joint.calibrate.calibrate": calibrated,
        "calibration.checks.england.run": checked,
        # Looks at a hundred thousand files of the installation, which stays as it is; and so do the
        # councils, the calibration and the engine that ship.
        "dashboards.cli.doctor.packages": cache(packages),
        "dashboards.cli.health._councils": cache(health._councils),
        "dashboards.cli.health._calibration": cache(health._calibration),
        "dashboards.cli.health._compiled": lambda: ("loaded", True),
        "matplotlib.figure.Figure.savefig": saved,
        "dashboards.server.application": nothing,
        "dashboards.server.Server.run": nothing,
        "webbrowser.open": nothing,
        # Every line would look at the options of every command again.
        "typer.main.get_command": cache(typer.main.get_command),
    }
    with ExitStack() as stack:
        for module in pkgutil.iter_modules(report.__path__, f"{report.__name__}."):
            draw = getattr(importlib.import_module(module.name), "draw_all", None)
            if draw is not None:
                allowed = ALLOWED.get(module.name, nothing)
                replaced[f"{module.name}.draw_all"] = composed_once(draw, allowed)
        for name, stand_in in replaced.items():
            stack.enter_context(patch(name, stand_in))
        yield
