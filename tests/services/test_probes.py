"""Three probes of different kinds, each one file: a practice, a programme for carers, one for mothers."""

import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from arms import lives, probe

from agents.codes import Enrolled, Member, Opening, Placement
from simulation.outcomes.measures import BY_NAME
from simulation.services import acting
from simulation.testing import broken_balances, first_difference

PROBES = ("assessment", "constellation", "mothers")
#: Infants are born into families that are known, so that mothers have somebody to act on.
SETTINGS = {"mothers": '[[interventions]]\nkind = "births"\nper_year = 200'}
#: The event each probe makes rarer, and to whom.
RARER = {"assessment": "escalation", "constellation": "carer_exit", "mothers": "care_entry"}


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_makes_its_event_rarer(tmp_path: Path, name: str) -> None:
    """One file is enough: the event it acts on falls, everything still adds up, and it costs."""
    arms = {twin: probe(tmp_path, name, SETTINGS.get(name, ""), twin=twin) for twin in ("", "null")}
    counts = {twin: one["tried"].log.only(RARER[name]).times.size for twin, one in arms.items()}
    assert counts[""] < counts["null"]
    arms = arms[""]
    assert broken_balances(arms["tried"].population) == []
    cost = {arm: one.values[BY_NAME["cost_services_gross"]] for arm, one in arms.items()}
    assert (cost["baseline"] == 0).all()
    assert cost["tried"].sum() > 0


@pytest.mark.parametrize("name", PROBES)
def test_the_null_twin_of_a_probe_is_the_baseline(tmp_path: Path, name: str) -> None:
    """With no effect it refers, enrols and costs, and nobody's life changes by a bit."""
    arms = probe(tmp_path, name, twin="null")
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""
    assert arms["tried"].values[BY_NAME["cost_services_gross"]].sum() > 0
    assert broken_balances(arms["tried"].population) == []


def test_a_practice_acts_only_from_its_date(tmp_path: Path) -> None:
    """Until the practice begins the arms are one; afterwards they part."""
    arms = probe(tmp_path, "assessment", "from_month = 12")
    before = {arm: lives(one.log).before(1.0) for arm, one in arms.items()}
    assert first_difference(before["tried"], before["baseline"]) == ""
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) != ""


def test_a_practice_that_reaches_nobody_is_the_baseline(tmp_path: Path) -> None:
    """At a reach of 0 nothing changes; at one half it changes fewer families than at 1."""
    none = probe(tmp_path, "assessment", "reach = 0.0")
    assert first_difference(lives(none["tried"].log), none["baseline"].log) == ""
    counts = {}
    for reach in (0.0, 0.5, 1.0):
        arm = probe(tmp_path, "assessment", f"reach = {reach}")["tried"]
        reached = arm.population.families.practices != 0
        counts[reach] = int(reached.sum())
    families = none["tried"].population.families.size
    assert counts[0.0] == 0
    assert counts[1.0] == families
    assert abs(counts[0.5] / families - 0.5) < 4 * np.sqrt(0.25 / families)


def test_only_those_who_opt_in_are_members(tmp_path: Path) -> None:
    """Members of the constellation are in-house foster carers, no more than its places."""
    arm = probe(tmp_path, "constellation")["tried"]
    rows = arm.population.enrolments
    assert (rows.of == Member.CARER).all()
    there = rows[rows.status == Enrolled.SUPPORTED]
    assert 0 < there.size <= 20
    kinds = arm.population.carers.placement[there.member]
    assert (kinds == Placement.FOSTER_IN_HOUSE).all()


def test_a_member_who_closes_frees_the_place(tmp_path: Path) -> None:
    """Nobody is supported or waits once they have stopped caring: the place is another's."""
    arm = probe(tmp_path, "constellation")["tried"]
    rows, carers = arm.population.enrolments, arm.population.carers
    kept = (rows.status == Enrolled.SUPPORTED) | (rows.status == Enrolled.WAITING)
    assert (carers.status[rows.member[kept]] == 1).all()


def test_a_carers_service_reaches_those_they_care_for(tmp_path: Path) -> None:
    """Breakdowns fall among the young people of members, though the young people are none."""
    arms = probe(tmp_path, "constellation")
    counts = {arm: one.log.only("placement_breakdown").times.size for arm, one in arms.items()}
    assert counts["tried"] < counts["baseline"]


def test_a_mothers_programme_acts_on_infants_alone(tmp_path: Path) -> None:
    """The first entries that differ are of children under two, as the file says."""
    arms = [
        probe(tmp_path, "mothers", SETTINGS["mothers"], twin=twin)["tried"] for twin in ("", "null")
    ]
    people = arms[0].population.young_people
    born = dict(zip(people.uid.tolist(), people.born.tolist(), strict=True))
    entries = [arm.log.only("care_entry") for arm in arms]
    there = set(zip(entries[0].times.tolist(), entries[0].uids.tolist(), strict=True))
    pairs = zip(entries[1].times.tolist(), entries[1].uids.tolist(), strict=True)
    when, uid = next(pair for pair in pairs if pair not in there)
    assert when - born[uid] < 2.0


def test_each_payer_pays_its_own_lines(tmp_path: Path) -> None:
    """The council and the NHS pay what the file says, whatever else they pay for."""
    arms = probe(tmp_path, "mothers", twin="null")
    more = {
        payer: (arms["tried"].values - arms["baseline"].values)[BY_NAME[f"cost_{payer}"]]
        for payer in ("council", "nhs", "police", "youth_justice")
    }
    assert more["council"] == pytest.approx([400_000.0] * 3, rel=1e-9)
    assert more["nhs"] == pytest.approx([10_000.0] * 3, rel=1e-6)
    assert (more["police"] == 0).all()
    assert (more["youth_justice"] == 0).all()


def test_a_practice_fades_by_whole_quarters_once_it_ends(tmp_path: Path) -> None:
    """After its end half is left each half-life, from the very moment a quarter is over."""
    plain = getattr(acting.kept, "py_func", acting.kept)
    for closed in np.linspace(0.01, 4.99, 200):
        site = SimpleNamespace(status=int(Opening.CLOSED), closed=closed, half_life=0.5)
        for quarter in range(1, 12):
            # The moment the engine wakes at, which may fall a rounding error short.
            wakes = closed + quarter * 0.25
            for now in (wakes, math.nextafter(wakes, 0.0), math.nextafter(wakes, 99.0)):
                assert plain(now, site) == pytest.approx(0.5 ** (quarter * 0.25 / 0.5))


def test_a_recording_twin_of_a_practice_on_families_writes_less_down(tmp_path: Path) -> None:
    """Children of families it reaches go missing as before; fewer episodes are on paper."""
    arms = probe(tmp_path, "assessment", twin="recording")
    missing = [arms[name].values[BY_NAME["missing_episodes"]].sum() for name in arms]
    recorded = [arms[name].values[BY_NAME["missing_episodes_recorded"]].sum() for name in arms]
    assert missing[0] == missing[1]
    assert recorded[1] < recorded[0]
