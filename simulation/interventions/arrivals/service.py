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
from simulation.interventions.arrivals.spare import can_join, join_families, more_people
from simulation.numbers import counted, written
from simulation.services.change import Change, ChangeSpec, window
from simulation.services.declaration import Prepare
from simulation.services.file_phrases import when
from simulation.services.wording import Ages

_Change = Annotated[float, Field(ge=-1, le=3)]


class ArrivalsSpec(ChangeSpec):
    """Say by how much arrivals change: 0.2 is a fifth more, -0.2 a fifth fewer."""

    change: _Change
    of: Literal["all", "families", "unaccompanied"] = "all"
    ages: Ages = Field([0.0, ADULTHOOD])


class Arrivals(Change):
    """Have more or fewer young people arrive than the council's figures let expect."""

    name = "arrivals"
    title = "a change of arrivals"
    spec = ArrivalsSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "arrivals", "change": 0.5}

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by whom it is about, so that several go together."""
        low, high = spec["ages"]
        return f"arrivals-{spec['of']}-{low:g}-{high:g}-{spec['from_month']:g}"

    @classmethod
    def prepare(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Prepare:
        """Return what adds those who arrive besides, or keeps away those who do not come."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            begin, end = window(spec, years)
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
        said = who.get(spec["of"], "unaccompanied children")
        return (
            f"{abs(spec['change']):.0%} {more} {said} aged {low:g} to {high:g} arrive "
            f"(a condition of the world), {when(spec['from_month'], spec.get('until_month'))}"
        )

    @classmethod
    def notes(
        cls,
        spec: Mapping[str, Any],
        population: Population,
        years: float,
        values: Mapping[str, Any],
    ) -> Sequence[str]:
        """Say when nobody, or less than one on average, is added or kept away."""
        coming = _coming(population, spec, *window(spec, years)).size
        changed = abs(spec["change"]) * coming
        if changed >= 1.0 or not spec["change"]:
            return ()
        return (
            f"{cls.called(spec)}: {counted(coming, 'child', 'children')} of this kind would arrive "
            f"anyway, so {written(changed)} are added or kept away on average: in most futures nobody.",
        )


class BirthsSpec(ChangeSpec):
    """Say how many more births a year join families that are known to services."""

    per_year: Annotated[float, Field(gt=0, le=1000)]


def few_come(spec: Mapping[str, Any], years: float) -> bool:
    """Return whether fewer than one more is born on average in a period."""
    return bool(spec["per_year"] * years < 1.0)


class Births(Change):
    """Have more children born into families that are known, such as a birth cohort."""

    name = "births"
    title = "births into known families"
    spec = BirthsSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "births", "per_year": 20}

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by the month they begin, so that several periods go together."""
        return f"births-{spec['from_month']:g}"

    @classmethod
    def prepare(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Prepare:
        """Return what adds the children, each with an address and a family of those there are."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            begin, end = window(spec, years)
            wanted = spec["per_year"] * (end - begin)
            count = int(wanted + draws.uniform(f"spare/{address}/count", 1)[0])
            join_families(population, count, (begin, end), draws, address)

        return change

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        begin, end = window(spec, math.inf)
        few = ": fewer than one, so in most futures none" if few_come(spec, end - begin) else ""
        return (
            f"{spec['per_year']:g} more births a year join families that are known (a condition of "
            f"the world), {when(spec['from_month'], spec.get('until_month'))}{few}"
        )

    @classmethod
    def notes(
        cls,
        spec: Mapping[str, Any],
        population: Population,
        years: float,
        values: Mapping[str, Any],
    ) -> Sequence[str]:
        """Say when there is less than one on average, or no family or infant to be like."""
        begin, end = window(spec, years)
        if not can_join(population):
            return (f"{cls.called(spec)}: this council has no known family for a birth to join.",)
        if not few_come(spec, end - begin):
            return ()
        return (
            f"{cls.called(spec)}: {written(spec['per_year'] * (end - begin))} births are added on "
            "average in the run: in most futures none.",
        )


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
