"""Save each chart of a report as PNG and SVG, drawn without a screen."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.report.content import Content
from dashboards.report.lettering import fill, lettered, read_letters
from dashboards.report.style import DPI, SECONDARY, SETTINGS, WIDTH
from simulation.files.plain_text import shown
from simulation.files.writing import whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Flat colours shrink as well at the fastest levels, in a fifth of the time.
COMPRESSION = 2
#: What draws and no module loads by itself: the figure brings all kinds of axes with it.
_DRAWING = ("figure", "backends.backend_agg", "backends.backend_svg")

type Draw = Callable[[Content, Path], Chart | None]


@dataclass(frozen=True)
class Chart:
    """Point to one drawn chart: the question it answers, its finding as title, its pictures.

    `alternative` says the same for those who do not see it.
    """

    name: str
    question: str
    title: str
    alternative: str
    png: Path
    svg: Path


def load() -> None:
    """Load all that draws and writes a report: in a thread, while the runs it is about go on."""
    # Imported here: what writes the report knows the charts.
    from dashboards.report.html import template

    for name in _DRAWING:
        import_module(f"matplotlib.{name}")
    _draws()
    read_letters()
    template()


@contextmanager
def canvas(
    height: float, width: float = WIDTH, settings: Mapping[str, Any] = SETTINGS
) -> Iterator["Figure"]:
    """Give an empty figure in the house style, or settings of its own; sizes are in inches."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    context: Any = dict(settings)
    with matplotlib.rc_context(context):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure


def beside(axes: "Axes", y: float, text: str, *, bold: bool) -> None:
    """Write what a row comes to on the right of the frame, in bold where it is sure."""
    axes.annotate(
        text,
        (1, y),
        xycoords=("axes fraction", "data"),
        xytext=(10, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        fontweight="bold" if bold else "normal",
    )


def say(figure: "Figure", title: str, caption: str) -> None:
    """Put the finding on top and what the marks mean below, both wrapped to the width."""
    figure.suptitle(fill(title, 66), x=0.01, ha="left", fontsize=15, fontweight="bold")
    figure.supxlabel(fill(caption, 90), x=0.01, ha="left", fontsize=12, color=SECONDARY)


def save(
    figure: "Figure",
    folder: Path,
    name: str,
    question: str,
    title: str,
    alternative: str,
    dpi: int = DPI,
) -> Chart:
    """Write `name`.png and `name`.svg into `folder`."""
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    named = {"Title": shown(title)}
    with lettered(figure), whole(png) as fresh:
        figure.savefig(
            fresh,
            format="png",
            dpi=dpi,
            metadata={**named, "Software": "Doorways"},
            pil_kwargs={"compress_level": COMPRESSION},
        )
    # Where everything stands is settled; working it out again would take as long as drawing.
    figure.set_layout_engine("none")
    with lettered(figure), whole(svg) as fresh:
        made = {**named, "Date": None, "Creator": "Doorways"}
        figure.savefig(fresh, format="svg", metadata=made)
    return Chart(name, question, title, alternative, png, svg)


def draw_all(content: Content, folder: Path) -> tuple[Chart, ...]:
    """Draw every chart the content allows into `folder`, which must exist."""
    drawn = (draw(content, folder) for draw in _draws())
    return tuple(chart for chart in drawn if chart is not None)


def _draws() -> tuple[Draw, ...]:
    """Return what draws each chart of a report."""
    # Imported here: each draws with what is above.
    from dashboards.report.chart_costs import costs
    from dashboards.report.chart_differences import differences
    from dashboards.report.chart_trend import trend

    return trend, differences, costs
