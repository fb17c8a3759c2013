"""What is counted of returns, worked out by hand: one period of care, one move, one day."""

from pathlib import Path

from calibration.beliefs.returns.accounts import account
from calibration.beliefs.returns.importing import import_returns
from fuzzing.made_returns import lives, returns, write
from fuzzing.small_returns import child, episode, missing, take, year_of

YEARS = (2018, 2019, 2020)


#: What the two returns below hold.
BY_HAND = {
    "children_in_header": 4,
    "children": 4,
    "episodes": 7,
    "periods_of_care": 5,
    "entries": 4,
    "re_entries": 1,
    "re_entries_within_12_months": 1,
    "exits": 3,
    "carer_moves": 1,
    "exits_by_reason": {"home": 2, "order": 1},
    "missing_periods": {"missing": 2, "away": 1, "children": 2, "days": 6},
    "unaccompanied_children": 1,
    "short_breaks": {"episodes": 0, "children": 0, "children_with_nothing_else": 0},
    "by_year": [
        {
            "year_to_31_march": 2018,
            "looked_after_on_31_march": 2,
            "unaccompanied_on_31_march": 1,
            # A: 1 April to 1 September, and 1 to 31 March; B: 21 to 31 March; C: October.
            "days_in_care": 153 + 31 + 11 + 31,
            "entries": 3,
            "re_entries": 1,
            "re_entries_within_12_months": 1,
            "exits": 2,
            "carer_moves": 1,
            "missing_periods": {"missing": 2, "away": 0, "children": 2, "days": 4},
        },
        {
            "year_to_31_march": 2019,
            "looked_after_on_31_march": 2,
            "unaccompanied_on_31_march": 0,
            # A: 1 April to 1 March; B: the whole year; D: its last day.
            "days_in_care": 334 + 365 + 1,
            "entries": 1,
            "re_entries": 0,
            "re_entries_within_12_months": 0,
            "exits": 1,
            "carer_moves": 0,
            "missing_periods": {"missing": 0, "away": 1, "children": 1, "days": 2},
        },
    ],
}


def test_two_returns_by_hand(tmp_path: Path) -> None:
    """Four children over two years: every count that an account gives, as worked out on paper."""
    a = [
        episode("A", "01/06/2016", "01/05/2017", "X1"),
        episode("A", "01/05/2017", "01/07/2017", "X1", RNE="P", PL_POST="NR3 3CC"),
        episode("A", "01/07/2017", "01/09/2017", "E4A", RNE="L", LS="C2", PL_POST="NR3 3CC"),
    ]
    back = episode("A", "01/03/2018")
    b = episode("B", "21/03/2018")
    c = episode("C", "01/10/2017", "01/11/2017", "E13")
    d = episode("D", "31/03/2019", "", "")
    first = year_of(
        *a, back, b, c,
        missing=[missing("A", "10/05/2017", "12/05/2017"), missing("B", "30/03/2018")],
        uasc=[{"CHILD": "B", "SEX": "1", "DOB": "15/06/2006", "DUC": "01/06/2018"}],
    )  # fmt: skip
    second = year_of(
        back | {"DEC": "01/03/2019", "REC": "E41"}, b, d,
        missing=[missing("B", "30/03/2018", "02/04/2018"), missing("B", "02/02/2019", "03/02/2019", MISSING="A")],
        uasc=[{"CHILD": "B", "SEX": "1", "DOB": "15/06/2006", "DUC": "01/06/2018"}],
    )  # fmt: skip
    found = take(tmp_path, {2018: first, 2019: second}, lenient=False)
    assert not found.stopped
    assert found.counts == BY_HAND


def test_counts_before_repair_are_those_of_another_program(tmp_path: Path) -> None:
    """The counts of the specification's acceptance figures, on a return of which each is known."""
    first = year_of(
        episode("A", "01/06/2017", "01/07/2017", "X1"),
        episode("A", "01/07/2017", "01/08/2017", "E4A", RNE="P"),
        episode("A", "01/10/2017", "", "X1"),
        episode("B", "01/06/2017", "", "E5"),
        episode("F", "01/06/2017", "", " "),
        episode("C", "01/06/2017", "10/09/2017", "X1"),
        episode("C", "01/09/2017", "01/10/2017", "X1", RNE="T"),
        episode("C", "01/10/2017", "01/11/2017", "E4A", RNE="U", LS="C2"),
        header=[child(name) for name in "ABCD"],
        missing=[missing("A", "02/06/2017", "03/06/2017")],
    )
    second = year_of(
        episode("A", "01/10/2017", "", "E2"), episode("E", "01/06/2018", "01/07/2018", "E4A")
    )
    found = take(tmp_path, {2018: first, 2019: second})
    assert found.supplied == {
        "episode_rows": 10,
        "children": 5,
        "header_children": 5,
        "episodes": 9,
        "open_rows": 4,
        "open_rows_with_a_reason": 3,
        "open_in_last_return": 1,
        "open_in_an_older_return": 2,
        "of_these_last_of_child": 2,
        "overlaps": 1,
        "periods_of_care": 7,
        "re_entries": 2,
        "steps_to_another_carer": 1,
        "steps_with_the_same_carer": 1,
        "missing_rows": 1,
        "header_children_by_year": {"2018": 4, "2019": 2},
        "episode_children_by_year": {"2018": 4, "2019": 2},
    }


def test_a_large_made_up_return_is_counted_as_it_was_made(tmp_path: Path) -> None:
    """Stock, days, entries, exits and moves of made-up lives, each counted from the lives themselves."""
    people = lives(150, YEARS, seed=5)
    found = import_returns(write(tmp_path, returns(people, YEARS)))
    assert not found.stopped
    import datetime as dt

    for one in found.counts["by_year"]:
        year = one["year_to_31_march"]
        first, last = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
        after = last + dt.timedelta(days=1)
        spells = [(e[0], e[1] or dt.date.max) for life in people for e in life.episodes]
        assert one["looked_after_on_31_march"] == sum(b <= last < e for b, e in spells)
        days = sum(max((min(e, after) - max(b, first)).days, 0) for b, e in spells)
        assert one["days_in_care"] == days
        whole = [(life.episodes[0][0], life.episodes[-1][1]) for life in people]
        assert one["entries"] == sum(first <= b <= last for b, _ in whole)
        assert one["exits"] == sum(e is not None and first <= e <= last for _, e in whole)
        moves = sum(e[2] == "P" and first <= e[0] <= last for life in people for e in life.episodes)
        assert one["carer_moves"] == moves


def test_every_account_adds_up_by_file_and_in_all(tmp_path: Path) -> None:
    """Rows read are those used, repaired and rejected: in each file, in all, and by reason."""
    write(tmp_path, returns(lives(80, YEARS, seed=2), YEARS))
    found = account(import_returns(tmp_path, lenient=True))
    for one in [found["rows"], *found["files"]]:
        assert one["read"] == one["used"] + one["repaired"] + one["rejected"]
    for name in ("read", "used", "repaired", "rejected"):
        assert found["rows"][name] == sum(one[name] for one in found["files"])
    for one in found["files"]:
        assert one["rejected"] == sum(reason["rows"] for reason in one["rejected_by_rule"])


def test_no_child_is_named_unless_asked(tmp_path: Path) -> None:
    """An account holds rows and columns; identifiers and values only with `show_children`."""
    tables = year_of(episode("SECRET77", "01/06/2017", "", "X1"))
    found = take(tmp_path, {2018: tables})
    assert "SECRET77" not in str(account(found))
    assert "2006" not in str(account(found))
    shown = account(found, show_children=True)
    (one,) = [one for one in shown["findings"] if one["rule"] == "reason_without_end"]
    assert one["where"] == [
        {"file": "2017-18/episodes.csv", "row": 2, "child": "SECRET77", "was": "X1", "is": ""}
    ]
    assert one["national_rules"] == "148"
