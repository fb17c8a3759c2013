"""What people read: the headline, the description and the citations."""

import csv
import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration.beliefs.evidence.load import figures, sources
from scenarios import words
from scenarios.capacity import capacity_note
from scenarios.cite import as_bibtex, as_csv, as_text, cite, cited_figures
from scenarios.describe import describe
from scenarios.headline import headline
from scenarios.scenario import (
    Scenario,
    checked_intervention,
    from_toml,
    has_twin,
    list_scenarios,
    load_scenario,
)
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN
from simulation.outcomes.measures import WEEKLY


def row(
    found: str,
    mean: float | None,
    low: float,
    high: float,
    kind: str,
    unknown: float | None = 0.0,
) -> dict[str, Any]:
    """A measure's row as the headline reads it; `unknown` is the standard deviation of what is not known."""
    level, size = (25.0e6, 250e3) if kind == "money" else (27.0, 2.0)
    gap = {"mean": mean, "low": low, "high": high, "standard_error": 1.0}
    split = {"difference": {"unknown": None if unknown is None else unknown**2}}
    said = {"verdict": found, "kind": kind, "baseline": {"mean": level}, "difference": gap}
    return {**said, "size_that_matters": size, "variance_split": split}


MONEY = row(MORE, 11.7e6, 10.9e6, 12.4e6, "money")
CHILDREN = row(TOO_SMALL, -0.2, -1.0, 1.0, "stock")


def said(money: dict[str, Any] = MONEY, children: dict[str, Any] = CHILDREN, **unusual: Any) -> str:
    """The headline of two rows."""
    usual = {"published": False, "baseline": "Baseline", "years": 5, "room": None}
    return headline(
        money,
        children,
        authority="Rutland",
        scenario="No Wrong Door, two hubs",
        base_year=2024,
        **(usual | unusual),  # type: ignore[arg-type]
    )


def test_a_headline() -> None:
    """It opens with money and the number of children together, each with its range."""
    assert said() == (
        "In Rutland, No Wrong Door, two hubs, on average: about £11.7m more for the council over 5 years on "
        "£25.0m (£10.9m to £12.4m more), and too small a change in the number of children in care "
        "on 31 March 2029 to matter (1 fewer to 1 more). In brackets: where one future, with its luck, lies 9 times "
        "in 10, as far as the model's assumptions hold."
    )


@pytest.mark.parametrize(
    ("money", "children", "words"),
    [
        (row(FEWER, -2e6, -3e6, -1e6, "money"), CHILDREN, "about £2.0m less for the council"),
        (row(TOO_SMALL, 1e5, -1e5, 3e5, "money"), CHILDREN, "too small a change in the council's"),
        (
            row(UNKNOWN, 1e6, -1e6, 3e6, "money"),
            CHILDREN,
            "spends more or less over 5 years cannot",
        ),
        (MONEY, row(FEWER, -12.0, -20.0, -4.0, "stock"), "about 12 fewer children in care on 31"),
        (MONEY, row(UNKNOWN, -3.0, -9.0, 4.0, "stock"), "whether more or fewer children are in"),
        (MONEY, row(UNKNOWN, None, 0.0, 0.0, "stock"), "(it is not defined in the runs)"),
        (row(TOO_SMALL, 0.0, 0.0, 0.0, "money"), CHILDREN, "(no difference in any run)"),
    ],
)
def test_headlines_say_what_the_verdicts_say(
    money: dict[str, Any], children: dict[str, Any], words: str
) -> None:
    """Each verdict has its own honest words, for money and for children."""
    assert words in said(money, children)


@pytest.mark.parametrize(
    ("money", "children", "ends"),
    [
        ((UNKNOWN, 3e6, 1e6), (TOO_SMALL, -0.2, 0.0), "More runs may tell of the cost."),
        ((UNKNOWN, 3e6, 2e6), (TOO_SMALL, -0.2, 0.0), "prices of your own would say."),
        ((UNKNOWN, 3e6, 2e6), (UNKNOWN, 0.1, 0.5), "More runs may tell of the number of children."),
        ((UNKNOWN, 0.0, 1e5), (UNKNOWN, 3.0, 1.0), "of the cost and of the number of children."),
        ((UNKNOWN, 3e6, None), (TOO_SMALL, -0.2, 0.0), "More runs may tell of the cost."),
        ((MORE, 3e6, 2e6), (TOO_SMALL, -0.2, 0.0), "as far as the model's assumptions hold."),
    ],
)
def test_what_would_tell_is_said(
    money: tuple[str, float, float | None], children: tuple[str, float, float], ends: str
) -> None:
    """Where what is not known leaves an answer, more runs may give it; where not, only better evidence does.

    1.64 standard deviations of what is not known either way of the average, against sizes of £250k and two children.
    """
    wide = {"money": 9e6, "stock": 9.0}

    def of(one: tuple[str, float, float | None], kind: str) -> dict[str, Any]:
        found, mean, unknown = one
        return row(found, mean, mean - wide[kind], mean + wide[kind], kind, unknown)

    assert said(of(money, "money"), of(children, "stock")).endswith(ends)


def test_headlines_say_what_is_unusual() -> None:
    """Published claims, another baseline, one year, and more room than need are said."""
    assert said(published=True).startswith("Taking the published claims at face value, in Rutland")
    assert ", against One hub, on average: about" in said(baseline="One hub")
    assert "over 1 year on" in said(years=1)
    assert said(room="The hubs are empty.").endswith("hold. The hubs are empty.")


def test_a_headline_of_runs_that_share_one_draw_says_they_are_too_few() -> None:
    """It does not say "cannot be told" beside a range on one side, nor that this is where a future lies."""
    money, children = (
        row(UNKNOWN, 656_200.0, 656_100.0, 656_300.0, "money"),
        row(UNKNOWN, -1.0, -3.0, 1.0, "stock"),
    )
    for one in (money, children):
        one["difference"]["standard_error"] = None
    assert said(money, children, years=1) == (
        "In Rutland, No Wrong Door, two hubs, on average: too few runs to tell whether the council spends more or less "
        "over 1 year (£656k more), and too few runs to tell whether more or fewer children are in care on "
        "31 March 2025 (3 fewer to 1 more). In brackets: what these runs gave; they share one draw of what "
        "is not known."
    )
    money["difference"] |= dict.fromkeys(("low", "high"), 656_200.0)
    alike = said(money, row(TOO_SMALL, 0.0, 0.0, 0.0, "stock"))
    assert alike.endswith("they share one draw of what is not known.")


def weekly(supported: float) -> NDArray[np.float32]:
    """Two years of weeks in which hubs support this many."""
    made = np.zeros((3, 104, len(WEEKLY)), dtype=np.float32)
    made[:, 52:, WEEKLY.index("service_supported")] = supported
    return made


@pytest.mark.parametrize(
    ("name", "supported", "words"),
    [
        (
            "no-wrong-door",
            19.0,
            "What opens has room for 40 young people at a time and supported 19",
        ),
        ("no-wrong-door", 20.0, None),
        ("no-wrong-door", 33.0, None),
        ("baseline", 0.0, None),
    ],
)
def test_more_room_than_need_is_said(name: str, supported: float, words: str | None) -> None:
    """Below the registered half of their room in the last year the hubs are said to be too large."""
    interventions = load_scenario(name).interventions
    told = capacity_note(interventions, weekly(supported), figures(), 2)
    assert (told is None) if words is None else words in (told or "")


def test_only_hubs_that_are_open_count_as_room() -> None:
    """A hub that opens during the last year has had no time to fill, so its room is left out."""
    hubs = [{"opens_month": 0, "caseload": 30}, {"opens_month": 13, "caseload": 300}]
    opened = checked_intervention({"kind": "no_wrong_door", "hubs": hubs}, None, "mine")
    told = capacity_note([opened], weekly(5.0), figures(), 2)
    assert "room for 30 young people at a time" in (told or "")


@pytest.mark.parametrize("one", list_scenarios(), ids=lambda one: one.name)
def test_descriptions(one: Scenario) -> None:
    """A description holds title, text, twins, grade and source of every effect, and assumptions."""
    told = describe(one)
    assert one.title in told
    assert one.description in told
    assert "assumed" in told
    if any(map(has_twin, one.interventions)) and not one.twin_of:
        assert f"{one.name}-null" in told
    if any(opened["kind"] == "no_wrong_door" for opened in one.interventions):
        assert "nwd_entry_ratio = 0.93 ratio (0.63 to 1.38, 90% range); elicited, grade C" in told
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


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-6.4e6, 13.8e6, "£6m less to £14m more"),
        (-45.7e6, 54.3e6, "£50m less to £50m more"),
        (-1.2e6, 8.2e6, "£1.2m less to £8.2m more"),
        (-400.0, 600.0, "£400 less to £600 more"),
    ],
)
def test_a_rounded_sum_shows_no_finer_digit(low: float, high: float, text: str) -> None:
    """Where a range is told in whole millions no tenth stands beside them."""
    assert words.span(low, high, "money") == text


def test_a_horizon_is_said_as_people_say_it() -> None:
    """One year is a word, more are a number."""
    assert [words.period(years) for years in (1, 2, 20)] == ["one year", "2 years", "20 years"]


def test_halves_of_a_range_s_rounding_go_outwards() -> None:
    """A range is rounded to a tenth of its width; an end half way between goes up, not to the even number."""
    assert words.span(-79.0, 25.0, "stock") == "80 fewer to 30 more"
    assert words.span(15.0, 105.0, "stock") == "15 to 105 more"
