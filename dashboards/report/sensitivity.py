"""The files of a sensitivity study: report, pictures, tables and every number."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from dashboards.report import sensitivity_words
from dashboards.report.chart_sensitivity import MOST, draw_all
from dashboards.report.charts import Chart
from dashboards.report.page import environment, pictures
from dashboards.report.study import write_study
from scenarios import words
from scenarios.sensitivity.decision import Decision, weekly_cost
from scenarios.sensitivity.result import Sensitivity

METHODS = {
    "pawn": (
        "PAWN over the runs of the ordinary comparison. In each run all uncertain figures were "
        "drawn anew; runs are sorted by one figure and cut into slices, and the strength is how "
        "far the result's distribution in a slice lies from that of all runs (0: not at all, "
        "1: entirely). Chance is what made-up figures reach. A figure stands out when its strength, "
        "or the change it makes, is beyond what any one of so many figures without effect would "
        "reach in 19 of 20 studies."
    ),
    "morris": (
        "A Morris screen: from many starting points one figure after another is moved by two "
        "thirds of its 90% range while luck is held, so that luck cancels as far as the futures "
        "stay alike. The strength is the average size of the change for the whole range, "
        "whichever way it goes. Each point ran in two futures; chance is what they disagree by. "
        "Of figures without any effect about 2 in 100 seem to stand out."
    ),
    "sobol": (
        "Sobol indices of the figures that a small Morris screen found strongest; all others "
        "were held at their middle value. The strength is the share of the variance that would "
        "be left if only this figure stayed unknown, interactions with others included. Each "
        "point ran in the same two futures; chance is the share of what they disagree by."
    ),
}


def write_all(folder: Path, result: Sensitivity) -> tuple[Chart, ...]:
    """Write sensitivity.json, the tables as CSV, the charts and report.html."""
    tables = {"sensitivity.csv": [one.to_dict() for one in result.influences]}
    if result.decision is not None:
        tables["thresholds.csv"] = [asdict(one) for one in result.decision.curve]
        tables["worth.csv"] = _worth_rows(result.decision)
    return write_study(
        folder,
        {"sensitivity.json": result.to_dict()},
        tables,
        partial(draw_all, result),
        partial(render, result),
    )


def render(result: Sensitivity, charts: Sequence[Chart]) -> str:
    """Return the report as HTML that needs nothing else."""
    template = environment().get_template("sensitivity.html.j2")
    return template.render(
        result=result,
        say=sensitivity_words,
        shown=max(MOST, len(result.clear)),
        method=METHODS[result.method],
        average=words.signed if result.of == "difference" else words.number,
        charts=pictures(charts),
        scale=weekly_cost(),
        facts=_facts(result),
    )


def _worth_rows(decision: Decision) -> list[dict[str, Any]]:
    """Return one row for each thing that could be known and each threshold."""
    return [
        {
            "name": one.name,
            "says": one.says,
            "figures": one.figures,
            "value_of_care_week": threshold.pounds,
            **asdict(found),
            "clear": found.clear,
        }
        for one in (*decision.known, *decision.topics)
        for threshold, found in zip(decision.thresholds, one.worth, strict=True)
    ]


def _facts(result: Sensitivity) -> tuple[tuple[str, str], ...]:
    runs = ", ".join(f"{number:,} for the {name}" for name, number in result.runs.items())
    return (
        ("Council", f"{result.authority} ({result.code}), from 31 March {result.base_year}"),
        ("Scenario against baseline", f"{result.scenario} against {result.baseline}"),
        ("Years, seed, step", f"{result.years}, {result.seed}, {result.step_days:g} days"),
        ("Runs", runs),
        ("Figures looked at", str(len(result.influences))),
        ("Uncertain figures that cannot reach this measure", str(result.left_out)),
        ("Figures' digest", result.parameter_digest),
    )
