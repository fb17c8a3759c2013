"""What each mix does better beside what it costs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import style
from dashboards.report.captions import source, today
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.lettering import fill
from dashboards.report.portfolio_sheets import headline
from scenarios import words

_LABEL: Final = 40
_QUESTION: Final = "What does each mix do?"


def draw(found: Mapping[str, Any], folder: Path) -> tuple[Chart]:
    """Draw every mix within the budget, the best on top, with the interval of its mean."""
    rows = found["mixes"]
    title = (
        f"{found['authority']}: what each mix within {words.number(found['budget'], 'money')} does"
    )
    caption = (
        f"“{found['outcome_label']}”, better by so much against opening nothing. Lines: 95% interval of the average. At the right: what "
        f"services cost, in prices of {found['price_year']}. {found['authority']}, {found['replicates']} futures. {source(today())}"
    )
    with canvas(2.0 + 0.7 * len(rows)) as figure:
        axis: Any = figure.subplots()
        for place, one in enumerate(reversed(rows)):
            better = one["better"]
            if better["mean_low"] is not None:
                ends = [better["mean_low"], better["mean_high"]]
                axis.plot(ends, [place, place], color=style.BASELINE, linewidth=1.6)
            axis.plot([better["mean"]], [place], "o", color=style.BASELINE, markersize=6)
            cost = words.number(one["cost"]["mean"], "money")
            axis.annotate(cost, (1.01, place), xycoords=("axes fraction", "data"), va="center")
        says = [fill(one["mix"] or "nothing", _LABEL) for one in reversed(rows)]
        axis.set_yticks(range(len(rows)), says)
        axis.tick_params(axis="y", length=0)
        axis.xaxis.grid(True)
        axis.set_axisbelow(True)
        axis.axvline(0.0, color=style.INK, linewidth=1)
        axis.set_xlabel(f"Better by, {found['outcome_unit']}")
        say(figure, title, caption)
        alternative = f"Dot chart of the mixes, the best first. {headline(found)}"
        return (save(figure, folder, "mixes", _QUESTION, title, alternative),)
