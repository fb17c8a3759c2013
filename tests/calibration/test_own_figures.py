"""Figures and rates of a council's own return: worked out by hand, and what has to add up in any return."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agents.codes import Placement
from calibration.beliefs.local.counts import SETTINGS
from calibration.beliefs.own.figures import figures_of
from calibration.beliefs.own.histories import Histories, histories
from calibration.beliefs.own.made import Asked, make_profile
from calibration.beliefs.own.rates import Rate, rates_of
from calibration.beliefs.own.starting import starting
from fuzzing.made_returns import lives, returns
from fuzzing.own_profiles import profile_or_sentence
from fuzzing.small_returns import child, episode, missing, take, year_of
from simulation.errors import DoorwaysError

YEAR = 365.25


def read(folder: Path, *rows: dict[str, str], **how: bool) -> Histories:
    """Return the histories of one return, of the year to 31 March 2018."""
    header = how.pop("header", ())
    tables = {name: how.pop(name) for name in ("missing", "uasc") if name in how}
    made = {2018: year_of(*rows, header=header, **tables)}  # type: ignore[arg-type]
    return histories(take(folder, made), **how)


def three(folder: Path) -> Histories:
    """Three children: A moves and leaves, B is in care all year and goes on, C comes alone at 16."""
    return read(
        folder,
        episode("A", "01/06/2017", "01/09/2017", "X1"),
        episode("A", "01/09/2017", "01/12/2017", "E4A", RNE="P", PLACE="K2", PLACE_PROVIDER="PR4",
                PL_POST="NR3 3CC"),
        episode("B", "01/04/2016", PLACE="U1"),
        episode("C", "01/02/2018", PLACE="K2", PLACE_PROVIDER="PR4"),
        header=[child("A"), child("B", SEX="1", born="10/01/2016"), child("C", born="01/02/2002")],
        missing=[missing("C", "10/02/2018", "12/02/2018"), missing("C", "01/03/2018", "02/03/2018")],
        uasc=[{"CHILD": "C", "SEX": "1", "DOB": "01/02/2002", "DUC": "01/02/2020"}],
    )  # fmt: skip


def test_a_year_by_hand(tmp_path: Path) -> None:
    """Stock, starts, ends, changes and missing of three children are those worked out on paper."""
    found = figures_of(three(tmp_path), 2018)
    told = {
        "cla": 2, "cla_male": 1, "cla_1_4": 1, "cla_16_plus": 1, "cla_10_15": 0, "cla_uasc": 1,
        "cla_uasc_16_plus": 1, "cla_foster": 1, "cla_homes": 1, "cla_own_provision": 1,
        "cla_private": 1, "cla_three_plus": 0,
        "cla_kind_kinship": 1, "cla_kind_childrens_home": 1, "cla_kind_foster_in_house": 0,
        "starts": 2, "starts_10_15": 1, "starts_16_plus": 1, "starts_uasc": 1, "starts_section20": 2,
        "ceases": 1, "ceases_10_15": 1, "ceases_home_planned": 1, "ceases_uasc": 0,
        "new_placements": 3, "changes_total": 1, "changes_status_only": 0, "changes_other": 1,
        "looked_after_in_year": 3, "missing_incidents": 2, "children_missing": 1,
        "children_missing_twice": 1, "missing_31_march": 0,
    }  # fmt: skip
    assert {name: found[name] for name in told} == told


def test_child_years_by_hand(tmp_path: Path) -> None:
    """Time counts from the first day of the year, is cut at birthdays, and ends where care ends.

    A: 92 days fostered and 91 in a home; B: the whole year; C: 28 days of February, 31 of March.
    """
    found = figures_of(three(tmp_path), 2018)
    days = {
        "all": 92 + 91 + 365 + 59,
        "under_1": 0,
        "1_4": 365,
        "10_15": 183,
        "16_plus": 59,
        "foster": 92 + 365,
        "homes": 91 + 59,
        "parents": 0,
        "elsewhere": 0,
    }
    assert {name: round(found[f"years_{name}"] * YEAR, 6) for name in days} == days


def test_settings_are_those_that_rates_of_missing_are_of(tmp_path: Path) -> None:
    """England's rates of missing leave out who is placed for adoption or in a residential school: so do child-years."""
    found = read(
        tmp_path,
        episode("A", "01/04/2017", PLACE="A5", LS="E1"),
        episode("B", "01/04/2017", PLACE="S1"),
        episode("C", "01/04/2017", PLACE="R1"),
        episode("D", "01/04/2017", PLACE="P2"),
    )
    years = figures_of(found, 2018)
    assert years["years_all"] * YEAR == pytest.approx(4 * 365)
    assert sum(years[f"years_{name}"] for name in SETTINGS) * YEAR == pytest.approx(2 * 365)
    assert years["years_elsewhere"] * YEAR == pytest.approx(2 * 365)


def test_a_birthday_parts_the_time_of_a_year(tmp_path: Path) -> None:
    """Who turns ten on 1 July spends 91 days of the year in one band and the rest in the next."""
    found = read(tmp_path, episode("A", "01/01/2017"), header=[child("A", born="01/07/2007")])
    years = figures_of(found, 2018)
    assert years["years_5_9"] * YEAR == pytest.approx(91)
    assert years["years_10_15"] * YEAR == pytest.approx(365 - 91)


def band(rows: list[Rate], by: str, name: str) -> Rate:
    """Return one band."""
    return next(one for one in rows if (one.by, one.band) == (by, name))


def test_rates_are_occurrence_over_exposure(tmp_path: Path) -> None:
    """A's move is set against foster care after no move, A's end against a home after one."""
    rows = rates_of(three(tmp_path), [2018])
    fostered = band(rows, "placement", "foster in house")
    assert (fostered.moves, fostered.exits) == (1, 0)
    assert fostered.years * YEAR == pytest.approx(92)
    home = band(rows, "placement", "childrens home")
    assert (home.moves, home.exits) == (0, 1)
    assert home.years * YEAR == pytest.approx(91 + 59)
    none, one = (band(rows, "moves so far", many) for many in "01")
    assert (none.moves, none.exits, one.moves, one.exits) == (1, 0, 0, 1)
    assert none.years * YEAR == pytest.approx(92 + 365 + 59)
    early = band(rows, "time in care", "to 6 months")
    # 1 December is six months after 1 June: the end belongs to the band after.
    assert (early.exits, band(rows, "time in care", "6 to 12 months").exits) == (0, 1)
    assert early.years * YEAR == pytest.approx(183 + 59)


@pytest.mark.parametrize("years", [0.5, 20.0, 400.0])
def test_a_rate_of_no_event_has_a_range_as_tables_give_it(years: float) -> None:
    """Without an event the upper end is 1.92 over the child-years (half of chi-squared of one degree at 95%)."""
    low, high = Rate("age", "under 1", years, 0, 3).interval("exits")
    assert low * years == pytest.approx(0.00197, abs=1e-5)
    assert high * years == pytest.approx(1.9207, abs=1e-4)


@pytest.mark.parametrize("level", [3.0, 12.0, 60.0])
def test_nine_in_ten_ranges_hold_the_rate(level: float) -> None:
    """Of counts drawn around it, 87-95% (of 2,000 draws the share is known within 1.5 points; a range that held 80% would fail)."""
    draws = np.random.default_rng(0).poisson(level, 2000)
    ranges = [Rate("age", "", 1.0, int(n), 0).interval("exits") for n in draws]
    assert 0.87 <= np.mean([low <= level <= high for low, high in ranges]) <= 0.95


def test_a_child_who_moves_again_and_again_counts_as_one(tmp_path: Path) -> None:
    """Of two children there all year one moves four times: by hand two of its moves tell as much as one.

    Four moves in two child-years are two a child: squares of 2 and -2 over 4 moves make 2; of two and two, none, so 1.
    """
    days = ["01/04/2017", "01/06/2017", "01/08/2017", "01/10/2017", "01/12/2017"]

    def lived(child: str, moves: int) -> Iterator[dict[str, str]]:
        begun = days[: moves + 1]
        for k, (day, ends) in enumerate(zip(begun, [*begun[1:], ""], strict=True)):
            more = {"RNE": "P", "PL_POST": f"NR3 3C{'ABCDE'[k]}"} if k else {}
            yield episode(child, day, ends, "X1" if ends else "", **more)

    def clump(*moves: int) -> float:
        rows = [row for child, n in zip("AB", moves, strict=True) for row in lived(child, n)]
        folder = tmp_path / "-".join(map(str, moves))
        folder.mkdir()
        return band(rates_of(read(folder, *rows), [2018]), "age", "10 to 15").clumps["moves"]

    assert clump(4, 0) == pytest.approx(2.0, rel=0.02)
    assert clump(2, 2) == 1.0


def test_what_began_before_the_returns_is_said(tmp_path: Path) -> None:
    """No start of care was seen: the time in care is the least, and marked so; a start seen is none."""
    found = read(
        tmp_path,
        episode("A", "01/04/2016", RNE="L"),
        episode("B", "01/04/2016", RNE="S"),
    )
    assert dict(zip(found.episodes.CHILD, found.episodes.cut, strict=True)) == {
        "A": True,
        "B": False,
    }


def test_a_child_away_for_a_time_lives_where_it_did(tmp_path: Path) -> None:
    """In hospital over 31 March the child counts in foster care, with no move out or back."""
    found = read(
        tmp_path,
        episode("A", "01/06/2017", "20/03/2018", "X1"),
        episode("A", "20/03/2018", "25/03/2018", "X1", RNE="T", PLACE="T1", PLACE_PROVIDER="",
                PL_POST="NR5 5EE"),
        episode("A", "25/03/2018", RNE="T"),
    )  # fmt: skip
    start = starting(found.episodes, 2018)
    assert start["placement"] == [Placement.FOSTER_IN_HOUSE]
    assert start["moves"] == [0]
    assert start["placed_weeks"] == start["care_weeks"] == [303 // 7]
    assert figures_of(found, 2018)["years_foster"] * YEAR == pytest.approx(304)


def test_start_in_months_and_weeks_by_hand(tmp_path: Path) -> None:
    """Dates become whole months of age and whole weeks in care and in the placement."""
    found = read(
        tmp_path,
        episode("A", "01/06/2017", "01/09/2017", "X1"),
        episode("A", "01/09/2017", RNE="P", PLACE="U6", PLACE_PROVIDER="PR5", PL_POST="NR3 3CC"),
    )
    assert starting(found.episodes, 2018) == {
        # 15 June 2006 to 31 March 2018; 303 and 211 days.
        "age_months": [141],
        "female": [1],
        "alone": [0],
        "care_weeks": [43],
        "placed_weeks": [30],
        "moves": [1],
        "periods": [1],
        "placement": [Placement.FOSTER_AGENCY],
        "cut": [0],
    }


def test_unaccompanied_and_short_breaks_as_told(tmp_path: Path) -> None:
    """Unaccompanied children can be left out of everything; short breaks count only when asked for."""
    rows = (
        episode("A", "01/06/2017"),
        episode("B", "01/06/2017", LS="V4", PL_POST="", HOME_POST=""),
        episode("C", "01/06/2017"),
    )
    made = {2018: year_of(*rows, uasc=[{"CHILD": "C", "SEX": "2", "DOB": "15/06/2006", "DUC": ""}])}
    imported = take(tmp_path, made)

    def who(**how: bool) -> set[str]:
        return set(histories(imported, **how).episodes.CHILD)

    assert who() == {"A", "C"}
    assert who(unaccompanied=False) == {"A"}
    assert who(short_breaks=True) == {"A", "B", "C"}


@pytest.mark.slow
@settings(max_examples=10)
@given(seed=st.integers(1, 10_000), count=st.integers(5, 60))
@example(seed=180, count=5)
@example(seed=562, count=5)
def test_nobody_and_no_day_is_lost(
    seed: int, count: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Children at the start are those of the account, child-years of all bands are its days, events are its events."""
    years = (2020, 2021, 2022)
    made = returns(lives(count, years, seed), years)
    imported = take(tmp_path_factory.mktemp("any"), made)
    last = imported.counts["by_year"][-1]
    # Of few children all may have left before the last year, of which nothing is written then.
    assert last["year_to_31_march"] == max(year for year in years if made[year]["episodes"])
    # Of few children all may have left, and then no run can start.
    left = last["looked_after_on_31_march"]
    assert profile_or_sentence(imported) == ("profile" if left else "no profile")


def test_years_are_checked_in_a_sentence(tmp_path: Path) -> None:
    """A start or a year of reference that no return is of is refused, and who is not there is missed."""
    years = (2021, 2022)
    imported = take(tmp_path, returns(lives(30, years), years))
    for asked, told in (
        (Asked("x1", start=2019), "2021, 2022"),
        (Asked("x1", start=0), "2021, 2022"),
        (Asked("x1", reference=(2019,)), "2021, 2022"),
        (Asked("x1", start=2021, reference=(2022,)), "earlier year"),
        (Asked("x1", authorities=("Nowhere at all",)), "council"),
        (Asked("x1", authorities=("Norfolk", "E10000020")), "once"),
    ):
        with pytest.raises(DoorwaysError, match=told):
            make_profile(imported, asked)


def test_a_return_of_which_nobody_is_left_is_refused(tmp_path: Path) -> None:
    """Where all have left before 31 March no run can start, and the sentence says so."""
    imported = take(tmp_path, {2018: year_of(episode("A", "01/06/2017", "01/09/2017", "E4A"))})
    with pytest.raises(DoorwaysError, match="Nobody is looked after on 31 March 2018"):
        make_profile(imported, Asked("x1", ("Norfolk",)))
