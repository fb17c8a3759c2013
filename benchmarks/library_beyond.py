"""Hold systems beyond the source to their trials: what goes in comes out, and a null trial stays null.

python benchmarks/library_beyond.py                 # all of it, about ten minutes on two cores
python benchmarks/library_beyond.py conference      # family group conferencing, on a cohort like its trial's
python benchmarks/library_beyond.py therapy         # multisystemic therapy at central settings, 400 pairs
python benchmarks/library_beyond.py every           # every scenario against the baseline: entries, care, money

The trial of conferences (F01-F04): looked after at 12 months 36.2% against 44.8%, days in care 87 against 115 over 6 to
21 months, proceedings 59.2% against 71.7%. Proceedings are not in the model. Only the arm without conferences is fitted.
"""

import argparse
from typing import Any, Final

from calibration.beliefs.effects.load import studies
from calibration.joint.store import usual
from scenarios.compare import compare
from scenarios.intervention_schema import plain
from scenarios.request import CompareRequest
from scenarios.scenario import LIBRARY
from scenarios.studies.simulated import TESTED_ON
from scenarios.studies.trial import (
    Outcome,
    Trial,
    as_near,
    as_strong,
    outcome_of,
    run_trial,
    with_ratio,
)
from simulation.files.toml_file import read_toml

PLACE: Final = "Birmingham"
SETTING: Final = 24
PAIRS: Final = 120
STUDY: Final = "family_group_conference_trial"
MST_PAIRS: Final = 400
COUNCIL: Final = "Norfolk"
SHOWN: Final = (
    "care_entries",
    "children_looked_after",
    "placement_moves",
    "cost_placements",
    "cost_services_gross",
    "cost_council",
)
EVERY: Final = (
    "family-group-conference",
    "family-safeguarding",
    "family-valued",
    "multisystemic-therapy",
    "functional-family-therapy",
    "intensive-family-preservation",
    "treatment-foster-care",
    "lifelong-links",
    "staying-close",
    "reunification-support",
    "families-first",
    "regional-care-cooperative",
    "price-cap",
    "price-cap-relief",
    "price-cap-withdrawal",
    "price-rise",
    "foster-places-10000",
    "reclaiming-homes",
    "shock-poverty",
    "shock-inspection",
    "shock-unaccompanied",
    "shock-home-closes",
    "shock-staff-shortage",
)


def conference_trial() -> Trial:
    """Return the trial of family group conferences before proceedings."""
    file = read_toml(LIBRARY / "parts" / "family_group_conference.toml", "part")
    spec = plain({"kind": "programme", "programme": file}, "part")
    return Trial(spec, PLACE, 0.448, 0.362, months=12.0, days_from=6.0, days_to=21.0)


def show_conference(pairs: int) -> None:
    """Print the trial simulated: its finding at face value, and the ratio at which its shares come out."""
    trial = conference_trial()
    published = next(row.ratio for row in studies() if row.id == STUDY)
    nearness = as_near(trial, SETTING)
    strong = as_strong(trial, nearness, SETTING)
    print(f"Rate from the edge of care times {nearness:.2f}; nobody steps back from it.")
    for says, ratio in (
        ("as the register reads it", published),
        ("for the trial's shares", strong),
    ):
        found = outcome_of(run_trial(with_ratio(trial, ratio), pairs, TESTED_ON, nearness))
        _show_outcome(f"ratio {ratio:.3f}, {says}", found)


def _show_outcome(says: str, found: Outcome) -> None:
    without, with_it = found.looked_after
    wide = 1.96 * found.difference_error
    print(f"{says}: {found.young_people:,} young people")
    print(
        f"  looked after at 12 months {without:.1%} without, {with_it:.1%} with: {100 * found.difference:+.1f} points "
        f"({100 * (found.difference - wide):+.1f} to {100 * (found.difference + wide):+.1f}); published -8.6"
    )
    print(
        f"  days in care {found.days[0]:.0f} without, {found.days[1]:.0f} with: {found.days_ratio:.3f} times (error "
        f"{found.days_error:.3f}); published 115, 87: 0.757"
    )


def show(council: str, scenario: str, pairs: int, *, central: bool) -> None:
    """Print a scenario's differences from the baseline: the mean, its 95% interval, and 90% of futures."""
    request = CompareRequest(
        council, scenario=scenario, years=5, replicates=pairs, central=central, calibration=usual()
    )
    result = compare(request)
    print(
        f"\n{council}, {scenario}, {'central values' if central else 'drawn'}, {pairs} pairs, 5 years"
    )
    for name in SHOWN:
        row: Any = result.row(name)["difference"]
        unit = 1e6 if name.startswith("cost") else 1.0
        low, mean, high = (row[key] / unit for key in ("mean_low", "mean", "mean_high"))
        least, most = (row[key] / unit for key in ("low", "high"))
        print(
            f"  {name:<26}{mean:+10.2f} ({low:+.2f} to {high:+.2f}), of one future {least:+.2f} to "
            f"{most:+.2f}{' million' if unit > 1 else ''}"
        )


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("what", nargs="?", choices=("conference", "therapy", "every"))
    asked.add_argument("--pairs", type=int)
    given = asked.parse_args()
    if given.what in (None, "conference"):
        show_conference(given.pairs or PAIRS)
    if given.what in (None, "therapy"):
        for central in (True, False):
            show(COUNCIL, "multisystemic-therapy", given.pairs or MST_PAIRS, central=central)
    if given.what in (None, "every"):
        for scenario in EVERY:
            show(COUNCIL, scenario, given.pairs or 100, central=True)


if __name__ == "__main__":
    main()
