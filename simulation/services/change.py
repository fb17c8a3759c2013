"""Conditions that change who is there before anything runs, and act on nothing by themselves."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.bands import in_years
from simulation.services.declaration import Service, Site, Sort
from simulation.services.figures import machine_columns
from simulation.services.wording import Month, OpenedCondition


class ChangeSpec(OpenedCondition):
    """Say from when to when something of the world is otherwise."""

    from_month: Month = 0.0
    until_month: Month | None = None


class Change(Service):
    """Be one row that says when it begins; what changes is in `prepare`."""

    sort = Sort.CONDITION

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the condition as one row that acts on nothing by itself."""
        return [Site({**machine_columns(spec, values), "opens": in_years(spec["from_month"])})]


def window(spec: Mapping[str, Any], years: float) -> tuple[float, float]:
    """Return the period in years from the start, within the run."""
    begin = min(years, in_years(spec["from_month"]))
    return begin, min(years, in_years(spec.get("until_month", math.inf)))
