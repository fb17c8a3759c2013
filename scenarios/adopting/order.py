"""Where to start and in what order: the site that adds most when opened first, then the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scenarios.adopting.paired import Mean, Versions, run_versions
from scenarios.adopting.sites import OpenedSite, central_plan, sites_of
from scenarios.compare import Plan, make_plan
from scenarios.intervention_schema import kinds
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import USUAL, Execution
from simulation.services.opened_sites import BESET, DECIDED, LATER

#: Sites beyond which every order would take too many runs.
MOST_ORDERED: Final = 8


@dataclass(frozen=True)
class Candidate:
    """Hold what one site adds when it is the next to open.

    Attributes
    ----------
    adds
        Against what is open without it, on the same futures.
    apart
        Against the one that adds most; None for that one.
    helps
        Whether the whole interval of what it adds is for the better.
    """

    service: str
    site: str
    adds: Mean
    apart: Mean | None
    helps: bool

    @property
    def told_apart(self) -> bool:
        """Return whether its interval against the first leaves nothing out."""
        return self.apart is not None and not self.apart.low <= 0 <= self.apart.high


@dataclass(frozen=True)
class Turn:
    """Hold one turn: the month in which it opens, and the sites in the order of what they add."""

    month: float
    candidates: tuple[Candidate, ...]

    @property
    def alike(self) -> tuple[Candidate, ...]:
        """Return the one that adds most, and those that cannot be told apart from it."""
        return tuple(one for one in self.candidates if not one.told_apart)

    @property
    def next(self) -> Candidate | None:
        """Return what is to open: what is seen to help, and to add more than all others; else none."""
        first, *others = self.alike
        return None if others or not first.helps else first


def order(
    request: CompareRequest, measure: str, *, execution: Execution = USUAL
) -> tuple[Turn, ...]:
    """Choose site after site, each time the one that is seen to add most in paired runs.

    The months are the scenario's own: its earliest goes to whichever opens first. A turn in which nothing
    can be told is the last: what comes after would rest on it.

    Parameters
    ----------
    measure
        By which they are judged: fewer or more of it, whichever is better.

    Raises
    ------
    DoorwaysError
        When there is no such measure, it has no better side, or there is nothing to choose among.
    """
    check_name("measure", measure, BY_NAME, "There is no such measure.")
    if not MEASURES[BY_NAME[measure]].better:
        rule = "More of it is neither better nor worse."
        raise DoorwaysError("measure", measure, rule, "Choose another: doorways measures.")
    central = central_plan(request)
    sites = _choices(central, sites_of(central))
    made = make_plan(request)
    months = sorted(one.opens for one in sites)
    chosen: list[int] = []
    turns: list[Turn] = []
    for month in months:
        left = [k for k in range(len(sites)) if k not in chosen]
        versions = {str(k): _opened(made, sites, [*chosen, k], months) for k in left}
        before = made.arms[0].name
        if chosen:
            before = "so far"
            versions[before] = _opened(made, sites, chosen, months)
        found = run_versions(made, versions, (measure,), execution)
        ranked = _ranked(found, before, left, measure)
        turns.append(_turn(found, before, month, ranked, sites, measure))
        if turns[-1].next is None:
            break
        chosen.append(ranked[0])
    return tuple(turns)


def _choices(made: Plan, sites: Sequence[OpenedSite]) -> list[OpenedSite]:
    """Return what there is to choose among: each site that differs, and services whose sites are alike."""
    found = [
        one
        for place, one in enumerate(sites)
        if kinds()[one.said["kind"]].sites_differ
        or all(one.number != other.number for other in sites[:place])
    ]
    name = made.arms[1].name
    if any(BESET in one.said for one in found):
        rule = "Something goes wrong with its sites, by their numbers, which a choice among them changes."
        raise DoorwaysError("scenario", name, rule, "Take its barriers out.")
    if not 1 < len(found) <= MOST_ORDERED:
        rule = f"There are 2 to {MOST_ORDERED} sites to put in order, or services whose sites are alike."
        raise DoorwaysError(f"sites of {name}", len(found), rule, "Name another scenario.")
    return found


def _opened(
    made: Plan, sites: Sequence[OpenedSite], chosen: Sequence[int], months: Sequence[float]
) -> list[Mapping[str, Any]]:
    """Return what the scenario opens with the chosen sites only, in the months of their turns."""
    opens: dict[int, dict[int, float]] = {}
    services = {one.number for one in sites}
    for turn, k in enumerate(chosen):
        one = sites[k]
        first = min(j for j, other in enumerate(sites) if other.number == one.number)
        opens.setdefault(one.number, {})[k - first] = float(months[turn])
    found: list[Mapping[str, Any]] = []
    for number, said in enumerate(made.arms[1].interventions):
        if number not in services:
            found.append(said)
        elif number in opens:
            # The months of the turns hold both already.
            plain = {key: value for key, value in said.items() if key not in (DECIDED, LATER)}
            found.append(kinds()[said["kind"]].with_sites(plain, opens[number]))
    return found


def _ranked(found: Versions, before: str, left: Sequence[int], measure: str) -> list[int]:
    better = MEASURES[BY_NAME[measure]].better
    return sorted(left, key=lambda k: -better * found.difference(str(k), before, measure).mean)


def _turn(
    found: Versions,
    before: str,
    month: float,
    ranked: Sequence[int],
    sites: Sequence[OpenedSite],
    measure: str,
) -> Turn:
    return Turn(
        month, tuple(_candidate(found, before, k, ranked[0], sites[k], measure) for k in ranked)
    )


def _candidate(
    found: Versions, before: str, k: int, best: int, site: OpenedSite, measure: str
) -> Candidate:
    apart = None if k == best else found.difference(str(k), str(best), measure)
    adds = found.difference(str(k), before, measure)
    helps = adds.high < 0 if MEASURES[BY_NAME[measure]].better < 0 else adds.low > 0
    return Candidate(site.service, site.name, adds, apart, helps)
