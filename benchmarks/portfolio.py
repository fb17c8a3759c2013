"""Whether any two services of the library do more than their sum, and whether shared levers explain it.

python benchmarks/portfolio.py                                  # Norfolk, 200 futures, weeks in care
python benchmarks/portfolio.py --outcome care_entries --futures 400

Every pair of some members, each by itself beside it, on the same futures; 95% intervals of the mean. Of as many pairs as
there are some lie outside by luck: one in forty above, and one in forty below.
"""

import argparse
from typing import Final

import numpy as np

from scenarios.case.results import told
from scenarios.compare import make_plan
from scenarios.portfolio.interactions import shared_levers
from scenarios.portfolio.members import members_of
from scenarios.portfolio.mix import Mix, all_mixes, in_words
from scenarios.portfolio.result import clear
from scenarios.portfolio.study import Asked, Bench
from scenarios.request import CompareRequest
from scenarios.shared import shared_by
from simulation.runner.execution import USUAL

MEMBERS: Final = (
    "no-wrong-door",
    "family-group-conference",
    "family-safeguarding",
    "mockingbird",
    "share",
    "reunification-support",
)
#: No budget: every pair is looked at.
ENDLESS: Final = 1e12


def main() -> None:
    """Print every pair's excess over its members' sum."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--authority", default="Norfolk")
    parser.add_argument("--futures", type=int, default=200)
    parser.add_argument("--outcome", default="weeks_in_care")
    said = parser.parse_args()
    request = CompareRequest(said.authority, replicates=said.futures)
    asked = Asked(MEMBERS, ENDLESS, said.outcome)
    members = members_of(request, MEMBERS)
    made = make_plan(
        CompareRequest(said.authority, scenario=members.whole, replicates=said.futures)
    )
    bench = Bench(made, members, asked, USUAL, lambda _: None)
    groups = shared_by(np.arange(said.futures), central=False).clusters
    tried = bench.attempt(list(all_mixes(len(MEMBERS), 2, ordered=False)), said.futures)
    print(f"{said.authority}, {said.futures} futures, {said.outcome}: better by more than the sum")
    for mix, (better, _) in tried.items():
        if len(mix.members) == 1:
            print(_line(in_words(mix, MEMBERS), told(better, groups)))
            continue
        apart = told(better - sum(tried[Mix((one,))][0] for one in mix.members), groups)
        levers = shared_levers([members.scenarios[one].interventions for one in mix.members])
        off = ""
        if clear(apart) and levers:
            left = told(bench.apart(mix, levers), groups)
            off = f"; without {', '.join(levers)}: {_said(left)}"
        print(_line(in_words(mix, MEMBERS), apart), off)


def _line(name: str, one: dict[str, float]) -> str:
    return f"{name:<52}{_said(one)}"


def _said(one: dict[str, float]) -> str:
    flag = " *" if clear(one) else ""
    return f"{one['mean']:+10.2f} ({one['mean_low']:+.2f} to {one['mean_high']:+.2f}){flag}"


if __name__ == "__main__":
    main()
