"""A child who left care comes back into care."""

from typing import Any

from agents.codes import Route, Status
from agents.lengths import AFTER_BAND_COUNT, AFTER_EDGES
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import band, next_birthday, next_edge
from simulation.draws import Address
from simulation.entering import Entry, enter_care
from simulation.process import Process
from simulation.tables import World
from simulation.years import luck_of_starts, next_year

HOME = int(Route.HOME)


class ReEntry(Process):
    """Start to be looked after again; most often soon, and far more often after going home."""

    name = "re_entry"
    words = "coming back into care"
    statuses = (Status.LEFT_CARE,)
    outcomes = Entry
    parameters = (
        Parameter(
            "re_entry_hazard",
            "per year",
            0,
            10,
            "After going home, by time since: to 3 months, 1 year, 6 years, longer.",
            (AFTER_BAND_COUNT,),
        ),
        Parameter("re_entry_order_ratio", "ratio", 0, 1, "After other routes, against going home."),
        Parameter("re_entry_frailty", "exponent", 0, 2, "How far latent need drives coming back."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by time since leaving, route, latent need and luck of the year."""
        base = p.re_entry_hazard[band(now - row.left, AFTER_EDGES)]
        base *= row.frailty**p.re_entry_frailty * luck_of_starts(now, row, world)
        return base if row.route == HOME else base * p.re_entry_order_ratio

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next band of time since leaving, birthday that counts, or year."""
        soon = min(next_birthday(now, row), next_year(now))
        return min(next_edge(row.left, now, AFTER_EDGES), soon)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Enter care again."""
        return enter_care(now, row, world, p, draw)
