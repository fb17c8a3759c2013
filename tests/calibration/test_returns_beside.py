"""Missing periods, orders, social workers: problems 30, 31 and 49 to 51 of docs/import-903.md."""

from pathlib import Path

import pytest

from calibration.beliefs.returns.importing import Imported
from fuzzing.small_returns import BORN, both, child, episode, missing, rules_met, year_of

IN_CARE = episode("A1", "01/06/2017", "01/09/2017", "E4A")


def periods(imported: Imported) -> list[tuple[str, str]]:
    """Start and end of each missing period that is used."""
    frame = imported.tables["missing"]
    days = [frame[name].dt.strftime("%d/%m/%Y").fillna("") for name in ("MIS_START", "MIS_END")]
    return [(str(start), str(end)) for start, end in zip(*days, strict=True)]


@pytest.mark.parametrize(
    ("begins", "ends", "rule", "stops", "expected"),
    [
        ("", "02/07/2017", "missing_no_start", True, []),
        ("05/07/2017", "02/07/2017", "missing_negative", True, []),
        ("01/05/2017", "03/05/2017", "missing_outside", False, []),
        ("02/09/2017", "", "missing_outside", False, []),
        ("30/05/2017", "03/06/2017", "missing_before", False, [("01/06/2017", "03/06/2017")]),
        ("30/08/2017", "04/09/2017", "missing_after", False, [("30/08/2017", "01/09/2017")]),
        ("30/08/2017", "", "missing_after", False, [("30/08/2017", "01/09/2017")]),
        ("01/07/2017", "01/07/2017", "", False, [("01/07/2017", "01/07/2017")]),
    ],
)
def test_problem_30_missing_periods_lie_in_care(
    tmp_path: Path, begins: str, ends: str, rule: str, stops: bool, expected: list[tuple[str, str]]
) -> None:
    """Without a start, backwards, or outside care: rejected; over an edge of care: cut; one day counts."""
    tables = year_of(IN_CARE, missing=[missing("A1", begins, ends)])
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.stopped == stops
    assert rules_met(strict) == ({rule} if rule else set())
    assert periods(lenient) == expected


def test_problem_30_overlapping_missing_periods_are_one(tmp_path: Path) -> None:
    """Three that run into each other are one, of a length from the first start to the last end."""
    rows = [missing("A1", "01/07/2017", "05/07/2017"), missing("A1", "03/07/2017", "04/07/2017"),
            missing("A1", "04/07/2017", "09/07/2017"), missing("A1", "09/07/2017", "10/07/2017")]  # fmt: skip
    strict, lenient = both(tmp_path, {2018: year_of(IN_CARE, missing=rows)})
    assert not strict.stopped
    assert periods(lenient) == [("01/07/2017", "09/07/2017"), ("09/07/2017", "10/07/2017")]
    assert lenient.counts["missing_periods"]["days"] == 9


def test_problem_30_a_period_that_does_not_say_its_kind(tmp_path: Path) -> None:
    """Kept, of a kind unknown."""
    rows = [missing("A1", "01/07/2017", "02/07/2017", MISSING="")]
    strict, lenient = both(tmp_path, {2018: year_of(IN_CARE, missing=rows)})
    assert rules_met(strict) == {"missing_no_kind"}
    assert lenient.counts["missing_periods"]["unknown"] == 1


def test_problem_30_a_missing_period_that_no_later_return_has(tmp_path: Path) -> None:
    """Open in a return and gone in the next, while care goes on: it ends on 31 March."""
    stays = episode("A1", "01/06/2017")
    made = {
        2018: year_of(stays, missing=[missing("A1", "01/03/2018")]),
        2019: year_of(stays, episode("B1", "01/05/2018", "01/06/2018", "E4A")),
    }
    strict, lenient = both(tmp_path, made)
    assert rules_met(strict) == {"missing_stale"}
    assert periods(lenient) == [("01/03/2018", "31/03/2018")]


def test_problem_31_missing_data_that_are_all_but_empty(tmp_path: Path) -> None:
    """A hundred children and one period: told not to calibrate on them, whatever the import."""
    rows = [episode(f"A{n}", "01/06/2017") for n in range(100)]
    made = {2018: year_of(*rows, missing=[missing("A1", "01/07/2017", "02/07/2017")])}
    strict, _ = both(tmp_path, made)
    assert not strict.stopped
    assert [one.rule for one in strict.ledger.of_files] == ["missing_empty"]


def order(begins: str, ends: str = "") -> dict[str, str]:
    """A row of the deprivation of liberty orders."""
    return {"CHILD": "A1", "DOB": BORN, "DOLO_START": begins, "DOLO_END": ends}


@pytest.mark.parametrize(
    ("orders", "place", "rule", "stops"),
    [
        ([order("01/07/2026", "01/08/2026")], "K2", "", False),
        ([order("01/07/2026", "01/08/2026")], "U4", "liberty_place", False),
        ([order("01/07/2026", "01/06/2026")], "K2", "others_negative", True),
        ([order("01/07/2004", "01/08/2004")], "K2", "before_born", True),
        ([order("", "01/08/2026")], "K2", "needed_blank", True),
        ([order("01/07/2026"), order("01/09/2026")], "K2", "liberty_overlap", False),
    ],
)
def test_problem_50_orders_of_deprivation_of_liberty(
    tmp_path: Path, orders: list[dict[str, str]], place: str, rule: str, stops: bool
) -> None:
    """The return of 2026-27 has them: what national rules ask of their dates and places is told."""
    row = episode("A1", "01/06/2024", PLACE=place, RNE="P")
    born = "15/06/2010"
    tables = year_of(
        row,
        episode("B1", "01/06/2026", "01/08/2026", "E4A"),
        header=[child("A1", born=born, SEX="F"), child("B1", born=born, SEX="F")],
        deprivation_of_liberty=[one | {"DOB": born} for one in orders],
    )
    strict, _ = both(tmp_path, {2027: tables})
    assert rules_met(strict) == ({rule} if rule else set())
    assert strict.stopped == stops


def test_problem_50_an_order_that_the_next_return_lacks(tmp_path: Path) -> None:
    """Open, and not there again: told."""
    row, born = episode("A1", "01/06/2024", PLACE="K2", RNE="P"), "15/06/2012"
    other = episode("B1", "01/06/2027", "01/08/2027", "E4A")
    header = [child("A1", born=born, SEX="F"), child("B1", born=born, SEX="F")]
    made = {
        2027: year_of(
            row, header=header, deprivation_of_liberty=[order("01/07/2026") | {"DOB": born}]
        ),
        2028: year_of(row, other, header=header),
    }
    strict, _ = both(tmp_path, made)
    assert {"liberty_stale", "year_not_covered"} <= rules_met(strict)
    assert not strict.stopped


def test_problem_51_a_social_worker_episode_without_a_reason(tmp_path: Path) -> None:
    """From 1 April 2023 on it gives one; before, it need not."""
    rows = [
        {"CHILD": "A1", "DOB": BORN, "SW_ID": "S", "SW_DECOM": day, "SW_DEC": "", "SW_REASON": ""}
        for day in ("31/03/2023", "01/04/2023")
    ]
    tables = year_of(episode("A1", "01/06/2023"), social_worker=rows)
    strict, _ = both(tmp_path, {2024: tables})
    assert rules_met(strict) == {"worker_no_reason"}
    assert len(strict.ledger.found()) == 1


def test_problem_49_a_decision_that_ends_before_it_is_made(tmp_path: Path) -> None:
    """Placed for adoption no longer before the decision: rejected, strict stops."""
    row = {"CHILD": "A1", "DOB": BORN, "DATE_PLACED": "01/08/2017",
           "DATE_PLACED_CEASED": "01/07/2017", "REASON_PLACED_CEASED": "RD1"}  # fmt: skip
    strict, lenient = both(tmp_path, {2018: year_of(IN_CARE, placed_adoption=[row])})
    assert strict.ledger.stops() == ["others_negative"]
    assert lenient.tables["placed_adoption"].empty
