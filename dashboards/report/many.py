"""The files of one scenario in many councils: report, strip, table and every number."""

from typing import Final

from dashboards.report import many_sheets
from dashboards.report.chart_councils import draw
from dashboards.report.study import Study

STUDY: Final = Study("many", many_sheets, draw, "authorities")
