"""What the page is sent: the comparison's own numbers, thinned for a screen, never a nan."""

import json
import math

import pytest

from dashboards.pages.payload import FIRST, POINTS, payload, thin
from dashboards.report.content import Band, Content, Estimate, Line, Trend
from scenarios.verdict import FEWER, judgement
from simulation.outcomes.measures import MEASURES

WEEKS = 522


def made(weekly: bool = True) -> Content:
    """A comparison with every measure and ten years of weeks, one of them unknown."""
    times = tuple(w * 7 / 365.25 for w in range(WEEKS))
    down = tuple(-0.05 * w if w else math.nan for w in range(WEEKS))
    level = tuple(400.0 + d for d in down)
    flat = Band(times, (400.0,) * WEEKS, (390.0,) * WEEKS, (410.0,) * WEEKS)
    trend = Trend(
        "Children looked after",
        flat,
        Band(times, level, level, level),
        Band(times, down, down, down),
    )
    parts = (Estimate(400, 390, 410, 398, 402), Estimate(380, 371, 389, 378, 382))
    gap = Estimate(-20, -29, -11, -22, -18)
    lines = tuple(
        Line(
            *(m.name, m.label, m.unit, m.kind, m.about, "total", *parts, gap),
            *(FEWER, judgement(FEWER, m.better), 10.0, None, None),
        )
        for m in MEASURES
    )
    return Content(
        "Place", "s", "Scenario", "Baseline", "The headline.", 10, 20, 1, 2024, False, False,
        lines, (), trend if weekly else None, (), notes=("A note.",),
    )  # fmt: skip


def test_curves_keep_their_ends_and_lose_no_nan_to_json() -> None:
    """Ten years of weeks fit the screen's points, the last week among them; nan becomes null."""
    shown = payload(made(), "stamp")
    json.dumps(shown, allow_nan=False)
    for chart in shown["charts"]:
        assert len(chart["times"]) <= POINTS
        assert chart["times"][-1] == pytest.approx((WEEKS - 1) * 7 / 365.25, abs=1e-3)
        for curve in chart["series"]:
            assert len(curve["middle"]) == len(chart["times"])
    assert shown["charts"][0]["series"][0]["middle"][0] is None


def test_the_tables_hold_every_measure_once() -> None:
    """The first table has the main measures in their order, the second all others."""
    first, more = payload(made(), "stamp")["tables"]
    assert tuple(row["name"] for row in first["rows"]) == FIRST
    names = [row["name"] for row in first["rows"] + more["rows"]]
    assert sorted(names) == sorted(m.name for m in MEASURES)
    assert first["rows"][1]["cells"][1:] == [
        "400 (390 to 410)", "380 (371 to 389)", "−20 (−29 to −11)", "Fewer (better)"
    ]  # fmt: skip


def test_the_first_rows_are_cost_and_children() -> None:
    """A reader meets the clearest numbers first: money, children in care, young people helped."""
    first = payload(made(), "stamp")["tables"][0]["rows"]
    assert [row["name"] for row in first[:3]] == [
        "cost_council", "children_looked_after", "service_supported"
    ]  # fmt: skip


def test_the_words_name_the_finding_the_runs_and_the_notes() -> None:
    """The chart's title says what the table says; the text says what the bands are."""
    shown = payload(made(), "stamp")
    assert shown["charts"][0]["title"].startswith(
        "Children looked after on 31 March 2034: about 20 fewer"
    )
    assert "20 runs" in shown["meaning"][0]
    assert shown["meaning"][1] == "A note."
    assert len(shown["years"]["rows"]) == 11


def test_without_weeks_there_are_tables_and_no_charts() -> None:
    """A comparison that kept no weekly numbers is still shown."""
    shown = payload(made(weekly=False), "stamp")
    assert shown["charts"] == []
    assert shown["years"]["rows"] == []
    assert shown["tables"][0]["rows"]


def test_thinning_leaves_short_curves_alone() -> None:
    """Up to the screen's points nothing is dropped."""
    values = [float(i) for i in range(POINTS - 1)]
    assert thin(values, values) == values
