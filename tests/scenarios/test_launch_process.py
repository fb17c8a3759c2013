"""What comes before a site opens: critical path, slack, and the month it fixes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from agents.codes import Placement
from calibration.beliefs.evidence.load import figures
from dashboards.cli.app import app
from scenarios.adopting.launch import launches
from scenarios.adopting.sites import month_of
from scenarios.cite import cited_figures
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml, load_scenario
from simulation.discover import model_rules
from simulation.services.declaration import CostLine, Site
from simulation.services.launch.path import costs_of, months_to_open, plan
from simulation.services.launch.steps import COST_SHARES, STEPS
from simulation.services.opened import programmes

SMALL = "Kingston upon Thames"
VALUES: dict[str, Any] = {
    "launch_decision_months": 1,
    "launch_design_months": 3,
    "launch_posts_months": 5,
    "launch_homes_months": 6,
    "launch_registration_months": 4,
    "launch_training_months": 2,
    "launch_opening_months": 1,
    "launch_converted_share": 0.5,
    "launch_cost_shares": [0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1],
}
POST = CostLine("council", 50_000.0, 1000.0, post="worker", posts=3.0)


def site(beds: int = 6, **columns: Any) -> Site:
    """Return a site with beds and posts."""
    return Site({"opens": 1.0, **columns}, places={Placement.SERVICE_BED: beds}, costs=(POST,))


def by_name(one: Site, values: dict[str, Any] = VALUES) -> dict[str, Any]:
    """Return the steps of a site by name."""
    return {planned.step.name: planned for planned in plan(one, values)}


def test_the_longest_way_decides_and_the_rest_can_slip() -> None:
    """Worked out by hand: 1 + 6 + 4 + 1 months by way of the home; posts may slip one, training three."""
    steps = by_name(site())
    assert months_to_open(site(), VALUES) == 12
    assert {name for name, one in steps.items() if one.critical} == {
        "decision",
        "homes",
        "registration",
        "opening",
    }
    slack = {name: one.slack for name, one in steps.items() if not one.critical}
    assert slack == {"design": 5, "posts": 1, "training": 3}


def test_a_home_that_is_there_leaves_posts_to_decide() -> None:
    """With the home in hand the way is by posts, registration and training: 1 + 5 + 2 + 1 months."""
    steps = by_name(site(converts=True))
    assert max(one.ends for one in steps.values()) == 9
    assert not steps["homes"].critical
    assert steps["posts"].critical


def test_a_site_without_beds_needs_no_home() -> None:
    """No home is found or registered, and setting up divides over the other steps in full."""
    steps = by_name(site(beds=0))
    assert {"homes", "registration"}.isdisjoint(steps)
    assert months_to_open(site(beds=0), VALUES) == 9
    assert sum(costs_of(site(beds=0), VALUES).values()) == pytest.approx(1000.0)


@given(
    st.dictionaries(st.sampled_from([one.name for one in STEPS]), st.floats(0, 24)),
    st.sampled_from(STEPS),
    st.floats(0, 24),
)
def test_a_step_moves_the_opening_by_what_its_slack_leaves(
    lengths: dict[str, float], late: Any, slip: float
) -> None:
    """Whatever the lengths: a step that slips moves the opening by the slip less its slack, never more."""
    values = VALUES | {f"launch_{name}_months": months for name, months in lengths.items()}
    before = by_name(site(), values)
    later = values | {late.figure: values[late.figure] + slip}
    moved = months_to_open(site(), later) - months_to_open(site(), values)
    assert moved == pytest.approx(max(0.0, slip - before[late.name].slack), abs=1e-6)
    assert any(one.critical for one in before.values())


def test_the_registered_steps_add_up_to_what_was_published() -> None:
    """In a row 12 months, 6 at the low ends and 18 at the high ones, as of the whole (I01-I03, A21, A37)."""
    known = figures()
    whole = known["hub_mobilise_months"]

    def at(end: str) -> dict[str, Any]:
        names = (*(one.figure for one in STEPS), "launch_converted_share")
        return {n: getattr(known[n], end) for n in names} | {COST_SHARES: known[COST_SHARES].value}

    found = [months_to_open(site(), at(end)) for end in ("low", "value", "high")]
    assert found == [whole.low, whole.value, whole.high]
    assert sum(known[COST_SHARES].value) == pytest.approx(1.0)  # type: ignore[arg-type]


DECIDED = """
name = "decided"
title = "Decided"

[[interventions]]
kind = "{kind}"
decided_month = 3
{twin}

[[interventions.hubs]]
{first}

[[interventions.hubs]]
opens_month = {second}
"""


def opens(text: str) -> list[float]:
    """Return the months in which the sites of a scenario open, with central values."""
    request = CompareRequest(SMALL, scenario=from_toml(text), replicates=2, central=True)
    task = make_plan(request).tasks[0]
    (one,) = programmes(model_rules(), task.arms[1].interventions, task.parameters)
    return [round(float(each.columns["opens"]) * 12, 6) for each in one.sites]


@pytest.mark.parametrize("twin", ["", 'twin = "null"', 'twin = "recording"'])
def test_a_decision_fixes_the_opening(twin: str) -> None:
    """Decided in month 3, the first opens when ready and the next as long after it as was said; twins too."""
    kind = "no_wrong_door"
    text = DECIDED.format(kind=kind, twin=twin, first="opens_month = 12", second=24)
    assert opens(text) == [15.0, 27.0]


def test_a_decision_carries_its_figures_and_nothing_else_does() -> None:
    """The steps' figures are values of an arm that says when it is decided, and of no other arm."""
    decided = from_toml(DECIDED.format(kind="no_wrong_door", twin="", first="", second=12))
    for scenario, read in ((decided, True), ("no-wrong-door", False)):
        task = make_plan(CompareRequest(SMALL, scenario=scenario, replicates=2)).tasks[0]
        (spec,) = task.arms[1].interventions
        assert ("launch_homes_months" in spec["values"]) is read
        assert "launch_homes_months" not in task.parameters


def test_only_who_reads_them_cites_them() -> None:
    """The steps' figures stand behind a scenario that says when it is decided, and behind no other."""
    decided = from_toml(DECIDED.format(kind="no_wrong_door", twin="", first="", second=12))
    for scenario, read in ((decided, True), (load_scenario("no-wrong-door"), False)):
        cited = {one.id for one in cited_figures(scenario)}
        assert ("launch_homes_months" in cited) is read
        assert "barrier_turnover_ratio" not in cited


def test_months_are_named_from_april() -> None:
    """A run starts on 31 March: month 0 is April, month 9 January of the next year, before it March."""
    assert [month_of(m, 2024) for m in (0, 9, 12, -1)] == [
        "April 2024",
        "January 2025",
        "April 2025",
        "March 2024",
    ]


def test_the_command_shows_steps_and_dates(tmp_path: Path) -> None:
    """Every step by name, what decides the date, and every row in a file."""
    file = tmp_path / "launch.csv"
    words = ["launch", "--authority", SMALL, "--csv", str(file)]
    result = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    found, _ = launches(CompareRequest(authority=SMALL))
    said = " ".join(result.output.split())
    assert "moves the opening" in said
    assert "12 months (6 with every step at its shortest, 18 at its longest)" in said
    for one in found[0].steps:
        assert one.step.says in said
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1 + len(found[0].steps)


def test_a_scenario_that_opens_no_service_is_refused() -> None:
    """There is nothing to prepare for, and the error says where to look."""
    result = CliRunner().invoke(app, ["launch", "--scenario", "baseline", "--authority", SMALL])
    assert result.exit_code == 2
    assert "opens no service" in " ".join(result.output.split())


def test_a_late_building_puts_the_opening_off_and_not_the_decision() -> None:
    """The decision begins when the scenario says; nine months' delay comes after it."""
    text = """name = "late"
title = "Late"
[[interventions]]
kind = "no_wrong_door"
decided_month = 1
[[interventions.hubs]]
name = "A"
[[interventions.barriers]]
barrier = "building_late"
months = 9
"""
    (found,), _ = launches(CompareRequest(SMALL, scenario=from_toml(text, "late"), years=5))
    assert found.decided == pytest.approx(1.0)
    assert found.opens == pytest.approx(1.0 + found.months + 9.0)
