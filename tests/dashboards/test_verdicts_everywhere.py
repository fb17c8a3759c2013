"""One verdict rule in every channel: table, page, report, chart titles, JSON and CSV agree."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboards.cli.console import output
from dashboards.cli.table import show
from dashboards.pages.payload import payload
from dashboards.report import chart_costs, chart_differences, chart_trend
from dashboards.report.comparison_csv import comparison_rows
from dashboards.report.content import Content
from dashboards.report.from_comparison import content_of
from dashboards.report.html import render
from scenarios.comparison import Arm, Comparison
from scenarios.shared import shared_by
from scenarios.statistics import bands, explain_values
from scenarios.summarise import measure_row
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN, VERDICTS
from simulation.files.csv_text import csv_text
from simulation.outcomes.measures import MEASURES

RUNS = 100
#: Effect and half-width of the range of each verdict, in sizes that matter.
PLANTED = {MORE: (3.0, 1.0), FEWER: (-3.0, 1.0), TOO_SMALL: (0.0, 0.5), UNKNOWN: (0.5, 3.0)}


def made(main: str) -> Comparison:
    """A comparison whose measures have all four verdicts in turn, the main ones the one asked for."""
    noise = np.linspace(-1.0, 1.0, RUNS)
    groups, order = (
        shared_by(np.arange(RUNS), central=False),
        np.random.default_rng(3).permutation(RUNS),
    )
    rows = []
    for i, m in enumerate(MEASURES):
        base = np.full(RUNS, 0.1 if m.kind == "share" else 1e8 if m.kind == "money" else 1000.0)
        chosen = main if m.name in MAIN else VERDICTS[i % 4]
        effect, width = PLANTED[chosen]
        gap = m.size.of(base[0]) * (effect + width * noise[order])
        compared = explain_values(base, base + gap, groups)
        rows.append(measure_row(m, "total", compared))
    flat = {part: bands(np.full((RUNS, 25), 90.0, dtype=np.float32)) for part in PARTS}
    return Comparison(
        code="E06000065",
        authority="Somewhere",
        region="South West",
        base_year=2024,
        arms=(Arm("baseline", "baseline", "Baseline"), Arm("scenario", "hub", "One hub")),
        years=2,
        replicates=RUNS,
        seed=1,
        step_days=7.0,
        central=False,
        run_key="abc",
        parameter_digest="def",
        level=0.9,
        mean_level=0.95,
        measures=tuple(rows),
        weekly={
            "times": list(np.linspace(0, 2, 25)),
            "columns": {"children_looked_after": {"label": "Children looked after", **flat}},
        },
        timings={},
        assumptions=(),
        notes=(),
        headline="A headline.",
    )


MAIN = ("children_looked_after", "cost_total", "cost_council")
PARTS = ("baseline", "scenario", "difference")


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """All four verdicts."""
    return made(MORE)


@pytest.fixture(scope="module")
def content(comparison: Comparison) -> Content:
    """As every page and chart reads it."""
    return content_of(comparison)


def expected(comparison: Comparison) -> dict[str, str]:
    """The verdicts of comparison.json."""
    return {row["name"]: row["verdict"] for row in comparison.to_dict()["measures"]}


def test_all_four_verdicts_are_there(comparison: Comparison) -> None:
    """What was planted is found, so that the tests below see every word."""
    found = expected(comparison)
    others = [(i, m) for i, m in enumerate(MEASURES) if m.name not in MAIN]
    assert [found[m.name] for _, m in others] == [VERDICTS[i % 4] for i, _ in others]


def test_csv_lines_page_and_screen_say_the_same(
    comparison: Comparison, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each channel has the JSON's verdict in each row, with better or worse where it has one."""
    found = expected(comparison)
    text = csv_text(comparison_rows(comparison.to_dict()))
    assert {row["name"]: row["verdict"] for row in csv.DictReader(io.StringIO(text))} == found
    assert {line.name: line.verdict for line in content.lines} == found
    by_name = {line.name: line for line in content.lines}
    for table in payload(content, "stamp")["tables"]:
        for row in table["rows"]:
            assert row["cells"][-1].lower() == by_name[row["name"]].said
    show(output(), content)
    screen = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    for line in content.lines:
        label = f"  {line.label[:26]}"
        assert any(at.startswith(label) and line.said in at for at in screen), line.label


def test_the_report_says_the_same(content: Content) -> None:
    """Each row of the report holds the words and the size of its line."""
    page = render(content, ())
    for line in content.lines:
        at = page.index(f'data-measure="{line.name}"')
        assert f'class="words">{line.said}</td>' in page[at : page.index("</tr>", at)]


def test_the_forest_counts_verdicts_and_keeps_them_together(
    content: Content, tmp_path: Path
) -> None:
    """Its title counts verdicts, and known changes stand first, what cannot be told last."""
    shown = chart_differences.shown(content)
    found = Counter(line.verdict for line in shown)
    chart = chart_differences.differences(content, tmp_path)
    assert chart is not None
    assert chart.title == (
        f"One hub: of {len(shown)} measures {found[FEWER]} fall on average, {found[MORE]} rise, "
        f"{found[TOO_SMALL]} change too little to matter, {found[UNKNOWN]} cannot be told"
    )
    ranks = [(MORE, FEWER, TOO_SMALL, UNKNOWN).index(line.verdict) for line in shown]
    assert [max(rank, 1) for rank in ranks] == sorted(max(rank, 1) for rank in ranks)
    assert all(f"{line.label}: {line.said}" in chart.alternative for line in shown)


TITLES: dict[str, tuple[str, str, str]] = {
    MORE: ("more over 2 years", "more children looked after by", ": about "),
    FEWER: ("less over 2 years", "fewer children looked after by", ": about "),
    TOO_SMALL: ("too little to matter", "too little to matter", ": too small to matter: "),
    UNKNOWN: ("cannot be told", "cannot be told", ": cannot be told: "),
}


@pytest.mark.parametrize("word", VERDICTS)
def test_titles_say_the_verdict(word: str, tmp_path: Path) -> None:
    """The titles of the cost chart, the trend and the page's chart are the verdicts of their rows."""
    content = content_of(made(word))
    charts: list[Any] = [draw(content, tmp_path) for draw in (chart_costs.costs, chart_trend.trend)]
    costs, trend, on_page = TITLES[word]
    assert costs in charts[0].title
    assert trend in charts[1].title
    assert on_page in payload(content, "stamp")["charts"][0]["title"]
