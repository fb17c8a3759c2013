"""What people read: the headline, the description and the citations."""

import csv
import io
from typing import Any

import pytest

from calibration.evidence.load import figures, sources
from scenarios.cite import as_bibtex, as_csv, as_text, cite, cited_figures
from scenarios.describe import describe
from scenarios.headline import headline
from scenarios.scenario import Scenario, from_toml, list_scenarios, load_scenario


def said(published: bool = False, baseline: str = "Baseline", **gap: Any) -> str:
    """The headline of a difference."""
    usual = {
        "mean": -310.4,
        "low": -2100.0,
        "high": 1400.0,
        "mean_low": -500.0,
        "mean_high": -100.0,
    }
    chances = {"probability_below": 0.63, "probability_equal": 0.0, "probability_above": 0.37}
    row = {"difference": {**usual, **chances, **gap}}
    return headline(
        row,
        authority="North Yorkshire",
        scenario="No Wrong Door",
        baseline=baseline,
        years=5,
        replicates=100,
        published=published,
    )


def test_a_headline() -> None:
    """The sentence names council, scenario, horizon, average, range and share of futures."""
    assert said() == (
        "In North Yorkshire, No Wrong Door: on average about 300 fewer weeks in care over 5 years "
        "(in 90 of 100 paired futures from 2,100 fewer to 1,400 more), with fewer in 63% of paired "
        "futures. "
        "On average it means fewer weeks in care, but more remain possible."
    )


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        ({"mean_low": -500.0, "mean_high": 10.0}, "does not show"),
        ({"mean_low": None, "mean_high": None}, "does not show"),
        ({"high": -20.0}, "as far as its assumptions hold"),
        ({"probability_below": 1.0}, "all 100 paired futures"),
        ({"probability_below": 0.0}, "none of 100 paired futures"),
        ({"probability_below": 0.999}, "99% of paired futures"),
        ({"mean": 310.0, "mean_low": 100.0, "mean_high": 500.0}, "more weeks in care, but fewer"),
        ({"mean": None}, "cannot be judged"),
        ({"probability_equal": 1.0}, "makes no difference"),
    ],
)
def test_headlines_are_never_certain(gap: dict[str, Any], words: str) -> None:
    """Each case has its own honest words."""
    assert words in said(**gap)


def test_headlines_say_what_is_unusual() -> None:
    """Published claims and another baseline are named."""
    assert said(published=True).startswith("Taking the published claims at face value, in North")
    assert ", against One hub:" in said(baseline="One hub")


@pytest.mark.parametrize("one", list_scenarios(), ids=lambda one: one.name)
def test_descriptions(one: Scenario) -> None:
    """A description holds title, text, twins, grade and source of every effect, and assumptions."""
    told = describe(one)
    assert one.title in told
    assert one.description in told
    assert "assumed" in told
    if one.interventions and not one.twin_of:
        assert f"{one.name}-null" in told
    if one.interventions:
        assert "nwd_entry_ratio = 0.89 ratio (0.61 to 1.31, 90% range); elicited, grade C" in told
        assert sources()["iu_2018_adapt"].title in told


def test_a_description_shows_what_a_scenario_sets() -> None:
    """A value the scenario sets stands in its description in place of the register's."""
    text = (
        load_scenario("no-wrong-door")
        .to_toml()
        .replace("[[interventions]]", "[parameters]\nhub_caseload = 31\n[[interventions]]", 1)
    )
    told = describe(from_toml(text.replace('claims = "shrunk"', 'claims = "published"')))
    assert "31 young people at a time" in told
    assert "hub_caseload = 31 young people; set by this scenario" in told
    assert "PUBLISHED CLAIMS" in told


@pytest.mark.parametrize("one", list_scenarios(), ids=lambda one: one.name)
def test_every_source_of_a_shipped_scenario_is_known(one: Scenario) -> None:
    """What a shipped scenario rests on is in the bibliography or an address anyone can open."""
    for citation in cite(one):
        assert citation.key in sources() or citation.url.startswith("https://"), citation.key


def test_citations_cover_every_sourced_figure() -> None:
    """Each figure a run reads stands under its work; those without one are assumptions."""
    one = load_scenario("no-wrong-door")
    cited = {name for citation in cite(one) for name in citation.figures}
    left = {figure.id for figure in cited_figures(one)} - cited
    assert "nwd_entry_ratio" in cited
    assert {figures()[name].kind for name in left} <= {"assumed", "elicited", "derived"}
    assert not {figure.id for figure in cited_figures(load_scenario("baseline"))} & {
        "nwd_entry_ratio"
    }


def test_ranges_of_rows_are_understood() -> None:
    """A scenario may name a row inside a range that a figure's locator gives."""
    one = Scenario("x", "X", sources=("D22", "a report on my desk"))
    keys = {citation.key: citation for citation in cite(one)}
    assert "D22" in keys[figures()["nwd_entry_ratio"].source].locators
    assert keys["a report on my desk"].url == ""


def test_citation_formats() -> None:
    """Text, BibTeX and CSV all hold the same works and figures."""
    one = load_scenario("no-wrong-door")
    works = cite(one)
    text, bibtex = as_text(works), as_bibtex(works)
    for work in works:
        assert work.title in text
        assert f"@misc{{{work.key}," in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    rows = list(csv.DictReader(io.StringIO(as_csv(one).removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == [figure.id for figure in cited_figures(one)]
    assert {row["set_by_scenario"] for row in rows} == {"no"}
