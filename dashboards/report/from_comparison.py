"""Read a finished comparison into the plain shape the charts, tables and pages show."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dashboards.report.captions import day
from dashboards.report.content import (
    Assumption,
    Band,
    Content,
    Estimate,
    Line,
    Opened,
    Source,
    Trend,
)
from scenarios.believed import AS_EVIDENCE
from scenarios.comparison import TOTAL, Comparison

#: The weekly column the trend shows.
TREND = "children_looked_after"
#: Parts of a difference named in `Trend`.
_PARTS = ("baseline", "scenario", "difference")


def content_of(
    comparison: Comparison,
    sources: Sequence[Source] = (),
    facts: Sequence[tuple[str, str]] = (),
    made: date | None = None,
) -> Content:
    """Return what the report shows of a comparison.

    Parameters
    ----------
    comparison
        The finished comparison.
    sources
        Works to name under the report.
    facts
        More lines for "How this was made", after the comparison's own.
    made
        The day on which it is written down; None on a screen.
    """
    baseline, scenario = comparison.arms
    whole, yearly = _split(_line(row, comparison.base_year) for row in comparison.measures)
    return Content(
        authority=comparison.authority,
        scenario=scenario.name,
        scenario_title=scenario.title,
        baseline_title=baseline.title,
        headline=comparison.headline,
        years=comparison.years,
        replicates=comparison.replicates,
        seed=comparison.seed,
        base_year=comparison.base_year,
        central=comparison.central,
        published_claims=baseline.published_claims or scenario.published_claims,
        lines=whole,
        yearly=yearly,
        trend=_trend(comparison.weekly),
        facts=(*_facts(comparison), *((("Written", day(made)),) if made else ()), *facts),
        assumptions=tuple(_assumption(one) for one in comparison.assumptions),
        sources=tuple(sources),
        notes=comparison.notes,
        opened=tuple(_opened(comparison)),
        funnel=comparison.funnel,
        whom=comparison.whom,
        needed=comparison.needed,
        labels=tuple(dict.fromkeys(one for arm in comparison.arms for one in arm.labels)),
        price_year=comparison.price_year,
        made=made,
    )


def _opened(comparison: Comparison) -> Iterator[Opened]:
    """Yield what each arm opens, if anything."""
    for arm, one in zip(comparison.arms, comparison.opened, strict=False):
        things = tuple(tuple(map(str.strip, text.splitlines())) for text in one["words"])
        if things:
            yield Opened(arm.title, things, one["toml"])


def _split(lines: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    found = tuple(lines)
    return (
        tuple(x for x in found if x.window == TOTAL),
        tuple(x for x in found if x.window != TOTAL),
    )


def _line(row: Mapping[str, Any], base_year: int) -> Line:
    split = row["variance_split"]["difference"]
    window = row["window"]
    if window != TOTAL:
        year = int(window.rpartition(" ")[2])
        window = f"Year {year}, to 31 March {base_year + year}"
    return Line(
        name=row["name"],
        label=row["label"],
        unit=row["unit"],
        kind=row["kind"],
        about=row["about"],
        window=window,
        baseline=_estimate(row["baseline"]),
        scenario=_estimate(row["scenario"]),
        difference=_estimate(row["difference"]),
        verdict=row["verdict"],
        judgement=row["judgement"],
        size=row["size_that_matters"],
        shares=(split["share_children"], split["share_years"], split["share_unknown"]),
        variance_ratio=row["variance_ratio"],
    )


def _estimate(row: Mapping[str, Any]) -> Estimate:
    parts = (row[name] for name in ("mean", "low", "high", "mean_low", "mean_high"))
    return Estimate(*(math.nan if part is None else float(part) for part in parts))


def _trend(weekly: Mapping[str, Any]) -> Trend | None:
    if not weekly["times"]:
        return None
    column = weekly["columns"][TREND]
    times = tuple(weekly["times"])
    return Trend(column["label"], *(_band(times, column[part]) for part in _PARTS))


def _band(times: tuple[float, ...], part: Mapping[str, Sequence[float]]) -> Band:
    return Band(times, tuple(part["mean"]), tuple(part["low"]), tuple(part["high"]))


def _assumption(one: Mapping[str, Any]) -> Assumption:
    return Assumption(
        says=one["says"],
        value=f"{_figure(one['value'])} {one['unit']}".strip(),
        interval=_interval(one["low"], one["high"], relative=one.get("relative", False)),
        kind="set by the scenario" if one.get("set_by_scenario") else one["kind"],
        grade=one["grade"] or "",
    )


def _interval(low: Any, high: Any, *, relative: bool) -> str:
    """Write a range; relative ones multiply the value, and tables have one for each entry."""
    if low is None or high is None:
        return "–"
    if _is_table(low):
        return "one for each entry"
    text = f"{_figure(low)} to {_figure(high)}"
    return f"{text} times the value" if relative else text


def _figure(value: Any) -> str:
    """Write a figure, or how many there are of them when it is a table."""
    return f"table of {_size(value)}" if _is_table(value) else f"{value:,.4g}"


def _is_table(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _size(value: Any) -> int:
    return sum(_size(part) for part in value) if _is_table(value) else 1


def _facts(c: Comparison) -> tuple[tuple[str, str], ...]:
    baseline, scenario = c.arms
    return (
        ("Council", f"{c.authority} ({c.code}), {c.region}"),
        ("Baseline and scenario", f"{baseline.name} and {scenario.name}"),
        ("Believed", "; ".join((*baseline.labels, *scenario.labels)) or AS_EVIDENCE),
        ("Start", f"31 March {c.base_year}"),
        ("Years, runs, seed", f"{c.years}, {c.replicates}, {c.seed}"),
        ("Step", f"{c.step_days:g} days"),
        (
            "Settings",
            "fixed at their central values" if c.central else "drawn anew for every two runs",
        ),
        ("Run key", c.run_key),
        ("Figures' digest", c.parameter_digest),
        ("The same numbers again, to the bit, in the folder of this report", c.reproduce),
        ("Doorways", f"{c.product_version}, results version {c.results_version}"),
    )
