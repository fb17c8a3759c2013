"""A young person is arrested, and may be charged."""

from enum import auto
from typing import Any

from agents.codes import Status
from agents.lengths import TEEN_YEAR_COUNT
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import next_teen_year, teen_year
from simulation.draws import Address, stream, uniform
from simulation.process import Outcome, Process
from simulation.services.acting import tilted
from simulation.tables import World

CHARGE = stream("arrest/charge")


class Charge(Outcome):
    """Whether an arrest led to a charge, and whether offending was known before."""

    NO_CHARGE = auto()
    FIRST_CHARGE = auto()
    FURTHER_CHARGE = auto()


NO_CHARGE = int(Charge.NO_CHARGE)
FIRST_CHARGE, FURTHER_CHARGE = int(Charge.FIRST_CHARGE), int(Charge.FURTHER_CHARGE)
OPTIONS = {"charge": "being charged after an arrest"}
CHARGED = tuple(OPTIONS).index("charge")


class Arrest(Process):
    """Be arrested; the outcome is a charge or not."""

    name = "arrest"
    words = "being arrested"
    statuses = (Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    outcomes = Charge
    options = OPTIONS
    parameters = (
        Parameter(
            "arrest_hazard",
            "per year",
            0,
            20,
            "Without known offending, under 10 and by year of age from 10.",
            (TEEN_YEAR_COUNT,),
        ),
        Parameter("arrest_offending_ratio", "ratio", 1, 100, "With known offending."),
        Parameter("arrest_missing_ratio", "ratio", 1, 50, "While missing."),
        Parameter("charge_share", "share", 0.01, 0.99, "Arrests that lead to a charge."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by year of age from 10, known offending, being missing and latent risk."""
        rate = p.arrest_hazard[teen_year(now, row)] * row.risk
        if row.offending:
            rate *= p.arrest_offending_ratio
        return rate * p.arrest_missing_ratio if row.missing else rate

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_teen_year(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Be charged with the odds of a charge, tilted by what support does."""
        row.crisis = now
        if uniform(draw, CHARGE) < tilted(p.charge_share, world.shared[0].tilt[CHARGED]):
            outcome = FURTHER_CHARGE if row.offending else FIRST_CHARGE
            row.offending = 1
            return outcome
        return NO_CHARGE
