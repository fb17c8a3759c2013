"""Run the reference workload once and print what it took and what happened, as a line of JSON.

python benchmarks/reference/run.py CHILDREN WEEKS SEED [--continuous]
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from reference.figures import CELLS, WEEK
from reference.population import make_population
from reference.rules import PARAMETERS, RULES

from simulation.compile import compile_rules
from simulation.draws import key_of
from simulation.services.table import give_tables
from simulation.world import make_state, make_world, parameter_record

EVENTS = tuple(name.split("/")[0] for name in RULES.outcome_names)
#: A second, in which nothing happens but planning.
_MOMENT = WEEK / 604_800


class Careers:
    """One run of the workload, everybody's first event planned, as the peers' are."""

    def __init__(self, children: int, weeks: int, seed: int, *, weekly: bool = True) -> None:
        self.population = make_population(children, seed)
        self.weeks = weeks
        give_tables(RULES, self.population)
        p = parameter_record(PARAMETERS, {"weekly": float(weekly)})
        self.world = make_world(self.population)
        self.state = make_state(RULES, self.population, p, key_of(seed, 0), weeks * WEEK)
        self.engine = compile_rules(RULES)
        self.begun = self.engine.run(self.world, self.state, 0.0, _MOMENT, WEEK)

    def run(self) -> dict[str, np.ndarray]:
        """Run to the end and return the weekly series: stocks at each week's end, events in it."""
        end = self.weeks * WEEK
        if self.engine.run(self.world, self.state, self.begun, end, WEEK) != end:
            raise RuntimeError("the run stopped before its end")
        s = self.state
        stocks = s.first_stock[: len(CELLS)] + np.cumsum(
            s.stock_change[: self.weeks, : len(CELLS)], axis=0
        )
        series = {name: stocks[:, i] for i, name in enumerate(CELLS)}
        return series | {name: s.events[: self.weeks, i] for i, name in enumerate(EVENTS)}


def measure(children: int, weeks: int, seed: int, *, weekly: bool) -> dict[str, Any]:
    """Return CPU time per child-week, of a process's second run, and what happened per child."""
    Careers(children, weeks, seed, weekly=weekly).run()
    began = time.process_time()
    careers = Careers(children, weeks, seed, weekly=weekly)
    planned = time.process_time()
    series = careers.run()
    ended = time.process_time()
    law = {name: float(series[name].sum()) / children for name in EVENTS}
    law |= {name: float(series[name].mean()) / children for name in CELLS}
    return {
        "engine": "doorways" if weekly else "doorways, continuous time",
        "n": children,
        "weeks": weeks,
        "seed": seed,
        "init": planned - began,
        "cpu": ended - planned,
        "ns": (ended - planned) / children / weeks * 1e9,
        "ns_all": (ended - began) / children / weeks * 1e9,
        **law,
    }


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:4]]
    print(json.dumps(measure(*numbers, weekly="--continuous" not in sys.argv)))
