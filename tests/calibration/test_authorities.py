"""The councils' profiles add up, say what is filled in, and are found by any sensible name."""

import csv
from pathlib import Path

import pytest

from calibration.beliefs.authorities import load
from calibration.beliefs.authorities.catalogue import NAMES, TEXTS
from calibration.beliefs.authorities.groups import AVERAGES, GROUPS
from simulation.errors import DoorwaysError

TABLES = Path(load.__file__).parent / "tables"
BANDS = ("pop_under_1", "pop_1_4", "pop_5_9", "pop_10_15", "pop_16_17")
ROUNDING = 20.0  # England is rounded to tens; two councils are too small to be here.


def _written_groups() -> list[tuple[str, list[str]]]:
    groups = [
        (total, sorted({name.partition("#")[0] for name in names})) for total, names in GROUPS
    ]
    return [(t, names) for t, names in groups if not any(n.startswith("_") for n in names)]


@pytest.mark.parametrize("year", load.years())
def test_every_breakdown_of_every_council_adds_up_to_its_total(year: int) -> None:
    """Age, need, legal status, placement, distance, provider, reason and length lose no child."""
    for profile in load.all_profiles(year):
        for total, names in [*_written_groups(), ("children_0_17", list(BANDS))]:
            whole = sum(profile[name] for name in names)
            assert whole == pytest.approx(profile[total], abs=1e-6), (profile.name, total, names)


@pytest.mark.parametrize("year", load.years())
def test_councils_add_up_to_england_within_one_percent(year: int) -> None:
    """Totals and the filled-in parts both come to the published national figure."""
    profiles, england = load.all_profiles(year), load.england(year)
    # Whole percentages times counts: England's own percentages are rounded too.
    loose = {"leavers_19_21_eet", "leavers_19_21_neet", "leavers_19_21_unknown"}
    checked = 0
    for name in NAMES:
        if name in england.counts and name not in AVERAGES | loose and "year" not in name[-4:]:
            whole = sum(profile[name] for profile in profiles)
            assert whole == pytest.approx(england[name], rel=0.01, abs=ROUNDING), name
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("year", load.years())
def test_all_councils_but_two_can_run_with_every_figure(year: int) -> None:
    """151 councils have every column, none of them negative, and names for what was filled in."""
    profiles = load.all_profiles(year)
    assert len(profiles) == len({profile.code for profile in profiles}) == 151
    for profile in profiles:
        assert set(profile.counts) == set(NAMES)
        assert min(profile.counts.values()) >= 0
        assert profile.imputed <= set(NAMES)
        assert profile["cla"] > 0
        assert profile["cost_residential_week"] > profile["cost_foster_week"] > 0


def test_years_asked_for_are_there() -> None:
    """The base years 2021 to 2024 have a table, and so does the dictionary of columns."""
    assert {2021, 2022, 2023, 2024} <= set(load.years())
    with (TABLES / "columns.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["name"] for row in csv.DictReader(stream)] == list(NAMES)


def test_loader_and_builder_agree_on_which_columns_hold_words() -> None:
    """A column of words would otherwise be read as a number."""
    assert load._TEXTS == TEXTS


def test_published_cells_are_kept_as_published() -> None:
    """North Yorkshire's children on 31 March 2024 and its outturn price are the published ones."""
    profile = load.profile("North Yorkshire")
    assert (profile["cla"], profile["cost_residential_week"]) == (501, 5820)
    assert not profile.imputed & {"cla", "cla_foster", "starts", "cost_residential_week"}


def test_a_withheld_pair_keeps_a_small_number() -> None:
    """Where two cells of a row are withheld, one is at most five and neither is negative."""
    seen = 0
    for profile in load.all_profiles(2024):
        names = [n for t, ns in _written_groups() if t == "cla" for n in ns if "_need_" in n]
        withheld = [profile[name] for name in names if name in profile.imputed]
        if len(withheld) == 2:
            assert 0 <= min(withheld) <= 5.01
            seen += 1
    assert seen > 50


def test_small_counts_are_between_one_and_five() -> None:
    """A withheld count of convicted children is a small number, and marked as filled in."""
    withheld = [p["convicted"] for p in load.all_profiles(2024) if "convicted" in p.imputed]
    assert withheld
    assert 1 <= min(withheld) <= max(withheld) <= 5


@pytest.mark.parametrize("year", load.years())
def test_going_missing_is_consistent(year: int) -> None:
    """Missing twice implies missing; every missing child has an incident."""
    for p in load.all_profiles(year):
        assert p["children_missing_twice"] <= p["children_missing"] <= p["looked_after_in_year"]
        assert p["missing_incidents"] >= p["children_missing"]


@pytest.mark.parametrize(
    "text",
    ["north yorkshire", "  NORTH  YORKSHIRE ", "North-Yorkshire", "E06000065", "e06000065", "815"],
)
def test_a_council_is_found_by_name_or_code(text: str) -> None:
    """Case, spaces, hyphens and the kind of code do not matter."""
    assert load.profile(text).name == "North Yorkshire"


@pytest.mark.parametrize("name", ["City of London", "Isles of Scilly"])
def test_councils_that_publish_too_little_say_why(name: str) -> None:
    """They are listed with the reason and refuse to run with the same reason."""
    reason = load.listing().set_index("name").loc[name, "cannot_run"]
    with pytest.raises(DoorwaysError, match=str(reason)):
        load.profile(name)


def test_an_unknown_year_names_those_there_are() -> None:
    """A year without a table is an error a user can mend."""
    with pytest.raises(DoorwaysError, match="2024"):
        load.profile("Leeds", 1999)


def test_listing_has_all_councils() -> None:
    """153 rows; a number of children for those that can run."""
    table = load.listing(2023)
    assert len(table) == 153
    assert (table["cla"].notna() == (table["cannot_run"] == "")).all()


def test_neighbours_are_ten_names() -> None:
    """Statistical neighbours come as names that can be looked up."""
    found = load.neighbours("Leeds")
    assert len(found) == 10
    assert all(load.profile(name).name == name for name in found)


def test_two_breakdowns_tell_the_same_number() -> None:
    """Children placed with parents are those whose provider is a parent, wherever one is published."""
    same = [
        p["cla_parents"] == p["cla_provider_parents"]
        for p in load.all_profiles(2024)
        if "cla_parents" not in p.imputed
    ]
    assert len(same) > 130
    assert all(same)


def test_kent_is_flagged_for_receiving_unaccompanied_children() -> None:
    """Most of Kent's starts are children who will be other councils' children."""
    assert "uasc_intake" in load.flags("Kent")
    assert "uasc_intake" not in load.flags("Leeds")


def test_a_council_newer_than_its_figures_is_flagged() -> None:
    """Cumberland's 2022 figures are a part of Cumbria's, and say so."""
    assert "council_newer_than_figures" in load.flags("Cumberland", 2022)
    assert {"cla", "cla_foster"} <= load.profile("Cumberland", 2022).imputed
    parts = [load.profile(n, 2022)["cla"] for n in ("Cumberland", "Westmorland and Furness")]
    assert sum(parts) == pytest.approx(746, abs=0.1)
