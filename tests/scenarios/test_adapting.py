"""Core and adaptable, and where to start: paired versions of one scenario."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from calibration.beliefs.evidence.load import figure
from dashboards.cli.app import app
from dashboards.report.order_sheets import sentence
from scenarios.adopting.order import _ranked, _turn, order
from scenarios.adopting.paired import Versions, run_versions
from scenarios.adopting.parts import CORE_SHARE, LOOKED_AT, Lost, _judged, adapt
from scenarios.adopting.supported import of_supported
from scenarios.compare import compare, make_plan
from scenarios.intervention_schema import kinds
from scenarios.new_file import PLACEHOLDER, new_file
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, from_toml, load_scenario
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution
from simulation.services.declaration import Part

COUNCIL = "Kingston upon Thames"
ONE = Execution(1)
#: Nothing would have happened to those supported: what matters is then the least there is.
NOBODY = dict.fromkeys(LOOKED_AT, 0.0)


def asked(scenario: str | Scenario = "no-wrong-door", **more: Any) -> CompareRequest:
    """Return a small request."""
    told = {"years": 2, "replicates": 2, "central": True} | more
    return CompareRequest(COUNCIL, scenario=scenario, **told)


def parts_of(scenario: Scenario) -> list[Part]:
    """Return the parts of a scenario's one service."""
    (spec,) = make_plan(asked(scenario)).tasks[0].arms[1].interventions
    (one,) = scenario.interventions
    task = make_plan(asked(scenario)).tasks[0]
    return list(kinds()[one["kind"]].parts(one, {**task.parameters, **spec["values"]}))


def test_ten_distinguishers_are_ten_parts() -> None:
    """Each leaves itself out and nothing else; the police officer goes with shared intelligence."""
    scenario = load_scenario("no-wrong-door")
    parts = {one.name: one for one in parts_of(scenario)}
    assert len(parts) == 10
    for name, one in parts.items():
        assert one.without["fidelity"] == {"rest": "adopter", name: 0.0}
        assert "judgement" in one.judgement
    gone = {name for name, one in parts.items() if "vacant" in one.without["hubs"][0]}
    assert gone == {"shared_intelligence", "fewer_referrals_onward"}


def test_a_programme_has_a_part_for_each_effect(tmp_path: Path) -> None:
    """Of several effects each can be left out; one alone is the service itself, and is no part."""
    path = new_file("programme", "team", tmp_path)
    text = path.read_text(encoding="utf-8").replace(PLACEHOLDER, "A study.")
    path.write_text(text, encoding="utf-8")
    scenario = from_toml(
        'name = "t"\ntitle = "T"\n[[interventions]]\nfile = "team.toml"\n', folder=tmp_path
    )
    (one,) = scenario.interventions
    effects = one["programme"]["effects"]
    parts = kinds()[one["kind"]].parts(one, {})
    assert [part.name for part in parts] == ([e["acts_on"] for e in effects] if effects[1:] else [])
    for part in parts:
        left = [e["acts_on"] for e in part.without["programme"]["effects"]]
        assert left == [e["acts_on"] for e in effects if e["acts_on"] != part.name]


def test_versions_are_runs_of_the_comparison(tmp_path: Path) -> None:
    """A version that is the scenario itself gives what a comparison of it gives, to the digit."""
    request = asked()
    made = make_plan(request)
    found = run_versions(made, {"whole": made.arms[1].interventions}, ("missing_episodes",), ONE)
    compared = compare(request, execution=ONE, store=tmp_path / "runs.sqlite")
    difference = found.difference("whole", "baseline", "missing_episodes")
    assert difference.mean == pytest.approx(
        compared.row("missing_episodes")["difference"]["mean"], abs=1e-9
    )


def versions(effect: float, lost: float, noise: float) -> Versions:
    """Return made-up versions in which a part carries so much of an effect on missing episodes."""
    rng = np.random.default_rng(1)
    zero = np.zeros(100)
    base = {name: zero for name in (*LOOKED_AT, "cost_council")}
    whole = {**base, "missing_episodes": zero - effect + rng.normal(0, noise, 100)}
    without = {
        **whole,
        "missing_episodes": whole["missing_episodes"] + lost + rng.normal(0, noise, 100),
    }
    totals = {"baseline": base, "whole": whole, "without": without}
    return Versions(totals, np.arange(100))


@pytest.mark.parametrize(
    ("lost", "noise", "core", "sure"),
    [(50, 1, True, True), (2, 1, False, True), (0, 400, False, False), (14, 30, True, False)],
)
def test_the_verdict_is_as_stated(lost: float, noise: float, core: bool, sure: bool) -> None:
    """Of an effect of 100: half is core; a fiftieth is not; what noise hides is not, and not surely."""
    assert figure(CORE_SHARE).value == 0.1
    part = Part("p", "P", {}, "j")
    found = _judged(versions(100.0, lost, noise), "baseline", "without", "s", part, NOBODY)
    assert (found.core, found.sure) == (core, sure)


def test_what_is_too_small_to_matter_is_not_counted() -> None:
    """However surely it is seen: an effect below the size that matters makes no part core."""
    size = MEASURES[BY_NAME["missing_episodes"]].size.of(0.0)
    part = Part("p", "P", {}, "j")
    for effect, verdict in ((size * 0.9, "cannot be told"), (size * 1.2, "core")):
        found = _judged(versions(effect, effect / 2, 0.1), "baseline", "without", "s", part, NOBODY)
        assert found.verdict == verdict
        assert (found.most is None) == (verdict != "core")


def test_what_matters_is_how_much_for_those_supported() -> None:
    """An effect that is little of a whole council, and much of what would befall those supported, counts."""
    part = Part("p", "P", {}, "j")
    made = versions(100.0, 50.0, 0.1)
    council = {
        **made.totals,
        "baseline": {k: one + 1e5 for k, one in made.totals["baseline"].items()},
    }
    for name in ("whole", "without"):
        council[name] = {k: one + 1e5 for k, one in made.totals[name].items()}
    found = Versions(council, made.clusters)
    share = MEASURES[BY_NAME["missing_episodes"]].size.share
    for mine, verdict in ((50.0 / share, "core"), (200.0 / share, "cannot be told")):
        told = {**NOBODY, "missing_episodes": mine}
        assert _judged(found, "baseline", "without", "s", part, told).verdict == verdict


def test_those_supported_are_followed_without_it() -> None:
    """They are some of the council and not all; of a practice, which supports nobody by itself, all are meant."""
    made = make_plan(asked())
    totals = run_versions(made, {}, LOOKED_AT, ONE).totals["baseline"]
    mine = of_supported(made, LOOKED_AT, ONE)
    for name in ("weeks_in_care", "missing_episodes", "placement_moves"):
        assert 0.0 < mine[name] < totals[name].mean()
    made = make_plan(asked("signs-of-safety"))
    every = of_supported(made, LOOKED_AT, ONE)
    totals = run_versions(made, {}, LOOKED_AT, ONE).totals["baseline"]
    for name in ("weeks_in_care", "missing_episodes", "care_entries"):
        assert every[name] == pytest.approx(totals[name].mean())


def test_that_nothing_was_counted_is_said() -> None:
    """A service that does nothing is told so, not judged part by part."""
    words = ["adapt", "--authority", COUNCIL, "--years", "1", "--replicates", "2", "--workers", "1"]
    words += ["--scenario", "no-wrong-door-null", "--central"]
    said = " ".join(CliRunner().invoke(app, words, env={"COLUMNS": "250"}).output.split())
    assert "Nothing is counted" in said


def test_nothing_is_core_in_a_twin() -> None:
    """What does nothing has nothing to lose: no effect is seen, no part is core."""
    found = adapt(asked("no-wrong-door-null", years=1), execution=ONE)
    assert len(found) == 10
    assert not any(one.core for one in found)
    assert all(isinstance(lost, Lost) for one in found for lost in one.lost)


TWO = """
name = "two"
title = "Two"
[[interventions]]
kind = "no_wrong_door"
[[interventions.hubs]]
name = "Small"
opens_month = 3
caseload = 4
[[interventions.hubs]]
name = "Large"
opens_month = 12
"""


@pytest.mark.slow
def test_hubs_are_put_in_an_order() -> None:
    """Two hubs of different size: each turn has its own month, the best first, and then the other."""
    turns = order(asked(from_toml(TWO), years=2, replicates=24), "missing_episodes", execution=ONE)
    assert [round(one.month) for one in turns] == [3, 12]
    assert [len(one.candidates) for one in turns] == [2, 1]
    assert turns[0].next is turns[0].candidates[0]
    assert {one.site for one in turns[0].candidates} == {"Small", "Large"}
    assert turns[0].candidates[0].apart is None
    assert turns[0].candidates[0].adds.mean <= turns[0].candidates[1].adds.mean
    assert turns[1].candidates[0].site != turns[0].candidates[0].site


@pytest.mark.parametrize(
    ("effects", "opens"),
    [((-50, -10), "A"), ((-50, -49.9), None), ((5, 40), None), ((0, 0), None), ((-50, 40), "A")],
)
def test_only_what_is_told_apart_and_helps_is_recommended(
    effects: tuple[float, float], opens: str | None
) -> None:
    """Two that tie, and two of which the better does harm, are not put in an order."""
    rng = np.random.default_rng(2)
    totals = {"baseline": {"missing_episodes": np.zeros(100)}}
    for k, effect in enumerate(effects):
        totals[str(k)] = {"missing_episodes": effect + rng.normal(0, 5, 100)}
    found = Versions(totals, np.arange(100))
    ranked = _ranked(found, "baseline", [0, 1], "missing_episodes")
    sites: Any = [SimpleNamespace(service="s", name=name) for name in "AB"]
    turn = _turn(found, "baseline", 0.0, ranked, sites, "missing_episodes")
    assert (turn.next and turn.next.site) == opens
    assert ("cannot be told" in sentence(turn)) == (opens is None)


def test_a_turn_that_cannot_be_told_is_the_last() -> None:
    """Two hubs alike that do nothing are not put in an order: one turn, and nobody is to open."""
    (turn,) = order(asked("no-wrong-door-rollout-null", years=1), "arrests", execution=ONE)
    assert len(turn.candidates) == 3
    assert turn.next is None


@pytest.mark.parametrize(
    ("scenario", "measure", "said"),
    [
        ("no-wrong-door", "missing_episodes", "2 to 8"),
        ("no-wrong-door-rollout", "no_such", "no such measure"),
        ("no-wrong-door-rollout", "service_referrals", "neither better nor worse"),
    ],
)
def test_what_cannot_be_ordered_is_refused(scenario: str, measure: str, said: str) -> None:
    """One site, an unknown measure, and one that has no better side."""
    with pytest.raises(DoorwaysError, match=said):
        order(asked(scenario), measure, execution=ONE)


def test_the_commands_print_them(tmp_path: Path) -> None:
    """Every part with its verdict marked as judgement, every row as a file; every turn of an order."""
    small = ["--authority", COUNCIL, "--years", "1", "--replicates", "2", "--workers", "1"]
    small += ["--calibration", "none"]
    shown = CliRunner().invoke(app, ["adapt", *small], env={"COLUMNS": "250"})
    assert shown.exit_code == 0, shown.output
    assert "Judgement" in shown.output
    words = ("core", "adaptable", "cannot be told")
    assert sum(shown.output.count(word) for word in words) >= 10
    alone = CliRunner().invoke(app, ["adapt", *small, "--quiet", "--csv", "-"])
    rows = list(csv.DictReader(io.StringIO(alone.stdout.lstrip("\ufeff"))))
    assert not {"inf", "-inf"} & {value for row in rows for value in row.values()}
    assert len(rows) == 10 * len(LOOKED_AT)
    file = tmp_path / "two.toml"
    file.write_text(TWO, encoding="utf-8")
    turns = CliRunner().invoke(app, ["order", *small, "--scenario", str(file)])
    assert turns.exit_code == 0, turns.output
    assert "Turn 1" in turns.output
    assert "Open " in turns.output or "cannot be told" in turns.output


def test_sites_that_are_put_off_are_ordered_in_their_own_months() -> None:
    """Later by later_months or by the months themselves: the same turns, and the same of every site."""
    from scenarios.adopting.order import order
    from scenarios.scenario import from_toml

    later = TWO.replace('kind = "no_wrong_door"', 'kind = "no_wrong_door"\nlater_months = 6', 1)
    written = TWO
    for line in dict.fromkeys(one for one in TWO.splitlines() if one.startswith("opens_month")):
        month = float(line.partition("=")[2])
        written = written.replace(f"{line}\n", f"opens_month  = {month + 6:g}\n")
    found = [
        order(asked(from_toml(text, "two")), "placement_moves", execution=ONE)
        for text in (later, written)
    ]
    assert found[0] == found[1]
