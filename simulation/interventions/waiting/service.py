"""Prices and inspections: declared here, refused until the model has what they would act on.

A market's price answers to scarcity and wanders by itself; no condition sets it yet, and no inspection grade is
in the model. A condition that nothing feels would be believed all the same, so it is an error and not ignored.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from simulation.errors import DoorwaysError
from simulation.services.declaration import Service, Sort
from simulation.services.wording import Month, OpenedCondition


class _Refused(Service):
    """Say what the model lacks for this condition."""

    sort = Sort.CONDITION

    @classmethod
    def check(cls, spec: Mapping[str, Any]) -> None:
        """Refuse the condition."""
        raise DoorwaysError(
            "condition",
            cls.name,
            f"Nothing would feel it: {cls.lacks}.",
            "Take it out; 'doorways services' says of each kind whether it acts today.",
        )

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Say that it is refused."""
        return f"{cls.title}: refused, for {cls.lacks}"


class PriceSpec(OpenedCondition):
    """Say by how much the price of placements changes."""

    change: Annotated[float, Field(ge=-1, le=5)]
    from_month: Month = 0.0


class Price(_Refused):
    """Have placements cost more or less."""

    name = "price"
    title = "a change of prices"
    spec = PriceSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "price", "change": 0.1}
    lacks = "in this model no condition sets a market's price yet"


class PriceCapSpec(OpenedCondition):
    """Say what a week of residential care may cost at most."""

    pounds_a_week: Annotated[float, Field(gt=0, le=100_000)]
    from_month: Month = 0.0


class PriceCap(_Refused):
    """Have a cap on the price of residential care."""

    name = "price_cap"
    title = "a price cap"
    spec = PriceCapSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "price_cap", "pounds_a_week": 4000}
    lacks = "in this model a market's price knows no cap yet"


class InspectionSpec(OpenedCondition):
    """Say when an inspection happens."""

    month: Month


class Inspection(_Refused):
    """Have an inspection."""

    name = "inspection"
    title = "an inspection"
    spec = InspectionSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "inspection", "month": 6}
    lacks = "this model knows no inspection grades"
