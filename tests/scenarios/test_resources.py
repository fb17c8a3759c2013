"""Resources month by month: they add up to what a run counts as the cost of services."""

import csv
import io
import re
from calendar import month_name
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from arms import arms_of
from typer.testing import CliRunner

from dashboards.cli.app import app
from scenarios.adopting.resources import SET_UP, resources
from scenarios.new_file import PLACEHOLDER, new_file
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.services.declaration import POST

COUNCIL, YEARS = "Kingston upon Thames", 3

TWO_HUBS = """
name = "tried"
title = "Tried"

[[interventions]]
kind = "no_wrong_door"

[[interventions.hubs]]
name = "First"
opens_month = 7
vacant = { police_officer = 1 }
staff = { manager = 1, police_officer = 2, residential_worker = 8.5, psychologist = 0.4 }
paid_by = { police_officer = "police", psychologist = "nhs" }

[[interventions.hubs]]
name = "Second"
opens_month = 29
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario as a file."""
    path = tmp_path_factory.mktemp("resources") / "two.toml"
    path.write_text(TWO_HUBS, encoding="utf-8")
    return path


def test_months_add_up_to_the_run_to_the_penny(file: Path, tmp_path: Path) -> None:
    """Year by year the months' pounds are those of the run, which priced rows that lived through it."""
    found = resources(CompareRequest(COUNCIL, scenario=str(file), years=YEARS))
    text = TWO_HUBS.split("\n\n", 1)[1]
    run = arms_of(tmp_path, text, council=COUNCIL)["tried"]
    gross = run.values[BY_NAME["cost_services_gross"]]
    by_year = found.total().reshape(YEARS, 12).sum(axis=1)
    assert np.abs(by_year - gross).max() < 0.005
    assert by_year.min() > 0
    payers = sum(found.total(payer=payer) for payer in found.payers())
    assert np.allclose(payers, found.total(), atol=1e-9)
    assert set(found.payers()) == {"council", "police", "nhs"}


def test_pennies_of_each_line_add_up(file: Path) -> None:
    """What the file says of a line are whole pennies, and their sum is the line's to the penny."""
    found = resources(CompareRequest(COUNCIL, scenario=str(file), years=YEARS))
    for one in found.lines:
        assert abs(one.pennies().sum() - one.pounds.sum()) < 0.0051
        assert np.abs(one.pennies() - one.pounds).max() < 0.011


def test_posts_stand_in_their_months(file: Path) -> None:
    """A vacant post is not there, a post is there from the opening, and set-up is over by then."""
    found = resources(CompareRequest(COUNCIL, scenario=str(file), years=YEARS))
    (police,) = (one for one in found.lines if one.what == "police officer" and one.site == "First")
    assert police.of == POST
    assert police.number.tolist() == pytest.approx([0.0] * 7 + [1.0] * 29)
    assert police.pounds[:7].sum() == 0
    first = [one for one in found.lines if one.site == "First" and one.of == SET_UP]
    assert {one.what for one in first} >= {"homes", "training"}
    assert all(one.pounds[7:].sum() == 0 for one in first)


def test_everything_that_costs_is_there(tmp_path: Path) -> None:
    """Beside a hub a programme and a practice from files: the months of all add up to the run."""
    for kind in ("programme", "practice"):
        path = new_file(kind, f"my-{kind}", tmp_path)
        made = path.read_text(encoding="utf-8").replace(PLACEHOLDER, "A study.")
        path.write_text(made, encoding="utf-8")
    text = TWO_HUBS.split("\n\n", 1)[1] + "".join(
        f'\n[[interventions]]\nfile = "my-{kind}.toml"\n' for kind in ("programme", "practice")
    )
    run = arms_of(tmp_path, text, council=COUNCIL)["tried"]
    found = resources(CompareRequest(COUNCIL, scenario=str(tmp_path / "tried.toml"), years=YEARS))
    gross = run.values[BY_NAME["cost_services_gross"]]
    assert np.abs(found.total().reshape(YEARS, 12).sum(axis=1) - gross).max() < 0.005
    assert len({one.service for one in found.lines}) == 3


def test_the_command_prints_and_writes_it(file: Path) -> None:
    """Months that are alike stand on one line, and the file holds every row."""
    words = ["resources", "--authority", COUNCIL, "--scenario", str(file), "--years", str(YEARS)]
    shown = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert shown.exit_code == 0, shown.output
    assert "each" in shown.output
    assert "In all over 3 years" in shown.output
    alone = CliRunner().invoke(app, [*words, "--csv", "-"])
    rows = list(csv.DictReader(io.StringIO(alone.stdout.lstrip("\ufeff"))))
    found = resources(CompareRequest(COUNCIL, scenario=str(file), years=YEARS))
    assert sum(float(row["pounds"]) for row in rows) == pytest.approx(
        float(found.total().sum()), abs=0.005 * len(found.lines)
    )


def test_what_stands_on_the_screen_adds_up(file: Path) -> None:
    """The lines add up to the total and to each payer's, and the months to the same within their rounding."""
    words = ["resources", "--authority", COUNCIL, "--scenario", str(file), "--years", str(YEARS)]
    shown = CliRunner().invoke(app, words, env={"COLUMNS": "200"}).output
    months, lines = shown.split("In the last month")
    whole, *payers = map(_pounds, re.findall(r"£[\d,]+", lines.partition("In all")[2]))
    each = [_pounds(one) for one in re.findall(r"£[\d,]+", lines.partition("In all")[0])]
    assert sum(each) == sum(payers) == whole
    assert "set-up: training" in lines
    header, _, *rows = months.splitlines()
    part = header.index("of it training") + len("of it training")
    label = slice(0, header.index("Posts") - 3)
    told = sum(
        # A label that is too long goes on in the next line.
        _months(f"{row[label]} {after[label] if '£' not in after else ''}") * _pounds(one[0])
        for row, after in pairwise([*rows, ""])
        for one in re.finditer(r"£[\d,]+", row)
        if one.end() != part
    )
    assert abs(told - whole) <= 4 * 12 * YEARS


def _pounds(text: str) -> int:
    return int(text.replace("£", "").replace(",", ""))


def _months(label: str) -> int:
    """Return how many months a line of the table stands for."""
    ends = [
        12 * int(year) + list(month_name).index(month)
        for month, year in re.findall(r"([A-Z][a-z]+) +(\d{4})", label)
    ]
    return ends[-1] - ends[0] + 1 if ends else 0


def test_a_practice_alone_has_resources_and_the_world_has_none() -> None:
    """What nobody is referred to costs all the same; a condition takes nothing."""
    found = resources(CompareRequest(COUNCIL, scenario="family-safeguarding", years=YEARS))
    assert found.total().sum() > 0
    with pytest.raises(DoorwaysError, match="world alone"):
        resources(CompareRequest(COUNCIL, scenario="shock-poverty", years=YEARS))
