"""Children looked after over time: both arms with bands, and the paired difference below."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.content import Band, Content, Trend
from dashboards.report.lettering import fill
from scenarios import words
from scenarios.verdict import TOO_SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Label positions closer than this share of the axis are pushed apart.
_APART = 0.17
#: Letters before a label at a line's end wraps.
_LABEL_WIDTH = 18
#: The measure whose verdict the title says.
SHOWN = "children_looked_after"
_QUESTION = "How many children are looked after?"
_CAPTION = "At 31 March of each year. Bands: 9 in 10 of these runs lie inside; one more would in a little wider ones, as the tables have them. Synthetic, not a forecast."


def trend(content: Content, folder: Path) -> Chart | None:
    """Draw the trend, or nothing when the comparison kept no weekly numbers."""
    t = content.trend
    if t is None:
        return None
    title = _finding(content)
    with canvas(7.6) as figure:
        levels, gap = figure.subplots(2, 1, sharex=True, height_ratios=[1, 1])
        _levels(levels, content, t)
        _difference(gap, content, t)
        say(figure, title, f"{_CAPTION} {content.whose}")
        return save(
            figure, folder, "children-looked-after", _QUESTION, title, _alternative(content, t)
        )


def _finding(content: Content) -> str:
    when = f"31 March {content.base_year + content.years}"
    line = content.line(SHOWN)
    d = line.difference
    if line.verdict == TOO_SMALL:
        return (
            f"The number of children looked after changes on average too little to matter by {when}"
        )
    if not line.is_change:
        return (
            f"Whether on average more or fewer children are looked after by {when} cannot be told"
        )
    size = words.amount(d.mean, "stock", words.step_for(d.low, d.high, "stock"))
    return f"On average about {size} {words.direction(d.mean, 'stock')} children looked after by {when}"


def _alternative(content: Content, t: Trend) -> str:
    def path(name: str, b: Band) -> str:
        return (
            f"{name}: from {b.middle[0]:,.0f} to {b.middle[-1]:,.0f} children, and in 9 of 10 "
            f"runs between {b.low[-1]:,.0f} and {b.high[-1]:,.0f} at the end."
        )

    d = t.difference
    return (
        f"Two line charts over {content.years} years. {path(content.baseline_label, t.baseline)} "
        f"{path(content.scenario_label, t.scenario)} The difference run by run ends at "
        f"{words.about(d.middle[-1], d.low[-1], d.high[-1], 'stock')}."
    )


def _levels(axes: "Axes", content: Content, t: Trend) -> None:
    base = content.base_year
    arms = (
        (content.baseline_label, t.baseline, style.BASELINE, style.BASELINE_TEXT, "solid"),
        (
            content.scenario_label,
            t.scenario,
            style.SCENARIO,
            style.SCENARIO_TEXT,
            style.SCENARIO_DASH,
        ),
    )
    for _, band, colour, _, dash in arms:
        _draw(axes, base, band, colour, dash)
    top = max(*t.baseline.high, *t.scenario.high) * 1.08
    axes.set_ylim(0, top)
    places = _apart([band.middle[-1] for _, band, *_ in arms], top)
    for (name, _, _, dark, _), place in zip(arms, places, strict=True):
        _label(axes, base + t.baseline.times[-1], place, name, dark)
    axes.set_title("Children looked after", loc="left", fontsize=12)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def _difference(axes: "Axes", content: Content, t: Trend) -> None:
    base = content.base_year
    axes.axhline(0, color=style.INK, linewidth=1)
    _draw(axes, base, t.difference, style.DIFFERENCE, "solid")
    _label(
        axes, base + t.difference.times[-1], t.difference.middle[-1], "Difference", style.DIFFERENCE
    )
    axes.set_title(
        fill(f"{content.scenario_label} minus {content.baseline_label}, run by run", 66),
        loc="left",
        fontsize=12,
    )
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_xlim(base, base + content.years)
    axes.set_xticks([base + k for k in range(content.years + 1)])
    axes.set_xticklabels([str(base + k) for k in range(content.years + 1)])


def _draw(axes: "Axes", base: int, band: Band, colour: str, dash: Any) -> None:
    x = [base + t for t in band.times]
    axes.fill_between(x, band.low, band.high, color=colour, alpha=style.BAND_OPACITY, linewidth=0)
    axes.plot(x, band.middle, color=colour, linewidth=2.2, linestyle=dash)


def _label(axes: "Axes", x: float, y: float, text: str, colour: str) -> None:
    axes.annotate(
        fill(text, _LABEL_WIDTH),
        (x, y),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        fontweight="bold",
        annotation_clip=False,
    )


def _apart(values: list[float], span: float) -> list[float]:
    """Push two label heights apart when they would collide, keeping their order."""
    first, second = values
    short = _APART * span - abs(first - second)
    if short <= 0:
        return values
    up = 1 if first >= second else -1
    return [first + up * short / 2, second - up * short / 2]
