"""The tables of services and of enrolments: their columns, and the rows an arm adds."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import (
    CARER_UID,
    SERVICE_UID,
    SKILL_TOP,
    STRAIN_TOP,
    Member,
    Opening,
    Placement,
    Status,
)
from agents.population import Population
from agents.schema import BY_LEVER, BY_OPTION, CARER, ENROLMENT, SERVICE
from agents.synthesis.columns import Columns
from simulation.errors import DoorwaysError
from simulation.kinds import Kind
from simulation.services.declaration import Programme, Site, Sort
from simulation.services.kin import add_kin, are_looked_for

if TYPE_CHECKING:
    from simulation.compile import RuleSet

#: Values of columns that a site leaves out; all others are 0.
BLANK: Final[Mapping[str, float]] = {
    "closes": math.inf,
    "opened": math.inf,
    "closed": math.inf,
    "reopens": math.inf,
    "age_high": math.inf,
    "acts_to": math.inf,
    "care_high": math.inf,
    "length": math.inf,
    "calm": 1.0,
    "priority": 1.0,
    "strength": 1.0,
    "recording": 1.0,
    "strain_high": STRAIN_TOP,
    "steadiest": math.inf,
    "waiting_limit": math.inf,
    "bed_years": math.inf,
    "family_years": math.inf,
    "first_waiting": -1,
    "first_place": -1,
    "overlap": 1.0,
    "floor": 1e-9,
}
#: Rows of practices and conditions are bits of a signed number of 64.
MOST_PRACTICES: Final = 62
#: Bits of an address: members' uids lie below, so that no two rows share one.
_MEMBER_BITS, _SITE_BITS = 43, 8
_ADDRESS = (1 << 20) - 1
#: Uids of rows that are added lie in the upper half of their table's.
_FIRST_ADDED, _ADDED, _ADDED_BITS = 1 << 39, (1 << 25) - 1, 14
#: Those of people whom conditions add lie in the quarter below.
_FIRST_SPARE, _SPARE, _SPARE_BITS = 1 << 38, (1 << 19) - 1, 19


def service_dtype(rules: "RuleSet") -> np.dtype[np.void]:
    """Return the columns of a site's row: common ones, what it acts on, and services' own."""
    each = ((BY_LEVER, rules.levers), (BY_OPTION, rules.options))
    acts = [
        (name, "f8", (stages * max(1, len(there)),))
        for columns, there in each
        for name, stages in columns.items()
    ]
    own = [column for service in rules.services for column in service.columns]
    return np.dtype([*SERVICE, *acts, *own], align=True)


def enrolment_dtype() -> np.dtype[np.void]:
    """Return the columns of an enrolment's row."""
    return np.dtype(list(ENROLMENT), align=True)


def give_tables(rules: "RuleSet", population: Population) -> None:
    """Give a population empty tables of services and enrolments, with a rule set's columns."""
    population.services = np.zeros(0, service_dtype(rules)).view(np.recarray)
    population.enrolments = np.zeros(0, enrolment_dtype()).view(np.recarray)
    population.titles, population.costs, population.practices = (), (), 0


def install(
    rules: "RuleSet",
    population: Population,
    programmes: Sequence[Programme],
    years: float,
    draws: Columns,
) -> None:
    """Add what an arm opens to a population that is about to run, whatever the order it is named in.

    Parameters
    ----------
    population
        Changed in place.
    years
        Horizon: who cannot come within it gets no row.
    draws
        The population's: whom a practice reaches is drawn by address.

    Raises
    ------
    DoorwaysError
        When there are too many practices, or two names lead to the same draws.
    """
    give_tables(rules, population)
    # Practices and conditions first: their row is the bit of those they reach.
    ordered = sorted(programmes, key=lambda one: (one.sort == Sort.SERVICE, one.name))
    check_addresses(ordered)
    for programme in ordered:
        if programme.prepare is not None:
            programme.prepare(population, draws, years, programme.address)
    if are_looked_for(ordered):
        add_kin(population, draws)
    for programme in ordered:
        first = population.services.size
        for k, site in enumerate(programme.sites):
            _add_site(rules, population, programme, site, first, k, draws)
        if programme.sort == Sort.SERVICE:
            _enrol(population, programme, first, years)
        else:
            _reach(population, programme, first, draws)
            population.practices += 1


def check_addresses(programmes: Sequence[Programme]) -> None:
    """Check that no two programmes share their draws, and that practices find room.

    Raises
    ------
    DoorwaysError
        When they do not.
    """
    seen: dict[int, str] = {}
    for one in programmes:
        other = seen.setdefault(one.address & _SPARE, one.name)
        if other != one.name:
            rule = f"Its name happens to lead to the same random numbers as {other}."
            raise DoorwaysError("name", one.name, rule, "Change a letter of one of them.")
    practices = sum(one.sort != Sort.SERVICE for one in programmes)
    if practices > MOST_PRACTICES:
        rule = f"An arm has at most {MOST_PRACTICES} practices and conditions."
        raise DoorwaysError("scenario", practices, rule, "Take some out.")


def _reach(population: Population, programme: Programme, row: int, draws: Columns) -> None:
    """Mark whom a practice or condition reaches: the bit of its row."""
    table = members_of(population, programme.member)
    reached = draws.yes(f"reach/{programme.name}", programme.reach, table.size)
    if programme.member == Member.HOME:
        reached &= table.placement == Placement.CHILDRENS_HOME
    table.practices |= np.where(reached, 1 << row, 0)


def _add_site(
    rules: "RuleSet",
    population: Population,
    programme: Programme,
    site: Site,
    first: int,
    k: int,
    draws: Columns,
) -> None:
    row: Any = np.zeros(1, population.services.dtype).view(np.recarray)
    for column, value in {**BLANK, **site.columns}.items():
        row[column] = value
    row.uid = SERVICE_UID + (programme.address << _SITE_BITS) + k
    row.status = int(Opening.FUTURE)
    row.kind, row.of = programme.kind, int(programme.member)
    row.number = first + k
    row.first_site, row.sites = first, len(programme.sites)
    row.ratio = row.stay_ratio = 1.0
    row.by_young = acts_on_whose(rules, programme, site)
    for lever, (ratio, dose) in site.ratios.items():
        row.ratio[0, rules.levers.index(lever)] = ratio
        row.dose[0, rules.levers.index(lever)] = dose
    for lever, (ratio, dose) in site.stay_ratios.items():
        row.stay_ratio[0, rules.levers.index(lever)] = ratio
        row.stay_dose[0, rules.levers.index(lever)] = dose
    for option, (log_odds, dose) in site.log_odds.items():
        row.log_odds[0, rules.options.index(option)] = log_odds
        row.odds_dose[0, rules.options.index(option)] = dose
    _add_stages(rules, row, site)
    row.first_place, row.places = population.carers.size, sum(site.places.values())
    _add_places(population, first + k, site, int(row.uid[0]) - SERVICE_UID, draws)
    population.services = np.concatenate([population.services, row]).view(np.recarray)
    population.titles = (*population.titles, programme.title)
    population.costs = (*population.costs, site.costs)


def acts_on_whose(rules: "RuleSet", programme: Programme, site: Site) -> int:
    """Return on which levers of families and carers a service of young people acts, as bits."""
    if programme.member != Member.YOUNG_PERSON or programme.sort != Sort.SERVICE:
        return 0
    theirs = {p.name for kind in (Kind.FAMILY, Kind.CARER) for p in rules.of_kind(kind)}
    acted = (*site.ratios.items(), *site.stay_ratios.items())
    moved = {lever for lever, (ratio, _) in acted if lever in theirs and ratio != 1.0}
    return sum(1 << rules.levers.index(lever) for lever in moved)


def _add_stages(rules: "RuleSet", row: Any, site: Site) -> None:
    """Write down what a site goes through, one stage after another."""
    row.stages = len(site.stages)
    levers, options = row.dose.shape[1], row.odds_dose.shape[1]
    for k, stage in enumerate(site.stages):
        row.stage_at[0, k], row.stage_shut[0, k] = stage.at, stage.shut_until
        row.stage_turnover[0, k], row.stage_capacity[0, k] = stage.turnover, stage.capacity
        for lever, dose in stage.doses.items():
            row.stage_dose[0, k * levers + rules.levers.index(lever)] = dose
        for option, dose in stage.odds_doses.items():
            row.stage_odds_dose[0, k * options + rules.options.index(option)] = dose


def added_uid(kind: int, address: int, count: int) -> NDArray[np.int64]:
    """Return uids for rows that a programme adds, apart from synthesis's and every other's.

    Parameters
    ----------
    kind
        Where the uids of the rows' table begin.
    address
        Of the programme or its site.
    """
    low = (address & _ADDED) << _ADDED_BITS
    return np.asarray(kind + _FIRST_ADDED + low + np.arange(count), dtype=np.int64)


def spare_uid(kind: int, address: int, count: int) -> NDArray[np.int64]:
    """Return uids for people a condition adds: below those of `added_uid`, above synthesis's.

    Parameters
    ----------
    kind, address
        As in `added_uid`.

    Raises
    ------
    DoorwaysError
        When there are more than one programme may add.
    """
    if count > 1 << _SPARE_BITS:
        rule = f"One condition adds at most {1 << _SPARE_BITS:,}."
        raise DoorwaysError("people to add", count, rule, "Ask for fewer, or for less time.")
    low = (address & _SPARE) << _SPARE_BITS
    return np.asarray(kind + _FIRST_SPARE + low + np.arange(count), dtype=np.int64)


def _add_places(
    population: Population, number: int, site: Site, address: int, draws: Columns
) -> None:
    """Add a site's beds and families as carers that open with it, each of one place."""
    rows: Any = np.zeros(sum(site.places.values()), CARER).view(np.recarray)
    rows.uid = added_uid(CARER_UID, address, rows.size)
    rows.placement = np.repeat([int(kind) for kind in site.places], list(site.places.values()))
    rows.opens = math.inf
    rows.first_resident = rows.first_enrolment = -1
    rows.site = number
    rows.status = int(Opening.FUTURE)
    rows.places = 1
    rows.skill = SKILL_TOP
    for kind, shares in site.skills.items():
        here = rows.placement == int(kind)
        name = f"service/{address}/skill/{kind.name}"
        rows.skill[here] = draws.level(name, shares, int(here.sum()))
    population.carers = np.concatenate([population.carers, rows]).view(np.recarray)
    population.sort_places()


def _enrol(population: Population, programme: Programme, first: int, years: float) -> None:
    """Add a row for everybody who could come to a programme within the horizon."""
    table = members_of(population, programme.member)
    members = _could_come(population, programme, years)
    begin = population.enrolments.size
    rows = np.zeros(members.size, population.enrolments.dtype).view(np.recarray)
    rows.uid = table.uid[members] + ((programme.address & _ADDRESS) << _MEMBER_BITS)
    rows.member = members
    rows.number = begin + np.arange(rows.size)
    rows.next_enrolment = table.first_enrolment[members]
    rows.programme, rows.site, rows.next_waiting = first, -1, -1
    rows.kind, rows.of = programme.kind, int(programme.member)
    rows.stay_ends = math.inf
    table.first_enrolment[members] = rows.number
    population.services.first_member[first:] = begin
    population.services.members[first:] = rows.size
    population.enrolments = np.concatenate([population.enrolments, rows]).view(np.recarray)


def members_of(population: Population, member: Member) -> Any:
    """Return the table that holds a kind of member."""
    if member == Member.YOUNG_PERSON:
        return population.young_people
    if member in (Member.FAMILY, Member.MOTHER):
        return population.families
    return population.carers


def _could_come(population: Population, programme: Programme, years: float) -> NDArray[np.int64]:
    """Return the rows of those who could be members at some moment of the horizon."""
    sites = programme.sites
    if programme.member == Member.YOUNG_PERSON:
        people = population.young_people
        low = min(float(one.columns.get("age_low", 0.0)) for one in sites)
        high = max(float(one.columns.get("age_high", math.inf)) for one in sites)
        here = (years - people.born >= low) & (-people.born < high) & (people.arrives < years)
        return np.flatnonzero(here & (people.status != Status.GONE))
    carers = population.carers
    if programme.member == Member.CARER:
        return np.flatnonzero(carers.site < 0)
    if programme.member == Member.HOME:
        return np.flatnonzero((carers.placement == Placement.CHILDRENS_HOME) & (carers.site < 0))
    return np.arange(population.families.size)
