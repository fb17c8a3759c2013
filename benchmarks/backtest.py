"""Repeat the back-test over every council and print the scorecard and its bars.

python benchmarks/backtest.py [--replicates 40] [--workers 2] [--json FILE] [--write docs/backtest.md]

With --write the part of a document between its two marks is replaced by the tables and bars.

Bars: the CRPS of the stock two years on at least 10% below the best rival's; 90% intervals that hold
85 to 95% of outcomes; one year on, over all origins together, a CRPS at most 1% above the best rival's
(level) for stock, starts and placements, and surely below it (better) for two; at most 600 seconds on two cores. A bar that is missed is printed as missed.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from calibration.checks.backtest.run import REPLICATES, backtest
from calibration.checks.backtest.scorecard import Scorecard
from calibration.checks.backtest.table import markdown
from simulation.files.writing import write_text
from simulation.runner.execution import Execution

SKILL, LOW, HIGH, SECONDS = 10.0, 0.85, 0.95, 600.0
#: On how many of stock, starts and placements it must be better.
BETTER = 2
BEGIN, END = "<!-- scorecard -->", "<!-- end of scorecard -->"


def bars(card: Scorecard, seconds: float) -> list[str]:
    """Return one line a bar, with the figure measured and whether it was met."""
    lines = [f"{'met   ' if seconds <= SECONDS else 'missed'} {seconds:.0f} s for every council"]
    for row in card.skill:
        if row.quantity == "stock" and row.horizon == 2:
            word = "met   " if row.skill >= SKILL else "missed"
            lines.append(
                f"{word} {row.origin}: CRPS of the stock at two years {row.skill:+.1f}% "
                f"lower than {row.rival} (bar {SKILL:.0f}%)"
            )
    for one in card.level:
        word = "met   " if one.is_level else "missed"
        lines.append(
            f"{word} {one.quantity}, all origins +{one.horizon}: level with {one.rival} "
            f"({one.ours:.3f} against {one.theirs:.3f}, bar 1% above)"
        )
    better = [one.quantity for one in card.level if one.is_better]
    word = "met   " if len(better) >= BETTER else "missed"
    lines.append(f"{word} better than the best rival on {len(better)} (bar {BETTER}): {better}")
    for row in card.methods:
        if row.method == "simulation":
            word = "met   " if LOW <= row.inside90 <= HIGH else "missed"
            lines.append(
                f"{word} {row.origin} +{row.horizon} {row.quantity}: "
                f"90% intervals hold {row.inside90:.1%} (bar 85% to 95%)"
            )
    return lines


def replaced(document: str, text: str) -> str:
    """Return a document with what stands between its marks replaced."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{text}\n{END}{after}"


def main() -> None:
    """Run, print, and write the whole scorecard if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=REPLICATES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    began = time.perf_counter()
    card = backtest(replicates=options.replicates, execution=Execution(options.workers))
    seconds = time.perf_counter() - began
    lines = bars(card, seconds)
    sys.stdout.write(markdown(card) + "\n" + "\n".join(lines) + "\n")
    if options.json:
        write_text(options.json, json.dumps(card.to_dict(), indent=1))
    if options.write:
        listed = "\n".join(f"* {line}" for line in lines)
        text = f"{markdown(card)}\n{listed}\n"
        document = options.write.read_text(encoding="utf-8")
        write_text(options.write, replaced(document, text))


if __name__ == "__main__":
    main()
