"""Barriers: each changes its site from its date as declared, mitigation gives back, and nothing else moves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from arms import COUNCIL, YEARS, Arm, arms_of, lives
from typer.testing import CliRunner

from calibration.beliefs.evidence.load import figure
from dashboards.cli.app import app
from scenarios.adopting.resources import resources
from scenarios.compare import make_plan
from scenarios.new_file import PLACEHOLDER, new_file
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml
from scenarios.validate import faults_of
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.services.barriers.kinds import KINDS, LEAVING, MITIGATED, VACANT
from simulation.services.declaration import Site
from simulation.services.opened import programmes
from simulation.services.opened_service import BarrierWord

HUB = """
[[interventions]]
kind = "no_wrong_door"
{twin}

[[interventions.hubs]]
opens_month = 6
"""
BARRIER = "\n[[interventions.barriers]]\n"


def text(*barriers: str, twin: str = "") -> str:
    """Return a hub with barriers."""
    return HUB.format(twin=twin) + "".join(BARRIER + one for one in barriers)


def site(*barriers: str, twin: str = "") -> Site:
    """Return the hub as an arm opens it, with central values."""
    scenario = from_toml(f'name = "tried"\ntitle = "Tried"\n{text(*barriers, twin=twin)}')
    request = CompareRequest(COUNCIL, scenario=scenario, replicates=2, central=True)
    task = make_plan(request).tasks[0]
    (one,) = programmes(model_rules(), task.arms[1].interventions, task.parameters)
    return one.sites[0]


def central(name: str) -> float:
    """Return a figure's central value."""
    value = figure(name).value
    assert isinstance(value, float | int)
    return float(value)


def test_every_word_is_declared_and_sourced() -> None:
    """What a scenario may say are the barriers there are; each has words, what lessens it, and rows."""
    assert set(get_args(BarrierWord)) == set(KINDS)
    for one in KINDS.values():
        assert all((one.says, one.mitigation, one.source))
        assert figure(one.months).kind == "assumed"


@pytest.mark.parametrize(("mitigated", "kept"), [("", 1.0), ("mitigated = true", 0.5)])
def test_a_late_building_opens_later(mitigated: str, kept: float) -> None:
    """Six months later, three where it is mitigated; twins too."""
    assert central(MITIGATED) == 0.5
    late = central(KINDS["building_late"].months) * kept
    for twin in ("", 'twin = "null"'):
        found = site(f'barrier = "building_late"\n{mitigated}', twin=twin)
        assert found.columns["opens"] * 12 == pytest.approx(6 + late)
        assert found.stages == ()


def test_a_partner_takes_what_rests_on_its_post() -> None:
    """Without its police officer a hub does less of what shared intelligence carries, and costs less."""
    plain = site()
    found = site('barrier = "partner_withdraws"\npost = "police_officer"\nmonth = 12\nmonths = 6')
    begins, ends = found.stages
    assert (begins.at, ends.at) == (pytest.approx(1.0), pytest.approx(1.5))
    assert begins.doses["missing_start"] < plain.ratios["missing_start"][1]
    assert begins.doses["placement_move"] == plain.ratios["placement_move"][1]
    assert ends.doses == {name: dose for name, (_, dose) in plain.ratios.items()}
    gap = {line.post: line for line in found.costs if line.since == begins.at}
    assert gap["police officer"].yearly == 0
    assert sum(line.opening for line in found.costs) == sum(line.opening for line in plain.costs)


@pytest.mark.parametrize(
    "barrier",
    [
        'barrier = "partner_withdraws"\npost = "police_officer"\nmonth = 0\nmonths = 6',
        'barrier = "partner_withdraws"\npost = "police_officer"\nmonth = 3\nmonths = 6',
    ],
)
def test_setting_up_is_paid_for_once(barrier: str) -> None:
    """Whether a barrier acts from the start of the run or later, a site is set up once."""
    assert sum(line.opening for line in site(barrier).costs) == sum(
        line.opening for line in site().costs
    )


def test_recruitment_and_turnover_change_what_they_name() -> None:
    """A third of the posts empty from the opening on; three times as many workers leave for a year."""
    plain = site()
    slips, over = site('barrier = "recruitment_slips"').stages
    assert slips.at == plain.columns["opens"]
    assert slips.capacity == int(plain.columns["capacity"] * (1 - central(VACANT)))
    assert over.capacity == plain.columns["capacity"]
    faster, usual = site('barrier = "turnover"\nmonth = 12').stages
    assert faster.turnover == pytest.approx(plain.columns["turnover"] * central(LEAVING))
    assert usual.turnover == plain.columns["turnover"]
    assert site('barrier = "turnover"\nmonth = 12').costs == plain.costs


def test_several_at_once_hold_together() -> None:
    """While two overlap both hold, and each ends by itself."""
    stages = site(
        'barrier = "recruitment_slips"\nmonths = 12',
        'barrier = "turnover"\nmonth = 12\nmonths = 12',
    ).stages
    assert [round(one.at * 12) for one in stages] == [6, 12, 18, 24]
    small, usual = stages[0].capacity, stages[3].capacity
    assert [one.capacity for one in stages] == [small, small, usual, usual]
    assert stages[1].turnover == stages[2].turnover > stages[0].turnover == stages[3].turnover


@pytest.mark.parametrize(
    ("barrier", "said"),
    [
        ('barrier = "flood"', "building_late"),
        ('barrier = "turnover"', "Say in month"),
        ('barrier = "building_late"\nmonth = 3', "Leave month out"),
        ('barrier = "partner_withdraws"\nmonth = 3', "Say the post"),
        ('barrier = "turnover"\nmonth = 3\npost = "manager"', "Say the post"),
        ('barrier = "turnover"\nmonth = 3\nsite = 2', "1 site"),
        ('barrier = "partner_withdraws"\nmonth = 3\npost = "sailor"', "no such post"),
    ],
)
def test_what_makes_no_sense_is_refused(barrier: str, said: str) -> None:
    """An unknown barrier, a date too many or too few, a site or a post that is not there."""
    with pytest.raises(DoorwaysError, match=said):
        site(barrier)


def test_validate_finds_every_fault_of_a_barrier(tmp_path: Path) -> None:
    """A post, a site, a kind and a month that are not there are told with the line they stand in."""
    path = tmp_path / "tried.toml"
    head = 'name = "tried"\ntitle = "Tried"\n'

    def told(*barriers: str) -> list[tuple[str, str]]:
        path.write_text(head + text(*barriers), encoding="utf-8")
        lines = path.read_text(encoding="utf-8").splitlines()
        return [(lines[one.line - 1], str(one.error)) for one in faults_of(path)]

    unknown = told(
        'barrier = "partner_withdraws"\nmonth = 3\npost = "sailor"',
        'barrier = "turnover"\nmonth = 3\nsite = 2',
        'barrier = "turnover"\nmonth = 9',
    )
    assert [line for line, _ in unknown] == ['post = "sailor"', "site = 2"]
    assert "no such post" in unknown[0][1]
    assert "1 site." in unknown[1][1]
    wrong = told('barrier = "flood"\nmonth = 3', 'barrier = "turnover"\nmonth = 300')
    assert [line for line, _ in wrong] == ['barrier = "flood"', "month = 300"]
    many = [f'barrier = "turnover"\nmonth = {month}\nmonths = 1' for month in range(1, 20, 2)]
    ((line, said),) = told(*many)
    assert line == "[[interventions.barriers]]"
    assert "at most" in said
    assert told('barrier = "partner_withdraws"\nmonth = 3\npost = "police officer"') == []


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Arm]:
    """Arms of one council: none, a plain hub, and one with each barrier that lives through a run."""
    found: dict[str, Arm] = {}
    for name, barrier in {
        "plain": "",
        "restricted": 'barrier = "regulator_restricts"\nmonth = 9\nmonths = 6',
        "short": 'barrier = "recruitment_slips"\nmonths = 24',
        "over": 'barrier = "turnover"\nmonth = 35.9',
    }.items():
        folder = tmp_path_factory.mktemp(name)
        found[name] = arms_of(folder, text(*([barrier] if barrier else [])))["tried"]
    return found


def starts(arm: Arm) -> Any:
    """Return when support began."""
    return arm.log.only("support_start").times


def test_nobody_is_taken_on_while_the_regulator_bars_it(tried: Mapping[str, Arm]) -> None:
    """No referral and no start from month 9 to 15, and some before and after; a reopening ends it."""
    times = starts(tried["restricted"])
    assert not ((times > 0.75) & (times < 1.25)).any()
    assert (times < 0.75).any()
    assert (times > 1.25).any()
    plain = starts(tried["plain"])
    assert ((plain > 0.75) & (plain < 1.25)).any()
    reopened = tried["restricted"].log.only("service_reopening").times
    assert np.isclose(reopened, 1.25).any()


def test_fewer_are_supported_while_posts_are_empty(tried: Mapping[str, Arm]) -> None:
    """Over the run fewer begin with a third of the posts empty than with all of them filled."""
    assert starts(tried["short"]).size <= starts(tried["plain"]).size
    assert tried["short"].log.only("service_barrier").times.tolist() == pytest.approx([0.5, 2.5])


def test_until_it_begins_nothing_is_otherwise(tried: Mapping[str, Arm]) -> None:
    """To the bit the same lives before the first change: a barrier draws nothing of its own."""
    plain, late = (lives(tried[name].log) for name in ("plain", "over"))
    before = 2.99
    early = plain.times < before
    assert early.any()
    assert np.array_equal(plain.times[early], late.times[late.times < before])


def test_money_of_a_stage_is_what_a_run_counts(tmp_path: Path) -> None:
    """With posts empty and then filled, months still add up to the run, to the penny."""
    barriers = (
        'barrier = "recruitment_slips"\nmonths = 5',
        'barrier = "partner_withdraws"\npost = "police officer"\nmonth = 9.5\nmonths = 7',
    )
    arm = arms_of(tmp_path, text(*barriers))["tried"]
    scenario = from_toml(f'name = "tried"\ntitle = "Tried"\n{text(*barriers)}')
    found = resources(CompareRequest(COUNCIL, scenario=scenario, years=YEARS))
    gross = arm.values[BY_NAME["cost_services_gross"]]
    assert np.abs(found.total().reshape(YEARS, 12).sum(axis=1) - gross).max() < 0.005
    (police,) = (one for one in found.lines if one.what == "police officer")
    assert police.number[12] == 0
    assert police.number[-1] == pytest.approx(1)


def test_any_programme_has_them(tmp_path: Path) -> None:
    """A service from a file is restricted and short of staff like any other, without saying anything."""
    path = new_file("programme", "team", tmp_path)
    made = path.read_text(encoding="utf-8").replace(PLACEHOLDER, "A study.")
    path.write_text(made, encoding="utf-8")
    settings = '[[interventions]]\nfile = "team.toml"\nopens_month = 2\n'
    barrier = 'barrier = "regulator_restricts"\nmonth = 4\nmonths = 6\n'
    arm = arms_of(tmp_path, settings + BARRIER + barrier)["tried"]
    times = starts(arm)
    assert not ((times > 4 / 12) & (times < 10 / 12)).any()
    assert (times > 10 / 12).any()


def test_describe_says_what_goes_wrong(tmp_path: Path) -> None:
    """The barrier, its date, what lessens it and its rows, in plain English."""
    path = tmp_path / "tried.toml"
    barrier = text('barrier = "turnover"\nmonth = 12\nmitigated = true')
    path.write_text(f'name = "tried"\ntitle = "Tried"\n{barrier}', encoding="utf-8")
    said = CliRunner().invoke(app, ["describe", str(path)]).output
    assert "Barrier in month 12: staff leave faster" in said
    assert "Mitigated: supervision" in said
    faults = CliRunner().invoke(app, ["validate", str(path)])
    assert faults.exit_code == 0, faults.output
