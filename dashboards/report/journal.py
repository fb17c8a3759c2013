"""A figure of one measure at the size of a journal's column: vector and bitmap, its numbers, caption and works."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboards.report import style
from dashboards.report.charts import Chart, canvas, save
from dashboards.report.from_comparison import content_of
from dashboards.report.lettering import fill
from scenarios import words
from scenarios.frames import ARMS, Frames
from simulation.files.csv_text import csv_text
from simulation.files.writing import whole, write_text
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import BY_NAME
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Widths in millimetres of one and of two columns, as most journals set them.
WIDTHS: Final = {"column": 89, "page": 183}
#: Dots per inch that journals ask of pictures with lines and letters.
DPI: Final = 600
FILES: Final = {
    "Figure": "figure.pdf",
    "Its numbers": "figure.csv",
    "Its caption": "caption.txt",
    "The works it rests on": "references.bib",
}
_INCH, _HEIGHT = 25.4, 62
_SETTINGS: Final[Mapping[str, Any]] = MappingProxyType(
    dict(style.SETTINGS)
    | dict.fromkeys((*("axes.titlesize", "axes.labelsize"), "font.size"), 7.0)
    | dict.fromkeys(("xtick.labelsize", "ytick.labelsize", "legend.fontsize"), 7.0)
    | dict.fromkeys(("axes.linewidth", "xtick.major.width", "ytick.major.width"), 0.5)
    | {"pdf.fonttype": 42}
)
_ENDS: Final = (5.0, 95.0)
_DIFFERENCE: Final = "difference"


def write_all(folder: Path, found: Frames, measure: Measure, size: str) -> tuple[Chart, ...]:
    """Write the figure as SVG, PNG and PDF, and its numbers, caption and works, into a folder that exists."""
    rows = rows_of(found, measure)
    write_text(folder / FILES["Its numbers"], csv_text(rows))
    write_text(folder / FILES["Its caption"], caption(found, measure) + "\n")
    write_text(folder / FILES["The works it rests on"], found.sources("bibtex"))
    charts = folder / "charts"
    charts.mkdir(exist_ok=True)
    return (_draw(found, measure, rows, size, folder),)


def rows_of(found: Frames, measure: Measure) -> list[dict[str, Any]]:
    """Return one row a year: mean and ends of both arms and of the difference in the same futures."""
    at = BY_NAME[measure.name]
    arms = np.array([[run.values[at] for run in pair] for pair in found.results])
    each = {name: arms[:, k] for k, name in enumerate(ARMS)}
    each[_DIFFERENCE] = arms[:, 1] - arms[:, 0]
    summed = {name: _summed(values) for name, values in each.items()}
    first = found.comparison.base_year + 1
    return [
        {"measure": measure.name, "unit": measure.unit, "year_to_31_march": first + k}
        | {
            f"{name}_{key}": float(values[k])
            for name, one in summed.items()
            for key, values in one.items()
        }
        for k in range(arms.shape[2])
    ]


def _summed(values: Any) -> dict[str, Any]:
    low, high = np.percentile(values, _ENDS, axis=0)
    return {"mean": values.mean(axis=0), "low": low, "high": high}


def caption(found: Frames, measure: Measure) -> str:
    """Return what stands below the figure: all that a reader needs to know whose numbers these are."""
    one, content = found.comparison, content_of(found.comparison)
    prices = f" {content.prices}" if measure.kind == "money" else ""
    settings = " with all settings at their central values" if one.central else ""
    when = "on 31 March" if measure.kind in ("stock", "share") else "in the year to 31 March"
    return (
        f"{measure.label} in {one.authority} {when}: {one.arms[0].title} (solid) and {one.arms[1].title} "
        f"(dashed), and the difference in the same futures. Lines: mean of {one.replicates:,} pairs of "
        f"simulated futures{settings}. Bands: 9 in 10 of these futures lie inside. {measure.about}{prices}"
        f"{content.label} Simulated from 31 March {one.base_year} with Doorways {PRODUCT_VERSION}, results "
        f"version {RESULTS_VERSION}, seed {one.seed}. Synthetic young people: not a prediction of any child."
    )


def title(found: Frames, measure: Measure) -> str:
    """Say what the figure shows at its end."""
    last = rows_of(found, measure)[-1]
    mean, low, high = (last[f"{_DIFFERENCE}_{end}"] for end in ("mean", "low", "high"))
    return (
        f"{measure.label}, {last['year_to_31_march']}: {words.signed(mean, measure.kind)} "
        f"({words.signed_range(low, high, measure.kind)})"
    )


def _draw(
    found: Frames, measure: Measure, rows: list[dict[str, Any]], size: str, folder: Path
) -> Chart:
    wide = size == "page"
    tall = _HEIGHT if wide else 2 * _HEIGHT
    with canvas(tall / _INCH, WIDTHS[size] / _INCH, _SETTINGS) as figure:
        panels = figure.subplots(*((1, 2) if wide else (2, 1)))
        _levels(panels[0], found, measure, rows)
        _gap(panels[1], measure, rows)
        said = title(found, measure)
        told = f"{said}. {caption(found, measure)}"
        chart = save(figure, folder / "charts", "figure", measure.label, said, told, DPI)
        _as_pdf(figure, folder / FILES["Figure"], said)
    return chart


def _as_pdf(figure: "Figure", path: Path, said: str) -> None:
    with whole(path) as fresh:
        figure.savefig(fresh, format="pdf", metadata={"Title": said, "CreationDate": None})


def _levels(axes: "Axes", found: Frames, measure: Measure, rows: list[dict[str, Any]]) -> None:
    looks = ((style.BASELINE, "solid"), (style.SCENARIO, style.SCENARIO_DASH))
    for arm, name, (colour, dash) in zip(found.comparison.arms, ARMS, looks, strict=True):
        _band(axes, rows, name, colour, dash, fill(arm.title, 40))
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.legend(frameon=False, loc="best")
    _finish(axes, rows, fill(f"{measure.label} ({measure.unit})", 44))


def _gap(axes: "Axes", measure: Measure, rows: list[dict[str, Any]]) -> None:
    axes.axhline(0, color=style.INK, linewidth=0.5)
    _band(axes, rows, _DIFFERENCE, style.DIFFERENCE, "solid", "")
    _finish(axes, rows, f"Difference ({measure.unit})")


def _band(
    axes: "Axes", rows: list[dict[str, Any]], name: str, colour: str, dash: Any, label: str
) -> None:
    x, mean, low, high = (
        [row[key] for row in rows]
        for key in ("year_to_31_march", f"{name}_mean", f"{name}_low", f"{name}_high")
    )
    axes.fill_between(x, low, high, color=colour, alpha=style.BAND_OPACITY, linewidth=0)
    axes.plot(
        x, mean, color=colour, linestyle=dash, linewidth=1, marker="o", markersize=2.5, label=label
    )


def _finish(axes: "Axes", rows: list[dict[str, Any]], label: str) -> None:
    axes.set_xticks([row["year_to_31_march"] for row in rows])
    axes.set_xlabel("31 March")
    axes.set_ylabel(label)
