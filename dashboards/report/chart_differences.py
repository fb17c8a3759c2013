"""The paired differences of the main measures side by side, each against the size that matters."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.report import style
from dashboards.report.charts import Chart, beside, canvas, save, say
from dashboards.report.content import Content, Line
from dashboards.report.lettering import fill
from scenarios import words
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Shown where anything was counted; those with the same verdict stand in this order.
SHOWN = (
    "cost_council",
    "cost_total",
    "children_looked_after",
    "care_entries",
    "reentries_12m",
    "weeks_in_care",
    "placement_moves",
    "placement_breakdowns",
    "three_plus_placements",
    "out_of_authority",
    "childrens_home_placements",
    "missing_episodes",
    "children_missing",
    "arrests",
    "charges",
    "substance_problem",
    "neet_16_17",
    "neet_18_20",
    "carer_exits",
)
#: Order of verdicts from top to bottom: what is known to change comes first.
_ORDER = {MORE: 0, FEWER: 0, TOO_SMALL: 1, UNKNOWN: 2}
#: Sizes that matter shown either way, so that one large change does not flatten all the others.
_LEAST, _MOST = 2.0, 6.0
_QUESTION = "What changes, and how surely?"
_CAPTION = (
    "Each difference is drawn in its own size that matters. Line: where one run lies 9 times in 10; "
    "an arrow says that it goes on. Grey band: within it an average is too small to matter. Filled: a known change of the average; hollow: none, or it cannot be told. The numbers "
    "are those of the whole period."
)


def differences(content: Content, folder: Path) -> Chart | None:
    """Draw the forest plot, or nothing when no shown measure has a baseline."""
    lines = shown(content)
    if not lines:
        return None
    title = _finding(content, lines)
    with canvas(1.9 + 0.42 * len(lines)) as figure:
        _forest(figure.subplots(), content, lines)
        say(figure, title, f"{_CAPTION} {content.prices} {content.whose}")
        return save(figure, folder, "paired-differences", _QUESTION, title, _alternative(lines))


def shown(content: Content) -> list[Line]:
    """Return the lines of the chart from top to bottom, those with one verdict together."""
    lines = [x for name in SHOWN if (x := content.line(name)).baseline.mean > 0]
    return sorted(lines, key=lambda x: _ORDER[x.verdict])


def _finding(content: Content, lines: list[Line]) -> str:
    found = Counter(x.verdict for x in lines)
    return (
        f"{content.scenario_label}: of {len(lines)} measures {found[FEWER]} fall on average, {found[MORE]} "
        f"rise, {found[TOO_SMALL]} change too little to matter, {found[UNKNOWN]} cannot be told"
    )


def _alternative(lines: list[Line]) -> str:
    said = "; ".join(f"{x.label}: {x.said}, {x.prose}" for x in lines)
    return f"Dot and range chart of the differences, each in its own size that matters. {said}."


def _forest(axes: "Axes", content: Content, lines: list[Line]) -> None:
    rows = list(range(len(lines)))[::-1]
    reach = _reach(lines)
    axes.axvspan(-1, 1, color=style.SECONDARY, alpha=0.15, linewidth=0)
    axes.axvline(0, color=style.INK, linewidth=1)
    for y, x in zip(rows, lines, strict=True):
        _row(axes, y, x, reach)
    axes.set_yticks(rows, [x.label for x in lines])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_xlim(-1.04 * reach, 1.04 * reach)
    axes.set_ylim(-0.7, len(lines) - 0.3)
    axes.locator_params(axis="x", nbins=7, integer=True)
    axes.xaxis.set_major_formatter(
        lambda v, _: f"{v:+.0f}".replace("-", "−") if abs(v) > 1e-9 else "0"
    )
    label = f"Difference from {content.baseline_label}, in sizes that matter"
    axes.set_xlabel(fill(label, 50))


def _reach(lines: list[Line]) -> float:
    """Return how many sizes are shown either way."""
    ends = [max(abs(x.difference.low), abs(x.difference.high)) / x.size for x in lines]
    return min(max(*ends, _LEAST), _MOST)


def _row(axes: "Axes", y: int, x: Line, reach: float) -> None:
    colour = style.DIFFERENCE if x.is_change else style.SECONDARY
    low, mean, high = (v / x.size for v in (x.difference.low, x.difference.mean, x.difference.high))
    ends = max(low, -reach), min(high, reach)
    axes.plot(
        [min(ends[0], reach), max(ends[1], -reach)],
        [y, y],
        color=colour,
        linewidth=2.4,
        # The default would reach past the end, out of the grey.
        solid_capstyle="butt",
    )
    for end, beyond, mark in ((-reach, low < -reach, "<"), (reach, high > reach, ">")):
        if beyond:
            axes.plot([end], [y], marker=mark, markersize=9, color=colour, clip_on=False)
    if abs(mean) <= reach:
        axes.plot(
            [mean],
            [y],
            marker="o",
            markersize=9,
            color=colour,
            markerfacecolor=colour if x.is_change else "white",
            markeredgewidth=1.6,
        )
    beside(axes, y, f"{words.signed(x.difference.mean, x.kind)}  {x.said}", bold=x.is_change)
