"""More or fewer young people arrive in a period, by kind and age; or births join families."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from agents.codes import Status
from agents.lengths import ADULTHOOD
from agents.population import Population
from agents.synthesis.columns import Columns
from simulation.bands import in_years
from simulation.interventions.arrivals.spare import join_families, more_people
from simulation.services.declaration import Prepare, Service, Site, Sort
from simulation.services.figures import machine_columns
from simulation.services.file_phrases import when
from simulation.services.wording import Ages, Month, OpenedCondition

_Change = Annotated[float, Field(ge=-1, le=3)]


class ArrivalsSpec(OpenedCondition):
    """Say by how much arrivals change: 0.2 is a fifth more, -0.2 a fifth fewer."""

    change: _Change
    of: Literal["all", "families", "unaccompanied"] = "all"
    ages: Ages = Field([0.0, ADULTHOOD])
    from_month: Month = 0.0
    until_month: Month | None = None


class Arrivals(Service):
    """Have more or fewer young people arrive than the council's figures let expect."""

    name = "arrivals"
    title = "a change of arrivals"
    sort = Sort.CONDITION
    spec = ArrivalsSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "arrivals", "change": 0.5}

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by whom it is about, so that several go together."""
        low, high = spec["ages"]
        return f"arrivals-{spec['of']}-{low:g}-{high:g}-{spec['from_month']:g}"

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the condition as one row that acts on nothing by itself."""
        return [Site({**machine_columns({}, values), "opens": in_years(spec["from_month"])})]

    @classmethod
    def prepare(cls, spec: Mapping[str, Any]) -> Prepare:
        """Return what adds those who arrive besides, or keeps away those who do not come."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            begin, end = _window(spec, years)
            rows = _coming(population, spec, begin, end)
            u = draws.uniform(f"{cls.called(spec)}/who", population.young_people.size)
            if spec["change"] < 0:
                population.young_people.arrives[rows[u[rows] < -spec["change"]]] = math.inf
            elif rows.size:
                more_people(population, rows, spec["change"], (begin, end), draws, address)

        return change

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        more = "more" if spec["change"] >= 0 else "fewer"
        who = {"all": "young people", "families": "children from families"}
        low, high = spec["ages"]
        said = who.get(spec.get("of", "all"), "unaccompanied children")
        return (
            f"{abs(spec['change']):.0%} {more} {said} aged {low:g} to {high:g} arrive "
            f"(a condition of the world), {when(spec.get('from_month', 0.0), spec.get('until_month'))}"
        )


class BirthsSpec(OpenedCondition):
    """Say how many more births a year join families that are known to services."""

    per_year: Annotated[float, Field(gt=0, le=1000)]
    from_month: Month = 0.0
    until_month: Month | None = None


class Births(Service):
    """Have more children born into families that are known, such as a birth cohort."""

    name = "births"
    title = "births into known families"
    sort = Sort.CONDITION
    spec = BirthsSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "births", "per_year": 20}

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by the month they begin, so that several periods go together."""
        return f"births-{spec['from_month']:g}"

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the condition as one row that acts on nothing by itself."""
        return [Site({**machine_columns({}, values), "opens": in_years(spec["from_month"])})]

    @classmethod
    def prepare(cls, spec: Mapping[str, Any]) -> Prepare:
        """Return what adds the children, each with an address and a family of those there are."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            begin, end = _window(spec, years)
            count = round(spec["per_year"] * max(end - begin, 0.0))
            join_families(population, count, (begin, end), draws, address)

        return change

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        return (
            f"{spec['per_year']:g} more births a year join families that are known (a condition of "
            f"the world), {when(spec.get('from_month', 0.0), spec.get('until_month'))}"
        )


def _window(spec: Mapping[str, Any], years: float) -> tuple[float, float]:
    """Return the period in years from the start, no longer than the run."""
    until = spec.get("until_month")
    return in_years(spec["from_month"]), min(years, math.inf if until is None else in_years(until))


def _coming(
    population: Population, spec: Mapping[str, Any], begin: float, end: float
) -> NDArray[np.int64]:
    """Return the rows of those of a kind who would arrive in a period."""
    people = population.young_people
    age = people.arrives - people.born
    low, high = spec["ages"]
    here = (people.status == Status.UNKNOWN) & (people.arrives >= begin) & (people.arrives < end)
    here &= (age >= low) & (age < high)
    if spec["of"] != "all":
        here &= people.uasc == (spec["of"] == "unaccompanied")
    return np.flatnonzero(here)
