"""England's published year in the shapes of `calibration.fitting.england.counted`."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from agents.codes import Placement, Route
from agents.lengths import AGE_BANDS, PLACEMENT_EDGES
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import children_in_need
from calibration.beliefs.authorities.load import all_profiles, england
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.evidence.national import national_table
from calibration.beliefs.local.counts import in_bands
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.england.counted import CHANGE_EDGES, GROUPS, Counted
from calibration.fitting.patterns.record import HOMES, SUPPORTED_OR_OTHER, UNRELATED, Floats

#: No placement lasts longer.
MOST_YEARS: Final = 18.0
#: Published kinds of each group of kinds.
PUBLISHED: Final[Mapping[str, tuple[str, ...]]] = {
    "foster": ("foster",),
    "homes": ("homes",),
    "supported or other": ("supported", "other"),
    "parents": ("parents",),
    "adoption": ("adoption",),
    "other residential": ("other residential", "residential schools"),
}


def exits_by_route_and_age(now: Mapping[str, float]) -> Floats:
    """Return exits before 18 by route and age, shape (routes, 5), and those at 18 in the last band.

    Only the margins are published; the registered split is the starting point.
    """
    table = np.zeros((len(Route), len(AGE_BANDS)))
    rows = np.asarray(figure("exit_routes_by_age").value, dtype=float)
    for i, route in enumerate((Route.HOME, Route.KINSHIP_ORDER, Route.ADOPTED, Route.OTHER)):
        table[route] = rows[i]
    table[Route.AGED_OUT, -1] = now["ceases_18_plus"]
    table[Route.TRANSFERRED, -1] = now["ceases_other_la"] + now["ceases_age_assessed"]
    return table


@of_tables()
def placement_mix(year: int) -> Floats:
    """Return England's mix as the sum of what councils' populations start with, shape (kinds,)."""
    mix = np.zeros(len(Placement))
    for council in all_profiles(year):
        for kind, count in placement_counts(council, parameters_for(council)).items():
            mix[kind] += count
    mix.flags.writeable = False
    return mix


def of_flows(year: int) -> dict[str, Floats]:
    """Return starts of children with families, first placements, exits and periods of care."""
    now = england(year)
    starts = np.array([now[f"starts_{band}"] for band in AGE_BANDS])
    first, last = national_table("first_placement", year), national_table("last_placement", year)
    groups = (
        ("kinship inside", "kinship outside"),
        ("other foster inside", "other foster outside"),
        ("homes",),
        ("supported", "other"),
        ("parents",),
        ("other residential", "residential schools"),
    )
    return {
        "starts": starts - now["starts_uasc"] * in_bands(figure("synth_uasc_age_share").value),
        "first": np.array([sum(first[item] for item in group) for group in groups]),
        "exits": exits_by_route_and_age(now.counts),
        "last": np.array([sum(last[item] for item in group) for group in groups]),
        "periods": np.array(list(national_table("last_period", year).values())),
    }


def of_kinds(year: int) -> dict[str, Floats]:
    """Return how many live in each kind, with families and unaccompanied, shape (2, kinds).

    Where unaccompanied children live is published for fostering and homes; as in the year before
    registration the rest live in supported accommodation and other placements, in the proportion
    of the whole mix.
    """
    mix = placement_mix(year)
    foster, homes, *recoded = leaves(figure("uasc_by_placement").value)
    alone = np.zeros(len(Placement))
    for many, kinds in ((foster, UNRELATED), (homes, HOMES), (sum(recoded), SUPPORTED_OR_OTHER)):
        own = list(kinds)
        alone[own] = many * mix[own] / mix[own].sum()
    return {"kinds": np.array([mix - alone, alone])}


def of_stock(year: int) -> dict[str, Floats]:
    """Return numbers on 31 March by age and kind, and outside or far by kind."""
    now, kinds = england(year), national_table("cla_by_placement", year)
    near_in, near_out = (
        national_table("near_inside_by_placement", year),
        national_table("near_outside_by_placement", year),
    )
    far_in, far_out = (
        national_table("far_inside_by_placement", year),
        national_table("far_outside_by_placement", year),
    )
    outside = [
        kinds["kinship outside"],
        kinds["other foster outside"],
        kinds["children's home outside"],
    ]
    inside = [
        kinds["kinship inside"],
        kinds["other foster inside"],
        kinds["children's home inside"],
    ]
    for group in (("supported", "other"), ("parents",), ("adoption",)):
        outside.append(sum(near_out[k] + far_out[k] for k in group))
        inside.append(sum(near_in[k] + far_in[k] for k in group))
    need = sum(children_in_need(council) for council in all_profiles(year - 1))
    return {
        "passed_homes": np.array([national_table("cla_in_year_by_placement", year)["homes"]]),
        "stock_age": np.array([now[f"cla_{band}"] for band in AGE_BANDS]),
        "mix": placement_mix(year),
        "outside": np.array(outside),
        "inside": np.array(inside),
        "in_need": np.array([float(need)]),
        "need_age": np.asarray(figure("synth_need_age_share").value, dtype=float),
    }


def status_only_lasted(year: int) -> Floats:
    """Return the shares of changes of status by band of time in the placement, shape (8,).

    Published in other bands: each is spread over those it lies in, in proportion to their length.
    """
    shares = np.array(list(national_table("status_only_by_duration", year).values()))
    whole = np.concatenate([[0.0], np.cumsum(shares)]) / shares.sum()
    ends = np.concatenate([[0.0], CHANGE_EDGES, [MOST_YEARS]])
    reached = np.interp([0.0, *PLACEMENT_EDGES, MOST_YEARS], ends, whole)
    return np.asarray(np.diff(reached))


def durations(year: int) -> Floats:
    """Return placements that ended by group and band, shape (groups, 8), without changes of status.

    Registration ended and began placements on paper in 2023-24 where supported accommodation and
    other placements are concerned: for these, what the year before has beyond the other kinds.
    """
    table = []
    for kinds in PUBLISHED.values():
        names = [f"duration_{kind.replace(' ', '_')}" for kind in kinds]
        ended = np.sum([list(national_table(name, year).values()) for name in names], axis=0)
        on_paper = sum(national_table("status_only_by_placement", year)[kind] for kind in kinds)
        table.append(np.maximum(ended - on_paper * status_only_lasted(year), 0.0))
    whole = np.array(table, dtype=float)
    recoded = list(PUBLISHED).index("supported or other")
    others = np.delete(whole, recoded, axis=0).sum(axis=0)
    before = np.array(list(national_table("duration", year - 1).values()))
    before = before - national_table("move_reasons", year - 1)["status only"] * status_only_lasted(
        year
    )
    whole[recoded] = np.maximum(before - others, 0.0)
    return whole


def of_placements(year: int) -> dict[str, Floats]:
    """Return placements that ended; their number is that of the year before registration."""
    before = national_table("move_reasons", year - 1)
    asked = before["carer: behaviour"] + before["carer: other"] + before["child requests"]
    planned = sum(before.values()) - before["status only"] - asked

    def split(name: str, total: float) -> Floats:
        own = national_table(name, year)
        parts = np.array([sum(own[kind] for kind in kinds) for kinds in PUBLISHED.values()])
        return np.asarray(parts * total / parts.sum())

    return {
        "ended": durations(year),
        "requested": split("requested_by_placement", asked),
        "planned": split("planned_by_placement", planned),
        "requested_lasted": np.array(list(national_table("requested_by_duration", year).values())),
        "planned_lasted": np.array(list(national_table("planned_by_duration", year).values())),
        "requested_age": np.array(list(national_table("requested_by_age", year).values())),
    }


def of_missing(year: int) -> dict[str, Floats]:
    """Return missing incidents by group and age, and the children they concern."""
    by_kind, now = national_table("missing_by_placement", year), england(year)
    named = {"supported or other": ("supported", "other"), "other residential": ()}
    kinds = [named.get(group, (group,)) for group in GROUPS]
    by_age = np.array(list(national_table("missing_by_age", year).values()))
    # Hardly anybody under 10 (two in a thousand): nobody in the model.
    by_age[3] += by_age[:3].sum()
    by_age[:3] = 0.0
    return {
        "missing_outside": np.array(list(national_table("missing_by_location", year).values())),
        "missing": np.array([sum(by_kind[k] for k in group) for group in kinds]),
        "missing_age": by_age * now["missing_incidents"] / by_age.sum(),
        "missing_children": np.array([now["children_missing"]]),
    }


def of_lives(year: int) -> dict[str, Floats]:
    """Return pairs of a count and what it is out of; justice and substances by age, a pair a row."""
    everybody = np.array(list(national_table("aged_10_to_17", year).values()))
    convicted, substance = (
        np.array(list(national_table(f"{what}_by_age", year).values()))
        for what in ("convicted", "substance")
    )
    back = np.asarray(figure("pattern_re_entry").value, dtype=float)
    households = national_table("foster_households", year)["all"]
    return {
        "convicted": np.stack([convicted, everybody], axis=1),
        "substance": np.stack([substance, everybody], axis=1),
        "older_in_homes": np.array([float(next(leaves(figure("pattern_homes_14_17").value))), 1.0]),
        "back_3_months": np.array([back[0], 1.0]),
        "back_1_year": np.array([back[1], 1.0]),
        "carers_left": np.array(
            [national_table("foster_deregistrations", year)["all"], households]
        ),
        "carers_joined": np.array([national_table("foster_approvals", year)["all"], households]),
    }


def goals(year: int) -> Counted:
    """Return England's published year that ends on 31 March of `year`."""
    parts = (of_flows, of_stock, of_kinds, of_placements, of_missing, of_lives)
    return {name: value for part in parts for name, value in part(year).items()}
