"""Processes that change nothing and have the engine look at rows again at random moments.

Added to a rule set they must not change what happens otherwise. Where they do, something shared
was changed without telling (`simulation.links.touch`) those whose hazards depend on it.
"""

from typing import Any

import numpy as np

from agents.parameter import Parameter
from simulation.draws import stream, two_uniforms
from simulation.kinds import Kind
from simulation.links import touch
from simulation.process import HAPPENED, Process
from simulation.rule import part

_ROWS = stream("poke/rows")
_KINDS = len(Kind)
PARAMETERS = (Parameter("poke_hazard", "per year", 0, 1e4, "How often each row pokes others."),)


@part
def poke_somebody(world: Any, draw: Any) -> Any:
    """Have one row of each kind looked at again; return the outcome."""
    for kind in range(_KINDS):
        size = world.layout[kind + 1] - world.layout[kind]
        if size > 0:
            touch(world, kind, int(two_uniforms(draw, np.uint64(int(_ROWS) + kind))[0] * size))
    return HAPPENED


class _Poke(Process):
    """Poke at random moments, and change nothing."""

    words = "being looked at again"
    parameters = PARAMETERS

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year."""
        return p.poke_hazard

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Change nothing."""
        return poke_somebody(world, draw)


class PokeByYoungPerson(_Poke):
    """Poke from a young person's row."""

    name = "poke_by_young_person"


class PokeByFamily(_Poke):
    """Poke from a family's row."""

    name = "poke_by_family"
    kind = Kind.FAMILY


class PokeByCarer(_Poke):
    """Poke from a carer's row."""

    name = "poke_by_carer"
    kind = Kind.CARER


class PokeBySite(_Poke):
    """Poke from a site's row."""

    name = "poke_by_site"
    kind = Kind.SERVICE


class PokeByMarket(_Poke):
    """Poke from a market's row."""

    name = "poke_by_market"
    kind = Kind.MARKET


class PokeByEnrolment(_Poke):
    """Poke from an enrolment's row."""

    name = "poke_by_enrolment"
    kind = Kind.ENROLMENT


#: One for each kind of row.
POKES = (PokeByYoungPerson, PokeByFamily, PokeByCarer, PokeBySite, PokeByMarket, PokeByEnrolment)
