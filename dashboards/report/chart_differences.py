"""The paired differences of the main measures side by side, as a share of the baseline."""

from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.report import style, words
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.content import Content, Line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Shown from top to bottom, when the baseline is not zero.
SHOWN = (
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
    "cost_total",
)
_QUESTION = "What changes, and how surely?"
_CAPTION = (
    "Thin line: 90 of 100 runs. Thick line: how surely the average is known (95% interval). "
    "Filled: a clear difference. The numbers are those of the whole period."
)


def differences(content: Content, folder: Path) -> Chart | None:
    """Draw the forest plot, or nothing when no shown measure has a baseline."""
    lines = [x for name in SHOWN if (x := content.line(name)).baseline.mean > 0]
    if not lines:
        return None
    title = _finding(content, lines)
    with canvas(1.9 + 0.42 * len(lines)) as figure:
        _forest(figure.subplots(), content, lines)
        say(figure, title, _CAPTION)
        return save(figure, folder, "paired-differences", _QUESTION, title, _alternative(lines))


def _finding(content: Content, lines: list[Line]) -> str:
    def count(word: str) -> int:
        return sum(x.verdict.split()[0] == word for x in lines)

    lower = count("fewer") + count("less") + count("lower")
    higher = count("more") + count("higher")
    return (
        f"{content.scenario_label}: of {len(lines)} measures {lower} fall, {higher} rise, "
        f"{len(lines) - lower - higher} show no clear difference"
    )


def _alternative(lines: list[Line]) -> str:
    said = "; ".join(f"{x.label}: {x.prose}, {x.verdict}" for x in lines)
    return f"Dot and range chart of the differences as a share of the baseline. {said}."


def _forest(axes: "Axes", content: Content, lines: list[Line]) -> None:
    rows = list(range(len(lines)))[::-1]
    axes.axvline(0, color=style.INK, linewidth=1)
    for y, x in zip(rows, lines, strict=True):
        _row(axes, y, x)
    axes.set_yticks(rows, [x.label for x in lines])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_ylim(-0.7, len(lines) - 0.3)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(
        lambda v, _: f"{v:+.3g}%".replace("-", "−") if abs(v) > 1e-9 else "0"
    )
    axes.set_xlabel(f"Difference from {content.baseline_label}, per cent of it")


def _row(axes: "Axes", y: int, x: Line) -> None:
    d, base = x.difference, x.baseline.mean
    scale = 100 / base
    clear = x.verdict not in ("no clear difference", "no difference")
    colour = style.DIFFERENCE if clear else style.SECONDARY
    axes.plot([d.low * scale, d.high * scale], [y, y], color=colour, linewidth=1.4)
    axes.plot(
        [d.mean_low * scale, d.mean_high * scale],
        [y, y],
        color=colour,
        linewidth=5,
        solid_capstyle="butt",
    )
    axes.plot(
        [d.mean * scale],
        [y],
        marker="o",
        markersize=9,
        color=colour,
        markerfacecolor=colour if clear else "white",
        markeredgewidth=1.6,
    )
    axes.annotate(
        f"{words.signed(d.mean, x.kind)}  {x.verdict}",
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(10, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        fontweight="bold" if clear else "normal",
        color=style.INK,
    )
