"""The case in pictures: what is left under one more doubt after the other, and what one would have to pay."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import style
from dashboards.report.captions import source, today
from dashboards.report.case_sheets import VIEWS, chance, headline, sentences
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.lettering import fill
from scenarios import words

_MILLION: Final = 1e6
_LABEL: Final = 36
#: View, mark, line and colour.
_LOOKS: Final = {
    "council": ("o", "-", style.BASELINE),
    "cashable": ("s", ":", style.SECONDARY),
    "public": ("D", style.SCENARIO_DASH, style.SCENARIO),
}


def draw(found: Mapping[str, Any], folder: Path) -> tuple[Chart, Chart]:
    """Draw the steps of doubt and the acceptability curve."""
    return _steps(found, folder), _curve(found, folder)


def _steps(found: Mapping[str, Any], folder: Path) -> Chart:
    rows = found["steps"]
    caption = (
        "Net present value, pounds in millions: circle the council, square what it can cash, diamond all payers. Lines: 95% "
        f"interval of the average. {_whose(found)}"
    )
    title = f"{found['scenario']} in {found['authority']}: what is left under one doubt more after the other"
    with canvas(2.2 + 0.62 * len(rows)) as figure:
        axis: Any = figure.subplots()
        for place, step in enumerate(reversed(rows)):
            for k, name in enumerate(VIEWS):
                _mark(axis, place + 0.22 * (1 - k), step["views"][name]["net"], name)
        says = [fill(one["says"], _LABEL) for one in reversed(rows)]
        axis.set_yticks(range(len(rows)), says)
        axis.tick_params(axis="y", length=0)
        axis.xaxis.grid(True)
        axis.set_axisbelow(True)
        axis.axvline(0.0, color=style.INK, linewidth=1)
        axis.set_xlabel("Net present value, £m")
        say(figure, title, caption)
        said = " ".join(
            f"{one['says']}: {words.number(one['views']['council']['net']['mean'], 'money')} for the council."
            for one in rows
        )
        alternative = f"Dot chart of the net present value. {said}"
        question = "What is left under one doubt more after the other?"
        return save(figure, folder, "steps", question, title, alternative)


def _whose(found: Mapping[str, Any]) -> str:
    """Say whose numbers they are, in which prices, and where they come from."""
    return (
        f"{found['authority']}: {found['scenario']} against {found['baseline']}, {found['replicates']} futures, prices "
        f"of {found['price_year']}. {source(today())}"
    )


def _mark(axis: Any, y: float, one: Mapping[str, Any], view: str) -> None:
    mark, _, colour = _LOOKS[view]
    if one["mean_low"] is not None:
        ends = [one[end] / _MILLION for end in ("mean_low", "mean_high")]
        axis.plot(ends, [y, y], color=colour, linewidth=1.6)
    axis.plot([one["mean"] / _MILLION], [y], mark, color=colour, markersize=6)


def _curve(found: Mapping[str, Any], folder: Path) -> Chart:
    outcome = found["outcome"]
    title = f"{found['scenario']}: how likely it is worth its money"
    caption = (
        f"Share of futures in which it is worth its money, by what one would pay for “{outcome}” better by one. "
        f"Solid: the council. Dotted: what it can cash. Dashed: all payers. {_whose(found)}"
    )
    with canvas(4.6) as figure:
        axis: Any = figure.subplots()
        for name in VIEWS:
            curve = found["views"][name]["acceptability"]["curve"]
            _, line, colour = _LOOKS[name]
            pays = [one["pays"] / _MILLION for one in curve]
            axis.plot(pays, [one["mean"] for one in curve], linestyle=line, color=colour)
        axis.set_ylim(0, 1.02)
        axis.yaxis.grid(True)
        axis.set_axisbelow(True)
        axis.set_xlabel("What one would pay for one, £m")
        axis.set_ylabel("Share of futures")
        say(figure, title, caption)
        now = found["views"]["council"]["saves"]
        alternative = (
            f"Curves of the share of futures in which it is worth its money. Paying nothing more: {chance(now)} for the "
            f"council. {sentences(found)[-1]} {headline(found)}"
        )
        return save(
            figure, folder, "acceptability", "What would one have to pay?", title, alternative
        )
