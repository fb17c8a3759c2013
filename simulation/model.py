"""The whole model as Mesa knows it: one council, stepped week by week."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
from mesa import DataCollector, Model
from numpy.typing import NDArray

from agents.agent_set import AgentSet
from agents.carer import Carer
from agents.codes import Opening, Status
from agents.family import Family
from agents.lengths import BINS_PER_YEAR, DAYS_PER_YEAR
from agents.population import Population
from agents.service_site import ServiceSite
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from agents.views import View
from agents.young_person import YoungPerson, in_sight
from simulation.costs import Costs
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes.counted import Counted
from simulation.outcomes.logged import Events, events_of, room_for
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.outcomes.readout import measure_values, weekly_values
from simulation.outcomes.snapshot import Snapshot, take
from simulation.outcomes.tally import Tally
from simulation.parameters import check_values
from simulation.simulate import Run, start


def counted(model: "CareSystem", name: str) -> float:
    """Return a weekly count of the week that has just ended; a reporter for Mesa."""
    return model.this_week[name]


class CareSystem(Model):  # type: ignore[misc]
    """Run one council week by week, 52 to the year, as `simulation.simulate` runs it in one go.

    The same seed gives the same events. Its agents are views of rows, made when asked for, so a
    model that is only stepped makes none.

    Parameters
    ----------
    profile
        The council's published figures, as `calibration.beliefs.authorities.load.profile` returns them.
    parameters
        Values by name, as `calibration.beliefs.parameters.parameters_for` returns them.
    interventions
        What is opened, as plain data.
    years
        Horizon in whole years.
    rng
        Seed: with `replicate` and the council's code, the address of every draw.
    replicate
        Number of the replicate.
    scenario
        A Mesa scenario to keep; its `rng` is the seed and takes the place of `rng`.
    log
        Whether every event is written down, for `events`.

    Raises
    ------
    DoorwaysError
        When the horizon or the seed is not a whole number, or a parameter is missing or outside
        its support.
    """

    def __init__(
        self,
        *,
        profile: AuthorityProfile,
        parameters: Mapping[str, Any],
        interventions: Sequence[Mapping[str, Any]] = (),
        years: int = 5,
        rng: int = 1,
        replicate: int = 0,
        scenario: Any = None,
        log: bool = False,
    ) -> None:
        seed = whole("seed", rng if scenario is None else scenario.rng, 0)
        whole("horizon in years", years, 1)
        if scenario is None:
            super().__init__(rng=seed)
        else:
            super().__init__(scenario=scenario)
        check_values(parameters)
        self.profile, self.years, self.parameters = profile, years, parameters
        population = synthesise(profile, parameters, seed, replicate, float(years))
        self._run = start(
            population,
            interventions,
            parameters,
            seed,
            replicate,
            float(years),
            place=profile.code,
            log=room_for(profile["cla"], years) if log else 0,
        )
        self.week = 0
        self.this_week: dict[str, float] = {}
        self.snapshots: list[Snapshot] = []
        self.datacollector = DataCollector(
            model_reporters={name: partial(counted, name=name) for name in WEEKLY}
        )

    def step(self) -> None:
        """Advance one week and collect its counts.

        Raises
        ------
        DoorwaysError
            When the horizon is over: nobody beyond it has been made.
        """
        if self.week == self.years * BINS_PER_YEAR:
            raise DoorwaysError(
                "step",
                self.week + 1,
                f"The model was made for {self.years} years.",
                "Make one with a longer horizon: years=...",
            )
        self.week += 1
        # One call a week: what happens does not depend on where the engine pauses.
        self._run.advance(self.week / BINS_PER_YEAR, DAYS_PER_YEAR)
        if self.week % BINS_PER_YEAR == 0:
            self.snapshots.append(take(self.population, self.week // BINS_PER_YEAR))
        self.this_week = dict(zip(WEEKLY, self.weekly[-1].tolist(), strict=True))
        self.running = self.week < self.years * BINS_PER_YEAR
        self.datacollector.collect(self)

    def approach(self, moment: float) -> None:
        """Advance within the coming week to right before a moment in years; `step` goes on from there.

        Raises
        ------
        DoorwaysError
            When the moment is over or lies beyond the week.
        """
        ends = (self.week + 1) / BINS_PER_YEAR
        if not self.now <= moment <= ends:
            rule = f"It lies in the coming week, from {self.now} to {ends} years."
            raise DoorwaysError("moment", moment, rule, "Step to its week first.")
        self._run.advance(moment, DAYS_PER_YEAR)

    def look_ahead(self) -> Run:
        """Return a copy that has run to the end of the coming week; this model stays where it is."""
        ahead = self._run.fork()
        ahead.advance((self.week + 1) / BINS_PER_YEAR, DAYS_PER_YEAR)
        return ahead

    def decide(self, person: int, carer: int | None, moment: float) -> None:
        """Let what happens at a moment happen, the young person being placed with this carer then.

        Parameters
        ----------
        person, carer
            Rows; no carer, or one whose place is taken by then, leaves it to the model's own rule.
        moment
            When a placement is looked for for them, in years, as `look_ahead` shows it.
        """
        shared = self._run.world.shared[0]
        if carer is not None:
            shared.decided_for, shared.decided = person + 1, carer
        self.approach(float(np.nextafter(moment, np.inf)))
        shared.decided_for = 0

    @property
    def population(self) -> Population:
        """Return the tables all agents are views of."""
        return self._run.population

    @property
    def now(self) -> float:
        """Return years since the start, 31 March of the base year."""
        return self._run.now

    @property
    def today(self) -> date:
        """Return the calendar date."""
        return date(self.profile.year, 3, 31) + timedelta(days=self.now * DAYS_PER_YEAR)

    @property
    def weekly(self) -> NDArray[np.float32]:
        """Return what each week counted so far, shape (weeks, columns of `measures.WEEKLY`)."""
        return weekly_values(self.tally)[: self.week]

    @property
    def tally(self) -> Tally:
        """Return everything counted so far; of weeks to come it says that nothing happens."""
        return Tally(model_rules(), self._run.state, self.years)

    @property
    def costs(self) -> Costs:
        """Return what it has cost so far, by year, the present one up to now.

        Care proceedings are counted, and so cost, on 31 March.
        """
        years = max(1, -(-self.week // BINS_PER_YEAR))
        not_yet = [Snapshot(0, 0, 0, 0, 0)] * (years - len(self.snapshots))
        tally = Tally(model_rules(), self._run.state, years, self.week)
        snapshots = [*self.snapshots, *not_yet]
        return Counted(tally, self.population, snapshots, self.parameters).costs

    @property
    def events(self) -> Events:
        """Return every event so far, in true order; none of a model made without a log."""
        return events_of(self._run.state)

    @property
    def measures(self) -> NDArray[np.float64]:
        """Return the measures of the whole years so far, shape (measures, years)."""
        if not self.snapshots:
            return np.zeros((len(MEASURES), 0))
        tally = Tally(model_rules(), self._run.state, len(self.snapshots))
        return measure_values(Counted(tally, self.population, self.snapshots, self._run.parameters))

    @property
    def agents(self) -> AgentSet:
        """Return the agents of the model, its young people; the others have sets of their own."""
        return self.young_people

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """Return every set by the kind of agent."""
        own: dict[type, Any] = {
            YoungPerson: self.young_people,
            Family: self.families,
            Carer: self.carers,
            ServiceSite: self.service_sites,
        }
        return {**super().agents_by_type, **own}

    @property
    def agent_types(self) -> list[type]:
        """Return the kinds of agent."""
        return list(self.agents_by_type)

    def rows(self, kind: type[View], rows: Any) -> AgentSet:
        """Return the agents of any rows, also of those who are not in sight."""
        return AgentSet.of_rows(kind, self, rows)

    @property
    def young_people(self) -> AgentSet:
        """Return everybody services know or still follow at this moment."""
        return self.rows(YoungPerson, in_sight(self.population.young_people))

    @property
    def looked_after(self) -> AgentSet:
        """Return the children looked after at this moment."""
        status = self.population.young_people["status"]
        return self.rows(YoungPerson, np.flatnonzero(status == Status.LOOKED_AFTER))

    @property
    def families(self) -> AgentSet:
        """Return the families of the young people in sight."""
        numbers = np.unique(self.population.young_people["family"][self.young_people.rows])
        return self.rows(Family, numbers[numbers >= 0])

    @property
    def carers(self) -> AgentSet:
        """Return the carers and homes that are open at this moment."""
        status = self.population.carers["status"]
        return self.rows(Carer, np.flatnonzero(status == Opening.OPEN))

    @property
    def service_sites(self) -> AgentSet:
        """Return the sites of all services, also those that are yet to open."""
        return self.rows(ServiceSite, np.arange(self.population.services.size))


def whole(thing: str, value: Any, least: int) -> int:
    """Return a whole number.

    Raises
    ------
    DoorwaysError
        When it is not one, or too small.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise DoorwaysError(
            thing, value, f"It is a whole number, {least} or more.", "Give such a number."
        )
    return int(value)
