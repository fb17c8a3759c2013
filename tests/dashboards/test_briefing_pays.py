"""By when it pays, in the briefing and on the page: words for every shape of the years."""

from typing import Any

import pytest

from dashboards.report.briefing.money import by_year, pays


def found(shares: list[float]) -> dict[str, Any]:
    """What comparison.json holds of a comparison that pays so."""
    return {"futures": {"paid_back": shares}, "years": len(shares)}


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.0, 0.0], "not within 2 years. In 0% of futures"),
        ([0.0], "not within 1 year. In 0% of futures"),
        ([0.0, 0.04], "not within 2 years. In 4% of futures"),
        ([0.0, 0.1, 0.4], "between year 2 and later than year 3. In 40% of futures"),
        ([0.1, 0.5, 0.96], "between year 1 and year 3. In 96% of futures"),
        ([0.0, 1.0], "in year 2. In 100% of futures"),
    ],
)
def test_the_year_it_pays_is_said_as_a_range(shares: list[float], words: str) -> None:
    """Where 9 futures in 10 lie, never a year later than the horizon, and how many pay by its end."""
    assert words in pays(found(shares))


def test_nothing_is_said_of_what_is_not_known() -> None:
    """A comparison that kept no futures says nothing, and has no years."""
    none = {"futures": {}, "years": 3, "authority": {"year": 2024}, "measures": []}
    assert pays(none) == ""
    assert by_year(none).rows == ()
