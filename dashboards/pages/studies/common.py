"""Fields that studies share, and the request that is made of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from agents.words import capital
from calibration.joint.store import usual as usual_calibration
from dashboards.pages.choice import RUNS
from dashboards.pages.fields import Council, Number, Option, Pick, match
from dashboards.pages.options import councils, outcomes, services
from scenarios import usual
from scenarios.request import CompareRequest
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text


class Percent(Number):
    """Ask for a share in per cent; the command takes it as a part of one."""

    def said(self, value: float) -> str:
        """Return it in words."""
        return f"{self.label.lower()} {value:g}%"

    def words(self, value: float) -> list[str]:
        """Return it as on the command line."""
        return [self.option, f"{value / 100:g}"] if value else []


class Named(Pick):
    """Choose what the command takes by its name, without an option."""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return [value]


def council() -> Council:
    """Return the field of a council."""
    found = match(councils(), usual.AUTHORITY)
    assert found is not None
    return Council(offered=councils, usual=found.value)


def scenario(offered: Callable[[], Sequence[Option]] = services) -> Pick:
    """Return the field of a scenario; by default of one that opens a service."""
    return Pick(
        name="scenario",
        label="What happens there",
        offered=offered,
        usual=usual.SCENARIO,
        option="--scenario",
    )


def outcome(
    usual_one: str,
    label: str,
    offered: Callable[[], Sequence[Option]] = outcomes,
    *,
    more: bool = False,
) -> Pick:
    """Return the field of a measure."""
    return Pick(
        name="outcome",
        label=label,
        offered=offered,
        usual=usual_one,
        option="--outcome",
        more=more,
    )


def runs(usual_number: int) -> Number:
    """Return the field of how many futures there are."""
    return replace(RUNS, usual=usual_number)


def request(values: Mapping[str, Any]) -> CompareRequest:
    """Return the request that the command would make of the same choice."""
    named = {"council": "authority", "scenario": "scenario", "years": "years", "runs": "replicates"}
    asked = {named[name]: value for name, value in values.items() if name in named}
    return CompareRequest(calibration=usual_calibration(), **asked)


def worded(said: Mapping[Any, str]) -> tuple[Option, ...]:
    """Return the options of an enumeration by what its members are called."""
    return tuple(Option(one.value, capital(words)) for one, words in said.items())


def write_table(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as a file that spreadsheets open."""
    write_text(folder / name, csv_text(rows))
