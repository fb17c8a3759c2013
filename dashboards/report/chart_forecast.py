"""A forecast in pictures: children looked after since 2018 and to come, and where they will live."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.forecast_sheets import headline
from dashboards.report.lettering import fill

_LABEL: Final = 24


def draw(found: Mapping[str, Any], folder: Path) -> tuple[Chart, Chart]:
    """Draw children over the years, and children by kind at the start and the end."""
    return _years(found, folder), _kinds(found, folder)


def _years(found: Mapping[str, Any], folder: Path) -> Chart:
    own = {int(y): v for y, v in found["past"]["measures"][0]["own"].items()}
    children, start = found["forecast"]["children"], found["base_year"]
    ahead = [start + k for k in range(len(children))]
    title = f"{found['authority']}: children looked after, published and forecast"
    caption = (
        f"On 31 March. Solid: published. Dashed: the average of {found['replicates']} futures, and the range that holds 9 in 10, if practice "
        "stays as it is."
    )
    with canvas(5.0) as figure:
        axis: Any = figure.subplots()
        axis.plot(list(own), list(own.values()), color=style.BASELINE, linewidth=2)
        low, high = ([one[end] for one in children] for end in ("low", "high"))
        axis.fill_between(
            ahead, low, high, color=style.SCENARIO, alpha=style.BAND_OPACITY, linewidth=0
        )
        middle = [one["mean"] for one in children]
        axis.plot(ahead, middle, color=style.SCENARIO, linestyle=style.SCENARIO_DASH, linewidth=2)
        if found["planned"]:
            planned = [one["mean"] for one in found["planned"]["children"]]
            axis.plot(ahead, planned, color=style.DIFFERENCE, linestyle=":", linewidth=2.4)
            caption += " Dotted: with the planner's levers."
        axis.set_ylim(bottom=0)
        axis.yaxis.grid(True)
        axis.set_axisbelow(True)
        axis.set_ylabel("Children")
        say(figure, title, f"{caption} (Doorways)")
        alternative = f"Line chart. {headline(found)}"
        question = "How many children will be looked after?"
        return save(figure, folder, "children", question, title, alternative)


def _kinds(found: Mapping[str, Any], folder: Path) -> Chart:
    kinds, called = found["forecast"]["by_kind"], found["called"]
    last = found["base_year"] + found["years"]
    title = f"{found['authority']}: where children live, {found['base_year']} and {last}"
    caption = (
        f"Circle: 31 March {found['base_year']}. Diamond and line: the average of {found['replicates']} futures on 31 March {last}, and the range that "
        "holds 9 in 10 (Doorways)."
    )
    rows = list(reversed(kinds.items()))
    with canvas(2.0 + 0.55 * len(rows)) as figure:
        axis: Any = figure.subplots()
        for place, (_, series) in enumerate(rows):
            first, end = series[0], series[-1]
            axis.plot([end["low"], end["high"]], [place, place], color=style.SCENARIO, linewidth=2)
            axis.plot([end["mean"]], [place], "D", color=style.SCENARIO, markersize=7)
            axis.plot([first["mean"]], [place], "o", color=style.BASELINE, markersize=7)
        axis.set_yticks(range(len(rows)), [fill(called[name], _LABEL) for name, _ in rows])
        axis.tick_params(axis="y", length=0)
        axis.set_xlim(left=0)
        axis.xaxis.grid(True)
        axis.set_axisbelow(True)
        axis.set_xlabel("Children")
        say(figure, title, caption)
        said = "; ".join(
            f"{called[name]}: {series[0]['mean']:,.0f}, then {series[-1]['mean']:,.0f} ({series[-1]['low']:,.0f} to {series[-1]['high']:,.0f})"
            for name, series in kinds.items()
        )
        question = "Where will they live?"
        return save(figure, folder, "kinds", question, title, f"Dot chart. {said}.")
