"""Values of a return: problems 7 to 9, 33 and 38 to 40 of docs/import-903.md, strict and lenient."""

from pathlib import Path
from typing import Any

import pytest

from calibration.beliefs.returns.importing import Imported
from fuzzing.small_returns import both, care, child, episode, rules_met, year_of

Row = dict[str, str]


def values(imported: Imported, column: str, table: str = "episodes") -> list[Any]:
    """A column of what is used."""
    return imported.tables[table][column].tolist()


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2017-06-01", "2017-09-01"),
        ("2017-06-01T00:00:00", "2017-09-01 00:00"),
        ("01/06/2017 00:00:00", "01/09/2017"),
    ],
)
def test_problem_7_dates_year_first_or_with_a_time_are_accepted(
    tmp_path: Path, begins: str, ends: str
) -> None:
    """A column that is all year first, or has times of day, is read with a note."""
    strict, lenient = both(tmp_path, {2018: year_of(episode("A1", begins, ends, "E4A"))})
    assert not strict.stopped
    assert rules_met(strict) == {"date_iso"}
    assert care(lenient) == [("A1", "01/06/2017", "S", "01/09/2017", "E4A")]


@pytest.mark.parametrize(
    ("begins", "more"),
    [
        ("01/06/17", "13/06/17"),
        ("42887", "42899"),
        ("06/01/2017", "06/13/2017"),
        ("01-Jun-2017", "13-JUN-17"),
        ("1 June 2017", "13 June 2017"),
        ("01-06-2017", "13.06.2017"),
        ("20170601", "20170613"),
    ],
)
def test_problem_7_other_ways_to_write_dates_stop_strict_and_are_read_by_column(
    tmp_path: Path, begins: str, more: str
) -> None:
    """Two-digit years, spreadsheet numbers, months first or in words: one way for the whole column."""
    tables = year_of(episode("A1", begins), episode("A2", more))
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.ledger.stops() == ["date_style"]
    assert [one[1] for one in care(lenient)] == ["01/06/2017", "13/06/2017"]


def test_problem_7_no_cell_is_guessed_at_by_itself(tmp_path: Path) -> None:
    """A column of two ways: what the main way does not fit is rejected, even where another would."""
    tables = year_of(
        episode("A1", "01/06/2017"), episode("A2", "02/06/2017"), episode("A3", "2017-06-03")
    )
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.ledger.stops() == ["date_invalid"]
    assert [one[0] for one in care(lenient)] == ["A1", "A2"]


def test_problem_7_a_day_that_is_not_in_the_calendar_is_no_date(tmp_path: Path) -> None:
    """31 February passes the official scheme and is no date: an end is blank, a start rejects."""
    tables = year_of(episode("A1", "31/02/2018"), episode("A2", "01/06/2017", "31/02/2018", "E4A"))
    strict, lenient = both(tmp_path, {2018: tables})
    assert set(strict.ledger.stops()) == {"date_invalid", "reason_without_end"}
    assert care(lenient) == [("A2", "01/06/2017", "S", "", "")]


def test_problem_8_codes_in_small_letters_are_accepted(tmp_path: Path) -> None:
    """Padded, small, or with the meaning beside it: read with a warning, strict too."""
    row = episode("A1", "01/06/2017", LS=" v2 ", PLACE="u4", CIN="N1 - Abuse or neglect")
    strict, lenient = both(tmp_path, {2018: year_of(row)})
    assert not strict.stopped
    assert rules_met(strict) == {"written"}
    assert (values(lenient, "LS"), values(lenient, "CIN")) == (["V2"], ["N1"])


def test_problem_9_an_invalid_code_stops_strict_and_is_unknown(tmp_path: Path) -> None:
    """A code of no list is counted and unknown; strict stops."""
    strict, lenient = both(tmp_path, {2018: year_of(episode("A1", "01/06/2017", PLACE="Q9"))})
    assert strict.ledger.stops() == ["code_invalid"]
    assert values(lenient, "PLACE") == [""]


@pytest.mark.parametrize(
    ("year", "place", "rule"),
    [
        (2024, "H5", ""),
        (2025, "H5", "code_doubtful"),
        (2026, "H5", "code_year"),
        (2024, "K3", "code_year"),
        (2025, "K3", ""),
        (2025, "Z1", ""),
        (2026, "Z1", "code_doubtful"),
        (2027, "Z1", "code_year"),
        (2025, "Z12", "code_year"),
        (2026, "Z12", ""),
    ],
)
def test_problem_9_codes_hold_in_their_years(
    tmp_path: Path, year: int, place: str, rule: str
) -> None:
    """Places that came and went: the dated table says in which returns each is a code."""
    row = episode(
        "A1", f"01/06/{year - 1}", PLACE=place, PLACE_PROVIDER="" if place[0] == "Z" else "PR4"
    )
    tables = year_of(
        row, header=[child(born=f"01/06/{year - 18}", SEX="F" if year > 2024 else "2")]
    )
    strict, lenient = both(tmp_path, {year: tables})
    assert rules_met(strict) == ({rule} if rule else set())
    assert strict.stopped == (rule == "code_year")
    assert values(lenient, "PLACE") == [place]


@pytest.mark.parametrize(
    ("year", "sex", "rule"),
    [(2024, "1", ""), (2025, "M", ""), (2025, "1", "code_year"), (2024, "F", "code_year"),
     (2018, "Female", "written"), (2025, "Female", "written"), (2018, "2.0", "written")],
)  # fmt: skip
def test_the_codes_of_sex_changed_in_2024_to_2025(
    tmp_path: Path, year: int, sex: str, rule: str
) -> None:
    """1 and 2 up to 2023-24, letters from 2024-25; words and decimals are read too."""
    tables = year_of(
        episode("A1", f"01/06/{year - 1}"), header=[child(SEX=sex, born=f"01/06/{year - 12}")]
    )
    strict, _ = both(tmp_path, {year: tables})
    assert rules_met(strict) == ({rule} if rule else set())


@pytest.mark.parametrize(("year", "code"), [(2018, "E44"), (2019, "E48")])
def test_words_mean_the_code_of_their_year(tmp_path: Path, year: int, code: str) -> None:
    """Special guardianship got other codes in 2018-19, and the same words stand beside them."""
    row = episode("A1", f"01/06/{year - 1}", f"01/09/{year - 1}", "Special guardianship, other")
    strict, lenient = both(tmp_path, {year: year_of(row)})
    assert rules_met(strict) == {"written"}
    assert values(lenient, "REC") == [code]


def test_codes_of_a_regional_repair_are_kept_as_such(tmp_path: Path) -> None:
    """An end that a regional repair put in is told and counts as unknown."""
    row = episode("A1", "01/06/2017", "01/09/2017", "E99", REASON_PLACE_CHANGE="LIIAF")
    strict, lenient = both(tmp_path, {2018: year_of(row)})
    assert not strict.stopped
    assert rules_met(strict) == {"upstream"}
    assert lenient.counts["exits_by_reason"] == {"unknown": 1}


@pytest.mark.parametrize(("flag", "meant"), [("1.0", "1"), ("TRUE", "1"), ("n", "0"), ("No", "0")])
def test_problem_33_flags_of_spreadsheets_are_flags(tmp_path: Path, flag: str, meant: str) -> None:
    """Yes and no as decimals, truth values or words are 1 and 0."""
    tables = year_of(episode("A1", "01/06/2017"), header=[child(MOTHER=flag)])
    strict, lenient = both(tmp_path, {2018: tables})
    assert not strict.stopped
    assert rules_met(strict) == {"flag_written"}
    assert values(lenient, "MOTHER", "header") == [meant]


def test_problem_33_an_identifier_that_became_a_number(tmp_path: Path) -> None:
    """A trailing .0 is taken off, so that the child is one child; zeros stay as they are."""
    tables = year_of(episode("100.0", "01/06/2017"), header=[child("100"), child("0100")])
    strict, lenient = both(tmp_path, {2018: tables})
    assert not strict.stopped
    assert rules_met(strict) == {"child_decimal", "no_episodes", "two_keys"}
    assert care(lenient)[0][0] == "100"


def test_problem_39_an_identifier_shortened_by_a_spreadsheet(tmp_path: Path) -> None:
    """1.2E+09 stands for many children: the row is rejected, strict stops."""
    tables = year_of(episode("A1", "01/06/2017"), episode("1.2E+09", "01/06/2017"))
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.ledger.stops() == ["child_scientific"]
    assert [one[0] for one in care(lenient)] == ["A1"]


def test_problem_40_a_long_identifier_is_kept(tmp_path: Path) -> None:
    """Pseudonyms of regional exports are longer than the return's ten characters."""
    strict, lenient = both(tmp_path, {2018: year_of(episode("ab12cd34ef56ab78", "01/06/2017"))})
    assert not strict.stopped
    assert rules_met(strict) == {"child_long"}
    assert len(care(lenient)) == 1


@pytest.mark.parametrize("word", ["NULL", "n/a", "#N/A", "NaN", " - "])
def test_problem_38_words_for_nothing_are_blank(tmp_path: Path, word: str) -> None:
    """What programs write where nothing is known is blank, in dates and codes."""
    row = episode("A1", "01/06/2017", word, word, REASON_PLACE_CHANGE=word)
    strict, lenient = both(tmp_path, {2018: year_of(row)})
    assert not strict.stopped
    assert rules_met(strict) == {"blank_word"}
    assert care(lenient) == [("A1", "01/06/2017", "S", "", "")]


def test_invisible_spaces_are_no_part_of_a_value(tmp_path: Path) -> None:
    """A space that does not break, as web pages have, is taken off an identifier."""
    tables = year_of(episode("A1\u00a0", "01/06/2017"), header=[child("A1")])
    strict, _ = both(tmp_path, {2018: tables})
    assert not strict.stopped


def test_a_number_out_of_range_is_unknown(tmp_path: Path) -> None:
    """A difficulties score of 55 is none: strict stops, lenient leaves it unknown."""
    answers = {"CHILD": "A1", "DOB": "15/06/2006", "SDQ_SCORE": "55", "CONVICTED": "0"}
    blank = dict.fromkeys(
        [
            "SDQ_REASON",
            "HEALTH_CHECK",
            "IMMUNISATIONS",
            "TEETH_CHECK",
            "HEALTH_ASSESSMENT",
            "SUBSTANCE_MISUSE",
            "INTERVENTION_RECEIVED",
            "INTERVENTION_OFFERED",
        ],
        "",
    )
    tables = year_of(episode("A1", "01/06/2017"), oc2=[answers | blank])
    strict, lenient = both(tmp_path, {2018: tables})
    assert strict.ledger.stops() == ["number_invalid"]
    assert lenient.tables["oc2"].SDQ_SCORE.isna().all()


def test_unknown_parts_of_an_early_date_do_not_fail(tmp_path: Path) -> None:
    """The date of an earlier adoption may have unknown parts, and is kept as text."""
    row = {
        "CHILD": "A1",
        "DOB": "15/06/2006",
        "PREV_PERM": "P1",
        "LA_PERM": "926",
        "DATE_PERM": "zz/zz/2010",
    }
    tables = year_of(episode("A1", "01/06/2017"), previous_permanence=[row])
    strict, lenient = both(tmp_path, {2018: tables})
    assert not strict.stopped
    assert values(lenient, "DATE_PERM", "previous_permanence") == ["zz/zz/2010"]


def test_a_workbook_s_numbers_for_care_leavers_are_codes(tmp_path: Path) -> None:
    """Activity codes of other years are told; 0 is a code."""
    row = {"CHILD": "A1", "DOB": "15/06/2006", "IN_TOUCH": "YES", "ACTIV": "F3", "ACCOM": "0"}
    tables = year_of(episode("A1", "01/06/2021"), oc3=[row])
    strict, lenient = both(tmp_path, {2022: tables})
    assert strict.ledger.stops() == ["code_year"]
    assert values(lenient, "ACTIV", "oc3") == ["F3"]
