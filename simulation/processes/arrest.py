"""A young person is arrested, and may be charged."""

from enum import auto
from typing import Any

from agents.codes import Status
from agents.lengths import TEEN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import aged, next_birthday
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
        Parameter("arrest_hazard", "per year", 0, 20, "Aged 10-17, without known offending."),
        Parameter("arrest_offending_ratio", "ratio", 1, 100, "With known offending."),
        Parameter("arrest_missing_ratio", "ratio", 1, 50, "While missing."),
        Parameter("arrest_frailty", "exponent", 0, 2, "How far latent need drives arrests."),
        Parameter("charge_share", "share", 0.01, 0.99, "Arrests that lead to a charge."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, from 10, by known offending, being missing and latent need."""
        if not aged(now, row, TEEN):
            return 0.0
        rate = p.arrest_hazard * row.frailty**p.arrest_frailty
        if row.offending:
            rate *= p.arrest_offending_ratio
        return rate * p.arrest_missing_ratio if row.missing else rate

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_birthday(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Be charged with the odds of a charge, tilted by what support does."""
        row.crisis = now
        if uniform(draw, CHARGE) < tilted(p.charge_share, world.shared[0].tilt[CHARGED]):
            outcome = FURTHER_CHARGE if row.offending else FIRST_CHARGE
            row.offending = 1
            return outcome
        return NO_CHARGE
