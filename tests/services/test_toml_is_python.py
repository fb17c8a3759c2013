"""A programme written in TOML is the same one written in Python, and scenarios keep what files say."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from arms import COUNCIL, YEARS, arms_of, lives

from agents.codes import IN_CARE_REASONS, Reason
from agents.schema import REASONS
from agents.synthesis.columns import Columns
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml, load_scenario
from scenarios.sensitivity.inputs import uncertain, values_at
from simulation.compile import RuleSet
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.runner.spec import run_keys
from simulation.runner.worker import population_of
from simulation.services.declaration import CostLine, Service, Site
from simulation.services.opened import programmes
from simulation.services.table import install
from simulation.services.wording import Opened
from simulation.testing import first_difference, play

TEAM = """
type = "programme"
name = "team"
title = "an exploitation team"

[who]
ages = [11, 18]
status = ["in_need", "edge_of_care", "looked_after"]
needs = ["exploitation", "substance_misuse"]

[referral]
per_year = 4.0
crisis_months = 6
without_crisis = 0.25
accepted = 0.7
priority_after_crisis = 4.0

[support]
workers = 3
members_per_worker = 5
months = 6
weeks_to_start = 3
dropout_per_year = 0.4
half_life_years = 2.0
years_to_fill = 1.0
years_to_full_effect = 0.5

[[effects]]
acts_on = "missing_start"
ratio = 0.5
grade = "assumed"
source = "made up"

[[effects]]
acts_on = "arrest/charge"
log_odds = -1.0
grade = "assumed"
source = "made up"

[[costs]]
payer = "police"
what = "officer"
posts = 2
pounds_a_year = 45000
set_up = 1000
"""
OPENED = '[[interventions]]\nfile = "team.toml"\nopens_month = 3\nsites = 2\nfidelity = 0.8\n'


class Team(Service):
    """The same programme, said in Python."""

    name = "team"
    title = "an exploitation team"
    spec = Opened

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return two sites alike."""
        by_reason = np.zeros(REASONS)
        by_reason[[Reason.EDGING_TO_CARE, Reason.EDGE_OF_CARE, *IN_CARE_REASONS]] = 1.0
        columns = {
            "opens": 3 / 12, "age_low": 11.0, "age_high": 18.0, "needs": 4 + 16,
            "referral": 4.0, "referral_by_reason": by_reason, "crisis_years": 6 / 12,
            "calm": np.full(REASONS, 0.25), "acceptance": np.full(REASONS, 0.7), "waiting_limit": 1.0,
            "priority": 4.0, "capacity": 15, "ramp": 1.0, "start": 365.25 / 7 / 3,
            "end": 1 / (6 / 12), "dropout": 0.4, "fading": math.log(2.0) / 2.0,
            "effect_ramp": 0.5, "overlap": values["overlap_factor"],
            "floor": values["overlap_floor"],
        }  # fmt: skip
        costs = (CostLine("police", 45_000.0, 1000.0, post="officer", posts=2.0),)
        odds = {"arrest/charge": (-1.0, 0.8)}
        return [Site(columns, {"missing_start": (0.5, 0.8)}, odds, costs=costs)] * 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the programme's file."""
    (tmp_path / "team.toml").write_text(TEAM, encoding="utf-8")
    return tmp_path


def planned(folder: Path, opened: str = OPENED) -> Any:
    """Return the plan of a comparison with the scenario."""
    path = folder / "tried.toml"
    path.write_text(f'name = "tried"\ntitle = "Tried"\n{opened}', encoding="utf-8")
    return make_plan(CompareRequest(COUNCIL, scenario=str(path), years=YEARS, replicates=2))


def test_toml_equals_python(folder: Path) -> None:
    """The log of the one is the log of the other, bit for bit, and so are the costs."""
    task = planned(folder).tasks[0]
    model = model_rules()
    rules = RuleSet(model.processes, (*model.services, Team), model.cells, model.occupied)
    played = []
    for spec in (task.arms[1].interventions[0], {"kind": "team"}):
        values = {**task.parameters, **task.arms[1].interventions[0]["values"]}
        population = population_of(task)
        opened = programmes(rules, [spec], values)
        install(rules, population, opened, float(YEARS), Columns(1, 0, task.profile.code))
        played.append(play(rules, population, values, 1, float(YEARS), room=1 << 15))
    toml, python = played
    assert first_difference(toml.log, python.log) == ""
    assert toml.log.only("support_start").times.size > 0
    assert toml.population.costs == python.population.costs


def test_the_order_in_a_file_does_not_matter(folder: Path) -> None:
    """The same things opened in another order give the same log, bit for bit."""
    hub = '[[interventions]]\nkind = "no_wrong_door"\n[[interventions.hubs]]\nopens_month = 2\n'
    births = '[[interventions]]\nkind = "births"\nper_year = 30\n'
    logs = [
        arms_of(folder, text)["tried"].log
        for text in (OPENED + hub + births, births + hub + OPENED, hub + OPENED + births)
    ]
    assert first_difference(logs[0], logs[1]) == ""
    assert first_difference(logs[0], logs[2]) == ""


def test_one_service_does_not_move_anothers_draws(folder: Path) -> None:
    """With its effects off, a second service leaves the first one's referrals where they were."""
    hub = '[[interventions]]\nkind = "no_wrong_door"\ntwin = "null"\n[[interventions.hubs]]\nopens_month = 2\n'
    team = OPENED.replace("fidelity = 0.8", 'twin = "null"')
    alone, both = (arms_of(folder, text)["tried"].log for text in (hub, hub + team))
    theirs = set(alone.uids[alone.processes == "referral"].tolist())
    kept = both.of(theirs).only("referral")
    assert first_difference(kept, alone.only("referral")) == ""


def test_the_files_words_are_part_of_the_run_key(folder: Path) -> None:
    """Another number in the file makes another run of the scenario, and the same baseline."""
    keys = run_keys(planned(folder).tasks[0])
    (folder / "team.toml").write_text(TEAM.replace("ratio = 0.5", "ratio = 0.6"), encoding="utf-8")
    changed = run_keys(planned(folder).tasks[0])
    assert changed[0] == keys[0]
    assert changed[1] != keys[1]


def test_a_scenario_holds_its_files_and_is_written_out_whole(folder: Path) -> None:
    """The text that is stored with a run needs no other file: it reads back as the same scenario."""
    planned(folder)
    scenario = load_scenario(str(folder / "tried.toml"))
    assert scenario.interventions[0]["programme"]["name"] == "team"
    again = from_toml(scenario.to_toml(), "stored")
    assert again == scenario
    assert "file" not in tomllib.loads(scenario.to_toml())["interventions"][0]


def test_a_ranges_figure_is_drawn_and_listed(folder: Path) -> None:
    """A range in a file is drawn for each draw, central where asked, and listed as assumed."""
    text = TEAM.replace("ratio = 0.5", "ratio = { central = 0.5, low = 0.3, high = 0.9 }")
    (folder / "team.toml").write_text(text, encoding="utf-8")
    plan = planned(folder)
    name = "team/missing_start"
    beliefs = plan.beliefs
    drawn = [beliefs.brought({}, 1, draw)[name] for draw in range(400)]
    assert len(set(drawn)) == 400
    # A 90% range of 400 draws: 90% lie inside, give or take four standard errors.
    inside = np.mean([(0.3 <= one <= 0.9) for one in drawn])
    assert abs(inside - 0.9) < 4 * math.sqrt(0.9 * 0.1 / 400)
    assert beliefs.brought({})[name] == 0.5
    assert name in {one["id"] for one in beliefs.assumptions()}


def test_a_figure_of_the_register_lends_its_value(folder: Path) -> None:
    """An effect that names a figure has that figure's value in every draw."""
    text = TEAM.replace("ratio = 0.5", 'figure = "nwd_missing_ratio"')
    (folder / "team.toml").write_text(text, encoding="utf-8")
    plan = planned(folder)
    values = plan.beliefs.values(plan.council, 1, 3)
    assert values["team/missing_start"] == values["nwd_missing_ratio"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"missing_start"', '"missing_strat"', "missing_start"),
        ('"arrest/charge"', '"arrest/chargd"', "arrest/charge"),
        ("ratio = 0.5", "ratio = 0.0", "between"),
        ("ratio = 0.5", "log_odds = 0.5", "ratio"),
        ("workers = 3\n", "", "places, or workers"),
        ("ages = [11, 18]", "ages = [18, 11]", "above the first"),
        ('type = "programme"', 'type = "program"', "programme"),
        ('"police"', '"polis"', "council"),
    ],
)
def test_a_fault_in_a_file_is_one_clear_error(
    folder: Path, before: str, after: str, said: str
) -> None:
    """What is wrong in a file is named with what would be right."""
    assert before in TEAM
    (folder / "team.toml").write_text(TEAM.replace(before, after), encoding="utf-8")
    with pytest.raises(DoorwaysError, match=said):
        planned(folder)


def test_lives_differ_by_the_real_effects(folder: Path) -> None:
    """The real programme does change lives: the laws above can fail."""
    arms = arms_of(folder, OPENED)
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) != ""


def test_any_number_of_the_register_can_be_lent(folder: Path) -> None:
    """A figure that is no parameter lends its value too; what is none, or a table, is refused."""
    text = TEAM.replace("ratio = 0.5", 'figure = "claim_missing"')
    (folder / "team.toml").write_text(text, encoding="utf-8")
    plan = planned(folder)
    lent = plan.beliefs.values(plan.council, 1, 3)["team/missing_start"]
    assert lent == pytest.approx(0.32)
    for name, said in (
        ("claim_missin", "no such figure"),
        ("entry_hazard", "no such figure"),
        ("distinguisher_weight", "table"),
    ):
        (folder / "team.toml").write_text(
            TEAM.replace("ratio = 0.5", f'figure = "{name}"'), encoding="utf-8"
        )
        with pytest.raises(DoorwaysError, match=said):
            planned(folder)


def test_a_lent_figure_varies_with_its_own_and_not_twice(folder: Path) -> None:
    """In a study of what matters, the register's figure is the input, and the effect follows it."""
    text = TEAM.replace("ratio = 0.5", 'figure = "nwd_missing_ratio"')
    (folder / "team.toml").write_text(text, encoding="utf-8")
    plan = planned(folder)
    drawn = uncertain(plan.beliefs)
    assert "nwd_missing_ratio" in drawn
    assert "team/missing_start" not in drawn
    values = [values_at(plan.beliefs, plan.council, {"nwd_missing_ratio": u}) for u in (0.1, 0.9)]
    sizes = [one["team/missing_start"] for one in values]
    assert sizes == [one["nwd_missing_ratio"] for one in values]
    assert sizes[0] < sizes[1]
