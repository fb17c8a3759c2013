"""The figures that the README shows are those its first command prints."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from calibration.joint.store import usual
from dashboards.cli.table import _row
from dashboards.report.from_comparison import content_of
from scenarios import words
from scenarios.compare import compare
from scenarios.comparison import Comparison
from scenarios.request import CompareRequest
from simulation.version import RESULTS_VERSION

README: Final = Path(__file__).parents[2] / "README.md"
COST, WEEKS = "cost_council", "weeks_in_care"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown() -> Comparison:
    """What the first command compares."""
    return compare(CompareRequest(calibration=usual()), store="sqlite://")


@pytest.fixture(scope="module")
def text() -> str:
    """The README, its lines joined."""
    return re.sub(r"\s+", " ", README.read_text(encoding="utf-8"))


def of(comparison: Comparison, name: str) -> Any:
    """One measure over the whole period."""
    return next(
        row for row in comparison.measures if row["name"] == name and row["window"] == "total"
    )


def test_the_line_of_the_table_is_the_first_command_s(shown: Comparison, text: str) -> None:
    """Its line on cost stands in the README as it is printed, with the version whose numbers it has."""
    line = next(one for one in content_of(shown).lines if one.label == "Cost to the council")
    printed = " | ".join(cell.strip() for cell in _row(line))
    assert f"| {printed} |" in text
    assert f"the first command prints (results version {RESULTS_VERSION})" in text


def test_what_is_said_of_it_is_true(shown: Comparison, text: str) -> None:
    """Where its average lies, its size, the luck of the years and what pairing is worth are the run's own."""
    cost, weeks = of(shown, COST), of(shown, WEEKS)
    less, more = (
        words.number(abs(cost["difference"][f"average_{end}"]), "money") for end in ("low", "high")
    )
    assert cost["difference"]["average_low"] < 0.0 < cost["difference"]["average_high"]
    assert f"it may be {less} less or {more} more" in text
    assert f"here {words.number(cost['size_that_matters'], 'money')}, half a per cent" in text
    years = words.percent(weeks["variance_split"]["baseline"]["share_years"])
    assert f"of its weeks in care, {years})" in text
    worth = [f"{round(one['variance_ratio']):,}" for one in (cost, weeks)]
    assert f"{worth[0]} for this line, {worth[1]} for weeks in care" in text
