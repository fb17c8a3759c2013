"""Homes or carers close at a date, or join over a period."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np
from pydantic import Field, model_validator

from agents.codes import CARER_UID, Opening, Placement, Status
from agents.parameter import Parameter
from agents.population import Population
from agents.synthesis.carers import as_new
from agents.synthesis.columns import Columns
from simulation.bands import in_years
from simulation.errors import DoorwaysError
from simulation.numbers import counted
from simulation.services.change import Change, ChangeSpec, window
from simulation.services.declaration import Prepare, Service, Site, Sort
from simulation.services.figures import machine_columns
from simulation.services.file_phrases import when
from simulation.services.table import added_uid
from simulation.services.wording import Month, OpenedCondition, one_of

_Count = Annotated[int, Field(ge=0, le=500)]
_Word = Literal["foster_in_house", "foster_agency", "childrens_home", "supported", "lodgings"]
_KINDS: Final = {
    "foster_in_house": Placement.FOSTER_IN_HOUSE,
    "foster_agency": Placement.FOSTER_AGENCY,
    "childrens_home": Placement.CHILDRENS_HOME,
    "supported": Placement.SUPPORTED,
    "lodgings": Placement.LODGINGS,
}
_NOUNS: Final = {
    "foster_in_house": ("of the council's foster carers", "of the council's foster carers"),
    "foster_agency": ("agency foster carer", "agency foster carers"),
    "childrens_home": ("children's home", "children's homes"),
    "supported": ("supported accommodation provider", "supported accommodation providers"),
    "lodgings": ("supported lodgings household", "supported lodgings households"),
}


def _is_of_kind(carers: Any, provider: str) -> Any:
    """Return which carers are of a kind and of no service."""
    return (carers.placement == _KINDS[provider]) & (carers.site < 0)


def _is_coming(carers: Any) -> Any:
    """Return which carers are yet to join, where the market calls as it did in the base year."""
    may = (carers.status == Opening.PROSPECT) & (carers.mark < 1.0)
    return (carers.status == Opening.FUTURE) | may


def _of_kind(population: Population, provider: str) -> Any:
    return population.carers[_is_of_kind(population.carers, provider)]


class ClosureSpec(OpenedCondition):
    """Say how many providers of which kind close, and when."""

    provider: _Word
    number: _Count
    month: Month


class Closure(Service):
    """Have homes or carers close: whoever lives there has to move at once."""

    name = "providers_close"
    title = "a closure"
    sort = Sort.CONDITION
    spec = ClosureSpec
    example: ClassVar[Mapping[str, Any]] = {
        "kind": "providers_close",
        "provider": "childrens_home",
        "number": 2,
        "month": 6,
    }

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by kind and month, so that several go together."""
        return f"close-{spec['provider']}-{spec['month']:g}"

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the condition as one row, at whose date they close."""
        columns = {
            "opens": in_years(spec["month"]),
            "shuts": spec["number"],
            "shuts_kind": int(_KINDS[spec["provider"]]),
        }
        return [Site({**machine_columns({}, values), **columns})]

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        if not spec["number"]:
            return f"No {_NOUNS[spec['provider']][1]} close (a condition of the world)"
        many = counted(spec["number"], *_NOUNS[spec["provider"]])
        return (
            f"{many} close in month {spec['month']:g}, or as many as the council then has (a condition of "
            "the world)"
        )

    @classmethod
    def notes(
        cls,
        spec: Mapping[str, Any],
        population: Population,
        years: float,
        values: Mapping[str, Any],
    ) -> Sequence[str]:
        """Say when more are to close than there can be."""
        here = _of_kind(population, spec["provider"])
        coming = (here.opens <= in_years(spec["month"])) & _is_coming(here)
        now, then = int((here.status == Opening.OPEN).sum()), int(coming.sum())
        if spec["number"] <= now:
            return ()
        there = f"has {now} at the start and {then} more by then" if now + then else "has none"
        many = counted(spec["number"], *_NOUNS[spec["provider"]])
        return (
            f"{many} are to close in month {spec['month']:g}, but this council {there}: no more close "
            "than are open.",
        )


class RecruitmentSpec(ChangeSpec):
    """Say how many carers of which kind join, over which period: here, or this council's part of England's places."""

    model_config = one_of("number", "england_places")

    provider: _Word
    number: _Count | None = None
    england_places: Annotated[int, Field(ge=0, le=100_000)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "RecruitmentSpec":
        if (self.number is None) == (self.england_places is None):
            raise ValueError("Give number, or england_places.")
        return self


ENGLAND: Final = Parameter(
    "england_looked_after",
    "children",
    1,
    1e6,
    "Looked after in England: a council's part of places for all of England is by its own number.",
)


def _joining(
    spec: Mapping[str, Any], population: Population, there: Any, values: Mapping[str, Any]
) -> float:
    """Return how many join here; of England's places, the part that its children are of England's."""
    if "number" in spec:
        return float(spec["number"])
    here = int((population.young_people.status == Status.LOOKED_AFTER).sum())
    places = spec["england_places"] * here / float(values[ENGLAND.name])
    return float(places / there.places.mean())


class Recruitment(Change):
    """Have more carers or homes join than otherwise, each like one of those there are."""

    name = "carers_recruited"
    title = "recruitment"
    spec = RecruitmentSpec
    parameters = (ENGLAND,)
    example: ClassVar[Mapping[str, Any]] = {
        "kind": "carers_recruited",
        "provider": "foster_in_house",
        "number": 5,
        "until_month": 12,
    }

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by kind and month, so that several go together."""
        return f"recruit-{spec['provider']}-{spec['from_month']:g}"

    @classmethod
    def prepare(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Prepare:
        """Return what adds the carers, who open one after another."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            carers = population.carers
            there = np.flatnonzero(_is_of_kind(carers, spec["provider"]))
            if not there.size:
                rule = "This council has none, so it is not known what such a one is like."
                raise DoorwaysError(
                    "carers recruited", spec["provider"], rule, "Name a kind it has."
                )
            wanted = _joining(spec, population, carers[there], values)
            # A part of a carer joins in so many futures.
            more = draws.uniform(f"recruit/{address}/part", 1)[0] < wanted % 1.0
            u = draws.uniform(f"recruit/{address}", int(wanted) + int(more))
            rows = as_new(carers[there[(u * there.size).astype(np.int64)]])
            rows.uid = added_uid(CARER_UID, address, rows.size)
            begin, end = window(spec, years)
            # Each in the middle of its part of the period.
            part = (np.arange(rows.size) + 1 / 2) / max(rows.size, 1)
            rows.opens = begin + part * (end - begin)
            population.carers = np.concatenate([carers, rows]).view(np.recarray)
            population.sort_places()

        return change

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        said = when(spec["from_month"], spec.get("until_month"))
        if "number" not in spec:
            return (
                f"More {_NOUNS[spec['provider']][1]} join, this council's part of {spec['england_places']:,} "
                f"places in England by children looked after (a condition of the world), {said}"
            )
        if not spec["number"]:
            return f"No {_NOUNS[spec['provider']][1]} join besides (a condition of the world)"
        many = _NOUNS[spec["provider"]][spec["number"] != 1]
        return f"{spec['number']} more {many} join (a condition of the world), {said}"

    @classmethod
    def notes(
        cls,
        spec: Mapping[str, Any],
        population: Population,
        years: float,
        values: Mapping[str, Any],
    ) -> Sequence[str]:
        """Say when more join than there are, whom they are like."""
        there = _of_kind(population, spec["provider"])
        here, told = int((there.status == Opening.OPEN).sum()), []
        if not there.size:
            return ()
        number = round(_joining(spec, population, there, values))
        many = counted(number, *_NOUNS[spec["provider"]])
        if "number" not in spec:
            told.append(
                f"{many} join: this council's part of {spec['england_places']:,} places in England."
            )
        if number <= here:
            return told
        return (
            *told,
            f"{many} join where this council has {here}: each is like one of these.",
        )
