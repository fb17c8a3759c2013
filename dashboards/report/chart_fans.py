"""Forecasts of a few councils as fans from the origin, with what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calibration.checks.backtest.scorecard import CouncilRow, Scorecard
from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.lettering import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Councils drawn.
FANS = 6
#: Years of a council's past that are shown.
PAST = 5
COLUMNS = 2
_CAPTION = (
    "Solid line with dots: children looked after on 31 March, as published. Dashed line: median "
    "forecast. Band: 90% interval. The forecast was made on the dotted line and saw no later count."
)


@dataclass(frozen=True)
class Fan:
    """Hold one council's forecasts of the stock from one origin, by horizon, and what came."""

    name: str
    origin: int
    rows: tuple[CouncilRow, ...]
    published: Mapping[int, float]

    @property
    def held(self) -> int:
        """Return how many outcomes lay inside their 90% interval."""
        return sum(one.low <= one.published <= one.high for one in self.rows)


def fans_of(card: Scorecard) -> list[Fan]:
    """Return the fans to draw: of the last origin with most horizons, councils of every size.

    When there are more councils than fit, those at even steps from smallest to largest are taken,
    so that nobody picks the ones that look well.
    """
    from calibration.beliefs.authorities.load import years
    from calibration.checks.backtest.past import past

    stock = [one for one in card.councils if one.quantity == "stock"]
    if not stock:
        return []
    reach = {o: max(r.horizon for r in stock if r.origin == o) for o in {r.origin for r in stock}}
    origin = max(reach, key=lambda one: (reach[one], one))
    own = [one for one in stock if one.origin == origin]
    codes = list(dict.fromkeys(r.code for r in sorted(own, key=lambda r: (r.at_origin, r.code))))
    last = len(codes) - 1
    picked = dict.fromkeys(codes[round(i * last / max(FANS - 1, 1))] for i in range(FANS))
    known = past(years()[-1]).stock
    found = []
    for code in picked:
        rows = tuple(sorted((r for r in own if r.code == code), key=lambda r: r.horizon))
        found.append(Fan(rows[0].name, origin, rows, known.get(code, {})))
    return found


def fans(card: Scorecard, folder: Path) -> Chart | None:
    """Draw the fans, or nothing when no council's stock was forecast."""
    chosen = fans_of(card)
    if not chosen:
        return None
    held, many = sum(one.held for one in chosen), sum(len(one.rows) for one in chosen)
    title = f"Forecasts from {chosen[0].origin}: {held} of {many} outcomes inside the 90% interval"
    said = "; ".join(
        f"{r.name} {r.origin + r.horizon}: median {r.median:,.0f}, 90% interval {r.low:,.0f} to "
        f"{r.high:,.0f}, published {r.published:,.0f}"
        for one in chosen
        for r in one.rows
    )
    rows = -(-len(chosen) // COLUMNS)
    with canvas(1.9 + 2.3 * rows) as figure:
        panels: Any = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
        for panel, one in zip(panels, chosen, strict=False):
            _fan(panel, one)
        for panel in panels[len(chosen) :]:
            panel.set_axis_off()
        say(figure, title, _CAPTION)
        question = "What would councils have been told?"
        return save(figure, folder, "fans", question, title, f"{title}. {said}.")


def _fan(axes: "Axes", one: Fan) -> None:
    end = one.origin + one.rows[-1].horizon
    years = [year for year in range(one.origin - PAST, end + 1) if year in one.published]
    now = one.rows[0].at_origin
    x = [one.origin, *(one.origin + r.horizon for r in one.rows)]
    axes.fill_between(
        x,
        [now, *(r.low for r in one.rows)],
        [now, *(r.high for r in one.rows)],
        color=style.DIFFERENCE,
        alpha=style.BAND_OPACITY,
        linewidth=0,
    )
    median = [now, *(r.median for r in one.rows)]
    axes.plot(x, median, color=style.DIFFERENCE, linewidth=2, linestyle=style.SCENARIO_DASH)
    shown: Sequence[float] = [one.published[year] for year in years]
    axes.plot(years, shown, "o-", color=style.BASELINE, linewidth=1.8, markersize=5)
    axes.axvline(one.origin, color=style.INK, linewidth=1, linestyle=":")
    axes.set_ylim(0, 1.15 * max([*shown, *(r.high for r in one.rows)]))
    axes.set_xticks(range(end, min(years, default=end) - 1, -2))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
    axes.locator_params(axis="y", nbins=4)
    axes.set_title(fill(one.name, 36), loc="left", fontsize=12, fontweight="bold")
