"""Staff tables: what a service costs by payer and post, priced by number, range or figure; vacancies."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from arms import arms_of
from typer.testing import CliRunner

from calibration.beliefs.evidence.load import figure
from dashboards.cli.app import app
from scenarios.compare import make_plan
from scenarios.new_file import PLACEHOLDER, new_file
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.service_costs import costs_in_words
from scenarios.validate import faults_of
from simulation.costs import service_money
from simulation.costs.cells import PAYERS
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.services.declaration import CostLine
from simulation.services.opened import VALUES

POSTS = """
[[costs]]
what = "key worker"
posts = 3
{vacant}
pounds_a_year = 50000
source = "A pay scale."

[[costs]]
payer = "nhs"
what = "psychologist"
posts = 0.5
{price}
"""


#: When a site was to open, did, and closed.
MOMENTS = [("opens", "f8"), ("opened", "f8"), ("closed", "f8")]


def written(folder: Path, vacant: str = "", price: str = "pounds_a_year = 60000") -> Path:
    """Write a programme with a staff table, and a scenario that opens it; return the programme."""
    path = new_file("programme", "team", folder)
    text = path.read_text(encoding="utf-8").split("[[costs]]")[0]
    text = text.replace(PLACEHOLDER, "A study.")
    path.write_text(text + POSTS.format(vacant=vacant, price=price), encoding="utf-8")
    whole = 'name = "whole"\ntitle = "Whole"\n\n[[interventions]]\nfile = "team.toml"\n'
    (folder / "whole.toml").write_text(whole, encoding="utf-8")
    return path


def in_words(folder: Path) -> str:
    """Return the costs of the scenario as `describe` and the report tell them."""
    return "\n".join(costs_in_words(load_scenario(str(folder / "whole.toml")))[0])


def test_a_staff_table_is_told_by_payer_and_post(tmp_path: Path) -> None:
    """Every post with its price and source, and what each payer pays in all; by `describe`, too."""
    path = written(tmp_path)
    said = in_words(tmp_path)
    assert "key worker: 3 x £50,000 a year, paid by the council; A pay scale." in said
    assert "psychologist: 0.5 x £60,000 a year, paid by the NHS" in said
    assert "In all: £150,000 a year by the council; £30,000 a year by the NHS" in said
    for named in (path, tmp_path / "whole.toml"):
        shown = CliRunner().invoke(app, ["describe", str(named)], env={"COLUMNS": "400"}).output
        assert said in shown


def test_the_cost_of_a_vacant_post_falls_away(tmp_path: Path) -> None:
    """One of three posts vacant: two are paid for, in words and in the accounts of a run."""
    table = '[[interventions]]\nfile = "team.toml"\n'
    paid = {}
    for vacant in ("", "vacant = 1"):
        folder = tmp_path / f"with{vacant[-1:]}"
        folder.mkdir()
        written(folder, vacant)
        arm = arms_of(folder, table)["tried"]
        paid[vacant] = arm.values[BY_NAME["cost_services_gross"]].sum()
    assert "1 vacant: £100,000 a year" in in_words(tmp_path / "with1")
    assert paid["vacant = 1"] / paid[""] == pytest.approx(130 / 180)


def test_accounts_are_by_payer() -> None:
    """A site open for half of the first year pays half of its filled posts, each by its payer."""
    site = np.array([(0.5, 0.5, np.inf)], dtype=MOMENTS)
    lines = [
        CostLine("council", 40_000.0, 1000.0, 0.25, "worker", posts=4, vacant=1),
        CostLine("police", 60_000.0, post="officer"),
    ]
    money = service_money(site, [lines], 2)
    expected = np.zeros((2, len(PAYERS)))
    expected[:, PAYERS.index("council")] = 61_000, 120_000
    expected[:, PAYERS.index("police")] = 30_000, 60_000
    assert np.allclose(money.paid, expected)
    assert np.allclose(money.replaced, [15_000, 30_000])


@pytest.mark.parametrize(
    ("opens", "opened", "by_year"),
    [
        (1.5, 1.5, [0.5, 0.5, 0.0]),
        (0.25, 0.25, [1.0, 0.0, 0.0]),
        (0.0, 0.0, [1.0, 0.0, 0.0]),
        (3.5, np.inf, [0.0, 0.0, 0.5]),
        (9.0, np.inf, [0.0, 0.0, 0.0]),
    ],
)
def test_setting_up_is_paid_for_while_it_is_prepared(
    opens: float, opened: float, by_year: list[float]
) -> None:
    """Evenly over a year before it opens, from the start of the run; before the end what falls in."""
    site = np.array([(opens, opened, np.inf)], dtype=MOMENTS)
    lines = [CostLine("council", 0.0, 800.0, post="to open", prepared=1.0)]
    paid = service_money(site, [lines], 3).paid[:, PAYERS.index("council")]
    assert paid == pytest.approx(800.0 * np.array(by_year))


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ('figure = "cost_post_therapist"', "the register's cost_post_therapist"),
        (
            "pounds_a_year = { central = 60000, low = 50000, high = 70000 }",
            "£60,000 (£50,000 to £70,000)",
        ),
    ],
)
def test_a_price_may_be_a_figure_or_a_range(tmp_path: Path, price: str, said: str) -> None:
    """It is told, drawn for every two runs where it is drawn, and stands in the arm's own values."""
    written(tmp_path, price=price)
    assert said in in_words(tmp_path)
    scenario = load_scenario(str(tmp_path / "whole.toml"))
    plan = make_plan(CompareRequest("Rutland", scenario=scenario, years=1, replicates=6))
    name = "team/cost/nhs/psychologist"
    drawn = {task.arms[1].interventions[0][VALUES][name] for task in plan.tasks}
    assert len(drawn) == len(plan.tasks) // 2
    central = make_plan(
        CompareRequest("Rutland", scenario=scenario, years=1, replicates=2, central=True)
    )
    (value,) = {task.arms[1].interventions[0][VALUES][name] for task in central.tasks}
    assert value == (60_000 if "central" in price else figure("cost_post_therapist").value)
    assert name in {one["id"] for one in plan.beliefs.assumptions()}


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"vacant": "vacant = 4"}, "no more than all can be vacant"),
        ({"price": 'figure = "cost_post_therapist"\npounds_a_year = 1'}, "not both"),
        ({"price": "pounds_a_year = { central = 1, low = -1, high = 2 }"}, "between 0 and"),
        ({"price": 'pounds_a_year = 1\n[[costs]]\nwhat = "key worker"'}, "listed twice"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(
    tmp_path: Path, said: dict[str, str], rule: str
) -> None:
    """More vacancies than posts, two prices, a negative one, a post twice: one fault each."""
    (fault,) = faults_of(written(tmp_path, **said))
    assert rule in str(fault.error)


def test_a_cost_takes_a_figure_in_pounds(tmp_path: Path) -> None:
    """A figure of the register that is no money is no price."""
    written(tmp_path, price='figure = "missing_contagion"')
    with pytest.raises(DoorwaysError, match="a cost is in pounds"):
        load_scenario(str(tmp_path / "whole.toml"))


def test_more_cannot_be_vacant_than_there_is() -> None:
    """A declaration in Python is held to the same."""
    line: Any = CostLine
    with pytest.raises(DoorwaysError, match="vacant"):
        line("council", 1.0, posts=1, vacant=2)
