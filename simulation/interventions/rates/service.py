"""A condition in TOML: from a date on, something of the world makes events more or less likely."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulation.interventions.rates.spec import EXAMPLE, RatesSpec
from simulation.services.declaration import Site, Sort
from simulation.services.file_phrases import (
    effects_in_words,
    grows_and_fades,
    members_in_words,
    when,
)
from simulation.services.from_file import FromFile, dated


class Rates(FromFile):
    """Have any condition on rates that a file describes."""

    name = "condition"
    title = "a condition"
    sort = Sort.CONDITION
    spec = RatesSpec
    example = EXAMPLE

    @classmethod
    def reach(cls, spec: Mapping[str, Any]) -> float:
        """Return the share of its members whom it is about."""
        return float(spec["share"])

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the condition as one row."""
        return [cls.acting(spec, values, dated(spec, cls.file(spec)))]

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        file = cls.file(spec)
        lines = [
            f"{file['title']} (a condition of the world)",
            f"  Who: {spec['share']:.0%} of all {members_in_words(file['member'])}",
            f"  When: {when(spec['from_month'], spec.get('until_month'))}; {grows_and_fades(file)}",
            *effects_in_words(file["effects"], 1.0),
        ]
        return "\n".join(lines)
