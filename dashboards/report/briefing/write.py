"""Write a briefing in every form it has."""

from datetime import date
from pathlib import Path

from dashboards.report.briefing.docx import write_docx
from dashboards.report.briefing.html import render
from dashboards.report.briefing.pdf import write_pdf
from dashboards.report.briefing.shape import Briefing
from dashboards.report.charts import Chart
from simulation.files.writing import write_text


def write_briefing(folder: Path, briefing: Briefing, chart: Chart, made: date | None) -> None:
    """Write briefing.html, briefing.pdf and briefing.docx, one picture in each."""
    write_text(folder / "briefing.html", render(briefing, chart))
    write_pdf(folder / "briefing.pdf", briefing, chart, made)
    write_docx(folder / "briefing.docx", briefing, chart, made)
