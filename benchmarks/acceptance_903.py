"""Import the public made-up return of five years and compare what is counted with what it is known to hold.

python benchmarks/acceptance_903.py FOLDER

FOLDER holds the files of cs_demand_model_samples/combined of the repository data-to-insight/cs-demand-model
(commit 3169b61, MIT licence): years named 2017 to 2021, which end in March 2018 to 2022. The expected counts
were made by another program. The exit status is 1 when one differs.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from calibration.beliefs.returns.accounts import account
from calibration.beliefs.returns.importing import import_returns

YEARS: Final = range(2018, 2023)
EXPECTED: Final[dict[str, Any]] = {
    "episode_rows": 3_737,
    "children": 820,
    "episodes": 2_827,
    "open_rows": 996,
    "open_rows_with_a_reason": 996,
    "open_in_last_return": 62,
    "open_in_an_older_return": 24,
    "of_these_last_of_child": 24,
    "overlaps": 40,
    "periods_of_care": 890,
    "re_entries": 70,
    "steps_to_another_carer": 1_213,
    "steps_with_the_same_carer": 206,
    "missing_rows": 7,
    "header_children": 820,
    "header_children_by_year": dict(zip(map(str, YEARS), (819, 572, 362, 226, 144), strict=True)),
    "episode_children_by_year": dict(zip(map(str, YEARS), (687, 454, 299, 185, 120), strict=True)),
}


def checks(folder: Path) -> list[tuple[str, Any, Any]]:
    """Return what is compared: its name, what is expected, what was found."""
    strict, lenient = import_returns(folder), import_returns(folder, lenient=True)
    found = account(lenient)
    rows = found["rows"]
    told = [one["rule"] for one in found["findings"]]
    return [
        *((name, value, found["before_repair"][name]) for name, value in EXPECTED.items()),
        ("header conflicts across years", 0, told.count("born_changed")),
        ("strict stops", True, strict.stopped),
        ("lenient goes on", False, lenient.stopped),
        ("rows read are accounted for", rows["read"], sum(rows.values()) - rows["read"]),
        ("told that missing data are all but empty", True, "missing_empty" in told),
        ("episodes of older returns left open", 0, int(_left_open(lenient.tables["episodes"]))),
    ]


def _left_open(episodes: Any) -> int:
    return int((episodes.DEC.isna() & (episodes.year < episodes.year.max())).sum())


def main() -> int:
    """Print each comparison; the exit status is 1 when one fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    failed = 0
    for name, expected, found in checks(parser.parse_args().folder):
        failed += expected != found
        print(f"{'pass' if expected == found else 'FAIL'}  {name}: {found} (expected {expected})")
    print(f"{failed} of these differ." if failed else "All agree.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
