"""Loops: declared links whose rules, figures and levers exist, and runs in which a link is cut."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.evidence.figure import bounds
from calibration.beliefs.evidence.load import figures
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.workshop.cut import cut, without_link
from scenarios.workshop.loops import FILE, Link, Loop, list_loops, loop_named, told
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.parameters import declared
from simulation.runner.execution import Execution
from simulation.runner.worker import yearly_values
from simulation.services.opened import VALUES

ROOT = Path(__file__).resolve().parents[2]
HERE = Execution(workers=1)
REQUEST = CompareRequest(authority="Rutland", years=1, replicates=4, seed=2)
LINKS = [(loop, link) for loop in list_loops() for link in loop.links]


def test_six_loops_ship() -> None:
    """They are the six of the workshop, each closed: what a link leads to leads on, or back to itself."""
    assert [one.name for one in list_loops()] == [
        *("breakdown", "scarcity", "missing", "capacity", "beds", "caseload")
    ]
    for loop in list_loops():
        assert {link.to for link in loop.links} & {link.from_ for link in loop.links} or (
            loop.name == "beds"
        )


@pytest.mark.parametrize(("loop", "link"), LINKS, ids=lambda one: getattr(one, "to", None))
def test_each_link_shows_what_it_rests_on(loop: Loop, link: Link) -> None:
    """Rule, evidence and lever are the model's and the register's own; what is not there says why."""
    shown = told(link)
    assert (ROOT / shown["rule"]["file"]).is_file() if link.rule else link.sources
    if not link.figure:
        assert shown["not_cut"]
        assert shown["evidence"] is None is shown["lever"]
        return
    one = figures()[link.figure]
    assert shown["evidence"]["id"] == one.id
    assert shown["evidence"]["kind"] == one.kind
    support = next(own for own in declared() if own.name == link.figure)
    assert link.neutral is not None
    assert support.low <= link.neutral <= support.high
    if (lever := shown["lever"]) is not None:
        assert lever["low"] <= lever["value"] <= lever["high"]
        believed = bounds(one)
        assert believed is not None
        assert (lever["low"], lever["high"]) == believed


def test_a_cut_says_what_the_link_did() -> None:
    """The difference is that of the same futures with the figure as believed and at its neutral value."""
    loop = loop_named("missing")
    link = loop.links[0]
    found = cut(loop, link, REQUEST, execution=HERE)
    place = BY_NAME["missing_episodes"]
    whole = [one for one in make_plan(REQUEST).tasks]
    gone = [without_link(one, link.figure, 0.0) for one in whole]
    each = [
        yearly_values(a)[0][place].sum() - yearly_values(b)[0][place].sum()
        for a, b in zip(whole, gone, strict=True)
    ]
    assert found["futures"] == each
    assert found["difference"]["mean"] == pytest.approx(np.mean(each))
    assert found["with"] - found["without"] == pytest.approx(np.mean(each))
    assert found["text"].startswith("Missing episodes, over 1 year: ")


def test_a_link_at_the_strength_it_has_makes_no_difference() -> None:
    """Set to a value instead of cut, the text says so; at the central value the same futures come of it."""
    loop = loop_named("missing")
    value = figures()[loop.links[0].figure].value
    assert isinstance(value, float)
    asked = replace(REQUEST, central=True, replicates=2)
    found = cut(loop, loop.links[0], asked, to=value, execution=HERE)
    assert found["futures"] == [0.0, 0.0]
    assert f"as believed and not at {value:.3g}" in found["text"]


def test_cutting_what_is_cut_changes_nothing() -> None:
    """Where a figure is neutral already the link does nothing, in any future."""
    task = make_plan(REQUEST).tasks[0]
    once = without_link(task, "missing_excitation", 0.0)
    assert without_link(once, "missing_excitation", 0.0) == once
    assert without_link(task, "missing_contagion", 0.0).parameters == task.parameters


def test_a_services_figure_is_cut_in_its_arm() -> None:
    """What travels with a service is neutral in that service, and nothing else changes."""
    task = make_plan(REQUEST).tasks[0]
    without = without_link(task, "bond_weight", 0.0)
    (before,), (after,) = task.arms[1].interventions, without.arms[1].interventions
    assert after[VALUES] == {**before[VALUES], "bond_weight": 0.0}
    assert before[VALUES]["bond_weight"] > 0.0
    assert without.parameters == task.parameters
    assert without.arms[0] == task.arms[0]


def test_a_table_keeps_its_shape() -> None:
    """A figure that is a table is neutral in each of its cells."""
    task: Any = make_plan(REQUEST).tasks[0]
    there = task.parameters["price_by_scarcity"]
    cut_off: Any = without_link(task, "price_by_scarcity", 0.0).parameters["price_by_scarcity"]
    assert np.shape(cut_off) == np.shape(there)
    assert not np.any(cut_off)


def test_what_cannot_be_cut_says_why() -> None:
    """A link without a number is refused with its reason, and so is a loop nobody declared."""
    loop = loop_named("caseload")
    with pytest.raises(DoorwaysError, match="not in this model"):
        cut(loop, loop.links[-1], REQUEST, execution=HERE)
    with pytest.raises(DoorwaysError, match="Did you mean missing"):
        loop_named("mising")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('rule = "settling"', 'rule = "setling"', "settling"),
        ('figure = "breakdown_harm"', 'figure = "breakdown_harms"', "breakdown_harm"),
        ('measure = "carer_joins"', 'measure = "carers"', "carer"),
        ("neutral = 1000.0\n", "", "neutral value"),
        ('way = "less"', 'way = "fewer"', "way"),
    ],
)
def test_a_faulty_file_is_refused(before: str, after: str, says: str, tmp_path: Path) -> None:
    """What is wrong is named."""
    path = tmp_path / "loops.toml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DoorwaysError, match=says):
        list_loops(path)
