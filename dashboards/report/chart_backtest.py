"""Two pictures of a back-test: how far each method missed, and coverage against nominal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calibration.checks.backtest.scorecard import MethodRow, Scorecard
from dashboards.report import backtest_words as say_it
from dashboards.report import style
from dashboards.report.charts import Chart, beside, canvas, save, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKS = {
    "simulation": ("o", style.DIFFERENCE),
    "persistence": ("s", style.BASELINE),
    "national trend": ("^", style.BASELINE),
    "local drift": ("v", style.BASELINE),
    "stock and flow": ("D", style.BASELINE),
    "smoothing": ("p", style.BASELINE),
    "damped trend": ("<", style.BASELINE),
    "pooled": ("X", style.BASELINE),
}
_KEY = (
    "Filled circle: simulation. Square: persistence. Triangles: national trend (up), local drift "
    "(down), damped trend (left). Diamond: stock and flow. Pentagon: smoothing. Cross: pooled."
)


def errors(card: Scorecard, folder: Path) -> Chart:
    """Draw the CRPS of every method by quantity, origin and horizon."""
    better = sum(one.high < 0 for one in card.skill)
    worse = sum(one.low > 0 for one in card.skill)
    title = (
        f"Of {len(card.skill)} comparisons with the best simple rule the model is clearly better in "
        f"{better} and clearly worse in {worse}"
    )
    said = "; ".join(
        f"{say_it.QUANTITIES[one.quantity]} {say_it.when(one)}: {say_it.verdict(one)} against "
        f"{one.rival}"
        for one in card.skill
    )
    caption = (
        f"Continuous ranked probability score: how far forecasts missed, lower is better. {_KEY} "
        "Words compare the mean in children, in which large councils weigh more; bold: clear."
    )
    with _panels(card) as (figure, panels):
        for axes, (quantity, rows) in zip(panels, _by_quantity(card), strict=True):
            _scores(axes, quantity, rows, card)
        say(figure, title, caption)
        return save(
            figure, folder, "errors", "Which method missed by least?", title, f"{title}. {said}."
        )


def coverage(card: Scorecard, folder: Path) -> Chart:
    """Draw how often 50% and 90% intervals held the outcome."""
    ours = [one for one in card.methods if one.method == say_it.SIMULATION]
    good = sum(say_it.AIM_LOW <= one.inside90 <= say_it.AIM_HIGH for one in ours)
    title = f"The model's 90% intervals held 85% to 95% of outcomes in {good} of {len(ours)} comparisons"
    said = "; ".join(
        f"{say_it.QUANTITIES[one.quantity]} {say_it.when(one)}: 50% held {one.inside50:.0%}, 90% held "
        f"{one.inside90:.0%}"
        for one in ours
    )
    caption = (
        f"Share of outcomes inside the 50% intervals (around the left line) and the 90% intervals "
        f"(right line; band: 85% to 95%). {_KEY}"
    )
    question = "Do the intervals hold as much as they say?"
    with _panels(card) as (figure, panels):
        for axes, (quantity, rows) in zip(panels, _by_quantity(card), strict=True):
            _shares(axes, quantity, rows)
        say(figure, title, caption)
        return save(figure, folder, "coverage", question, title, f"{title}. {said}.")


def _by_quantity(card: Scorecard) -> list[tuple[str, list[MethodRow]]]:
    found = [(q, [one for one in card.methods if one.quantity == q]) for q in say_it.QUANTITIES]
    return [(quantity, rows) for quantity, rows in found if rows]


@contextmanager
def _panels(card: Scorecard) -> Iterator[tuple["Figure", Sequence["Axes"]]]:
    """Give a panel for each quantity, as high as it has origins and horizons."""
    many = [len(_times(rows)) for _, rows in _by_quantity(card)]
    with canvas(2.4 + 0.9 * len(many) + 0.42 * sum(many)) as figure:
        heights = [0.9 + 0.42 * n for n in many]
        panels: Any = figure.subplots(len(many), 1, squeeze=False, height_ratios=heights)
        yield figure, panels.ravel()


def _times(rows: Sequence[MethodRow]) -> list[str]:
    return list(dict.fromkeys(say_it.when(one) for one in rows))


def _frame(axes: "Axes", quantity: str, rows: Sequence[MethodRow], name: str) -> None:
    times = _times(rows)
    axes.set_yticks(range(len(times))[::-1], times)
    axes.set_ylim(-0.7, len(times) - 0.3)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_xlabel(name)
    axes.set_title(say_it.QUANTITIES[quantity], loc="left", fontsize=13, fontweight="bold")


def _mark(axes: "Axes", x: float, y: float, method: str) -> None:
    shape, colour = _MARKS[method]
    ours = method == say_it.SIMULATION
    axes.plot(
        [x],
        [y],
        marker=shape,
        markersize=11 if ours else 8,
        color=colour,
        markerfacecolor=colour if ours else "white",
        markeredgewidth=1.5,
        zorder=4 if ours else 3,
        linestyle="none",
    )


def _scores(axes: "Axes", quantity: str, rows: Sequence[MethodRow], card: Scorecard) -> None:
    times = _times(rows)
    name = "CRPS in percentage points"
    if quantity != "placements":
        name = f"CRPS per 100 {'looked after' if quantity == 'stock' else 'starting'}"
    _frame(axes, quantity, rows, name)
    for one in rows:
        _mark(axes, one.relative, len(times) - 1 - times.index(say_it.when(one)), one.method)
    for skill in card.skill:
        if skill.quantity == quantity:
            y = len(times) - 1 - times.index(say_it.when(skill))
            clear = skill.high < 0 or skill.low > 0
            beside(axes, y, say_it.verdict(skill), bold=clear)
    axes.set_xlim(left=0)


def _shares(axes: "Axes", quantity: str, rows: Sequence[MethodRow]) -> None:
    times = _times(rows)
    _frame(axes, quantity, rows, "Share of outcomes held")
    axes.axvspan(
        say_it.AIM_LOW,
        say_it.AIM_HIGH,
        color=style.SECONDARY,
        alpha=style.BAND_OPACITY,
        linewidth=0,
    )
    for level in (0.5, 0.9):
        axes.axvline(level, color=style.INK, linewidth=1, linestyle=":")
    for one in rows:
        y = len(times) - 1 - times.index(say_it.when(one))
        _mark(axes, one.inside50, y, one.method)
        _mark(axes, one.inside90, y, one.method)
    axes.set_xlim(0, 1.02)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 0.9, 1.0])
    axes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
