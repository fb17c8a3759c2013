"""Every council's difference in one strip, those that begin first on top, with the range of one future."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import many_sheets, style
from dashboards.report.captions import source, today
from dashboards.report.charts import Chart, canvas, save, say
from scenarios import words
from scenarios.usual import MONEY
from scenarios.verdict import FEWER, MORE

_MILLION: Final = 1e6
_ROW_INCHES: Final = 0.24
#: With more councils than this, every name would be too small to read at the width of a page.
_SMALL_FROM: Final = 40
_SMALL: Final = 9


def draw(found: Mapping[str, Any], folder: Path) -> tuple[Chart]:
    """Draw what each council would pay more or less, in the order of the table."""
    rows = [(_name(one), _money(one)) for one in reversed(many_sheets.ranked(found))]
    title = many_sheets.headline(found)
    caption = (
        "Dot: average difference of the council's cost over the period. Line: where one run of this "
        "council lies 9 times in 10. Filled: a known change. "
        f"{found['scenario']['title']} against {found['baseline']['title']}, {found['replicates']} runs each, prices of "
        f"{found['price_year']}. {source(today())}"
    )
    with canvas(2.2 + _ROW_INCHES * len(rows)) as figure:
        axes = figure.subplots()
        axes.axvline(0, color=style.INK, linewidth=1)
        for y, (_, one) in enumerate(rows):
            _row(axes, y, one)
        axes.set_yticks(range(len(rows)), [name for name, _ in rows])
        axes.tick_params(axis="y", length=0, labelsize=_SMALL if len(rows) > _SMALL_FROM else 12)
        axes.set_ylim(-0.8, len(rows) - 0.2)
        axes.spines["left"].set_visible(False)
        axes.xaxis.grid(True)
        axes.set_axisbelow(True)
        axes.set_xlabel("Difference in the council's cost, £m over the period")
        say(figure, title, caption)
        question = "What would each council pay, more or less?"
        return (save(figure, folder, "councils", question, title, _alternative(rows)),)


def _name(council: Mapping[str, Any]) -> str:
    """Return a council's name, with when it begins where that is not when all do."""
    later = council["later_months"]
    return f"{council['name']} ({many_sheets.begins(later)})" if later != 0 else council["name"]


def _money(council: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(one for one in council["measures"] if one["name"] == MONEY)


def _row(axes: Any, y: int, one: Mapping[str, Any]) -> None:
    gap, known = one["difference"], one["verdict"] in (MORE, FEWER)
    colour = style.DIFFERENCE if known else style.SECONDARY
    low, mean, high = (gap[end] / _MILLION for end in ("low", "mean", "high"))
    axes.plot([low, high], [y, y], color=colour, linewidth=2, solid_capstyle="butt")
    face = colour if known else "white"
    axes.plot([mean], [y], "o", color=colour, markerfacecolor=face, markersize=6)


def _alternative(rows: list[tuple[str, Mapping[str, Any]]]) -> str:
    said = "; ".join(
        f"{name} {words.signed(one['difference']['mean'], one['kind'])}" for name, one in rows[::-1]
    )
    return (
        "Dot and range chart of the difference in each council's cost, by when it begins and then lowest "
        f"first: {said}."
    )
