"""The files of a back-test: report, pictures, the scorecard as a table and every number."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from calibration.checks.backtest.scorecard import CouncilRow, MethodRow, Scorecard
from dashboards.report import backtest_words
from dashboards.report.chart_backtest import coverage, errors
from dashboards.report.chart_fans import fans, fans_of
from dashboards.report.charts import Chart
from dashboards.report.page import environment, pictures
from dashboards.report.study import write_study


def write_all(folder: Path, card: Scorecard) -> tuple[Chart, ...]:
    """Write backtest.json, scorecard.csv, councils.csv, the charts and report.html."""
    # Names of origins are text in JSON.
    plain = card.to_dict()
    return write_study(
        folder,
        {"backtest.json": plain | {"later": _by_text(card)}},
        {
            "scorecard.csv": score_rows(card),
            "councils.csv": [asdict(one) for one in card.councils],
        },
        partial(draw_all, card),
        partial(render, card),
    )


def draw_all(card: Scorecard, folder: Path) -> tuple[Chart, ...]:
    """Draw the charts of a back-test into `folder`, which must exist."""
    drawn = (errors(card, folder), coverage(card, folder), fans(card, folder))
    return tuple(chart for chart in drawn if chart is not None)


def score_rows(card: Scorecard) -> list[dict[str, Any]]:
    """Return one row a method, origin, horizon and quantity; the simulation's with its skill."""
    skill = {(one.origin, one.horizon, one.quantity): one for one in card.skill}
    rows = []
    for one in card.methods:
        against = skill[one.origin, one.horizon, one.quantity]
        ours = one.method == backtest_words.SIMULATION
        rows.append(
            asdict(one)
            | {
                "rival": against.rival if ours else None,
                "difference": against.difference if ours else None,
                "difference_low": against.low if ours else None,
                "difference_high": against.high if ours else None,
                "skill": against.skill if ours else None,
            }
        )
    return rows


def render(card: Scorecard, charts: Sequence[Chart]) -> str:
    """Return the report as HTML that needs nothing else."""
    return (
        environment()
        .get_template("backtest.html.j2")
        .render(
            card=card,
            say=backtest_words,
            charts=pictures(charts),
            tables=_tables(card),
            fan_rows=_fan_rows(card),
            made=_facts(card),
        )
    )


def _tables(card: Scorecard) -> list[tuple[str, list[MethodRow]]]:
    found = [
        (name, [one for one in card.methods if one.quantity == quantity])
        for quantity, name in backtest_words.QUANTITIES.items()
    ]
    return [(name, rows) for name, rows in found if rows]


def _fan_rows(card: Scorecard) -> list[CouncilRow]:
    return [row for fan in fans_of(card) for row in fan.rows]


def _by_text(card: Scorecard) -> dict[str, list[str]]:
    return {str(origin): list(said) for origin, said in card.later.items()}


def _facts(card: Scorecard) -> tuple[tuple[str, str], ...]:
    councils = {one.code for one in card.councils}
    return (
        ("Councils", f"{len(councils):,}"),
        ("Origins", ", ".join(str(origin) for origin in card.later)),
        ("Futures of each council", f"{card.settings['replicates']:,}"),
        ("Seed", str(card.settings["seed"])),
        ("Rivals", "; ".join(f"{m}: {says}" for m, says in backtest_words.METHODS.items())),
    )
