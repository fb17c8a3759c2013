"""What episodes mean: problems 24 to 29, 53 and 54 of docs/import-903.md, strict and lenient."""

from pathlib import Path
from typing import Any

import pytest

from fuzzing.small_returns import both, child, episode, warned, year_of


def test_problem_53_a_postcode_without_its_last_letters(tmp_path: Path) -> None:
    """Regional exports share sectors alone: told as such, not as no postcode."""
    warned(
        tmp_path, {2018: year_of(episode("A1", "01/06/2017", PL_POST="NR2 2"))}, "postcode_short"
    )


def test_problem_24_the_need_changes_within_a_period(tmp_path: Path) -> None:
    """The first is used throughout the period, and another one may hold in the next."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", "01/07/2017", "01/08/2017", "E4A", RNE="L", LS="C2", CIN="N4"),
            episode("A1", "01/10/2017", CIN="N5"),
        )
    }
    found = warned(tmp_path, made, "need_changes")
    assert found.tables["episodes"].CIN.tolist() == ["N1", "N1", "N5"]


@pytest.mark.parametrize(
    ("field", "code", "born"),
    [("PLACE", "R5", "02/06/2007"), ("PLACE", "P3", "02/06/2003"), ("PLACE", "S1", "02/06/2013"),
     ("LS", "J1", "02/06/2007")],
)  # fmt: skip
def test_problem_25_too_young_for_the_placement(
    tmp_path: Path, field: str, code: str, born: str
) -> None:
    """A day too young is told and kept; a day older is right."""
    provider = "PR3" if code == "R5" else "PR4"
    row = episode("A1", "01/06/2017", PLACE_PROVIDER=provider, **{field: code})
    warned(tmp_path, {2018: year_of(row, header=[child(born=born)])}, "young_for")
    warned(tmp_path, {2018: year_of(row, header=[child(born="01" + born[2:])])})


def away(days: str, *, to: str = "NR2 2BB", place: str = "T4") -> dict[int, Any]:
    """A return with a temporary placement from 1 July to a day, between two others."""
    return {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", "01/07/2017", days, "X1", RNE="P", PLACE=place, PLACE_PROVIDER="",
                    PL_POST="NR9 9ZZ"),
            episode("A1", days, RNE="P", PL_POST=to),
        )
    }  # fmt: skip


def test_problem_26_a_temporary_absence_is_no_move(tmp_path: Path) -> None:
    """Out and back within 7 days: no carer move, nothing told."""
    assert warned(tmp_path, away("08/07/2017")).counts["carer_moves"] == 0


@pytest.mark.parametrize(
    ("place", "longest", "too_long"),
    [("T4", "08/07/2017", "09/07/2017"), ("T1", "12/08/2017", "13/08/2017"),
     ("T3", "22/07/2017", "23/07/2017")],
)  # fmt: skip
def test_problem_26_a_temporary_placement_that_is_too_long(
    tmp_path: Path, place: str, longest: str, too_long: str
) -> None:
    """Beyond its days it counts as an ordinary placement: out and back are two moves."""
    assert warned(tmp_path, away(longest, place=place)).counts["carer_moves"] == 0
    found = warned(tmp_path, away(too_long, place=place), "temporary_long")
    assert found.counts["carer_moves"] == 2


def test_problem_26_no_return_after_a_temporary_placement(tmp_path: Path) -> None:
    """The child goes on to another place: the absence was a placement."""
    found = warned(tmp_path, away("05/07/2017", to="NR4 4DD"), "temporary_no_return")
    assert found.counts["carer_moves"] == 2


def test_problem_26_a_temporary_placement_at_the_edge(tmp_path: Path) -> None:
    """Care cannot begin with an absence."""
    row = episode("A1", "01/06/2017", "03/06/2017", "E4A", PLACE="T4", PLACE_PROVIDER="")
    warned(tmp_path, {2018: year_of(row)}, "temporary_at_edge")


def test_problem_27_short_breaks_are_left_out_of_counts(tmp_path: Path) -> None:
    """A series of short breaks is kept, told, and no child looked after."""
    row = episode("A1", "01/06/2017", LS="V4", HOME_POST="", PL_POST="")
    found = warned(tmp_path, {2018: year_of(row, episode("A2", "01/06/2017"))}, "short_breaks")
    assert found.counts["children"] == 1
    assert found.counts["short_breaks"] == {
        "episodes": 1, "children": 1, "children_with_nothing_else": 1,
    }  # fmt: skip


def test_problem_27_short_breaks_mixed_with_care(tmp_path: Path) -> None:
    """Care after short breaks is a period of its own, and a postcode is told."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1", LS="V3"),
            episode("A1", "01/07/2017", "01/08/2017", "E4A", RNE="L"),
        )
    }
    found = warned(tmp_path, made, "short_breaks", "short_mixed", "short_postcode")
    assert found.counts["periods_of_care"] == 1
    assert found.counts["by_year"][0]["days_in_care"] == 31


@pytest.mark.parametrize(
    ("place", "provider", "rule"),
    [
        ("U4", "", "provider_missing"),
        ("U4", "PR3", "provider_impossible"),
        ("U4", "PR0", "provider_impossible"),
        ("P1", "PR1", "provider_impossible"),
        ("R2", "PR2", "provider_impossible"),
        ("Z1", "PR1", "provider_not_wanted"),
    ],
)
def test_problem_28_a_provider_that_cannot_be(
    tmp_path: Path, place: str, provider: str, rule: str
) -> None:
    """Missing, impossible or not wanted: unknown, with a warning."""
    row = episode("A1", "01/06/2017", PLACE=place, PLACE_PROVIDER=provider)
    found = warned(tmp_path, {2018: year_of(row)}, rule)
    assert found.tables["episodes"].PLACE_PROVIDER.tolist() == [""]


@pytest.mark.parametrize(("post", "rule"), [("NR1", "postcode_invalid"), ("", "postcode_missing")])
def test_problem_29_postcodes_that_are_none(tmp_path: Path, post: str, rule: str) -> None:
    """Told, and the row is used as it is."""
    warned(tmp_path, {2018: year_of(episode("A1", "01/06/2017", PL_POST=post))}, rule)
    warned(tmp_path, {2018: year_of(episode("A1", "01/06/2017", PL_POST=" nr22bb "))})


def test_a_new_code_for_the_same_place_is_no_move(tmp_path: Path) -> None:
    """Supported accommodation got a code of its own in 2024-25: no carer move."""
    about = {"PLACE_PROVIDER": "PR4", "PL_POST": "NR2 2BB"}
    made = {
        2025: year_of(
            episode("A1", "01/06/2024", "01/10/2024", "X1", PLACE="H5", **about),
            episode("A1", "01/10/2024", RNE="P", PLACE="K3", **about),
            header=[child(born="01/01/2008", SEX="F")],
        )
    }
    found = warned(tmp_path, made, "code_doubtful", "relabelled")
    assert found.counts["carer_moves"] == 0


def test_problem_54_reasons_to_move(tmp_path: Path) -> None:
    """A move without a reason is told, and a reason on an open episode or beside an absence."""
    rows = [
        episode("A1", "01/06/2017", "01/07/2017", "X1"),
        episode("A1", "01/07/2017", "05/07/2017", "X1", RNE="P", PL_POST="NR3 3CC",
                REASON_PLACE_CHANGE="CARPL"),
        episode("A1", "05/07/2017", "07/07/2017", "X1", RNE="P", PL_POST="NR9 9ZZ", PLACE="T4",
                PLACE_PROVIDER=""),
        episode("A1", "07/07/2017", RNE="P", PL_POST="NR3 3CC", REASON_PLACE_CHANGE="OTHER"),
    ]  # fmt: skip
    strict, lenient = both(tmp_path, {2018: year_of(*rows)})
    assert not strict.stopped
    found = lenient.ledger.found()
    places = lenient.ledger.places().row
    met = {rule: places[some.index].tolist() for rule, some in found.groupby("rule")}
    assert met == {"move_without_reason": [2], "reason_without_move": [3, 5]}


def test_a_reason_that_the_rows_do_not_bear_out_is_told(tmp_path: Path) -> None:
    """Legal status only, and the placement changed: told, and the reason stands."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", "01/07/2017", RNE="L", PL_POST="NR3 3CC"),
        )
    }
    warned(tmp_path, made, "reason_against_fields")
