"""A condition in TOML: from a date on, something of the world makes events more or less likely."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents.codes import Member
from simulation.bands import in_years
from simulation.interventions.rates.spec import EXAMPLE, RatesSpec
from simulation.services.acted import acted_on, check_levers
from simulation.services.declaration import OwnFigure, Service, Site, Sort
from simulation.services.figures import machine_columns
from simulation.services.file_phrases import effects_in_words, members_in_words, when
from simulation.services.file_words import MEMBERS, own_figures


class Rates(Service):
    """Have any condition on rates that a file describes."""

    name = "condition"
    title = "a condition"
    sort = Sort.CONDITION
    spec = RatesSpec
    example = EXAMPLE

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return the condition's own name."""
        return str(spec["condition"]["name"])

    @classmethod
    def titled(cls, spec: Mapping[str, Any]) -> str:
        """Return the condition's own title."""
        return str(spec["condition"]["title"])

    @classmethod
    def members(cls, spec: Mapping[str, Any]) -> Member:
        """Return whom the condition is about."""
        return MEMBERS[spec["condition"]["member"]]

    @classmethod
    def reach(cls, spec: Mapping[str, Any]) -> float:
        """Return the share of them it is about."""
        return float(spec["share"])

    @classmethod
    def own(cls, spec: Mapping[str, Any]) -> Sequence[OwnFigure]:
        """Return the sizes of the condition's effects."""
        return own_figures(cls.called(spec), spec["condition"]["effects"])

    @classmethod
    def check(cls, spec: Mapping[str, Any]) -> None:
        """Check that the condition acts on something its members meet."""
        check_levers(cls.called(spec), cls.members(spec), spec["condition"]["effects"])

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the condition as one row; a condition has no twins: the world is what it is."""
        file = spec["condition"]
        acts = file.get("acts_at_ages", (0.0, math.inf))
        columns = {
            **machine_columns({}, values),
            "opens": in_years(spec["from_month"]),
            "closes": in_years(spec.get("until_month", math.inf)),
            "effect_ramp": file["years_to_full_effect"],
            "half_life": file["half_life_years"],
            "acts_from": acts[0],
            "acts_to": acts[1],
        }
        return [Site(columns, *acted_on(file["name"], file["effects"], values, 1.0))]

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        file = spec["condition"]
        who = f"{spec.get('share', 1.0):.0%} of all {members_in_words(file['member'])}"
        return "\n".join(
            [
                f"{file['title']} (a condition of the world)",
                f"  Who: {who}",
                f"  When: {when(spec.get('from_month', 0.0), spec.get('until_month'))}",
                *effects_in_words(file["effects"], 1.0),
            ]
        )
