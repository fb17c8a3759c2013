"""Twenty years of a sample of England: `python benchmarks/twenty_years.py [--every 8] [--runs 2] [--no-response]`.

Practice unchanged. Stock, ages, empty places by kind and homes' occupancy of the sample together, year by
year, beside the lowest and highest that were published of 2010 to 2024. Exits with 1 where one leaves them.
"""

import argparse
import sys
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Status
from agents.lengths import AGE_BANDS, AGE_EDGES
from agents.population import Population
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import all_profiles, profile
from calibration.beliefs.parameters import future_of, parameters_for
from simulation.runner.run_all import run_all
from simulation.simulate import start

type Floats = NDArray[np.float64]

YEARS: Final = 20
SHOWN: Final = (0, 1, 2, 5, 10, 15, 20)
FOSTERING: Final = (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY)
#: Kinds whose places are counted.
KINDS: Final = (*FOSTERING, Placement.CHILDRENS_HOME, Placement.SUPPORTED, Placement.LODGINGS)
#: What was published, lowest and highest, and in which rows of the evidence tables.
PUBLISHED: Final = {
    # 14 yearly log changes of .016 on average before 2024; the highest rate is that of 2022 and 2023, 70 against 69.
    "looked after, of the start": (0.80, 1.0145, "X2-F146; E1-0026 to E1-0030"),
    # Shares of ages, over the start's: rows of 2021 to 2024 over 2024; earlier ones are not in the tables.
    "under_1, of the start": (0.9997, 1.0895, "E1-0107, E1-0171, E1-0236, E1-0302"),
    "1_4, of the start": (0.9999, 1.1198, "E1-0102, E1-0166, E1-0231, E1-0297"),
    "5_9, of the start": (0.9893, 1.0334, "E1-0105, E1-0168, E1-0234, E1-0300"),
    "10_15, of the start": (0.9999, 1.0311, "E1-0103, E1-0167, E1-0232, E1-0298"),
    "16_plus, of the start": (0.8630, 1.0001, "E1-0104, E1-0169, E1-0233, E1-0299"),
    # 15.5% vacant and 60% filled; 23% and 61%: places that are not available are not in the model.
    "fostering, empty": (0.205, 0.274, "E6-0148, E6-0172; X2-E002, X2-E003"),
    # 8,640 children in 14,486 registered places; 80 to 85% as providers report.
    "homes, occupied": (0.60, 0.85, "X2-E039, E6-0131, X2-E040"),
}


@dataclass(frozen=True)
class Council:
    """Name one run of a council."""

    code: str
    run: int
    response: float

    def __str__(self) -> str:
        return f"{self.code}, run {self.run}"


def counted(people: Population, now: float) -> list[float]:
    """Return who is looked after by age band, then places and those taken by kind."""
    young = people.young_people
    cared = np.flatnonzero(young["status"] == Status.LOOKED_AFTER)
    bands = np.searchsorted(AGE_EDGES, now - young["born"][cared], side="right")
    ages = np.bincount(bands, minlength=len(AGE_BANDS)).tolist()
    markets = people.markets[list(KINDS)]
    return [*ages, *markets["places"].tolist(), *markets["filled"].tolist()]


def lived(task: Council) -> Floats:
    """Return what a council's run counts at the start and after each year, shape (years + 1, counts)."""
    council, switch = profile(task.code), {"market_response": task.response}
    p = parameters_for(council, overrides=switch)
    people = synthesise(future_of(council), p, 1, task.run, float(YEARS))
    run = start(people, (), p, 1, task.run, float(YEARS), place=task.code)
    found = [counted(people, 0.0)]
    for year in range(1, YEARS + 1):
        run.advance(float(year), 28.0)
        found.append(counted(people, float(year)))
    return np.array(found, dtype=float)


def measured(total: Floats) -> dict[str, Floats]:
    """Return the measures by year, each of shape (years + 1,)."""
    bands, kinds = len(AGE_BANDS), len(KINDS)
    ages, places, filled = np.split(total, [bands, bands + kinds], axis=1)
    cared = ages.sum(axis=1)
    empty = 1.0 - filled / places
    both = [KINDS.index(kind) for kind in FOSTERING]
    home = KINDS.index(Placement.CHILDRENS_HOME)
    fostering = 1.0 - filled[:, both].sum(axis=1) / places[:, both].sum(axis=1)
    found = {"looked after, of the start": cared / cared[0]}
    shares = ages / cared[:, None]
    found |= {f"{b}, of the start": shares[:, k] / shares[0, k] for k, b in enumerate(AGE_BANDS)}
    found |= {"fostering, empty": fostering, "homes, occupied": 1.0 - empty[:, home]}
    found |= {f"{kind.name.lower()}, empty": empty[:, k] for k, kind in enumerate(KINDS)}
    return found


def line(name: str, series: Floats) -> tuple[str, bool]:
    """Return how one measure fares, as a row of a table, and whether it stays inside."""
    low, high, rows = PUBLISHED.get(name, (-np.inf, np.inf, ""))
    inside = bool(low <= series[1:].min() and series[1:].max() <= high)
    told = " | ".join(f"{series[year]:.3f}" for year in SHOWN)
    published = f"{low:.3f} to {high:.3f} | {rows}" if rows else "not published |"
    verdict = ("in" if inside else "out") if rows else ""
    seen = f"{series[1:].min():.3f} to {series[1:].max():.3f}"
    return f"| {name} | {published} | {told} | {seen} | {verdict} |", inside


def main() -> int:
    """Simulate, print, and say whether anything left what was published."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=8, help="which of the councils by code")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument(
        "--no-response", action="store_true", help="supply and price answer to nothing"
    )
    asked = parser.parse_args()
    codes = sorted(one.code for one in all_profiles())[:: asked.every]
    tasks = [
        Council(code, run, 0.0 if asked.no_response else 1.0)
        for run in range(asked.runs)
        for code in codes
    ]
    total = np.sum(run_all(tasks, lived, what="twenty years", each="councils"), axis=0)
    print(
        f"{len(codes)} councils, {asked.runs} runs each, {total[0, : len(AGE_BANDS)].sum():,.0f} children."
    )
    years = " | ".join(f"year {year}" for year in SHOWN)
    print(f"| measure | published | rows | {years} | all years | |")
    outcome = []
    for name, series in measured(total).items():
        told, inside = line(name, series)
        outcome.append(inside)
        print(told)
    return int(not all(outcome))


if __name__ == "__main__":
    sys.exit(main())
