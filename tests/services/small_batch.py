"""A small plan of a batch, and `doorways batch` from outside."""

from pathlib import Path
from typing import Final

from typer.testing import CliRunner, Result

from dashboards.cli.app import app

PLAN: Final = """
name = "small"
authorities = ["Kingston upon Thames", "Rutland"]
scenarios = ["no-wrong-door"]
years = 1
replicates = 2
calibration = "none"
measures = ["care_entries"]
"""


def longer(years: int, replicates: int) -> str:
    """Return the plan with more to run."""
    return PLAN.replace("years = 1", f"years = {years}").replace(
        "replicates = 2", f"replicates = {replicates}"
    )


def batch(*words: str | Path) -> Result:
    """Run `doorways batch` with these words."""
    return CliRunner().invoke(app, ["batch", *map(str, words)])
