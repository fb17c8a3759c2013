"""The files of a portfolio: report, chart, table and every number."""

from typing import Final

from dashboards.report import portfolio_sheets
from dashboards.report.chart_portfolio import draw
from dashboards.report.study import Study

STUDY: Final = Study("portfolio", portfolio_sheets, draw)
