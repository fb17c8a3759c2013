"""What is worked out from published tables is kept, and forgotten once tables are added."""

import csv
import shutil
from pathlib import Path

import pytest

from calibration.beliefs.authorities import load
from calibration.beliefs.authorities.of_tables import forget_read, of_tables
from calibration.beliefs.parameters import parameters_of
from calibration.fitting.england.goals import placement_mix


def test_an_answer_is_kept_until_tables_are_added() -> None:
    """The same object comes back; after tables were read anew it is worked out again."""

    @of_tables()
    def answer(number: int) -> list[int]:
        return [number]

    first = answer(1)
    assert answer(1) is first
    forget_read()
    assert answer(1) is not first


def test_no_more_answers_are_kept_than_asked_for() -> None:
    """Of two kept, the third asked for takes the place of the first."""

    @of_tables(2)
    def answer(number: int) -> list[int]:
        return [number]

    first, second = answer(1), answer(2)
    answer(3)
    assert answer(2) is second
    assert answer(1) is not first


def test_a_table_that_changes_changes_all_that_rests_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """England's mix of placements and a council's levels beside England follow the tables read last; before, the mix did not."""
    mix, level = placement_mix(2024).copy(), parameters_of("Rutland")["local_placement"].copy()
    folder = tmp_path / "tables"
    shutil.copytree(load.TABLES, folder)
    for stem in ("england", "profiles"):
        path = folder / f"{stem}_2024.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = [row | {"cla_homes": row["cla_parents"]} for row in csv.DictReader(stream)]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    monkeypatch.setattr(load, "TABLES", folder)
    forget_read()
    assert (placement_mix(2024) != mix).any()
    assert (parameters_of("Rutland")["local_placement"] != level).any()
    monkeypatch.undo()
    forget_read()
    assert (placement_mix(2024) == mix).all()
