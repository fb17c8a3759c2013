"""No Wrong Door's fidelity: whose it is, how far it reaches; and the charges two published ratios imply."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.evidence.load import figures
from scenarios.describe import describe
from scenarios.scenario import Scenario, from_toml
from simulation.costs import PARAMETERS as COSTS
from simulation.interventions.no_wrong_door.service import NoWrongDoor
from simulation.interventions.no_wrong_door.sites import fidelity_of
from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, FIDELITIES
from simulation.services.figures import PARAMETERS as SHARED

TEXT = """
name = "mine"
title = "Mine"
[[interventions]]
kind = "no_wrong_door"
{}
[[interventions.hubs]]
opens_month = 1
"""
VALUES = {one.name: figures()[one.name].value for one in (*SHARED, *COSTS, *NoWrongDoor.parameters)}
#: What of the council's own these need.
SHARES = {
    "charge_share": 0.4,
    "step_down_share": figures()["step_down_share"].value,
    "synth_carer_skill_share": figures()["synth_carer_skill_share"].value,
}
#: The level of each kind of council.
LEVEL = {word: VALUES.get(f"hub_fidelity_{word}", 1.0) for word in FIDELITIES}


def mine(said: str = "") -> Scenario:
    """A scenario whose service says this of its fidelity."""
    return from_toml(TEXT.format(said))


def weights(said: str = "") -> dict[str, float]:
    """The weight of each distinguisher of such a service."""
    (service,) = mine(said).interventions
    return fidelity_of(service, VALUES)


@pytest.mark.parametrize("word", FIDELITIES)
def test_a_word_sets_every_distinguisher(word: str) -> None:
    """Each of the four words gives all ten distinguishers the level it stands for."""
    assert weights(f'fidelity = "{word}"') == dict.fromkeys(DISTINGUISHERS, LEVEL[word])


def test_the_four_words_differ() -> None:
    """An adopter and Wigan are less faithful than North Yorkshire, and full is all of it."""
    assert max(LEVEL["adopter"], LEVEL["wigan"]) < LEVEL["north_yorkshire"] <= LEVEL["full"] == 1


def test_nothing_said_is_an_adopter() -> None:
    """A scenario that says nothing has the fidelity of a council that adopts the model."""
    assert weights() == weights('fidelity = "adopter"')


@pytest.mark.parametrize("rest", [None, *FIDELITIES])
def test_a_table_weighs_some_and_says_whose_the_others_are(rest: str | None) -> None:
    """What a table weighs has that weight; all others have that of `rest`, else an adopter's."""
    said = f', rest = "{rest}"' if rest else ""
    found = weights(f"fidelity = {{ one_key_worker = 0.25, core_offer_to_all = 0{said} }}")
    assert (found.pop("one_key_worker"), found.pop("core_offer_to_all")) == (0.25, 0.0)
    assert set(found.values()) == {LEVEL[rest or "adopter"]}


def test_a_table_of_all_ten_needs_no_rest() -> None:
    """With every distinguisher weighed, whose the others are changes nothing."""
    every = ", ".join(f"{name} = 0.5" for name in DISTINGUISHERS)
    found = [weights(f'fidelity = {{ {every}, rest = "{word}" }}') for word in FIDELITIES]
    assert found == [dict.fromkeys(DISTINGUISHERS, 0.5)] * len(FIDELITIES)


def test_a_more_faithful_service_does_more() -> None:
    """At higher fidelity each effect reaches at least as far, and some reach further."""

    def reach(word: str) -> list[float]:
        spec: Mapping[str, Any] = mine(f'fidelity = "{word}"').interventions[0]
        (site,) = NoWrongDoor.sites(spec, {**VALUES, **SHARES})
        # That a case stays open needs no fidelity.
        every = {**site.ratios, **site.log_odds}
        return [share for lever, (_, share) in every.items() if lever != "case_closing"]

    adopter, full = reach("adopter"), reach("full")
    assert all(a < b for a, b in zip(adopter, full, strict=True))
    assert adopter == pytest.approx([LEVEL["adopter"] * share for share in full])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('fidelity = "wigan"', "Fidelity: that of Wigan"),
        ('fidelity = "full"', "Fidelity: full, all ten distinguishers"),
        ("fidelity = { close_partnership = 0.3 }", "the others: that of an adopting council"),
        (
            'fidelity = { close_partnership = 0.3, rest = "north_yorkshire" }',
            "Close partnership working: 0.3; the others: that of North Yorkshire",
        ),
    ],
)
def test_fidelity_is_told(said: str, told: str) -> None:
    """The description says whose fidelity it is, and what a table weighs."""
    assert told in describe(mine(said))


def test_charges_follow_from_both_ratios() -> None:
    """The tilt on a charge given arrest makes charges fall by the charge ratio overall."""
    values = {**VALUES, **SHARES, "nwd_charge_ratio": 0.75, "nwd_arrest_ratio": 0.83}
    odds = 0.4 / 0.6 * np.exp(NoWrongDoor.derive(values)["nwd_charge_log_odds"])
    assert np.isclose(odds / (1 + odds) * 0.83, 0.4 * 0.75)
