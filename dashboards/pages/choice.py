"""What the comparison compares, and its form as a link that can be shared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from dashboards.pages import fields
from dashboards.pages.fields import Council, Field, Number, Option, Pick
from scenarios import usual

PATH = "/compare"
YEARS: Final = Number(
    name="years", label="Years", bounds=(1, 10), usual=5, option="--years", unit="years"
)
RUNS: Final = Number(
    name="runs",
    label="Runs",
    bounds=(2, 200),
    usual=20,
    hint="more is surer and slower",
    option="--replicates",
    unit="runs",
)


@dataclass(frozen=True)
class Choice:
    """One comparison to run: council code, scenario name, years and runs."""

    council: str
    scenario: str
    years: int
    runs: int

    def link(self) -> str:
        """Return the address that opens the page with this choice."""
        return fields.link(PATH, asdict(self))

    def stamp(self) -> str:
        """Return a short text that names this choice, for tests and for one result's identity."""
        return f"{self.council}|{self.scenario}|{self.years}|{self.runs}"


@dataclass(frozen=True)
class Options:
    """Everything that can be chosen."""

    councils: tuple[Option, ...]
    scenarios: tuple[Option, ...]

    def fields(self) -> tuple[Field, ...]:
        """Return the fields of the form."""
        council = fields.match(self.councils, usual.AUTHORITY) or self.councils[0]
        scenario = fields.match(self.scenarios, usual.SCENARIO) or self.scenarios[0]
        return (
            Council(offered=lambda: self.councils, usual=council.value),
            Pick(
                name="scenario",
                label="What happens there",
                offered=lambda: self.scenarios,
                usual=scenario.value,
                option="--scenario",
            ),
            YEARS,
            RUNS,
        )

    def usual(self) -> Choice:
        """Return the choice of a fresh page."""
        return settle({}, self)[0]

    def command(self, choice: Choice, *more: str) -> str:
        """Return the command that finds the same, told more besides."""
        return fields.command(PATH.strip("/"), asdict(choice), self.fields(), *more)

    def label(self, choice: Choice) -> str:
        """Return the choice in words."""
        return fields.said(asdict(choice), self.fields())


def read(query: str | None, options: Options) -> tuple[Choice, tuple[str, ...]]:
    """Read the choice from a link's query, whatever it holds; tell what had to be changed."""
    values, notes = fields.read(query, options.fields())
    return Choice(**values), notes


def settle(wanted: Mapping[str, Any], options: Options) -> tuple[Choice, tuple[str, ...]]:
    """Turn a browser's wishes into a choice that can be run; tell what was changed."""
    values, notes = fields.settle(wanted, options.fields())
    return Choice(**values), notes
