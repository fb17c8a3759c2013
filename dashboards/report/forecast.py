"""The files of a forecast: report, charts, table, unit costs and every number."""

from typing import Final

from dashboards.report import forecast_sheets
from dashboards.report.chart_forecast import draw
from dashboards.report.study import Study

STUDY: Final = Study("forecast", forecast_sheets, draw, priced=True)
