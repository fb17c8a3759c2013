"""A chart pasted into somebody's slides still says whose numbers it shows, from where and when."""

import re
from collections.abc import Sequence
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from dashboards.report.charts import Chart, draw_all
from dashboards.report.content import Content, Source
from dashboards.report.from_comparison import content_of
from dashboards.report.works import works
from scenarios.compare import compare
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from simulation.runner.execution import Execution
from simulation.version import RESULTS_VERSION

MADE = date(2026, 5, 3)


@pytest.fixture(scope="module")
def content() -> Content:
    """A small comparison, written down on a day."""
    request = CompareRequest("Rutland", years=1, replicates=4)
    return content_of(compare(request, execution=Execution(1)), made=MADE)


@pytest.fixture(scope="module")
def charts(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Chart]:
    """Its charts."""
    return draw_all(content, tmp_path_factory.mktemp("charts"))


def words(svg: Path) -> str:
    """Every text of a picture, in order."""
    said = re.findall(r"<text\b[^>]*>(.*?)</text>", svg.read_text(encoding="utf-8"), re.DOTALL)
    return unescape(" ".join(" ".join(re.sub(r"<[^>]*>", " ", one) for one in said).split()))


def test_each_picture_says_council_scenario_runs_source_and_day(
    charts: Sequence[Chart], content: Content
) -> None:
    """All of it stands in the picture, not beside it; PNG and SVG are of one drawing."""
    assert len(charts) == 3
    for chart in charts:
        said = words(chart.svg)
        for part in (
            "Rutland, 31 March 2024 to 2025",
            content.scenario_title,
            content.baseline_title,
            "4 runs",
            f"results version {RESULTS_VERSION}, 3 May 2026",
        ):
            assert part in said, chart.name
        with Image.open(chart.png) as png:
            assert png.width == 1800


def test_pictures_with_money_say_its_prices(charts: Sequence[Chart], content: Content) -> None:
    """The year of the prices stands where pounds do."""
    assert re.fullmatch(r"\d{4}-\d\d", content.price_year)
    for chart in charts:
        said = words(chart.svg)
        assert ("£" in said) == (f"Prices of {content.price_year}." in said), chart.name


def test_works_of_the_scenario_are_told_from_those_of_the_model() -> None:
    """What only the scenario rests on is marked; both kinds are there."""
    found = works((load_scenario("baseline"), load_scenario("no-wrong-door")))
    assert [one.title for one in found if one.of_scenario]
    assert [one.title for one in found if not one.of_scenario]
    assert all(isinstance(one, Source) for one in found)
