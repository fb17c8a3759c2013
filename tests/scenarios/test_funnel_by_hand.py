"""Each step of the funnel by hand: nine young people, one lost at every step, and the sentences."""

from math import inf
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.codes import Member
from scenarios.funnel.by_support import of_services, of_young_people
from scenarios.funnel.events_met import Aim
from scenarios.funnel.members import weeks_of
from scenarios.funnel.programmes import Programme
from scenarios.funnel.said import largest_leak
from scenarios.funnel.spells import Ending, Refusal, Spell, Ways
from scenarios.funnel.steps import (
    Entrants,
    Late,
    Reached,
    Step,
    by_any,
    counted,
    reached_by,
)
from scenarios.funnel.surprising import AGAINST, LOST, PUSHED, WORSE, surprises
from simulation.outcomes.measures import MEASURES


def toy_programme(**columns: Any) -> Programme:
    """A service of one site, open from the start, whose effect is whole."""
    site = {
        "opened": 0.0,
        "closed": inf,
        "effect_ramp": 0.0,
        "acts_from": 0.0,
        "acts_to": inf,
        "age_low": 10.0,
        "age_high": 18.0,
    } | columns
    sites = np.array([tuple(site.values())], [(name, "f8") for name in site]).view(np.recarray)
    return Programme("a toy", Member.YOUNG_PERSON, sites, 0, True, np.ones(1))


def toy_population(born: Any) -> Any:
    """Young people born at some moments, each with one enrolment of the toy's."""
    many = len(born)
    return SimpleNamespace(
        young_people=SimpleNamespace(born=np.array(born), family=np.full(many, -1)),
        enrolments=SimpleNamespace(member=np.arange(many), programme=np.zeros(many, int)),
    )


def spell(who: int, accepted: float, started: float = inf, **more: Any) -> Spell:
    """A spell with the toy; support has a strength of 0.8 unless told otherwise."""
    steps = more.pop("steps", [(started, 0.8)] if started < inf else [])
    return Spell(who, 0, accepted, started, steps=steps, **more)


#: What happened to each of nine who entered at 1.0, the step they got to, and why they were late.
CASES: tuple[tuple[str, float, list[Spell], list[Refusal], Step, int], ...] = (
    ("too young", 0.0, [], [], Step.ENTERED, -1),
    ("never referred", -12.0, [], [], Step.COULD_COME, -1),
    ("refused", -12.0, [], [Refusal.GATE, Refusal.FULL], Step.REFERRED, -1),
    ("waited in vain", -12.0, [spell(3, 0.5, ended=0.9)], [], Step.ACCEPTED, -1),
    ("referred after", -12.0, [spell(4, 1.5, 1.6)], [], Step.SUPPORTED, Late.REFERRED_AFTER),
    ("still waiting", -12.0, [spell(5, 0.9, 1.6)], [], Step.SUPPORTED, Late.WAITING),
    (
        "over",
        -12.0,
        [spell(6, 0.1, 0.2, ended=0.5, forgotten=0.5, ending=Ending.DROPPED_OUT)],
        [],
        Step.IN_TIME,
        -1,
    ),
    ("weak", -12.0, [spell(7, 0.1, 0.2, steps=[(0.2, 0.3)])], [], Step.ACTING, -1),
    (
        "full",
        -12.0,
        [spell(8, 0.1, 0.2, steps=[(0.2, 0.3), (0.4, 0.9)])],
        [Refusal.GATE],
        Step.FULL,
        -1,
    ),
)


def nine(programme: Programme) -> Reached:
    """How far the nine got, all of whom entered at 1.0 in a run of three years."""
    population = toy_population([born for _, born, *_ in CASES])
    declined = {k: why for k, (_, _, _, why, *_) in enumerate(CASES) if why}
    ways = Ways([one for _, _, spells, *_ in CASES for one in spells], declined)
    entrants = Entrants(np.arange(len(CASES)), np.ones(len(CASES)), np.zeros(len(CASES), bool))
    return reached_by(programme, ways, population, entrants, 3.0)


def test_each_way_of_being_lost_is_known_for_what_it_is() -> None:
    """Nine young people, lost at each step in turn: every one stands where they were lost."""
    reached = nine(toy_programme())
    assert reached.step.tolist() == [int(step) for *_, step, _ in CASES]
    assert reached.late.tolist() == [late for *_, late in CASES]
    assert reached.dose[-2:] == pytest.approx([0.3, 0.9])
    assert reached.years[-3:] == pytest.approx([0.3, 0.8, 0.8])
    counts = counted(reached, np.array([False] * 8 + [True]))
    assert list(counts["steps"].values()) == [9, 8, 7, 6, 5, 3, 2, 1]
    assert list(counts["lost"].values()) == [1, 1, 1, 1, 2, 1, 1]
    assert set(counts["spared"].values()) == {1}
    assert counts["refused"] == {"outage": 0, "list_full": 1, "gate": 0}
    assert counts["late"] == {"before_opening": 0, "referred_after": 1, "waiting": 1}


def test_a_service_that_opens_late_is_late_for_all() -> None:
    """Who entered before it opened is told apart from who was referred too late."""
    reached = nine(toy_programme(opened=1.2))
    assert reached.unopened.all()
    assert reached.late[4] == reached.late[5] == Late.BEFORE_OPENING


def test_dose_grows_with_the_service_and_stops_at_its_ages() -> None:
    """A ramp of two years is at its fourth eighth in the fourth quarter; others' ages get nothing."""
    programme, one = toy_programme(effect_ramp=2.0, acts_to=12.0), spell(0, 0.0, 0.1)
    assert programme.dose(one, 0.9) == pytest.approx(0.8 * 4 / 8)
    assert programme.dose(one, 2.5, age=11.0) == pytest.approx(0.8)
    assert programme.dose(one, 2.5, age=12.5) == 0.0
    assert programme.dose(one, 0.05) == 0.0


def test_all_services_together_reach_whom_the_best_reaches() -> None:
    """Late with one and in time with the other is in time; years of support add up."""
    nobody = np.array([-1])
    late = Reached(
        np.array([4]), np.array([2]), nobody, np.array([False]), np.zeros(1), np.zeros(1)
    )
    soon = Reached(np.array([7]), nobody, nobody, np.array([True]), np.ones(1), np.ones(1))
    both = by_any([late, soon])
    assert [int(x[0]) for x in (both.step, both.late, both.dose, both.years)] == [7, -1, 1, 1]
    assert not both.unopened
    assert by_any([late, late]).late == Late.WAITING


def test_weeks_of_support_are_whole_but_the_last() -> None:
    """Two and a half weeks are two of one and one of a half; beyond the run nothing counts."""
    week = 7 / 365.25
    short, long = spell(0, 0.0, 0.5, ended=0.5 + 2.5 * week), spell(1, 0.0, 2.0)
    found = weeks_of([short, spell(0, 0.0), long], 3.0)
    assert found.spells == [short, long]
    assert found.lengths[:3] == pytest.approx([1.0, 1.0, 0.5])
    assert found.moments[:3] == pytest.approx([0.5 + week / 2, 0.5 + 1.5 * week, 0.5 + 2.25 * week])
    assert found.lengths[found.of == 1].sum() == pytest.approx(1 / week)
    assert weeks_of([spell(0, 0.0)], 3.0).of.size == 0
    assert weeks_of([], 3.0).strength().size == 0


@st.composite
def ways(draw: st.DrawFn) -> Spell:
    """A way through the toy: support or none, up to three strengths, perhaps over and forgotten."""
    if not draw(st.booleans()):
        return spell(0, 0.1)
    started, *later = sorted(draw(st.lists(st.floats(0.1, 2.9), min_size=1, max_size=5)))
    ended = draw(st.sampled_from((inf, *later[-2:])))
    forgotten = inf if ended == inf else draw(st.sampled_from((ended, ended + 0.5, inf)))
    steps = [(now, draw(st.floats(0.0, 1.0))) for now in (started, *later[:2])]
    return spell(0, 0.1, started, ended=ended, forgotten=forgotten, steps=steps)


@given(st.lists(ways(), max_size=6))
def test_strength_week_by_week_is_each_spell_s_own(own: list[Spell]) -> None:
    """All weeks looked at together say what each spell says of itself; so does how far they act."""
    found, programme = weeks_of(own, 3.0), toy_programme(opened=0.5, effect_ramp=1.0)
    alone = [
        (one.strength_at(found.moments[found.of == k]), found.moments[found.of == k])
        for k, one in enumerate(found.spells)
    ]
    each = [strength for strength, _ in alone] or [np.zeros(0)]
    assert found.strength() == pytest.approx(np.concatenate(each))
    doses = [
        programme.dose(one, moments) for one, (_, moments) in zip(found.spells, alone, strict=True)
    ] or [np.zeros(0)]
    acting = programme.reach(found.sites(), found.moments) * found.strength()
    assert acting == pytest.approx(np.concatenate(doses))


def told(*counts: float) -> dict[str, Any]:
    """A funnel with these counts, as results hold it."""
    steps = [
        {
            "step": one.name.lower(),
            "count": {"mean": many},
            "lost": {"mean": before - many},
        }
        for one, before, many in zip(Step, (counts[0], *counts), counts, strict=False)
    ]
    return {"steps": steps}


def test_the_sentence_names_the_largest_loss() -> None:
    """Of those whom it could reach, not of all; nobody to reach and nobody lost are said too."""
    said = largest_leak(told(100, 40, 30, 28, 27, 10, 9, 1), "a toy")
    assert (
        "who enter before their support begins (17, 42% of those 40), and 1 is reached in time"
        in said
    )
    assert said.startswith("Of 100 young people who would start to be looked after without a toy")
    assert "nobody can be reached" in largest_leak(told(*[9] + [0] * 7), "a toy")
    assert "all of them are reached in time" in largest_leak(told(*[9] * 8), "a toy")


def row(
    name: str, better: int, low: float, high: float, *, kind: str = "flow", verdict: str = "more"
) -> dict[str, Any]:
    """A comparison's row whose average difference lies between two numbers."""
    difference = {"mean": (low + high) / 2, "mean_low": low, "mean_high": high}
    return {
        "name": name,
        "label": name.title(),
        "kind": kind,
        "better": better,
        "verdict": verdict,
        "judgement": None if verdict == "cannot be told" else "worse",
        "window": "total",
        "difference": difference,
    }


AIMS = {"moves": Aim(-1, frozenset({"placement_move"}))}


def followed(name: str, baseline: dict[str, float], scenario: dict[str, float]) -> list[Any]:
    """Two pairs in which a measure comes to the same in each arm."""
    return [SimpleNamespace(met={"baseline": {name: baseline}, "scenario": {name: scenario}})] * 2


def told_of(low: float, high: float, better: int, scenario: dict[str, float]) -> tuple[Any, ...]:
    """What is said of moves whose average difference lies between two numbers."""
    before = {"supported": 40.0, "others": 60.0, "own_places": 0.0}
    pairs = followed("moves", before, scenario)
    found = surprises([row("moves", better, low, high)], AIMS, pairs)
    return tuple((one["what"], one["sentence"]) for one in found)


def test_what_is_surely_worse_than_aimed_at_is_a_surprise() -> None:
    """More moves where fewer are aimed at is one, split by whom it happened to; fewer is none."""
    more = {"supported": 75.0, "others": 57.0, "own_places": 28.0}
    assert told_of(20.0, 44.0, -1, more) == (
        (
            AGAINST,
            "Moves: +32 on average, though the services push for fewer: in the 2 runs that were "
            "followed it is +32, of which +35 among young people they support at some time and −3.0 among "
            "all others, with 28 into or out of the services' own places.",
        ),
    )
    assert told_of(-44.0, -20.0, -1, more) == ()


def test_all_of_which_nothing_is_left_share_one_sentence() -> None:
    """Where nothing is left of pushes for the better, it says how few each reaches; of one for the worse nothing."""
    same = {"supported": 40.0, "others": 60.0, "own_places": 0.0}
    ((what, said),) = told_of(-1.0, 1.0, -1, same)
    assert what == LOST
    assert said.endswith("young people they support at some time): Moves (40%).")
    assert told_of(-1.0, 1.0, 1, same) == ()
    assert told_of(0.0, 0.0, -1, same) == ()
    met = {"moves": same, "runs": {"supported": 1.0, "others": 99.0}}
    pairs = [SimpleNamespace(met={"baseline": met, "scenario": met})] * 2
    rows = [row("moves", -1, -1.0, 1.0), row("runs", -1, -1.0, 1.0)]
    (one,) = surprises(rows, {**AIMS, "runs": AIMS["moves"]}, pairs)
    assert one["measures"] == ["moves", "runs"]
    assert one["sentence"].endswith("Moves (40%), Runs (1.0%).")


def test_a_trifle_has_no_sign_that_could_surprise() -> None:
    """A difference the verdict calls too small to matter is not explained, however sure its sign is."""
    trifle = row("weeks", -1, 2.0, 4.0, verdict="too small to matter")
    pairs = followed("weeks", {"supported": 1.0, "others": 9.0}, {"supported": 3.0, "others": 10.0})
    assert surprises([trifle], AIMS, pairs) == ()


@pytest.mark.parametrize("better", [-1, 1])
def test_a_stock_that_gets_worse_is_said_whose_it_is(better: int) -> None:
    """What no service pushes is a surprise where it is surely worse, by whose it is; never where it is better."""
    before = {"supported": 10.0, "others": 90.0}
    after = {"supported": 10.0 - 4.0 * better, "others": 90.0 - 1.0 * better}
    pairs = followed("placed", before, after)
    worse = sorted((-6.0 * better, -4.0 * better))
    (one,) = surprises([row("placed", better, *worse, kind="stock")], AIMS, pairs)
    signs = "−−" if better > 0 else "++"
    assert one["what"] == WORSE
    assert one["sentence"] == (
        f"Placed: {signs[0]}5.0 on average, which is worse: in the 2 runs that were followed it is "
        f"{signs[0]}5.0, of which {signs[0]}4.0 among young people they support at some time and {signs[1]}1.0 among all others."
    )
    good = [-end for end in reversed(worse)]
    assert surprises([row("placed", better, *good, kind="stock")], AIMS, pairs) == ()
    assert surprises([row("placed", 0, *worse, kind="stock")], AIMS, pairs) == ()


def test_what_cannot_be_told_is_not_called_worse() -> None:
    """Where the verdict gives no direction, the sentence says no more than what these runs show."""
    unsure = row("cost", -1, 1e6, 2e6, kind="money", verdict="cannot be told")
    same = {"supported": 1e6, "others": 1e6, "services": 0.0}
    (one,) = surprises([unsure], {}, followed("cost", same, same))
    assert one["sentence"].startswith(
        "Cost: +£1.5m on average, for the worse as far as these runs go: in the 2 runs"
    )


def test_shares_of_groups_are_not_added_up() -> None:
    """A share of those supported and one of all others have no sum: none is said."""
    before, after = {"supported": 0.2, "others": 0.1}, {"supported": 0.3, "others": 0.1}
    (one,) = surprises(
        [row("share", -1, 0.02, 0.04, kind="share")], {}, followed("share", before, after)
    )
    assert "followed +10" in one["sentence"]
    assert "of which" not in one["sentence"]


def test_money_that_rises_is_split_into_services_and_all_else() -> None:
    """What services themselves cost is told from what changes for those they support and for others."""
    before = {"supported": 4e6, "others": 9e6, "services": 0.0}
    after = {"supported": 3e6, "others": 9.5e6, "services": 6e6}
    pairs = followed("cost", before, after)
    (one,) = surprises([row("cost", -1, 4.9e6, 5.5e6, kind="money")], {}, pairs)
    assert one["sentence"] == (
        "Cost: +£5.2m on average, which is worse: in the 2 runs that were followed it is +£5.5m, of which "
        "+£6.0m is what services themselves cost, −£1.0m among young people they support at some time and +£500k "
        "among all others."
    )


def test_what_is_of_no_young_person_is_explained_by_room() -> None:
    """Carers, homes and prices are nobody's: their sentence says what they answer to."""
    rows = [row("carer_exits", -1, 2.0, 4.0), row("vacant_places", 0, -9.0, -7.0, kind="stock")]
    (one,) = surprises(rows, AIMS, [SimpleNamespace(met={"baseline": {}, "scenario": {}})] * 2)
    assert one["sentence"] == (
        "Carer_Exits: +3.0 on average, which is worse: carers, homes and prices answer to how full "
        "places are, and of vacant places there are −8.0 at the end."
    )


def test_what_only_services_have_surprises_nobody() -> None:
    """That somebody waits for a service, or drops out of one, is no surprise where there was none."""
    rows = [row("service_waiting", -1, 2.0, 4.0), row("service_dropouts", -1, 2.0, 4.0)]
    assert surprises(rows, AIMS, followed("moves", {}, {})) == ()


def test_every_measure_with_a_good_direction_is_explained() -> None:
    """Each of the model's own is of young people, of services' doing, or of carers, homes and prices."""
    rest = {
        one.name
        for one in MEASURES
        if one.better and not of_young_people(one.read) and not of_services(one)
    }
    assert rest == {"carer_exits", "carer_joins", "homes_price"}


def test_what_a_service_itself_makes_worse_is_said_to_be() -> None:
    """Where more would be better and the service pushes it down, that is why it falls."""
    fewer = {"supported": 30.0, "others": 60.0, "own_places": 0.0}
    assert told_of(-12.0, -8.0, 1, fewer) == (
        (
            PUSHED,
            "Moves: −10 on average, which is worse, and what the services act on pushes it that way: in "
            "the 2 runs that were followed it is −10, of which −10 among young people they support at some time and 0 among "
            "all others.",
        ),
    )
