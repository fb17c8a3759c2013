"""Write the report: one HTML file that needs nothing else, on screen or on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from dashboards.report import whom_sheets
from dashboards.report.chart_costs import PAYERS
from dashboards.report.chart_differences import shown
from dashboards.report.charts import Chart
from dashboards.report.content import Content, Line, Trend
from dashboards.report.funnel_sheets import READING, entered, parts, sentences
from dashboards.report.groups import group_names
from dashboards.report.needed_parts import answers
from dashboards.report.page import environment, picture
from scenarios import words


@dataclass(frozen=True)
class Moment:
    """Hold one 31 March of a trend: (middle, low, high) of each arm and of the difference."""

    when: str
    baseline: tuple[float, float, float]
    scenario: tuple[float, float, float]
    difference: tuple[float, float, float]


@dataclass(frozen=True)
class Figure:
    """Hold a chart as it stands in the page, with the lines of its table."""

    name: str
    question: str
    title: str
    svg: Markup
    lines: tuple[Line, ...]


@cache
def template() -> Template:
    """Return what the report is filled into; to read it takes as long as to fill it."""
    made = environment()
    made.filters |= {
        "number": words.number,
        "signed": words.signed,
        "signed_range": lambda e, kind: words.signed_range(e.low, e.high, kind),
        "size": words.size,
    }
    return made.get_template("report.html.j2")


def render(content: Content, charts: Sequence[Chart]) -> str:
    """Return the report as HTML."""
    return template().render(
        content=content,
        figures=[_figure(chart, content) for chart in charts],
        moments=moments(content.trend, content.base_year) if content.trend else [],
        groups=grouped(content.lines),
        yearly=_by_window(content.yearly),
        funnel=_funnel(content),
        whom=_whom(content),
        needed=answers(content.needed) if content.needed else (),
    )


def _whom(content: Content) -> dict[str, Any] | None:
    """Return what the report shows of for whom the futures differ; None where nobody asked."""
    found = content.whom
    if found is None:
        return None
    return {
        "sentence": whom_sheets.sentence(found),
        "reading": whom_sheets.READING,
        "living": whom_sheets.living(found),
        "groups": whom_sheets.groups(found),
        "notes": found["notes"],
    }


def _funnel(content: Content) -> dict[str, Any] | None:
    """Return what the report shows of the funnel; None without one."""
    found = content.funnel
    if found is None:
        return None
    return {
        "reading": READING,
        "entered": entered(found),
        "sentences": sentences(found),
        "surprises": [one["sentence"] for one in found["surprises"]],
        "followed": found["followed"],
        "parts": parts(found),
    }


def grouped(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Sort lines into the groups of every table."""
    by_name = {x.name: x for x in lines}
    return [(title, [by_name[n] for n in names]) for title, names in group_names(list(by_name))]


def moments(trend: Trend, base_year: int) -> list[Moment]:
    """Read each 31 March off a trend."""
    curves = (trend.baseline, trend.scenario, trend.difference)
    found = []
    for year in range(round(trend.baseline.times[-1]) + 1):
        nearest = min(
            range(len(trend.baseline.times)), key=lambda i: abs(trend.baseline.times[i] - year)
        )
        at = [(c.middle[nearest], c.low[nearest], c.high[nearest]) for c in curves]
        late = trend.baseline.times[nearest] > year
        found.append(Moment(f"{base_year + year}{', first week' if late else ''}", *at))
    return found


def _figure(chart: Chart, content: Content) -> Figure:
    lines = {
        "paired-differences": lambda: tuple(shown(content)),
        "costs-by-payer": lambda: tuple(content.line(n) for n in PAYERS),
    }.get(chart.name, tuple)()
    return Figure(
        chart.name,
        chart.question,
        chart.title,
        picture(chart),
        lines,
    )


def _by_window(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    windows = dict.fromkeys(x.window for x in lines)
    return [(w, [x for x in lines if x.window == w]) for w in windows]
