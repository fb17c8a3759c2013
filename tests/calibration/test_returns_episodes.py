"""Histories of episodes: problems 13 to 23, 32, 45, 46 and 52 of docs/import-903.md, strict and lenient."""

from pathlib import Path
from typing import Any

import pytest

from calibration.beliefs.returns.importing import Imported
from fuzzing.small_returns import both, care, child, episode, rules_met, warned, year_of

Care = list[tuple[str, str, str, str, str]]


def check(folder: Path, made: dict[int, Any], stops: set[str], expected: Care) -> Imported:
    """Strict stops at exactly these rules, lenient has exactly these episodes."""
    strict, lenient = both(folder, made)
    assert set(strict.ledger.stops()) == stops
    assert strict.stopped == bool(stops)
    assert not lenient.stopped
    assert care(lenient) == expected
    return lenient


def test_problem_13_a_reason_without_an_end_is_an_open_episode(tmp_path: Path) -> None:
    """Open episodes of made-up and real exports carry a reason: it is taken off."""
    made = {2018: year_of(episode("A1", "01/06/2017", "", "X1"))}
    check(tmp_path, made, {"reason_without_end"}, [("A1", "01/06/2017", "S", "", "")])


def test_problem_13_an_end_without_a_reason(tmp_path: Path) -> None:
    """Care goes on where the next episode begins that day, else the reason is unknown."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017"),
            episode("A1", "01/07/2017", "01/08/2017", RNE="P", PL_POST="NR3 3CC"),
        )
    }
    check(
        tmp_path,
        made,
        {"end_without_reason"},
        [
            ("A1", "01/06/2017", "S", "01/07/2017", "X1"),
            ("A1", "01/07/2017", "P", "01/08/2017", ""),
        ],
    )


def test_problem_14_an_open_episode_before_another(tmp_path: Path) -> None:
    """It ends where the next begins, and care goes on."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017"), episode("A1", "01/08/2017", RNE="P", PL_POST="NR3 3CC")
        )
    }
    check(
        tmp_path,
        made,
        {"open_not_last"},
        [("A1", "01/06/2017", "S", "01/08/2017", "X1"), ("A1", "01/08/2017", "P", "", "")],
    )


ANOTHER = episode("Z9", "01/06/2018")


@pytest.mark.parametrize(
    ("later", "stops", "expected"),
    [
        # None later: 31 March of its return.
        ([], {"stale_open"}, [("A1", "01/06/2017", "S", "31/03/2018", "")]),
        # The next is no start: where it begins.
        (
            [episode("A1", "01/08/2018", RNE="P", PL_POST="NR3 3CC")],
            {"stale_open"},
            [("A1", "01/06/2017", "S", "01/08/2018", "X1"), ("A1", "01/08/2018", "P", "", "")],
        ),
        # The next starts care after 31 March: 31 March.
        (
            [episode("A1", "01/08/2018", CIN="N2")],
            {"stale_open"},
            [("A1", "01/06/2017", "S", "31/03/2018", ""), ("A1", "01/08/2018", "S", "", "")],
        ),
        # The next starts care before that: the day before.
        (
            [episode("A1", "01/02/2018", CIN="N2")],
            {"stale_open"},
            [("A1", "01/06/2017", "S", "31/01/2018", ""), ("A1", "01/02/2018", "S", "", "")],
        ),
    ],
    ids=["none", "goes on", "new start", "new start before"],
)
def test_problem_15_open_in_an_older_return_and_then_gone(
    tmp_path: Path, later: list[dict[str, str]], stops: set[str], expected: Care
) -> None:
    """The end is imputed by what comes next; it is never left open."""
    made = {
        2018: year_of(episode("A1", "01/06/2017")),
        2019: year_of(*later, ANOTHER),
    }
    found = check(tmp_path, made, stops, [*expected, ("Z9", "01/06/2018", "S", "", "")])
    assert found.counts["by_year"][1]["looked_after_on_31_march"] == len({*expected[1:]}) + 1


def test_problem_16_a_start_that_a_later_return_corrected(tmp_path: Path) -> None:
    """The same but for its start, in a later return: the older row is rejected."""
    made = {
        2018: year_of(episode("A1", "01/06/2017")),
        2019: year_of(episode("A1", "10/06/2017"), ANOTHER),
    }
    check(
        tmp_path,
        made,
        {"corrected_start"},
        [("A1", "10/06/2017", "S", "", ""), ("Z9", "01/06/2018", "S", "", "")],
    )


def test_problem_16_a_row_that_an_earlier_start_covers(tmp_path: Path) -> None:
    """A later return has an earlier start over it, whatever else changed: the older is rejected."""
    made = {
        2018: year_of(episode("A1", "01/06/2017")),
        2019: year_of(episode("A1", "01/05/2017", PLACE="U6", CIN="N3"), ANOTHER),
    }
    check(
        tmp_path,
        made,
        {"corrected_start"},
        [("A1", "01/05/2017", "S", "", ""), ("Z9", "01/06/2018", "S", "", "")],
    )


def test_problem_17_an_overlap_is_cut(tmp_path: Path) -> None:
    """The earlier ends where the next begins; nothing is counted twice."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "10/08/2017", "E4A"),
            episode("A1", "01/08/2017", "01/09/2017", "E4A", RNE="P", PL_POST="NR3 3CC"),
        )
    }
    found = check(
        tmp_path,
        made,
        {"overlap"},
        [
            ("A1", "01/06/2017", "S", "01/08/2017", "X1"),
            ("A1", "01/08/2017", "P", "01/09/2017", "E4A"),
        ],
    )
    assert found.counts["by_year"][0]["days_in_care"] == 92


@pytest.mark.parametrize(
    ("begins", "stops", "first", "second"),
    [
        ("08/07/2017", {"gap_closed"}, ("08/07/2017", "X1"), "P"),
        ("09/07/2017", {"gap_open", "no_start"}, ("01/07/2017", ""), "S"),
    ],
)
def test_problem_18_a_gap_after_which_care_was_to_go_on(
    tmp_path: Path, begins: str, stops: set[str], first: tuple[str, str], second: str
) -> None:
    """Up to 7 days the end is moved; beyond, the child left and came back."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", begins, RNE="P", PL_POST="NR3 3CC"),
        )
    }
    check(
        tmp_path, made, stops, [("A1", "01/06/2017", "S", *first), ("A1", begins, second, "", "")]
    )


def test_problem_19_care_goes_on_to_nothing(tmp_path: Path) -> None:
    """The last episode ends with care going on: the child left for a reason unknown."""
    made = {2018: year_of(episode("A1", "01/06/2017", "01/07/2017", "X1"))}
    found = check(
        tmp_path, made, {"goes_on_to_nothing"}, [("A1", "01/06/2017", "S", "01/07/2017", "")]
    )
    assert found.counts["exits_by_reason"] == {"unknown": 1}


def test_problem_20_the_child_left_and_stayed(tmp_path: Path) -> None:
    """Another episode begins on the day of leaving: care goes on, and no exit is counted."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "E4A"),
            episode("A1", "01/07/2017", RNE="P", PL_POST="NR3 3CC"),
        )
    }
    found = check(
        tmp_path,
        made,
        {"left_and_stayed"},
        [("A1", "01/06/2017", "S", "01/07/2017", "X1"), ("A1", "01/07/2017", "P", "", "")],
    )
    assert found.counts["exits"] == 0


def test_problem_21_a_start_of_care_in_care(tmp_path: Path) -> None:
    """Dates are trusted: what changed is read from the rows, and no entry is counted."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", "01/07/2017", LS="C2"),
        )
    }
    found = check(
        tmp_path,
        made,
        {"start_within"},
        [("A1", "01/06/2017", "S", "01/07/2017", "X1"), ("A1", "01/07/2017", "L", "", "")],
    )
    assert found.counts["entries"] == 1


def test_problem_21_no_start_after_an_exit(tmp_path: Path) -> None:
    """The child came back and no start is given: care starts, a re-entry."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "E4A"),
            episode("A1", "01/09/2017", RNE="P"),
        )
    }
    found = check(
        tmp_path,
        made,
        {"no_start"},
        [("A1", "01/06/2017", "S", "01/07/2017", "E4A"), ("A1", "01/09/2017", "S", "", "")],
    )
    assert found.counts["re_entries"] == 1


def test_an_unknown_reason_for_a_new_episode_is_read_from_the_rows(tmp_path: Path) -> None:
    """Where the code is none, the fields say what changed."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", "01/07/2017", RNE="Q", LS="C2", PL_POST="NR3 3CC"),
        )
    }
    found = check(
        tmp_path,
        made,
        {"code_invalid"},
        [("A1", "01/06/2017", "S", "01/07/2017", "X1"), ("A1", "01/07/2017", "B", "", "")],
    )
    assert "reason_from_fields" in rules_met(found)


def test_problem_22_an_episode_of_no_length(tmp_path: Path) -> None:
    """It is rejected, and the child leaves with the episode before it, for its reason."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017", "01/07/2017", "X1"),
            episode("A1", "01/07/2017", "01/07/2017", "E13", RNE="L", LS="C2"),
        )
    }
    check(tmp_path, made, {"zero_length"}, [("A1", "01/06/2017", "S", "01/07/2017", "E13")])


def test_problem_22_an_episode_that_ends_before_it_begins(tmp_path: Path) -> None:
    """It is rejected."""
    made = {
        2018: year_of(episode("A1", "01/06/2017", "01/05/2017", "E4A"), episode("A2", "01/06/2017"))
    }
    check(tmp_path, made, {"negative"}, [("A2", "01/06/2017", "S", "", "")])


@pytest.mark.parametrize(
    ("begins", "born", "rule"),
    [
        ("01/06/2017", "02/06/2017", "before_birth"),
        ("13/10/1991", "01/01/1991", "before_act"),
        ("01/04/2018", "01/01/2010", "after_year"),
        ("01/06/2017", "01/06/1999", "adult_at_start"),
    ],
)
def test_problem_23_starts_that_cannot_be(
    tmp_path: Path, begins: str, born: str, rule: str
) -> None:
    """Before birth, before the Act, after the year, or an adult: rejected."""
    made = {
        2018: year_of(
            episode("A1", begins),
            episode("A2", "01/06/2017", "01/07/2017", "E4A"),
            header=[child("A1", born=born), child("A2")],
        )
    }
    check(tmp_path, made, {rule}, [("A2", "01/06/2017", "S", "01/07/2017", "E4A")])


def test_problem_52_a_birth_that_stands_for_its_month(tmp_path: Path) -> None:
    """A baby taken into care on the 3rd and said to be born on the 15th is no error of dates."""
    row = episode("A1", "03/06/2017")
    warned(tmp_path, {2018: year_of(row, header=[child(born="15/06/2017")])}, "birth_rounded")
    strict, _ = both(tmp_path, {2018: year_of(row, header=[child(born="14/06/2017")])})
    assert strict.ledger.stops() == ["before_birth"]


def test_problem_32_children_in_care_before_the_first_return(tmp_path: Path) -> None:
    """No start of care is no fault at the left edge, and no entry."""
    found = warned(tmp_path, {2018: year_of(episode("A1", "01/06/2015", RNE="P"))})
    assert "left_edge" in set(found.ledger.found().rule)
    assert found.counts["entries"] == 0
    assert found.counts["by_year"][0]["days_in_care"] == 365


def test_a_first_episode_in_the_window_starts_care(tmp_path: Path) -> None:
    """A child first seen within the returns was not in care before: the start is set."""
    made = {2018: year_of(episode("A1", "01/06/2017", RNE="P"))}
    check(tmp_path, made, {"no_start"}, [("A1", "01/06/2017", "S", "", "")])


def test_problem_45_nobody_stays_looked_after_beyond_18(tmp_path: Path) -> None:
    """An open episode ends on the 18th birthday, a later end is moved to it, with a warning."""
    made = {
        2018: year_of(
            episode("A1", "01/06/2017"),
            episode("A2", "01/06/2017", "02/01/2018", "E17"),
            header=[child("A1", born="01/01/2000"), child("A2", born="01/01/2000")],
        )
    }
    found = warned(tmp_path, made, "turned_18")
    assert [one[3:] for one in care(found)] == [("01/01/2018", ""), ("01/01/2018", "E17")]


def test_problem_46_an_end_after_the_year(tmp_path: Path) -> None:
    """A return cannot know it: open at 31 March. The day after is another way to count, and kept."""
    others = [episode(f"B{n}", "01/06/2017", "01/09/2017", "E4A") for n in (1, 2)]
    made = {2018: year_of(episode("A1", "01/06/2017", "01/05/2018", "E4A"), *others)}
    strict, lenient = both(tmp_path / "later", made)
    assert strict.ledger.stops() == ["end_after_year"]
    assert care(lenient)[0] == ("A1", "01/06/2017", "S", "", "")
    made = {2018: year_of(episode("A1", "01/06/2017", "01/04/2018", "E4A"), *others)}
    found = warned(tmp_path / "next", made, "end_day_after")
    assert found.counts["by_year"][0]["looked_after_on_31_march"] == 1
