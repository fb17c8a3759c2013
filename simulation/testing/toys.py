"""Processes so small that what they do can be worked out by hand, and populations to match."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from agents.codes import Status
from agents.lengths import TEEN
from agents.parameter import Parameter
from agents.population import Population
from agents.schema import CARER, ENROLMENT, FAMILY, SERVICE
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.children import blank
from simulation.bands import aged, next_birthday
from simulation.compile import RuleSet
from simulation.outcomes.cells import CELLS, occupied
from simulation.process import HAPPENED, Process
from simulation.services.declaration import Service

IN_NEED, EDGE, CLOSED = int(Status.IN_NEED), int(Status.EDGE_OF_CARE), int(Status.CLOSED)
TEEN_RATIO = 2.0
_MOST = 1e4


class ToyArrival(Process):
    """Come in on the date the row says."""

    name = "toy_arrival"
    statuses = (Status.UNKNOWN,)

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the date."""
        return row.arrives

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Come in."""
        row.status = IN_NEED
        return HAPPENED


class ToyLeaving(Process):
    """Leave for good, at a constant rate."""

    name = "toy_leaving"
    words = "leaving a toy"
    statuses = (Status.IN_NEED, Status.EDGE_OF_CARE)
    parameters = (Parameter("toy_leaving_hazard", "per year", 0, _MOST, "Leaves."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, the same for all."""
        return p.toy_leaving_hazard

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Leave."""
        row.status = CLOSED
        return HAPPENED


class ToyWorry(Process):
    """Go from the first of two states to the second."""

    name = "toy_worry"
    words = "worrying"
    statuses = (Status.IN_NEED,)
    parameters = (Parameter("toy_worry_hazard", "per year", 0, _MOST, "From calm to worry."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, the same for all."""
        return p.toy_worry_hazard

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Worry."""
        row.status = EDGE
        return HAPPENED


class ToyRelief(Process):
    """Go back from the second of two states to the first."""

    name = "toy_relief"
    words = "being relieved"
    statuses = (Status.EDGE_OF_CARE,)
    parameters = (Parameter("toy_relief_hazard", "per year", 0, _MOST, "From worry to calm."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, the same for all."""
        return p.toy_relief_hazard

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Be calm."""
        row.status = IN_NEED
        return HAPPENED


class ToyShock(Process):
    """Happen again and again and change nothing; faster by latent need and from the age of 10."""

    name = "toy_shock"
    words = "a shock"
    statuses = (Status.IN_NEED, Status.EDGE_OF_CARE)
    parameters = (Parameter("toy_shock_hazard", "per year", 0, _MOST, "Under 10, mean need."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year."""
        rate = p.toy_shock_hazard * row.frailty
        return rate * TEEN_RATIO if aged(now, row, TEEN) else rate

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the next birthday that counts."""
        return next_birthday(now, row)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Change nothing."""
        return HAPPENED


TOYS = (ToyArrival, ToyLeaving, ToyRelief, ToyShock, ToyWorry)


def rules_for(*processes: type[Process], services: tuple[type[Service], ...] = ()) -> RuleSet:
    """Return a rule set of these processes, counted in the model's own cells."""
    return RuleSet(processes, services, CELLS, occupied)


def toy_population(children: int, **columns: Any) -> Population:
    """Return children aged 5, in need, without families, carers or services.

    Parameters
    ----------
    columns
        Other values for columns of `agents.schema.YOUNG_PERSON`.
    """
    people = blank(children)
    people.status, people.born, people.frailty = IN_NEED, -TEEN / 2, 1.0
    for name, values in columns.items():
        people[name] = values
    families, carers, services, enrolments = (
        np.zeros(0, table).view(np.recarray)
        for table in (FAMILY, CARER, np.dtype(list(SERVICE)), np.dtype(list(ENROLMENT)))
    )
    nobody = np.zeros(0, np.int64)
    population = Population(people, families, carers, services, enrolments, nobody, nobody)
    population.sort_places()
    return population


def small_council(profile: AuthorityProfile, share: float) -> AuthorityProfile:
    """Return a council with a share of every count, rounded up so that nobody vanishes."""
    counts = {name: float(math.ceil(value * share)) for name, value in profile.counts.items()}
    return replace(profile, counts=counts)
