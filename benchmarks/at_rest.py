"""Whether balanced councils stand still: `python benchmarks/at_rest.py [--runs 20]`.

Every council whose published starts and ends differ by under a twentieth, dated trends and luck of the years off: each share
above 2% has to stay within a tenth of itself or a point of where it began, at weeks 4 and 26 and at
the end of each year to five. Prints a line for each share and exits with 1 where one moved further.
"""

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from calibration.checks.at_rest import RUNS, Drift, balanced, drifts
from calibration.fitting.patterns.standing import SHARES


def line(share: str, own: Sequence[Drift]) -> str:
    """Return how one share fares: councils, those it moves too far in, when, and by how much."""
    late = np.sum([one.over > 1.0 for one in own], axis=0)
    mean = np.mean([one.then / one.began - 1.0 for one in own], axis=0)
    moved = " ".join(f"{change:+6.1%}" for change in mean)
    failed = sum(not one.rests for one in own)
    return f"{share:26s} {len(own):3d} {failed:3d}  {' '.join(f'{n:2d}' for n in late)}  {moved}"


def main() -> int:
    """Measure, print, and say whether a share moved too far."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=RUNS)
    councils = balanced()
    found = [one for one in drifts(councils, parser.parse_args().runs) if one.counts]
    print(f"{len(councils)} councils. Of each share: councils, failed; failed and mean change at")
    print("weeks 4 and 26 and the end of years 1 to 5.")
    for share in SHARES:
        if own := [one for one in found if one.share == share]:
            print(line(share, own))
    restless = {one.council for one in found if not one.rests}
    failed = sum(not one.rests for one in found)
    print(f"{failed} of {len(found)} shares moved too far; {len(restless)} councils have one.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
