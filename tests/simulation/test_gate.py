"""The gate of a service: who is meant, how often they are referred, and when that next changes."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from agents.codes import IN_CARE_REASONS, Opening, Placement, Reason, Status
from agents.schema import CARER, REASONS, YOUNG_PERSON
from simulation.discover import model_rules
from simulation.services.gate import (
    NEEDS,
    is_meant,
    next_for_person,
    rate_for_carer,
    rate_for_person,
)
from simulation.services.table import BLANK, service_dtype

NOW = 3.0
CARE = int(Status.LOOKED_AFTER)


@njit
def ask(now, people, sites, count, out):  # type: ignore[no-untyped-def]
    """Fill `out` with whether one is meant, the rate, and when that next changes."""
    out[0] = 1.0 if is_meant(now, people[0], sites[0]) else 0.0
    out[1] = rate_for_person(now, people[0], sites[0], count)
    out[2] = next_for_person(now, people[0], sites[0])


@njit
def ask_carer(carers, sites, count, out):  # type: ignore[no-untyped-def]
    """Fill `out` with the rate of a carer."""
    out[0] = rate_for_carer(carers[0], sites[0], count)


def site(**columns: Any) -> Any:
    """Return a site that takes everybody once a year, but for these columns."""
    row = np.zeros(1, service_dtype(model_rules())).view(np.recarray)
    usual = {"referral": 1.0, "referral_by_reason": np.ones(REASONS)}
    for name, value in {**BLANK, **usual, **columns}.items():
        row[name] = value
    return row


def person(age: float = 12.0, status: int = CARE, in_care: float = 1.0, **columns: Any) -> Any:
    """Return a young person of an age who has been looked after so long, without a crisis."""
    row = np.zeros(1, YOUNG_PERSON).view(np.recarray)
    row.born, row.status, row.entered, row.crisis = NOW - age, status, NOW - in_care, -math.inf
    for name, value in columns.items():
        row[name] = value
    return row


def asked(one: Any, at: Any, sites: int = 1, now: float = NOW) -> tuple[bool, float, float]:
    """Return whether one is meant, how often referred, and in how many years that changes."""
    out = np.zeros(3)
    ask(now, one, at, sites, out)
    return bool(out[0]), float(out[1]), float(out[2]) - now


@pytest.mark.parametrize(
    ("who", "gate", "meant", "changes"),
    [
        ({}, {}, True, math.inf),
        # Ages: from one birthday on, until another.
        ({"age": 9.75}, {"age_low": 10.0}, False, 0.25),
        ({"age": 10.0}, {"age_low": 10.0}, True, math.inf),
        ({"age": 17.5}, {"age_high": 18.0}, True, 0.5),
        ({"age": 18.0}, {"age_high": 18.0}, False, math.inf),
        ({"age": 9.0}, {"age_low": 10.0, "age_high": 12.0}, False, 1.0),
        ({"age": 11.0}, {"age_low": 10.0, "age_high": 12.0}, True, 1.0),
        # Needs: any one of those asked for.
        ({"emotional": 1}, {"needs": 0b000001}, True, math.inf),
        ({"emotional": 1}, {"needs": 0b000010}, False, math.inf),
        ({"offending": 1}, {"needs": 0b000011}, True, math.inf),
        ({}, {"needs": 0b111111}, False, math.inf),
        # Placements: one of the kinds.
        ({"placement": Placement.KINSHIP}, {"placements": 1 << Placement.KINSHIP}, True, math.inf),
        ({"placement": Placement.KINSHIP}, {"placements": 1 << Placement.PARENTS}, False, math.inf),
        ({"placement": Placement.PARENTS}, {"placements": 0}, True, math.inf),
        # Time in care, of those looked after alone.
        ({"in_care": 0.25}, {"care_low": 0.5}, False, 0.25),
        ({"in_care": 0.5}, {"care_low": 0.5}, True, math.inf),
        ({"in_care": 0.25}, {"care_high": 0.5}, True, 0.25),
        ({"in_care": 0.5}, {"care_high": 0.5}, False, math.inf),
        ({"in_care": 0.1, "status": Status.IN_NEED}, {"care_low": 0.5}, True, math.inf),
        ({"in_care": 0.1, "status": Status.IN_NEED}, {"care_high": 0.05}, True, math.inf),
    ],
)
def test_who_a_service_is_meant_for(
    who: dict[str, Any], gate: dict[str, Any], meant: bool, changes: float
) -> None:
    """Ages, needs, placements and time in care each open and shut the gate at their edges."""
    found = asked(person(**who), site(**gate))
    assert found[0] == meant
    assert found[1] == (1.0 if meant else 0.0)
    assert found[2] == pytest.approx(changes)


@pytest.mark.parametrize(
    ("crisis", "rate", "changes"),
    [(0.0, 6.0, 0.25), (0.2, 6.0, 0.05), (0.25, 1.5, math.inf), (5.0, 1.5, math.inf)],
)
def test_a_crisis_counts_for_as_long_as_it_is_recent(
    crisis: float, rate: float, changes: float
) -> None:
    """Referrals fall to a quarter once the crisis is a quarter of a year past, and are planned then."""
    gate = site(referral=6.0, crisis_years=0.25, calm=0.25)
    found = asked(person(crisis=NOW - crisis), gate)
    assert found == (True, pytest.approx(rate), pytest.approx(changes))


@pytest.mark.parametrize("sites", [0, 1, 2, 5])
def test_each_open_site_brings_its_own_referrals(sites: int) -> None:
    """Two open sites refer twice as often; none refers nobody; a status may be taken less often."""
    by_reason = np.zeros(REASONS)
    by_reason[Reason.EDGE_OF_CARE], by_reason[[*IN_CARE_REASONS]] = 1.0, 0.5
    gate = site(referral=4.0, referral_by_reason=by_reason)
    rates = [asked(person(status=status), gate, sites)[1] for status in Status]
    wanted = {Status.EDGE_OF_CARE: 4.0 * sites, Status.LOOKED_AFTER: 2.0 * sites}
    assert rates == [wanted.get(status, 0.0) for status in Status]


@pytest.mark.parametrize("number", range(len(NEEDS)))
def test_needs_are_bits_in_their_order(number: int) -> None:
    """Each need opens the gate that asks for its bit, and no other need's."""
    (name,) = NEEDS[number : number + 1]
    found = [asked(person(**{name: 1}), site(needs=1 << bit))[0] for bit in range(len(NEEDS))]
    assert found == [bit == number for bit in range(len(NEEDS))]


@pytest.mark.parametrize("status", Opening)
def test_only_an_open_carer_of_a_kind_asked_for_is_referred(status: Opening) -> None:
    """A carer who is yet to open, or has closed, is not referred, nor one of another kind."""
    carer, out = np.zeros(1, CARER).view(np.recarray), np.zeros(1)
    carer.status, carer.placement = int(status), int(Placement.FOSTER_AGENCY)
    rates = []
    for placements in (0, 1 << Placement.FOSTER_AGENCY, 1 << Placement.CHILDRENS_HOME):
        ask_carer(carer, site(referral=2.0, placements=placements), 3, out)
        rates.append(float(out[0]))
    assert rates == ([6.0, 6.0, 0.0] if status == Opening.OPEN else [0.0, 0.0, 0.0])


@settings(deadline=None, max_examples=settings().max_examples * 2, database=None)
@given(
    age=st.floats(0, 20),
    in_care=st.floats(0, 3),
    crisis=st.floats(0, 1),
    low=st.floats(0, 18),
    wide=st.floats(0.1, 18),
    care=st.floats(0, 2),
    later=st.floats(0.01, 0.99),
)
def test_nothing_changes_before_it_is_said_to(
    age: float, in_care: float, crisis: float, low: float, wide: float, care: float, later: float
) -> None:
    """Until the moment the gate next changes by itself, whoever it is, the rate stays what it is."""
    gate = site(age_low=low, age_high=low + wide, care_low=care, crisis_years=0.5, calm=0.5)
    one = person(age=age, in_care=in_care, crisis=NOW - crisis)
    _, rate, wait = asked(one, gate)
    if wait > 1e-6:
        moment = NOW + later * min(wait, 30.0)
        assert asked(one, gate, now=moment)[1] == rate


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ({"status": Status.IN_NEED}, Reason.EDGING_TO_CARE),
        ({"status": Status.EDGE_OF_CARE}, Reason.EDGE_OF_CARE),
        ({"status": Status.CARE_LEAVER, "age": 19.0}, Reason.CARE_LEAVER),
        ({"placement": Placement.FOSTER_AGENCY}, Reason.PLACEMENT_SUPPORT),
        ({"placement": Placement.FOSTER_AGENCY, "age": 16.0}, Reason.INDEPENDENCE),
        ({"placement": Placement.CHILDRENS_HOME}, Reason.STEP_DOWN),
        ({"placement": Placement.OTHER_RESIDENTIAL, "age": 17.0}, Reason.STEP_DOWN),
        # Out of care a placement they once had says nothing.
        ({"status": Status.IN_NEED, "placement": Placement.CHILDRENS_HOME}, Reason.EDGING_TO_CARE),
    ],
)
def test_the_reason_is_where_somebody_stands(who: dict[str, Any], reason: Reason) -> None:
    """Only the gate for that reason refers them, at its own rate."""
    by_reason = np.zeros(REASONS)
    by_reason[reason] = 0.5
    assert asked(person(**who), site(referral=4.0, referral_by_reason=by_reason))[1] == 2.0
    others = 1.0 - 2.0 * by_reason
    assert asked(person(**who), site(referral=4.0, referral_by_reason=others))[1] == 0.0


def test_calm_counts_by_reason() -> None:
    """Whoever steps down by plan is referred as often without a crisis as in one."""
    calm = np.full(REASONS, 0.25)
    calm[Reason.STEP_DOWN] = 1.0
    gate = site(referral=4.0, crisis_years=0.5, calm=calm)
    assert asked(person(placement=Placement.CHILDRENS_HOME), gate)[1] == 4.0
    assert asked(person(placement=Placement.KINSHIP), gate)[1] == 1.0


@pytest.mark.parametrize(
    ("placement", "ratio", "changes"),
    [
        (Placement.FOSTER_AGENCY, 0.5, 0.5),
        # The same rate for both reasons, or a home whose reason stays: no birthday to wait for.
        (Placement.FOSTER_AGENCY, 1.0, math.inf),
    ],
)
def test_turning_sixteen_changes_the_reason(placement: int, ratio: float, changes: float) -> None:
    """From the 16th birthday on, those in families are referred to become independent."""
    by_reason = np.ones(REASONS)
    by_reason[Reason.INDEPENDENCE] = ratio
    gate = site(referral_by_reason=by_reason)
    found = asked(person(age=15.5, placement=placement), gate)
    assert found[1] == 1.0
    assert found[2] == pytest.approx(changes)
    assert asked(person(age=16.0, placement=placement), gate)[1] == ratio
