"""Gates by strain and by the next child, births that do not come, and short stays in a bed."""

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from arms import Arm, arms_of
from pydantic import ValidationError

from agents.codes import Enrolled, Status
from agents.lengths import DAYS_PER_YEAR
from scenarios.scenario import LIBRARY
from scenarios.toml_text import toml_text
from simulation.files.toml_file import read_toml
from simulation.interventions.practice.spec import EXAMPLE as PRACTICE
from simulation.interventions.practice.spec import PracticeFile
from simulation.interventions.programme.spec import EXAMPLE, ProgrammeFile
from simulation.services import gate
from simulation.testing import broken_balances

BEDS = 2


def opened(folder: Path, part: str, twin: str = "", **changed: Any) -> Arm:
    """Return the arm that opens a part with tables of its own changed."""
    data: dict[str, Any] = read_toml(LIBRARY / "parts" / f"{part}.toml", "file")
    for table, values in changed.items():
        data[table] = {**data[table], **values}
    (folder / "part.toml").write_text(toml_text(data), encoding="utf-8")
    text = '[[interventions]]\nfile = "part.toml"\n'
    return arms_of(folder, text, twin=twin, council="Wigan")["tried"]


def times_by_enrolment(arm: Arm, outcome: str) -> dict[int, list[float]]:
    """Return when something happened to each enrolment, by uid."""
    log = arm.log.only(outcome)
    found: dict[int, list[float]] = {}
    for uid, time in zip(log.uids.tolist(), log.times.tolist(), strict=True):
        found.setdefault(uid, []).append(time)
    return found


def test_stays_are_as_long_as_said_and_never_more_than_the_beds(tmp_path: Path) -> None:
    """Each stay is of 1 to 28 days unless it ends early; beds are never overbooked; all are used."""
    arm = opened(tmp_path, "share", short_stays={"beds": BEDS, "per_year": 40.0})
    began, over = (times_by_enrolment(arm, f"short_stay/{what}") for what in ("began", "over"))
    longest = 28 / DAYS_PER_YEAR
    assert began
    for uid, starts in began.items():
        ends = over.get(uid, [])
        assert len(starts) >= len(ends)
        for start, end in zip(starts, ends, strict=False):
            assert end - start <= longest + 1e-9
    site = arm.population.services[0]
    assert 0 <= site.stay_taken <= BEDS
    assert site.stays == arm.log.only("short_stay/began").times.size
    taken = np.isfinite(arm.population.enrolments.stay_ends).sum()
    assert taken == site.stay_taken
    assert broken_balances(arm.population) == []


def test_nobody_in_a_short_stay_is_looked_after(tmp_path: Path) -> None:
    """Who is in a bed at the end of the run lives at home, and no placement was made for the stay."""
    arm = opened(tmp_path, "share", short_stays={"beds": 20, "per_year": 80.0, "days": [20, 28]})
    people, enrolments = arm.population.young_people, arm.population.enrolments
    staying = np.isfinite(enrolments.stay_ends)
    assert staying.any()
    status = people.status[enrolments.member[staying]]
    assert np.isin(status, [Status.IN_NEED, Status.EDGE_OF_CARE]).all()


def test_a_bed_holds_off_coming_into_care(tmp_path: Path) -> None:
    """With an effect while staying alone, fewer come into care than in the null twin."""
    data: dict[str, Any] = read_toml(LIBRARY / "parts" / "share.toml", "file")
    data["effects"] = [{**data["effects"][1], "ratio": 0.05}]
    del data["effects"][0]["figure"]
    data["support"] |= {"workers": 50}
    data["referral"] = {"per_year": 50.0}
    data["short_stays"] = {"beds": 90, "per_year": 300.0, "days": [20, 28]}
    (tmp_path / "part.toml").write_text(toml_text(data), encoding="utf-8")
    text = '[[interventions]]\nfile = "part.toml"\n'
    arms = {twin: arms_of(tmp_path, text, twin=twin, council="Wigan") for twin in ("", "null")}
    entries = {twin: one["tried"].log.only("care_entry").times.size for twin, one in arms.items()}
    assert entries[""] < entries["null"]


def test_a_child_whom_pause_prevents_never_comes(tmp_path: Path) -> None:
    """With an effect some infants are not born, in the null twin all are; nothing else is lost."""
    real, null = (opened(tmp_path, "pause", twin=twin) for twin in ("", "null"))
    gone = real.log.only("arrival/not_born")
    assert gone.times.size > 0
    assert null.log.only("arrival/not_born").times.size == 0
    people = real.population.young_people
    rows = np.isin(people.uid, gone.uids)
    assert (people.status[rows] == Status.GONE).all()
    assert (people.born[rows] > 0.0).all()
    # Nobody who was not born does anything afterwards.
    after = real.log.of(gone.uids.tolist()).without("arrival")
    assert after.times.size == 0
    assert broken_balances(real.population) == []


def test_only_the_levels_of_strain_asked_for_are_taken() -> None:
    """A gate for strain 1 to 2 takes those levels and no others."""
    site = SimpleNamespace(strain_low=1, strain_high=2)
    taken = [gate.is_strained.py_func(SimpleNamespace(strain=level), site) for level in range(4)]
    assert taken == [False, True, True, False]


def test_only_steady_households_join_where_the_gate_says_so(tmp_path: Path) -> None:
    """Whoever is referred has no strain at that moment: with a high rate all who are steady come."""
    arm = opened(tmp_path, "mockingbird_selection", "null", referral={"per_year": 50.0})
    assert arm.log.only("referral/accepted").times.size > 0
    tired = opened(tmp_path, "mockingbird_selection", "null", who={"strain": [3, 3]})
    assert tired.log.only("referral/accepted").times.size < arm.log.only("referral").times.size


@pytest.mark.parametrize(
    ("born", "status", "coming"),
    [
        (0.5, Status.UNKNOWN, False),
        (0.75, Status.UNKNOWN, False),
        (0.8, Status.UNKNOWN, True),
        (2.25, Status.UNKNOWN, True),
        (2.3, Status.UNKNOWN, False),
        (1.0, Status.GONE, False),
        (-1.0, Status.UNKNOWN, False),
    ],
)
def test_a_mothers_gate_looks_ahead_to_the_next_child(
    born: float, status: Status, coming: bool
) -> None:
    """Only a child nobody knows yet counts, from the further moment on until the nearer one."""
    child = SimpleNamespace(born=born, arrives=born, status=int(status), next_sibling=-1)
    world = SimpleNamespace(young_people=[child])
    family = SimpleNamespace(first_child=0, strain=2)
    site = SimpleNamespace(next_low=0.75, next_high=2.25)
    assert gate.has_child_coming.py_func(0.0, world, family, site) is coming


def test_a_mothers_gate_is_planned_again_when_it_opens_and_shuts() -> None:
    """The next moments are those at which the child is as far ahead as the two bounds."""
    child = SimpleNamespace(born=5.0, arrives=5.0, status=int(Status.UNKNOWN), next_sibling=-1)
    world = SimpleNamespace(young_people=[child])
    family, site = SimpleNamespace(first_child=0), SimpleNamespace(next_low=0.75, next_high=2.25)
    ahead = gate.next_for_family.py_func
    assert ahead(0.0, world, family, site) == pytest.approx(2.75)
    assert ahead(3.0, world, family, site) == pytest.approx(4.25)
    assert ahead(4.5, world, family, site) == math.inf
    site.next_high = 0.0
    assert ahead(0.0, world, family, site) == math.inf


def test_a_mothers_gate_is_open_when_it_is_planned_to_be() -> None:
    """At the very moment at which it is looked at again it opens, or shuts: nobody is missed."""
    site = SimpleNamespace(next_low=9 / 12, next_high=27 / 12)
    coming, ahead = gate.has_child_coming.py_func, gate.next_for_family.py_func
    for born in np.linspace(3.0, 9.0, 50):
        at = float(born)
        child = SimpleNamespace(born=at, arrives=at, status=int(Status.UNKNOWN), next_sibling=-1)
        world, family = SimpleNamespace(young_people=[child]), SimpleNamespace(first_child=0)
        opens = ahead(0.0, world, family, site)
        assert coming(opens, world, family, site)
        assert not coming(ahead(opens, world, family, site), world, family, site)


@pytest.mark.parametrize(
    ("known_at", "coming"), [(0.0, True), (0.99, True), (1.0, False), (6.0, False)]
)
def test_a_mothers_next_child_counts_if_it_would_be_known_as_an_infant(
    known_at: float, coming: bool
) -> None:
    """Of a woman whom services know they know the next child; one known years later is no next removal."""
    child = SimpleNamespace(
        born=1.0, arrives=1.0 + known_at, status=int(Status.UNKNOWN), next_sibling=-1
    )
    world, family = SimpleNamespace(young_people=[child]), SimpleNamespace(first_child=0)
    site = SimpleNamespace(next_low=0.75, next_high=2.25)
    assert gate.has_child_coming.py_func(0.0, world, family, site) is coming
    assert (gate.next_for_family.py_func(0.0, world, family, site) < math.inf) is coming


def test_every_mother_pause_takes_has_a_child_coming_whom_it_can_act_on(tmp_path: Path) -> None:
    """Whoever is supported has a next child who comes as an infant: no place goes where there is nothing to prevent."""
    arm = opened(tmp_path, "pause", "null", referral={"per_year": 50.0})
    there = arm.population
    people, rows = there.young_people, there.enrolments
    taken = np.unique(rows.member[rows.status != Enrolled.NONE])
    known = people.arrives - people.born
    assert taken.size
    for family in taken:
        coming = (people.family == family) & (people.born > 0.0)
        assert (known[coming] < 1.0).any()


@pytest.mark.parametrize(
    ("member", "table", "key", "value"),
    [
        ("young_person", "who", "strain", [0, 1]),
        ("young_person", "who", "next_child_in_months", [9, 27]),
        ("carer", "who", "next_child_in_months", [9, 27]),
        ("mother", "who", "strain", [2, 1]),
        ("mother", "who", "strain", [0, 4]),
        ("carer", "short_stays", "beds", 2),
    ],
)
def test_words_that_nothing_would_read_are_refused(
    member: str, table: str, key: str, value: Any
) -> None:
    """A gate word of other members, levels out of order or of nobody, and beds for carers are errors."""
    file = {name: one for name, one in EXAMPLE["programme"].items() if name != "short_stays"}
    file |= {"member": member, "who": {}, "referral": {"per_year": 1.0}}
    file["effects"] = file["effects"][:1]
    ProgrammeFile.model_validate(file)
    given = (
        {"beds": 2, "days": [1, 28], "per_year": 1.0} if table == "short_stays" else {key: value}
    )
    with pytest.raises(ValidationError):
        ProgrammeFile.model_validate(file | {table: given})


def test_an_effect_while_staying_needs_beds() -> None:
    """An effect during short stays without a table that says which is an error, told."""
    file = {name: one for name, one in EXAMPLE["programme"].items() if name != "short_stays"}
    with pytest.raises(ValidationError, match="short_stays"):
        ProgrammeFile.model_validate(file)


def test_only_what_has_beds_acts_while_somebody_stays() -> None:
    """A practice has none: the word is an unknown one there, and no form of it asks for it."""
    effect = PRACTICE["practice"]["effects"][0]
    PracticeFile.model_validate(PRACTICE["practice"])
    with pytest.raises(ValidationError, match="while_staying"):
        PracticeFile.model_validate(
            PRACTICE["practice"] | {"effects": [effect | {"while_staying": True}]}
        )
    assert "while_staying" not in str(PracticeFile.model_json_schema())
    assert "while_staying" in str(ProgrammeFile.model_json_schema())
