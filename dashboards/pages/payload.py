"""Turn a comparison into what the page's charts and tables show: plain values, no arithmetic there."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from agents.words import capital
from dashboards.report import style
from dashboards.report.content import Band, Content, Estimate, Line, Trend
from scenarios import words
from simulation.numbers import counted

#: Most points a curve keeps on screen; the results database holds every week.
POINTS = 131
#: The rows of the first table; every other measure stands in the second.
FIRST = (
    "cost_council",
    "children_looked_after",
    "service_supported",
    "care_entries",
    "placement_moves",
    "missing_episodes",
    "out_of_authority",
    "cost_total",
)
DASHED = "9 4"


def payload(content: Content, stamp: str) -> dict[str, Any]:
    """Return everything the result shows.

    Parameters
    ----------
    content
        The comparison.
    stamp
        Names the choice it answers.
    """
    first = [content.line(name) for name in FIRST]
    rest = [line for line in content.lines if line.name not in FIRST]
    return {
        "stamp": stamp,
        "headline": content.headline,
        "meaning": [*filter(None, [content.label.strip()]), meaning(content), *content.notes],
        "charts": charts(content),
        "tables": [
            table(
                "dw-numbers",
                f"The numbers over {counted(content.years, 'year')}: average of all runs and, in brackets, where one run lies 9 times in 10",
                first,
                content,
            ),
            table("dw-more", "Every other measure", rest, content),
        ],
        "years": by_year(content),
    }


def meaning(content: Content) -> str:
    """Say what the bands are, and of how many runs."""
    return (
        f"Each of {content.replicates} runs is one possible future, played twice from 31 March {content.base_year} with the same chances: "
        f"once with “{content.baseline_title}” and once with “{content.scenario_title}”. "
        "Lines are averages; 9 in 10 of these runs stayed inside the band. Tables say where one more would "
        "lie, which is a little wider, the more so the fewer there are."
    )


def charts(content: Content) -> list[dict[str, Any]]:
    """Return the difference chart and the chart of both arms, empty when no weeks were kept."""
    trend = content.trend
    if trend is None:
        return []
    line = content.line("children_looked_after")
    finding = line.finding
    where = f"{content.authority}, from 31 March {content.base_year}"
    difference = [curve("Difference", trend.difference, style.DIFFERENCE, style.DIFFERENCE, "")]
    arms = [
        curve(content.baseline_title, trend.baseline, style.BASELINE, style.BASELINE_TEXT, ""),
        curve(content.scenario_title, trend.scenario, style.SCENARIO, style.SCENARIO_TEXT, DASHED),
    ]
    return [
        chart(
            f"{subject(trend)} on 31 March {content.base_year + content.years}: {finding}",
            f"{content.scenario_title} minus {content.baseline_title}, {where}",
            difference,
            trend.difference,
            content.base_year,
            True,
        ),
        chart(
            subject(trend), f"Both futures, {where}", arms, trend.baseline, content.base_year, False
        ),
    ]


def chart(
    title: str,
    subtitle: str,
    series: list[dict[str, Any]],
    shape: Band,
    base_year: int,
    signed: bool,
) -> dict[str, Any]:
    """Return one chart with its text alternative."""
    told = "; ".join(f"{one['label']} {in_words(one)}" for one in series)
    return {
        "title": title,
        "subtitle": subtitle,
        "series": series,
        "times": thin(shape.times, shape.times),
        "base_year": base_year,
        "signed": signed,
        "alt": f"Line chart. {title}. {told}.",
        "caption": "Years begin on 31 March. Synthetic young people; "
        + ("zero means no difference." if signed else "the same chances in both."),
    }


def in_words(curve: Mapping[str, Any]) -> str:
    """Say where a curve begins and ends, with its range at the end."""
    ends = (curve["middle"][0], curve["middle"][-1], curve["low"][-1], curve["high"][-1])
    said = (words.number(math.nan if v is None else v, "stock") for v in ends)
    return "from {} to {}, at the end between {} and {} in 9 of 10 runs".format(*said)


def curve(label: str, band: Band, colour: str, ink: str, dash: str) -> dict[str, Any]:
    """Return one line with its band, thinned to what a screen shows."""
    parts = {"middle": band.middle, "low": band.low, "high": band.high}
    return {
        "label": label,
        "colour": colour,
        "ink": ink,
        "dash": dash,
        **{k: thin(v, band.times) for k, v in parts.items()},
    }


def thin(values: Sequence[float], times: Sequence[float]) -> list[float | None]:
    """Keep at most `POINTS` values, the last among them; what is not a number becomes None."""
    step = max(1, math.ceil(len(times) / (POINTS - 1)))
    kept = list(range(0, len(times), step))
    if kept and kept[-1] != len(times) - 1:
        kept.append(len(times) - 1)
    return [round(float(values[i]), 3) if math.isfinite(values[i]) else None for i in kept]


def table(name: str, caption: str, lines: Sequence[Line], content: Content) -> dict[str, Any]:
    """Return a table of measures: both arms, the difference and what it amounts to."""
    rows = [
        {
            "name": line.name,
            "cells": [
                f"{line.label} ({line.unit})" if line.unit != "children" else line.label,
                level(line.baseline, line.kind),
                level(line.scenario, line.kind),
                change(line.difference, line.kind),
                capital(line.said),
            ],
        }
        for line in lines
    ]
    return {
        "id": name,
        "caption": caption,
        "columns": [
            "Measure",
            content.baseline_title,
            content.scenario_title,
            "Difference",
            "In words",
        ],
        "rows": rows,
    }


def by_year(content: Content) -> dict[str, Any]:
    """Return the numbers behind the charts at each 31 March."""
    rows: list[dict[str, Any]] = []
    trend = content.trend
    for year in range(content.years + 1) if trend else ():
        assert trend is not None
        bands = (trend.baseline, trend.scenario, trend.difference)
        estimates = [at(band, float(year)) for band in bands]
        cells = [
            f"31 March {content.base_year + year}",
            level(estimates[0], "stock"),
            level(estimates[1], "stock"),
            change(estimates[2], "stock"),
        ]
        rows.append({"name": str(content.base_year + year), "cells": cells})
    label = subject(trend) if trend else ""
    return {
        "id": "dw-years-table",
        "caption": f"{label} on 31 March",
        "columns": ["Date", content.baseline_title, content.scenario_title, "Difference"],
        "rows": rows,
    }


def at(band: Band, year: float) -> Estimate:
    """Return a band's value at the time nearest to a whole year."""
    i = min(range(len(band.times)), key=lambda k: abs(band.times[k] - year))
    return Estimate(band.middle[i], band.low[i], band.high[i], math.nan, math.nan)


def level(e: Estimate, kind: str) -> str:
    """Write a level with its range."""
    return f"{words.number(e.mean, kind)} ({words.number(e.low, kind)} to {words.number(e.high, kind)})"


def change(e: Estimate, kind: str) -> str:
    """Write a difference with its range."""
    return f"{words.signed(e.mean, kind)} ({words.signed(e.low, kind)} to {words.signed(e.high, kind)})"


def subject(trend: Trend) -> str:
    """Return what a trend counts, without the date that only its yearly figure has."""
    return trend.label.removesuffix(" (31 March)")
