"""A new year's published tables are added whole, checked, and never change what is kept."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities import added, history, load, sources
from calibration.beliefs.authorities.account import OfYear
from calibration.beliefs.authorities.base_year import FITTED, base_year, choose, own_folder
from calibration.beliefs.authorities.councils import HEADER as COUNCILS
from calibration.beliefs.authorities.councils import read_councils, split
from calibration.beliefs.authorities.new_year import Added, add
from calibration.beliefs.authorities.spelling import HEADER as NAMES
from calibration.beliefs.authorities.spelling import year_of
from fuzzing.damaged_tables import grids, small_country
from fuzzing.made_tables import Grid, write
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner.spec import lasting_digest

NEW = FITTED + 1
STOCK = "la_cla_on_31_march_by_characteristics.csv"
STARTED = "la_children_who_started_to_be_looked_after_during_the_year.csv"
NEED = f"b1_children_in_need_2013_to_{NEW}.csv"
MISSING = "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv"
REGISTER = "ofsted_register_by_la_sector.csv"
OUTCOMES = "la_conviction_health_outcome_cla.csv"

type Country = tuple[tuple[AuthorityProfile, ...], dict[str, Grid], Path]


@pytest.fixture
def country(tmp_path: Path) -> Iterator[Country]:
    """A country of seven councils, its tables of the kept and the new year, and a folder for them."""
    with small_country(tmp_path) as profiles:
        yield profiles, grids(profiles), tmp_path / "tables"


def added_year(folder: Path, tables: dict[str, Grid], *revise: int) -> OfYear:
    """Add tables and return what became of the new year."""
    return of(give(folder, tables, *revise))


def give(folder: Path, tables: dict[str, Grid], *revise: int) -> Added:
    """Write tables in place of those that are there, and add them."""
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, tables)
    return add(folder, revise)


def of(found: Added, year: int = NEW) -> OfYear:
    """Return what became of a year."""
    return next(one for one in found.years if one.year == year)


def own_line(name: str, header: tuple[str, ...], *cells: str) -> None:
    """Add a line to one of the user's own tables."""
    path = own_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, cells] if fresh else [cells])


def every(tables: dict[str, Grid], name: str, old: str, new: str) -> None:
    """Replace a text in all cells of a table."""
    tables[name] = [[new if cell == old else cell for cell in row] for row in tables[name]]


def row_of(tables: dict[str, Grid], name: str, *holds: str, year: int = NEW) -> list[str]:
    """Return the row of a year that holds these cells."""
    rows = (row for row in tables[name] if row[0] == str(year) and set(holds) <= set(row))
    return next(rows)


def more(row: list[str]) -> int:
    """Let nine more episodes have started, which England's rounding hides; return how many did."""
    row[-2] = str(int(row[-2]) + 9)
    return int(row[-2])


def forget() -> None:
    """Take away what was added."""
    shutil.rmtree(own_folder())
    added.forget_read()


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
    added.forget_read()
    assert load.profile(profiles[0].code, NEW)["cin_started"] == profiles[0]["cin_started"]


def test_an_added_year_is_kept_as_it_was(country: Country) -> None:
    """Adding other numbers of a year that is kept changes nothing and says so; --revise takes them."""
    profiles, tables, folder = country
    name = profiles[0].name
    added_year(folder, tables)
    started = more(row_of(tables, NEED, name))
    assert "1 cells differ" in added_year(folder, tables).tables["in_need"]
    assert load.profile(name, NEW)["cin_started"] == profiles[0]["cin_started"]
    assert "1 cells changed" in added_year(folder, tables, NEW).tables["in_need"]
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


def _rename_column(tables: dict[str, Grid]) -> None:
    every(tables, NEED, "At31_episodes", "Open at 31 March")


def _rename_label(tables: dict[str, Grid]) -> None:
    every(tables, STOCK, "Foster placements", "Fostered")


def _rename_measure(tables: dict[str, Grid]) -> None:
    every(tables, OUTCOMES, "Identified as having a substance misuse problem", "Substance use")


def _new_mark(tables: dict[str, Grid]) -> None:
    row_of(tables, MISSING, "Children missing at 31 march")[-1] = "*"


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (_rename_column, ("in_need", "column", "Open at 31 March", "At31_episodes"), "lacks the"),
        (_rename_label, ("stock", "label", "Fostered", "foster placements"), "Fostered"),
        (
            _rename_measure,
            *(
                (
                    "outcomes",
                    "label",
                    "Substance use",
                    "identified as having a substance misuse problem",
                ),
            ),
            "substance_identified",
        ),
    ],
)
def test_what_was_renamed_is_refused_until_a_line_maps_it(
    country: Country,
    change: Callable[[dict[str, Grid]], None],
    line: tuple[str, ...],
    says: str,
) -> None:
    """The refusal names the table to write a dated line into, and that line is all it takes."""
    _, tables, folder = country
    change(tables)
    with pytest.raises(DoorwaysError, match=says) as refused:
        give(folder, tables)
    assert str(own_folder() / "renamed.csv") in str(refused.value)
    assert not own_folder().exists()
    own_line("renamed.csv", NAMES, *line, "", "DfE 2025")
    assert added_year(folder, tables).whole


def test_an_unknown_mark_is_refused_until_a_line_explains_it_from_a_year_on(
    country: Country,
) -> None:
    """A star may be withheld from one year on; the same star of an older year is still refused."""
    _, tables, folder = country
    row_of(tables, MISSING, "Children missing at 31 march", "815")[-1] = "*"
    with pytest.raises(DoorwaysError, match=r"cell '\*'"):
        give(folder, tables)
    own_line("renamed.csv", NAMES, "missing", "mark", "*", "withheld", str(NEW), "DfE 2025")
    assert added_year(folder, tables).whole
    assert "missing_31_march" in load.profile("North Yorkshire", NEW).imputed
    row_of(tables, MISSING, "Children missing at 31 march", "815", year=FITTED)[-1] = "*"
    with pytest.raises(DoorwaysError, match=r"cell '\*'"):
        give(folder, tables)


def test_a_figure_that_is_published_no_longer_is_carried_when_a_line_says_so(
    country: Country,
) -> None:
    """Without the line its absence is refused, since its label may only have changed."""
    profiles, tables, folder = country
    text = "With 3 or more placements during the year"
    name = "la_cla_placement_stability.csv"
    tables[name] = [
        row if row[0] != str(NEW) else [*row[:-2], "Other", "0"] for row in tables[name]
    ]
    assert text in str(tables[name])
    with pytest.raises(DoorwaysError, match="cla_three_plus"):
        give(folder, tables)
    own_line("renamed.csv", NAMES, "stability", "gone", "cla_three_plus", "", str(NEW), "DfE 2025")
    assert "cla_three_plus" in added_year(folder, tables).carried
    now = load.profile(profiles[0].code, NEW)
    assert "cla_three_plus" in now.imputed
    assert now["cla_three_plus"] == pytest.approx(profiles[0]["cla_three_plus"], rel=0.1)


def _set(name: str, *holds: str, to: str, year: int = NEW) -> Callable[[dict[str, Grid]], None]:
    def change(tables: dict[str, Grid]) -> None:
        row_of(tables, name, *holds, year=year)[-1] = to

    return change


def _double(tables: dict[str, Grid]) -> None:
    row = row_of(tables, STOCK, "815", "Male")
    tables[STOCK].append([*row[:-1], str(int(row[-1]) + 1)])


def _half(tables: dict[str, Grid]) -> None:
    tables[STOCK] = [row for row in tables[STOCK] if row[3] not in ("815", "821", "838")]


def _no_england(tables: dict[str, Grid]) -> None:
    tables[NEED] = [row for row in tables[NEED] if row[2] != "National"]


def _new_number(tables: dict[str, Grid]) -> None:
    every(tables, NEED, "815", "999")


def _part_of(tables: dict[str, Grid]) -> None:
    _set(MISSING, "Children who went missing more than once during the year", "815", to="9999")(
        tables
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_double, "stands twice with different numbers"),
        (_half, "it has 4 of 7 councils"),
        (_no_england, "no number for England"),
        (_new_number, r"No table of councils has this number \(North Yorkshire\)"),
        (_set(STOCK, "815", "Female", to="1037"), "more than cla"),
        (_part_of, "more than children_missing"),
        (
            _set("ons_mid-year_population_estimates_2012_to_2024.csv", "815", to="1", year=FITTED),
            "add up|more than",
        ),
        (_set(STOCK, "815", "Female", to="-3"), "no number"),
        (lambda tables: tables[NEED].append(["Source: DfE"]), "has 1 cells"),
        (lambda tables: every(tables, NEED, str(NEW), "20x5"), "period '20x5'"),
        (lambda tables: every(tables, NEED, "Local authority", "LA"), "level 'LA'"),
        (lambda tables: every(tables, REGISTER, "Private", "Trust"), "sector 'Trust'"),
        (lambda tables: every(tables, REGISTER, "E06000065", "E06000999"), "council 'E06000999'"),
        (lambda tables: every(tables, REGISTER, str(NEW), str(FITTED - 1)), "lists all of"),
        (lambda tables: every(tables, "sn_model_wide.csv", "815", "999"), "council '999'"),
        (
            lambda tables: tables[REGISTER].append(list(tables[REGISTER][3])),
            "stand twice in a year",
        ),
        (lambda tables: tables[NEED].clear(), "is empty|has no rows|lacks the column"),
    ],
)
def test_what_cannot_be_true_is_refused_in_a_sentence(
    country: Country, change: Callable[[dict[str, Grid]], None], says: str
) -> None:
    """Doubled rows, parts above wholes, councils nobody knows, half a table: refused, and nothing kept."""
    _, tables, folder = country
    change(tables)
    with pytest.raises(DoorwaysError, match=says):
        give(folder, tables)
    assert not own_folder().exists()


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


def test_a_damaged_kept_file_is_a_sentence(country: Country) -> None:
    """What was kept of a year and was damaged since is named, with the way out."""
    _, tables, folder = country
    added_year(folder, tables)
    added.cells_path(NEW).write_text(
        "table,figure,place,cell\nstock,cla,815,many\n", encoding="utf-8"
    )
    with pytest.raises(DoorwaysError, match="is damaged"):
        added.read_layers(NEW)


def test_a_folder_without_tables_says_what_they_are_called(tmp_path: Path) -> None:
    """No folder, a file and an empty folder are one sentence each."""
    (tmp_path / "file.csv").write_text("a\n", encoding="utf-8")
    for folder in (tmp_path / "nowhere", tmp_path / "file.csv", tmp_path):
        with pytest.raises(DoorwaysError, match="folder"):
            add(folder)


def test_periods_are_the_year_to_march() -> None:
    """All ways publishers write a year are one; what is no year is refused."""
    texts = ("2025", "2025.0", "202425", "2024-25", "2024/25", "2024-2025", "2024-25 (OT)")
    assert {year_of(text) for text in texts} == {2025}
    for text in ("", "25", "2024-26", "202424", "20x5", "1e3", "March 2025"):
        with pytest.raises(DoorwaysError, match="period"):
            year_of(text)


def test_shipped_councils_are_those_of_the_profiles() -> None:
    """The table of councils and the profiles name the same councils, and heirs stand where others ended."""
    councils = read_councils([sources.COUNCILS])
    now = {one.code for one in councils if one.stands(FITTED)}
    assert now == set(load.numbers(FITTED))
    for former, heirs in split(councils).items():
        assert former.until is not None
        assert all(one.since == former.until + 1 for one in heirs)


def test_the_account_is_plain_data(country: Country) -> None:
    """It can be written as JSON as it is."""
    _, tables, folder = country
    assert json.dumps([one.tables for one in give(folder, tables).years])
