"""How time and memory grow: with workers, with councils, and with the young people of one model."""

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any, Final

import psutil
from scale import core_seconds, here, tasks_of

from calibration.fitting.patterns.england import sample_of_england
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from simulation.simulate import run_years, warm_up

COUNCILS: Final = (1, 10, 50, 151)
WORKERS: Final = (1, 2)
PEOPLE: Final = (1_000, 10_000, 100_000, 1_000_000)
#: Step of the scheduler in days; it changes nothing that happens.
STEP: Final = 7.0
_MEGABYTE: Final = 2**20
#: Of these, how many young people a sample has for each looked after is found out.
_TRIED: Final = 500.0


def one_model(people: int, years: int) -> tuple[int, float, float, float]:
    """Simulate one sample of England; return its young people, seconds of a core for them and for its years, megabytes."""
    from simulation.runner.worker import population_of, started

    warm_up()
    tried = population_of(_task(_TRIED, years)).young_people.size
    task = _task(_TRIED * people / tried, years)
    began = time.process_time()
    population = population_of(task)
    made = time.process_time()
    run_years(started(task, task.arms[0], population), years, STEP)
    ran = time.process_time()
    held = psutil.Process().memory_info().rss / _MEGABYTE
    return population.young_people.size, made - began, ran - made, held


def _task(looked_after: float, years: int) -> Any:
    request = CompareRequest("Wiltshire", years=years, replicates=2, central=True)
    (task, *_) = make_plan(request).tasks
    sample = sample_of_england(task.profile.year, looked_after)
    return replace(task, profile=sample)


def by_people(sizes: Sequence[int], years: int) -> None:
    """Print a row a size, each in a process of its own, so that its memory is its own."""
    print("| young people | population, s of a core | years, s of a core | µs each | MB held |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            people, made, ran, held = pool.submit(one_model, size, years).result()
        each = 1e6 * (made + ran) / people
        print(f"| {people:,} | {made:.2f} | {ran:.2f} | {each:.1f} | {held:,.0f} |")


def by_councils(councils: Sequence[int], workers: Sequence[int], years: int) -> None:
    """Print a row for each number of councils and of workers: one future of two arms of each council."""
    print("| councils | workers | futures | by the clock, s | s of cores | s of a core a future |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for many in councils:
        # A comparison has at least two futures.
        tasks = tasks_of(many, 2, years)[::2]
        for count in workers:
            way = here(count)
            began, busy = time.perf_counter(), core_seconds()
            way(tasks)
            clock, busy = time.perf_counter() - began, core_seconds() - busy
            row = f"| {many} | {count} | {len(tasks)} | {clock:.1f} | {busy:.1f} "
            print(f"{row}| {busy / len(tasks):.3f} |")


def main() -> None:
    """Print both tables, and how busy the machine was with other things."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--councils", type=int, nargs="*", default=COUNCILS)
    parser.add_argument("--workers", type=int, nargs="*", default=WORKERS)
    parser.add_argument("--people", type=int, nargs="*", default=PEOPLE)
    chosen = parser.parse_args()
    warm_up()
    print(f"load before: {psutil.getloadavg()[0]:.1f}\n")
    by_people(chosen.people, chosen.years)
    print()
    by_councils(chosen.councils, chosen.workers, chosen.years)
    print(f"\nload after: {psutil.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
