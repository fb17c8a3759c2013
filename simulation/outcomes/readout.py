"""From what a run counted to the measures, in the order of the measure list."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from simulation.costs import UnitCosts, price_run, service_money
from simulation.outcomes.cells import CELLS, INDEX
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.outcomes.snapshot import Snapshot
from simulation.outcomes.tally import Tally

Floats = NDArray[np.float64]

ENTRY_PROCESSES = ("care_entry", "unaccompanied_arrival", "re_entry")
EXIT_PROCESSES = (
    "going_home",
    "kinship_order",
    "adoption",
    "ageing_out",
    "leaving_otherwise",
    "national_transfer",
)
STARTS = tuple(f"{p}/{o}" for p in ENTRY_PROCESSES for o in ("first", "within_12_months", "later"))
SOON = tuple(f"{p}/{o}" for p in ENTRY_PROCESSES for o in ("within_12_months", "back_in_year"))
CEASES = (
    *(f"{p}/first_in_year" for p in EXIT_PROCESSES if p != "leaving_otherwise"),
    "leaving_otherwise/other_first_in_year",
    "leaving_otherwise/independence_first_in_year",
)
MOVES = ("placement_move", "placement_breakdown", "adoption_placement")
RECORDED = ("missing_start/first_in_year", "missing_start/repeat")
MISSING_CHILDREN = ("missing_start/first_in_year", "missing_start/first_in_year_unrecorded")
CHARGES = ("arrest/first_charge", "arrest/further_charge")


def flows(tally: Tally) -> dict[str, Floats]:
    """Return every measure that counts events, by year."""
    entries_all = tally.events(*ENTRY_PROCESSES)
    moves = tally.events(*MOVES)
    return {
        "care_entries": tally.events(*STARTS),
        "reentries_12m": tally.events(*SOON),
        "exits": tally.events(*CEASES),
        "exits_home": tally.events("going_home/first_in_year"),
        "exits_kinship_order": tally.events("kinship_order/first_in_year"),
        "exits_adopted": tally.events("adoption/first_in_year"),
        "exits_aged_out": tally.events("ageing_out/first_in_year"),
        "exits_independent": tally.events("leaving_otherwise/independence_first_in_year"),
        "exits_other": tally.events(
            "leaving_otherwise/other_first_in_year", "national_transfer/first_in_year"
        ),
        "placement_moves": moves,
        "new_placements": entries_all + moves,
        "placement_breakdowns": tally.events("placement_breakdown/broke_down"),
        "missing_episodes": tally.events("missing_start"),
        "missing_episodes_recorded": tally.events(*RECORDED),
        "children_missing": tally.events(*MISSING_CHILDREN),
        "arrests": tally.events("arrest"),
        "charges": tally.events(*CHARGES),
        "service_referrals": tally.events("referral"),
        "service_accepted": tally.events("referral/accepted"),
        "service_dropouts": tally.events("support_dropout"),
        "carer_exits": tally.events("carer_exit/carer"),
        "carer_joins": tally.events("carer_opening"),
    }


def stocks(tally: Tally) -> dict[str, Floats]:
    """Return every measure that counts young people on 31 March."""
    s = tally.stock
    return {
        "children_looked_after": s("looked_after"),
        "out_of_authority": s("out_of_authority"),
        "over_20_miles": s("over_20_miles"),
        "foster_placements": s("foster_in_house") + s("foster_agency") + s("kinship"),
        "kinship_placements": s("kinship"),
        "childrens_home_placements": s("childrens_home"),
        "supported_placements": s("supported_accommodation") + s("supported_lodgings"),
        "service_placements": s("service_bed") + s("service_family"),
        "parents_placements": s("with_parents"),
        "substance_problem": s("substance_problem"),
        "neet_16_17": s("neet_in_care"),
        "neet_18_20": s("neet_care_leaver"),
        "waiting_for_services": s("waiting_for_support"),
        "supported_by_services": s("supported"),
        "children_in_need": s("in_need") + s("edge_of_care"),
        "edge_of_care": s("edge_of_care"),
    }


def money(
    tally: Tally, population: Population, snapshots: Sequence[Snapshot], p: Mapping[str, Any]
) -> dict[str, Floats]:
    """Return every measure in pounds, by year."""
    events = {
        "care_entries": tally.events(*ENTRY_PROCESSES),
        "placement_moves": tally.events(*MOVES),
        "exits": tally.events(*EXIT_PROCESSES),
        "missing_episodes": tally.events("missing_start"),
        "arrests": tally.events("arrest"),
        "charges": tally.events(*CHARGES),
        "first_time_entrants": tally.events("arrest/first_charge"),
        "care_proceedings": np.array([float(s.proceedings) for s in snapshots]),
    }
    costs = UnitCosts.from_parameters(p)
    exposure = tally.exposure[:, [INDEX[cell] for cell in costs.cells]]
    services = service_money(population.services, population.costs, tally.years)
    return price_run(costs, exposure, events, services).measures()


def measure_values(
    tally: Tally, population: Population, snapshots: Sequence[Snapshot], p: Mapping[str, Any]
) -> Floats:
    """Return all measures by year, shape (measures, years)."""
    three = np.array([float(s.three_plus) for s in snapshots])
    found = flows(tally) | stocks(tally) | money(tally, population, snapshots, p)
    found["weeks_in_care"] = tally.exposure[:, CELLS.index("looked_after")]
    found["three_plus_placements"] = three
    found["share_three_plus"] = three / np.maximum(found["children_looked_after"], 1.0)
    found["vacant_places"] = np.array([float(s.vacant_places) for s in snapshots])
    return np.array(in_order(found, [measure.name for measure in MEASURES]))


def weekly_values(tally: Tally) -> NDArray[np.float32]:
    """Return the weekly columns, shape (weeks, columns)."""
    s = tally.stocks
    at = {name: s[:, i] for i, name in enumerate(CELLS)}
    columns = {
        "children_looked_after": at["looked_after"],
        "foster_placements": at["foster_in_house"] + at["foster_agency"] + at["kinship"],
        "kinship_placements": at["kinship"],
        "childrens_home_placements": at["childrens_home"],
        "supported_placements": at["supported_accommodation"] + at["supported_lodgings"],
        "service_placements": at["service_bed"] + at["service_family"],
        "parents_placements": at["with_parents"],
        "out_of_authority": at["out_of_authority"],
        "over_20_miles": at["over_20_miles"],
        "missing_now": at["missing"],
        "children_in_need": at["in_need"] + at["edge_of_care"],
        "edge_of_care": at["edge_of_care"],
        "waiting_for_services": at["waiting_for_support"],
        "supported_by_services": at["supported"],
        "neet_16_17": at["neet_in_care"],
        "neet_18_20": at["neet_care_leaver"],
        "care_entries": tally.by_bin(*STARTS),
        "exits": tally.by_bin(*CEASES),
        "placement_moves": tally.by_bin(*MOVES),
        "missing_episodes": tally.by_bin("missing_start"),
    }
    return np.column_stack(in_order(columns, WEEKLY)).astype(np.float32)


def in_order(found: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    """Return what was worked out in the order in which it is reported.

    Raises
    ------
    KeyError
        When something reported was not worked out, or something worked out is not reported.
    """
    apart = sorted(found.keys() ^ set(names))
    if apart:
        raise KeyError(f"worked out or reported, but not both: {', '.join(apart)}")
    return [found[name] for name in names]
