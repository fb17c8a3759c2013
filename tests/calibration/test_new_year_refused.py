"""What a new year's published tables cannot be is refused in a sentence, or mapped by a line of a table."""

from collections.abc import Callable
from pathlib import Path

import pytest

from calibration.beliefs.authorities import added, load
from calibration.beliefs.authorities.base_year import FITTED, own_folder
from calibration.beliefs.authorities.councils import HEADER as COUNCILS
from calibration.beliefs.authorities.new_year import add
from calibration.beliefs.authorities.spelling import HEADER as NAMES
from calibration.beliefs.authorities.spelling import year_of
from fuzzing.given_tables import (
    MISSING,
    NEED,
    NEW,
    OUTCOMES,
    REGISTER,
    STOCK,
    Country,
    added_year,
    every,
    give,
    own_line,
    row_of,
)
from fuzzing.made_tables import Grid
from simulation.errors import DoorwaysError


def _rename_column(tables: dict[str, Grid]) -> None:
    every(tables, NEED, "At31_episodes", "Open at 31 March")


def _rename_label(tables: dict[str, Grid]) -> None:
    every(tables, STOCK, "Foster placements", "Fostered")


_SUBSTANCE = "Identified as having a substance misuse problem"


def _rename_measure(tables: dict[str, Grid]) -> None:
    every(tables, OUTCOMES, _SUBSTANCE, "Substance use")


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (_rename_column, ("in_need", "column", "Open at 31 March", "At31_episodes"), "lacks the"),
        (_rename_label, ("stock", "label", "Fostered", "foster placements"), "Fostered"),
        (
            _rename_measure,
            ("outcomes", "label", "Substance use", _SUBSTANCE),
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
    """Without a line for the year its absence is refused, since its label may only have changed."""
    profiles, tables, folder = country
    text = "With 3 or more placements during the year"
    name = "la_cla_placement_stability.csv"
    tables[name] = [
        row if row[0] != str(NEW) else [*row[:-2], "Other", "0"] for row in tables[name]
    ]
    assert text in str(tables[name])
    for since in (NEW + 1, NEW):
        with pytest.raises(DoorwaysError, match="cla_three_plus"):
            give(folder, tables)
        line = ("stability", "gone", "cla_three_plus", "", str(since), "DfE 2025")
        own_line("renamed.csv", NAMES, *line)
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


def test_a_council_that_follows_none_is_refused(country: Country) -> None:
    """Nothing says who lives in it, so its row has to be named by the one it follows; nothing is kept."""
    _, tables, folder = country
    own_line("councils.csv", COUNCILS, "E06000999", "999", "Newshire", "", str(NEW), "", "", "")
    with pytest.raises(DoorwaysError, match=r"Newshire.*heirs"):
        give(folder, tables)
    assert [one.name for one in own_folder().iterdir()] == ["councils.csv"]


def test_a_year_to_revise_has_to_be_in_the_tables(country: Country) -> None:
    """Nothing is written anew of a year that no table has."""
    _, tables, folder = country
    with pytest.raises(DoorwaysError, match="The tables have nothing of it"):
        give(folder, tables, NEW + 5)
    assert not own_folder().exists()


def test_rows_of_the_register_are_numbered_as_its_file_has_them(country: Country) -> None:
    """A blank row counts, as it does in a spreadsheet."""
    _, tables, folder = country
    tables[REGISTER].insert(1, [""] * len(tables[REGISTER][0]))
    tables[REGISTER][3][3] = "Trust"
    with pytest.raises(DoorwaysError, match=rf"{REGISTER}.*Row 4: sector 'Trust'"):
        give(folder, tables)


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
