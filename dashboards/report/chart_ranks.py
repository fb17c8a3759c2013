"""Where known truths fell in their own posteriors: whether ranges mean what they say."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.report import diagnose_words as say_it
from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.diagnose_content import Covered, Diagnosis
from dashboards.report.lettering import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 2
#: Share of the time that a bar of truly even ranks lies in the band.
BAND = 0.99
_LABEL = 38


def ranks(of: Diagnosis, folder: Path) -> Chart | None:
    """Draw a rank histogram of each parameter, or nothing when there is no coverage."""
    if not of.coverage:
        return None
    truths, bars = of.gate["truths"], sum(len(one.histogram) for one in of.coverage)
    out = sum(len(strays(one, truths)) for one in of.coverage)
    title = say_it.headed(
        of,
        f"{out} of {bars} bars leave the {BAND:.0%} band of even ranks; by chance alone "
        f"about {bars * (1 - BAND):.1f} would",
    )
    said = "; ".join(
        f"{one.label}: tenths hold {', '.join(map(str, one.histogram))}" for one in of.coverage
    )
    low, high = band(truths, len(of.coverage[0].histogram))
    alternative = say_it.headed(
        of, f"Rank histograms of {truths} truths, band {low} to {high}. {said}."
    )
    caption = (
        f"Each bar counts the truths that fell in one tenth of their posterior, lowest to highest. Grey band: where "
        f"{BAND:.0%} of bars lie when ranges are right. Hatched: outside it. Low at both ends: ranges "
        "too wide; high at both ends: too narrow; a slope: leaning."
    )
    rows = -(-len(of.coverage) // COLUMNS)
    with canvas(2.2 + 1.8 * rows) as figure:
        panels: Any = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
        for panel, one in zip(panels, of.coverage, strict=False):
            _panel(panel, one, truths)
        for panel in panels[len(of.coverage) :]:
            panel.set_axis_off()
        say(figure, title, caption)
        question = "Do the ranges hold the truth as often as they say?"
        return save(figure, folder, "ranks", question, title, alternative)


def band(truths: int, bins: int) -> tuple[int, int]:
    """Return between which counts a bar of even ranks lies, 99 times in 100."""
    from scipy.stats import binom

    low, high = binom.ppf([(1 - BAND) / 2, (1 + BAND) / 2], truths, 1 / bins)
    return int(low), int(high)


def strays(one: Covered, truths: int) -> list[int]:
    """Return the bars of a histogram that lie outside the band."""
    low, high = band(truths, len(one.histogram))
    return [at for at, count in enumerate(one.histogram) if not low <= count <= high]


def _panel(axes: "Axes", one: Covered, truths: int) -> None:
    bins = len(one.histogram)
    low, high = band(truths, bins)
    axes.axhspan(low, high, color=style.SECONDARY, alpha=style.BAND_OPACITY, linewidth=0)
    axes.axhline(truths / bins, color=style.INK, linewidth=1, linestyle=":")
    out = strays(one, truths)
    for at, count in enumerate(one.histogram):
        axes.bar(
            (at + 0.5) / bins,
            count,
            width=0.86 / bins,
            color="white" if at in out else style.BASELINE,
            edgecolor=style.BASELINE,
            hatch="////" if at in out else None,
            alpha=1 if at in out else 0.8,
        )
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["lowest", "middle", "highest"])
    first, _, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    axes.set_ylim(0, 1.25 * max(high, *one.histogram))
    axes.locator_params(axis="y", nbins=4)
    axes.set_title(fill(one.label, _LABEL), loc="left", fontsize=12, fontweight="bold", pad=20)
    axes.annotate(
        f"50% range held {one.inside50:.0%}, 90% range {one.inside90:.0%}",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 5),
        textcoords="offset points",
        fontsize=11,
        color=style.SECONDARY,
    )
