"""The check of England: verdicts in words, fitting moves, and one small real year."""

import numpy as np
import pytest

from agents.codes import Placement, Route
from calibration.assemble import charge_log_odds, parameters_for
from calibration.authorities.load import england, profile
from calibration.local import local_rates, shrunk
from calibration.national import simulate_council
from calibration.national_check import ranged, row
from calibration.national_fit import moved, tilted
from calibration.published import published
from simulation.parameters import check_values


@pytest.mark.parametrize(
    ("simulated", "inside", "words"),
    [(100.2, True, "the same"), (109.0, True, "9.0% more"), (89.0, False, "11.0% fewer")],
)
def test_a_row_says_how_far_off_it_is(simulated: float, inside: bool, words: str) -> None:
    """A row is inside up to its tolerance, and says in words how it differs."""
    found = row("A figure", 100.0, simulated)
    assert found.inside is inside
    assert words in found.verdict
    assert ("outside" in found.verdict) is not inside


def test_a_range_is_judged_by_its_ends() -> None:
    """A share is inside only between the two ends."""
    assert ranged("Share", 0.10, 0.08, 0.08, 0.12).inside
    assert not ranged("Share", 0.10, 0.121, 0.08, 0.12).inside


def test_levels_move_towards_what_is_wanted() -> None:
    """Too few events raise a level, by no more than a factor of three; nothing seen leaves it."""
    level = np.array([1.0, 1.0, 1.0, 0.0])
    new = moved(level, np.array([200.0, 50.0, 10.0, 5.0]), np.array([100.0, 100.0, 0.0, 5.0]), 1.0)
    assert new.tolist() == [2.0, 0.5, 1.0, 0.0]
    assert moved(np.array([1.0]), 1000.0, 1.0, 1.0).tolist() == [3.0]


def test_tilted_weights_still_sum_to_one() -> None:
    """Tilting placement choice raises the kind that is short and keeps rows whole."""
    weights = np.full((5, 3, len(Placement)), 1 / len(Placement))
    wanted = np.full(len(Placement), 100.0)
    wanted[Placement.KINSHIP] = 200.0
    new = tilted(weights, wanted, np.full(len(Placement), 100.0))
    assert np.allclose(new.sum(axis=-1), 1.0)
    assert (new[..., Placement.KINSHIP] > weights[..., Placement.KINSHIP]).all()


def test_published_exits_meet_their_margins() -> None:
    """The registered split of exits by route and age adds up to the published routes."""
    year, goal = england(2024), published(2024)
    assert goal.exits[Route.KINSHIP_ORDER].sum() == year["ceases_sgo"] + year["ceases_cao"]
    home = year["ceases_home_planned"] + year["ceases_home_unplanned"] + year["ceases_relatives"]
    assert goal.exits[Route.HOME].sum() == home
    assert abs(goal.exits[Route.ADOPTED].sum() - year["ceases_adopted"]) <= 20
    assert abs(goal.mix.sum() - year["cla"]) / year["cla"] < 0.001


def test_shrinkage_pulls_small_counts_more() -> None:
    """The same ratio of 2 is believed more of a large council than of a small one."""
    small, large = shrunk(4.0, 2.0, 0.05), shrunk(400.0, 200.0, 0.05)
    assert 1.0 < small < 1.1
    assert 1.8 < large < 2.0


def test_local_rates_give_back_the_published_starts() -> None:
    """Entry hazards times those at risk give the council's starts of children with families."""
    council = profile("Wiltshire", 2024)
    p = parameters_for(council)
    rates = local_rates(council, england(2024), p)
    stock = np.asarray(rates["edge_stock"])
    by_edge = stock * np.asarray(rates["edge_entry_hazard"])
    starts = np.array(
        [council[f"starts_{b}"] for b in ("under_1", "1_4", "5_9", "10_15", "16_plus")]
    )
    starts -= council["starts_uasc"] * np.asarray(p["synth_uasc_age_share"])
    wanted = starts * np.asarray(p["fit_entry"]) * np.asarray(p["synth_edge_path_share"])
    assert np.allclose(by_edge, np.maximum(wanted, 0.0))


def test_every_council_has_values_inside_their_support() -> None:
    """Central and drawn values of a small, a middling and a large council pass the check."""
    for name in ("Rutland", "North Yorkshire", "Kent"):
        council = profile(name, 2024)
        check_values(parameters_for(council))
        check_values(parameters_for(council, seed=3, draw_number=7))


def test_charges_follow_from_both_ratios() -> None:
    """The tilt on a charge given arrest makes charges fall by the charge ratio overall."""
    values = {"charge_share": 0.4, "nwd_charge_ratio": 0.75, "nwd_arrest_ratio": 0.83}
    odds = 0.4 / 0.6 * np.exp(charge_log_odds(values))
    assert np.isclose(odds / (1 + odds) * 0.83, 0.4 * 0.75)


def test_a_councils_year_is_counted_twice_alike() -> None:
    """Starts and exits read off the log by age equal the run's own counts."""
    year = simulate_council(profile("Rutland", 2024), {}, seed=5)
    unaccompanied = year["care_entries"] - year.starts.sum()
    assert unaccompanied >= 0
    assert year.exits.sum() == year["exits"]
    assert year.missing.sum() == year["missing_episodes"]
    assert year.mix.sum() == year["children_looked_after"]


@pytest.mark.slow
@pytest.mark.statistics
def test_england_comes_out() -> None:
    """Every row of the England check is inside its tolerance.

    Power: counts of 3,000 and more have a simulation error below 2%, so a level that is off by
    15% is caught in more than 99 runs of 100.
    """
    from calibration.national_check import run

    assert [found.label for found in run() if not found.inside] == []
