"""What is No Wrong Door's own: its words, its fidelity, its staff, its beds and its key worker."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agents.codes import Placement, Reason
from agents.schema import REASONS
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.parameters import parameters_for
from simulation.interventions.no_wrong_door.effects import ALWAYS, EFFECTS
from simulation.interventions.no_wrong_door.figures import PARAMETERS
from simulation.interventions.no_wrong_door.service import NoWrongDoor
from simulation.interventions.no_wrong_door.sites import (
    MECHANISMS,
    fidelity_of,
    help_of,
    skills_of,
    with_staff,
)
from simulation.interventions.no_wrong_door.spec import (
    DISTINGUISHERS,
    FIDELITIES,
    OWN_EFFECTS,
    ROLES,
)
from simulation.interventions.no_wrong_door.staff import (
    DIRECT_ROLES,
    FOSTER_CARER,
    PRICE,
    caseload_of,
    costs_of,
    posts_of,
)
from simulation.interventions.no_wrong_door.studied import STUDIES
from simulation.services.measured import doses_of
from simulation.services.wording import checked

HUB: dict[str, Any] = {"kind": "no_wrong_door", "hubs": [{"opens_month": 6}]}
VALUES = parameters_for(profile("Rutland"))


@pytest.mark.parametrize(
    ("spec", "meant"),
    [
        ({**HUB, "fidelty": "full"}, "fidelty"),
        ({**HUB, "fidelity": "fully"}, "full"),
        ({**HUB, "fidelity": {"one_keyworker": 1.0}}, "one_key_worker"),
        ({**HUB, "fidelity": {"one_key_worker": 1.5}}, "from 0 to 1"),
        ({**HUB, "fidelity": {"rest": "adoptr"}}, "adopter"),
        ({**HUB, "effects": {"nwd_entry_ratoi": 0.5}}, "nwd_entry_ratio"),
        ({**HUB, "hubs": []}, "at least 1"),
        ({**HUB, "hubs": [{"opens_mont": 6}]}, "opens_mont"),
        ({**HUB, "hubs": [{"base": "children_home"}]}, "childrens_home"),
        ({**HUB, "hubs": [{"staff": {"psycologist": 1.0}}]}, "psychologist"),
        (
            {**HUB, "hubs": [{"staff": {"manager": 1}, "vacant": {"manager": 2}}]},
            "cannot be vacant",
        ),
        ({**HUB, "hubs": [{"staff": {"manager": 1}, "vacant": {"deputy_manager": 1}}]}, "not list"),
        ({**HUB, "hubs": [{"paid_by": {"police_officer": "polis"}}]}, "police"),
    ],
)
def test_a_word_nobody_reads_is_refused(spec: dict[str, Any], meant: str) -> None:
    """A key, a name or a weight that is not one is an error that says which could be meant."""
    with pytest.raises(ValidationError, match=meant):
        checked(NoWrongDoor.spec, spec)


def test_its_lists_name_its_own_figures() -> None:
    """Effects and what a scenario may set itself are figures; each mechanism is carried by something."""
    own = {one.name for one in (*PARAMETERS, *NoWrongDoor.derived)}
    assert {one.size for one in EFFECTS} <= own
    assert set(OWN_EFFECTS) <= own
    assert {one.mechanism for one in EFFECTS} == {*MECHANISMS, ALWAYS}
    assert set(MECHANISMS.values()) <= own


def test_whose_fidelity_holds_for_what_is_not_weighed() -> None:
    """A name gives all ten weights; a table those it says, and the rest those of whom it names."""
    wigan, adopter = (VALUES[f"hub_fidelity_{name}"] for name in ("wigan", "adopter"))
    assert set(fidelity_of({**HUB, "fidelity": "full"}, VALUES).values()) == {1.0}
    assert set(fidelity_of({**HUB, "fidelity": "wigan"}, VALUES).values()) == {wigan}
    assert set(fidelity_of(HUB, VALUES).values()) == {adopter}
    table = fidelity_of({**HUB, "fidelity": {"no_appointments": 0.1, "rest": "wigan"}}, VALUES)
    assert table.pop("no_appointments") == 0.1
    assert set(table.values()) == {wigan}
    assert len(table) == len(DISTINGUISHERS) - 1


@given(level=st.floats(0, 1))
def test_help_is_the_weighted_mean_of_the_distinguishers(level: float) -> None:
    """With every weight the same, each mechanism has that share of its full effect."""
    shares = help_of(dict.fromkeys(DISTINGUISHERS, level), VALUES)
    assert shares == pytest.approx(dict.fromkeys(MECHANISMS, level))


def test_a_hub_without_a_specialist_lacks_what_they_bring() -> None:
    """No police officer, no shared intelligence; no therapist of any kind, more referrals onward."""
    full = dict.fromkeys(DISTINGUISHERS, 1.0)
    assert with_staff(full, None, 1.0) == full
    lacking = with_staff(full, {"social_worker": 3.0}, 1.0)
    assert {name for name, weight in lacking.items() if weight == 0.0} == {
        "shared_intelligence",
        "fewer_referrals_onward",
    }
    with_one = with_staff(full, {"police_officer": 0.5, "psychologist": 1.0}, 1.0)
    assert with_one == full
    half = with_staff(full, {"social_worker": 3.0}, 0.5)
    assert half["shared_intelligence"] == half["fewer_referrals_onward"] == 0.5


#: What carried each mechanism when it stood in the code: the known answer of the central figures.
CARRIED_BY = {
    "entry": ("core_offer_to_all", "no_appointments", "one_key_worker"),
    "exit": ("family_destination", "one_key_worker"),
    "moves": ("one_key_worker", "family_destination", "core_offer_to_all"),
    "missing": ("shared_intelligence", "one_key_worker"),
    "strain": ("core_offer_to_all", "no_appointments"),
    "justice": ("shared_intelligence", "close_partnership"),
    "outcomes": ("aspirations_lead", "fewer_referrals_onward"),
}
EVERYWHERE = ("shared_training", "close_partnership")


@given(levels=st.lists(st.floats(0, 1), min_size=len(DISTINGUISHERS), max_size=len(DISTINGUISHERS)))
def test_central_weights_are_the_judgement_as_it_stood(levels: list[float]) -> None:
    """Each mechanism is the mean of its distinguishers and the two that carry all."""
    weights = dict(zip(DISTINGUISHERS, levels, strict=True))
    found = help_of(weights, VALUES)
    for mechanism, own in CARRIED_BY.items():
        names = {*own, *EVERYWHERE}
        mean = sum(weights[name] for name in names) / len(names)
        assert found[mechanism] == pytest.approx(mean, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("word", FIDELITIES)
def test_the_words_of_fidelity_reach_as_far_as_they_did(word: str) -> None:
    """To the bit: in one sum over what carries a mechanism, over another, as the code once did."""
    weights = fidelity_of({**HUB, "fidelity": word}, VALUES)
    importance = dict(zip(DISTINGUISHERS, VALUES["distinguisher_weight"], strict=True))
    for mechanism, own in CARRIED_BY.items():
        names = tuple(dict.fromkeys((*own, *EVERYWHERE)))
        total = sum(importance[name] for name in names)
        before = sum(weights[name] * importance[name] for name in names) / total
        assert help_of(weights, VALUES)[mechanism] == before


def test_a_scenario_may_weigh_what_carries_a_mechanism() -> None:
    """With all weight on one distinguisher a mechanism has its level; with none, nothing."""
    weights = dict.fromkeys(DISTINGUISHERS, 0.0) | {"one_key_worker": 0.7}
    alone = [float(name == "one_key_worker") for name in DISTINGUISHERS]
    values = {**VALUES, "hub_mechanism_entry": alone, "hub_mechanism_exit": [0.0] * len(alone)}
    found = help_of(weights, values)
    assert found["entry"] == pytest.approx(0.7)
    assert found["exit"] == 0.0


def test_a_hub_by_appointment_begins_at_a_twelfth_of_the_pace() -> None:
    """The slowest start is a figure, a twelfth at its centre; drop-out rises by as much."""
    fidelity = {"no_appointments": 0.0, "rest": "full"}
    slow, fast = (
        NoWrongDoor.sites(checked(NoWrongDoor.spec, {**HUB, "fidelity": one}), VALUES)[0].columns
        for one in (fidelity, "full")
    )
    assert float(VALUES["hub_least_promptness"]) == 1 / 12
    assert slow["start"] == pytest.approx(fast["start"] / 12)
    assert slow["dropout"] == pytest.approx(fast["dropout"] * 12)


def test_a_hub_supports_no_more_than_its_staff_can() -> None:
    """The caseload is what is asked for, or what workers with a caseload allow if that is less."""
    values = {**VALUES, "hub_young_people_per_worker": 4.0, "hub_caseload": 20.0}
    assert caseload_of({}, values) == 20
    assert caseload_of({"caseload": 9}, values) == 9
    assert caseload_of({"staff": {"residential_worker": 3.0, "manager": 2.0}}, values) == 12
    assert caseload_of({"caseload": 5, "staff": {"residential_worker": 3.0}}, values) == 5


def yearly(hub: dict[str, Any], families: int = 2) -> float:
    """Return what a hub costs to run a year."""
    return sum(line.yearly for line in costs_of(hub, families, VALUES))


def test_the_usual_hub_has_its_published_staff_and_price() -> None:
    """Posts add up to the 20.5 of the published list; they come to between the published 1.2 and 1.5 million."""
    assert sum(posts_of({}, VALUES).values()) == pytest.approx(20.5)
    assert {*PRICE, FOSTER_CARER} == set(ROLES)
    assert set(DIRECT_ROLES) <= set(ROLES)
    england = {**VALUES, **central([name for name in VALUES if name.startswith("cost_")])}
    whole = sum(line.yearly for line in costs_of({}, 2, england))
    assert 1.2e6 < whole < 1.5e6 * 1.0877


def test_more_staff_cost_more_and_missing_staff_less() -> None:
    """A post added costs its price and its share of the rest; one vacant saves the price; size scales all."""
    usual = posts_of({}, VALUES)
    named = yearly({"staff": usual})
    assert named == pytest.approx(yearly({}))
    worker = float(VALUES["cost_post_residential"])
    more = yearly({"staff": {**usual, "residential_worker": usual["residential_worker"] + 1}})
    assert more - named == pytest.approx(worker * (1 + float(VALUES["cost_hub_other_share"])))
    vacant = {"residential_worker": 1.0}
    assert named - yearly({"staff": usual, "vacant": vacant}) == pytest.approx(worker)
    assert yearly({"vacant": vacant}) == pytest.approx(yearly({"staff": usual, "vacant": vacant}))
    without = {role: posts for role, posts in usual.items() if role != "police_officer"}
    assert yearly({"staff": without}) < named
    half = {"caseload": float(VALUES["hub_caseload"]) / 2}
    assert yearly(half, 0) == pytest.approx(yearly({}, 0) / 2)


def test_a_vacant_post_supports_nobody_and_brings_no_skill() -> None:
    """Vacant workers hold no caseload; a vacant police officer shares no intelligence."""
    values = {**VALUES, "hub_young_people_per_worker": 4.0, "hub_caseload": 20.0}
    staff = {"residential_worker": 3.0, "police_officer": 1.0}
    vacant = {"residential_worker": 1.0, "police_officer": 1.0}
    assert caseload_of({"staff": staff, "vacant": vacant}, values) == 8
    hubs = [{"staff": staff}, {"staff": staff, "vacant": vacant}]
    full, lacking = NoWrongDoor.sites(checked(NoWrongDoor.spec, {**HUB, "hubs": hubs}), VALUES)
    assert lacking.ratios["missing_start"][1] < full.ratios["missing_start"][1]


def test_who_pays_for_a_post_is_the_scenario_s_to_say() -> None:
    """The council pays for all unless it says otherwise; what a partner pays replaces nothing of its homes."""
    assert {line.payer for line in costs_of({}, 2, VALUES)} == {"council"}
    hub = {"paid_by": {"police_officer": "police", "psychologist": "nhs"}}
    by_payer = {line.payer: line for line in costs_of(hub, 2, VALUES) if line.payer != "council"}
    assert by_payer["police"].yearly == float(VALUES["cost_post_police_officer"])
    assert by_payer["nhs"].post == "psychologist"
    assert {line.replaced for line in by_payer.values()} == {0.0}
    assert yearly(hub) == pytest.approx(yearly({}))


def test_hubs_have_the_beds_and_families_they_say() -> None:
    """Planned and emergency beds are one kind of place, community families another; a twin has none."""
    hub = {"beds_planned": 2, "beds_emergency": 1, "community_families": 2}
    for twin, beds, families in (("real", 3, 2), ("null", 0, 0), ("recording", 0, 0)):
        (made,) = NoWrongDoor.sites(
            checked(NoWrongDoor.spec, {**HUB, "hubs": [hub], "twin": twin}), VALUES
        )
        assert made.places.get(Placement.SERVICE_BED, 0) == beds
        assert made.places.get(Placement.SERVICE_FAMILY, 0) == families


def test_beds_and_families_are_as_skilled_as_they_are_trained() -> None:
    """Untrained they are like homes and foster carers, trained in full like none else; halves between."""
    shares = np.asarray(VALUES["synth_carer_skill_share"])
    ordinary = {
        Placement.SERVICE_BED: Placement.CHILDRENS_HOME,
        Placement.SERVICE_FAMILY: Placement.FOSTER_IN_HOUSE,
    }
    for trained in (0.0, 0.5, 1.0):
        found = skills_of({"shared_training": trained}, VALUES)
        for kind, plain in ordinary.items():
            between = shares[plain] + trained * (shares[kind] - shares[plain])
            assert found[kind] == pytest.approx(between)
            assert found[kind].sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("said", "figure", "column", "scale"),
    [
        ("bed_stay_months", "hub_bed_stay_months", "bed_years", 12),
        ("family_stay_months", "hub_family_stay_months", "family_years", 12),
        ("outage_months", "hub_outage_months", "outage_years", 12),
        ("outages_a_year", "hub_outage_rate", "outage_rate", 1),
        ("beds_emergency", "hub_beds_emergency", "kept_beds", 1),
    ],
)
def test_a_hub_says_its_own_stays_and_outages(
    said: str, figure: str, column: str, scale: int
) -> None:
    """What a hub leaves out is the register's; what it says is its own, and its description's."""
    usual, own = (
        checked(NoWrongDoor.spec, {**HUB, "hubs": [hub]})
        for hub in ({"opens_month": 6}, {"opens_month": 6, said: 1})
    )
    for spec, value in ((usual, VALUES[figure]), (own, 1)):
        (site,) = NoWrongDoor.sites(spec, VALUES)
        assert site.columns[column] == pytest.approx(float(value) / scale)
    assert NoWrongDoor.words(own, VALUES.__getitem__) != NoWrongDoor.words(
        usual, VALUES.__getitem__
    )


@given(arrest=st.floats(0.2, 2.0), charge=st.floats(0.2, 2.0))
def test_charges_fall_as_published(arrest: float, charge: float) -> None:
    """The log odds on a charge make arrests times charges given arrest the published ratio."""
    values = {**VALUES, "nwd_arrest_ratio": arrest, "nwd_charge_ratio": charge}
    share = float(values["charge_share"])
    odds = share / (1 - share) * math.exp(NoWrongDoor.derive(values)["nwd_charge_log_odds"])
    then = odds / (1 + odds)
    assert then * arrest / share == pytest.approx(min(charge, 0.99 * arrest / share))


@given(exits=st.floats(0.3, 2.0), moves=st.floats(0.5, 2.0))
def test_stepping_down_follows_exits_though_moves_have_a_ratio_of_their_own(
    exits: float, moves: float
) -> None:
    """Moves times the share of them that step down is the ratio of exits, as far as a share can go."""
    values = {**VALUES, "nwd_exit_ratio": exits, "nwd_move_ratio": moves}
    share = float(values["step_down_share"][3])
    odds = share / (1 - share) * math.exp(NoWrongDoor.derive(values)["nwd_step_down_log_odds"])
    then = odds / (1 + odds)
    assert then * moves / share == pytest.approx(min(exits, 0.99 * moves / share))


@pytest.mark.parametrize(
    ("gate", "meant"),
    [
        ({"per_yaer": 1.0}, "per_year"),
        ({"accepted": 1.5}, "from 0 to 1"),
        ({"priority_after_crisis": 0.5}, "from 1 to 1000"),
        ({"support_months": True}, "from 0.1 to 60"),
    ],
)
def test_a_gate_nobody_can_read_is_refused(gate: dict[str, Any], meant: str) -> None:
    """A setting that is none, or outside its figure's support, is an error that says what would do."""
    with pytest.raises(ValidationError, match=meant):
        checked(NoWrongDoor.spec, {**HUB, "gate": gate})


def test_a_gate_stands_in_the_rows_of_all_hubs() -> None:
    """Each setting takes the place of its figure in every hub, and leaves what it does not name."""
    gate = {"per_year": 2.0, "step_down": 0.5, "without_crisis": 0.3, "accepted": 0.4, "oldest": 18}
    spec = {**HUB, "hubs": [{}, {}], "gate": gate}
    usual = NoWrongDoor.sites(checked(NoWrongDoor.spec, {**HUB, "hubs": [{}]}), VALUES)[0].columns
    for one in NoWrongDoor.sites(checked(NoWrongDoor.spec, spec), VALUES):
        row = one.columns
        assert row["referral"] == 2.0
        assert row["age_high"] == 18
        assert row["referral_by_reason"][Reason.STEP_DOWN] == 0.5
        assert row["referral_by_reason"][Reason.EDGE_OF_CARE] == 1.0
        assert row["calm"][Reason.EDGE_OF_CARE] == 0.3
        assert row["calm"][Reason.STEP_DOWN] == row["calm"][Reason.INDEPENDENCE] == 1.0
        assert set(row["acceptance"].round(9)) == {0.4}
        assert row["age_low"] == usual["age_low"]
        assert row["priority"] == usual["priority"]


def test_more_outreach_takes_fewer_out_of_homes() -> None:
    """At the usual share all reasons are taken on alike; above it those in homes less, the others more."""
    shares = {}
    for share in (0.67, 0.9):
        spec = checked(NoWrongDoor.spec, {**HUB, "hubs": [{"outreach_share": share}]})
        (one,) = NoWrongDoor.sites(spec, {**VALUES, "hub_outreach_share": 0.67})
        shares[share] = one.columns["acceptance"]
    assert shares[0.67] == pytest.approx(np.full(REASONS, VALUES["hub_acceptance"]))
    assert shares[0.9][Reason.STEP_DOWN] < shares[0.67][Reason.STEP_DOWN]
    assert shares[0.9][Reason.EDGE_OF_CARE] > shares[0.67][Reason.EDGE_OF_CARE]


def test_a_case_stays_open_whoever_supports() -> None:
    """Its effect has the whole dose at any fidelity; both twins have no effect at all."""
    doses = set()
    for fidelity in ("full", "adopter"):
        spec = checked(NoWrongDoor.spec, {**HUB, "fidelity": fidelity})
        doses.add(NoWrongDoor.sites(spec, VALUES)[0].ratios["case_closing"][1])
    assert doses == {1.0}
    for twin in ("null", "recording"):
        spec = checked(NoWrongDoor.spec, {**HUB, "twin": twin})
        (one,) = NoWrongDoor.sites(spec, VALUES)
        assert not one.ratios
        assert not one.log_odds


def test_the_founder_has_the_dose_of_its_study_and_an_adopter_its_share_of_it() -> None:
    """At full fidelity each studied effect's dose, times its study's average and response, is 1."""
    dose = {}
    for fidelity in ("north_yorkshire", "adopter"):
        spec = checked(NoWrongDoor.spec, {**HUB, "fidelity": fidelity})
        (one,) = NoWrongDoor.sites(spec, VALUES)
        dose[fidelity] = one
    columns = dose["north_yorkshire"].columns
    found = doses_of(STUDIES.doses, STUDIES.responses)
    averages = found.averages(columns)
    responses = dict(zip(found.figures, found.responses, strict=True))
    for effect in EFFECTS:
        if effect.size in STUDIES.effects and not effect.option:
            ratios = dose["north_yorkshire"].ratios
            studied = averages[effect.size] * responses[effect.size]
            assert ratios[effect.lever][1] * studied == pytest.approx(1)
            less = dose["adopter"].ratios[effect.lever][1] / ratios[effect.lever][1]
            assert less == pytest.approx(VALUES["hub_fidelity_adopter"])


@pytest.mark.parametrize("lever", ["family_strain_ease", "carer_recovery"])
def test_strain_has_a_mechanism_and_distinguishers_of_its_own(lever: str) -> None:
    """Nobody knows, so the middle is 1; a belief stands at the dose of what carries strain; twins have none."""

    def acts(**said: Any) -> tuple[float, float]:
        (site,) = NoWrongDoor.sites(checked(NoWrongDoor.spec, {**HUB, **said}), VALUES)
        ratio, dose = site.ratios[lever]
        return float(ratio), float(dose)

    size = next(one.size for one in EFFECTS if one.lever == lever)
    assert VALUES[size] == 1.0
    ratio, dose = acts(effects={size: 2.0})
    assert ratio == 2.0
    for name in DISTINGUISHERS:
        less = acts(fidelity={name: 0.0, "rest": "adopter"})[1]
        carries = name in (*CARRIED_BY["strain"], *EVERYWHERE)
        assert (less < dose) if carries else less == pytest.approx(dose)
    for twin in ("null", "recording"):
        (site,) = NoWrongDoor.sites(checked(NoWrongDoor.spec, {**HUB, "twin": twin}), VALUES)
        assert site.ratios == {}
