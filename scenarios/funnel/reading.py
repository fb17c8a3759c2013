"""Read from a run's log what became of each member a service took on, event by event."""

from collections.abc import Collection
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import TIE_TOP, Member, Opening
from agents.lengths import ADULTHOOD
from agents.population import Population
from scenarios.funnel.sites import sites_of
from scenarios.funnel.spells import CARING, Ending, Refusal, Spell, Ways
from simulation.bands import SLACK
from simulation.discover import model_rules
from simulation.kinds import CARERS, ENROLMENTS
from simulation.outcomes.logged import Events, has
from simulation.world import State, first_rows

Ints = NDArray[np.int64]

#: Outcomes of what would be a referral that leave a member where they are.
REFUSED: Final = {
    "referral/declined": Refusal.GATE,
    "referral/list_full": Refusal.FULL,
    "referral/takes_nobody": Refusal.OUTAGE,
}


def ways_of(population: Population, state: State, events: Events) -> Ways:
    """Return what became of everybody who was referred, read from a run's log.

    Parameters
    ----------
    population
        As the run left it.
    state, events
        The run's state, and its log from the first moment.
    """
    return _Reader(population, state).read(events)


class _Reader:
    """Follow enrolments from event to event."""

    def __init__(self, population: Population, state: State) -> None:
        self.services, self.enrolments = population.services, population.enrolments
        # Of records a number at a time is slow; these are asked for event by event.
        self.strength, self.tie, self.closing = (
            self.services[name].tolist() for name in ("strength", "tie_weight", "closed")
        )
        self.first = int(first_rows(population)[ENROLMENTS])
        self.people = population.young_people.size
        self.born = population.young_people.born
        self.carers_gone: dict[int, float] = {}
        self.names = model_rules().outcome_names
        self.key = state.key
        self.spells: list[Spell] = []
        self.declined: dict[int, list[Refusal]] = {}
        self.open: dict[int, Spell] = {}
        self.stage: dict[int, int] = {}
        self.chains: dict[int, list[int]] = {}
        self.closed = population.carers.status == Opening.CLOSED
        self.first_carer = int(first_rows(population)[CARERS])

    def read(self, events: Events) -> Ways:
        """Go through the log once, in its order."""
        self._note_carers(events)
        people = events.rows < self.people
        lost = (
            has(events.before, "waiting_for_support") & ~has(events.after, "waiting_for_support")
        ) | (has(events.before, "supported") & ~has(events.after, "supported"))
        told = events.where((events.rows >= self.first) | (people & lost))
        rows, times, sites = told.rows.tolist(), told.times.tolist(), self._sites(told).tolist()
        self.chains = _chains(self.enrolments, [row for row in rows if row < self.people])
        for k, (row, now, what) in enumerate(zip(rows, times, told.what.tolist(), strict=True)):
            if row < self.people:
                self._person(row, now, told.where(slice(k, k + 1)))
            else:
                self._enrolment(row - self.first, now, self.names[what], sites[k])
        return Ways(self.spells, self.declined)

    def _sites(self, told: Events) -> Ints:
        """Return the site of each referral, shape (events,); nothing for other events."""
        found = np.zeros(told.times.size, np.int64)
        referrals = np.flatnonzero(told.are("referral"))
        rows = told.rows[referrals] - self.first
        counts, seen = np.zeros(rows.size, np.int64), dict[int, int]()
        for k, row in enumerate(rows.tolist()):
            counts[k] = seen[row] = seen.get(row, -1) + 1
        programme = self.enrolments.programme[rows]
        for first in np.unique(programme).tolist():
            of = programme == first
            own = self.services[first : first + int(self.services.sites[first])]
            times = told.times[referrals[of]]
            drawn = sites_of(self.key, self.enrolments.uid[rows[of]], counts[of], times, own)
            found[referrals[of]] = first + drawn
        return found

    def _enrolment(self, row: int, now: float, name: str, site: int) -> None:
        """Take note of an event of an enrolment; what a service adds of its own says nothing here."""
        spell = self.open.get(row)
        if (why := REFUSED.get(name)) is not None:
            self.declined.setdefault(row, []).append(why)
        elif name == "referral/accepted":
            self.open[row] = Spell(row, site, now)
            self.spells.append(self.open[row])
        elif spell is not None:
            self._supported(spell, now, name.partition("/")[0])

    def _supported(self, spell: Spell, now: float, process: str) -> None:
        """Take note of an event of a member who was taken on."""
        if process == "support_start":
            spell.started, self.stage[spell.enrolment] = now, 0
            spell.steps.append((now, self.strength[spell.site]))
        elif process in ("key_worker_bond", "key_worker_change"):
            stage = self.stage[spell.enrolment] + 1 if process == "key_worker_bond" else 0
            self.stage[spell.enrolment] = stage
            tie = self.tie[spell.site]
            spell.steps.append((now, 1.0 - tie + tie * stage / TIE_TOP))
        elif process == "support_end":
            self._end(spell, now, self._planned(spell, now))
        elif process == "support_dropout":
            self._end(spell, now, Ending.DROPPED_OUT)
            self._forget(spell, now)
        elif process == "support_fading":
            self._forget(spell, now)

    def _person(self, row: int, now: float, event: Events) -> None:
        """Take note of a young person's event that ended all waiting, or all support."""
        for enrolment in self.chains.get(row, ()):
            spell = self.open.get(enrolment)
            if spell is None or spell.ended < inf:
                continue
            cell = "supported" if spell.was_supported else "waiting_for_support"
            if not has(event.after, cell)[0]:
                grown = now - self.born[row] + SLACK >= ADULTHOOD
                self._end(spell, now, Ending.AGED_OUT if grown else Ending.LEFT)

    def _note_carers(self, events: Events) -> None:
        """Take note of when carers who have closed did: their last event."""
        if not np.isin(self.enrolments.of, CARING).any():
            return
        rows = events.rows - self.first_carer
        theirs = (rows >= 0) & (rows < self.closed.size)
        for row, now in zip(rows[theirs].tolist(), events.times[theirs].tolist(), strict=True):
            if self.closed[row]:
                self.carers_gone[row] = now

    def _planned(self, spell: Spell, now: float) -> Ending:
        """Return why support ended that nobody dropped out of."""
        member = self.enrolments[spell.enrolment]
        if now >= self.closing[spell.site]:
            return Ending.CLOSED
        gone = member.of in CARING and self.carers_gone.get(int(member.member)) == now
        return Ending.LEFT if gone else Ending.COMPLETED

    def _end(self, spell: Spell, now: float, ending: Ending) -> None:
        """End waiting or support; of waiting alone nothing is left."""
        spell.ended, spell.ending = now, ending
        if not spell.was_supported:
            del self.open[spell.enrolment]

    def _forget(self, spell: Spell, now: float) -> None:
        spell.forgotten = now
        del self.open[spell.enrolment]


def _chains(enrolments: Any, people: Collection[int]) -> dict[int, list[int]]:
    """Return the enrolments of some young people, by row."""
    found: dict[int, list[int]] = {}
    young = enrolments.of == Member.YOUNG_PERSON
    theirs = np.flatnonzero(young & np.isin(enrolments.member, list(set(people))))
    for e, member in zip(theirs.tolist(), enrolments.member[theirs].tolist(), strict=True):
        found.setdefault(member, []).append(e)
    return found
