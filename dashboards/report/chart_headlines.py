"""Each headline in the three arms beside what was published: how much of it needs no service."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboards.report import style
from dashboards.report.captions import source, today
from dashboards.report.charts import Chart, canvas, save, say
from dashboards.report.headlines_sheets import CALLED
from dashboards.report.lettering import fill
from scenarios.headlines.published import Shape

#: Arm, mark, colour and what it is called.
_ARMS: Final = (
    ("null", "o", style.BASELINE, "no service"),
    ("recording", "s", style.SECONDARY, "recording alone"),
    ("real", "D", style.SCENARIO, "the service"),
)
_LABEL: Final = 34
_QUESTION: Final = "How much of each headline needs no service?"


def draw(found: Mapping[str, Any], folder: Path) -> tuple[Chart]:
    """Draw every headline that is a ratio or a share."""
    panels = [
        (shape, [one for one in found["headlines"] if _shown(one, shape)])
        for shape in (Shape.RATIO, Shape.SHARE)
    ]
    title = f"{found['scenario_title']} in {found['authority']}: what studies without a comparison would report"
    caption = (
        "Circle: no service. Square: its recording alone. Diamond: the service. Cross: published. Lines: 95% "
        f"interval of the average. {found['replicates']} runs. {source(today())}"
    )
    with canvas(2.4 + 0.55 * sum(len(rows) + 1 for _, rows in panels)) as figure:
        axes: Any = figure.subplots(
            2, 1, squeeze=False, height_ratios=[max(1, len(rows)) for _, rows in panels]
        ).ravel()
        for axis, (shape, rows) in zip(axes, panels, strict=True):
            _panel(axis, shape, rows)
        say(figure, title, caption)
        return (save(figure, folder, "headlines", _QUESTION, title, _alternative(found)),)


def _shown(one: Mapping[str, Any], shape: Shape) -> bool:
    return one["shape"] == shape.value and one["real"]["mean"] is not None


def _panel(axis: Any, shape: Shape, rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw one kind of headline."""
    for place, one in enumerate(reversed(rows)):
        for k, (arm, mark, colour, _) in enumerate(_ARMS):
            y, seen = place + 0.22 * (1 - k), one[arm]
            if seen["mean_low"] is not None:
                axis.plot(
                    [seen["mean_low"], seen["mean_high"]], [y, y], color=colour, linewidth=1.6
                )
            axis.plot([seen["mean"]], [y], mark, color=colour, markersize=6)
        if one["published"] is not None:
            axis.plot([one["published"]["value"]], [place], "x", color=style.INK, markersize=9)
    axis.set_yticks(range(len(rows)), [fill(CALLED[one["name"]], _LABEL) for one in reversed(rows)])
    axis.tick_params(axis="y", length=0)
    axis.xaxis.grid(True)
    axis.set_axisbelow(True)
    if shape is Shape.RATIO:
        axis.axvline(1.0, color=style.INK, linewidth=1)
        axis.set_xlabel("After, over before")
    else:
        axis.set_xlabel("Share")
        axis.set_xlim(0, 1.02)


def _alternative(found: Mapping[str, Any]) -> str:
    said = " ".join(f"{CALLED[one['name']]}: {one['sentence']}" for one in found["headlines"])
    return f"Dot chart of each headline in three arms. {said}"
