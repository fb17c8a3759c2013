"""Prior and posterior of every parameter over each other: what the targets taught."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.report import diagnose_words as say_it
from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.diagnose_content import Diagnosis, Parameter
from dashboards.report.lettering import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 2
_BINS, _LABEL = 26, 38
_CAPTION = (
    "Filled: posterior, what is believed after seeing the targets. Dashed line: prior, what was "
    "believed before. Bar below: posterior 90% range, with a dot at its median."
)


def posteriors(of: Diagnosis, folder: Path) -> Chart:
    """Draw each parameter's prior and posterior in a panel of its own."""
    title = say_it.headed(of, say_it.informed_short(of))
    said = "; ".join(
        f"{one.label}: prior {say_it.belief(one.prior)}, posterior {say_it.belief(one.posterior)}"
        f"{f', {one.informed}' if one.informed else ''}"
        for one in of.parameters
    )
    alternative = say_it.headed(of, f"Prior and posterior of each parameter. {said}.")
    rows = -(-len(of.parameters) // COLUMNS)
    with canvas(1.9 + 2.1 * rows) as figure:
        panels: Any = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
        for panel, one in zip(panels, of.parameters, strict=False):
            _panel(panel, one)
        for panel in panels[len(of.parameters) :]:
            panel.set_axis_off()
        say(figure, title, _CAPTION)
        question = "What do the targets say about each parameter?"
        return save(figure, folder, "posteriors", question, title, alternative)


def _panel(axes: "Axes", one: Parameter) -> None:
    import numpy as np

    every = (*one.before, *one.after, one.prior.low, one.prior.high)
    low, high = min(every), max(every)
    edges = np.linspace(low, high if high > low else low + 1.0, _BINS + 1).tolist()
    axes.hist(one.after, edges, density=True, color=style.BASELINE, alpha=0.75)
    if one.before:
        axes.hist(
            one.before,
            edges,
            density=True,
            histtype="step",
            color=style.SCENARIO_TEXT,
            linewidth=2,
            linestyle=style.SCENARIO_DASH,
        )
    top = axes.get_ylim()[1]
    axes.set_ylim(-0.16 * top, top)
    axes.plot(
        [one.posterior.low, one.posterior.high], [-0.08 * top] * 2, color=style.INK, linewidth=3
    )
    axes.plot([one.posterior.median], [-0.08 * top], "o", color=style.INK, markersize=8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5)
    axes.set_title(fill(one.label, _LABEL), loc="left", fontsize=12, fontweight="bold", pad=20)
    axes.annotate(
        f"{one.informed}  ·  {one.unit}" if one.informed else one.unit,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 5),
        textcoords="offset points",
        fontsize=11,
        color=style.SECONDARY,
    )
