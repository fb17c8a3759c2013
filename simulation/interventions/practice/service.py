"""A practice in TOML: from a date on, everybody of a kind whom it reaches is worked with differently."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulation.interventions.practice.spec import EXAMPLE, PracticeSpec
from simulation.services.declaration import Need, NeededLever, Site, Sort
from simulation.services.file_phrases import (
    effects_in_words,
    grows_and_fades,
    members_in_words,
    when,
)
from simulation.services.file_words import cost_lines
from simulation.services.from_file import FromFile, dated


class Practice(FromFile):
    """Have any practice that a file describes."""

    name = "practice"
    title = "a practice"
    sort = Sort.PRACTICE
    spec = PracticeSpec
    example = EXAMPLE
    needed_levers = (
        NeededLever(
            "reach",
            "Share of all whom it reaches",
            Need.REACH,
            "share",
            keys=("reach",),
        ),
    )

    @classmethod
    def reach(cls, spec: Mapping[str, Any]) -> float:
        """Return the share of its members whom it reaches."""
        return float(spec["reach"])

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the practice as one row."""
        file = cls.file(spec)
        costs = cost_lines(cls.called(spec), file["costs"], values)
        return [cls.acting(spec, values, dated(spec, file), costs)]

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the practice in plain English."""
        file = cls.file(spec)
        lines = [
            file["title"],
            f"  Who: {spec['reach']:.0%} of all {members_in_words(file['member'])}",
            f"  When: {when(spec['from_month'], spec.get('until_month'))}; {grows_and_fades(file)}",
            *effects_in_words(file["effects"], spec["fidelity"]),
        ]
        return "\n".join(lines)
