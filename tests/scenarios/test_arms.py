"""Each service's figures belong to the arm that opens it: told, cited, drawn and keyed with it alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.load import figures
from scenarios.arms import value_in
from scenarios.cite import cited_figures, effect_figures
from scenarios.compare import make_plan
from scenarios.describe import describe, key_figures
from scenarios.override import Override, settable
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, checked_intervention
from scenarios.sensitivity.inputs import inputs_of
from scenarios.sensitivity.request import SensitivityRequest
from simulation.discover import services
from simulation.runner.spec import ReplicateTask, run_keys
from simulation.services.declaration import Service
from simulation.services.figures import PARAMETERS as SHARED
from simulation.services.opened import VALUES

COUNCIL = profile("Rutland")
#: What a scenario may open: some kinds are refused today.
OPENED = list(services())
OWN = [(service, one.name) for service in OPENED for one in (*SHARED, *service.parameters)]
type Kind = type[Service]


def opened(service: Kind, **parameters: Override) -> Scenario:
    """A scenario that opens a service as its own example has it."""
    said = checked_intervention(service.example, None, "mine")
    return Scenario("mine", "Mine", interventions=(said,), parameters=parameters)


def task_of(scenario: Scenario) -> ReplicateTask:
    """The first paired run of a baseline and a scenario, at central values."""
    request = CompareRequest("Rutland", scenario=scenario, years=1, replicates=2, central=True)
    return make_plan(request, COUNCIL).tasks[0]


def moved(name: str) -> Override:
    """Another value of a figure within its support: half way to the further end."""
    low, high = settable()[name]
    value = np.asarray(figures()[name].value, dtype=float)
    other = (value + np.where(high - value > value - low, high, low)) / 2
    told: Any = tuple(other.tolist()) if other.ndim else float(other)
    return Override(told)


@pytest.fixture(scope="module")
def usual() -> dict[str, tuple[str, ...]]:
    """Run keys of each service's example as the register has it: baseline and scenario."""
    return {service.name: run_keys(task_of(opened(service))) for service in OPENED}


@pytest.mark.parametrize(("service", "name"), OWN, ids=lambda one: getattr(one, "name", one))
def test_no_figure_of_a_service_is_in_the_baselines_key(
    service: Kind, name: str, usual: dict[str, tuple[str, ...]]
) -> None:
    """Another belief about a service leaves the baseline's run as it is, and is another scenario's."""
    then = usual[service.name]
    now = run_keys(task_of(opened(service, **{name: moved(name)})))
    assert now[0] == then[0]
    assert now[1] != then[1]


def test_every_service_shares_one_baseline(usual: dict[str, tuple[str, ...]]) -> None:
    """Whatever the scenario opens, the baseline's run has one key, and each scenario its own."""
    baselines, own = zip(*usual.values(), strict=True)
    assert len(set(baselines)) == 1
    assert len(set(own)) == len(OPENED)


@pytest.mark.parametrize("service", OPENED, ids=lambda one: one.name)
def test_a_value_is_the_arms_own_before_the_shared_one(service: Kind) -> None:
    """A service's figure is found in its arm, a shared one among the shared, and no other at all."""
    task = task_of(opened(service))
    own = {one.name for one in (*SHARED, *service.parameters)}
    assert not own & task.parameters.keys()
    assert {name: value_in(task, name) for name in own} == {
        name: task.arms[1].interventions[0][VALUES][name] for name in own
    }
    shared = next(iter(task.parameters))
    assert value_in(task, shared) == task.parameters[shared]
    with pytest.raises(KeyError):
        value_in(task, "no_such_figure")
    for name in own:
        with pytest.raises(KeyError):
            value_in(replace(task, arms=task.arms[:1]), name)


def drawn(service: Kind) -> Iterator[str]:
    """Figures of a service that are uncertain and no price."""
    for one in service.parameters:
        if figures()[one.name].is_drawn and not one.name.startswith("cost_"):
            yield one.name


@pytest.mark.parametrize("service", OPENED, ids=lambda one: one.name)
def test_uncertain_figures_of_what_is_opened_are_inputs(service: Kind) -> None:
    """A study of a difference moves every uncertain figure of the service, one of a baseline none."""
    names = {}
    for of in ("difference", "baseline"):
        request = SensitivityRequest("Rutland", "care_entries", scenario=opened(service), of=of)
        # What is believed is the same however many futures are drawn from it.
        beliefs = make_plan(replace(request.comparison(), replicates=2), COUNCIL).beliefs
        names[of] = {one.name for one in inputs_of(beliefs, COUNCIL, request)}
    assert set(drawn(service)) <= names["difference"]
    assert not {one.name for one in service.parameters} & names["baseline"]


@pytest.mark.parametrize("service", OPENED, ids=lambda one: one.name)
def test_a_service_is_told_and_cited_by_what_it_declares(service: Kind) -> None:
    """A description holds its own words and effects; what is cited, its figures and no other's."""
    scenario = opened(service)
    (said,) = scenario.interventions

    def number(name: str) -> float:
        return float(np.ravel(figures()[name].value)[0])

    told, cited = describe(scenario), {one.id for one in cited_figures(scenario)}
    assert service.words(said, number) in told
    looked_at = {*effect_figures(service), *service.shown(said)}
    assert looked_at <= {one.id for one in key_figures(scenario)}
    assert all(f"{name} = " in told for name in looked_at)
    own = {one.name for one in service.parameters}
    others = {one.name for kind in services() for one in kind.parameters} - own
    assert own <= cited
    assert not others & cited
