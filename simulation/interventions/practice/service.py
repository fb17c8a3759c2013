"""A practice in TOML: from a date on, everybody of a kind whom it reaches is worked with differently."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents.codes import Member
from simulation.bands import in_years
from simulation.interventions.practice.spec import EXAMPLE, PracticeSpec
from simulation.numbers import lasting
from simulation.services.acted import acted_on, check_levers
from simulation.services.declaration import OwnFigure, Service, Site, Sort
from simulation.services.figures import machine_columns
from simulation.services.file_phrases import (
    costs_in_words,
    effects_in_words,
    members_in_words,
    when,
)
from simulation.services.file_words import MEMBERS, cost_lines, own_figures


class Practice(Service):
    """Have any practice that a file describes."""

    name = "practice"
    title = "a practice"
    sort = Sort.PRACTICE
    spec = PracticeSpec
    example = EXAMPLE

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return the practice's own name."""
        return str(spec["practice"]["name"])

    @classmethod
    def titled(cls, spec: Mapping[str, Any]) -> str:
        """Return the practice's own title."""
        return str(spec["practice"]["title"])

    @classmethod
    def members(cls, spec: Mapping[str, Any]) -> Member:
        """Return whom the practice is for."""
        return MEMBERS[spec["practice"]["member"]]

    @classmethod
    def reach(cls, spec: Mapping[str, Any]) -> float:
        """Return the share of them it reaches."""
        return float(spec["reach"])

    @classmethod
    def own(cls, spec: Mapping[str, Any]) -> Sequence[OwnFigure]:
        """Return the sizes of the practice's effects."""
        return own_figures(cls.called(spec), spec["practice"]["effects"])

    @classmethod
    def check(cls, spec: Mapping[str, Any]) -> None:
        """Check that the practice's effects act on something its members meet."""
        check_levers(cls.called(spec), cls.members(spec), spec["practice"]["effects"])

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the practice as one row."""
        file = spec["practice"]
        acts = file.get("acts_at_ages", (0.0, math.inf))
        columns = {
            **machine_columns(spec, values),
            "opens": in_years(spec["from_month"]),
            "closes": in_years(spec.get("until_month", math.inf)),
            "effect_ramp": file["years_to_full_effect"],
            "half_life": file["half_life_years"],
            "acts_from": acts[0],
            "acts_to": acts[1],
        }
        costs = cost_lines(file["costs"])
        if spec["twin"] != "real":
            return [Site(columns, costs=costs)]
        ratios, odds = acted_on(file["name"], file["effects"], values, spec["fidelity"])
        return [Site(columns, ratios, odds, costs=costs)]

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the practice in plain English."""
        file = spec["practice"]
        who = f"{spec.get('reach', 1.0):.0%} of all {members_in_words(file['member'])}"
        grows = f"grows over {lasting(file['years_to_full_effect'], 'year')}"
        halves = f"halves every {lasting(file['half_life_years'], 'year')} once it ends"
        told = [grows if file["years_to_full_effect"] else "in full at once"]
        told.append(halves if file["half_life_years"] else "gone at once when it ends")
        return "\n".join(
            [
                file["title"],
                f"  Who: {who}",
                f"  When: {when(spec.get('from_month', 0.0), spec.get('until_month'))}; {'; '.join(told)}",
                *effects_in_words(file["effects"], spec.get("fidelity", 1.0)),
                *costs_in_words(file["costs"], "the practice"),
            ]
        )
