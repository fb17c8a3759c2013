"""What the comparison compares, and its form as a link that can be shared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from dashboards.pages import fields
from dashboards.pages.fields import Council, Field, Number, Option, Pick
from dashboards.pages.turning import NAME, Turned, allowed
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
    """One comparison to run: council code, scenario name, years, runs, and what is turned, as `later=6`."""

    council: str
    scenario: str
    years: int
    runs: int
    set: tuple[str, ...] = ()

    def link(self) -> str:
        """Return the address that opens the page with this choice."""
        told = {name: one for name, one in asdict(self).items() if name != NAME or one}
        return fields.link(PATH, told)

    def stamp(self) -> str:
        """Return a short text that names this choice, for tests and for one result's identity."""
        plain = f"{self.council}|{self.scenario}|{self.years}|{self.runs}"
        return f"{plain}|{','.join(self.set)}" if self.set else plain


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
            Turned(),
        )

    def asked(self) -> tuple[Field, ...]:
        """Return the fields that the form shows: all but what sliders turn."""
        return tuple(one for one in self.fields() if one.name != NAME)

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
    return _turned(*fields.read(query, options.fields()))


def settle(wanted: Mapping[str, Any], options: Options) -> tuple[Choice, tuple[str, ...]]:
    """Turn a browser's wishes into a choice that can be run; tell what was changed."""
    return _turned(*fields.settle(wanted, options.fields()))


def _turned(values: dict[str, Any], notes: tuple[str, ...]) -> tuple[Choice, tuple[str, ...]]:
    """Return a choice with what can be turned in its scenario."""
    told = list(notes)
    values[NAME] = allowed(values["council"], values["scenario"], values[NAME], told)
    return Choice(**values), tuple(told)
