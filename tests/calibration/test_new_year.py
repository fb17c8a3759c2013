"""A new year's published tables are added whole and never change what is kept."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from calibration.beliefs.authorities import history, load, sources
from calibration.beliefs.authorities.base_year import FITTED, base_year, choose, own_folder
from calibration.beliefs.authorities.councils import HEADER as COUNCILS
from calibration.beliefs.authorities.councils import read_councils, split
from calibration.beliefs.authorities.new_year import add
from calibration.beliefs.authorities.of_tables import forget_read
from fuzzing.given_tables import (
    MISSING,
    NEED,
    NEW,
    OUTCOMES,
    REGISTER,
    STARTED,
    STOCK,
    Country,
    added_year,
    every,
    give,
    of,
    own_line,
    row_of,
)
from fuzzing.made_tables import write
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner.spec import lasting_digest


def more(row: list[str]) -> int:
    """Let nine more episodes have started, which England's rounding hides; return how many did."""
    row[-2] = str(int(row[-2]) + 9)
    return int(row[-2])


def forget() -> None:
    """Take away what was added."""
    shutil.rmtree(own_folder())
    forget_read()


def test_a_whole_year_is_what_was_published(country: Country) -> None:
    """Every published cell arrives unchanged; only what was withheld or lacks a table is filled in."""
    profiles, tables, folder = country
    year = added_year(folder, tables)
    assert year.whole
    assert load.years() == (FITTED - 1, FITTED, NEW)
    for one in profiles:
        now = load.profile(one.code, NEW)
        for name in one.counts.keys() - now.imputed:
            assert now[name] == pytest.approx(one[name], abs=0.005), (one.name, name)
        assert history.history("cla")[one.code][NEW] == one["cla"]
    assert not year.carried
    assert load.flagged("tables_lacking", NEW) == 0
    assert year.filled["stock"] > 0
    assert load.neighbours("North Yorkshire", NEW)[0] == "Hartlepool"
    assert load.england(NEW)["cla"] == sum(one["cla"] for one in profiles)


def test_a_lacking_table_is_filled_in_from_the_last_year_and_marked(country: Country) -> None:
    """Without prices, leavers, homes and neighbours: England's at the last rate, the council's own last, named."""
    profiles, tables, folder = country
    lacking = ("national_activity", "lait_", "ofsted_", "sn_model")
    year = added_year(folder, {n: r for n, r in tables.items() if not n.startswith(lacking)})
    assert year.whole
    assert year.tables["activity"].startswith("lacking: no file")
    assert {"cost_foster_week", "foster_places_filled"} <= set(year.carried)
    assert load.flagged("tables_lacking", NEW) == len(profiles)
    for one in profiles:
        now = load.profile(one.code, NEW)
        assert {"cost_foster_week", "leavers_19_21_eet"} <= now.imputed
        assert now["cost_foster_week"] == pytest.approx(one["cost_foster_week"], abs=0.01)
        assert now["homes_places_private"] == one["homes_places_private"]
    assert {"cost_foster_week", "leavers_19_21_eet"} <= load.england(NEW).imputed


def test_rows_read_are_those_used_and_those_left_out(country: Country) -> None:
    """The account of each table adds up to the rows of its file."""
    _, tables, folder = country
    found = give(folder, tables)
    read = {name for one in found.tables for name in one.files}
    assert set(tables) - read == {"ofsted_register_by_la_sector.csv", "sn_model_wide.csv"}
    assert found.beside == ("register", "neighbours")
    assert not found.not_read
    for one in found.tables:
        (name,) = one.files
        assert one.rows == len(tables[name]) - 1 == one.used + sum(one.left_out.values())


def test_two_releases_give_what_one_would(country: Country) -> None:
    """Looked-after tables first, the others later: not usable in between, and the same in the end."""
    _, tables, folder = country
    added_year(folder, tables)
    at_once = (own_folder() / f"profiles_{NEW}.csv").read_bytes()
    forget()
    first = {name: rows for name, rows in tables.items() if name.startswith("la_")}
    year = added_year(folder, first)
    assert not year.whole
    assert year.lacking == ("in_need", "referrals", "enquiries")
    assert NEW not in load.years()
    assert added_year(folder, {n: r for n, r in tables.items() if n not in first}).whole
    assert (own_folder() / f"profiles_{NEW}.csv").read_bytes() == at_once


def test_older_years_stay_as_they_are_unless_asked(country: Country) -> None:
    """A revised figure of an older year is told; only --revise takes it, and that for that year alone."""
    profiles, tables, folder = country
    name = profiles[0].name
    started = more(row_of(tables, NEED, name, year=FITTED))
    found = give(folder, tables)
    (said,) = found.older[FITTED]
    assert name in said
    assert f"{started:,} published now" in said
    assert load.profile(name, FITTED)["cin_started"] == profiles[0]["cin_started"]
    again = give(folder, tables, FITTED)
    assert not again.older
    assert of(again, FITTED).whole
    revised = load.profile(name, FITTED)
    assert revised["cin_started"] == started
    assert history.history("cla")[revised.code][FITTED] == revised["cla"]
    others = revised.counts.keys() - revised.imputed - {"cin_started"}
    assert all(revised[one] == pytest.approx(profiles[0][one], abs=0.005) for one in others)


def test_an_added_year_gives_way_once_it_ships(country: Country) -> None:
    """When a later Doorways ships the year, its own table counts, and the added one is no longer read."""
    profiles, tables, folder = country
    more(row_of(tables, NEED, profiles[0].name))
    added_year(folder, tables)
    assert load.profile(profiles[0].code, NEW)["cin_started"] != profiles[0]["cin_started"]
    for stem in ("profiles", "england"):
        shutil.copy(load.TABLES / f"{stem}_{FITTED}.csv", load.TABLES / f"{stem}_{NEW}.csv")
    forget_read()
    assert load.profile(profiles[0].code, NEW)["cin_started"] == profiles[0]["cin_started"]


def test_an_added_year_is_kept_as_it_was(country: Country) -> None:
    """Adding other numbers of a year that is kept changes nothing and says so; --revise takes them."""
    profiles, tables, folder = country
    name = profiles[0].name
    added_year(folder, tables)
    started = more(row_of(tables, NEED, name))
    assert "1 cell differs" in added_year(folder, tables).tables["in_need"]
    assert load.profile(name, NEW)["cin_started"] == profiles[0]["cin_started"]
    assert "1 cell changed" in added_year(folder, tables, NEW).tables["in_need"]
    assert load.profile(name, NEW)["cin_started"] == started


def _semicolons(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", encoding="utf-16", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)


def test_separators_encodings_cases_and_years_do_not_matter(country: Country) -> None:
    """Semicolons, UTF-16, capitals, 202425 for the year, 815.0 for a council, and trailing empty cells."""
    _, tables, folder = country
    added_year(folder, tables)
    before = (own_folder() / f"profiles_{NEW}.csv").read_bytes()
    forget()
    every(tables, STOCK, str(NEW), f"{FITTED}{NEW % 100}")
    every(tables, NEED, "815", "815.0")
    tables[STARTED][0] = [name.replace("_", " ").upper() for name in tables[STARTED][0]]
    tables[OUTCOMES] = [[cell.upper() for cell in row] for row in tables[OUTCOMES]]
    tables[MISSING] = [tables[MISSING][0], *([*row, "", ""] for row in tables[MISSING][1:])]
    write(folder, tables)
    _semicolons(folder / STOCK)
    assert of(add(folder)).whole
    assert (own_folder() / f"profiles_{NEW}.csv").read_bytes() == before


def test_what_is_odd_is_named(country: Country) -> None:
    """A council whose homes are gone from the register is to be looked at: a row may have been lost."""
    _, tables, folder = country
    tables[REGISTER] = [row for row in tables[REGISTER] if row[1] != "E06000065"]
    (said,) = added_year(folder, tables).look
    assert "North Yorkshire has no children's home" in said


def test_the_same_row_twice_is_counted_and_harmless(country: Country) -> None:
    """A row that stands twice with the same numbers loses and adds nothing."""
    _, tables, folder = country
    tables[STOCK].append(list(tables[STOCK][5]))
    found = give(folder, tables)
    assert next(one for one in found.tables if one.table == "stock").twice == 1


def test_the_newest_release_counts_whatever_its_file_is_called(country: Country) -> None:
    """Of two files of one table that with the newest year counts, though the older one is named later."""
    _, tables, folder = country
    older = [tables[NEED][0]] + [row for row in tables[NEED] if row[0] == str(FITTED)]
    tables["b1_children_in_need_z_2030.csv"] = [[*row[:-3], *("7",) * 3] for row in older[1:]]
    tables["b1_children_in_need_z_2030.csv"].insert(0, tables[NEED][0])
    found = give(folder, tables)
    assert list(next(one for one in found.tables if one.table == "in_need").files)[-1] == NEED
    assert not found.older


def test_a_register_that_comes_later_counts_for_the_years_that_were_added(country: Country) -> None:
    """Homes follow it, and it alone may be in the folder; everything else of the year stays."""
    _, tables, folder = country
    beside = (REGISTER, "sn_model_wide.csv")
    added_year(folder, {name: rows for name, rows in tables.items() if name not in beside})
    before = load.profile("North Yorkshire", NEW)
    row = next(
        row for row in tables[REGISTER] if row[1:4] == [before.code, "childrens_home", "Private"]
    )
    row[-1] = "40"
    found = give(folder, {REGISTER: tables[REGISTER]})
    assert (found.tables, found.beside) == ([], ("register",))
    now = load.profile("North Yorkshire", NEW)
    assert now["homes_places_private"] == 40 != before["homes_places_private"]
    homes = {name for name in now.counts if name.startswith(("homes_", "supported_"))}
    assert all(now[name] == before[name] for name in now.counts.keys() - homes)


def test_a_divided_council_comes_from_a_table(country: Country) -> None:
    """Two lines end one council and begin two: they run, lean on its past, and are named in the history."""
    profiles, tables, folder = country
    old = load.profile("North Yorkshire", FITTED)
    end = ("E06000065", "815", "North Yorkshire", "Yorkshire and the Humber", "", str(FITTED))
    own_line("councils.csv", COUNCILS, *end, "998 999", "")
    for number, name in (("998", "Dales"), ("999", "Moors")):
        cells = (f"E06000{number}", number, name, "Yorkshire and the Humber", str(NEW))
        own_line("councils.csv", COUNCILS, *cells, "", "", "")
    for name in [one for one in tables if not one.startswith(_BY_PLACE)]:
        del tables[name]
    for name, rows in tables.items():
        # The population of a year is the estimate of the June before.
        year = FITTED if name.startswith("ons_") else NEW
        tables[name] = [row for one in rows for row in _halves(one, year)]
    assert added_year(folder, tables).whole
    dales, moors = (load.profile(name, NEW) for name in ("Dales", "Moors"))
    assert dales["cla"] + moors["cla"] == pytest.approx(old["cla"], abs=1)
    assert dales["pop_18_24"] + moors["pop_18_24"] == pytest.approx(old["pop_18_24"], abs=0.02)
    assert "homes_count" in dales.imputed
    assert "North Yorkshire" not in {one.name for one in load.all_profiles(NEW)}
    with pytest.raises(DoorwaysError, match=r"Dales \(E06000998\) and Moors"):
        load.profile("North Yorkshire", NEW)
    assert len(load.all_profiles(FITTED)) == len(profiles)
    assert history.history("cla")["E06000998"] == {NEW: dales["cla"]}


#: Tables whose rows begin with a year and have the council's number in their fourth column.
_BY_PLACE = ("la_", "b", "c", "d", "ons_")


def _halves(row: list[str], year: int) -> list[list[str]]:
    """Split a council's row of a year in two, rounded down, so that parts stay within wholes."""
    if row[0] != str(year) or row[3] != "815":
        return [row]
    cells = [str(int(cell) // 2) if cell.isdecimal() else cell for cell in row[5:]]
    return [[*row[:3], *one, *cells] for one in (("998", "Dales"), ("999", "Moors"))]


def test_the_base_year_is_one_place(country: Country) -> None:
    """Chosen once, it is where requests, profiles and England start; the run key holds its figures."""
    _, tables, folder = country
    more(row_of(tables, NEED, "815"))
    added_year(folder, tables)
    before = load.profile("North Yorkshire")
    assert (CompareRequest().base_year, before.year) == (FITTED, FITTED)
    choose(NEW)
    assert base_year() == CompareRequest().base_year == load.england().year == NEW
    now = load.profile("North Yorkshire")
    assert now.year == NEW
    assert lasting_digest(now) != lasting_digest(replace(now, counts={**now.counts, "cin": 1.0}))
    assert lasting_digest(now) != lasting_digest(before)
    choose(FITTED)
    assert base_year() == FITTED


def test_an_older_year_that_ships_can_be_the_base_year(country: Country) -> None:
    """Its tables are not among the added ones, and nobody looks for them there."""
    choose(FITTED - 1)
    assert base_year() == load.profile("North Yorkshire").year == FITTED - 1


def test_a_base_year_whose_tables_are_gone_is_a_sentence(country: Country) -> None:
    """Nothing falls back to another year quietly."""
    _, tables, folder = country
    added_year(folder, tables)
    choose(NEW)
    (own_folder() / f"profiles_{NEW}.csv").unlink()
    with pytest.raises(DoorwaysError, match="no longer"):
        CompareRequest()
    (own_folder() / "base_year.txt").write_text("soon\n", encoding="utf-8")
    with pytest.raises(DoorwaysError, match="holds no year"):
        base_year()


def test_shipped_councils_are_those_of_the_profiles() -> None:
    """The table of councils and the profiles name the same councils, and heirs stand where others ended."""
    councils = read_councils([sources.COUNCILS])
    now = {one.code for one in councils if one.stands(FITTED)}
    assert now == set(load.numbers(FITTED))
    for former, heirs in split(councils).items():
        assert former.until is not None
        assert all(one.since == former.until + 1 for one in heirs)
