"""Whether the verdicts hold: few runs against many, and planted effects of a known size.

python benchmarks/verdict_runs.py FOLDER     # about an hour on one core
python benchmarks/verdicts.py FOLDER         # --write docs/verdicts.md

Opposite words: more, fewer and too small to matter are opposites of each other. The first 20 runs of
a seed, and each later 20, are set against all its 200, and against the 200 of every other seed of that
council. Planted:
from real paired differences their average over all seeds of the council is taken away, and nothing
or twice the size that matters, either way, is added; then the 200 runs of each seed are judged.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.comparison import TOTAL
from scenarios.shared import shared_by
from scenarios.statistics import compare_values, windowed
from scenarios.summarise import measure_row
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES

type Floats = NDArray[np.float64]

FEW: Final = 20
OPPOSITE_LIMIT: Final = 0.01
NAMED_LIMIT: Final = 0.9
SMALL_LIMIT: Final = 0.8
#: How few runs are set against many.
HOWS: Final = {
    "first": "the first 20 runs of a seed against all its 200",
    "later": "any later 20 runs of a seed against all its 200",
    "other": "any 20 runs against the 200 of another seed",
}
#: Measures the bars are set on; of cost also what is left when a service's price is known.
MAIN: Final = ("cost_council", "cost_total", "weeks_in_care", "children_looked_after")
#: The council's cost without the services' own bill: what is left of its noise when their price is known.
UNPRICED: Final = "cost_council without the services' own price"
MEASURE: Final[Mapping[str, Measure]] = {
    **{measure.name: measure for measure in MEASURES},
    UNPRICED: next(measure for measure in MEASURES if measure.name == "cost_council"),
}
MARKS: Final = ("<!-- verdicts: begin -->", "<!-- verdicts: end -->")


@dataclass
class Tally:
    """Count what happened to one measure, or to all of them together."""

    opposite: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    named: list[bool] = field(default_factory=list)
    small: list[bool] = field(default_factory=list)

    def compare(self, how: str, one: str, other: str) -> None:
        """Count a pair of words, and whether they are opposites."""
        self.pairs[how] += 1
        self.opposite[how] += UNKNOWN not in (one, other) and one != other

    def add(self, other: "Tally") -> None:
        """Take in what another counted."""
        self.opposite += other.opposite
        self.pairs += other.pairs
        self.words += other.words
        self.named += other.named
        self.small += other.small

    def share(self, how: str) -> float:
        """Return the share of opposite words."""
        return self.opposite[how] / max(self.pairs[how], 1)


def word(measure: Measure, base: Floats, gap: Floats) -> str:
    """Return the verdict the product gives on these runs."""
    groups = shared_by(np.arange(len(gap)), central=False)
    compared = compare_values(base, base + gap, groups)
    return str(measure_row(measure, TOTAL, compared)["verdict"])


def blocks(measure: Measure, base: Floats, gap: Floats) -> list[str]:
    """Return the verdicts on 20 runs after another: each holds draws that no other block has."""
    starts = range(0, len(gap) - FEW + 1, FEW)
    return [word(measure, base[i : i + FEW], gap[i : i + FEW]) for i in starts]


def by_council(folder: Path) -> Iterator[tuple[str, Floats, float]]:
    """Yield each council's code, values (seeds, 2 arms, pairs, measures, years) and children."""
    codes = sorted({file.stem.rpartition("_")[0] for file in folder.glob("*.npz")})
    for code in codes:
        files = [np.load(file) for file in sorted(folder.glob(f"{code}_*.npz"))]
        yield code, np.array([one["values"] for one in files]), float(files[0]["looked_after"])


def judge_one(measure: Measure, arms: Floats, tally: Tally) -> None:
    """Judge one measure of one council; `arms` is (seeds, 2, pairs), over the whole horizon."""
    bases, gaps = arms[:, 0], arms[:, 1] - arms[:, 0]
    few = [blocks(measure, b, g) for b, g in zip(bases, gaps, strict=True)]
    many = [word(measure, b, g) for b, g in zip(bases, gaps, strict=True)]
    tally.words.update(many)
    for (i, words), (j, other) in product(enumerate(few), enumerate(many)):
        tally.compare("first" if i == j else "other", words[0], other)
        for one in words[1:]:
            tally.compare("later" if i == j else "other", one, other)
    centre, size = float(np.nanmean(gaps)), measure.size.of(float(np.nanmean(bases)))
    for base, gap in zip(bases, gaps - centre, strict=True):
        tally.small.append(word(measure, base, gap) == TOO_SMALL)
        tally.named.append(word(measure, base, gap + 2 * size) == MORE)
        tally.named.append(word(measure, base, gap - 2 * size) == FEWER)


def judge(folder: Path) -> tuple[dict[str, Tally], dict[str, dict[str, Tally]], dict[str, float]]:
    """Return tallies by measure, by council and measure, and children looked after by council."""
    whole = {name: Tally() for name in MEASURE}
    apart: dict[str, dict[str, Tally]] = {}
    children = {}
    for code, values, looked_after in by_council(folder):
        children[code] = looked_after
        totals = {
            measure.name: np.array(
                [[windowed(arm[:, i], measure.kind)[:, -1] for arm in seed] for seed in values]
            )
            for i, measure in enumerate(MEASURES)
        }
        totals[UNPRICED] = totals["cost_council"] - totals["cost_services_gross"]
        apart[code] = {name: Tally() for name in totals}
        for name, arms in totals.items():
            judge_one(MEASURE[name], arms, apart[code][name])
            whole[name].add(apart[code][name])
    return whole, apart, children


def table(whole: Mapping[str, Tally]) -> list[str]:
    """Return the table of measures, the main ones first."""
    lines = [
        "| measure | verdicts of 200 runs: more, fewer, too small, cannot be told | opposite, 20 "
        "against 200 | twice the size named | planted zero too small |",
        "|---|---|---|---|---|",
    ]
    for name in sorted(whole, key=lambda name: (name not in MAIN, name != UNPRICED)):
        t = whole[name]
        words = ", ".join(str(t.words[w]) for w in (MORE, FEWER, TOO_SMALL, UNKNOWN))
        lines.append(
            f"| `{name}` | {words} | {t.share('first'):.1%} | {np.mean(t.named):.0%} "
            f"| {np.mean(t.small):.0%} |"
        )
    return lines


def bars(whole: Mapping[str, Tally]) -> list[tuple[str, float, bool]]:
    """Return each bar: what it is, what was measured, whether it was met."""
    found = []
    for how, says in HOWS.items():
        opposite = sum(t.opposite[how] for t in whole.values())
        pairs = sum(t.pairs[how] for t in whole.values())
        share = opposite / max(pairs, 1)
        what = f"opposite words, {says}, at most {OPPOSITE_LIMIT:.0%} ({pairs:,} pairs)"
        found.append((what, share, share <= OPPOSITE_LIMIT))
    for name in (*MAIN, UNPRICED):
        named, small = (float(np.mean(x)) for x in (whole[name].named, whole[name].small))
        found.append(
            (
                f"`{name}`: twice the size named, at least {NAMED_LIMIT:.0%}",
                named,
                named >= NAMED_LIMIT,
            )
        )
        found.append(
            (
                f"`{name}`: planted zero too small, at least {SMALL_LIMIT:.0%}",
                small,
                small >= SMALL_LIMIT,
            )
        )
    return found


def by_size(apart: Mapping[str, Mapping[str, Tally]], children: Mapping[str, float]) -> list[str]:
    """Return a table of the main measures by councils' size."""
    lines = [
        "| children looked after | "
        + " | ".join(f"`{name}`: named, too small" for name in MAIN)
        + " |",
        "|" + "---|" * (len(MAIN) + 1),
    ]
    for code in sorted(children, key=lambda code: children[code]):
        cells = (
            f"{np.mean(apart[code][n].named):.0%}, {np.mean(apart[code][n].small):.0%}"
            for n in MAIN
        )
        lines.append(f"| {children[code]:,.0f} | " + " | ".join(cells) + " |")
    return lines


def written(folder: Path) -> tuple[str, int]:
    """Return everything as Markdown, and how many bars are missed."""
    whole, apart, children = judge(folder)
    found = bars(whole)
    seeds = len(list(folder.glob("*.npz"))) / max(len(children), 1)
    lines = [f"{len(children)} councils, {seeds:.4g} seeds each, {len(MEASURES)} measures.", ""]
    lines += [f"- {what}: {value:.2%}, {'met' if ok else 'MISSED'}" for what, value, ok in found]
    lines += ["", *table(whole), "", *by_size(apart, children)]
    return "\n".join(lines), sum(not ok for *_, ok in found)


def main(words: list[str] | None = None) -> int:
    """Print the tables, write them into a page if asked; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args(words)
    text, missed = written(chosen.folder)
    print(text)
    if chosen.write:
        page = chosen.write.read_text(encoding="utf-8")
        before, rest = page.split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        chosen.write.write_text(
            f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8", newline="\n"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
