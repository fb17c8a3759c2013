"""The young people: ages, needs, and what each group is doing at the start."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Activity, Route, Status
from agents.lengths import (
    ADULTHOOD,
    AGE_EDGES,
    NEED_EDGES,
    TEEN,
    TEEN_EDGES,
    TWENTY_ONE,
    YEARS_OF_AGE,
)
from agents.schema import YOUNG_PERSON
from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from agents.synthesis.cohort import CLOSED_YEARS, Cohort, age_counts
from agents.synthesis.columns import Columns, levels
from agents.synthesis.inverse import banded_quantile, gamma_quantile
from agents.synthesis.left_care import ages_and_times as ages_and_times_left
from agents.synthesis.left_care import leavers as leavers_of
from agents.synthesis.left_care import share_home
from agents.synthesis.margins import largest_remainder, ranked, weighted_sample
from agents.synthesis.own_start import own_ages
from agents.synthesis.unaccompanied import ages_and_times, under_16
from agents.synthesis.years import arrival_dates

Floats = NDArray[np.float64]
#: Of the bands, where the first begins and where each ends.
AGE_ENDS = np.array([0.0, *AGE_EDGES, ADULTHOOD])
NEED_ENDS = np.array([0.0, *NEED_EDGES, 5.0])
_TINY = 1e-9
LONG_AGO = -1000
NO_TIMES = ("follow", "displaced", "stay_ends")
NOBODY = (
    "family",
    "next_sibling",
    "leader",
    "carer",
    "next_resident",
    "last_resident",
    "first_enrolment",
)
NO_YEAR = ("entry_year", "exit_year", "missing_year", "placement_year")
PAST = ("crisis", "left", "since", "entered", "placed", "gone_since")


def blank(size: int) -> Any:
    """Return rows in which nothing has happened yet."""
    one = np.zeros(1, YOUNG_PERSON)
    for names, value in ((NO_TIMES, np.inf), (NOBODY, -1), (NO_YEAR, -1), (PAST, LONG_AGO)):
        for name in names:
            one[name] = value
    # Whole rows at once: column by column takes five times as long.
    people = np.repeat(one, size).view(np.recarray)
    people.uid = people.number = np.arange(size)
    return people


def ages_in(bands: NDArray[np.int64], u: Floats) -> Floats:
    """Return ages spread evenly inside each age band."""
    low, high = AGE_ENDS[bands], AGE_ENDS[bands + 1]
    return np.asarray(low + (high - low) * u, dtype=float)


def ages_with_counts(counts: NDArray[np.int64], draws: Columns, name: str) -> Floats:
    """Return ages with exact numbers in each band, in shuffled order."""
    bands = np.repeat(np.arange(counts.size), counts)
    order = ranked(draws.uniform(f"{name}/order", bands.size))
    return ages_in(bands[order], draws.uniform(f"{name}/age", bands.size))


def care_ages(
    profile: AuthorityProfile, p: Mapping[str, Any], total: int, draws: Columns
) -> tuple[Floats, Floats]:
    """Return ages of those looked after, exact by band, and times in care of the unaccompanied.

    Those with families come first, spread over the years of each band as the council's are; the
    unaccompanied last, nan standing for everybody else's time.
    """
    counts = age_counts(profile, "cla", total)
    many = round(profile["cla_uasc"])
    # Where neither band has room for all of them, there are fewer.
    young = min(round(under_16(p) * many), int(counts[-2]))
    old = min(many - young, int(counts[-1]))
    young = min(many - old, int(counts[-2]))
    ages, times = [], []
    for older, count in ((False, young), (True, old)):
        where, inside = (
            draws.uniform(f"care/alone/{name}/{int(older)}", count) for name in ("cell", "within")
        )
        age, time = ages_and_times(older, count, p, where, inside)
        ages.append(age)
        times.append(time)
    even = ages_with_counts(counts - np.array([0, 0, 0, young, old]), draws, "care")
    families = over_years(even, np.asarray(p["synth_care_age_share"], dtype=float))
    apart = np.concatenate([np.full(families.size, np.nan), *times])
    return np.concatenate([families, *ages]), apart


def over_years(even: Floats, shares: Floats) -> Floats:
    """Return ages spread evenly inside bands as ages spread by the share of each year of a band."""
    ages = even.copy()
    bands = np.searchsorted(AGE_EDGES, even, side="right")
    for band in range(AGE_ENDS.size - 1):
        low, high = AGE_ENDS[band], AGE_ENDS[band + 1]
        own = bands == band
        part = shares[int(low) : int(high)]
        years = np.arange(low, high + 1.0)
        ages[own] = banded_quantile((even[own] - low) / (high - low), part, years)
        ages[own] = np.clip(ages[own], low, np.nextafter(high, low))
    return ages


def with_newborns(ages: Floats, share: float) -> Floats:
    """Return ages with a share of those under 1 at birth, the rest spread over the first year."""
    later = np.maximum(ages - share, 0.0) / max(1.0 - share, _TINY)
    return np.where(ages < AGE_EDGES[0], later, ages)


def make_children(
    profile: AuthorityProfile,
    p: Mapping[str, Any],
    cohort: Cohort,
    years: float,
    coming: Floats,
    draws: Columns,
) -> Any:
    """Return every young person of the horizon, without families, placements or carers yet.

    `coming` is the factor of each year on unaccompanied arrivals.
    """
    people = blank(sum(cohort.sizes))
    care, need, closed, left, leavers, alone, arrivals = cohort.slices()
    if isinstance(profile, PrivateProfile) and profile.start:
        cared, times = own_ages(profile.start, draws)
    else:
        cared, times = care_ages(profile, p, cohort.looked_after, draws)
    aged_left, since_left = ages_and_times_left(
        leavers_of(profile, p),
        draws.uniform("left/age", cohort.left),
        draws.uniform("left/since", cohort.left),
    )
    ages = {
        care: cared,
        need: ages_with_counts(
            largest_remainder(np.asarray(p["synth_need_age_share"]), cohort.in_need), draws, "need"
        ),
        closed: ages_with_counts(
            largest_remainder(np.asarray(p["synth_need_age_share"]), cohort.closed), draws, "closed"
        ),
        left: aged_left,
        leavers: ADULTHOOD
        + (TWENTY_ONE - ADULTHOOD) * draws.uniform("leavers/age", cohort.leavers),
        alone: banded_quantile(
            draws.uniform("alone/age", cohort.unaccompanied),
            np.asarray(p["synth_uasc_age_share"]),
            np.arange(YEARS_OF_AGE + 1.0),
        ),
        arrivals: ages_with_counts(
            largest_remainder(np.asarray(p["synth_arrival_age_share"]), cohort.arrivals),
            draws,
            "arrivals",
        ),
    }
    alone_u = draws.uniform("alone/date", cohort.unaccompanied)
    people.arrives[alone] = arrival_dates(alone_u, coming, years)
    people.arrives[arrivals] = years * draws.uniform("arrivals/date", cohort.arrivals)
    ages[arrivals] = with_newborns(ages[arrivals], float(p["synth_newborn_share"]))
    for rows, age in ages.items():
        people.born[rows] = people.arrives[rows] - age
    people.left[left] = people.since[left] = -since_left
    people.uasc[care] = ~np.isnan(times)
    people.entered[care] = np.where(np.isnan(times), LONG_AGO, -times)
    set_status(profile, people, p, cohort, draws)
    set_needs(people, p, draws)
    return people


def set_status(
    profile: AuthorityProfile, people: Any, p: Mapping[str, Any], cohort: Cohort, draws: Columns
) -> None:
    """Give each group its status and since when; put the right number on the edge of care."""
    care, need, closed, left, leavers, alone, _ = cohort.slices()
    people.status[care] = Status.LOOKED_AFTER
    people.status[need] = Status.IN_NEED
    people.status[closed] = Status.CLOSED
    people.status[left] = Status.LEFT_CARE
    people.status[leavers] = Status.CARE_LEAVER
    people.uasc[alone] = 1
    shares = np.asarray(p["synth_need_elapsed_share"])
    elapsed = banded_quantile(draws.uniform("need/since", cohort.in_need), shares, NEED_ENDS)
    people.since[need] = -np.minimum(elapsed, -people.born[need])
    people.since[closed] = -CLOSED_YEARS * draws.uniform("closed/since", cohort.closed)
    people.periods[left] = 1
    set_left_routes(profile, people, p, left, draws)
    choose_edge(people, p, need, draws)
    neet = profile["leavers_17_18_neet"] + profile["leavers_19_21_neet"]
    known = neet + profile["leavers_17_18_eet"] + profile["leavers_19_21_eet"]
    not_eet = draws.yes("leavers/neet", neet / known if known > 0 else 0.0, cohort.leavers)
    people.activity[leavers] = np.where(not_eet, Activity.NEET, Activity.IN_EET)


def set_left_routes(
    profile: AuthorityProfile, people: Any, p: Mapping[str, Any], left: slice, draws: Columns
) -> None:
    """Say by which way those out of care left it: home, from where most come back, or a kinship order."""
    share = share_home(profile, -people.left[left], p)
    to_home = draws.yes("left/route", share, left.stop - left.start)
    people.route[left] = np.where(to_home, Route.HOME, Route.KINSHIP_ORDER)


def choose_edge(people: Any, p: Mapping[str, Any], need: slice, draws: Columns) -> None:
    """Move the given number of each age band of those in need to the edge of care."""
    rows, stock = np.arange(need.start, need.stop), np.asarray(p["edge_stock"])
    mean, most = (float(years) for years in np.asarray(p["synth_edge_elapsed_years"]))
    bands = np.searchsorted(AGE_EDGES, -people.born[need], side="right")
    u = draws.uniform("edge/who", rows.size)
    since = mean * draws.exponential("edge/since", rows.size)
    for band in range(stock.size):
        group = rows[bands == band]
        chosen = group[
            weighted_sample(u[bands == band], np.ones(group.size), round(float(stock[band])))
        ]
        people.status[chosen] = Status.EDGE_OF_CARE
        people.since[chosen] = -np.minimum(since[chosen - need.start], most)
        people.crisis[chosen] = people.since[chosen]


def set_needs(people: Any, p: Mapping[str, Any], draws: Columns) -> None:
    """Draw latent need, sex and observed needs for everybody."""
    n = people.size
    age = np.where(people.arrives > 0, people.arrives, 0.0) - people.born
    teen = age >= TEEN
    set_traits(people, p, draws)
    female = np.where(people.uasc == 1, p["synth_uasc_female_share"], p["synth_female_share"])
    people.female = draws.yes("female", female, n)
    emotional = np.asarray(p["synth_emotional_share"])
    people.emotional = draws.yes("emotional", emotional[teen.astype(int)], n)
    people.send = draws.yes("send", float(p["synth_send_share"]), n)
    give_behaviour(people, np.asarray(p["synth_behaviour_share"]).reshape(2, -1), teen, draws)
    give_risks(people, p, age, draws)


def set_traits(people: Any, p: Mapping[str, Any], draws: Columns) -> None:
    """Draw latent need, and the latent risk that shows in all that may happen outside the home.

    Risk is one trait read twice: how unequally young people go missing, and how unequally they are
    exploited, offend or use substances, have spreads of their own. Some share their place in it
    with their place in need.
    """
    n = people.size
    need = draws.uniform("frailty", n)
    same = draws.yes("risk/need", float(p["synth_risk_with_need"]), n)
    risk = np.where(same, need, draws.uniform("roaming", n))
    people.frailty = gamma_quantile(need, float(p["synth_frailty_variance"]))
    people.roaming = gamma_quantile(risk, float(p["synth_roaming_variance"]))
    people.risk = gamma_quantile(risk, float(p["synth_risk_variance"]))


def give_risks(people: Any, p: Mapping[str, Any], age: Floats, draws: Columns) -> None:
    """Give exploitation, offending and substance use as they come and go by age and latent risk.

    Offending and substances are known of those on the edge of care and in it.
    """
    known = (people.status == Status.LOOKED_AFTER) | (people.status == Status.EDGE_OF_CARE)
    charged = np.asarray(p["arrest_hazard"]) * float(p["charge_share"])
    for name, rates, stop, of in (
        ("exploitation", p["exploitation_hazard"], "exploitation_stop_hazard", age >= TEEN),
        ("offending", charged, "offending_stop_hazard", known & (age >= TEEN)),
        ("substance", p["substance_hazard"], "substance_stop_hazard", known & (age >= TEEN)),
    ):
        rows = np.flatnonzero(of & (people.uasc == 0))
        share = lasting(age[rows], people.risk[rows], np.asarray(rates), float(p[stop]))
        people[name][rows] = draws.uniform(name, people.size)[rows] < share


def lasting(age: Floats, risk: Floats, rates: Floats, stop: float) -> Floats:
    """Return the chance that what starts and stops in adolescence is there, shape (people,).

    As `simulation.assessing.lasting` has it for one who comes later.
    """
    share = np.zeros(age.size)
    for since, rate in zip(TEEN_EDGES, rates[1:], strict=True):
        start = rate * risk
        settles = start / (start + stop)
        spent = np.clip(age - since, 0.0, 1.0)
        share = settles + (share - settles) * np.exp(-(start + stop) * spent)
    return share


def give_behaviour(people: Any, shares: Floats, teen: NDArray[np.bool_], draws: Columns) -> None:
    """Draw the level of behaviour of everybody, in care or not yet, by age."""
    u = draws.uniform("behaviour", people.size)
    people.behaviour = np.where(teen, levels(u, shares[1]), levels(u, shares[0]))
