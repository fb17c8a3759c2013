"""What the systems of the source do in the model, beside what was published of them.

python benchmarks/library_source.py                     # all four, in a quarter of an hour
python benchmarks/library_source.py pause --pairs 100

signs      entries under Signs of Safety: the interval is to include none, and how wide it is.
pause      children kept out of care for each woman-year in Pause (published 0.20 among 137 women, P08), and fewer
           infants coming into care a year with a practice, beside the 14.4 a council of the study of areas (P01).
selection  how much less often households in Mockingbird give up with no effect at all, if only steady ones
           join (published: 82%, M03).
wigan      Wigan from 31 March 2022 with as many unaccompanied children a year as were published: entries of children
           resident there (W06), number looked after and ends of care, beside Wigan's own tables of two years.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from agents.codes import Opening, Placement, Status
from agents.lengths import ADULTHOOD, MONTHS_PER_YEAR, ONE_YEAR
from calibration.beliefs.authorities.load import profile
from calibration.joint.store import usual
from scenarios.compare import compare, make_plan
from scenarios.funnel.reading import ways_of
from scenarios.funnel.replicate import Played, played
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from simulation.kinds import Kind
from simulation.outcomes.event_names import EXIT_PROCESSES
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of
from simulation.simulate import warm_up
from simulation.world import first_rows

YEARS: Final = 5
#: Years after a practice has closed in which the children would have been born and come into care.
AFTERWARDS: Final = 3
#: Ages until which children of supported women who come into care are counted: what was published of women counts
#: children taken into care (P08, P09), what was published of areas infants (P01).
AGES_SHOWN: Final = {"before 1": 1.0, "before 2": 2.0, "at any age in the run": np.inf}
#: Years from conception to birth, and the most that a woman waits from when she is chosen.
CARRIED: Final = 0.75
WAITED: Final = 0.5
NINETY_FIVE: Final = 1.96
#: A council of the middle in size with its own population of looked-after children.
COUNCIL: Final = "Wigan"
#: 31 March from which Wigan is followed, and for how many years: residents' entries were published of both (W06).
WIGAN_FROM: Final = 2022
WIGAN_YEARS: Final = 2


def run(request: CompareRequest, each: Callable[[ReplicateTask], Any]) -> list[Any]:
    """Return what each pair of futures shows, in order."""
    warm_up()
    return run_all(make_plan(request).tasks, each, what="library")


def interval(values: Any) -> str:
    """Write a mean over futures with its 95% interval; pairs share what is believed."""
    pairs = np.asarray(values, float).reshape(-1, 2).mean(axis=1)
    half = NINETY_FIVE * pairs.std(ddof=1) / len(pairs) ** 0.5
    return f"{pairs.mean():.3f} ({pairs.mean() - half:.3f} to {pairs.mean() + half:.3f})"


def signs(pairs: int) -> None:
    """Print entries under Signs of Safety, believed as far as is known and at central values."""
    for name in ("signs-of-safety", "signs-of-safety-kin"):
        for central in (True, False):
            request = CompareRequest(
                COUNCIL,
                scenario=name,
                years=YEARS,
                replicates=pairs,
                central=central,
                calibration=None if central else usual(),
            )
            found = compare(request).row("care_entries")
            change, base = found["difference"], found["baseline"]["mean"]
            low, high = change["mean_low"], change["mean_high"]
            print(
                f"{name}, {'central' if central else 'drawn'}: entries {base:.1f}, difference "
                f"{change['mean']:+.2f} ({low:+.2f} to {high:+.2f}), width {high - low:.2f} = "
                f"{(high - low) / base:.2%}; one future {change['low']:+.1f} to {change['high']:+.1f}; "
                f"includes none: {low <= 0.0 <= high}",
                flush=True,
            )


def removed(arm: Played, until: float = np.inf) -> Any:
    """Return the rows of children born in the run who came into care before an age, each once."""
    people = arm.run.population.young_people
    starts = arm.events.of("care_entry")
    born = people.born[starts.rows]
    return starts.rows[(born > 0.0) & (starts.times - born < until)]


def infants(arm: Played) -> Any:
    """Return the rows of children who came into care before their first birthday, born in the run."""
    return removed(arm, ONE_YEAR)


def of_pause(task: ReplicateTask) -> dict[str, float]:
    """Return woman-years, and births and removals of children conceived while their mother was supported."""
    population = population_of(task)
    null, real = (played(task, arm, population) for arm in task.arms)
    years = float(task.years)
    there = null.run.population
    spells = [
        one for one in ways_of(there, null.run.state, null.events).spells if one.started < np.inf
    ]
    support = {
        int(there.enrolments.member[one.enrolment]): (one.started, one.ended) for one in spells
    }
    found = {
        "woman-years": sum(min(one.ended, years) - one.started for one in spells),
        "women": float(len(spells)),
        "births": float(next_children(null, support).size),
    }
    for name, arm in (("without", null), ("with", real)):
        theirs = next_children(null, support)
        for age, until in AGES_SHOWN.items():
            found[f"{age}, {name}"] = float(np.isin(removed(arm, until), theirs).sum())
        found[f"all infants, {name}"] = float(infants(arm).size)
    return found


def next_children(arm: Played, support: Mapping[int, tuple[float, float]]) -> Any:
    """Return the rows of children known as infants who were conceived while their mother was supported."""
    people = arm.run.population.young_people
    known = arm.events.of("arrival")
    rows = known.rows[known.times - people.born[known.rows] < ONE_YEAR]
    conceived = people.born[rows] - CARRIED
    spans = [support.get(int(family), (np.inf, -np.inf)) for family in people.family[rows]]
    first, last = np.array(spans).reshape(-1, 2).T
    # Who is taken on waits some weeks: a child of nine months ahead is conceived just before support.
    return rows[(conceived >= first - WAITED) & (conceived < last)]


def pause(pairs: int) -> None:
    """Print removals avoided for each woman-year and a practice."""
    whole = load_scenario("pause")
    (opened,) = whole.interventions
    shut = float(opened["opens_month"]) + MONTHS_PER_YEAR * YEARS
    whole = replace(whole, interventions=({**opened, "closes_month": shut},))
    request = CompareRequest(
        COUNCIL,
        baseline=whole.twin("null"),
        scenario=whole,
        years=YEARS + AFTERWARDS,
        replicates=pairs,
        calibration=usual(),
    )
    told = run(request, of_pause)
    found = {name: np.array([one[name] for one in told]) for name in told[0]}
    time = found["woman-years"].mean()
    print(
        f"woman-years in {YEARS} years of a practice: {time:.1f}; women {found['women'].mean():.1f}"
    )
    print("births known for each woman-year without effect:", interval(found["births"] / time))
    for age in AGES_SHOWN:
        without, avoided = (
            found[f"{age}, without"],
            found[f"{age}, without"] - found[f"{age}, with"],
        )
        print(
            f"taken into care {age}: {interval(without / time)} for each woman-year without effect, avoided "
            f"{interval(avoided / time)}; a year of a practice {interval(avoided / YEARS)}"
        )
    without, fewer = (
        found["all infants, without"],
        found["all infants, without"] - found["all infants, with"],
    )
    print(
        f"fewer infants into care a year of the practice: {interval(fewer / YEARS)}; areas: 14.4 (P01)"
    )
    print(f"infants born in the run who enter, a year: {without.mean() / request.years:.1f}")
    area = replace(request, baseline="pause-area-null", scenario="pause-area", years=YEARS)
    both = np.array(run(area, of_infants))
    print(
        f"the study of areas as believed, fewer infants a year: {interval((both[:, 0] - both[:, 1]) / YEARS)}"
    )


def of_infants(task: ReplicateTask) -> tuple[float, ...]:
    """Return infants' entries in both arms."""
    population = population_of(task)
    return tuple(float(infants(played(task, arm, population)).size) for arm in task.arms)


def of_carers(task: ReplicateTask) -> tuple[float, ...]:
    """Return exits and years of households in a constellation and of all others, the null twin."""
    people = population_of(task)
    arm = played(task, task.arms[1], people)
    there, years = arm.run.population, float(task.years)
    carers, first = there.carers, first_rows(there)[int(Kind.CARER)]
    mine = np.flatnonzero((carers.placement == Placement.FOSTER_IN_HOUSE) & (carers.site < 0))
    ends = np.full(carers.size, years)
    gone = arm.events.of("carer_exit")
    ends[gone.rows - first] = gone.times
    # Who was there from the beginning, who opened, and who never did.
    begins = np.full(carers.size, years)
    begins[: people.carers.size][people.carers.status == Opening.OPEN] = 0.0
    opened = arm.events.of("carer_opening")
    begins[opened.rows - first] = opened.times
    left = np.zeros(carers.size, bool)
    left[gone.rows - first] = True
    inside, exits = np.zeros(carers.size), np.zeros(carers.size)
    for one in ways_of(there, arm.run.state, arm.events).spells:
        if one.started < np.inf:
            who = int(there.enrolments.member[one.enrolment])
            until = min(one.ended, ends[who], years)
            inside[who] += max(0.0, until - one.started)
            exits[who] += left[who] and abs(until - ends[who]) < 1e-6
    outside = np.maximum(0.0, ends - begins) - inside
    return (
        float(exits[mine].sum()),
        float(inside[mine].sum()),
        float((left[mine] - exits[mine]).sum()),
        float(outside[mine].sum()),
    )


def selection(pairs: int) -> None:
    """Print how much less often members of constellations that do nothing give up."""
    for name in ("mockingbird-null", "mockingbird-selection-null", "mockingbird-selection"):
        request = CompareRequest(
            COUNCIL, scenario=name, years=YEARS, replicates=pairs, calibration=usual()
        )
        inside, time, others, rest = np.array(run(request, of_carers)).sum(axis=0)
        ratio = (inside / time) / (others / rest)
        spread = NINETY_FIVE * (1.0 / inside + 1.0 / others) ** 0.5
        print(
            f"{name}: members leave {inside / time:.4f} a year, others {others / rest:.4f}: "
            f"{1.0 - ratio:.1%} less ({1.0 - ratio * np.exp(spread):.1%} to "
            f"{1.0 - ratio * np.exp(-spread):.1%}); published 82% (M03)",
            flush=True,
        )


def of_wigan(task: ReplicateTask) -> list[dict[str, Any]]:
    """Return for each arm what is published of Wigan: flows by year, and numbers at the end."""
    population = population_of(task)
    found = []
    for spec in task.arms:
        arm = played(task, spec, population)
        people = arm.run.population.young_people
        alone = people.uasc == 1
        # The first start of a child in a year is the one that is counted.
        starts = first_of_year(arm, "care_entry", "re_entry")
        ends = first_of_year(arm, *EXIT_PROCESSES)
        there = people.status == Status.LOOKED_AFTER
        found.append(
            {
                "residents' starts": by_year(starts),
                "unaccompanied starts": by_year(first_of_year(arm, "unaccompanied_arrival")),
                "residents' ends": by_year({one for one in ends if not alone[one[0]]}),
                "looked after": int(there.sum()),
                "unaccompanied": int((there & alone).sum()),
            }
        )
    return found


def first_of_year(arm: Played, *names: str) -> set[tuple[int, int]]:
    """Return row and year of young people to whom any of these events happened, once a year each."""
    events = arm.events.of(*names)
    return {(int(row), int(at)) for row, at in zip(events.rows, events.times, strict=True)}


def by_year(seen: set[tuple[int, int]]) -> list[int]:
    """Return how many were seen in each year."""
    return [sum(year == wanted for _, year in seen) for wanted in range(WIGAN_YEARS)]


def wigan_published() -> dict[str, Any]:
    """Return the same of Wigan's own tables."""
    years = [profile(COUNCIL, WIGAN_FROM + k) for k in range(WIGAN_YEARS + 1)]
    return {
        "residents' starts": [one["starts"] - one["starts_uasc"] for one in years[1:]],
        "unaccompanied starts": [one["starts_uasc"] for one in years[1:]],
        "residents' ends": [one["ceases"] - one["ceases_uasc"] for one in years[1:]],
        "looked after": [one["cla"] for one in years],
        "unaccompanied": [one["cla_uasc"] for one in years],
    }


def more_arrivals(usual_a_year: Sequence[float]) -> list[dict[str, Any]]:
    """Return conditions under which as many unaccompanied children come a year as were published."""
    wanted, made = wigan_published()["unaccompanied starts"], 1.0
    conditions = []
    for year, (want, come) in enumerate(zip(wanted, usual_a_year, strict=True)):
        # Each multiplies from its year on what those before it have made.
        times = want / come / made
        made *= times
        conditions.append(
            {
                "kind": "arrivals",
                "change": times - 1.0,
                "of": "unaccompanied",
                "ages": [0.0, ADULTHOOD],
                "from_month": float(MONTHS_PER_YEAR * year),
                "twin": "real",
            }
        )
    return conditions


def wigan(pairs: int) -> None:
    """Print Wigan's two years as they were, as its tables let expect, and with its adaptation on top."""
    adapted = load_scenario("wigan-adaptation")
    request = CompareRequest(
        COUNCIL,
        "baseline",
        adapted,
        years=WIGAN_YEARS,
        replicates=pairs,
        base_year=WIGAN_FROM,
        calibration=usual(),
    )
    print("published:", wigan_published())
    plain = show_wigan("as its tables let expect", [one[0] for one in run(request, of_wigan)])
    arrivals = more_arrivals(plain["unaccompanied starts"])
    world = Scenario("as-published", "Arrivals as published", interventions=tuple(arrivals))
    both = replace(adapted, interventions=(*adapted.interventions, *arrivals))
    found = run(replace(request, baseline=world, scenario=both), of_wigan)
    show_wigan("arrivals as published", [one[0] for one in found])
    show_wigan("the same with the adaptation on top", [one[1] for one in found])
    change = [one[1]["residents' starts"][1] - one[1]["residents' starts"][0] for one in found]
    print("with it, residents' starts, second year less first:", interval(change))


def show_wigan(name: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Print what one arm gives with its intervals; return the means."""
    print(f"{name}:", flush=True)
    means = {}
    for key in found[0]:
        values = np.array([one[key] for one in found], float).reshape(len(found), -1)
        print(f"  {key}: {', '.join(interval(column) for column in values.T)}", flush=True)
        means[key] = values.mean(axis=0)
    return means


def main(words: list[str] | None = None) -> None:
    """Run what is asked for."""
    every = {"signs": signs, "pause": pause, "selection": selection, "wigan": wigan}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", choices=[[], *every], default=[])
    parser.add_argument("--pairs", type=int, default=400)
    chosen = parser.parse_args(words)
    for name in chosen.what or every:
        print(f"\n{name}, {chosen.pairs} pairs", flush=True)
        partial(every[name], chosen.pairs)()


if __name__ == "__main__":
    main()
