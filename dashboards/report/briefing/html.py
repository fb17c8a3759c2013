"""Write a briefing as HTML: one file that needs nothing else, two pages on paper."""

from dashboards.report.briefing.shape import Briefing
from dashboards.report.charts import Chart
from dashboards.report.page import environment, picture


def render(briefing: Briefing, chart: Chart) -> str:
    """Return the page, the chart set into it."""
    template = environment().get_template("briefing.html.j2")
    return template.render(briefing=briefing, chart=chart, svg=picture(chart))
