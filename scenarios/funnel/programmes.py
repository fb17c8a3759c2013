"""The services of one run, as their sites' rows declare them: who comes, and how far they act when."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.lengths import QUARTER
from agents.population import Population
from scenarios.funnel.spells import Spell
from simulation.bands import SLACK
from simulation.discover import model_rules

Floats = NDArray[np.float64]

#: How young people with a family start to be looked after; nobody can be reached before arriving alone.
ENTRIES: Final = ("care_entry", "re_entry")
#: Members whose services a young person has before care: their own, and their family's.
BEFORE_CARE: Final = (Member.YOUNG_PERSON, Member.FAMILY, Member.MOTHER)


@dataclass(frozen=True)
class Programme:
    """Hold one service of a run.

    Attributes
    ----------
    title
        What it is called, with its article.
    member
        Who its members are.
    sites
        Its rows of the table of sites, as the run left them.
    first
        Row of the first of them.
    on_entry
        Whether it acts on coming into care.
    doses
        The share of its effect that reaches anybody, by site: on coming into care, or, if it does
        not act on that, the largest of all it acts on.
    """

    title: str
    member: Member
    sites: Any
    first: int
    on_entry: bool
    doses: Floats

    @property
    def opened(self) -> float:
        """Return when its first site opened, in years; infinity if none did."""
        return float(self.sites.opened.min())

    def is_of(self, spell: Spell) -> bool:
        """Tell whether a spell is one of its members'."""
        return self.first <= spell.site < self.first + len(self.sites)

    def dose(self, spell: Spell, moments: Any, age: float | None = None) -> Any:
        """Return how far it acts through a spell just before moments, in their shape; 1 is in full.

        Parameters
        ----------
        age
            Of whom it acts on, where that counts.
        """
        place = spell.site - self.first
        if (
            age is not None
            and not self.sites["acts_from"][place] <= age < self.sites["acts_to"][place]
        ):
            return np.zeros(np.shape(moments))
        return self.reach(spell.site, moments) * spell.strength_at(moments)

    def reach(self, sites: Any, moments: Any) -> Any:
        """Return how far support at full strength acts just before moments, in their shape.

        Parameters
        ----------
        sites
            Rows of the sites that support; they and moments go together.
        """
        place = np.asarray(sites) - self.first
        opened, ramp = self.sites["opened"][place], self.sites["effect_ramp"][place]
        return self.doses[place] * _grown(moments, opened, ramp)

    def could_come(self, born: Any, years: float) -> Any:
        """Return who was of the ages it takes and acts on at some moment at which it was open.

        Parameters
        ----------
        born
            Years from the start, an array.
        years
            Length of the run.
        """
        own = self.member == Member.YOUNG_PERSON
        found = np.zeros(np.shape(born), np.bool_)
        for site in self.sites:
            low, high, closed = site.acts_from, site.acts_to, min(site.closed, years)
            if own:
                low, high = max(low, self.sites[0].age_low), min(high, self.sites[0].age_high)
            there = (born + low < closed) & (born + high > site.opened)
            found |= (site.opened < closed) & there
        return found


def _grown(moments: Any, opened: Any, ramp: Any) -> Any:
    """Return how far sites' effects have grown: what `simulation.bands.quarters` gives the engine."""
    done = np.floor((moments - opened + SLACK) / QUARTER) + 1.0
    growing = ramp > 0.0
    return np.where(growing, np.minimum(1.0, done * QUARTER / np.where(growing, ramp, 1.0)), 1.0)


def programmes_of(population: Population) -> list[Programme]:
    """Return the services of a run; practices and conditions have no members and are none."""
    services, found = population.services, []
    for first in range(population.practices, services.size):
        if services.first_site[first] == first:
            sites = services[first : first + int(services.sites[first])]
            on_entry, doses = _doses(sites)
            member = Member(int(services.of[first]))
            found.append(Programme(population.titles[first], member, sites, first, on_entry, doses))
    return found


def _doses(sites: Any) -> tuple[bool, Floats]:
    """Return whether sites act on coming into care, and the share of it, or of the most, that reaches."""
    levers = model_rules().levers
    entry = sites.dose[:, [levers.index(name) for name in ENTRIES]].max(axis=1)
    every = np.concatenate([sites.dose, sites.odds_dose], axis=1).max(axis=1)
    on_entry = bool((entry > 0.0).any())
    return on_entry, entry if on_entry else every
