"""What pages of results share: their template engine, charts set into them, tables beside them."""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboards.report.cards import with_columns
from dashboards.report.charts import Chart
from dashboards.report.svg import inline
from scenarios import words
from simulation.files.plain_text import shown
from simulation.numbers import counted


def environment(package: str = "dashboards.report") -> Environment:
    """Return the engine that fills the templates of a package; everything put in is escaped."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    made.filters["percent"] = words.percent
    made.filters["shares"] = words.shares
    made.filters["period"] = words.period
    made.filters["counted"] = counted
    made.filters["with_columns"] = lambda page: Markup(with_columns(page))
    return made


def _plain(value: object) -> object:
    """Spell out what steers a page in a text; markup of our own is left alone."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def filled(template: str, found: Mapping[str, Any], sheets: ModuleType, *charts: Chart) -> str:
    """Return the report of a study as HTML that needs nothing else.

    Parameters
    ----------
    template
        Its file among the templates.
    found
        What it found.
    sheets
        What makes tables and sentences of that, called from the template.
    charts
        In the order in which the template shows them.
    """
    set_in = [(chart, picture(chart)) for chart in charts]
    return environment().get_template(template).render(found=found, sheets=sheets, charts=set_in)


def picture(chart: Chart) -> Markup:
    """Return a chart as it stands inside a page, with its words for those who do not see it."""
    svg = chart.svg.read_text(encoding="utf-8")
    return Markup(inline(svg, chart.name, chart.alternative))


def pictures(charts: Sequence[Chart]) -> dict[str, tuple[Chart, Markup]]:
    """Return charts by name, each with its picture."""
    return {chart.name: (chart, picture(chart)) for chart in charts}
