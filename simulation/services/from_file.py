"""What everything that a file describes has in common: its name, its members, its effects, its dates."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from agents.codes import Member
from simulation.bands import in_years
from simulation.services.acted import acted_on, check_levers
from simulation.services.declaration import CostLine, OwnFigure, Part, Service, Site, Sort
from simulation.services.figures import machine_columns
from simulation.services.file_phrases import effect_in_words
from simulation.services.file_words import (
    MEMBERS,
    MOST_PARTS,
    EffectSpec,
    Line,
    MemberWord,
    Name,
    Sentence,
    Years,
    effect_word,
    own_figures,
)
from simulation.services.wording import Ages, Strict


class PartFile(Strict):
    """Say what every file of a programme, practice or condition may say."""

    name: Name
    title: Line
    description: str = Field("", max_length=4000)
    member: MemberWord = "young_person"
    effects: Sequence[EffectSpec] = Field(min_length=1, max_length=MOST_PARTS)
    sources: list[Sentence] = Field(default_factory=list, max_length=MOST_PARTS)


class DatedFile(PartFile):
    """Say what the file of a practice or of a condition may say besides."""

    acts_at_ages: Ages | None = None
    years_to_full_effect: Years = 0.0
    half_life_years: Years = 0.0


class FromFile(Service):
    """Read what a file describes; the scenario holds it under the kind's own name."""

    @classmethod
    def file(cls, spec: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what the file says."""
        said: Mapping[str, Any] = spec[cls.name]
        return said

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return the file's own name."""
        return str(cls.file(spec)["name"])

    @classmethod
    def titled(cls, spec: Mapping[str, Any]) -> str:
        """Return the file's own title."""
        return str(cls.file(spec)["title"])

    @classmethod
    def members(cls, spec: Mapping[str, Any]) -> Member:
        """Return whom it is for."""
        return MEMBERS[cls.file(spec)["member"]]

    @classmethod
    def own(cls, spec: Mapping[str, Any]) -> Sequence[OwnFigure]:
        """Return the sizes of its effects, and costs that are drawn or in the register."""
        return own_figures(cls.called(spec), cls.file(spec))

    @classmethod
    def check(cls, spec: Mapping[str, Any]) -> None:
        """Check that its effects act on something its members meet."""
        effects, enrols = cls.file(spec)["effects"], cls.sort is Sort.SERVICE
        check_levers(cls.called(spec), cls.members(spec), effects, enrols=enrols)

    @classmethod
    def parts(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Part]:
        """Return its effects, each of which could be left out where there are several."""
        file = cls.file(spec)
        effects = file["effects"] if len(file["effects"]) > 1 else []
        return [
            Part(
                effect_word(effect),
                f"What it does to {effect_in_words(effect)}",
                {**spec, cls.name: {**file, "effects": [e for e in effects if e is not effect]}},
                f"the file's own effect, grade {effect['grade']}: {effect['source']}",
            )
            for effect in effects
        ]

    @classmethod
    def acting(
        cls,
        spec: Mapping[str, Any],
        values: Mapping[str, Any],
        columns: Mapping[str, Any],
        costs: tuple[CostLine, ...] = (),
    ) -> Site:
        """Return a site with these columns and the file's effects; a twin has none."""
        columns = {**machine_columns(spec, values), **columns}
        if spec["twin"] != "real":
            return Site(columns, costs=costs)
        fidelity = float(spec.get("fidelity", 1.0))
        effects = cls.file(spec)["effects"]
        ratios, odds, staying = acted_on(cls.called(spec), effects, values, fidelity)
        return Site(columns, ratios, odds, costs=costs, stay_ratios=staying)


def dated(spec: Mapping[str, Any], file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of what holds from a date on for everybody it reaches."""
    acts = file.get("acts_at_ages", (0.0, math.inf))
    return {
        "opens": in_years(spec["from_month"]),
        "closes": in_years(spec.get("until_month", math.inf)),
        "effect_ramp": file["years_to_full_effect"],
        "half_life": file["half_life_years"],
        "acts_from": acts[0],
        "acts_to": acts[1],
    }
