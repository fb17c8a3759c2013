"""The back-test runs for a few councils, resumes, and finds its years in the tables."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities import history, load
from calibration.beliefs.authorities.load import years
from calibration.beliefs.authorities.of_tables import forget_read
from calibration.checks.backtest import rests
from calibration.checks.backtest.run import backtest, settled_origins, tasks_for
from calibration.checks.backtest.table import markdown
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

#: One forecast after the other, in this process.
ALONE = Execution(1)
FEW = ["Rutland", "Hartlepool", "Isle of Wight"]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """Return the scorecard of a small back-test."""
    return {"card": backtest([2022], (1, 2), FEW, 3, 1, execution=ALONE)}


def test_the_scorecard_has_every_method_and_horizon(made: dict[str, Any]) -> None:
    """Stock and starts one and two years on, against seven rivals; placements too."""
    card = made["card"]
    methods = {row.method for row in card.methods if row.quantity == "stock"}
    assert methods == {
        "simulation",
        "persistence",
        "national trend",
        "local drift",
        "stock and flow",
        "smoothing",
        "damped trend",
        "pooled",
    }
    assert {(r.horizon, r.quantity) for r in card.skill} == {
        (h, q) for h in (1, 2) for q in ("stock", "starts", "placements")
    }
    assert all(row.councils == 3 for row in card.methods if row.quantity == "stock")
    assert {row.name for row in card.councils} == set(FEW)
    assert card.later[2022]


def test_it_goes_on_where_it_was_stopped(made: dict[str, Any], tmp_path: Path) -> None:
    """Forecasts of two of three councils serve for all three, and the card is the same."""
    told: list[int] = []
    with open_store(tmp_path / "kept.sqlite") as store:
        kept = replace(ALONE, shelf=Shelf(store))
        backtest([2022], (1, 2), FEW[:2], 3, 1, execution=kept)
        seeing = replace(kept, progress=lambda done, _: told.append(done))
        card = backtest([2022], (1, 2), FEW, 3, 1, execution=seeing)
    assert min(told) >= 2
    assert card.to_dict() == made["card"].to_dict()


@pytest.mark.parametrize(("year", "serves"), [(2021, False), (2022, False), (2023, True)])
def test_a_kept_forecast_serves_while_what_was_known_is_the_same(
    year: int, serves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A count published up to the origin that is another asks for another forecast; one published later does not."""
    before, published = rests.rests_on(2022), load.all_profiles

    def revised(of: int) -> tuple[AuthorityProfile, ...]:
        first, *others = published(of)
        counts = {**first.counts, "cla": first["cla"] + (of == year)}
        return (replace(first, counts=counts), *others)

    monkeypatch.setattr(rests, "all_profiles", revised)
    assert (rests.rests_on(2022) == before) == serves


def test_a_kept_forecast_rests_on_the_levels_of_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other levels of England at that time ask for another forecast."""
    before = rests.rests_on(2022)
    monkeypatch.setattr(rests.levels, "levels", lambda origin: {"level_missing": float(origin)})
    assert rests.rests_on(2022) != before


def test_a_stopped_run_hands_on_what_it_has_and_says_so() -> None:
    """Cancelled at once, it raises with the number that is done."""
    with pytest.raises(DoorwaysError, match="0 of 3"):
        backtest([2022], (1,), FEW, 2, 1, execution=Execution(1, cancelled=lambda: True))


def test_origins_are_found_in_the_tables() -> None:
    """Every year with profiles but the last can be scored; nothing names them."""
    assert settled_origins() == years()[:-1]


def test_councils_that_were_not_there_are_left_out() -> None:
    """Cumberland has no forecast from 2022: its figures of that year are divided ones."""
    names = {task.name for task in tasks_for([2022])}
    assert "Cumberland" not in names
    assert "Wigan" in names
    assert len(names) > 140


def test_an_origin_without_outcome_is_refused() -> None:
    """The newest year cannot be scored yet, and the message names those that can."""
    with pytest.raises(DoorwaysError, match=str(settled_origins()[-1])):
        tasks_for([years()[-1]])


@pytest.fixture
def one_year_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Add a year to the tables, the same as the last one."""
    last = years()[-1]
    folder = tmp_path / "tables"
    shutil.copytree(load.TABLES, folder)
    for stem in ("profiles", "england"):
        shutil.copy(folder / f"{stem}_{last}.csv", folder / f"{stem}_{last + 1}.csv")
    with history.TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows += [row | {"year": str(last + 1)} for row in rows if row["year"] == str(last)]
    with (folder / "history.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, history.HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    forget_read()
    monkeypatch.setattr(load, "TABLES", folder)
    monkeypatch.setattr(history, "TABLE", folder / "history.csv")
    yield last + 1
    monkeypatch.undo()
    forget_read()


def test_it_runs_unchanged_with_a_newer_year(one_year_more: int) -> None:
    """Once another year is published the last origin can be scored, one year on."""
    assert settled_origins()[-1] == one_year_more - 1
    card = backtest([one_year_more - 1], (1, 2), FEW, 2, 1, execution=ALONE)
    assert {(row.origin, row.horizon) for row in card.skill} == {(one_year_more - 1, 1)}


def test_the_tables_read_as_markdown(made: dict[str, Any]) -> None:
    """Each line of a table has as many cells as its header."""
    lines = [line for line in markdown(made["card"]).splitlines() if line.startswith("|")]
    assert len(lines) > 20
    assert {line.count("|") for line in lines} == {7, 10, 11}
