"""Every pair of parameters in the posterior: which of them the targets tell only together."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.report import diagnose_words as say_it
from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.diagnose_content import Diagnosis, Parameter
from dashboards.report.lettering import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Correlations from here on are printed bold.
STRONG = 0.5
#: Posterior draws shown of each pair: enough to see a slope, few enough for a page.
SHOWN = 200
_BINS, _LABEL = 14, 22
_CAPTION = (
    "Below the diagonal: posterior draws of two parameters. On it: each by itself. Above: their "
    "correlation, bold when strong. A slope means the targets pin down a mix of the two better than "
    "either alone."
)


def pairs(of: Diagnosis, folder: Path) -> Chart | None:
    """Draw the matrix of pairs, or nothing for a single parameter."""
    many = len(of.parameters)
    if many < 2:
        return None
    strongest, first, second = say_it.correlations(of)[0]
    strong = sum(abs(one) >= STRONG for one, _, _ in say_it.correlations(of))
    title = say_it.headed(
        of,
        f"{strong} of {many * (many - 1) // 2} pairs are strongly correlated; "
        f"the strongest: {first} and {second} ({say_it.signed(strongest)})",
    )
    said = "; ".join(f"{a} and {b} {say_it.signed(r)}" for r, a, b in say_it.correlations(of))
    alternative = say_it.headed(of, f"Posterior correlations of all pairs: {said}.")
    with canvas(2.0 + 0.86 * many) as figure:
        panels: Any = figure.subplots(many, many, squeeze=False)
        _matrix(panels, of)
        say(figure, title, _CAPTION)
        question = "Which parameters can the targets only tell together?"
        return save(figure, folder, "pairs", question, title, alternative)


def _matrix(panels: Any, of: Diagnosis) -> None:
    table = say_it.correlation(of)
    for i, down in enumerate(of.parameters):
        for j, across in enumerate(of.parameters):
            axes = panels[i][j]
            axes.set_xticks([])
            axes.set_yticks([])
            if i == j:
                _alone(axes, down)
            elif i > j:
                _points(axes, across.after[:SHOWN], down.after[:SHOWN])
            else:
                _number(axes, table[i][j])
        panels[i][0].set_ylabel(
            fill(f"{i + 1}  {down.label}", _LABEL),
            rotation=0,
            ha="right",
            va="center",
            fontsize=11,
            labelpad=8,
        )
        panels[0][i].set_title(str(i + 1), fontsize=12, fontweight="bold")


def _points(axes: "Axes", x: Sequence[float], y: Sequence[float]) -> None:
    axes.plot(x, y, ".", color=style.BASELINE, markersize=3.5, alpha=0.4)


def _alone(axes: "Axes", one: Parameter) -> None:
    axes.hist(one.after, _BINS, color=style.SECONDARY, alpha=0.6)
    axes.spines["left"].set_visible(False)


def _number(axes: "Axes", value: float) -> None:
    strong = abs(value) >= STRONG
    axes.set_axis_off()
    axes.text(
        0.5,
        0.5,
        say_it.signed(value),
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=14 if strong else 11,
        fontweight="bold" if strong else "normal",
        color=style.INK if strong else style.SECONDARY,
    )
