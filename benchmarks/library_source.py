"""What the systems of the source do in the model, beside what was published of them.

python benchmarks/library_source.py                     # all four, in a quarter of an hour
python benchmarks/library_source.py pause --pairs 100

signs      entries under Signs of Safety: the interval is to include none, and how wide it is.
pause      removals avoided for each woman-year in Pause (published 0.20 among 137 women, P08), and fewer infants
           coming into care a year with a practice, beside the 14.4 a council of the study of areas (P01).
selection  how much less often households in Mockingbird give up with no effect at all, if only steady ones
           join (published: 82%, M03).
wigan      Wigan from 31 March 2021 with unaccompanied children as published (17 to 69, W05): entries of children
           resident there (published 211 and 207 a year, W06) and number looked after (647 to 679).
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from agents.codes import Opening, Placement, Status
from agents.lengths import MONTHS_PER_YEAR
from calibration.joint.store import usual
from scenarios.compare import compare, make_plan
from scenarios.funnel.reading import ways_of
from scenarios.funnel.replicate import Played, played
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from simulation.kinds import Kind
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of
from simulation.simulate import warm_up
from simulation.world import first_rows

YEARS: Final = 5
#: Years after a practice has closed in which the children would have been born and come into care.
AFTERWARDS: Final = 3
NINETY_FIVE: Final = 1.96
#: A council of the middle in size with its own population of looked-after children.
COUNCIL: Final = "Wigan"
#: Published of Wigan.
WIGAN: Final = {"cla": (647, 679), "unaccompanied": (17, 69), "entries": (211, 207)}
#: Unaccompanied children who arrive besides, in times of those the profile of 2021 lets expect: until about as many
#: are looked after in 2023 as was published. The second condition multiplies what the first has made.
ARRIVALS: Final = (3.0, 2.4)


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


def infants(arm: Played) -> Any:
    """Return the rows of children who came into care before their first birthday, born in the run."""
    people = arm.run.population.young_people
    starts = arm.events.of("care_entry")
    born = people.born[starts.rows]
    return starts.rows[(born > 0.0) & (starts.times - born < 1.0)]


def of_pause(task: ReplicateTask) -> tuple[float, ...]:
    """Return woman-years, and infants' entries and births among members, without effect and with."""
    population = population_of(task)
    null, real = (played(task, arm, population) for arm in task.arms)
    years = float(task.years)
    there = null.run.population
    spells = [
        one for one in ways_of(there, null.run.state, null.events).spells if one.started < np.inf
    ]
    time = sum(min(one.ended, years) - one.started for one in spells)
    families = np.unique(there.enrolments.member[[one.enrolment for one in spells]])
    mine = [
        np.isin(there.young_people.family[infants(arm)], families).sum() for arm in (null, real)
    ]
    every = [infants(arm).size for arm in (null, real)]
    return (time, *map(float, mine), *map(float, every), float(len(spells)))


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
    found = np.array(run(request, of_pause))
    time = found[:, 0].mean()
    print(f"woman-years in {YEARS} years of a practice: {time:.1f}; women {found[:, 5].mean():.1f}")
    print("removals for each woman-year without effect:", interval(found[:, 1] / time))
    print("removals avoided for each woman-year:", interval((found[:, 1] - found[:, 2]) / time))
    fewer = (found[:, 3] - found[:, 4]) / YEARS
    print(f"fewer infants into care a year of the practice: {interval(fewer)}; areas: 14.4 (P01)")
    print(f"infants born in the run who enter, a year: {found[:, 3].mean() / request.years:.1f}")
    area = replace(request, baseline="pause-area-null", scenario="pause-area", years=YEARS)
    found = np.array(run(area, of_infants))
    fewer = (found[:, 0] - found[:, 1]) / YEARS
    print(f"the study of areas as believed, fewer infants a year: {interval(fewer)}")


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


def of_wigan(task: ReplicateTask) -> list[dict[str, float]]:
    """Return for each arm resident entries of two years, and numbers looked after at their end."""
    population = population_of(task)
    found = []
    for spec in task.arms:
        arm = played(task, spec, population)
        people = arm.run.population.young_people
        there = people.status == Status.LOOKED_AFTER
        starts = arm.events.of("care_entry", "re_entry")
        # The first start of a child in a year is the one that is counted.
        seen = {(int(row), int(time)) for row, time in zip(starts.rows, starts.times, strict=True)}
        by_year = [sum(year == wanted for _, year in seen) for wanted in (0, 1)]
        found.append(
            {
                "first year": by_year[0],
                "second year": by_year[1],
                "cla": int(there.sum()),
                "unaccompanied": int((there & (people.uasc == 1)).sum()),
            }
        )
    return found


def wigan(pairs: int) -> None:
    """Print Wigan from 2021 to 2023, without and with its adaptation on top."""
    arrivals: list[Mapping[str, Any]] = [
        {
            "kind": "arrivals",
            "change": change,
            "of": "unaccompanied",
            "ages": [0.0, 18.0],
            # Two conditions of one month would be one.
            "from_month": month / 100,
            "twin": "real",
        }
        for month, change in enumerate(ARRIVALS)
    ]
    world = Scenario("as-published", "Arrivals as published", interventions=tuple(arrivals))
    adapted = load_scenario("wigan-adaptation")
    both = replace(adapted, interventions=(*adapted.interventions, *arrivals))
    request = CompareRequest(
        COUNCIL, world, both, years=2, replicates=pairs, base_year=2021, calibration=usual()
    )
    found = run(request, of_wigan)
    print(f"published: entries {WIGAN['entries']}, looked after {WIGAN['cla']}, ", end="")
    print(f"unaccompanied {WIGAN['unaccompanied']}")
    for a, name in enumerate(("without the adaptation on top", "with it")):
        told = {key: interval([one[a][key] for one in found]) for key in found[0][a]}
        print(f"{name}: {told}", flush=True)
    change = [one[1]["second year"] - one[1]["first year"] for one in found]
    print("with it, second year less first:", interval(change))


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
