"""The files of the headline bench: report, chart, table and every number."""

from typing import Final

from dashboards.report import headlines_sheets
from dashboards.report.chart_headlines import draw
from dashboards.report.study import Study

STUDY: Final = Study("headlines", headlines_sheets, draw)
