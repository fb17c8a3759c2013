"""Rows and children of returns: problems 10 to 12, 34 to 37, 44, 47 and 48 of docs/import-903.md."""

from pathlib import Path

import pytest

from calibration.beliefs.returns.accounts import account
from calibration.beliefs.returns.importing import import_returns
from fuzzing.made_returns import COLUMNS, write, write_table
from fuzzing.small_returns import (
    BORN,
    both,
    care,
    child,
    episode,
    missing,
    rules_met,
    take,
    year_of,
)
from simulation.errors import DoorwaysError


def test_problem_10_a_child_without_a_header_is_dropped(tmp_path: Path) -> None:
    """No birth, no age: strict stops, lenient rejects the row."""
    tables = year_of(episode("A1", "01/06/2017"), episode("B2", "01/06/2017"), header=[child("A1")])
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.ledger.stops() == ["not_in_header"]
    assert [one[0] for one in care(lenient)] == ["A1"]


def test_problem_10_a_child_without_episodes_is_kept(tmp_path: Path) -> None:
    """Care leavers are in the header and have no episodes: a warning, no more."""
    tables = year_of(episode("A1", "01/06/2017"), header=[child("A1"), child("B2")])
    strict, lenient = both(tmp_path, {2018: tables})
    assert not strict.stopped
    assert rules_met(strict) == {"no_episodes"}
    assert lenient.counts["children_in_header"] == 2


def test_problem_11_a_child_twice_in_the_header(tmp_path: Path) -> None:
    """Two rows of one child that differ: strict stops, the last is kept."""
    header = [child(ETHNIC="WBRI"), child(ETHNIC="WIRI")]
    strict, lenient = both(tmp_path, {2018: year_of(episode("A1", "01/06/2017"), header=header)})
    assert strict.ledger.stops() == ["header_twice"]
    assert lenient.tables["header"].ETHNIC.tolist() == ["WIRI"]


def test_problem_11_another_birth_in_another_table(tmp_path: Path) -> None:
    """The header's birth is used, the other is told."""
    tables = year_of(
        episode("A1", "01/06/2017"),
        missing=[missing("A1", "01/07/2017", "02/07/2017", DOB="16/06/2006")],
    )
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.ledger.stops() == ["born_differs"]
    assert lenient.tables["missing"].DOB.dt.day.tolist() == [15]


def test_problem_11_another_birth_in_a_later_return(tmp_path: Path) -> None:
    """The latest return's birth is used; a changed birth is shown, never averaged."""
    years = {
        2018: year_of(episode("A1", "01/06/2017")),
        2019: year_of(episode("A1", "01/06/2017"), header=[child(born="20/06/2006")]),
    }
    strict, lenient = both(tmp_path, years, years=(2018, 2019))
    assert strict.ledger.stops() == ["born_changed"]
    assert lenient.tables["header"].DOB.dt.day.tolist() == [20]


def test_problem_12_two_rows_of_one_start(tmp_path: Path) -> None:
    """They differ: strict stops, the one with an end is kept wherever it stands."""
    rows = (episode("A1", "01/06/2017", "01/09/2017", "E4A"), episode("A1", "01/06/2017"))
    for order in (rows, rows[::-1]):
        strict, lenient = both(tmp_path, {2018: year_of(*order)})
        assert strict.ledger.stops() == ["same_key"]
        assert care(lenient) == [("A1", "01/06/2017", "S", "01/09/2017", "E4A")]


def test_problem_12_a_row_written_twice_is_one_row(tmp_path: Path) -> None:
    """The same in every value: one is rejected with a warning."""
    row = episode("A1", "01/06/2017")
    strict, lenient = both(tmp_path, {2018: year_of(row, row)})
    assert not strict.stopped
    assert rules_met(strict) == {"same_row"}
    assert account(lenient)["rows"] == {"read": 3, "used": 2, "repaired": 0, "rejected": 1}


def test_a_later_return_replaces_a_row_and_its_corrections_are_told(tmp_path: Path) -> None:
    """The latest return's row is used, the older counts as rejected, and what changed is told."""
    years = {
        2018: year_of(episode("A1", "01/06/2017", CIN="N2")),
        2019: year_of(episode("A1", "01/06/2017", "01/05/2018", "E4A")),
    }
    strict, lenient = both(tmp_path, years)
    assert not strict.stopped
    assert rules_met(strict) == {"corrected"}
    assert care(lenient) == [("A1", "01/06/2017", "S", "01/05/2018", "E4A")]
    files = account(lenient)["files"]
    assert [(f["table"], f["used"], f["rejected"]) for f in files] == [
        ("Episodes", 0, 1), ("Header", 0, 1), ("Episodes", 1, 0), ("Header", 1, 0),
    ]  # fmt: skip
    assert files[0]["rejected_by_rule"][0]["rule"] == "replaced"


def renamed(folder: Path, name: str) -> Path:
    """Give the folder of the one return another name."""
    (home,) = folder.iterdir()
    home.rename(folder / name)
    return folder


@pytest.mark.parametrize(
    ("name", "asks"),
    [("2017-18", False), ("2017_2018", False), ("201718", False), ("2018", False), ("903", False),
     ("2017", True), ("2018-19", True), ("2015", True)],
)  # fmt: skip
def test_problem_34_the_year_comes_from_the_dates(tmp_path: Path, name: str, asks: bool) -> None:
    """Strict asks where a name may mean another year; the dates decide, and --years confirms."""
    tables = year_of(episode("A1", "01/06/2017", "01/09/2017", "E4A"), episode("A2", "01/03/2016"))
    folder = renamed(write(tmp_path, {2018: tables}), name)
    strict = import_returns(folder)
    assert strict.ledger.stops() == (["label"] if asks else [])
    lenient = import_returns(folder, lenient=True)
    assert [one["year_to_31_march"] for one in lenient.counts["by_year"]] == [2018]
    if asks:
        assert not import_returns(folder, years=[2018]).stopped


def test_problem_34_years_that_are_not_asked_for_are_left_out(tmp_path: Path) -> None:
    """Rows of other years are rejected for that reason, and still accounted for."""
    years = {
        2018: year_of(episode("A1", "01/06/2017", "01/09/2017", "E4A")),
        2019: year_of(episode("B2", "01/06/2018", "01/09/2018", "E4A")),
    }
    strict, lenient = both(tmp_path, years, years=[2019])
    assert not strict.stopped
    assert [one[0] for one in care(lenient)] == ["B2"]
    assert account(lenient)["rows"] == {"read": 4, "used": 2, "repaired": 0, "rejected": 2}


def test_problem_34_a_year_that_nothing_tells_is_refused(tmp_path: Path) -> None:
    """Without a date or a name there is no year, and the sentence says how to give one."""
    tables = year_of(header=[child()])
    folder = renamed(write(tmp_path, {2018: tables}, empty=True), "return")
    with pytest.raises(DoorwaysError, match="--years"):
        import_returns(folder, lenient=True)
    for path in sorted((folder / "return").glob("*.csv")):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},YEAR", *(f"{row},SECRET77" for row in rows)]
        path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DoorwaysError) as caught:
        import_returns(folder, lenient=True)
    assert "SECRET77" not in str(caught.value)


def test_problem_37_a_missing_year_between_returns_is_told(tmp_path: Path) -> None:
    """2018 and 2020 without 2019: said, since what was open before cannot be followed."""
    years = {
        2018: year_of(episode("A1", "01/06/2017", "01/09/2017", "E4A")),
        2020: year_of(episode("B2", "01/06/2019", "01/09/2019", "E4A")),
    }
    strict, _ = both(tmp_path, years)
    assert rules_met(strict) == {"years_apart"}


def test_a_table_before_its_time_is_told(tmp_path: Path) -> None:
    """Social-worker episodes are part of the return from 2023-24 on."""
    row = {
        "CHILD": "A1",
        "DOB": BORN,
        "SW_ID": "S",
        "SW_DECOM": "01/06/2017",
        "SW_DEC": "",
        "SW_REASON": "",
    }
    strict, _ = both(tmp_path, {2018: year_of(episode("A1", "01/06/2017"), social_worker=[row])})
    assert rules_met(strict) == {"module_before_its_time"}


def test_problem_35_one_identifier_in_two_authorities_is_two_children(tmp_path: Path) -> None:
    """Regional files: the column LA is part of who a child is."""
    home = tmp_path / "2017-18"
    home.mkdir()
    for name, rows in (
        ("header", [child(), child(born="01/01/2010")]),
        ("episodes", [episode("A1", "01/06/2017"), episode("A1", "01/07/2017")]),
    ):
        write_table(home / f"{name}.csv", name, rows)
        lines = (home / f"{name}.csv").read_text(encoding="utf-8").split()
        text = (home / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert lines
        more = [f"{text[0]},LA", f"{text[1]},Essex", f"{text[2]},Kent"]
        (home / f"{name}.csv").write_text("\n".join(more), encoding="utf-8")
    strict = import_returns(tmp_path)
    assert not strict.stopped
    assert rules_met(strict) == {"two_councils"}
    assert strict.counts["children"] == 2


def test_an_authority_is_one_whatever_spaces_stand_around_it(tmp_path: Path) -> None:
    """A space after a name makes no other authority, and no child without a header."""
    home = tmp_path / "2017-18"
    home.mkdir()
    for name, row, council in (
        ("header", child(), "Essex"),
        ("episodes", episode("A1", "01/06/2017"), "Essex "),
    ):
        write_table(home / f"{name}.csv", name, [row])
        head, line = (home / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        (home / f"{name}.csv").write_text(f"{head},LA\n{line},{council}\n", encoding="utf-8")
    assert rules_met(import_returns(tmp_path)) == set()


def test_several_years_in_one_file_are_told_apart_by_their_column(tmp_path: Path) -> None:
    """A column YEAR splits a file into returns, each with its own year."""
    rows = {
        "header": [child("A1"), child("A1")],
        "episodes": [
            episode("A1", "01/06/2017"), episode("A1", "01/06/2017", "01/05/2018", "E4A"),
        ],
    }  # fmt: skip
    for name, table in rows.items():
        write_table(tmp_path / f"{name}.csv", name, table)
        text = (tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        more = [f"{text[0]},YEAR", f"{text[1]},2017-18", f"{text[2]},2018-19"]
        (tmp_path / f"{name}.csv").write_text("\n".join(more), encoding="utf-8")
    found = import_returns(tmp_path)
    assert not found.stopped
    assert care(found) == [("A1", "01/06/2017", "S", "01/05/2018", "E4A")]
    assert [one["looked_after_on_31_march"] for one in found.counts["by_year"]] == [1, 0]


def test_problem_36_few_children_are_told(tmp_path: Path) -> None:
    """Below 30 children every rate hangs on single lives: a warning."""
    found = take(tmp_path, {2018: year_of(episode("A1", "01/06/2017"))}, lenient=False)
    assert "few_children" in {one.rule for one in found.ledger.of_files}
    assert not found.stopped


def test_problem_47_children_who_vanish_are_counted(tmp_path: Path) -> None:
    """In care at the end of one return and not in the next: told with their share."""
    years = {
        2018: year_of(episode("A1", "01/06/2017"), episode("A2", "01/06/2017")),
        2019: year_of(episode("A1", "01/06/2017")),
    }
    strict, _ = both(tmp_path, years, years=[2018, 2019])
    said = [one.said for one in strict.ledger.of_files if one.rule == "vanished"]
    assert said == ["1 of 2 children in care on 31 March 2018 (50%) are not in the return of 2019."]


def test_problem_48_a_child_who_may_have_got_another_number(tmp_path: Path) -> None:
    """Same birth and sex, already in care: told, and kept apart."""
    years = {
        2018: year_of(episode("A1", "01/06/2017")),
        2019: year_of(
            episode("Z9", "01/06/2018", "01/09/2018", "E4A", RNE="P"), header=[child("Z9")]
        ),
    }
    _, lenient = both(tmp_path, years)
    assert {"vanished", "renumbered"} <= rules_met(lenient)
    assert lenient.counts["children"] == 2


def test_every_module_is_read(tmp_path: Path) -> None:
    """One row of each table of a return of 2026-27 is used."""
    who = {"CHILD": "A1", "DOB": "15/06/2012"}
    flags = dict.fromkeys(COLUMNS["oc2"].split()[4:], "0")
    tables = year_of(
        episode("A1", "01/06/2026", "01/02/2027", "E11"),
        header=[child(born=who["DOB"], SEX="F")],
        missing=[who | {"MISSING": "A", "MIS_START": "01/07/2026", "MIS_END": "02/07/2026"}],
        uasc=[who | {"SEX": "2", "DUC": ""}],
        oc2=[who | {"SDQ_SCORE": "12", "SDQ_REASON": ""} | flags],
        oc3=[who | {"IN_TOUCH": "YES", "ACTIV": "F2", "ACCOM": "B1"}],
        reviews=[who | {"REVIEW": "01/08/2026", "REVIEW_CODE": "PN1"}],
        ad1=[who | {"DATE_INT": "01/06/2026", "DATE_MATCH": "01/07/2026", "FOSTER_CARE": "0",
                    "NB_ADOPTR": "2", "SEX_ADOPTR": "MF", "LS_ADOPTR": "L11"}],
        placed_adoption=[who | {"DATE_PLACED": "01/06/2026", "DATE_PLACED_CEASED": "",
                                "REASON_PLACED_CEASED": ""}],
        previous_permanence=[who | {"PREV_PERM": "Z1", "LA_PERM": "", "DATE_PERM": ""}],
        social_worker=[who | {"SW_ID": "S1", "SW_DECOM": "01/06/2026", "SW_DEC": "",
                              "SW_REASON": "OTHERS"}],
        deprivation_of_liberty=[who | {"DOLO_START": "01/07/2026", "DOLO_END": "01/08/2026"}],
    )  # fmt: skip
    tables["episodes"][0]["PLACE"] = "K2"
    strict, _ = both(tmp_path, {2027: tables})
    assert not strict.stopped
    assert rules_met(strict) == set()
    assert account(strict)["rows"] == {"read": 12, "used": 12, "repaired": 0, "rejected": 0}
