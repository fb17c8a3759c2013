"""What each payer spends more or less, with its range."""

from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.report import style
from dashboards.report.charts import Chart, beside, canvas, save, say
from dashboards.report.content import Content, Line
from dashboards.report.lettering import fill
from scenarios import words
from scenarios.verdict import TOO_SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAYERS = ("cost_council", "cost_police", "cost_nhs", "cost_youth_justice", "cost_total")
_QUESTION = "Who pays more, who pays less?"
_CAPTION = (
    "Black line: where one run lies 9 times in 10; hatched: one payer. The council's cost includes services, gross. Not discounted but for "
    "the total, which is less than the sum of the payers therefore."
)


def costs(content: Content, folder: Path) -> Chart:
    """Draw the cost differences by payer."""
    lines = [content.line(name) for name in PAYERS]
    title = _finding(content, lines[-1])
    with canvas(1.9 + 0.62 * len(lines)) as figure:
        _bars(figure.subplots(), content, lines)
        say(figure, title, f"{_CAPTION} {content.prices} {content.whose}")
        return save(
            figure, folder, "costs-by-payer", _QUESTION, title, _alternative(content, lines)
        )


def _finding(content: Content, total: Line) -> str:
    d, period = total.difference, words.period(content.years)
    if total.verdict == TOO_SMALL:
        return f"Total cost changes on average too little to matter over {period}"
    if not total.is_change:
        return f"Whether total cost changes on average over {period} cannot be told"
    size = words.amount(d.mean, "money", words.step_for(d.low, d.high, "money"))
    return f"All payers together spend on average about {size} {words.direction(d.mean, 'money')} over {period}"


def _alternative(content: Content, lines: list[Line]) -> str:
    said = "; ".join(f"{x.label}: {x.finding}" for x in lines)
    return f"Bar chart of what {content.scenario_label} changes in cost over {words.period(content.years)}. {said}."


def _bars(axes: "Axes", content: Content, lines: list[Line]) -> None:
    rows = list(range(len(lines)))[::-1]
    for y, x in zip(rows, lines, strict=True):
        d = x.difference
        total = x.name == "cost_total"
        axes.barh(
            y,
            d.mean,
            height=0.62,
            color=style.DIFFERENCE if total else "white",
            edgecolor=style.DIFFERENCE,
            linewidth=1.4,
            hatch=None if total else "///",
        )
        axes.errorbar(
            d.mean,
            y,
            xerr=[[d.mean - d.low], [d.high - d.mean]],
            color=style.INK,
            linewidth=1.4,
            capsize=5,
        )
        beside(axes, y, f"{words.signed(d.mean, 'money')}  {x.said}", bold=total)
    axes.axvline(0, color=style.INK, linewidth=1)
    axes.set_yticks(rows, [x.label for x in lines])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_ylim(-0.6, len(lines) - 0.4)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(lambda v, _: words.signed(v, "money") if v else "0")
    axes.set_xlabel(
        fill(f"Difference from {content.baseline_label} over {words.period(content.years)}", 50)
    )
